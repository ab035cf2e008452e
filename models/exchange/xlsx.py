# SPDX-License-Identifier: MIT
"""Claims for a spreadsheet: an Excel workbook with one row per claim, columns as in the CSV.

Texts are cells of text, whatever they look like: no formula, no date, no number comes of them.
Ids and numbers of own fields are numbers. A cell holds at most 32,767 UTF-16 units; a longer text
is cut, ends in `…` and is counted. Control characters that XML cannot hold become U+FFFD.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from claimdesk.models.exchange.claim_table import Cell, ClaimTable
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.export_files import Written, write_verified
from claimdesk.models.store.project import Project
from claimdesk.models.text.normalization import REPLACEMENT
from claimdesk.models.text.spans import Utf16Map

MOST_UNITS = 32_767
"""UTF-16 units that a cell holds."""
MOST_ROWS = 1_048_576
"""Rows that a sheet holds."""

_SHEET = "Claims"
_CUT = "…"
_UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""`_x0041_` in a file means `A`; what says that as it is has its first sign escaped."""
_UNESCAPE = re.compile("_x005F_(?=x[0-9A-Fa-f]{4}_)")


def write_xlsx(project: Project, output: Path, states: Sequence[str]) -> Written:
    """Write the claims in `states`; the number of articles and claims written.

    Raises ClaimdeskError if `output` cannot be written, does not read back as it should, or there
    are more claims than a sheet holds.
    """
    with project.reading() as connection:
        table = _Table(ClaimTable(connection, states), output)
        write_verified(output, project, table.write, table.verify)
        return table.written()


class _Table:
    """The cells of the sheet, and what did not fit."""

    def __init__(self, claims: ClaimTable, output: Path) -> None:
        self._claims = claims
        self._output = output
        self._left_out: Counter[str] = Counter()

    def written(self) -> Written:
        """Return what was written."""
        rows = Counter(article=self._claims.articles, claim=self._claims.claims)
        return Written(rows, self._left_out)

    def write(self, draft: Path) -> None:
        """Write the workbook."""
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        sheet = book.create_sheet(_SHEET)
        sheet.freeze_panes = "A2"
        for number, row in enumerate(self._rows(), 1):
            if number > MOST_ROWS:
                raise ClaimdeskError(
                    _("{output}: a sheet holds {value} claims; export as CSV instead.").format(
                        output=self._output, value=MOST_ROWS - 1
                    )
                )
            sheet.append([_cell(sheet, value) for value in row])
        with draft.open("x+b") as file:
            book.save(file)
            file.flush()
            os.fsync(file.fileno())

    def verify(self, draft: Path) -> None:
        """Read the workbook; raises ClaimdeskError if it says something else."""
        from openpyxl import load_workbook

        wrong = ClaimdeskError(
            _("{output} did not read back as it was written; try again.").format(
                output=self._output
            )
        )
        try:
            with draft.open("rb") as file:
                book = load_workbook(file, read_only=True)
                found = book[_SHEET].iter_rows()
                for row, there in zip_longest(self._rows(), found):
                    if row is None or there is None or row != _read(there, len(row)):
                        raise wrong
        except (KeyError, ValueError, OSError, SyntaxError) as error:
            raise wrong from error

    def _rows(self) -> Iterator[list[Cell]]:
        self._left_out.clear()
        yield [self._held(name) for name in self._claims.head()]
        for row in self._claims.rows():
            yield [self._held(value) for value in row]

    def _held(self, value: Cell) -> Cell:
        """Return a value as a cell holds it; counts what is lost. An empty text is no value."""
        if not isinstance(value, str):
            return value
        text = _LINE_END.sub("\n", value)
        held = _UNHOLDABLE.sub(REPLACEMENT, text)
        self._left_out["texts with control characters"] += held != text
        units = Utf16Map(held)
        if units.unit(len(held)) > MOST_UNITS:
            self._left_out[f"ends of texts of more than {MOST_UNITS:,} characters"] += 1
            held = held[: units.point(MOST_UNITS - len(_CUT))] + _CUT
        return held or None


def _cell(sheet: Any, value: Cell) -> Any:  # noqa: ANN401
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet)
    # Set apart from `value`, which would take some texts for formulas and cut others.
    cell._value = _ESCAPE.sub("_x005F_", value)
    cell.data_type = "s"
    return cell


def _read(cells: Sequence[Any], width: int) -> list[Cell]:
    values = [cell.value for cell in cells] + [None] * (width - len(cells))
    return [_UNESCAPE.sub("_", value) if isinstance(value, str) else value for value in values]
