# SPDX-License-Identifier: MIT
"""Reading documents in a process that can be killed.

Archives, markup and PDFs of unknown origin may crash their parser, or keep it busy for ever, or
fill the memory. The process has a limit of memory where the system knows one, and ends itself when
it is silent for too long. All articles of a file arrive before the first one is used, so that a
file that breaks in the middle leaves nothing behind.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import IO, Any

from claimdesk.models.articles.columns import TableColumns
from claimdesk.models.articles.read import ArticleFile
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.child_process import ChildProcess

SECONDS = 60.0
"""How long a document may take until its first article, and from one article to the next."""
_IN_MEMORY = 16_000_000
"""Bytes of articles that wait in memory; more of them wait in a temporary file."""


class ReadingProcess(ChildProcess):
    """Reads one document after the other; serves one caller at a time. Started when needed."""

    module = "claimdesk.models.articles.reading_process"
    # It ends by itself a moment after its answer stops; its code says why.
    grace = 0.2

    def __init__(self, seconds: float = SECONDS) -> None:
        super().__init__()
        self._seconds = seconds

    def read(self, request: Mapping[str, Any]) -> Iterator[ArticleFile | ClaimdeskError]:
        """Return the articles of a document, and an error for each part that cannot be read.

        `request` has `reader`, `path`, `name` and `options`.
        Raises ClaimdeskError, before the first one, if the document cannot be read.
        """
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
            with self._one_at_a_time:
                self._fill(spool, dict(request) | {"seconds": self._seconds})
            spool.seek(0)
            for line in spool:
                yield _result(json.loads(line))

    def read_texts(self, request: Mapping[str, Any]) -> list[ArticleFile | None]:
        """Return the articles that plain texts are; None for each that is to be read otherwise.

        `request` has `texts` (their paths), `encoding`, `day_first`, `recognise` (whether other
        readers may be the right ones) and `asks` (whether somebody is asked for an encoding).
        Raises ClaimdeskError if the process ends before it has read them all.
        """
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
            with self._one_at_a_time:
                asked = dict(request) | {"seconds": self._seconds, "name": request["texts"][0]}
                self._fill(spool, asked)
            spool.seek(0)
            found = (json.loads(line)["article"] for line in spool)
            return [None if each is None else ArticleFile(**each) for each in found]

    def read_columns(self, request: Mapping[str, Any]) -> list[TableColumns]:
        """Return the columns of the tables in a document; `request` is as in `read`."""
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
            with self._one_at_a_time:
                asked = dict(request) | {"seconds": self._seconds, "columns": True}
                self._fill(spool, asked)
            spool.seek(0)
            return [_columns(json.loads(line)) for line in spool]

    def _fill(self, spool: IO[bytes], request: dict[str, Any]) -> None:
        """Write the answers, one JSON line each, until the process says that it is done."""
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            for line in process.stdout:
                if line.startswith(b'{"done"'):
                    failure = json.loads(line)["done"]
                    if failure:
                        raise ClaimdeskError(failure)
                    return
                spool.write(line)
        except OSError:
            pass
        raise ClaimdeskError(self._why_ended(str(request["name"])))

    def _why_ended(self, name: str) -> str:
        process = self._process
        self._end()
        code = process.returncode if process is not None else None
        if code == TOO_SLOW:
            return _("{name} takes too long to read; save it as text and import that.").format(
                name=name
            )
        return _(
            "{name} is damaged or too complex to read; save it as text and import that."
        ).format(name=name)


TOO_SLOW = 1
"""The exit code of the watchdog."""


def answer_of(result: ArticleFile | ClaimdeskError) -> dict[str, Any]:
    """Return an article or an error as it is sent."""
    if isinstance(result, ClaimdeskError):
        return {"error": str(result)}
    return {"article": asdict(result)}


def _columns(answer: dict[str, Any]) -> TableColumns:
    rows = tuple(tuple(row) for row in answer["samples"])
    return TableColumns(tuple(answer["headings"]), rows, answer["fields"])


def _result(answer: dict[str, Any]) -> ArticleFile | ClaimdeskError:
    if "error" in answer:
        return ClaimdeskError(answer["error"])
    return ArticleFile(**answer["article"])
