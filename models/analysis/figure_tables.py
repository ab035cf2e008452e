# SPDX-License-Identifier: MIT
"""Tables of figures as text for the clipboard, and as CSV, TSV or XLSX files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.export_files import write_small
from claimdesk.models.text.cells import safe_cell
from claimdesk.models.text.normalization import xml_text

Cell = str | float
_LONGEST_CELL = 32_767
"""Characters that a cell of a workbook holds."""


def table_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]], separator: str) -> str:
    """Return a table as text, the head first, in which no cell is taken for a formula or date."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator, lineterminator="\n")
    writer.writerow([safe_cell(label) for label in columns])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return written.getvalue()


def write_table(columns: Sequence[str], rows: Sequence[Sequence[Cell]], path: Path) -> None:
    """Write a table to a file whose ending is .csv, .tsv or .xlsx, whole or not at all.

    Raises ClaimdeskError for another ending, or if the file cannot be written.
    """
    write_small(path, table_file(columns, rows, path))


def table_file(columns: Sequence[str], rows: Sequence[Sequence[Cell]], path: Path) -> bytes:
    """Return what a file of that name holds of a table. Raises ClaimdeskError for its ending."""
    ending = path.suffix.lower()
    if ending == ".xlsx":
        return _workbook(columns, rows)
    if ending in (".csv", ".tsv"):
        return table_text(columns, rows, "\t" if ending == ".tsv" else ",").encode("utf-8-sig")
    raise ClaimdeskError(
        _("{path} does not say in which format. End it in .csv, .tsv or .xlsx.").format(path=path)
    )


def _workbook(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.freeze_panes = "A2"
    for number, row in enumerate((columns, *rows), 1):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(number, place)
            if isinstance(value, str):
                cell.value = xml_text(value)[:_LONGEST_CELL]
                # A text that begins with = stays a text.
                cell.data_type = "s"
            else:
                cell.value = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
