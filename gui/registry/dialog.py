# SPDX-License-Identifier: MIT
"""The registry of actors: a table of all actors, where they are used, likely duplicates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QTabWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.debounce import debounce_timer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.registry.actions import ActorActions
from claimdesk.gui.registry.csv_transfer import CsvTransfer
from claimdesk.gui.registry.duplicates import DuplicatesPanel
from claimdesk.gui.registry.model import ActorTableModel
from claimdesk.gui.registry.table import ActorTable
from claimdesk.gui.registry.uses import UsesPanel
from claimdesk.gui.widgets.labels import hint_label
from claimdesk.gui.widgets.spacing import BAR, BELOW, EMPTY, USUAL
from claimdesk.models.messages.catalogue import _
from claimdesk.models.registry import listing
from claimdesk.models.registry.listing import ActorIndex, UseCount
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import ActorRow

_TYPING = 60
"""Milliseconds of rest after which what was typed is looked for."""
_COUNT_AFTER = 300
"""Milliseconds of rest after which changed annotations are counts_text again."""

_SHEET = """
QTableView { border: 0; border-top: 1px solid palette(midlight); }
QTableView::item { padding: 0 6px; }
QTreeView::item { padding: 3px 4px; }
"""


@dataclass(frozen=True, slots=True)
class _Request:
    """What the table is to list."""

    search: str
    order: str
    descending: bool
    counts: Mapping[int, UseCount] | None
    """As far as they are known."""


def read_index(project: Project) -> ActorIndex:
    """Read all actors, to filter and sort them."""
    with project.reading() as connection:
        return ActorIndex(connection)


def _find_actors(index: ActorIndex, wanted: _Request) -> list[int]:
    """Return the ids of the actors that the table lists."""
    return index.ids(
        wanted.search, wanted.order, descending=wanted.descending, counts=wanted.counts
    )


def count_uses(project: Project) -> dict[int, UseCount]:
    """Return how often every actor is used."""
    with project.reading() as connection:
        return listing.use_counts(connection)


class RegistryDialog(QDialog):
    """Edits the actors of the open project; every change is saved at once."""

    annotation_chosen = Signal(int)
    """An annotation that is to be shown in its article."""

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        parent: QWidget | None = None,
        settings: QSettings | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._jobs = jobs
        self._index: ActorIndex | None = None
        self._reading: Mapping[int, ActorRow] | None = None
        """The actors of the desk for which the index is being read, or was."""
        self._list_later = False
        self._wanted: int | None = None
        self._naming = False
        self._reload_pending = False
        self.setWindowTitle(_("Actors"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setStyleSheet(_SHEET)
        self.model = ActorTableModel(desk, self)
        self.table = ActorTable(desk, self.model, self, settings)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(_("Filter by name, alias, kind, country, note"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(_("Filter actors"))
        self.uses = UsesPanel(desk, jobs, self)
        self.duplicates = DuplicatesPanel(desk, jobs, self)
        self.actions_on = ActorActions(desk, jobs, self)
        self.transfer = CsvTransfer(desk, jobs, self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.uses, _("Where used"))
        self.tabs.addTab(self.duplicates, _("Likely duplicates"))
        self._count = hint_label(self, wraps=False)
        self._message = hint_label(self)
        self._empty = hint_label(self.table)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._commands: dict[str, QAction] = {}
        self._bar = self._tool_bar()
        self._typing = debounce_timer(_TYPING, self.reload, self)
        self._counting = debounce_timer(_COUNT_AFTER, self._read_counts, self)
        self._lay_out()
        self._connect()
        self.reload()
        self._read_counts()
        self._selected()

    def choose(self, actor_id: int) -> None:
        """Show an actor of the project in the table, the filter set aside if need be."""
        self._wanted = actor_id
        self._go_to_wanted()
        if self._wanted is not None and self.filter.text():
            self.filter.clear()

    def reload(self) -> None:
        """List the actors again; the table follows when they are found."""
        if self._desk.project is None:
            self.model.set_ids([])
            return
        wanted = _Request(self.filter.text().strip(), *self.table.sorting, self.model.counts)
        if not wanted.search and wanted.order == "name" and not wanted.descending:
            # The desk has all actors by their names.
            self._jobs.run(list, self._desk.actors, done=self._show, name="registry")
        elif self._index is None:
            self._list_later = True
            self._read_index()
        else:
            self._jobs.run(_find_actors, self._index, wanted, done=self._show, name="registry")

    def _read_index(self) -> None:
        """Read all actors again, to filter and sort them, unless they are being read."""
        known, project = self._desk.actors, self._desk.project
        if project is not None and self._reading is not known:
            self._reading = known
            take = partial(self._take_index, known)
            self._jobs.run(
                read_index, project, done=take, failed=self._index_failed, name="registry index"
            )

    def _take_index(self, known: Mapping[int, ActorRow], index: ActorIndex) -> None:
        # The desk replaces its actors with each change: what was read before is old then.
        if known is not self._desk.actors:
            return
        self._index = index
        if self._list_later:
            self._list_later = False
            self.reload()

    def _index_failed(self, error: Exception) -> None:
        self._reading = None
        self._desk.failed.emit(str(error))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._place_hint()

    def _tool_bar(self) -> QToolBar:
        bar = QToolBar(self)
        act, table = self.actions_on, self.table
        rows: list[tuple[str, str, str, str, Callable[[], object]]] = [
            ("new", _("New…"), "Ctrl+N", _("Add an actor"), self._add),
            ("accept", _("Accept"), "Ctrl+Return", _("Accept the selected actors"),
             lambda: act.accept(table.selected())),
            ("merge", _("Merge…"), "Ctrl+M", _("Merge the selected actors"),
             lambda: self._merge(table.selected())),
            ("split", _("Split…"), "Ctrl+T", _("Split off a new actor"),
             lambda: act.ask_to_split(table.selected()[0])),
            ("delete", _("Delete…"), "Del", _("Delete the selected actors"),
             lambda: act.ask_to_delete(table.selected())),
            ("colour", _("Colour…"), "Ctrl+K", _("Colour the selected actors"),
             lambda: act.ask_for_colour(table.selected())),
            ("", "", "", "", lambda: None),
            ("import", _("Import…"), "Ctrl+I", _("Add actors from a CSV table"),
             self.transfer.ask_import),
            ("export", _("Export…"), "Ctrl+E", _("Write all actors to a CSV table"),
             self.transfer.ask_export),
            ("", "", "", "", lambda: None),
            ("undo", _("Undo"), "Ctrl+Z", _("Undo the last change"), self._desk.undo),
            ("redo", _("Redo"), "Ctrl+Shift+Z", _("Redo"), self._desk.redo),
        ]  # fmt: skip
        for name, text, keys, tip, slot in rows:
            if not name:
                bar.addSeparator()
                continue
            action = bar.addAction(text)
            action.setShortcut(QKeySequence(keys))
            shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{tip} ({shown})")
            action.triggered.connect(lambda _on=False, slot=slot: slot())
            self._commands[name] = action
        # Delete belongs to the table: in a field it deletes a letter, among duplicates a proposal.
        delete = self._commands["delete"]
        delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.table.addAction(delete)
        return bar

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(BAR)
        top.setSpacing(USUAL)
        top.addWidget(self.filter, 1)
        top.addWidget(self._count)
        above = QWidget(self)
        upper = QVBoxLayout(above)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(0)
        upper.addLayout(top)
        upper.addWidget(self.table, 1)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(above)
        splitter.addWidget(self.tabs)
        splitter.setSizes([600, 300])
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(BELOW)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addWidget(splitter, 1)
        layout.addWidget(self._message)
        self._message.setContentsMargins(BAR)
        unit = self.fontMetrics().averageCharWidth()
        free = self.screen().availableGeometry()
        self.resize(min(unit * 150, free.width() - 40), min(unit * 105, free.height() - 60))

    def _connect(self) -> None:
        desk = self._desk
        self.filter.textChanged.connect(self._typing.start)
        self.filter.returnPressed.connect(self.table.setFocus)
        find = QAction(_("Filter"), self)
        find.setShortcut(QKeySequence.StandardKey.Find)
        find.triggered.connect(self.filter.setFocus)
        find.triggered.connect(self.filter.selectAll)
        self.addAction(find)
        self.filter.setToolTip(_("Ctrl+F to filter, Enter goes to the table; all words must occur"))
        self.table.sorted_otherwise.connect(self.reload)
        self.table.chosen.connect(self._selected)
        self.table.editing_ended.connect(self._reload_if_pending)
        self.uses.annotation_chosen.connect(self.annotation_chosen)
        self.duplicates.merge_requested.connect(self._merge)
        self.actions_on.choose_next.connect(self.choose)
        self.transfer.reported.connect(self._message.setText)
        self.transfer.refused.connect(self._show_warning)
        desk.names_changed.connect(self._names_changed)
        desk.library_changed.connect(self._counting.start)
        desk.project_changed.connect(self._project_changed)
        desk.failed.connect(self._show_warning)
        desk.saved.connect(self._show_saved)

    def _reload_if_pending(self) -> None:
        if self._reload_pending and not self.table.is_editing():
            self._reload_pending = False
            self.reload()

    def _show(self, ids: list[int]) -> None:
        if self.table.is_editing():
            # What is being typed outlives the news; the table follows when its editor closes.
            self._reload_pending = True
            return
        self.model.set_ids(ids)
        total = len(self._desk.actors)
        shown = _("{n} of {total}") if len(ids) != total else _("{total} actors")
        self._count.setText(shown.format(n=len(ids), total=total))
        self._empty.setText(
            _("No actor matches the filter.")
            if total
            else _(
                "No actors yet. Press Ctrl+N to add one, import a table, or mark names in an "
                "article with M."
            )
        )
        self._empty.setVisible(not ids)
        self._place_hint()
        self._go_to_wanted()

    def _go_to_wanted(self) -> None:
        if self._wanted is None or not self.table.choose(self._wanted):
            return
        self._wanted = None
        self.table.setFocus()
        if self._naming:
            self._naming = False
            self.table.edit(self.table.currentIndex())

    def _place_hint(self) -> None:
        area = self.table.viewport().rect().translated(self.table.viewport().pos())
        self._empty.setGeometry(area.marginsRemoved(EMPTY))

    def _selected(self) -> None:
        ids = self.table.selected()
        rows = [row for i in ids[:50] if (row := self.model.row_of(i)) is not None]
        self._commands["merge"].setEnabled(len(ids) > 1)
        self._commands["split"].setEnabled(len(ids) == 1)
        for name in ("delete", "colour"):
            self._commands[name].setEnabled(bool(ids))
        proposed = len(ids) > len(rows) or any(row.state != "accepted" for row in rows)
        self._commands["accept"].setEnabled(bool(ids) and proposed)
        self.uses.show_actor(ids[0] if ids else None)

    def _add(self) -> None:
        self._naming = True
        self.actions_on.add(self.filter.text().strip() or _("New actor"))

    def _merge(self, ids: list[int]) -> None:
        def uses(actor: int) -> int:
            count = self.model.count_of(actor)
            return count.mentions + count.claims

        if len(ids) > 1:
            self.actions_on.ask_to_merge(ids, max(ids, key=uses))

    def _names_changed(self) -> None:
        self.model.forget_rows()
        self._index = None
        self.reload()
        self._counting.start()
        self.duplicates.find_again()

    def _read_counts(self) -> None:
        if self._desk.project is not None:
            if self._index is None:
                self._read_index()  # soon enough for the first letter that is typed
            done = partial(self._show_counts, self._desk.project)
            self._jobs.run(count_uses, self._desk.project, done=done, name="registry counts")

    def _show_counts(self, project: Project, counts: dict[int, UseCount]) -> None:
        if project is not self._desk.project:
            return
        self.model.set_counts(counts)
        if self.table.sorting.key in ("mentions", "claims"):
            self.reload()
        self.uses.show_actor(next(iter(self.table.selected()), None))

    def _project_changed(self) -> None:
        if self._desk.project is None:
            self.close()

    def _show_warning(self, text: str) -> None:
        self._message.setText("⚠ " + text)

    def _show_saved(self, label: str) -> None:
        self._message.setText(_("Saved: {label}").format(label=label))
