# SPDX-License-Identifier: MIT
"""QualCoder projects: a folder NAME.qda with the SQLite database data.qda.

Offsets count the UTF-16 units of a Qt widget or code points, by version; the words that each coding
quotes tell which. Categories and codes become domains, a code in its category.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from claimdesk.models.articles.read import read_head
from claimdesk.models.exchange.coded_texts import (
    Code,
    CodedText,
    Coding,
    corpus_of_database,
    mappable_codes,
)
from claimdesk.models.exchange.corpus import Corpus
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
from claimdesk.models.exchange.source_text import Range
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

_DATA = "data.qda"
_TABLES = frozenset({"source", "code_name", "code_text"})
_METADATA = {
    **dict.fromkeys(("outlet", "publication", "newspaper"), "outlet"),
    **dict.fromkeys(("date", "published", "published on"), "published_on"),
    **dict.fromkeys(("author", "authors"), "author"),
    **dict.fromkeys(("url", "link"), "url"),
}


class QualCoderFormat(ReadableFormat):
    """Reads QualCoder projects."""

    name = "qualcoder"
    extensions = (".qda",)
    takes_mapping = True
    position = 55

    @property
    def label(self) -> str:
        return _("QualCoder project")

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        return (_("claims"), _("actors"), _("the history"))

    def looks_like(self, path: Path, head: bytes) -> bool:
        database = path / _DATA if path.is_dir() else path
        return tables_in(database, read_head(database)) >= _TABLES

    def read(self, paths: Sequence[Path], options: ImportOptions) -> Corpus:
        (path,) = paths
        database = path / _DATA if path.is_dir() else path
        codes = _codes_in(path, database)
        return corpus_of_database(
            (path, database),
            "import:qualcoder",
            codes,
            lambda opened, report: _texts(opened, report, options),
            options,
        )

    def mappable(self, paths: Sequence[Path], options: ImportOptions) -> Sequence[Mappable]:
        (path,) = paths
        database = path / _DATA if path.is_dir() else path
        codes = _codes_in(path, database)
        return mappable_codes(
            database, codes, lambda opened, report: _texts(opened, report, options)
        )


def _codes_in(path: Path, database: Path) -> list[Code]:
    """Return the codes of a project. Raises ClaimdeskError if it is none."""
    with ForeignDatabase(database) as opened:
        if not opened.tables >= _TABLES:
            raise ClaimdeskError(
                _("{path} is no QualCoder project: it has no coded texts.").format(path=path)
            )
        return list(_codes(opened))


def _codes(database: ForeignDatabase) -> Iterator[Code]:
    for row in database.rows("code_cat", "catid", "name", "memo", "supercatid"):
        above = row["supercatid"]
        yield Code(
            f"category {row['catid']}",
            text(row["name"]),
            None if above is None else f"category {above}",
            text(row["memo"]).strip() or None,
        )
    for row in database.rows("code_name", "cid", "name", "memo", "catid", "color", "supercid"):
        parent = None if row["catid"] is None else f"category {row['catid']}"
        if row["supercid"] is not None:
            parent = f"code {row['supercid']}"
        colour = text(row["color"]).lower()
        yield Code(
            f"code {row['cid']}",
            text(row["name"]),
            parent,
            text(row["memo"]).strip() or None,
            colour if _is_colour(colour) else None,
        )


def _is_colour(colour: str) -> bool:
    return re.fullmatch("#[0-9a-f]{6}", colour) is not None


def _texts(
    database: ForeignDatabase, report: ImportReport, options: ImportOptions
) -> Iterator[CodedText]:
    attributes = _attributes(database)
    cases = _cases(database, attributes)
    ids = [row["id"] for row in database.rows("source", "id")]
    for place, own in enumerate(ids):
        options.report_progress(place, len(ids))
        (row,) = database.rows("source", "name", "fulltext", "memo", where="id", value=own)
        if not text(row["fulltext"]).strip():
            loss = Loss("files without a text", _("pictures, recordings and files without a text"))
            report.left_out[loss] += 1
            continue
        coded = CodedText(text(row["name"]), text(row["fulltext"]))
        coded.notes += filter(None, text(row["memo"]).strip().split("\n"))
        for coding in database.rows(
            *("code_text", "cid", "seltext", "pos0", "pos1", "owner", "memo", "important"),
            where="fid",
            value=own,
        ):
            coded.codings.append(_coding(coding))
        coded.notes += _annotations(database, own, coded.text)
        for name, value in attributes["file", own]:
            key = _METADATA.get(name.casefold())
            if key is None or key in coded.metadata:
                coded.notes.append(f"{name}: {value}")
            else:
                coded.metadata[key] = value
        coded.notes += cases[own]
        yield coded
    _count_the_rest(database, report)


def _coding(row: Values) -> Coding:
    place = Range(number(row["pos0"]), number(row["pos1"]), text(row["seltext"]), is_exact=True)
    note = text(row["memo"]).strip()
    if row["important"] == 1:
        note = f"{note}\n{_('Important')}".strip()
    return Coding(place, f"code {row['cid']}", text(row["owner"]) or None, note or None)


def _annotations(database: ForeignDatabase, own: int, body: str) -> Iterator[str]:
    """Yield the annotations of a text, which are notes on its words without a code."""
    for row in database.rows("annotation", "pos0", "pos1", "memo", where="fid", value=own):
        start, end = number(row["pos0"]), number(row["pos1"])
        words = " ".join(body[max(0, start) : max(0, end)].split())[:80]
        for line in text(row["memo"]).strip().split("\n"):
            yield f"“{words}”: {line}"


_Attributes = defaultdict[tuple[str, object], list[tuple[str, str]]]


def _attributes(database: ForeignDatabase) -> _Attributes:
    """Return the values of attributes of files and cases, by `file` or `case` and id."""
    found: _Attributes = defaultdict(list)
    for row in database.rows("attribute", "name", "attr_type", "value", "id"):
        if text(row["value"]).strip():
            found[text(row["attr_type"]), row["id"]].append((text(row["name"]), text(row["value"])))
    return found


def _cases(database: ForeignDatabase, attributes: _Attributes) -> defaultdict[object, list[str]]:
    """Return lines that name the cases that a file belongs to, by file."""
    names = {row["caseid"]: text(row["name"]) for row in database.rows("cases", "caseid", "name")}
    found: defaultdict[object, list[str]] = defaultdict(list)
    for row in database.rows("case_text", "caseid", "fid"):
        lines = [_("Case: {name}").format(name=names.get(row["caseid"], ""))]
        lines += [f"{name}: {value}" for name, value in attributes["case", row["caseid"]]]
        found[row["fid"]] += [line for line in lines if line not in found[row["fid"]]]
    return found


def _count_the_rest(database: ForeignDatabase, report: ImportReport) -> None:
    losses = {
        "journal": Loss("entries of the journal", _("entries of the journal")),
        "code_image": Loss("codings of pictures", _("codings of pictures")),
        "code_av": Loss("codings of recordings", _("codings of recordings")),
    }
    for table, loss in losses.items():
        report.left_out[loss] += database.count(table)
    report.left_out = +report.left_out


register_format(QualCoderFormat())
