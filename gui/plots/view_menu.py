# SPDX-License-Identifier: MIT
"""The button with the views that are kept in the project."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.dialogs import ask_text
from claimdesk.gui.widgets.labels import literal
from claimdesk.models.analysis.views import SavedView, delete_view, put_view, saved_views
from claimdesk.models.messages.catalogue import _


class ViewMenu(QToolButton):
    """Offers the views by name; keeps the one that is shown, and forgets others."""

    wanted = Signal(object)
    """The view that is to be shown."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.current: Callable[[str], SavedView] | None = None
        """Returns what is shown now, under a name."""
        self.setText(_("Views"))
        self.setToolTip(_("Keep what is shown here, to come back to it"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoRaise(True)
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)

    def views(self) -> list[SavedView]:
        """Return the views of the project that is open."""
        project = self._desk.project
        if project is None:
            return []
        with project.reading() as connection:
            return saved_views(connection)

    def keep(self, name: str) -> None:
        """Keep what is shown under a name."""
        if self.current is None or not name.strip():
            return
        view = self.current(name)
        label = _("Keep the view “{name}”").format(name=name.strip())
        self._desk.act(label, lambda session: put_view(session, view))

    def _fill(self) -> None:
        menu, views = self.menu(), self.views()
        assert menu is not None
        menu.clear()
        for view in views:
            action = menu.addAction(literal(view.name))
            action.triggered.connect(lambda _on=False, view=view: self.wanted.emit(view))
        if views:
            menu.addSeparator()
        menu.addAction(_("Keep this view…"), self._ask).setEnabled(self._desk.project is not None)
        if views:
            removing = menu.addMenu(_("Remove"))
            for view in views:
                action = removing.addAction(literal(view.name))
                action.triggered.connect(lambda _on=False, name=view.name: self._remove(name))

    def _ask(self) -> None:
        ask_text(self, _("Keep this view"), _("Name:"), "", self.keep, verb=_("Keep"))

    def _remove(self, name: str) -> None:
        label = _("Remove the view “{name}”").format(name=name)
        self._desk.act(label, lambda session: delete_view(session, name))
