# SPDX-License-Identifier: MIT
"""Pairs of likely duplicate actors: merge them, or mark them as different."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.desk.lazy_refresh import LazyRefresh
from claimdesk.gui.widgets.buttons import push_button
from claimdesk.gui.widgets.labels import hint_label
from claimdesk.gui.widgets.spacing import BAR
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.registry import duplicates
from claimdesk.models.registry.duplicates import DuplicatePair
from claimdesk.models.store.project import Project

_PAIR = Qt.ItemDataRole.UserRole


def find_likely_duplicates(project: Project) -> list[DuplicatePair]:
    """Return the likely duplicates of a project."""
    with project.reading() as connection:
        return duplicates.likely_duplicates(connection)


class _PairList(QTreeWidget):
    """A list in which Enter merges a pair and Delete marks it as different."""

    merge_wanted = Signal()
    apart_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.merge_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.apart_wanted.emit()
        else:
            super().keyPressEvent(event)


class DuplicatesPanel(QWidget):
    """The likely duplicates, compared when the panel is first shown and after names changed."""

    merge_requested = Signal(object)
    """List of two ids of actors."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._jobs = jobs
        self._lazy_refresh = LazyRefresh(self._find, self)
        self.list = _PairList(self)
        self.list.setAccessibleName(_("Likely duplicates"))
        self.list.setHeaderLabels([_("Actor"), _("Actor"), _("Why")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        unit = self.fontMetrics().averageCharWidth()
        for column, width in enumerate((34, 34)):
            self.list.setColumnWidth(column, unit * width)
        self.merge = push_button(self, _("Mer&ge…"), tip=_("Merge the two actors (Enter)"))
        self.apart = push_button(
            self, _("&Not the same"), tip=_("Never propose these two again (Del)")
        )
        self._hint = hint_label(self, wraps=False)
        foot = QHBoxLayout()
        foot.setContentsMargins(BAR)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self.merge)
        foot.addWidget(self.apart)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        self.merge.clicked.connect(self._merge)
        self.apart.clicked.connect(self._dismiss)
        self.list.merge_wanted.connect(self._merge)
        self.list.apart_wanted.connect(self._dismiss)
        self.list.itemDoubleClicked.connect(self._merge)
        self.list.currentItemChanged.connect(self._update_buttons)
        self._update_buttons()

    def find_again(self) -> None:
        """Compare the names again, soon if the panel is shown, or else when it is."""
        self._lazy_refresh.schedule()

    def _find(self) -> None:
        if self._desk.project is None:
            self._show([])
            return
        self._hint.setText(_("Comparing names…"))
        self._jobs.run(
            find_likely_duplicates, self._desk.project, done=self._show, name="duplicates"
        )

    def _show(self, pairs: list[DuplicatePair]) -> None:
        place = self.list.currentIndex().row()
        self.list.clear()
        names = self._desk.actors
        for pair in pairs:
            if pair.first not in names or pair.second not in names:
                continue
            one, other = names[pair.first].name, names[pair.second].name
            item = QTreeWidgetItem(self.list, [one, other, pair.reason])
            item.setData(0, _PAIR, [pair.first, pair.second])
        count = self.list.topLevelItemCount()
        near = self.list.topLevelItem(min(max(place, 0), count - 1))
        if near is not None:
            self.list.setCurrentItem(near)
        self._hint.setText(self._count_text(count))
        self._update_buttons()

    def _count_text(self, count: int) -> str:
        if not count:
            return _("No likely duplicates.")
        return ngettext("1 pair", "{n} pairs", count).format(n=count)

    def _pair(self) -> list[int]:
        item = self.list.currentItem()
        return [] if item is None else list(item.data(0, _PAIR))

    def _merge(self) -> None:
        if self._pair():
            self.merge_requested.emit(self._pair())

    def _dismiss(self) -> None:
        pair, item = self._pair(), self.list.currentItem()
        if item is None:
            return
        label = _("“{name}” is not “{other}”").format(name=item.text(0), other=item.text(1))
        self._desk.act(label, lambda session: duplicates.dismiss(session, *pair))
        self._lazy_refresh.refresh_now()

    def _update_buttons(self) -> None:
        for button in (self.merge, self.apart):
            button.setEnabled(bool(self._pair()))
