# SPDX-License-Identifier: MIT
"""Key and mouse events on the real window, counted: what hands do to annotate."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from claimdesk.gui.annotating.picking.picker import Picker
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.text.spans import Span, Utf16Map

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
CREATE, OTHERWISE = -1, -2
"""The rows of a picker that create what was typed; those of new names have lower numbers."""
NUMBER = Qt.ItemDataRole.UserRole
_SHORT = 3
"""Characters from an end within which it could be grabbed."""


class Hands:
    """Key and mouse events on the window, counted."""

    def __init__(self, workbench: Workbench) -> None:
        self.workbench = workbench
        self.view = workbench.view
        self.count = 0
        self._map = Utf16Map(workbench.desk.article.body)  # type: ignore[union-attr]

    def press(self, key: Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        self.count += 1
        QTest.keyClick(self._focus(), key, modifier)
        QApplication.processEvents()

    def type(self, letter: str) -> None:
        self.count += 1
        QTest.keyClicks(self._focus(), letter)
        QApplication.processEvents()

    def click(self, place: QPoint, widget: QWidget) -> None:
        self.count += 1
        QTest.mouseClick(widget, Left, pos=place)
        QApplication.processEvents()

    def drag(self, start: QPoint, end: QPoint, modifier: Qt.KeyboardModifier = NONE) -> None:
        self.count += 2
        page = self.view.viewport()
        QTest.mousePress(page, Left, pos=start)
        QTest.mouseMove(page, (start + end) / 2)
        QTest.mouseMove(page, end)
        QTest.mouseRelease(page, Left, modifier, end)
        QApplication.processEvents()
        # So that the next press is not taken for a second or third click.
        QTest.qWait(QApplication.doubleClickInterval() + 10)

    def select(self, span: Span) -> None:
        """Select words by dragging over them; the selection grows to whole words by itself.

        Where the current annotation has an end, a drag would move that: it then begins inside the
        first word, or, if that is short, at the other side.
        """
        self.show(span)
        words = self._words(span)
        begin, target = span
        if self._is_end(begin):
            if len(words[0]) > _SHORT:
                begin += _SHORT
            else:
                begin, target = span.end, span.start
                if self._is_end(begin):
                    begin -= min(_SHORT, len(words[-1]) - 1)
        self.drag(self.place(begin), self.place(target))
        assert self.view.selected_span() is not None, "the words were not selected"

    def _words(self, span: Span) -> list[str]:
        text = self.workbench.desk.article.body  # type: ignore[union-attr]
        return text[slice(*span)].split()

    def _is_end(self, place: int) -> bool:
        """Return whether the current annotation has an end there, which could be grabbed."""
        return any(abs(place - end) < _SHORT for end in self._ends())

    def _ends(self) -> list[int]:
        row = self.workbench.desk.current_row()
        return [] if row is None else [place for piece in row.pieces for place in piece.span]

    def show(self, span: Span) -> None:
        """Turns the wheel until words are in sight."""
        for _turn in range(400):
            top, bottom = self.place(span.start).y(), self.place(span.end).y()
            if top >= 4 and bottom <= self.view.viewport().height() - 4:
                return
            self._wheel(1 if top < 4 else -1)

    def place(self, point: int) -> QPoint:
        """Where the caret before a code point would stand in the viewport."""
        cursor = self.view.textCursor()
        cursor.setPosition(self._map.unit(point))
        return self.view.cursorRect(cursor).center()

    def _wheel(self, direction: int) -> None:
        page = self.view.viewport()
        middle = QPointF(page.rect().center())
        event = QWheelEvent(
            middle,
            QPointF(page.mapToGlobal(middle.toPoint())),
            QPoint(),
            QPoint(0, 60 * direction),
            Qt.MouseButton.NoButton,
            NONE,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(page, event)
        QApplication.processEvents()

    def _focus(self) -> QWidget:
        popup = QApplication.activePopupWidget()
        return popup.field if isinstance(popup, Picker) else QApplication.focusWidget() or self.view

    # Pickers.

    def picker(self) -> Picker | None:
        """Return the picker that is open."""
        popup = QApplication.activePopupWidget()
        return popup if isinstance(popup, Picker) else None

    def offered(self) -> list[int | None]:
        """Return the rows that the open picker shows."""
        picker = self._picker()
        items = (picker.list.item(i) for i in range(picker.list.count()))
        return [item.data(Qt.ItemDataRole.UserRole) for item in items]

    def pick(self, number: int, label: str) -> None:
        """Take a row by its digit; a picker of several goes on to the next claim then."""
        self.press(self._digit(number, label), CONTROL)

    def tick(self, number: int, label: str) -> None:
        """Tick or untick a row by its digit."""
        self.press(self._digit(number, label), ALT)

    def take_only(self, number: int, label: str) -> None:
        """Take a row and nothing else by its digit, and go on."""
        self.press(self._digit(number, label), CONTROL | ALT)

    def take_none(self) -> None:
        """Take nothing, and go on."""
        self.press(Key.Key_0, CONTROL | ALT)

    def new(self) -> list[tuple[int, str]]:
        """Return the names that the open picker offers to create, among those with a digit."""
        rows = (self._picker().list.item(i) for i in range(min(9, self._picker().list.count())))
        named = [(item.data(NUMBER), item.data(NUMBER + 1)) for item in rows]
        return [(number, name) for number, name in named if name and number < OTHERWISE]

    def create(self, name: str) -> None:
        """Type a new name and create it, an actor of the kind that is offered first."""
        self._clear()
        for letter in name:
            self.type(letter)
            if offered := [number for number, new in self.new() if new == name]:
                self.pick(offered[0], name)
                return
        self.pick(CREATE, name)

    def escape(self) -> None:
        """Leave the pickers that are open."""
        while self.picker() is not None:
            self.press(Key.Key_Escape)

    def _picker(self) -> Picker:
        picker = self.picker()
        assert picker is not None, "no picker is open"
        return picker

    def _digit(self, number: int, label: str) -> Key:
        """Return the digit of a row, once enough of its label is typed to bring it among nine."""
        for _letter in label:
            offered = self.offered()
            place = offered.index(number) if number in offered else len(offered) + 9
            if place < 9:
                return Key(Key.Key_1 + place)
            self._type(label)
        raise AssertionError(f"the picker does not find {label}")

    def _type(self, label: str) -> None:
        """Type the next letter of a label; what was typed before for something else goes."""
        field = self._picker().field
        typed = "" if field.hasSelectedText() else field.text()
        if not label.lower().startswith(typed.lower()) or len(typed) == len(label):
            self._clear()
            typed = ""
        self.type(label[len(typed)].lower())

    def _clear(self) -> None:
        """Select what was typed, so that what is typed next replaces it."""
        field = self._picker().field
        if field.text() and not field.hasSelectedText():
            self.press(Key.Key_A, CONTROL)
