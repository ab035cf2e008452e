# SPDX-License-Identifier: MIT
"""The dialog in which events are marked on time lines: a day and a few words for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.widgets.labels import hint_label, problem_label, show_problem
from claimdesk.models.analysis.events import Event, is_day
from claimdesk.models.messages.catalogue import _


class EventDialog(QDialog):
    """Edits all events; emits those that are wanted when it is accepted."""

    wanted = Signal(object)

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
        for event in events:
            self._add(event)
        self._add(Event(day, ""))
        self.problem = problem_label(self)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        more = QPushButton(_("&Add"), self)
        more.clicked.connect(lambda: self._add(Event(day, "")))
        remove = QPushButton(_("&Remove"), self)
        remove.clicked.connect(lambda: self.table.removeRow(self.table.currentRow()))
        for button in (more, remove):
            self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.accepted.connect(self._accept)
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
        for column, text in enumerate(event):
            self.table.setItem(row, column, QTableWidgetItem(text))
        self.table.setCurrentCell(row, 1)

    def _accept(self) -> None:
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
                self.table.setCurrentCell(row, 0)
                return
            found.append(Event(day, label))
        self.wanted.emit(found)
        self.accept()
