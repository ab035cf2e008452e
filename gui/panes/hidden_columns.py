# SPDX-License-Identifier: MIT
"""Hide columns of a pane, chosen in the context menu of its header and remembered."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QSettings, Qt
from PySide6.QtWidgets import QMenu, QTableView

from claimdesk.gui.panes.columns import Column
from claimdesk.gui.panes.model import AnnotationModel
from claimdesk.gui.widgets.labels import literal


class HiddenColumns(QObject):
    """Hides columns of a table; the first one, which shows the state, always stays."""

    def __init__(
        self, view: QTableView, model: AnnotationModel, settings: QSettings | None
    ) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._settings = settings
        self._chosen: dict[str, bool] = {}
        """Column -> whether the analyst hid it, for this window."""
        header = view.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_menu)

    def apply(self) -> None:
        """Hide and show the columns of the model as the analyst chose."""
        for place, column in enumerate(self._model.columns):
            self._view.setColumnHidden(place, place > 0 and self._is_hidden(column))

    def set_hidden(self, column: Column, hidden: bool) -> None:
        """Hide or show a column, now and whenever the pane is opened."""
        self._chosen[column.key] = hidden
        if self._settings is not None:
            self._settings.setValue(self._setting(column), int(hidden))
        self.apply()

    def _is_hidden(self, column: Column) -> bool:
        if column.key not in self._chosen and self._settings is not None:
            stored = str(self._settings.value(self._setting(column), int(column.hidden)))
            self._chosen[column.key] = stored == "1"
        return self._chosen.get(column.key, column.hidden)

    def _setting(self, column: Column) -> str:
        return f"panes/{self._model.cells.layer}/hidden/{column.key}"

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in self._model.columns[1:]:
            action = menu.addAction(literal(column.header))
            action.setCheckable(True)
            action.setChecked(not self._is_hidden(column))
            action.toggled.connect(lambda shown, c=column: self.set_hidden(c, not shown))
        menu.popup(self._view.horizontalHeader().mapToGlobal(place))
