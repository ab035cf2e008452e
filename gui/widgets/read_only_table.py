# SPDX-License-Identifier: MIT
"""What tables have in common that only show something: no editing, lines one under the other."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QTableView

_MEASURED = 60
"""Rows that columns are as wide as."""


def make_read_only(table: QTableView) -> None:
    """Let nothing be typed into a table, and Tab leave it; hide the numbers of its rows."""
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()


def choose_whole_rows(table: QTableView, space: int) -> None:
    """Let one row be chosen at a time, `space` pixels higher than its text, without a grid."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + space)


def fit_columns(table: QTableView, widest: int) -> None:
    """Make columns as wide as their first rows, at most `widest` characters."""
    header = table.horizontalHeader()
    header.setResizeContentsPrecision(_MEASURED)
    header.setMaximumSectionSize(table.fontMetrics().averageCharWidth() * widest)
    table.resizeColumnsToContents()
