# SPDX-License-Identifier: MIT
"""Hide columns of a pane, chosen in the context menu of its header and remembered."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject, QPoint, QSettings, Qt, Signal
from PySide6.QtWidgets import QMenu, QTableView

from claimdesk.gui.panes.columns import Column
from claimdesk.gui.panes.model import AnnotationModel
from claimdesk.gui.widgets.column_widths import HiddenColumnSettings, no_room
from claimdesk.gui.widgets.labels import literal


class HiddenColumns(QObject):
    """Hides columns of a table; the first one, which shows the state, always stays."""

    changed = Signal()
    """The analyst hid or showed a column."""

    def __init__(
        self, view: QTableView, model: AnnotationModel, settings: QSettings | None
    ) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._remembered = (
            HiddenColumnSettings(settings, f"panes/{model.cells.layer}")
            if settings is not None
            else None
        )
        self._crowded: Collection[int] = ()
        self._chosen: dict[str, bool] = {}
        """Column -> whether the analyst hid it, for this window."""
        header = view.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_menu)

    def apply(self, crowded: Collection[int]) -> None:
        """Hide the columns that the analyst hid, and those that have no room."""
        self._crowded = crowded
        for place in range(len(self._model.columns)):
            self._view.setColumnHidden(place, place in crowded or self.is_hidden(place))

    def is_hidden(self, place: int) -> bool:
        """Return whether the analyst hid the column at a place."""
        return place > 0 and self._is_hidden(self._model.columns[place])

    def set_hidden(self, column: Column, hidden: bool) -> None:
        """Hide or show a column, now and whenever the pane is opened."""
        self._chosen[column.key] = hidden
        if self._remembered is not None:
            self._remembered.set_hidden(column.key, hidden)
        self.changed.emit()

    def _is_hidden(self, column: Column) -> bool:
        if column.key not in self._chosen and self._remembered is not None:
            hidden = self._remembered.is_hidden(column.key, at_first=column.hidden)
            self._chosen[column.key] = hidden
        return self._chosen.get(column.key, column.hidden)

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in self._model.columns[1:]:
            action = menu.addAction(literal(column.header))
            action.setCheckable(True)
            action.setChecked(not self._is_hidden(column))
            action.toggled.connect(lambda shown, c=column: self.set_hidden(c, not shown))
        if self._crowded:
            menu.addSeparator()
            menu.addAction(no_room(len(self._crowded))).setEnabled(False)
        menu.popup(self._view.horizontalHeader().mapToGlobal(place))
