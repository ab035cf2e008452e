# SPDX-License-Identifier: MIT
"""The process that reads documents; see isolation.py. Requests and answers are lines of JSON."""

from __future__ import annotations

import faulthandler
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from claimdesk.models.articles.documents import DocumentReader, ParsingOptions
from claimdesk.models.articles.isolation import answer_of
from claimdesk.models.articles.readers import ReadingOptions, article_readers, reader_of
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

MEMORY = 2 * 2**30
"""Bytes that the process may have."""


def main() -> None:
    """Answer requests until there are no more."""
    out = os.fdopen(os.dup(1), "wb")
    # What a library prints must not get between the answers.
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 1)
        _limit_memory()
        for line in sys.stdin.buffer:
            request = json.loads(line)
            failure = None
            if "texts" in request:
                _answer_texts(request, out, nowhere)
            else:
                failure = _answer(request, out, nowhere)
            faulthandler.cancel_dump_traceback_later()
            _send(out, {"done": failure})


def _answer(request: dict[str, Any], out: IO[bytes], nowhere: IO[bytes]) -> str | None:
    """Send what is in a document; return why it cannot be read, None if it can."""
    name = request["name"]
    reader = next(each for each in article_readers() if each.name == request["reader"])
    assert isinstance(reader, DocumentReader)
    try:
        faulthandler.dump_traceback_later(request["seconds"], exit=True, file=nowhere)
        options = ParsingOptions(**request["options"])
        count = 0
        for answer in _answers(reader, request, options):
            faulthandler.dump_traceback_later(request["seconds"], exit=True, file=nowhere)
            _send(out, answer)
            count += 1
    except ClaimdeskError as error:
        return str(error)
    except (MemoryError, RecursionError):
        return _("{name} is too complex to read; save it as text and import that.").format(
            name=name
        )
    except Exception as error:
        return _("{name} is damaged: {error}.").format(
            name=name, error=" ".join(f"{type(error).__name__} {error}".split())[:200]
        )
    if count == 0 and "columns" not in request:
        return _("{name} holds no article.").format(name=name)
    return None


def _answers(
    reader: DocumentReader, request: dict[str, Any], options: ParsingOptions
) -> Iterator[dict[str, Any]]:
    path, name = Path(request["path"]), request["name"]
    if "columns" in request:
        yield from map(asdict, reader.describe_file(path, name, options))
    else:
        yield from map(answer_of, reader.parse_file(path, name, options))


def _answer_texts(request: dict[str, Any], out: IO[bytes], nowhere: IO[bytes]) -> None:
    """Send an article for each plain text, or null if whoever asks is to read it."""
    options = ReadingOptions(
        encoding=request["encoding"],
        choose=_leave if request["asks"] else None,
        day_first=request["day_first"],
    )
    for name in request["texts"]:
        faulthandler.dump_traceback_later(request["seconds"], exit=True, file=nowhere)
        _send(out, {"article": _text(Path(name), options, recognise=request["recognise"])})


def _text(path: Path, options: ReadingOptions, *, recognise: bool) -> dict[str, Any] | None:
    texts = article_readers()[0]
    try:
        if recognise and reader_of(path) is not texts:
            return None
        return asdict(texts.read(path, options))
    except Exception:
        # Whoever asks reads it again, and says what is wrong with it.
        return None


def _leave(name: str, _possible: Sequence[tuple[str, str]]) -> str | None:
    """Leave the question for an encoding to whoever asks."""
    raise ClaimdeskError(name)


def _send(out: IO[bytes], answer: dict[str, Any]) -> None:
    out.write(json.dumps(answer).encode() + b"\n")
    out.flush()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    except (ValueError, OSError):  # macOS knows no such limit
        return


if __name__ == "__main__":
    main()
