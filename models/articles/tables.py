# SPDX-License-Identifier: MIT
"""Tables of articles, one in a row: CSV and TSV, Excel workbooks, JSON and lines of JSON."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from claimdesk.models.articles.archives import Archive
from claimdesk.models.articles.columns import FIELDS, TableColumns, guess_columns, is_heading
from claimdesk.models.articles.dates import find_date, orders
from claimdesk.models.articles.drafts import Draft
from claimdesk.models.articles.language import guess_language
from claimdesk.models.articles.nexis import language_code
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError

_SAMPLE = 200
"""Rows that are looked at to see what columns hold."""
_ROWS_SHOWN, _SHOWN = 5, 200
"""Rows, and characters of each cell, that show what columns hold."""
_MOST_ABOVE = 15
"""Rows among which the headings are."""
_MOST_CELL = 10_000_000
_MOST_COLUMNS = 1000
_DELIMITERS = ",;\t|"
_ISO_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T?[ \d:.+Z-]*")

Rows = Iterator[list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it comes: its headings, and its rows one after the other."""

    headings: list[str]
    rows: Rows


def delimited(text: str) -> Table:
    """Return a table in CSV or the like."""
    csv.field_size_limit(_MOST_CELL)
    delimiter = _delimiter(text[:200_000])
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return _below_headings(iter(rows))


def _below_headings(rows: Rows) -> Table:
    """Return a table without what stands above its headings, such as what it is called.

    They are the first row that names several fields, or else the first with more than white space.
    """
    above = list(itertools.islice(rows, _MOST_ABOVE))
    written = [n for n, row in enumerate(above) if any(cell.strip() for cell in row)]
    named = (n for n in written if len({*map(is_heading, above[n])} - {None}) > 1)
    at = next(named, written[0] if written else 0)
    headings = [cell.strip() for cell in above[at]][:_MOST_COLUMNS] if above else []
    return Table(headings, itertools.chain(above[at + 1 :], rows))


def _delimiter(text: str) -> str:
    """Return what parts cells: the rows at the beginning have as many as the first one."""

    def fit(delimiter: str) -> tuple[int, int]:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            sizes = [len(row) for row in itertools.islice(rows, 20) if row]
        except csv.Error:
            return (0, 0)
        if not sizes or sizes[0] < 2:
            return (0, 0)
        return (sum(size == sizes[0] for size in sizes[:-1] or sizes), sizes[0])

    return max(_DELIMITERS, key=fit)


def looks_delimited(head: str) -> bool:
    """Return whether a text begins with a row of headings of a table of articles."""
    first = head.lstrip("\ufeff").partition("\n")[0].strip()
    if len(first) > 2000:
        return False
    for delimiter in _DELIMITERS:
        cells = [cell.strip(" \"'") for cell in first.split(delimiter)]
        known = {is_heading(cell) for cell in cells if len(cell) < 60} - {None}
        if len(cells) > 1 and "text" in known and len(known) > 1:
            return True
    return False


def json_table(text: str, name: str) -> Table:
    """Return the objects of a JSON list or of lines of JSON as a table."""
    objects = _objects(text, name)
    sample = list(itertools.islice(objects, _SAMPLE))
    headings = list(dict.fromkeys(key for each in sample for key in each))[:_MOST_COLUMNS]
    rows = ([_cell(each.get(key)) for key in headings] for each in itertools.chain(sample, objects))
    return Table(headings, iter(rows))


def _objects(text: str, name: str) -> Iterator[Mapping[str, Any]]:
    if text.lstrip("\ufeff \t\r\n").startswith("["):
        yield from _listed(_loaded(text.lstrip("\ufeff"), name, 1))
        return
    lines = text.lstrip("\ufeff").split("\n")
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found = json.loads(line)
            except (ValueError, RecursionError):
                if number > 1:
                    raise _damaged(name, number) from None
                # Not lines: one value over several lines.
                yield from _listed(_loaded(text, name, number))
                return
            if isinstance(found, dict):
                yield from _listed(found) if len(lines) < 3 else [found]


