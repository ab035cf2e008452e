# SPDX-License-Identifier: MIT
"""The pop-up of the command palette: a field, and what fits what is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from claimdesk.gui.annotating.picking.picker import Choice, rank
from claimdesk.gui.widgets.input_method import ComposingField
from claimdesk.gui.widgets.labels import hint_label
from claimdesk.gui.widgets.spacing import CLOSE, POPUP
from claimdesk.models.messages.catalogue import _

_SHOWN = 60
"""Most rows that are listed; typing more leaves fewer."""
_LINES = 14
_WIDTH = 72
"""In average characters."""
_PLACE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Goal:
    """Something to go to or to do."""

    text: str
    kind: str
    """What it is, in a word, such as the menu of a command."""
    run: Callable[[], object]
    keys: str = ""
    obstacle: str = ""
    """Why it can't be done now; empty if it can."""
    words: tuple[str, ...] = ()
    """Other names of it."""


class Palette(QFrame):
    """Filters goals by what is typed; Enter or a click does one. It deletes itself when closed."""

    chosen = Signal(object)
    """The goal, after the pop-up closed."""

    def __init__(self, goals: Sequence[Goal], parent: QWidget) -> None:
        """List `goals`; while nothing is typed, the first of them."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._goals = list(goals)
        title = _("Command, article, actor or domain")
        self.field = ComposingField(self)
        self.field.setPlaceholderText(title)
        self.field.setAccessibleName(title)
        self.list = QListWidget(self)
        self.list.setAccessibleName(title)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        hint = hint_label(self)
        hint.setText(_("Type to filter · Enter does it · Esc closes"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(POPUP)
        layout.setSpacing(CLOSE)
        for widget in (self.field, self.list, hint):
            layout.addWidget(widget)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._fill)
        self.list.itemClicked.connect(lambda _item: self._take())
        self._fill()

    def show_over(self, window: QWidget) -> None:
        """Show the pop-up in the upper middle of a window."""
        letter, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().height() + 4
        self.setFixedWidth(min(letter * _WIDTH, window.width() - 20))
        self.list.setFixedHeight(min(line * _LINES, window.height() // 2))
        self.adjustSize()
        left = (window.width() - self.width()) // 2
        self.move(window.mapToGlobal(window.rect().topLeft()))
        self.move(self.x() + left, self.y() + window.height() // 10)
        self.show()
        self.field.setFocus()

    def _fill(self) -> None:
        typed = self.field.text().strip()
        self.list.clear()
        for place in self._fitting(typed)[:_SHOWN]:
            goal = self._goals[place]
            item = QListWidgetItem(_line(goal))
            item.setData(_PLACE, place)
            if goal.obstacle:
                item.setForeground(self.palette().color(QPalette.ColorRole.PlaceholderText))
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _fitting(self, typed: str) -> list[int]:
        if not typed:
            return list(range(len(self._goals)))
        ranked = (
            (rank(Choice(place, goal.text, words=goal.words), typed), place)
            for place, goal in enumerate(self._goals)
        )
        found = [(best, bool(self._goals[p].obstacle), p) for best, p in ranked if best is not None]
        return [place for _best, _obstacle, place in sorted(found)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the field's arrow keys move in the list, and Enter do what is current there."""
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and not self.field.composing:
                return self._key(event.key())
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _LINES,
            Qt.Key.Key_PageUp: -_LINES,
        }
        if key in steps:
            count = max(self.list.count(), 1)
            row = self.list.currentRow() + steps[Qt.Key(key)]
            whole = abs(steps[Qt.Key(key)]) > 1
            self.list.setCurrentRow(min(max(row, 0), count - 1) if whole else row % count)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return True

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        goal = self._goals[item.data(_PLACE)]
        if goal.obstacle:
            return  # it stands in the row
        self.close()
        self.chosen.emit(goal)


def _line(goal: Goal) -> str:
    detail = " · ".join(part for part in (goal.kind, goal.keys, goal.obstacle) if part)
    return f"{goal.text}    {detail}" if detail else goal.text
