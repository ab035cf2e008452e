# SPDX-License-Identifier: MIT
"""What the columns of a table hold: guessed, changed by the analyst."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.widgets.buttons import confirm_buttons
from claimdesk.gui.widgets.labels import hint_label, problem_label, show_problem
from claimdesk.models.articles.columns import FIELDS, TableColumns
from claimdesk.models.messages.catalogue import _

_SKIP = "skip"


def field_names() -> dict[str, str]:
    """Return what people call what a column may hold."""
    return {
        "text": _("Text"),
        "title": _("Title"),
        "date": _("Date"),
        "outlet": _("Outlet"),
        "author": _("Author"),
        "url": _("Web address"),
        "language": _("Language"),
        "id": _("Number"),
        "section": _("Section"),
    }


def columns_sentence(table: TableColumns) -> str:
    """Return what the columns of a table are taken for."""
    names = field_names()
    parts = [f"{table.headings[at]} → {names[field]}" for field, at in table.fields.items()]
    return ", ".join(parts) or _("No column with texts was found.")


class ColumnsDialog(QDialog):
    """Shows each column with what it holds; `fields` is the answer."""

    def __init__(self, table: TableColumns, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("What the columns hold"))
        self.boxes: list[QComboBox] = []
        self.grid = QTableWidget(len(table.headings), 3, self)
        self.grid.setAccessibleName(_("Columns"))
        self.grid.setHorizontalHeaderLabels([_("Column"), _("Holds"), _("For example")])
        self.grid.verticalHeader().hide()
        self.grid.setTabKeyNavigation(False)
        self.grid.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.grid.horizontalHeader().setStretchLastSection(True)
        self._problem = problem_label(self)
        for row in range(len(table.headings)):
            self._fill(row)
        hint = hint_label(self, _("This is remembered for all tables with these columns."))
        buttons = confirm_buttons(self, _("Use these columns"))
        layout = QVBoxLayout(self)
        for part in (hint, self.grid, self._problem, buttons):
            layout.addWidget(part)
        unit = self.fontMetrics().height()
        self.grid.setColumnWidth(0, unit * 10)
        self.grid.setColumnWidth(1, unit * 9)
        self.resize(unit * 44, unit * 24)

    def fields(self) -> dict[str, str]:
        """Return what each column holds, by its heading."""
        return {
            heading: str(box.currentData())
            for heading, box in zip(self._table.headings, self.boxes, strict=True)
        }

    def accept(self) -> None:
        """Take the answer if one column holds the texts and none is named twice."""
        held = [field for field in self.fields().values() if field != _SKIP]
        if "text" not in held:
            show_problem(self._problem, _("Choose the column that holds the texts."))
        elif len(held) > len(set(held)):
            show_problem(self._problem, _("Two columns hold the same; choose one of them."))
        else:
            super().accept()

    def _fill(self, row: int) -> None:
        heading = self._table.headings[row]
        self.grid.setItem(row, 0, QTableWidgetItem(heading))
        examples = [cells[row] for cells in self._table.samples if row < len(cells)]
        example = " ".join(next(filter(str.strip, examples), "").split())
        self.grid.setItem(row, 2, QTableWidgetItem(example))
        box = QComboBox(self.grid)
        box.setAccessibleName(heading)
        names = field_names()
        box.addItem(_("(nothing)"), _SKIP)
        for field in FIELDS:
            box.addItem(names[field], field)
        own = next((field for field, at in self._table.fields.items() if at == row), _SKIP)
        box.setCurrentIndex(box.findData(own))
        box.activated.connect(lambda _row: show_problem(self._problem, None))
        self.grid.setCellWidget(row, 1, box)
        self.boxes.append(box)
