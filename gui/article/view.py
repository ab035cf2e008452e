# SPDX-License-Identifier: MIT
"""The article, with its annotations painted into it: reading, selecting, clicking, re-bounding."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextEdit, QToolTip, QWidget

from claimdesk.gui.article import page, selecting
from claimdesk.gui.article.display import DisplayText
from claimdesk.gui.article.dragging import EndDrag
from claimdesk.gui.article.geometry import BlockShapes, Geometry, Shape
from claimdesk.gui.article.painter import Handle, MarkPainter, handles
from claimdesk.gui.article.style import Style
from claimdesk.models.layout import Mark, SpanIndex
from claimdesk.models.spans import Span, trimmed
from claimdesk.models.words import snapped

DEFAULT_MEASURE = 75
_ZOOMS = (50, 60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)
_REACH = 5
"""Pixels from a handle at which the mouse takes hold of it."""

_ALT = Qt.KeyboardModifier.AltModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_LEFT = Qt.MouseButton.LeftButton


class ArticleView(QTextEdit):
    """Shows one article and its marks. All offsets are code points of the article's body."""

    annotation_clicked = Signal(int)
    background_clicked = Signal()
    bounds_dragged = Signal(int, str, int, int, int, int)
    """annotation, role, old start, old end, new start, new end"""
    selection_settled = Signal()
    zoom_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setAcceptDrops(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setAccessibleName(self.tr("Article text"))
        self.viewport().setMouseTracking(True)
        self._measure = DEFAULT_MEASURE
        self._reading_font = QFont(
            QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family(), 12
        )
        self._zoom = 100
        self._current: int | None = None
        self._show_rejected = False
        self._by_characters = False
        self._pressed: QPoint | None = None
        self._clicks = selecting.ClickCount()
        self._unit_selection: selecting.UnitSelection | None = None
        self._drag: EndDrag | None = None
        self._style = Style(self.palette())
        self._shown_document: QTextDocument | None = None
        self.show_article("", ())

    # The article and its marks

    def show_article(self, text: str, marks: Sequence[Mark]) -> None:
        """Shows `text` from its beginning, with `marks`; nothing is current or selected.

        Raises ValueError if a mark lies outside the text.
        """
        index = SpanIndex(text)
        index.set_all(marks)
        self._drag = self._unit_selection = self._pressed = self._current = None
        self._by_characters = False
        self._text, self._index = text, index
        self._display = DisplayText(text)
        font = self._font()
        old = self._shown_document
        document = page.make_document(self._display, font, self)
        page.set_margins(document, *self._margins(font))
        self._geometry = Geometry(document, self._display, index, page.LINE_HEIGHT)
        self.setDocument(document)
        self._shown_document = document
        if old is not None:
            old.deleteLater()
        self.verticalScrollBar().setValue(0)
        self._restyle()

    def update_annotation(self, annotation_id: int, marks: Sequence[Mark]) -> None:
        """Sets the marks of one annotation; none removes it. Raises ValueError for bad marks."""
        before = self._index.marks_of(annotation_id)
        self._index.replace(annotation_id, marks)
        if self._drag is not None and self._drag.mark.annotation == annotation_id:
            self._end_drag()
        self._marks_changed([*before, *marks])

    def set_show_rejected(self, shown: bool) -> None:
        """Shows rejected annotations, struck through, or hides them."""
        self._show_rejected = shown
        self._restyle()

    def set_current(self, annotation_id: int | None, *, scroll: bool = True) -> None:
        """Makes one annotation current, or none, and brings it into sight."""
        if annotation_id != self._current:
            self._end_drag()
            before = self._index.marks_of(self._current) if self._current is not None else []
            self._current = self._painter.current = annotation_id
            after = self._index.marks_of(annotation_id) if annotation_id is not None else []
            self._repaint([*before, *after])
        if scroll and annotation_id is not None:
            marks = self._index.marks_of(annotation_id)
            if marks:
                self.show_span(Span(min(m.start for m in marks), max(m.end for m in marks)))

    def show_span(self, span: Span) -> None:
        """Scrolls as little as needed to bring `span`, or at least its beginning, into sight."""
        first = self._geometry.line_of(span.start)
        last = self._geometry.line_of(max(span.start, span.end - 1))
        bar, height = self.verticalScrollBar(), self.viewport().height()
        line = first.bottom - first.top
        top, bottom = first.top - 2 * line, last.bottom + 2 * line
        if bar.value() <= top and bottom <= bar.value() + height:
            return
        if bottom > bar.maximum() + height:
            self.document().documentLayout().documentSize()
        if bottom - top <= height:
            bar.setValue(int(min(first.top - height / 3, top)))
        else:
            bar.setValue(int(top))

    # Selection

    def selected_span(self) -> Span | None:
        """What is selected, trimmed; by whole words, unless it was selected by characters."""
        cursor = self.textCursor()
        span = self._span(cursor)
        if not self._by_characters:
            span = snapped(self._text, span)
        span = trimmed(self._text, span)
        return span if span.start < span.end else None

    def select_span(self, span: Span) -> None:
        """Selects exactly `span`. Raises ValueError if it does not lie in the text."""
        if not 0 <= span.start <= span.end <= len(self._text):
            raise ValueError(f"span {span.start}-{span.end} is not inside the article")
        self._by_characters = True
        self._select(span)

    def clear_selection(self) -> None:
        """Selects nothing."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def place_below(self, span: Span) -> QPoint:
        """The place below the beginning of `span`, on the screen, for what pops up there."""
        self.show_span(span)
        box = self._geometry.line_of(span.start)
        local = QPointF(box.left, box.lanes_top + box.room) - self._offset()
        return self.viewport().mapToGlobal(local.toPoint())

    def _span(self, cursor: QTextCursor) -> Span:
        return Span(
            self._display.point(cursor.selectionStart()), self._display.point(cursor.selectionEnd())
        )

    def _select(self, span: Span) -> None:
        cursor = self.textCursor()
        cursor.setPosition(self._display.unit(span.start))
        cursor.setPosition(self._display.unit(span.end), QTextCursor.MoveMode.KeepAnchor)
        # Qt scrolls to the caret, which is not what a selection made by the mouse expects.
        value = self.verticalScrollBar().value()
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(value)

    def createMimeDataFromSelection(self) -> QMimeData:
        """The article's own text of the selection, as plain text."""
        data = QMimeData()
        span = self._span(self.textCursor())
        data.setText(self._text[span.start : span.end])
        return data

    # Font, zoom and width

    def set_reading_font(self, family: str, point_size: float) -> None:
        """The font at 100 % zoom."""
        self._reading_font = QFont(family)
        self._reading_font.setPointSizeF(point_size)
        self._refont()

    def set_measure(self, characters: int) -> None:
        """The width of the column, in average characters."""
        self._measure = max(20, characters)
        self._refit()

    def zoom(self) -> int:
        """The size of the text in percent of the reading font."""
        return self._zoom

    def set_zoom(self, percent: int) -> None:
        """Sets the size of the text, 50 to 300 percent of the reading font."""
        percent = min(max(percent, _ZOOMS[0]), _ZOOMS[-1])
        if percent != self._zoom:
            self._zoom = percent
            self._refont()
            self.zoom_changed.emit(percent)

    def zoom_in(self) -> None:
        """The next larger size."""
        self.set_zoom(next((z for z in _ZOOMS if z > self._zoom), _ZOOMS[-1]))

    def zoom_out(self) -> None:
        """The next smaller size."""
        self.set_zoom(next((z for z in reversed(_ZOOMS) if z < self._zoom), _ZOOMS[0]))

    def zoom_reset(self) -> None:
        """100 percent."""
        self.set_zoom(100)

    def _font(self) -> QFont:
        font = QFont(self._reading_font)
        font.setPointSizeF(self._reading_font.pointSizeF() * self._zoom / 100)
        return font

    def _refont(self) -> None:
        kept = self.first_visible()
        self.document().setDefaultFont(self._font())
        self._refit()
        self._restyle()
        self._scroll_to(kept)

    def _margins(self, font: QFont) -> tuple[float, float]:
        return page.column_margins(self.viewport().width(), font, self._measure)

    def _refit(self) -> None:
        page.set_margins(self.document(), *self._margins(self._font()))
        self._geometry.drop()
        self.viewport().update()

    def _restyle(self) -> None:
        self._style = Style(self.palette())
        self._painter = MarkPainter(self._style, self._font(), self._tag_text)
        self._painter.current = self._current
        self._painter.show_rejected = self._show_rejected
        self.viewport().update()

    def first_visible(self) -> int:
        """The code point at the top left of what is in sight."""
        cursor = self.cursorForPosition(QPoint(0, 0))
        return self._display.point(cursor.position())

    def last_visible(self) -> int:
        """The code point at the bottom right of what is in sight."""
        rect = self.viewport().rect()
        return self._display.point(self.cursorForPosition(rect.bottomRight()).position())

    def _scroll_to(self, point: int) -> None:
        top = self._geometry.line_of(point).top
        if top > self.verticalScrollBar().maximum():
            self.document().documentLayout().documentSize()
        self.verticalScrollBar().setValue(int(top) if point else 0)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        offset = self._offset()
        area = QRectF(event.rect()).translated(offset)
        blocks = [shapes for _, shapes in self._geometry.visible(area.top(), area.bottom())]
        painter = QPainter(self.viewport())
        painter.translate(-offset)
        for block in blocks:
            self._painter.under(painter, block)
        painter.end()
        super().paintEvent(event)
        if self._current is None and not self._show_rejected:
            return
        painter = QPainter(self.viewport())
        painter.translate(-offset)
        for block in blocks:
            self._painter.over(painter, block)
        if self._current is not None:
            left = self.document().rootFrame().frameFormat().leftMargin()
            visible = QRectF(self.viewport().rect()).translated(offset)
            self._painter.current_overlay(painter, self._visible_blocks(), left, visible)
        painter.end()

    def _offset(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _visible_blocks(self) -> list[BlockShapes]:
        top = self._offset().y()
        bottom = top + self.viewport().height()
        return [shapes for _, shapes in self._geometry.visible(top, bottom)]

    def _marks_changed(self, marks: Sequence[Mark]) -> None:
        for mark in marks:
            self._geometry.drop_range(mark.start, mark.end)
        self._repaint(marks)

    def _repaint(self, marks: Sequence[Mark]) -> None:
        """Has the blocks of `marks` repainted that are in sight."""
        if not marks:
            return
        start, end = min(m.start for m in marks), max(m.end for m in marks)
        offset = self._offset()
        bottom = offset.y() + self.viewport().height()
        width, margin = self.viewport().width(), round(24 * self._painter.unit)
        for rect, block in self._geometry.visible(offset.y(), bottom):
            if block.start <= end and start <= block.end:
                top = int(rect.top() - offset.y()) - margin
                self.viewport().update(0, top, width, int(rect.height()) + 2 * margin)

    def _tag_text(self, shape: Shape) -> str:
        mark = shape.mark
        names = {
            "source": self.tr("Source"),
            "cue": self.tr("Cue"),
            "content": self.tr("Content"),
            "evidence": self.tr("Evidence"),
        }
        if mark.layer == "claim":
            return names.get(mark.role, mark.role)
        return mark.label if mark.label != self._text[mark.start : mark.end] else ""

    # Mouse

    def annotations_at(self, place: QPoint) -> list[int]:
        """The annotations at a place of the viewport: that of the lane hit, else smallest first."""
        position = QPointF(place) + self._offset()
        hit = self._lane_at(position)
        if hit is not None:
            return [hit]
        point = self._geometry.point_at(position)
        marks = self._index.at(point) if point is not None else []
        shown = (m.annotation for m in marks if self._show_rejected or m.state != "rejected")
        return list(dict.fromkeys(shown))

    def _lane_at(self, position: QPointF) -> int | None:
        for _, block in self._geometry.visible(position.y(), position.y()):
            for shape in block.shapes:
                if shape.mark.layer == "actor" or shape.mark.state == "rejected":
                    continue
                for box in shape.boxes:
                    if self._painter.lane_rect(shape, box, block.lanes).contains(position):
                        return shape.mark.annotation
        return None

    def _handle_at(self, place: QPoint) -> Handle | None:
        if self._current is None:
            return None
        position = QPointF(place) + self._offset()
        shapes = (
            shape
            for block in self._visible_blocks()
            for shape in block.shapes
            if shape.mark.annotation == self._current
        )
        near = [
            handle
            for handle in handles(shapes)
            if abs(handle.x - position.x()) <= _REACH
            and handle.top <= position.y() <= handle.bottom + 6 * self._painter.unit
        ]
        return min(near, key=lambda handle: abs(handle.x - position.x()), default=None)

    def _boundary_at(self, place: QPoint) -> int:
        return self._display.point(self.cursorForPosition(place).position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if event.button() != _LEFT:
            super().mousePressEvent(event)
            return
        if self._clicks.is_triple(place):
            self._begin_units(selecting.select_sentences(self._text, self._character_at(place)))
            return
        handle = self._handle_at(place)
        if handle is not None:
            self._drag = EndDrag(self._text, handle.shape.mark, handle.at_start)
            return
        self._pressed = place
        self._by_characters = False
        if not event.modifiers() & _SHIFT:
            # Otherwise Qt would begin to drag the selected text away.
            self.clear_selection()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if event.button() != _LEFT:
            super().mouseDoubleClickEvent(event)
            return
        self._clicks.doubled(place)
        self._begin_units(selecting.select_words(self._text, self._character_at(place)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._drag is not None:
            self._move_drag(place, bool(event.modifiers() & _ALT))
            return
        if self._unit_selection is not None:
            self._select(self._unit_selection.reach(self._character_at(place)))
            return
        super().mouseMoveEvent(event)
        if not event.buttons():
            over = self._handle_at(place) is not None
            shape = Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.IBeamCursor
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

    def _character_at(self, place: QPoint) -> int:
        point = self._geometry.point_at(QPointF(place) + self._offset())
        return point if point is not None else self._boundary_at(place)

    def _begin_units(self, selection: selecting.UnitSelection) -> None:
        self._pressed = None
        self._by_characters = True
        self._unit_selection = selection
        self._select(selection.span)

    def _finish_press(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return
        if self.textCursor().hasSelection():
            self._by_characters = bool(event.modifiers() & _ALT)
            span = self.selected_span()
            if span is not None:
                self._select(span)
                self.selection_settled.emit()
        else:
            self._click(pressed)

    def _click(self, place: QPoint) -> None:
        found = self.annotations_at(place)
        if not found:
            self.background_clicked.emit()
        elif self._current in found:
            self.annotation_clicked.emit(found[(found.index(self._current) + 1) % len(found)])
        else:
            self.annotation_clicked.emit(found[0])

    def _move_drag(self, place: QPoint, by_characters: bool) -> None:
        assert self._drag is not None
        self._scroll_towards(place)
        before = self._drag.shown
        self._drag.move(self._boundary_at(place), by_characters)
        if self._drag.shown != before:
            self._geometry.replaced = {self._drag.mark: self._drag.shown}
            self._marks_changed([before, self._drag.shown])

    def _scroll_towards(self, place: QPoint) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if place.y() < 0 or place.y() > height:
            step = place.y() if place.y() < 0 else place.y() - height
            bar.setValue(bar.value() + step)

    def _finish_drag(self) -> None:
        drag = self._drag
        assert drag is not None
        if drag.changed:
            old, new = drag.mark, drag.shown
            self.bounds_dragged.emit(
                old.annotation, old.role, old.start, old.end, new.start, new.end
            )
        self._end_drag()

    def _end_drag(self) -> None:
        """Shows the dragged mark as it is in the index again."""
        if self._drag is not None:
            drag, self._drag = self._drag, None
            self._geometry.replaced = {}
            self._marks_changed([drag.mark, drag.shown])

    # Keys, wheel and other events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._drag is not None:
            self._end_drag()
        elif event.matches(QKeySequence.StandardKey.ZoomIn):
            self.zoom_in()
        elif event.matches(QKeySequence.StandardKey.ZoomOut):
            self.zoom_out()
        elif event.key() == Qt.Key.Key_0 and event.modifiers() == _CONTROL:
            self.zoom_reset()
        else:
            before = self._span(self.textCursor())
            super().keyPressEvent(event)
            after = self._span(self.textCursor())
            if after != before:
                # What the keys select is exact: they move by words or characters as asked.
                self._by_characters = True
                if event.matches(QKeySequence.StandardKey.SelectAll):
                    self.selection_settled.emit()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        super().keyReleaseEvent(event)
        if event.key() == Qt.Key.Key_Shift and self.textCursor().hasSelection():
            self.selection_settled.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & _CONTROL:
            turned = event.angleDelta().y()
            if turned:
                self.zoom_in() if turned > 0 else self.zoom_out()
            event.accept()
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._restyle()
        elif event.type() == QEvent.Type.FontChange:
            # QTextEdit has put the widget's font on the document.
            self._refont()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        return super().viewportEvent(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        found = self.annotations_at(event.pos())
        labels = [self._index.marks_of(annotation)[0] for annotation in found]
        lines = [html.escape(self._tip(mark)) for mark in labels]
        text = f"<p style='white-space:pre'>{'<br>'.join(lines)}</p>" if lines else ""
        QToolTip.showText(event.globalPos(), text, self.viewport())

    def _tip(self, mark: Mark) -> str:
        layers = {
            "actor": self.tr("Actor"),
            "claim": self.tr("Claim"),
            "domain": self.tr("Domain"),
        }
        states = {
            "suggested": self.tr("suggested"),
            "accepted": self.tr("accepted"),
            "rejected": self.tr("rejected"),
        }
        name = f": {mark.label}" if mark.label else ""
        return f"{layers[mark.layer]}{name} ({states[mark.state]})"
