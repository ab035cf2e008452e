# SPDX-License-Identifier: MIT
"""The text that will be stored, and what differs from the one it is nearly the same as."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.diff import equal_blocks

_MOST_COMPARED = 60_000
"""Code points up to which two texts are compared: more would take minutes."""

SAME, ADDED, GONE = "same", "added", "gone"


class TextPane(QTextEdit):
    """Shows a text, read-only."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(_("The text that will be stored"))

    def show_text(self, body: str) -> None:
        """Show a text from its beginning."""
        self.setPlainText(body)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def show_pieces(self, found: Sequence[tuple[str, str]]) -> None:
        """Show a text with what it has more than another one, and less, as `compared` returns."""
        self.clear()
        cursor = QTextCursor(self.document())
        first: int | None = None
        for kind, piece in found:
            if kind != SAME and first is None:
                first = cursor.position()
            cursor.insertText(piece, self._look(kind))
        cursor.setPosition(first or 0)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _look(self, kind: str) -> QTextCharFormat:
        look = QTextCharFormat()
        if kind == ADDED:
            look.setFontUnderline(True)
            look.setFontWeight(QFont.Weight.Bold)
        elif kind == GONE:
            look.setFontStrikeOut(True)
            look.setForeground(self.palette().placeholderText())
        return look


def compared(before: str, body: str) -> list[tuple[str, str]]:
    """Return the pieces of two texts, in a job; nothing if they are too long to compare."""
    return [] if max(len(before), len(body)) > _MOST_COMPARED else list(pieces(before, body))


def pieces(before: str, body: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of two texts in order: what is the same, added and gone."""
    there = here = 0
    for block in equal_blocks(before, body):
        if block.old > there:
            yield GONE, before[there : block.old]
        if block.new > here:
            yield ADDED, body[here : block.new]
        yield SAME, body[block.new : block.new + block.length]
        there, here = block.old + block.length, block.new + block.length
    if there < len(before):
        yield GONE, before[there:]
    if here < len(body):
        yield ADDED, body[here:]
