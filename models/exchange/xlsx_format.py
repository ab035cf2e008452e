# SPDX-License-Identifier: MIT
"""Claims for a spreadsheet: an Excel workbook with one row per claim, columns as in the CSV.

Texts are cells of text, whatever they look like: none becomes a formula, a date or a number.
Ids and numbers of own fields are numbers. A cell holds at most 32,767 UTF-16 units; a longer text
is cut, ends in `…` and is counted. Control characters that XML cannot hold become U+FFFD.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from claimdesk.models.exchange.claim_table import TABLE_DROPS, Cell, ClaimTable, table_limits
from claimdesk.models.exchange.corpus import Corpus
from claimdesk.models.exchange.format import WritableFormat, register_format
from claimdesk.models.exchange.reports import Loss, Losses, Written
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.text.normalization import xml_text
from claimdesk.models.text.spans import Utf16Map

MOST_UNITS = 32_767
"""UTF-16 units that a cell holds."""
MOST_ROWS = 1_048_576
"""Rows that a sheet holds."""

_SHEET = "Claims"
_CUT = "…"
_LINE_END = re.compile("\r\n?")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""`_x0041_` in a file means `A`; what says that as it is has its first sign escaped."""
_UNESCAPE = re.compile("_x005F_(?=x[0-9A-Fa-f]{4}_)")


class XlsxFormat(WritableFormat):
    """Writes Excel workbooks."""

    name = "xlsx"
    extensions = (".xlsx",)
    position = 40
    layers = ("claim",)
    drops = TABLE_DROPS

    @property
    def label(self) -> str:
        return _("Excel workbook, one row per claim")

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        return (
            *table_limits(),
            _("the end of texts of more than 32,767 characters"),
            _("the history"),
        )

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        sheet = book.create_sheet(_SHEET)
        sheet.freeze_panes = "A2"
        cells = _SheetCells(ClaimTable(corpus))
        for number, row in enumerate(cells.rows(), 1):
            if number > MOST_ROWS:
                raise ClaimdeskError(
                    _("{output}: a sheet holds {value} claims; export as CSV instead.").format(
                        output=name, value=MOST_ROWS - 1
                    )
                )
            sheet.append([text_cell(sheet, value) for value in row])
        with output.open("x+b") as file:
            book.save(file)
        return cells.written()

    def reads_back(self, corpus: Corpus, output: Path) -> bool:
        from openpyxl import load_workbook

        cells = _SheetCells(ClaimTable(corpus))
        try:
            with output.open("rb") as file:
                found = load_workbook(file, read_only=True)[_SHEET].iter_rows()
                for wanted, row in zip_longest(cells.rows(), found):
                    if wanted is None or row is None or wanted != read_cells(row, len(wanted)):
                        return False
        except (KeyError, ValueError, OSError, SyntaxError):
            return False
        return True


class _SheetCells:
    """The cells of the sheet, and what did not fit."""

    def __init__(self, claims: ClaimTable) -> None:
        self._claims = claims
        self._left_out: Losses = Counter()

    def written(self) -> Written:
        """Return how much the last run over the rows gave."""
        written = self._claims.written()
        written.left_out = self._left_out
        return written

    def rows(self) -> Iterator[list[Cell]]:
        """Yield the rows, that with the names of the columns first."""
        self._left_out.clear()
        yield [held(name, self._left_out) for name in self._claims.head()]
        for row in self._claims.rows():
            yield [held(value, self._left_out) for value in row]


def held(value: Cell, left_out: Losses) -> Cell:
    """Return a value as a cell holds it, and count what is lost; an empty text is None."""
    if not isinstance(value, str):
        return value
    text = _LINE_END.sub("\n", value) if "\r" in value else value
    known = xml_text(text)
    if known != text:
        left_out[Loss("texts with control characters", _("texts with control characters"))] += 1
    if 2 * len(known) > MOST_UNITS:
        units = Utf16Map(known)
        if units.unit(len(known)) > MOST_UNITS:
            left_out[
                Loss(
                    "ends of texts of more than 32,767 characters",
                    _("ends of texts of more than 32,767 characters"),
                )
            ] += 1
            known = known[: units.point(MOST_UNITS - len(_CUT))] + _CUT
    return known or None


def text_cell(sheet: Any, value: Cell) -> Any:  # noqa: ANN401
    """Return a cell in which a text stays what it is."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet)
    # Not by the property `value`, which would take some texts for formulas and cut others.
    cell._value = _ESCAPE.sub("_x005F_", value)
    cell.data_type = "s"
    return cell


def read_cells(cells: Sequence[Any], width: int) -> list[Cell]:
    """Return the values of a row as they were before they were written."""
    values = [cell.value for cell in cells] + [None] * (width - len(cells))
    return [_UNESCAPE.sub("_", value) if isinstance(value, str) else value for value in values]


register_format(XlsxFormat())
