# SPDX-License-Identifier: MIT
"""The window of the queue: what is read, what waits, what failed; pause and order."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListView,
    QProgressBar,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.library.model import ROW, ArticleModel
from claimdesk.gui.suggestions.queue.runner import QueueRunner
from claimdesk.gui.suggestions.queue.wording import progress_text
from claimdesk.gui.widgets.dialogs import dialog_sheet
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.labels import plain_label
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import ArticleRow
from claimdesk.models.workers.suggestion_queue import QueueState

_STATE = Qt.ItemDataRole.UserRole + 1
_GAP = 12


class QueueModel(ArticleModel):
    """The articles of the queue: those that are read first, those that failed last."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._state = QueueState({}, (), {})

    def show_state(self, state: QueueState) -> None:
        """List what the queue holds now."""
        before, self._state = self._state, state
        self.set_ids([*state.running, *state.waiting, *state.failed])
        self.refresh_rows([*before.running, *state.running, *state.failed])

    @guarded
    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if role not in (_STATE, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return super().data(index, role)
        article = self.id_at(index)
        state_text = "" if article is None else self._state_text(article)
        if role == _STATE:
            return state_text
        row = index.data(ROW)
        return f"{row.title}, {state_text}" if isinstance(row, ArticleRow) else None

    def _state_text(self, article: int) -> str:
        state = self._state
        if article in state.running:
            return _("{percent} %").format(percent=round(100 * state.running[article]))
        return state.failed.get(article) or _("waiting")


class _Delegate(QStyledItemDelegate):
    """Paints the headline and, at the end of the line, what is done of it."""

    @guarded
    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex) -> QSize:  # type: ignore[override]
        return QSize(option.fontMetrics.averageCharWidth() * 20, option.fontMetrics.height() + 8)

    @guarded
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Highlight))
        ink = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        faint = ink if selected else QPalette.ColorRole.PlaceholderText
        area = QRect(option.rect).adjusted(_GAP, 0, -_GAP, 0)
        metrics = option.fontMetrics
        state_text = metrics.elidedText(
            str(index.data(_STATE)), Qt.TextElideMode.ElideRight, area.width() // 2
        )
        row = index.data(ROW)
        title = " ".join(row.title.split()) if isinstance(row, ArticleRow) else ""
        room = area.width() - metrics.horizontalAdvance(state_text) - _GAP
        title = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(option.palette.color(ink))
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignLeading, title)
        painter.setPen(option.palette.color(faint))
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignTrailing, state_text)
        painter.restore()


class QueueList(QListView):
    """The list; Delete takes articles out of the queue."""

    deletion_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the selected articles out of the queue by Delete."""
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.deletion_requested.emit()
        else:
            super().keyPressEvent(event)


class QueueDialog(QDialog):
    """Shows the queue and lets it be paused and put in another order; stays open beside work."""

    def __init__(self, desk: Desk, queue: QueueRunner, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._queue = desk, queue
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Suggestion queue"))
        self.setStyleSheet(dialog_sheet())
        self.heading = plain_label(self)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Suggestions in progress"))
        self.model = QueueModel(desk, self)
        self.list = QueueList(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Articles in the queue"))
        self.pause = QPushButton(self)
        self.front = QPushButton(_("To the &front"), self)
        self.remove = QPushButton(_("&Remove"), self)
        self.again = QPushButton(_("&Try failed ones again"), self)
        self._lay_out()
        self._connect()
        self._refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for button in (self.pause, self.front, self.remove, self.again):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        row.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(self.heading)
        layout.addWidget(self._bar)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        unit = self.fontMetrics().height()
        self.resize(unit * 36, unit * 24)

    def _connect(self) -> None:
        self._queue.changed.connect(self._refresh)
        self._desk.project_changed.connect(self.close)
        self.list.selectionModel().selectionChanged.connect(lambda *_rows: self._enable())
        self.list.deletion_requested.connect(self._remove)
        self.list.activated.connect(lambda index: self._desk.open_article(self.model.id_at(index)))
        self.pause.clicked.connect(lambda: self._queue.pause(not self._queue.state.paused))
        self.front.clicked.connect(self._to_front)
        self.remove.clicked.connect(self._remove)
        self.again.clicked.connect(lambda: self._queue.add([*self._queue.state.failed]))

    def _refresh(self) -> None:
        state = self._queue.state
        self.heading.setText(progress_text(state) or _("Nothing waits for suggestions."))
        self._bar.setVisible(bool(state.left))
        self._bar.setValue(round(1000 * state.share))
        self.pause.setText(_("&Resume") if state.paused else _("&Pause"))
        self.pause.setEnabled(bool(state.left) or state.paused)
        self.again.setVisible(bool(state.failed))
        self.model.show_state(state)
        self._enable()

    def _enable(self) -> None:
        state, chosen = self._queue.state, set(self._chosen())
        waits = not chosen.isdisjoint(state.waiting)
        self.front.setEnabled(waits)
        self.remove.setEnabled(waits or not chosen.isdisjoint(state.failed))

    def _chosen(self) -> list[int]:
        rows = sorted(index.row() for index in self.list.selectedIndexes())
        return [self.model.ids[row] for row in rows]

    def _to_front(self) -> None:
        chosen = self._chosen()
        self._queue.to_front(chosen)
        selection = self.list.selectionModel()
        for article in chosen:
            selection.select(self.model.index_of(article), selection.SelectionFlag.Select)
        if chosen:
            self.list.scrollTo(self.model.index_of(chosen[0]))

    def _remove(self) -> None:
        self._queue.remove(self._chosen())
