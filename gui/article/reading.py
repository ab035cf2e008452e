# SPDX-License-Identifier: MIT
"""The reading view: read-only plain text in a centred column, with zoom; offsets in code points."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, QMimeData, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QKeyEvent,
    QKeySequence,
    QPalette,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from claimdesk.gui.article import page
from claimdesk.gui.article.display import DisplayText
from claimdesk.gui.article.geometry import Geometry
from claimdesk.gui.article.style import Style
from claimdesk.gui.window.digit_keys import digit_key
from claimdesk.models.text.span_index import Mark, SpanIndex
from claimdesk.models.text.spans import Span

DEFAULT_MEASURE = 75
DEFAULT_POINT_SIZE = 12.0
_LARGER = 4 / 3
"""Size of the reading font relative to that of the window, if the latter is large."""
ZOOMS = (50, 60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)

_CONTROL = Qt.KeyboardModifier.ControlModifier
_USUAL_SIZE = QKeyCombination(_CONTROL, Qt.Key.Key_0)


def usual_point_size() -> float:
    """Return the default reading size: larger if the font of the desktop is large."""
    return max(DEFAULT_POINT_SIZE, QApplication.font().pointSizeF() * _LARGER)


class ReadingView(QTextEdit):
    """Shows one text, read-only. Every offset is a code point of that text."""

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
        self._measure = DEFAULT_MEASURE
        general = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        self._reading_font = QFont(general.family())
        self._reading_font.setPointSizeF(usual_point_size())
        self._zoom = 100
        self._shown_document: QTextDocument | None = None
        self._show_text("", ())

    def _show_text(self, text: str, marks: tuple[Mark, ...] | list[Mark]) -> None:
        """Show `text` from its beginning. Raises ValueError if a mark is outside of it."""
        index = SpanIndex(text)
        index.set_all(marks)
        self._text, self._index = text, index
        self._display = DisplayText(text)
        font = self.reading_font()
        old = self._shown_document
        document = page.make_document(self._display, font, self)
        page.set_margins(document, self._margins(font))
        self._prepare(document)
        self._geometry = Geometry(document, self._display, index)
        self.setDocument(document)
        self._shown_document = document
        if old is not None:
            old.deleteLater()
        self.verticalScrollBar().setValue(0)
        self._restyle()

    def _prepare(self, document: QTextDocument) -> None:
        """Change a document before it is shown, while that costs no layout."""

    # Places

    def _offset(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def boundary_at(self, place: QPoint) -> int:
        """Return the code point before the caret position nearest to a point of the viewport."""
        return self._geometry.boundary_at(QPointF(place) + self._offset())

    def character_at(self, place: QPoint) -> int | None:
        """Return the code point of the character at a point of the viewport, if there is one."""
        return self._geometry.point_at(QPointF(place) + self._offset())

    def visible_span(self) -> Span:
        """Return the span of the visible lines."""
        top = self._offset().y()
        return self._geometry.span_between(top, top + self.viewport().height())

    def show_span(self, span: Span) -> None:
        """Scroll, if needed, to make `span` visible, or at least its beginning."""
        first = self._geometry.line_of(span.start)
        last = self._geometry.line_of(max(span.start, span.end - 1))
        bar, height = self.verticalScrollBar(), self.viewport().height()
        line = first.bottom - first.top
        top, bottom = first.top - 2 * line, last.bottom + 2 * line
        if bar.value() <= max(0.0, top) and bottom <= bar.value() + height:
            return
        fits = bottom - top <= height
        self._scroll_to(min(first.top - height / 3, top) if fits else top)

    def scroll_to_point(self, point: int) -> None:
        """Put the line of code point `point` in the middle of the view."""
        box = self._geometry.line_of(point)
        self._scroll_to(box.top - self.viewport().height() / 2)

    def scroll_to_top(self, point: int) -> None:
        """Put the line of code point `point` at the top of the view."""
        self._scroll_to(self._geometry.line_of(point).top)

    def _scroll_to(self, y: float) -> None:
        bar = self.verticalScrollBar()
        if y > bar.maximum():
            # Qt defers the layout of the rest of a long text, but its size is needed now.
            self.document().documentLayout().documentSize()
        bar.setValue(round(y))

    def _anchor(self) -> tuple[int, float] | None:
        """Return a code point to keep in sight and how far below the upper edge its line is.

        None at the beginning of the text, which stays there.
        """
        if not self._offset().y():
            return None
        point = self.visible_span().start
        return point, self._geometry.line_of(point).top - self._offset().y()

    def _return_to(self, anchor: tuple[int, float] | None) -> None:
        """Scroll so that the line of a code point is where it was before the layout changed."""
        if anchor is None:
            return
        point, below = anchor
        line = self._geometry.line_of(point)
        lowest = self.viewport().height() - 1.5 * (line.bottom - line.top)
        if not self._offset().y() and line.top <= lowest:
            return
        self._scroll_to(line.top - max(0.0, min(below, lowest)))

    def place_below(self, span: Span) -> QPoint:
        """Return the global position below the beginning of `span`, for pop-ups."""
        self.show_span(span)
        box = self._geometry.line_of(span.start)
        local = QPointF(box.left, box.lanes_top + box.room) - self._offset()
        return self.viewport().mapToGlobal(local.toPoint())

    def end_of(self, span: Span) -> QPoint:
        """Return the global position below the end of `span`, wherever the text is scrolled to."""
        box = self._geometry.line_of(max(span.end - 1, span.start))
        local = QPointF(box.right, box.lanes_top + box.room) - self._offset()
        return self.viewport().mapToGlobal(local.toPoint())

    # Selection

    def _selection(self) -> Span:
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        return Span(self._display.point(start), self._display.point(end))

    def caret(self) -> int:
        """Return the code point before which the caret is, or at which the selection begins."""
        return self._selection().start

    def _select(self, span: Span) -> None:
        cursor = self.textCursor()
        cursor.setPosition(self._display.unit(span.start))
        cursor.setPosition(self._display.unit(span.end), QTextCursor.MoveMode.KeepAnchor)
        # Qt would scroll to the end of the selection.
        value = self.verticalScrollBar().value()
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(value)

    def clear_selection(self) -> None:
        """Select nothing."""
        cursor = self.textCursor()
        cursor.clearSelection()
        # Qt would scroll to the caret, which may be far from the visible text.
        value = self.verticalScrollBar().value()
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(value)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Return the selection as plain text, with the original characters."""
        data = QMimeData()
        span = self._selection()
        data.setText(self._text[span.start : span.end])
        return data

    # Font, zoom and width

    def reading_font(self) -> QFont:
        """Return the font at the current zoom."""
        font = QFont(self._reading_font)
        font.setPointSizeF(self._reading_font.pointSizeF() * self._zoom / 100)
        return font

    def set_reading_font(self, family: str, point_size: float) -> None:
        """Set the font for 100 % zoom."""
        self._reading_font = QFont(family)
        self._reading_font.setPointSizeF(point_size)
        self._refont()

    def set_measure(self, characters: int) -> None:
        """Set the width of the column, in average characters, at least 20."""
        self._measure = max(20, characters)
        self._refit()

    def zoom(self) -> int:
        """Return the size of the text in percent of the reading font."""
        return self._zoom

    def set_zoom(self, percent: int) -> None:
        """Set the size of the text, 50 to 300 percent of the reading font."""
        percent = min(max(percent, ZOOMS[0]), ZOOMS[-1])
        if percent != self._zoom:
            self._zoom = percent
            self._refont()
            self.zoom_changed.emit(percent)

    def zoom_in(self) -> None:
        """Zoom to the next larger size."""
        self.set_zoom(next((zoom for zoom in ZOOMS if zoom > self._zoom), ZOOMS[-1]))

    def zoom_out(self) -> None:
        """Zoom to the next smaller size."""
        self.set_zoom(next((zoom for zoom in reversed(ZOOMS) if zoom < self._zoom), ZOOMS[0]))

    def zoom_reset(self) -> None:
        """Reset the zoom to 100 percent."""
        self.set_zoom(100)

    def _margins(self, font: QFont) -> page.Margins:
        return page.column_margins(self.viewport().width(), font, self._measure)

    def _refont(self) -> None:
        first = self.visible_span().start
        page.change_font(self.document(), self._display, self.reading_font())
        self._refit()
        self._restyle()
        if first:
            self._scroll_to(self._geometry.line_of(first).top)

    def _refit(self) -> None:
        page.set_margins(self.document(), self._margins(self.reading_font()))
        self._geometry.drop()
        self.viewport().update()

    def style_of_text(self) -> Style:
        """Return the colours in use."""
        return self._style

    def _restyle(self) -> None:
        """Take the colours from the palette."""
        self._style = Style(self.palette())
        palette = self.palette()
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            palette.setColor(group, QPalette.ColorRole.Highlight, self._style.selection)
            palette.setColor(group, QPalette.ColorRole.HighlightedText, self._style.text)
        if palette != self.palette():
            self.setPalette(palette)
        self.viewport().update()

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.ZoomIn):
            self.zoom_in()
        elif event.matches(QKeySequence.StandardKey.ZoomOut):
            self.zoom_out()
        elif digit_key(event) == _USUAL_SIZE:
            self.zoom_reset()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & _CONTROL:
            super().wheelEvent(event)
            return
        turned = event.angleDelta().y()
        if turned > 0:
            self.zoom_in()
        elif turned < 0:
            self.zoom_out()
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        anchor = self._anchor()
        super().resizeEvent(event)
        self._refit()
        self._return_to(anchor)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._restyle()
        elif event.type() == QEvent.Type.FontChange:
            # QTextEdit has set the font of the widget in the document.
            self._refont()