def _listed(found: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401
    """Yield the objects of a list, or of the only list of objects in an object."""
    if isinstance(found, dict):
        lists = [
            value
            for value in found.values()
            if isinstance(value, list) and value and isinstance(value[0], dict)
        ]
        found = lists[0] if len(lists) == 1 and "text" not in found else [found]
    if isinstance(found, list):
        yield from (each for each in found if isinstance(each, dict))


def _loaded(text: str, name: str, line: int) -> Any:  # noqa: ANN401
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _damaged(name, getattr(error, "lineno", line)) from None


def _damaged(name: str, line: int) -> ClaimdeskError:
    return ClaimdeskError(
        _("{name} is damaged JSON at line {line}; correct it and try again.").format(
            name=name, line=line
        )
    )


def workbook_tables(data: bytes, name: str) -> Iterator[Table]:
    """Yield the sheets of an Excel workbook as tables."""
    import openpyxl

    with Archive(data, name) as archive:
        archive.check_sizes()
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (KeyError, ValueError, TypeError, OSError, SyntaxError) as error:
        raise ClaimdeskError(
            _("{name} is damaged: {error}.").format(name=name, error=str(error)[:200])
        ) from error
    try:
        for sheet in book.worksheets:
            rows = ([_cell(cell) for cell in row] for row in sheet.iter_rows(values_only=True))
            yield _below_headings(rows)
    finally:
        book.close()


def _cell(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, list):
        return ", ".join(_cell(each) for each in value if isinstance(each, str | int | dict))
    if isinstance(value, dict):
        inner = value.get("name") or value.get("text") or value.get("value")
        return inner if isinstance(inner, str) else ""
    return "" if value is None else str(value)


def describe(table: Table, named: Mapping[str, str]) -> TableColumns:
    """Return what the columns of a table are called, hold and are taken for."""
    sample = list(itertools.islice(table.rows, _SAMPLE))
    shown = tuple(
        tuple(cell[:_SHOWN] for cell in row[: len(table.headings)]) for row in sample[:_ROWS_SHOWN]
    )
    fields = guess_columns(table.headings, sample, named)
    return TableColumns(tuple(table.headings), shown, fields)


def drafts_of_table(
    table: Table, name: str, named: Mapping[str, str], day_first: bool | None
) -> Iterator[Draft | ClaimdeskError]:
    """Yield an article for each row with a text, and at the end one error for those without.

    Yields nothing if no column holds texts.
    """
    sample = list(itertools.islice(table.rows, _SAMPLE))
    wrong = [field for field in named.values() if field not in (*FIELDS, "skip")]
    if wrong:
        raise ClaimdeskError(
            _(
                "{name}: “{field}” is nothing that a column can hold; choose one of {fields}."
            ).format(name=name, field=wrong[0], fields=", ".join(FIELDS))
        )
    columns = guess_columns(table.headings, sample, named)
    if "text" not in columns:
        return
    texts = (_at(row, columns, "text") for row in sample)
    first_text = next(filter(None, texts), "")
    order = day_first if day_first is not None else _order(sample, columns, first_text)
    empty, first_empty, doubtful = 0, 0, False
    for number, row in enumerate(itertools.chain(sample, table.rows), 2):
        draft = _draft(row, columns, order)
        if draft is None:
            empty += any(cell.strip() for cell in row)
            first_empty = first_empty or number
            continue
        stated = draft.stated_date
        draft.doubts_are_reported = True
        if stated and draft.published_on is None and len(orders(stated)) > 1 and not doubtful:
            doubtful = True
            draft.warnings.append(
                _(
                    "Dates such as {date} may begin with the day or with the month; they were left"
                    " out. Import again with --day-first or --month-first."
                ).format(date=stated)
            )
        yield draft
    if empty:
        yield ClaimdeskError(
            ngettext(
                "{name}: row {row} holds no text and was left out.",
                "{name}: {n} rows hold no text and were left out, the first is row {row}.",
                empty,
            ).format(name=name, row=first_empty, n=empty)
        )


def _at(row: Sequence[str], columns: Mapping[str, int], field: str) -> str:
    number = columns.get(field)
    return row[number].strip() if number is not None and number < len(row) else ""


def _draft(row: Sequence[str], columns: Mapping[str, int], order: bool | None) -> Draft | None:
    text = _at(row, columns, "text")
    if not text:
        return None
    url = _at(row, columns, "url")
    return Draft(
        text,
        title=_at(row, columns, "title") or None,
        author=_at(row, columns, "author") or None,
        outlet=_at(row, columns, "outlet") or None,
        published_on=_day(_at(row, columns, "date"), order),
        stated_date=_at(row, columns, "date"),
        url=url if re.fullmatch(r"https?://\S{3,2000}", url) else None,
        language=language_code(_at(row, columns, "language")),
        section=_at(row, columns, "section") or None,
        is_complete="title" in columns,
    )


def _day(stated: str, order: bool | None) -> date | None:
    """Return the date in a cell: written out, in ISO form, or as seconds since 1970."""
    iso = _ISO_TIME.fullmatch(stated)
    if iso:
        stated = iso[1]
    if re.fullmatch(r"\d{8}", stated):
        stated = f"{stated[:4]}-{stated[4:6]}-{stated[6:]}"
    if re.fullmatch(r"\d{10}(?:\d{3})?(?:\.0)?", stated):
        return datetime.fromtimestamp(int(stated[:10]), UTC).date()
    return find_date(stated, order)


def _order(rows: Sequence[Sequence[str]], columns: Mapping[str, int], text: str) -> bool | None:
    """Return whether days come first: one date that can be read in one way only says so for all.

    Nobody but writers in English puts the month first.
    """
    found = [orders(_at(row, columns, "date")) for row in rows]
    sure = {next(iter(each)) for each in found if len(each) == 1}
    if len(sure) == 1:
        return sure.pop()
    return True if text and guess_language(text) != "en" else None
