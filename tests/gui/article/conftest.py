# SPDX-License-Identifier: MIT
"""A real article view, and a hand that moves a mouse over its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.window import theme
from claimdesk.models.text.span_index import Mark
from claimdesk.models.text.spans import Span

LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier

TEXT = (
    "Estria’s naval minister told reporters that Norland would share its sonar data. "
    "Nobody believed him. The harbour council had met twice.\n"
    "🚢🚢 Officials in Port Selm called the cyber defence pact overdue.\n"
    "防衛相はノルランドとの共同研究を始めると述べた。次は人工知能だ。\n"
    "وقال الوزير إن البرنامج before winter في بورت سيلم قريباً.\n"
)


class Hand:
    """Moves the mouse in a view by the words of its text."""

    def __init__(self, view: ArticleView, text: str) -> None:
        self.view = view
        self.text = text

    def span(self, words: str) -> Span:
        start = self.text.index(words)
        return Span(start, start + len(words))

    def quote(self, span: Span | None) -> str | None:
        return None if span is None else self.text[span.start : span.end]

    def edge(self, point: int) -> QPoint:
        """The left edge of a character that is written from left to right."""
        unit = len(self.text[:point].encode("utf-16-le")) // 2
        cursor = self.view.textCursor()
        cursor.setPosition(unit)
        return self.view.cursorRect(cursor).center()

    def middle(self, point: int) -> QPoint:
        one, other = self.edge(point), self.edge(point + 1)
        return QPoint((one.x() + other.x()) // 2, one.y())

    def click(self, words: str, key: Qt.KeyboardModifier = NO_KEY) -> None:
        # Apart in time and place from the last click, or Qt takes it for a double click.
        place = self.middle(self.span(words).start)
        self._later()
        QTest.mouseClick(self.view.viewport(), LEFT, key, place)

    def _later(self) -> None:
        QTest.qWait(QApplication.doubleClickInterval() + 20)

    def press(self, place: QPoint, key: Qt.KeyboardModifier = NO_KEY) -> None:
        QTest.mousePress(self.view.viewport(), LEFT, key, place)

    def move(self, place: QPoint, key: Qt.KeyboardModifier = NO_KEY) -> None:
        self._send(QMouseEvent.Type.MouseMove, place, Qt.MouseButton.NoButton, key)

    def double_press(self, place: QPoint) -> None:
        """A click, and the press of the second one, held."""
        QTest.mouseClick(self.view.viewport(), LEFT, NO_KEY, place)
        self._send(QMouseEvent.Type.MouseButtonDblClick, place, LEFT, NO_KEY)

    def _send(
        self,
        kind: QMouseEvent.Type,
        place: QPoint,
        button: Qt.MouseButton,
        key: Qt.KeyboardModifier,
    ) -> None:
        viewport = self.view.viewport()
        there = QPointF(viewport.mapToGlobal(place))
        event = QMouseEvent(kind, QPointF(place), there, button, LEFT, key)
        QApplication.sendEvent(viewport, event)

    def release(self, place: QPoint, key: Qt.KeyboardModifier = NO_KEY) -> None:
        QTest.mouseRelease(self.view.viewport(), LEFT, key, place)

    def drag(self, start: int, end: int, key: Qt.KeyboardModifier = NO_KEY) -> None:
        """Selects by drag from one boundary to another."""
        a, b = self.edge(start), self.edge(end)
        self.press(a, key)
        self.move(QPoint((a.x() + b.x()) // 2, b.y()), key)
        self.move(b, key)
        self.release(b, key)


OpenArticle = Callable[..., Hand]


@pytest.fixture
def open_article(qapp: QApplication) -> Iterator[OpenArticle]:
    """Opens a view of a text with marks."""
    views: list[ArticleView] = []

    def build(
        text: str = TEXT,
        marks: list[Mark] | None = None,
        *,
        mode: str = "light",
        size: tuple[int, int] = (900, 500),
    ) -> Hand:
        theme.apply(qapp, mode)
        view = ArticleView()
        views.append(view)
        view.set_reading_font("DejaVu Serif", 12)
        view.resize(*size)
        view.show_article(text, marks or [])
        view.show()
        QTest.qWaitForWindowExposed(view)
        return Hand(view, text)

    yield build
    for view in views:
        view.close()
        view.deleteLater()
    theme.apply(qapp, "light")
