# SPDX-License-Identifier: MIT
"""The dialog of deleted items: articles, actors, domains and annotations to restore."""

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
from claimdesk.gui.widgets.wording import short, time_text
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import NotSaved
from claimdesk.models.registry.kind_labels import actor_kind_label
from claimdesk.models.store.history import deleted
from claimdesk.models.store.history.deleted import DeletedItem, RestoredItem
from claimdesk.models.store.project import Project

_REST = 250
_PAGE = 50
_CHANGE = Qt.ItemDataRole.UserRole


def read(project: Project, table: str, words: str, before: int | None) -> list[DeletedItem]:
    """Return a page of deleted items; runs in a job."""
    with project.reading() as connection:
        return deleted.deleted_items(connection, table, words=words, before=before, limit=_PAGE)


def restore_item(project: Project, label: str, change_id: int) -> RestoredItem:
    """Restore a deleted item in one edit; runs in a job."""
    with project.edit(label) as session:
        return deleted.restore(session, change_id)


class DeletedDialog(QDialog):
    """Lists deleted items, newest first; restoring one is an edit like any other."""

    restored = Signal(object)
    """The RestoredItem."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self._found: dict[int, DeletedItem] = {}
        self._generation = 0
        self._is_restoring = False
        self._listed: tuple[str, str] | None = None
        """The criteria (kind and words) of the listed items."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Deleted items"))
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
        self.words.setPlaceholderText(_("Search deleted items"))
        self.words.setAccessibleName(_("Search deleted items"))
        self.words.setClearButtonEnabled(True)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(_("Deleted items"))
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
        self.restore = QPushButton(_("&Restore"), self)
        self.restore.setToolTip(_("Restore the item with everything that belonged to it (Enter)"))
        self._debounce = debounce_timer(_REST, self.refresh, self)
        self._lay_out()
        self._connect()
        self.list.setFocus()
        self.refresh()

    def refresh(self) -> None:
        """Reload the list."""
        self._debounce.stop()
        self._generation += 1
        self._read(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter restore the selected item, whichever widget has the focus.

        While the list is not up to date with what was typed, Enter moves the focus to it.
        """
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self._listed != self._criteria():
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
        self.words.textChanged.connect(self._update_buttons)
        self.list.itemDoubleClicked.connect(self._restore)
        self.list.currentItemChanged.connect(self._update_buttons)
        self.more.clicked.connect(lambda: self._read(min(self._found, default=None)))
        self.restore.clicked.connect(self._restore)
        # Methods of this object, which Qt disconnects when it is deleted.
        self._desk.library_changed.connect(self._changed)
        self._desk.names_changed.connect(self._changed)
        self._desk.project_changed.connect(self.reject)

    def _changed(self) -> None:
        self._debounce.start()

    def _read(self, before: int | None) -> None:
        if self._desk.project is None:
            return
        self._hint.setText(_("Loading…"))
        self.more.hide()
        generation, criteria = self._generation, self._criteria()
        self._jobs.run(
            read,
            self._desk.project,
            self.kind.currentData(),
            self.words.text(),
            before,
            done=partial(self._show, generation, criteria, anew=before is None),
            name="deleted items",
        )

    def _show(
        self, generation: int, criteria: tuple[str, str], found: list[DeletedItem], *, anew: bool
    ) -> None:
        if generation != self._generation:
            return
        self._listed = criteria
        selected = self._selected_item()
        if anew:
            self._found.clear()
            self.list.clear()
        for entry in found:
            self._found[entry.change_id] = entry
            item = QTreeWidgetItem(
                [
                    short(entry.name),
                    self._detail(entry),
                    time_text(entry.created),
                    entry.annotator or "",
                ]
            )
            item.setToolTip(0, literal_tip(entry.name))
            item.setToolTip(2, literal_tip(entry.label))
            item.setData(0, _CHANGE, entry.change_id)
            item.setSizeHint(0, QSize(0, self.fontMetrics().height() + 8))
            self.list.addTopLevelItem(item)
            if selected is not None and entry.change_id == selected.change_id:
                self.list.setCurrentItem(item)
        if self.list.currentItem() is None and self.list.topLevelItemCount():
            self.list.setCurrentItem(self.list.topLevelItem(0) or item)
        self.more.setVisible(len(found) == _PAGE)
        count = self.list.topLevelItemCount()
        if count:
            text = _("Enter restores the selected item.")
        elif self.words.text().strip():
            text = _("No deleted item has these words.")
        else:
            text = _("No deleted items of this kind.")
        self._hint.setText(text)
        self._update_buttons()

    def _criteria(self) -> tuple[str, str]:
        return self.kind.currentData(), self.words.text()

    def _detail(self, entry: DeletedItem) -> str:
        if entry.table == "article":
            return ngettext("1 annotation", "{n} annotations", entry.annotations).format(
                n=entry.annotations
            )
        return actor_kind_label(entry.detail) if entry.table == "actor" else entry.detail

    def _selected_item(self) -> DeletedItem | None:
        item = self.list.currentItem()
        return None if item is None else self._found.get(item.data(0, _CHANGE))

    def _update_buttons(self) -> None:
        ready = not self._is_restoring and self._listed == self._criteria()
        self.restore.setEnabled(self._selected_item() is not None and ready)

    def _restore(self) -> None:
        entry, project = self._selected_item(), self._desk.project
        if entry is None or project is None or not self.restore.isEnabled():
            return
        label = _("Restore “{name}”").format(name=short(entry.name))
        if entry.table == "annotation":
            # A single annotation takes milliseconds, and is on the desk when this returns.
            done = self._desk.act(label, lambda session: deleted.restore(session, entry.change_id))
            if done is not None:
                self._show_restored(entry, done.value)
            return
        self._is_restoring = True
        self._update_buttons()
        self._hint.setText(_("Restoring…"))
        self._jobs.run(
            restore_item,
            project,
            label,
            entry.change_id,
            done=partial(self._restored, entry, label),
            failed=self._not_restored,
        )

    def _restored(self, entry: DeletedItem, label: str, done: RestoredItem) -> None:
        self._is_restoring = False
        self._desk.saved.emit(label)
        self._show_restored(entry, done)

    def _show_restored(self, entry: DeletedItem, done: RestoredItem) -> None:
        self._report(entry, done)
        self.refresh()
        self.restored.emit(done)

    def _not_restored(self, error: Exception) -> None:
        self._is_restoring = False
        self._update_buttons()
        if isinstance(error, NotSaved):
            if self._desk.wants_retry(error):
                self._restore()
            return
        self._hint.setText(str(error))

    def _report(self, entry: DeletedItem, done: RestoredItem) -> None:
        messages = [_("“{name}” is restored.").format(name=short(entry.name))]
        if done.unplaced:
            review = ngettext("1 place needs review.", "{n} places need review.", done.unplaced)
            messages.append(review.format(n=done.unplaced))
        if done.left_out:
            dropped = ngettext(
                "1 reference to a missing row was dropped.",
                "{n} references to missing rows were dropped.",
                done.left_out,
            )
            messages.append(dropped.format(n=done.left_out))
        self._desk.status_message.emit(" ".join(messages))
