# SPDX-License-Identifier: MIT
"""The review panel: places or removes the pieces that lost their place in a correction."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.desk.debounce import debounce_timer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.buttons import push_button
from claimdesk.gui.widgets.labels import literal_tip, plain_label
from claimdesk.gui.widgets.spacing import BAR, INSET
from claimdesk.gui.widgets.wording import role_label
from claimdesk.models.editing import edits, unplaced
from claimdesk.models.editing.unplaced import Unplaced
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.text.spans import Span

_ID = Qt.ItemDataRole.UserRole


class WaitingList(QTreeWidget):
    """The list of pieces: Enter takes the likely place, P the selected words, Delete removes."""

    take_wanted = Signal()
    place_wanted = Signal()
    remove_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the current piece."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.take_wanted.emit()
        elif event.key() == Qt.Key.Key_P and not event.modifiers():
            self.place_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)


class ReviewPanel(QWidget):
    """Lists the unplaced pieces of the open article, and shows one with its old context."""

    counted = Signal(int)
    """The number of pieces to review in the open article."""
    article_wanted = Signal(int)
    """The id of an article with pieces to review."""

    def __init__(self, desk: Desk, view: ArticleView) -> None:
        super().__init__()
        self._desk, self._view = desk, view
        self._pieces: dict[int, Unplaced] = {}
        self._likely: Span | None = None
        self.list = WaitingList(self)
        self.list.setAccessibleName(_("Pieces to review"))
        self.list.setHeaderLabels([_("Annotation"), _("Role"), _("Its words")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        unit = self.fontMetrics().averageCharWidth()
        for column, width in enumerate((28, 12)):
            self.list.setColumnWidth(column, unit * width)
        self._context = _wide(plain_label(self))
        self._context.setAccessibleName(_("Original context"))
        self._now = _wide(plain_label(self))
        self._now.setAccessibleName(_("Likely place now"))
        self._hint = _wide(plain_label(self, faint=True))
        self.take = push_button(
            self,
            _("Take the &likely place"),
            tip=_("The words selected in the text (Enter)"),
        )
        self.place = push_button(
            self, _("&Place at the selection"), tip=_("The words that you selected (P)")
        )
        self.remove = push_button(self, _("&Remove"))
        self.next_article = push_button(
            self,
            _("Next art&icle"),
            tip=_("Go to the next article with pieces to review"),
        )
        self._debounce = debounce_timer(0, self.refresh, self)
        self._lay_out()
        self._connect()
        self.refresh()

    def start(self) -> None:
        """Start the review by keyboard: the first piece, with its likely place selected."""
        self.refresh()
        self._show_current(select=True)
        self.list.setFocus()

    def refresh(self) -> None:
        """Reload the list."""
        found: list[Unplaced] = []
        elsewhere = 0
        article = self._desk.article
        if self._desk.project is not None and article is not None:
            with self._desk.reading() as connection:
                found = unplaced.unplaced_pieces(connection, article.id)
                counts = unplaced.unplaced_counts(connection)
            elsewhere = sum(counts.values()) - len(found)
        before = self._chosen()
        place = self.list.currentIndex().row()
        if [one.piece.id for one in found] != list(self._pieces) or not found:
            self._fill(found, max(place, 0), before)
        self._pieces = {one.piece.id: one for one in found}
        self.next_article.setVisible(elsewhere > 0)
        self._hint.setText(self._status_text(len(found), elsewhere))
        self._show_current()
        self.counted.emit(len(found))

    def _fill(self, found: list[Unplaced], place: int, before: Unplaced | None) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for one in found:
            words = " ".join(one.piece.quote.split())
            item = QTreeWidgetItem([self._kind(one), role_label(one.piece.role), words])
            item.setToolTip(2, literal_tip(one.piece.quote))
            item.setSizeHint(0, QSize(0, self.fontMetrics().height() + 8))
            item.setData(0, _ID, one.piece.id)
            self.list.addTopLevelItem(item)
            if before is not None and one.piece.id == before.piece.id:
                place = self.list.topLevelItemCount() - 1
        near = self.list.topLevelItem(min(place, len(found) - 1))
        if near is not None:
            self.list.setCurrentItem(near)
        self.list.blockSignals(False)

    def _lay_out(self) -> None:
        detail = QWidget(self)
        side = QVBoxLayout(detail)
        side.setContentsMargins(INSET)
        side.addWidget(self._context)
        side.addWidget(self._now)
        row = QHBoxLayout()
        for button in (self.take, self.place, self.remove):
            row.addWidget(button)
        row.addStretch(1)
        side.addLayout(row)
        side.addStretch(1)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(self.list)
        splitter.addWidget(detail)
        splitter.setChildrenCollapsible(False)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(BAR)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self.next_article)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(splitter, 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(lambda: self._show_current(select=True))
        self.list.itemClicked.connect(lambda: self._show_current(select=True))
        self.list.take_wanted.connect(self._take)
        self.list.place_wanted.connect(self._place)
        self.list.remove_wanted.connect(self._remove)
        self.take.clicked.connect(self._take)
        self.place.clicked.connect(self._place)
        self.remove.clicked.connect(self._remove)
        self.next_article.clicked.connect(self._go_on)
        self._view.selectionChanged.connect(self._update_buttons)
        self._desk.article_changed.connect(self._debounce.start)
        self._desk.annotations_changed.connect(self._debounce.start)

    def _chosen(self) -> Unplaced | None:
        item = self.list.currentItem()
        return None if item is None else self._pieces.get(item.data(0, _ID))

    def _show_current(self, *, select: bool = False) -> None:
        """Show the current piece; with `select` also select its likely place in the text."""
        one, article = self._chosen(), self._desk.article
        self._likely = None
        if one is None or article is None:
            self._context.setText("")
            self._now.setText("")
            self._update_buttons()
            return
        piece = one.piece
        self._context.setText(
            _("It was: …{before}[{words}]{after}…").format(
                before=_flat(piece.prefix), words=_flat(piece.quote), after=_flat(piece.suffix)
            )
        )
        self._likely = unplaced.likely_place(article.body, piece)
        if self._likely is None:
            self._now.setText(_("No similar words nearby. Select words in the text."))
        else:
            start, end = self._likely
            self._now.setText(
                _("Likely now: …{before}[{words}]{after}…").format(
                    before=_flat(article.body[max(0, start - 32) : start]),
                    words=_flat(article.body[start:end]),
                    after=_flat(article.body[end : end + 32]),
                )
            )
        self.remove.setText(_("&Delete the annotation") if one.last else _("&Remove this piece"))
        self.remove.setToolTip(
            _("It has no other words (Del)")
            if one.last
            else _("The annotation keeps its other words (Del)")
        )
        if select:
            self._desk.set_current(one.annotation_id)
            if self._likely is not None:
                self._view.show_span(self._likely)
                self._view.select_span(self._likely)
        self._update_buttons()

    def _update_buttons(self) -> None:
        chosen = self._chosen() is not None
        self.take.setEnabled(chosen and self._likely is not None)
        self.place.setEnabled(chosen and self._view.selected_span() is not None)
        self.remove.setEnabled(chosen)

    def _take(self) -> None:
        self._put(self._likely)

    def _place(self) -> None:
        self._put(self._view.selected_span())

    def _put(self, span: Span | None) -> None:
        one = self._chosen()
        if one is None or span is None:
            return
        label = _("Place “{words}” again").format(words=_short(one.piece.quote))
        self._desk.act(label, lambda session: unplaced.place(session, one.piece.id, span))
        self._go_to_next()

    def _remove(self) -> None:
        one = self._chosen()
        if one is None:
            return
        words = _short(one.piece.quote)
        if one.last:
            label = _("Delete “{words}”").format(words=words)
            ids = [one.annotation_id]
            self._desk.act(label, lambda session: edits.delete_annotations(session, ids))
        else:
            label = _("Remove “{words}”").format(words=words)
            self._desk.act(label, lambda session: unplaced.remove(session, one.piece.id))
        self._go_to_next()

    def _go_to_next(self) -> None:
        """Show the next piece after one was placed or removed."""
        self.start()

    def _go_on(self) -> None:
        if self._desk.project is None:
            return
        here = self._desk.article.id if self._desk.article is not None else None
        with self._desk.reading() as connection:
            waiting = sorted(unplaced.unplaced_counts(connection))
        others = [i for i in waiting if i != here]
        later = [i for i in others if here is not None and i > here]
        if others:
            self.article_wanted.emit((later or others)[0])

    def _kind(self, one: Unplaced) -> str:
        name = {
            "actor": _("Mention"),
            "claim": _("Claim"),
            "domain": _("Words about a domain"),
        }[one.layer]
        row = self._desk.annotations.get(one.annotation_id)
        named = () if row is None else (row.actor_id, *row.speaker_ids)
        whose = ", ".join(filter(None, map(self._desk.actor_name, named)))
        if whose:
            name = _("{kind}: {actor}").format(kind=name, actor=whose)
        return _("{kind}, to decide").format(kind=name) if one.state == "suggested" else name

    def _status_text(self, here: int, elsewhere: int) -> str:
        if here:
            status = ngettext("1 piece to review.", "{n} pieces to review.", here).format(n=here)
        else:
            status = _("Nothing to review in this article.")
        if elsewhere:
            others = ngettext("1 in other articles.", "{n} in other articles.", elsewhere)
            status += " " + others.format(n=elsewhere)
        return status


def _wide(label: QLabel) -> QLabel:
    """Let a label take the available width, whatever its text."""
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label


def _flat(words: str) -> str:
    return words.replace("\n", " ")


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 28 else words[:27].rstrip() + "…"
