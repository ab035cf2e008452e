# SPDX-License-Identifier: MIT
"""Deleted things: articles, actors, domains and annotations, and bringing them back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.debounce import debounce_timer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.widgets.labels import hint_label, literal_tip
from claimdesk.gui.widgets.wording import actor_kind_label, short, time_text
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import NotSaved
from claimdesk.models.store.history import deleted
from claimdesk.models.store.history.deleted import Deleted, Restored
from claimdesk.models.store.project import Project

_REST = 250
_PAGE = 50
_CHANGE = Qt.ItemDataRole.UserRole


def read(project: Project, table: str, words: str, before: int | None) -> list[Deleted]:
    """Return a page of what was deleted; for a thread of its own."""
    with project.reading() as connection:
        return deleted.deleted(connection, table, words=words, before=before, limit=_PAGE)


def bring_back(project: Project, label: str, change_id: int) -> Restored:
    """Bring one back in one edit; for a thread of its own."""
    with project.edit(label) as session:
        return deleted.restore(session, change_id)


class DeletedDialog(QDialog):
    """Lists what was deleted, newest first; bringing back is an edit like any other."""

    restored = Signal(object)
    """The Restored thing."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self._found: dict[int, Deleted] = {}
        self._turn = 0
        self._bringing = False
        self._listed: tuple[str, str] | None = None
        """The kind and the words that the list was read for."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Deleted things"))
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(_("What was deleted"))
        for text, table in (
            (_("Annotations"), "annotation"),
            (_("Articles"), "article"),
            (_("Actors"), "actor"),
            (_("Domains"), "domain"),
        ):
            self.kind.addItem(text, table)
        self.words = QLineEdit(self)
        self.words.setPlaceholderText(_("Find among the deleted"))
        self.words.setAccessibleName(_("Find among the deleted"))
        self.words.setClearButtonEnabled(True)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(_("Deleted things"))
        self.list.setHeaderLabels([_("What"), _("Of"), _("Deleted"), _("By")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        unit = self.fontMetrics().averageCharWidth()
        longest = self.fontMetrics().horizontalAdvance(time_text("2028-12-28T22:28:28.888Z"))
        for column, width in enumerate((unit * 44, unit * 28, longest + 2 * unit)):
            self.list.setColumnWidth(column, width)
        self._hint = hint_label(self, wraps=False)
        self.more = QPushButton(_("Show &more"), self)
        self.restore = QPushButton(_("&Bring back"), self)
        self.restore.setToolTip(_("As it was, with all that belonged to it (Enter)"))
        self._debounce = debounce_timer(_REST, self.refresh, self)
        self._lay_out()
        self._connect()
        self.list.setFocus()
        self.refresh()

    def refresh(self) -> None:
        """Read the list again from its newest."""
        self._debounce.stop()
        self._turn += 1
        self._read(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter bring the chosen one back, wherever the keyboard is.

        While the list does not show yet what was typed, Enter goes to it.
        """
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self._listed != self._asked():
            self.list.setFocus()
        else:
            self._restore()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.kind)
        head.addWidget(self.words, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._hint, 1)
        foot.addWidget(self.more)
        foot.addWidget(self.restore)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        foot.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        for button in (self.more, self.restore):
            button.setAutoDefault(False)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        unit = self.fontMetrics().height()
        self.resize(unit * 52, unit * 28)

    def _connect(self) -> None:
        self.kind.activated.connect(self.refresh)
        self.words.textChanged.connect(self._debounce.start)
        self.words.textChanged.connect(self._tell_enabled)
        self.list.itemDoubleClicked.connect(self._restore)
        self.list.currentItemChanged.connect(self._tell_enabled)
        self.more.clicked.connect(lambda: self._read(min(self._found, default=None)))
        self.restore.clicked.connect(self._restore)
        # Methods of this object, which Qt disconnects when it goes.
        self._desk.library_changed.connect(self._changed)
        self._desk.names_changed.connect(self._changed)
        self._desk.project_changed.connect(self.reject)

    def _changed(self) -> None:
        self._debounce.start()

    def _read(self, before: int | None) -> None:
        if self._desk.project is None:
            return
        self._hint.setText(_("Looking…"))
        self.more.hide()
        turn, asked = self._turn, self._asked()
        self._jobs.run(
            read,
            self._desk.project,
            self.kind.currentData(),
            self.words.text(),
            before,
            done=partial(self._show, turn, asked, anew=before is None),
            name="deleted things",
        )

    def _show(self, turn: int, asked: tuple[str, str], found: list[Deleted], *, anew: bool) -> None:
        if turn != self._turn:
            return
        self._listed = asked
        chosen = self._chosen()
        if anew:
            self._found.clear()
            self.list.clear()
        for one in found:
            self._found[one.change_id] = one
            item = QTreeWidgetItem(
                [short(one.name), self._of(one), time_text(one.created), one.annotator or ""]
            )
            item.setToolTip(0, literal_tip(one.name))
            item.setToolTip(2, literal_tip(one.label))
            item.setData(0, _CHANGE, one.change_id)
            item.setSizeHint(0, QSize(0, self.fontMetrics().height() + 8))
            self.list.addTopLevelItem(item)
            if chosen is not None and one.change_id == chosen.change_id:
                self.list.setCurrentItem(item)
        if self.list.currentItem() is None and self.list.topLevelItemCount():
            self.list.setCurrentItem(self.list.topLevelItem(0) or item)
        self.more.setVisible(len(found) == _PAGE)
        count = self.list.topLevelItemCount()
        if count:
            text = _("Enter brings the chosen one back.")
        elif self.words.text().strip():
            text = _("Nothing that was deleted has these words.")
        else:
            text = _("Nothing of this kind was deleted.")
        self._hint.setText(text)
        self._tell_enabled()

    def _asked(self) -> tuple[str, str]:
        return self.kind.currentData(), self.words.text()

    def _of(self, one: Deleted) -> str:
        if one.table == "article":
            return ngettext("1 annotation", "{n} annotations", one.annotations).format(
                n=one.annotations
            )
        return actor_kind_label(one.detail) if one.table == "actor" else one.detail

    def _chosen(self) -> Deleted | None:
        item = self.list.currentItem()
        return None if item is None else self._found.get(item.data(0, _CHANGE))

    def _tell_enabled(self) -> None:
        ready = not self._bringing and self._listed == self._asked()
        self.restore.setEnabled(self._chosen() is not None and ready)

    def _restore(self) -> None:
        one, project = self._chosen(), self._desk.project
        if one is None or project is None or not self.restore.isEnabled():
            return
        label = _("Bring back “{name}”").format(name=short(one.name))
        if one.table == "annotation":
            # One is a matter of milliseconds, and on the desk when this returns.
            done = self._desk.act(label, lambda session: deleted.restore(session, one.change_id))
            if done is not None:
                self._came_back(one, done.value)
            return
        self._bringing = True
        self._tell_enabled()
        self._hint.setText(_("Bringing back…"))
        self._jobs.run(
            bring_back,
            project,
            label,
            one.change_id,
            done=partial(self._restored, one, label),
            failed=self._not_restored,
        )

    def _restored(self, one: Deleted, label: str, done: Restored) -> None:
        self._bringing = False
        self._desk.saved.emit(label)
        self._came_back(one, done)

    def _came_back(self, one: Deleted, done: Restored) -> None:
        self._tell(one, done)
        self.refresh()
        self.restored.emit(done)

    def _not_restored(self, error: Exception) -> None:
        self._bringing = False
        self._tell_enabled()
        if isinstance(error, NotSaved):
            if self._desk.wants_retry(error):
                self._restore()
            return
        self._hint.setText(str(error))

    def _tell(self, one: Deleted, done: Restored) -> None:
        told = _("“{name}” is back.").format(name=short(one.name))
        if done.unplaced:
            told += " " + _("{n} places need review.").format(n=done.unplaced)
        if done.left_out:
            told += " " + _("{n} links to what is gone were left out.").format(n=done.left_out)
        self._desk.status_message.emit(told)
