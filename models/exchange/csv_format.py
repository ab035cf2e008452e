# SPDX-License-Identifier: MIT
"""Claims for a spreadsheet: CSV with one row per claim, UTF-8 with a byte order mark.

claim_table.py says what the cells contain, cells.py how texts stay texts.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from claimdesk.models.exchange.claim_table import COLUMNS, TABLE_DROPS, ClaimTable, table_limits
from claimdesk.models.exchange.corpus import Corpus
from claimdesk.models.exchange.format import WritableFormat, register_format
from claimdesk.models.exchange.reports import Written
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.cells import safe_cell

_DATE = COLUMNS.index("date")


class CsvFormat(WritableFormat):
    """Writes CSV."""

    name = "csv"
    extensions = (".csv",)
    position = 30
    layers = ("claim",)
    drops = TABLE_DROPS

    @property
    def label(self) -> str:
        return _("CSV for spreadsheets, one row per claim")

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        return (*table_limits(), _("the history"))

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        table = ClaimTable(corpus)
        with output.open("x", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(_cells(table))
        return table.written()

    def reads_back(self, corpus: Corpus, output: Path) -> bool:
        # The limit is the library's own; a content may be longer than its default.
        csv.field_size_limit(2**31 - 1)
        with output.open(encoding="utf-8-sig", newline="") as file:
            pairs = zip_longest(_cells(ClaimTable(corpus)), csv.reader(file))
            return all(wanted == cells for wanted, cells in pairs)


def _cells(table: ClaimTable) -> Iterator[list[str]]:
    yield [safe_cell(name) for name in table.head()]
    for row in table.rows():
        # Dates are meant to be dates there.
        yield [
            str(value or "") if place == _DATE else safe_cell(value)
            for place, value in enumerate(row)
        ]


register_format(CsvFormat())
