# SPDX-License-Identifier: MIT
"""The list of articles: what click and key do, and how it keeps its place."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from claimdesk.gui.library.delegate import ArticleDelegate
from claimdesk.gui.library.model import HEADING, ArticleModel, Heading
from claimdesk.gui.widgets.selection import selected_rows
from claimdesk.models.messages.catalogue import _

_OPENING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ArticleList(QListView):
    """The list; a click or Enter opens, Ctrl and Shift select several."""

    opened = Signal(int)
    deletion_requested = Signal()
    menu_requested = Signal(QPoint)
    folded = Signal(int)
    """The number of a heading whose articles are to be listed, or no longer."""

    def __init__(self, model: ArticleModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._articles = model
        self.setModel(model)
        self.setItemDelegate(ArticleDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(_("Articles"))

    def show_snippets(self, shown: bool) -> None:
        """Give each article a third line, for the words around what was found."""
        delegate = self.itemDelegate()
        assert isinstance(delegate, ArticleDelegate)
        if delegate.has_snippets != shown:
            delegate.has_snippets = shown
            self.setUniformItemSizes(True)
            self.doItemsLayout()

    def select_only(self, index: QModelIndex) -> None:
        """Select one article, whatever keys are held: Qt would toggle it while Ctrl is."""
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def chosen(self) -> list[int]:
        """Return the selected articles in the order of the list; quick however many they are."""
        ids = self._articles.ids
        # While rows are being removed, the selection may still hold more of them than are listed.
        rows = [row for row in selected_rows(self) if row < len(ids)]
        return [ids[row] for row in rows if ids[row] > 0]

    def choose(self, ids: Iterable[int]) -> None:
        """Select exactly these articles, of those that are listed."""
        rows = sorted(self._articles.index_of(article).row() for article in ids)
        selection = QItemSelection()
        # Rows that follow one another are selected as one range.
        for _first, run in groupby(enumerate(rows), lambda place: place[1] - place[0]):
            together = [row for _place, row in run]
            top, bottom = (self._articles.index(together[n], 0) for n in (0, -1))
            selection.append(QItemSelectionRange(top, bottom))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def event(self, event: QEvent) -> bool:
        # These keys belong to the list while it has the focus, not to commands of the window.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (*_OPENING_KEYS, Qt.Key.Key_Delete)
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.modifiers() and self._folds(event.key()):
            self._fold(self.currentIndex())
        elif event.key() in _OPENING_KEYS and not event.modifiers():
            self._open(self._articles.id_at(self.currentIndex()))
        elif event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.deletion_requested.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not event.modifiers():
            index = self.indexAt(event.position().toPoint())
            self._fold(index)
            if index == self.currentIndex() and len(self.selectedIndexes()) == 1:
                self._open(self._articles.id_at(index))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            area = self.visualRect(self.currentIndex())
            place = self.viewport().mapToGlobal(area.center())
        self.menu_requested.emit(place)

    def _folds(self, key: int) -> bool:
        """Return whether a key folds or unfolds the current line."""
        heading = self.currentIndex().data(HEADING)
        if not isinstance(heading, Heading):
            return False
        keys = (*_OPENING_KEYS, Qt.Key.Key_Space)
        return key in (*keys, Qt.Key.Key_Left if heading.unfolded else Qt.Key.Key_Right)

    def _fold(self, index: QModelIndex) -> None:
        number = self._articles.number_at(index)
        if number is not None and number < 0:
            self.folded.emit(number)

    def _open(self, article: int | None) -> None:
        if article is not None:
            self.opened.emit(article)


class Kept:
    """Brings scroll, selection and current article of the list back after it was listed anew."""

    def __init__(self, view: ArticleList, model: ArticleModel) -> None:
        self._view = view
        self._model = model

    def __enter__(self) -> None:
        view, model = self._view, self._model
        self._chosen = view.chosen()
        self._current = model.number_at(view.currentIndex())
        top = view.indexAt(QPoint(1, 1))
        self._top = model.number_at(top) if view.verticalScrollBar().value() else None
        self._offset = view.visualRect(top).top()

    def __exit__(self, *_error: object) -> None:
        view, model = self._view, self._model
        selection = view.selectionModel()
        flag = QItemSelectionModel.SelectionFlag
        current = model.index_of(self._current)
        if current != view.currentIndex():
            selection.setCurrentIndex(current, flag.NoUpdate)
        wanted = [i for i in self._chosen if model.index_of(i).isValid()]
        if set(wanted) != set(view.chosen()):
            view.choose(wanted)
        top = model.index_of(self._top)
        if top.isValid():
            view.scrollTo(top, QAbstractItemView.ScrollHint.PositionAtTop)
            bar = view.verticalScrollBar()
            bar.setValue(bar.value() - self._offset)
