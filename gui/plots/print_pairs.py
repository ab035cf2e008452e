# SPDX-License-Identifier: MIT
"""Small multiples and cross-tabulations for print."""

from __future__ import annotations

from claimdesk.gui.plots.bar_figures import LARGE_REST
from claimdesk.gui.plots.heat_figures import HeatFigures
from claimdesk.gui.plots.plot import Fields, Table
from claimdesk.models.analysis.claim_filter import OneOf
from claimdesk.models.analysis.cross_words import share_words
from claimdesk.models.analysis.field_labels import field_names
from claimdesk.models.analysis.print_figures import Panels, Sheet
from claimdesk.models.messages.catalogue import _


def print_multiples(colours: dict[str, str], fields: Fields, figures: HeatFigures) -> Panels:
    """Return small multiples as they are shown; `colours` are those of values, "" of others."""
    names = field_names(fields)
    table = pair_table(figures, names.get(figures.row_field, figures.row_field))
    usual = colours[""]
    return Panels(
        figures.title,
        figures.missing,
        (_("Claims"), names.get(figures.row_field, figures.row_field))
        if figures.rows
        else ("", ""),
        table.columns,
        table.rows if figures.rows else (),
        figures.rows,
        figures.columns,
        tuple(colours.get(str(value), usual) for value in figures.column_values),
        tuple(
            tuple(count - own for count, own in zip(*pair, strict=True))
            for pair in zip(figures.counts, figures.suggested, strict=True)
        ),
        figures.suggested,
        _large_rests(figures),
    )


def _large_rests(figures: HeatFigures) -> frozenset[int]:
    """Return the rows that sum so many of the rarer values that the others would be dwarfed."""
    rests = {n for n, value in enumerate(figures.row_values) if isinstance(value, OneOf)}
    named = max(
        (max(row) for n, row in enumerate(figures.counts) if n not in rests and row), default=0
    )
    return frozenset(n for n in rests if max(figures.counts[n]) > LARGE_REST * named > 0)


def pair_table(figures: HeatFigures, row_name: str) -> Table:
    """Return the counts of two fields with their sums."""
    rows: list[tuple[str | float, ...]] = [
        (label, *counts, total)
        for label, counts, total in zip(
            figures.rows, figures.counts, figures.row_totals, strict=True
        )
    ]
    sums: tuple[str | float, ...] = (_("All"), *figures.column_totals, figures.total)
    return Table((row_name, *figures.columns, _("All")), (*rows, sums))


def print_cross_table(shown: str, fields: Fields, figures: HeatFigures) -> Sheet:
    """Return a cross-tabulation as it is shown; `shown` is what the cells say."""
    names = field_names(fields)
    own = [names.get(field, field) for field in (figures.row_field, figures.column_field)]
    table = cross_rows(figures, *own)
    rows, columns = (*figures.rows, _("All")), (*figures.columns, _("All"))
    is_empty = not figures.rows
    cells = tuple(
        tuple(cell_words(shown, figures, row, column) for column in range(len(columns)))
        for row in range(len(rows) if not is_empty else 0)
    )
    note = "" if is_empty else f"{figures.test_words} {figures.missing}".strip()
    return Sheet(figures.title, note, ("", ""), table.columns, table.rows, rows, columns, cells)


def cell_words(shown: str, figures: HeatFigures, row: int, column: int) -> str:
    """Return what a cell says, that of a sum included."""
    count = figures.at(row, column)
    if shown == "counts":
        return str(count)
    by_row = shown.startswith("row")
    total = figures.at(row, len(figures.columns)) if by_row else 0
    total = total if by_row else figures.at(len(figures.rows), column)
    if shown.endswith("interval"):
        return share_words(count, total)
    return _("{share:.1f} %").format(share=100 * count / total) if total else "–"


def cross_rows(figures: HeatFigures, row_name: str, column_name: str) -> Table:
    """Return a row for each cell, with its shares and their intervals in per cent."""
    columns = (
        *(row_name, column_name, _("Claims")),
        *(_("% of the row"), _("from"), _("to")),
        *(_("% of the column"), _("from"), _("to")),
    )
    return Table(columns, figures.share_rows)
