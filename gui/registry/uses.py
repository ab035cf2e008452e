# SPDX-License-Identifier: MIT
"""Where an actor is used: a click opens the article at the words."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.debounce import debounce_timer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.registry.wording import use_role_label
from claimdesk.gui.widgets.labels import hint_label
from claimdesk.gui.widgets.spacing import BAR
from claimdesk.gui.widgets.wording import state_label
from claimdesk.models.messages.catalogue import _
from claimdesk.models.registry import listing
from claimdesk.models.registry.listing import Use
from claimdesk.models.store.project import Project

_MOST = 1000
"""Uses that are listed at most; nobody reads more."""
_REST = 80
"""Milliseconds after which the actor that was moved to is looked up."""
_ANNOTATION = Qt.ItemDataRole.UserRole


def find_uses(project: Project, actor_id: int) -> list[Use]:
    """Return the places that are listed, and one more if there are more."""
    with project.reading() as connection:
        return listing.uses(connection, actor_id, _MOST + 1)


class UsesPanel(QWidget):
    """The places where one actor is named."""

    annotation_chosen = Signal(int)
    """The annotation at a place that was clicked or opened by Enter."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._jobs = jobs
        self._actor: int | None = None
        self._debounce = debounce_timer(_REST, self._read, self)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(_("Where used"))
        self.list.setToolTip(_("A click or Enter opens the article at the words."))
        self.list.setHeaderLabels([_("Words"), _("As"), _("State"), _("Article")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        unit = self.fontMetrics().averageCharWidth()
        for column, width in enumerate((52, 14, 13)):
            self.list.setColumnWidth(column, unit * width)
        self._hint = hint_label(self)
        self._hint.setContentsMargins(BAR)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._hint)
        layout.addWidget(self.list, 1)
        self.list.itemClicked.connect(self._open)
        self.list.itemActivated.connect(self._open)
        self.show_actor(None)

    def show_actor(self, actor_id: int | None) -> None:
        """List where an actor is used, soon."""
        self._actor = actor_id
        self._debounce.start()

    def _read(self) -> None:
        project, actor = self._desk.project, self._actor
        if project is None or actor is None:
            self.list.clear()
            self._show_message(_("Choose an actor to see where it is used."))
            return
        self._jobs.run(
            find_uses, project, actor, done=partial(self._show, actor), name="registry uses"
        )

    def _show(self, actor: int, uses: list[Use]) -> None:
        if actor != self._actor:
            return
        self.list.clear()
        self.list.addTopLevelItems([self._item(use) for use in uses[:_MOST]])
        if not uses:
            self._show_message(_("No annotation names this actor."))
        elif len(uses) > _MOST:
            self._show_message(_("The newest {n} places.").format(n=_MOST))
        else:
            self._show_message("")

    def _item(self, use: Use) -> QTreeWidgetItem:
        item = QTreeWidgetItem(
            [use.quote, use_role_label(use.role), state_label(use.state), use.title]
        )
        item.setData(0, _ANNOTATION, use.annotation_id)
        return item

    def _open(self, item: QTreeWidgetItem) -> None:
        self.annotation_chosen.emit(item.data(0, _ANNOTATION))

    def _show_message(self, text: str) -> None:
        self._hint.setText(text)
        self._hint.setVisible(bool(text))
