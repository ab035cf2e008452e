# SPDX-License-Identifier: MIT
"""Claims for a spreadsheet: CSV with one row per claim, UTF-8 with a byte order mark.

What the cells hold is told in claim_table.py, how texts stay texts in cells.py.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from claimdesk.models.exchange.claim_table import COLUMNS, ClaimTable
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.export_files import Written, write_verified
from claimdesk.models.store.project import Project
from claimdesk.models.text.cells import safe_cell

_DATE = COLUMNS.index("date")


def write_csv(project: Project, output: Path, states: Sequence[str]) -> Written:
    """Write the claims in `states`; the number of articles and claims written.

    Raises ClaimdeskError if `output` cannot be written or does not read back as it should.
    """
    with project.reading() as connection:
        table = ClaimTable(connection, states)

        def write(draft: Path) -> None:
            with draft.open("x", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows(_cells(table))
                file.flush()
                os.fsync(file.fileno())

        def verify(draft: Path) -> None:
            # The limit is the library's own; a content may be longer than its default.
            csv.field_size_limit(2**31 - 1)
            with draft.open(encoding="utf-8-sig", newline="") as file:
                for one, other in zip_longest(_cells(table), csv.reader(file)):
                    if one != other:
                        raise ClaimdeskError(
                            _("{output} did not read back as it was written; try again.").format(
                                output=output
                            )
                        )

        write_verified(output, project, write, verify)
        return Written(Counter(article=table.articles, claim=table.claims))


def _cells(table: ClaimTable) -> Iterator[list[str]]:
    yield [safe_cell(name) for name in table.head()]
    for row in table.rows():
        # Dates are meant to be dates there.
        yield [
            str(value or "") if place == _DATE else safe_cell(value)
            for place, value in enumerate(row)
        ]
