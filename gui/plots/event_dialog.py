# SPDX-License-Identifier: MIT
"""The dialog in which events are marked on time lines: a day and a few words for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.widgets.buttons import push_button
from claimdesk.gui.widgets.labels import hint_label, problem_label, show_problem
from claimdesk.models.analysis.events import Event, is_day
from claimdesk.models.messages.catalogue import _


class EventDialog(QDialog):
    """Edits all events; each change is kept at once, as one edit.

    A row without a label is not kept yet; nothing is kept while a day is wrong.
    """

    wanted = Signal(object)
    """All events, after a change."""

    def __init__(self, events: Sequence[Event], day: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Events on the time line"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.table = QTableWidget(0, 2, self)
        self.table.setAccessibleName(_("Events"))
        self.table.setHorizontalHeaderLabels([_("Day"), _("Event")])
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        self._kept = sorted(events)
        for event in events:
            self._add(event)
        self._add(Event(day, ""))
        self.problem = problem_label(self)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        # Enter ends typing in a cell, it does not close the dialog.
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        more = push_button(self, _("&Add"), act=lambda: self._add(Event(day, "")))
        remove = push_button(self, _("&Remove"), act=self._remove)
        for button in (more, remove):
            self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self.table.itemChanged.connect(self._keep)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(hint_label(self, _("Write each day as year-month-day: 2024-05-31.")))
        layout.addWidget(self.table)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        unit = self.fontMetrics().averageCharWidth()
        self.resize(unit * 70, unit * 45)
        last = self.table.rowCount() - 1
        self.table.setCurrentCell(last, 1)
        self.table.setFocus()

    def _add(self, event: Event) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        with QSignalBlocker(self.table):
            for column, text in enumerate(event):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self.table.setCurrentCell(row, 1)

    def _remove(self) -> None:
        self.table.removeRow(self.table.currentRow())
        self._keep()

    def _keep(self) -> None:
        """Keep what is in the table now, or say which day is wrong."""
        found = []
        for row in range(self.table.rowCount()):
            items = [self.table.item(row, column) for column in range(2)]
            day, label = (item.text().strip() if item is not None else "" for item in items)
            if not label:
                continue
            if not is_day(day):
                show_problem(
                    self.problem,
                    _("“{day}” is not a day. Write it as 2024-05-31.").format(day=day),
                )
                return
            found.append(Event(day, label))
        show_problem(self.problem, None)
        if sorted(found) != self._kept:
            self._kept = sorted(found)
            self.wanted.emit(found)
