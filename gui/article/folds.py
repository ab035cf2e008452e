# SPDX-License-Identifier: MIT
"""Folding what is not part of the article: one line stands for it, and a click opens it.

Qt's layout cannot hide a block, so folded text stays where it is, without height or colour; no
offset changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from claimdesk.gui.article.display import DisplayText
from claimdesk.models.messages.catalogue import ngettext
from claimdesk.models.text.span_index import SpanIndex
from claimdesk.models.text.spans import Span

_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value
_LABEL_SIZE = 0.85
"""Size of the line that stands for what is folded, relative to the reading font."""
_CLOSED, _OPEN = "▸", "▾"


@dataclass(slots=True)
class _Fold:
    """Neighbouring blocks that are not part of the article."""

    span: Span
    blocks: list[int]
    """Numbers of the blocks, the empty ones between them too."""
    formats: list[QTextBlockFormat]
    """What the blocks look like when they are open."""
    lines: int
    is_open: bool = False


class Folds:
    """What is folded in a document, and what is only quiet since it stands in a paragraph."""

    def __init__(
        self,
        document: QTextDocument,
        display: DisplayText,
        index: SpanIndex,
        spans: Sequence[Span],
    ) -> None:
        self._document, self._display, self._index = document, display, index
        self._quiet: list[Span] = []
        self._folds: list[_Fold] = []
        for span in spans:
            self._add(span)
        for fold in self._folds:
            fold.is_open = any(True for _mark in index.in_range(fold.span.start, fold.span.end))

    def __bool__(self) -> bool:
        return bool(self._folds or self._quiet)

    def _add(self, span: Span) -> None:
        first, last = self._block(span.start), self._block(max(span.start, span.end - 1))
        text = self._display.text
        is_whole = not text[self._start(first) : span.start].strip() and (
            not text[span.end : self._end(last)].strip()
        )
        if not is_whole:
            self._quiet.append(span)
            return
        numbers = list(range(first.blockNumber(), last.blockNumber() + 1))
        before = self._folds[-1] if self._folds else None
        if before is not None and not text[before.span.end : span.start].strip():
            before.span = Span(before.span.start, span.end)
            numbers = list(range(before.blocks[-1] + 1, last.blockNumber() + 1))
        else:
            before = _Fold(span, [], [], 0)
            self._folds.append(before)
        before.blocks += numbers
        before.formats += [self._document.findBlockByNumber(n).blockFormat() for n in numbers]
        before.lines += 1

    def _block(self, point: int) -> QTextBlock:
        return self._document.findBlock(self._display.unit(point))

    def _start(self, block: QTextBlock) -> int:
        return self._display.point(block.position())

    def _end(self, block: QTextBlock) -> int:
        return self._display.point(block.position() + block.length() - 1)

    # What is open.

    def is_folded(self, block: QTextBlock) -> bool:
        """Return whether a block is hidden now."""
        fold = self._fold_of(block.blockNumber())
        return fold is not None and not fold.is_open

    @property
    def all_open(self) -> bool:
        """Whether nothing is hidden."""
        return all(fold.is_open for fold in self._folds)

    def set_all(self, is_open: bool) -> bool:
        """Open or fold everything; return whether that changed anything."""
        changed = [fold for fold in self._folds if fold.is_open != is_open]
        for fold in changed:
            fold.is_open = is_open
        return bool(changed)

    def open_at(self, span: Span) -> bool:
        """Open what hides a part of a span; return whether anything did."""
        hiding = [
            fold
            for fold in self._folds
            if not fold.is_open
            and fold.span.start <= span.start
            and span.end <= fold.span.end
            and span.start < fold.span.end
        ]
        for fold in hiding:
            fold.is_open = True
        return bool(hiding)

    def toggle_at(self, place: QPointF, font: QFont) -> bool:
        """Open or fold what the line at a document position stands for; return whether one is."""
        for fold in self._folds:
            if self._label_rect(fold, font).contains(place):
                fold.is_open = not fold.is_open
                return True
        return False

    def is_label(self, place: QPointF, font: QFont) -> bool:
        """Return whether a line that opens or folds is at a document position."""
        return any(self._label_rect(fold, font).contains(place) for fold in self._folds)

    def _fold_of(self, number: int) -> _Fold | None:
        return next((f for f in self._folds if f.blocks[0] <= number <= f.blocks[-1]), None)

    # How it looks.

    def apply(self, font: QFont, muted: QColor) -> None:
        """Give everything the look it has now, in a reading font and a colour for quiet text."""
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        for span in self._quiet:
            self._colour(span, _look(muted))
        for fold in self._folds:
            self._colour(fold.span, _look(muted) if fold.is_open else _nothing())
            height = QFontMetricsF(_label_font(font)).height()
            for number, own in zip(fold.blocks, fold.formats, strict=True):
                block = self._document.findBlockByNumber(number)
                shown = (
                    own
                    if fold.is_open
                    else _flat(own, height if block == self._first(fold) else 0.0)
                )
                QTextCursor(block).setBlockFormat(shown)
        cursor.endEditBlock()

    def paint(self, painter: QPainter, area: QRectF, font: QFont, colour: QColor) -> None:
        """Paint the lines that stand for what is folded, and the signs beside what is open."""
        painter.setFont(_label_font(font))
        painter.setPen(colour)
        for fold, rect in self._labels(font):
            if rect.intersects(area):
                flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(rect, int(flags), _label(fold))

    def _labels(self, font: QFont) -> Iterator[tuple[_Fold, QRectF]]:
        for fold in self._folds:
            yield fold, self._label_rect(fold, font)

    def _label_rect(self, fold: _Fold, font: QFont) -> QRectF:
        metrics = QFontMetricsF(_label_font(font))
        rect = self._document.documentLayout().blockBoundingRect(self._first(fold))
        width, height = metrics.horizontalAdvance(_label(fold)) + 2, metrics.height()
        sign = metrics.horizontalAdvance(f"{_OPEN} ")
        return QRectF(rect.left() - sign, rect.top(), width, height)

    def _first(self, fold: _Fold) -> QTextBlock:
        return self._document.findBlockByNumber(fold.blocks[0])

    def _colour(self, span: Span, look: QTextCharFormat) -> None:
        cursor = QTextCursor(self._document)
        cursor.setPosition(self._display.unit(span.start))
        cursor.setPosition(self._display.unit(span.end), QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(look)


def _label(fold: _Fold) -> str:
    if fold.is_open:
        return _OPEN
    words = ngettext(
        "1 line that is not part of the article",
        "{n} lines that are not part of the article",
        fold.lines,
    ).format(n=fold.lines)
    return f"{_CLOSED} {words}"


def _label_font(font: QFont) -> QFont:
    smaller = QFont(font)
    smaller.setPointSizeF(font.pointSizeF() * _LABEL_SIZE)
    return smaller


def _look(colour: QColor) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setForeground(colour)
    return look


def _nothing() -> QTextCharFormat:
    look = _look(QColor(Qt.GlobalColor.transparent))
    look.setProperty(QTextFormat.Property.FontPixelSize, 1)
    return look


def _flat(own: QTextBlockFormat, height: float) -> QTextBlockFormat:
    """Return how a folded block looks: as high as the line that stands for it, or nothing."""
    flat = QTextBlockFormat(own)
    flat.setLineHeight(height, _FIXED)
    if not height:
        flat.setBottomMargin(0)
    return flat
