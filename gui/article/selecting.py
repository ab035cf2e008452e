# SPDX-License-Identifier: MIT
"""Selection with the mouse: by words, with Alt by characters; double and triple clicks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QPoint
from PySide6.QtWidgets import QApplication

from claimdesk.models.text.spans import Span
from claimdesk.models.text.words import sentence_at, word_at

Grow = Callable[[str, int], Span]


class ClickCount:
    """Detects a triple click: a press soon after a double click, at the same place."""

    def __init__(self) -> None:
        self._since = QElapsedTimer()
        self._place = QPoint()

    def doubled(self, place: QPoint) -> None:
        """Note a double click."""
        self._since.start()
        self._place = place

    def is_triple(self, place: QPoint) -> bool:
        """Return whether a press at `place` now completes a triple click."""
        if not self._since.isValid():
            return False
        soon = self._since.elapsed() < QApplication.doubleClickInterval()
        near = (place - self._place).manhattanLength() < QApplication.startDragDistance()
        self._since.invalidate()
        return soon and near


class UnitSelection:
    """A selection that grows by whole words or sentences while the mouse moves."""

    def __init__(self, text: str, grow: Grow, point: int) -> None:
        self._text = text
        self._grow = grow
        self._first = grow(text, point)
        if self._first.start == self._first.end:
            self._first = Span(point, min(point + 1, len(text)))
        self.span = self._first

    def reach(self, point: int) -> Span:
        """Return the selection from the first unit to the one at `point`."""
        other = self._grow(self._text, point)
        self.span = Span(
            min(self._first.start, other.start, point), max(self._first.end, other.end)
        )
        return self.span


def select_words(text: str, point: int) -> UnitSelection:
    """Start a selection by words at `point`."""
    return UnitSelection(text, word_at, point)


def select_sentences(text: str, point: int) -> UnitSelection:
    """Start a selection by sentences at `point`."""
    return UnitSelection(text, sentence_at, point)


Begin = Callable[[str, int], UnitSelection]
