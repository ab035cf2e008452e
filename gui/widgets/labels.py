# SPDX-License-Identifier: MIT
"""Labels that show data literally, never as markup, and the escaping of data for other widgets."""

from __future__ import annotations

import html

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFont, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_TIP_LINE = 80
"""Characters of a tool tip on one line; Qt breaks the lines of rich text only."""


def literal(text: str) -> str:
    """Escape data for a menu, button or tab, where `&` would mark a key and a tab a column."""
    return " ".join(text.split()).replace("&", "&&")


def literal_title(text: str) -> str:
    """Escape data for the title of a window, where `[*]` would mark unsaved changes."""
    return " ".join(text.split()).replace("[*]", "[*][*]")


def literal_tip(text: str) -> str:
    """Escape data for a tool tip, where Qt would interpret markup; long lines wrap."""
    if "<" not in text and all(len(line) <= _TIP_LINE for line in text.splitlines()):
        return text
    return f"<p style='white-space:pre-wrap'>{html.escape(text)}</p>"


def set_description(widget: QWidget, text: str) -> None:
    """Say to those who can't see a widget what it shows now."""
    if text != widget.accessibleDescription():
        widget.setAccessibleDescription(text)
        event = QAccessibleEvent(widget, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)


def hint_label(parent: QWidget, text: str = "", *, wraps: bool = True) -> QLabel:
    """Return a faint plain-text label."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wraps)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def plain_label(parent: QWidget, text: str = "", *, faint: bool = False) -> QLabel:
    """Return a plain-text label that wraps and whose text can be selected."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if faint:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def problem_label(parent: QWidget) -> QLabel:
    """Return a label for errors, hidden until there is one."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.hide()
    return label


def show_problem(label: QLabel, problem: str | None) -> None:
    """Show an error, or hide the label; the dialog grows if it must."""
    label.setText(f"⚠ {problem}" if problem else "")
    label.setVisible(problem is not None)
    if problem:
        make_room(label.window())


def make_room(dialog: QWidget) -> None:
    """Make a dialog high enough for its wrapped labels."""
    layout = dialog.layout()
    if layout is not None:
        layout.activate()
        needed = layout.totalHeightForWidth(dialog.width())
        dialog.resize(dialog.width(), max(dialog.height(), needed))


def key_cap(keys: str) -> QLabel:
    """Return a key as it is printed on a keyboard; nothing if there is none."""
    label = QLabel(keys)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    font = QFont(label.font())
    font.setPointSizeF(font.pointSizeF() * 0.85)
    label.setFont(font)
    if keys:
        label.setStyleSheet(
            "border: 1px solid palette(mid); border-radius: 3px; padding: 0 4px;"
            "background: palette(base);"
        )
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return label


class SteadyLabel(QLabel):
    """A right-aligned line of text that grows only when needed.

    With an ordinary label, each change of the text causes a new layout of the whole window.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._make_room(0)

    def show_text(self, text: str) -> None:
        """Show another text; an empty one releases the space."""
        self.setText(text)
        self._make_room(self.width() if text else 0)

    def changeEvent(self, event: QEvent) -> None:
        """Resize for a new font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._make_room(0)

    def _make_room(self, least: int) -> None:
        wanted = self.sizeHint() if self.text() else QSize(0, self.sizeHint().height())
        self.setFixedSize(max(wanted.width(), least), wanted.height())
