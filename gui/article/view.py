# SPDX-License-Identifier: MIT
"""The article view: shows the text with its marks; selecting, clicking and dragging of ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextDocument,
)
from PySide6.QtWidgets import QToolTip, QWidget

from claimdesk.gui.article import line_heights, selecting
from claimdesk.gui.article import marks as article_marks
from claimdesk.gui.article.claim_margin import ClaimMargin, NoteOf, bars_of
from claimdesk.gui.article.dragging import EndDrag
from claimdesk.gui.article.folds import Folds
from claimdesk.gui.article.geometry import BlockShapes, Shape
from claimdesk.gui.article.overview import OverviewStrip
from claimdesk.gui.article.painter import Handle, MarkPainter, handles, paint_hits
from claimdesk.gui.article.reading import ReadingView
from claimdesk.models.articles.boilerplate_spans import boilerplate_spans
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.span_index import Mark
from claimdesk.models.text.spans import Span, trimmed
from claimdesk.models.text.words import sentence_at, snapped

_REACH = 5
"""Distance in pixels within which a handle can be grabbed."""

_ALT = Qt.KeyboardModifier.AltModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_LEFT = Qt.MouseButton.LeftButton


class ArticleView(ReadingView):
    """Shows one article and its marks. All offsets are code points of the article's body."""

    annotation_clicked = Signal(int)
    background_clicked = Signal()
    menu_wanted = Signal(QPoint)
    """The context menu is wanted at this place of the viewport."""
    bounds_dragged = Signal(int, str, int, int, int, int)
    """annotation, role, old start, old end, new start, new end"""
    selection_settled = Signal()
    field_wanted = Signal(int, str, QPoint)
    """A field of a claim, `speaker` or `stance`, is to be changed where the margin shows it, at
    this place of the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._current: int | None = None
        self._show_rejected = False
        self._layers: dict[str, str] = {}
        self._hovered: int | None = None
        self.note_of: NoteOf = lambda _annotation: None
        """Returns what the margin says of a claim."""
        self._by_characters = False
        self._pressed: QPoint | None = None
        self._clicking = False
        self._clicks = selecting.ClickCount()
        self._unit_selection: selecting.UnitSelection | None = None
        self._drag: EndDrag | None = None
        self._hits: list[Span] = []
        self._hit: Span | None = None
        self._folds: Folds | None = None
        super().__init__(parent)
        self.setAccessibleName(_("Article text"))
        self.viewport().setMouseTracking(True)
        self.overview = OverviewStrip(self)
        self.overview.point_clicked.connect(self.scroll_to_point)
        self.setViewportMargins(0, 0, self.overview.sizeHint().width(), 0)
        self.verticalScrollBar().valueChanged.connect(self.overview.update)
        self.verticalScrollBar().rangeChanged.connect(self.overview.update)

    # The article and its marks

    def show_article(self, text: str, marks: Sequence[Mark]) -> None:
        """Show `text` from its beginning, with `marks`; nothing is current or selected.

        Raises ValueError, and keeps the old text, if a mark is outside the text.
        """
        self._folds = None
        self._show_text(text, list(marks))
        self._fold(text)
        self._drag = self._unit_selection = self._pressed = self._current = None
        self._painter.current = None
        self._by_characters = False
        self.set_hits([])
        self.overview.show_index(self._index, len(text))

    def update_annotation(self, annotation_id: int, marks: Sequence[Mark]) -> None:
        """Set the marks of one annotation; none removes it. Raises ValueError for bad marks."""
        self.update_annotations({annotation_id: marks})

    def update_annotations(self, changed: Mapping[int, Sequence[Mark]]) -> None:
        """Set the marks of annotations, as `update_annotation`; the text is laid out once."""
        touched: list[Mark] = []
        for annotation_id, marks in changed.items():
            before = self._index.marks_of(annotation_id)
            self._index.replace(annotation_id, marks)
            for mark in marks:
                self._open(Span(mark.start, mark.end))
            if self._drag is not None and self._drag.mark.annotation == annotation_id:
                self._end_drag()
            self.overview.replace(before, marks)
            touched += [*before, *marks]
        self._marks_changed(touched)
        self._fit_lines([Span(mark.start, mark.end) for mark in touched])

    def set_layers(self, shown: Mapping[str, str]) -> None:
        """Show layers in full, quietly or not at all: `full`, `quiet` or `off` for each."""
        if shown != self._painter.layers:
            self._layers = self._painter.layers = dict(shown)
            self.overview.set_hidden(layer for layer, state in shown.items() if state == "off")
            self._fit_lines([Span(0, len(self._text))])
            self.viewport().update()

    # What is not part of the article

    @property
    def shows_all(self) -> bool:
        """Whether nothing is folded."""
        return self._folds is None or self._folds.all_open

    def set_shows_all(self, shown: bool) -> None:
        """Open all that is not part of the article, or fold it."""
        if self._folds is not None and self._folds.set_all(shown):
            self._show_folds()

    def show_span(self, span: Span) -> None:
        """Scroll to a span; what it is folded in opens."""
        self._open(span)
        super().show_span(span)

    def _fold(self, text: str) -> None:
        spans = boilerplate_spans(text)
        if spans:
            self._folds = Folds(self.document(), self._display, self._index, spans)
            self._show_folds()

    def _open(self, span: Span) -> None:
        if self._folds is not None and self._folds.open_at(span):
            self._show_folds()

    def _show_folds(self) -> None:
        """Give folded and open text the look it has now, and keep the place."""
        if self._folds is not None:
            anchor = self._anchor()
            self._folds.apply(self.reading_font(), self._style.quiet)
            self._geometry.drop()
            self._return_to(anchor)
            self.viewport().update()

    def _on_fold(self, place: QPoint) -> bool:
        """Return whether a line that opens or folds is at a point of the viewport."""
        if self._folds is None:
            return False
        return self._folds.is_label(QPointF(place) + self._offset(), self.reading_font())

    def _refont(self) -> None:
        super()._refont()
        self._show_folds()

    def _prepare(self, document: QTextDocument) -> None:
        found = line_heights.of_new(document, self._display, self._index, self._needs_lane)
        line_heights.apply(document, found)

    def _fit_lines(self, parts: Iterable[Span]) -> None:
        """Give the lines of parts of the text the height that their lanes need."""
        document = self.document()
        found = line_heights.changes(document, self._display, self._index, parts, self._needs_lane)
        found = [change for change in found if self._may_change(change[0])]
        if found:
            anchor = self._anchor()
            line_heights.apply(document, found)
            for block, _height in found:
                self._geometry.drop_block(block.blockNumber())
            self._return_to(anchor)

    def _may_change(self, block: QTextBlock) -> bool:
        return block.length() > 1 and (self._folds is None or not self._folds.is_folded(block))

    def _needs_lane(self, mark: Mark) -> bool:
        hidden = mark.state == "rejected" or self._layers.get(mark.layer) == "off"
        return mark.layer != "actor" and not hidden

    def set_show_rejected(self, shown: bool) -> None:
        """Show rejected annotations, struck through, or hide them."""
        self._show_rejected = self._painter.show_rejected = shown
        self.viewport().update()

    @property
    def current(self) -> int | None:
        """The id of the current annotation."""
        return self._current

    def set_current(self, annotation_id: int | None, *, scroll: bool = True) -> None:
        """Make one annotation current, or none, and scroll to it, unless it was clicked.

        The caret moves to it, so that keys select from there; a selection is kept.
        """
        after = self._index.marks_of(annotation_id) if annotation_id is not None else []
        if annotation_id != self._current:
            self._end_drag()
            before = self._index.marks_of(self._current) if self._current is not None else []
            recedes = (self._current is None) != (annotation_id is None)
            self._current = self._painter.current = annotation_id
            if recedes:
                self.viewport().update()
            else:
                self._repaint([*before, *after])
            self._move_caret_to(after)
        if scroll and after and not self._clicking:
            self.show_span(Span(min(m.start for m in after), max(m.end for m in after)))

    def _anchor(self) -> tuple[int, float] | None:
        """Return where the current annotation is, if it is in sight, or else the first line."""
        marks = self._index.marks_of(self._current) if self._current is not None else []
        if marks:
            point = min(mark.start for mark in marks)
            if self.visible_span().start <= point < self.visible_span().end:
                return point, self._geometry.line_of(point).top - self._offset().y()
        return super()._anchor()

    def _move_caret_to(self, marks: Sequence[Mark]) -> None:
        """Move the caret before the first of `marks`, unless it is at one or has a selection."""
        caret = self._selection()
        if not marks or caret.start < caret.end:
            return
        if not any(mark.start <= caret.start <= mark.end for mark in marks):
            start = min(mark.start for mark in marks)
            self._select(Span(start, start))

    # Selection

    @property
    def is_selecting(self) -> bool:
        """Whether a selection is being made with the mouse."""
        return self._unit_selection is not None or self._pressed is not None

    def selected_span(self) -> Span | None:
        """Return the selection, trimmed; extended to whole words unless made by characters."""
        span = self._selection()
        if not self._by_characters:
            span = snapped(self._text, span)
        span = trimmed(self._text, span)
        return span if span.start < span.end else None

    def select_span(self, span: Span) -> None:
        """Select exactly `span`. Raises ValueError if it is not inside the text."""
        if not 0 <= span.start <= span.end <= len(self._text):
            raise ValueError(f"span {span.start}-{span.end} is not inside the article")
        self._by_characters = True
        self._select(span)

    def set_hits(self, spans: Sequence[Span], current: Span | None = None) -> None:
        """Outline the search hits, given in text order, and highlight `current`."""
        self._hits, self._hit = list(spans), current
        self.viewport().update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        offset = self._offset()
        area = QRectF(event.rect()).translated(offset)
        blocks = [shapes for _unused, shapes in self._geometry.visible(area.top(), area.bottom())]
        with QPainter(self.viewport()) as painter:
            painter.translate(-offset)
            for block in blocks:
                self._painter.under(painter, block, area)
        super().paintEvent(event)
        self._paint_margin(area)
        if self._folds is not None:
            with QPainter(self.viewport()) as painter:
                painter.translate(-offset)
                self._folds.paint(painter, area, self.reading_font(), self._style.quiet)
        if self._hits:
            self._paint_hits(area)
        if self._current is None and not self._show_rejected:
            return
        with QPainter(self.viewport()) as painter:
            painter.translate(-offset)
            for block in blocks:
                self._painter.over(painter, block)
            if self._current is not None:
                left = self.document().rootFrame().frameFormat().leftMargin()
                sight = QRectF(self.viewport().rect()).translated(offset)
                self._painter.current_overlay(painter, self._blocks_in_viewport(), left, sight)

    def _paint_margin(self, painted: QRectF) -> None:
        """Paint the bars of all claims in sight, if any of the margin is to be painted."""
        side = self.document().rootFrame().frameFormat().rightMargin()
        area = QRectF(self.viewport().rect()).translated(self._offset())
        area.setLeft(area.right() - side + 8 * self._painter.unit)
        if not painted.intersects(area):
            return
        blocks = self._blocks_in_viewport()
        bars = [bar for block in blocks for bar in bars_of(block, self._painter.shows)]
        with QPainter(self.viewport()) as painter:
            painter.translate(-self._offset())
            self._margin.paint(painter, bars, area, painted, self.note_of, self._current)

    def _hover(self, place: QPoint) -> None:
        """Light the words of the claim whose bar is at a point of the viewport."""
        over = self._margin.at(QPointF(place) + self._offset())
        if over != self._hovered:
            self._hovered = self._painter.hovered = over
            self.viewport().update()

    def _paint_hits(self, area: QRectF) -> None:
        with QPainter(self.viewport()) as painter:
            painter.translate(-self._offset())
            found = self._geometry.span_boxes(self._hits, area.top(), area.bottom())
            paint_hits(painter, found, self._hit, self._style, self._painter.unit)

    def _blocks_in_viewport(self) -> list[BlockShapes]:
        top = self._offset().y()
        bottom = top + self.viewport().height()
        return [shapes for _unused, shapes in self._geometry.visible(top, bottom)]

    def _marks_changed(self, marks: Sequence[Mark]) -> None:
        for mark in marks:
            self._geometry.drop_range(mark.start, mark.end)
        self._repaint(marks)

    def _repaint(self, marks: Sequence[Mark]) -> None:
        """Repaint the visible blocks of `marks`, from the first to the last of each annotation."""
        extents: dict[int, tuple[int, int]] = {}
        for mark in marks:
            start, end = extents.get(mark.annotation, (mark.start, mark.end))
            extents[mark.annotation] = min(start, mark.start), max(end, mark.end)
        if not extents:
            return
        offset = self._offset()
        bottom = offset.y() + self.viewport().height()
        width = self.viewport().width()
        # The tags of the current or previous annotation are above its lines, its handles below.
        margin = self._painter.reach
        for rect, block in self._geometry.visible(offset.y(), bottom):
            if any(block.start <= end and start <= block.end for start, end in extents.values()):
                top = int(rect.top() - offset.y()) - margin
                self.viewport().update(0, top, width, int(rect.height()) + 2 * margin)

    def _restyle(self) -> None:
        super()._restyle()
        self._painter = MarkPainter(self._style, self.reading_font(), self._tag)
        self._painter.current = self._current
        self._painter.show_rejected = self._show_rejected
        self._painter.layers = self._layers
        self._show_folds()
        self._margin = ClaimMargin(self._style, self.reading_font(), self._painter.unit)

    def _tag(self, shape: Shape) -> str:
        return article_marks.tag(shape.mark, self._text[shape.mark.start : shape.mark.end])

    # Hit testing

    def annotations_at(self, place: QPoint) -> list[int]:
        """Return the annotations at a point of the viewport: that of a lane, or smallest first."""
        position = QPointF(place) + self._offset()
        hit = self._lane_at(position)
        if hit is not None:
            return [hit]
        point = self._geometry.point_at(position)
        marks = self._index.at(point) if point is not None else []
        shown = (
            m.annotation
            for m in marks
            if (self._show_rejected or m.state != "rejected") and self._painter.shows(m)
        )
        return list(dict.fromkeys(shown))

    def _lane_at(self, position: QPointF) -> int | None:
        for _unused, block in self._geometry.visible(position.y(), position.y()):
            for shape in block.shapes:
                if shape.mark.layer == "actor" or shape.mark.state == "rejected":
                    continue
                if not self._painter.shows(shape.mark):
                    continue
                for box in shape.boxes:
                    near = box.lanes_top <= position.y() <= box.lanes_top + box.room
                    if near and self._painter.lane_rect(shape, box).contains(position):
                        return shape.mark.annotation
        return None

    def _handle_at(self, place: QPoint) -> Handle | None:
        if self._current is None:
            return None
        position = QPointF(place) + self._offset()
        shapes = (
            shape
            for block in self._blocks_in_viewport()
            for shape in block.shapes
            if shape.mark.annotation == self._current
        )
        near = [
            handle
            for handle in handles(shapes)
            if handle.is_grabbed_at(position, _REACH, self._painter.unit)
        ]
        return min(near, key=lambda handle: abs(handle.x - position.x()), default=None)

    # Mouse

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.menu_wanted.emit(event.pos())
            return
        # By key: at the selection, or else at the caret, which is at what is current.
        span = self._selection()
        box = self._geometry.line_of(span.start)
        middle = QPointF(box.left + 2, (box.top + box.bottom) / 2) - self._offset()
        self.menu_wanted.emit(middle.toPoint())

    def select_sentence_at(self, place: QPoint) -> None:
        """Select the sentence at a place of the viewport."""
        self._select(sentence_at(self._text, self._character_near(place)))
        self.selection_settled.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if event.button() != _LEFT:
            super().mousePressEvent(event)
        elif self._on_fold(place) and self._folds is not None:
            self._folds.toggle_at(QPointF(place) + self._offset(), self.reading_font())
            self._show_folds()
        elif self._clicks.is_triple(place):
            self._begin_units(selecting.select_sentences, place)
        elif (handle := self._handle_at(place)) is not None:
            self._pressed = place
            self._drag = EndDrag(self._text, handle.shape.mark, handle.at_start)
        else:
            self._pressed = place
            self._by_characters = False
            if not event.modifiers() & _SHIFT:
                # Otherwise Qt would start to drag the selected text.
                self.clear_selection()
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != _LEFT:
            super().mouseDoubleClickEvent(event)
            return
        place = event.position().toPoint()
        beside = self._margin.field_at(QPointF(place) + self._offset())
        if beside is not None:
            self.field_wanted.emit(*beside, self.viewport().mapToGlobal(place))
            return
        self._clicks.doubled(place)
        self._begin_units(selecting.select_words, place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._drag is not None:
            self._move_drag(place, bool(event.modifiers() & _ALT))
        elif self._unit_selection is not None:
            self._select(self._unit_selection.reach(self._character_near(place)))
        else:
            super().mouseMoveEvent(event)
            if not event.buttons():
                self._hover(place)
                over = self._handle_at(place) is not None
                shape = Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.IBeamCursor
                if self._hovered is not None or self._on_fold(place):
                    shape = Qt.CursorShape.PointingHandCursor
                self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != _LEFT:
            super().mouseReleaseEvent(event)
        elif self._drag is not None:
            self._finish_drag()
        elif self._unit_selection is not None:
            self._unit_selection = None
            self.selection_settled.emit()
        else:
            super().mouseReleaseEvent(event)
            self._finish_press(event)

    def _character_near(self, place: QPoint) -> int:
        point = self.character_at(place)
        return point if point is not None else self.boundary_at(place)

    def _begin_units(self, begin: selecting.Begin, place: QPoint) -> None:
        self._pressed = None
        self._by_characters = True
        self._unit_selection = begin(self._text, self._character_near(place))
        self._select(self._unit_selection.span)

    def _finish_press(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return
        if not self.textCursor().hasSelection():
            self._click(pressed)
            return
        self._by_characters = bool(event.modifiers() & _ALT)
        span = self.selected_span()
        if span is not None:
            self._select(span)
            self.selection_settled.emit()

    def _click(self, place: QPoint) -> None:
        beside = self._margin.at(QPointF(place) + self._offset())
        found = [beside] if beside is not None else self.annotations_at(place)
        # What is clicked is visible; a second click cycles through the annotations at that place.
        self._clicking = True
        if not found:
            self.background_clicked.emit()
        elif self._current in found:
            self.annotation_clicked.emit(found[(found.index(self._current) + 1) % len(found)])
        else:
            self.annotation_clicked.emit(found[0])
        self._clicking = False

    # Dragging an end

    def _move_drag(self, place: QPoint, by_characters: bool) -> None:
        assert self._drag is not None
        self._scroll_towards(place)
        before = self._drag.shown
        self._drag.move(self.boundary_at(place), by_characters)
        if self._drag.shown != before:
            self._geometry.replaced = {self._drag.mark: self._drag.shown}
            self._marks_changed([before, self._drag.shown])

    def _scroll_towards(self, place: QPoint) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if place.y() < 0:
            bar.setValue(bar.value() + place.y())
        elif place.y() > height:
            bar.setValue(bar.value() + place.y() - height)

    def _finish_drag(self) -> None:
        drag, pressed, self._pressed = self._drag, self._pressed, None
        assert drag is not None
        old, new = drag.mark, drag.shown
        if not drag.moved and pressed is not None:
            self._end_drag()
            self._click(pressed)
        elif drag.changed:
            self.bounds_dragged.emit(
                old.annotation, old.role, old.start, old.end, new.start, new.end
            )
        self._end_drag()

    def _end_drag(self) -> None:
        """Show the dragged mark in its original place again."""
        if self._drag is not None:
            drag, self._drag = self._drag, None
            self._geometry.replaced = {}
            self._marks_changed([drag.mark, drag.shown])

    # Keys and other events

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._drag is not None:
            # During a drag, Escape cancels the drag and is not a shortcut.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._drag is not None:
            self._end_drag()
            return
        if event.key() == Qt.Key.Key_Escape:
            self._let_go()
            return
        before = self._selection()
        super().keyPressEvent(event)
        if self._selection() != before:
            if not self.textCursor().hasSelection():
                self._open(self._selection())
            # A selection by keys is exact: it is made by words or characters as requested.
            self._by_characters = True
            if event.matches(QKeySequence.StandardKey.SelectAll):
                self.selection_settled.emit()

    def _let_go(self) -> None:
        """Clear the selection, or else leave the current annotation: arrow keys select again."""
        if self.textCursor().hasSelection():
            self.clear_selection()
        else:
            self.background_clicked.emit()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        super().keyReleaseEvent(event)
        if event.key() == Qt.Key.Key_Shift and self.textCursor().hasSelection():
            self.selection_settled.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self._current is not None:
            # Qt scrolls the painted pixels, but a tag at the upper edge stays there.
            self.viewport().update(0, 0, self.viewport().width(), abs(dy) + self._painter.reach)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        area = self.viewport().geometry()
        self.overview.setGeometry(
            area.right() + 1, area.top(), self.overview.sizeHint().width(), area.height()
        )

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.annotations_at(event.pos())
            marks = [self._index.marks_of(annotation)[0] for annotation in found]
            QToolTip.showText(event.globalPos(), article_marks.tool_tip(marks), self.viewport())
            return True
        return super().viewportEvent(event)
