# SPDX-License-Identifier: MIT
"""The panel of the table: filters above it, and how many claims there are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QSettings,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QStyledItemDelegate,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.claims.editing import ClaimEditing
from claimdesk.gui.claims.model import ClaimModel, Index, columns
from claimdesk.gui.desk.debounce import Debouncer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.desk.reference_data import Name
from claimdesk.gui.widgets.column_settings import ColumnSettings
from claimdesk.gui.widgets.column_sorting import ColumnSorting
from claimdesk.gui.widgets.column_widths import SharedColumns, TableColumn
from claimdesk.gui.widgets.labels import literal, literal_tip
from claimdesk.gui.widgets.spacing import BAR
from claimdesk.gui.widgets.wording import state_label
from claimdesk.models.analysis import claim_listing
from claimdesk.models.analysis.claim_listing import ANY, Listing, conditions_of
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store.project import Project

_DEBOUNCE, _AT_LATEST = 180, 900
_WIDTHS = {"state": 13, "speaker": 18, "claim": 42, "domains": 20, "article": 24, "date": 12}
"""Usual characters of columns; others have 14."""

Found = tuple[list[int], int]
"""The ids of the claims that are listed, and how many there are in all."""


class _Delegate(QStyledItemDelegate):
    """Hands what was typed into a cell to the panel."""

    typed = Signal(QModelIndex, str)

    def setModelData(self, editor: QWidget, _model: object, index: Index) -> None:
        """Emit the text of the editor if it is another one."""
        if isinstance(editor, QLineEdit):
            text = editor.text()
            if text != str(index.data(Qt.ItemDataRole.EditRole) or ""):
                self.typed.emit(index.model().index(index.row(), index.column()), text)


class ClaimTable(QTableView):
    """The table: Enter opens the words of a claim, F2 or a double click edits a cell."""

    opened = Signal()
    edited = Signal(QModelIndex)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Claims of the project"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(round(self.fontMetrics().height() * 1.6))
        heading = self.horizontalHeader()
        heading.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heading.setHighlightSections(False)
        self.doubleClicked.connect(self.edited)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the words with Enter, edit the cell with F2."""
        if self.state() == QAbstractItemView.State.EditingState:
            # The Enter that ends typing arrives here as well.
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.edited.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class ClaimsPanel(QWidget):
    """The claims of the project."""

    opened = Signal(int)
    """The words of this claim are wanted."""
    released = Signal()
    """The filter that a plot set is not wanted any more."""

    def __init__(self, desk: Desk, jobs: Jobs, editing: ClaimEditing, settings: QSettings) -> None:
        super().__init__()
        self._desk = desk
        self._jobs = jobs
        self._editing = editing
        self._conditions: list[tuple[str, str, str]] = []
        """Field, words and label of the filters that were set with Enter."""
        self._only: frozenset[int] | None = None
        self._reading = False
        self._outdated = False
        self._sought: int | None = None
        self.model = ClaimModel(desk, self)
        self._build(settings)
        self._debouncer = Debouncer(self._request, _DEBOUNCE, _AT_LATEST, self)
        for signal in (desk.project_changed, desk.library_changed, desk.annotations_changed):
            signal.connect(self._debouncer.schedule)
        desk.project_changed.connect(self._project_changed)
        desk.names_changed.connect(self._names_changed)
        desk.saved.connect(self._saved)

    def _build(self, settings: QSettings) -> None:
        self.field = QComboBox(self)
        self.field.setAccessibleName(_("Field to filter by"))
        self.words = QLineEdit(self)
        self.words.setPlaceholderText(_("Filter; Enter adds another filter"))
        self.words.setAccessibleName(_("Words to filter by"))
        self.words.setClearButtonEnabled(True)
        self.count = QLabel(self)
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self._chips = QHBoxLayout()
        self._chips.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.view = ClaimTable(self)
        self._delegate = _Delegate(self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.setModel(self.model)
        remembered = ColumnSettings(settings, "claims")
        self._shared = SharedColumns(
            self.view,
            lambda: [TableColumn(one.key, _WIDTHS.get(one.key, 14)) for one in self.model.columns],
            remembered,
        )
        self._sorting = ColumnSorting(
            self.view, lambda: [one.key for one in self.model.columns], remembered
        )
        top = QHBoxLayout()
        top.addWidget(self.field)
        top.addWidget(self.words, 1)
        top.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(BAR)
        layout.addLayout(top)
        layout.addLayout(self._chips)
        layout.addWidget(self.view, 1)
        self.field.currentIndexChanged.connect(lambda _i: self._filter_changed())
        self.words.textChanged.connect(lambda _t: self._filter_changed())
        self.words.returnPressed.connect(self._add_condition)
        self.view.opened.connect(self._open)
        self.view.edited.connect(self._edit)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self._sorting.changed.connect(self._request)
        self._delegate.typed.connect(self._typed)
        self._delegate.closeEditor.connect(lambda *_why: self._debouncer.schedule())

    # What is listed.

    def show_only(self, ids: Sequence[int], words: str) -> None:
        """List only these claims, such as those of a bar, under the words for them."""
        self._only = frozenset(ids)
        self._conditions = []
        self.words.clear()
        self._show_chips(words)
        self._request()

    def follow(self, ids: Sequence[int] | None, words: str) -> None:
        """List the claims that filters of plots let through now; all for None."""
        if ids is None:
            if self._only is not None:
                self._only = None
                self._show_chips()
            return
        self._only = frozenset(ids)
        self._show_chips(words)

    def show_claim(self, claim: int | None) -> None:
        """Select a claim, once it is listed, and give the table the keys."""
        self.view.setFocus()
        self._sought = claim
        self._select_sought()

    def selected(self) -> list[int]:
        """Return the claims of the selected rows, in the order of the table."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self.model.ids[row] for row in rows]

    def showEvent(self, event: QShowEvent) -> None:
        """List what came since."""
        super().showEvent(event)
        self._debouncer.schedule()

    def _listing(self) -> Listing:
        pairs = [(field, words) for field, words, _label in self._conditions]
        typed = (str(self.field.currentData() or ANY), self.words.text())
        order, descending = self._sorting.current or ("", False)
        return Listing(conditions_of([*pairs, typed]), order, descending, self._only)

    def _filter_changed(self) -> None:
        self._debouncer.schedule()

    def _add_condition(self) -> None:
        words = self.words.text().strip()
        if not words:
            return
        label = f"{self.field.currentText()}: {words}"
        self._conditions.append((str(self.field.currentData() or ANY), words, label))
        self.words.clear()
        self._show_chips()

    def _show_chips(self, only: str = "") -> None:
        """Show the filters that are set, each with a button that removes it."""
        kept = self.findChild(QToolButton, "only")
        only = only or (str(kept.property("words")) if kept is not None and self._only else "")
        while (item := self._chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        if self._only is not None:
            chip = self._chip(only, self._forget_only)
            chip.setObjectName("only")
            chip.setProperty("words", only)
        for number, (_field, _words, label) in enumerate(self._conditions):
            self._chip(label, partial(self._forget_condition, number))
        self._debouncer.schedule()

    def _chip(self, label: str, forget: object) -> QToolButton:
        chip = QToolButton(self)
        chip.setText(f"{literal(label[:60])}  ✕")
        chip.setToolTip(literal_tip(_("Remove the filter “{words}”").format(words=label)))
        chip.setAccessibleName(_("Remove the filter “{words}”").format(words=label))
        chip.clicked.connect(forget)
        self._chips.addWidget(chip)
        return chip

    def _forget_only(self) -> None:
        self._only = None
        self._show_chips()
        self.released.emit()

    def _forget_condition(self, number: int) -> None:
        del self._conditions[number]
        self._show_chips()

    def _project_changed(self) -> None:
        self._only, self._conditions = None, []
        self.words.clear()
        self.model.set_ids(())
        self._show_chips()

    def _names_changed(self, changed: frozenset[Name]) -> None:
        if not changed:
            return
        shown = columns(self._desk)
        if shown != self.model.columns:
            keys = [column.key for column in self.model.columns]
            self.model.set_columns(shown)
            if keys != [column.key for column in shown]:
                self._shared.take_columns()
                self._sorting.show()
                self._offer_fields()
        if not self._is_typing():
            self.model.read_again()

    def _offer_fields(self) -> None:
        self.field.clear()
        self.field.addItem(_("Any field"), ANY)
        for column in self.model.columns:
            self.field.addItem(column.label, column.key)

    def _is_typing(self) -> bool:
        """Return whether a cell is typed into: what is read again would replace the words."""
        return self.view.state() == QAbstractItemView.State.EditingState

    def _saved(self, _label: str) -> None:
        """Show at once what was edited here or elsewhere."""
        if self.isVisible() and not self._is_typing():
            self.model.read_again()

    def _request(self) -> None:
        project = self._desk.project
        if project is None or not self.isVisible() or self._is_typing():
            return
        if self._reading:
            self._outdated = True
            return
        self._reading = True
        listing = self._listing()
        self._jobs.run(
            _list,
            project,
            listing,
            done=partial(self._listed, project, listing),
            failed=self._failed,
        )

    def _listed(self, project: Project, listing: Listing, found: Found) -> None:
        self._reading = False
        if project is not self._desk.project or self._is_typing():
            return
        if self._outdated or listing != self._listing():
            self._outdated = False
            self._request()
            return
        self._show_found(*found)

    def _failed(self, error: Exception) -> None:
        self._reading = False
        self.count.setText(str(error))

    def _show_found(self, ids: list[int], in_all: int) -> None:
        chosen, current = set(self.selected()), self._current()
        scrolled = self.view.verticalScrollBar().value()
        changed = list(self.model.ids) != ids
        self.model.set_ids(ids)
        text = ngettext("1 claim", "{n} claims", in_all)
        if len(ids) < in_all:
            text = _("{listed} of {n} claims")
        self.count.setText(text.format(listed=len(ids), n=in_all))
        if changed:
            self._select(chosen, current)
            self.view.verticalScrollBar().setValue(scrolled)
        self._select_sought()

    def _current(self) -> int | None:
        row = self.view.currentIndex().row()
        return self.model.ids[row] if 0 <= row < len(self.model.ids) else None

    def _select(self, chosen: set[int], current: int | None) -> None:
        model, selection = self.view.selectionModel(), QItemSelection()
        if not chosen and current is None:
            return
        for row, number in enumerate(self.model.ids):
            if number in chosen:
                selection.select(self.model.index(row, 0), self.model.index(row, 0))
            if number == current:
                model.setCurrentIndex(
                    self.model.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate
                )
        flags = QItemSelectionModel.SelectionFlag
        model.select(selection, flags.ClearAndSelect | flags.Rows)

    def _select_sought(self) -> None:
        if self._sought is None or self._sought not in self.model.ids:
            return
        row = list(self.model.ids).index(self._sought)
        self._sought = None
        self.view.selectRow(row)
        self.view.scrollTo(self.model.index(row, 0))

    # What is done with it.

    def _open(self) -> None:
        current = self._current()
        if current is not None:
            self.opened.emit(current)

    def _edit(self, index: QModelIndex) -> None:
        row = self.model.row_at(index.row()) if index.isValid() else None
        if row is None:
            return
        column = self.model.columns[index.column()]
        ids = self.selected()
        self._shared.reveal(index.column())
        place = self.view.viewport().mapToGlobal(self.view.visualRect(index).bottomLeft())
        if self._editing.open(column, row, ids if row.id in ids else [row.id], place):
            return
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.view.edit(index)
        else:
            self._open()

    def _typed(self, index: QModelIndex, text: str) -> None:
        row = self.model.row_at(index.row())
        if row is not None:
            ids = self.selected()
            column = self.model.columns[index.column()]
            self._editing.type(column, ids if row.id in ids else [row.id], text)

    def _show_menu(self, place: QPoint) -> None:
        ids = self.selected()
        if not ids:
            return
        menu = QMenu(self.view)
        menu.addAction(_("Go to the words"), self._open)
        menu.addSeparator()
        menu.addAction(_("Accept"), partial(self._editing.accept, ids))
        menu.addAction(_("Reject"), partial(self._editing.reject, ids))
        menu.addSeparator()
        current = self.view.currentIndex()
        for number, column in enumerate(self.model.columns):
            if column.field is not None or column.key in ("speaker", "domains", "note"):
                text = _("Edit {field}…").format(field=literal(column.label))
                index = self.model.index(current.row(), number)
                menu.addAction(text, partial(self._edit, index))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(place))


def _list(project: Project, listing: Listing) -> Found:
    states = {state: state_label(state) for state in ("suggested", "accepted")}
    with project.reading() as connection:
        ids = claim_listing.list_claims(connection, listing, states)
        return ids, claim_listing.count(connection)
