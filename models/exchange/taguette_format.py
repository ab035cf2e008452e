# SPDX-License-Identifier: MIT
"""Taguette projects: an SQLite database with documents in HTML.

Offsets are bytes of UTF-8 of the text without its tags. A tag becomes a domain; one called `a.b` is
inside the one called `a`.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from claimdesk.models.exchange.coded_texts import (
    Code,
    CodedText,
    Coding,
    corpus_of_database,
    mappable_codes,
)
from claimdesk.models.exchange.corpus import Corpus
from claimdesk.models.exchange.foreign.html_text import HtmlText
from claimdesk.models.exchange.foreign_database import (
    ForeignDatabase,
    Values,
    number,
    tables_in,
    text,
)
from claimdesk.models.exchange.format import ReadableFormat, register_format
from claimdesk.models.exchange.import_options import ImportOptions
from claimdesk.models.exchange.mappable import Mappable
from claimdesk.models.exchange.reports import ImportReport, Loss
from claimdesk.models.exchange.source_text import POINTS, Range
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

_TABLES = frozenset({"documents", "highlights", "highlight_tags", "tags"})


class TaguetteFormat(ReadableFormat):
    """Reads Taguette projects."""

    name = "taguette"
    extensions = (".sqlite3",)
    takes_mapping = True
    position = 56

    @property
    def label(self) -> str:
        return _("Taguette project")

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        return (_("claims"), _("actors"), _("the history"))

    def looks_like(self, path: Path, head: bytes) -> bool:
        return tables_in(path, head) >= _TABLES

    def read(self, paths: Sequence[Path], options: ImportOptions) -> Corpus:
        (path,) = paths
        codes = _codes_in(path)
        return corpus_of_database(
            (path, path),
            "import:taguette",
            codes,
            lambda opened, report: _texts(opened, report, options),
            options,
        )

    def mappable(self, paths: Sequence[Path], options: ImportOptions) -> Sequence[Mappable]:
        (path,) = paths
        codes = _codes_in(path)
        return mappable_codes(path, codes, lambda opened, report: _texts(opened, report, options))


def _codes_in(path: Path) -> list[Code]:
    """Return the codes of a project. Raises ClaimdeskError if it is none."""
    with ForeignDatabase(path) as opened:
        if not opened.tables >= _TABLES:
            raise ClaimdeskError(
                _("{path} is no Taguette project: it has no highlights.").format(path=path)
            )
        return list(_codes(opened))


def _codes(database: ForeignDatabase) -> Iterator[Code]:
    rows = list(database.rows("tags", "id", "path", "description", "project_id", "parent_id"))
    by_path = {(row["project_id"], text(row["path"])): row["id"] for row in rows}
    for row in rows:
        name = text(row["path"])
        parent, above = row["parent_id"], name
        while parent is None and "." in above:
            above = above.rpartition(".")[0]
            parent = by_path.get((row["project_id"], above))
        yield Code(row["id"], name, parent, text(row["description"]).strip() or None)


def _texts(
    database: ForeignDatabase, report: ImportReport, options: ImportOptions
) -> Iterator[CodedText]:
    tags: defaultdict[object, list[int]] = defaultdict(list)
    for row in database.rows("highlight_tags", "highlight_id", "tag_id"):
        tags[row["highlight_id"]].append(row["tag_id"])
    makers = _makers(database)
    ids = [row["id"] for row in database.rows("documents", "id")]
    for place, own in enumerate(ids):
        options.report_progress(place, len(ids))
        (row,) = database.rows(
            *("documents", "name", "description", "contents"), where="id", value=own
        )
        document = _Document(text(row["contents"]))
        coded = CodedText(text(row["name"]), document.shown, units=(POINTS,))
        coded.notes += filter(None, text(row["description"]).strip().split("\n"))
        highlights = list(
            database.rows(
                *("highlights", "id", "start_offset", "end_offset", "snippet"),
                where="document_id",
                value=own,
            )
        )
        shift = document.shift_of(highlights)
        for highlight in highlights:
            where = document.range(highlight, shift)
            of = tags[highlight["id"]]
            if not of:
                report.left_out[
                    Loss("highlights without a tag", _("highlights without a tag"))
                ] += 1
            maker = makers.get(highlight["id"])
            coded.codings += [Coding(where, tag, maker) for tag in of]
        yield coded


def _makers(database: ForeignDatabase) -> dict[object, str]:
    """Return who made each highlight, as the log of commands says."""
    found: dict[object, str] = {}
    for row in database.rows("commands", "user_login", "payload"):
        try:
            payload = json.loads(text(row["payload"]))
        except (ValueError, RecursionError):
            continue
        if isinstance(payload, dict) and payload.get("type") == "highlight_add":
            highlight = payload.get("highlight_id")
            if isinstance(highlight, int) and text(row["user_login"]):
                found.setdefault(highlight, text(row["user_login"]))
    return found


class _Document(HtmlText):
    """The text of a document, as it is counted and as it is read."""

    def __init__(self, html: str) -> None:
        super().__init__(html)
        self._bytes = list(
            accumulate((len(c.encode("utf-8", "replace")) for c in self.counted), initial=0)
        )
        self._lead = len(self.counted) - len(self.counted.lstrip())

    def shift_of(self, highlights: Sequence[Values]) -> int:
        """Return how many characters of white space at the beginning are not counted."""
        if not self._lead:
            return 0

        def held(shift: int) -> int:
            ranges = [self.range(each, shift) for each in highlights]
            return sum(
                _bare(self.shown[one.start : one.end]) == _bare(one.quote or "") for one in ranges
            )

        return max((0, self._lead), key=held)

    def range(self, highlight: Values, shift: int = 0) -> Range:
        """Return where a highlight is in the text as it is shown."""
        lead = self._bytes[shift]
        places = []
        for name in ("start_offset", "end_offset"):
            offset = number(highlight[name]) + lead
            at = bisect_left(self._bytes, offset)
            inside = 0 <= offset <= self._bytes[-1] and at < len(self._bytes)
            places.append(at if inside else -1)
        start, end = places
        if start < 0 or end <= start:
            return Range(-1, -1, _words(highlight), is_exact=True)
        return Range(*self.place(start, end), _words(highlight), is_exact=True)


def _words(highlight: Values) -> str:
    return HtmlText(text(highlight["snippet"])).counted


def _bare(words: str) -> str:
    return "".join(words.split())


register_format(TaguetteFormat())
