# SPDX-License-Identifier: MIT
"""F1: all keys, grouped by what one is doing, found by typing words or a key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.widgets.labels import hint_label, key_cap
from claimdesk.gui.widgets.spacing import CLOSE, USUAL, WIDE
from claimdesk.gui.window.commands import Commands, menus
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.folding import accentless_key

_NATIVE = QKeySequence.SequenceFormat.NativeText
_SCROLLING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class KeyRow(NamedTuple):
    """What can be done, and the keys that do it, each alone."""

    words: str
    keys: Sequence[str]


class Section(NamedTuple):
    """What one is doing, and the keys for it."""

    title: str
    rows: Sequence[KeyRow]


def _activities() -> list[tuple[str, set[tuple[str, int]]]]:
    """Return what one is doing, with the hundreds of the menus whose commands belong to it."""
    return [
        (_("Marking words"), {("annotate", 1)}),
        (_("Going through and deciding"), {("annotate", 5), ("annotate", 3), ("annotate", 4)}),
        (_("Coding a claim"), {("claim", 1)}),
        (_("Moving the ends of what is marked"), {("bounds", 6)}),
        (_("Many at once"), {("many", 2), ("many", 3), ("many", 4)}),
        (_("Undoing"), {("edit", 1)}),
        (_("Finding"), {("edit", 2)}),
        (_("Actors, codebook and settings"), {("edit", 3), ("edit", 9)}),
        (_("Going from pane to pane"), {("view", 0), ("view", 3), ("go", 3)}),
        (_("Reading"), {("view", 1), ("view", 2), ("article", 1), ("article", 2)}),
        (_("Projects, import and export"), {("file", 1), ("file", 2), ("file", 3), ("file", 9)}),
    ]


def _without_commands() -> list[Section]:
    """Return the keys of pickers, lists and plots, which are the same for everybody."""
    names = {key: QKeySequence(key).toString(_NATIVE) for key in ("Tab", "Esc", "F2", "Return")}
    arrows = _("Arrow keys")
    return [
        Section(
            _("In the text"),
            [
                KeyRow(_("Select words, while no annotation is current"), (_("Shift+Arrow keys"),)),
                KeyRow(_("Leave the selection, or else the annotation"), (names["Esc"],)),
            ],
        ),
        Section(
            _("Picking from a list"),
            [
                KeyRow(_("Take the row"), (names["Return"], _("Ctrl+1–9"))),
                KeyRow(
                    _("Tick the row, where several can be chosen"), (names["Tab"], _("Alt+1–9"))
                ),
                KeyRow(_("Leave without a change"), (names["Esc"],)),
            ],
        ),
        Section(
            _("In lists and plots"),
            [
                KeyRow(_("Edit the cell"), (names["F2"],)),
                KeyRow(_("Open or close a group; go from bar to bar"), (arrows,)),
                KeyRow(_("Show the claims of a bar, or the words of a claim"), (names["Return"],)),
            ],
        ),
    ]


def sections(commands: Commands) -> list[Section]:
    """Return all keys by what one is doing; what belongs nowhere stands under its menu."""
    activities = [*_activities(), *((title.replace("&", ""), set()) for _id, title in menus())]
    rows: dict[str, list[KeyRow]] = {title: [] for title, _places in activities}
    for menu, names in commands.by_menu():
        for name in names:
            keys = [key.toString(_NATIVE) for key in commands[name].shortcuts()]
            place = commands.place(name)
            title = next((title for title, places in activities if place in places), menu)
            if keys:
                rows[title].append(KeyRow(commands.words(name), keys))
    found = [Section(title, listed) for title, listed in rows.items() if listed]
    return [*found[:3], *_without_commands(), *found[3:]]


class KeyOverview(QDialog):
    """Lists the sections in two columns and leaves those rows that have what is typed."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Search commands and keys"))
        self.search.setAccessibleName(_("Search commands and keys"))
        self.search.setClearButtonEnabled(True)
        self._none = hint_label(self, _("No command or key has these words."))
        self._area = QScrollArea(self)
        self._area.setAccessibleName(_("Commands and their keys"))
        # So that the arrow keys scroll it.
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._sections = [_SectionView(section) for section in sections(commands)]
        inner = self._columns()
        self._area.setWidget(inner)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.search, self._none, self._area, buttons):
            layout.addWidget(widget)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self._filter("")
        line, screen = self.fontMetrics().lineSpacing(), self.screen().availableSize()
        wanted = 2 * self._widest() + 6 * line
        tall = inner.sizeHint().height() + 8 * line
        self.resize(min(wanted, screen.width()), min(tall, screen.height() - 4 * line))

    def _widest(self) -> int:
        return max(section.sizeHint().width() for section in self._sections)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns below each other where the dialog is too narrow for both."""
        super().resizeEvent(event)
        narrow = self.width() < 2 * self._widest() + 4 * self.fontMetrics().lineSpacing()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._both.setDirection(down if narrow else across)

    def _columns(self) -> QWidget:
        """Put the sections into two columns of about the same length."""
        inner = QWidget(self)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, inner)
        self._both.setSpacing(2 * WIDE)
        half = sum(section.length for section in self._sections) / 2
        columns = [QVBoxLayout(), QVBoxLayout()]
        before = 0
        for section in self._sections:
            columns[before >= half].addWidget(section)
            before += section.length
        for column in columns:
            column.setSpacing(WIDE)
            column.addStretch(1)
            self._both.addLayout(column, 1)
        return inner

    def _filter(self, typed: str) -> None:
        words = accentless_key(typed).split()
        # All, not any: each has to show and hide its rows.
        found = [section.show_only(words) for section in self._sections]
        self._none.setVisible(not any(found))
        self._area.verticalScrollBar().setValue(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys scroll while one types, and Enter close nothing."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _SCROLLING:
                self._area.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return True
        return super().eventFilter(watched, event)


class _SectionView(QWidget):
    """A section: its title above the words and the key caps."""

    def __init__(self, section: Section) -> None:
        super().__init__()
        self._rows: list[tuple[str, list[QWidget]]] = []
        self.length = len(section.rows) + 2
        """In lines."""
        head = QLabel(section.title)
        head.setTextFormat(Qt.TextFormat.PlainText)
        font = QFont(head.font())
        font.setWeight(QFont.Weight.DemiBold)
        head.setFont(font)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * USUAL)
        grid.setVerticalSpacing(CLOSE)
        grid.setColumnStretch(0, 1)
        grid.addWidget(head, 0, 0, 1, 2)
        for line, row in enumerate(section.rows, start=1):
            words = QLabel(row.words)
            words.setTextFormat(Qt.TextFormat.PlainText)
            caps = _caps(row.keys)
            grid.addWidget(words, line, 0)
            grid.addWidget(caps, line, 1)
            sought = accentless_key(" ".join((section.title, row.words, *row.keys)))
            self._rows.append((sought, [words, caps]))

    def show_only(self, wanted: Sequence[str]) -> bool:
        """Show the rows that have all of these words; return whether there are any."""
        shown = [all(word in sought for word in wanted) for sought, _widgets in self._rows]
        for visible, (_sought, widgets) in zip(shown, self._rows, strict=True):
            for widget in widgets:
                widget.setVisible(visible)
        self.setVisible(any(shown))
        return any(shown)


def _caps(keys: Sequence[str]) -> QWidget:
    """Return the caps of keys that are alternatives, at the right edge."""
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(CLOSE)
    row.addStretch(1)
    for key in keys:
        row.addWidget(key_cap(key))
    return widget
