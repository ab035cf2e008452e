# SPDX-License-Identifier: MIT
"""A plain text editor for an article that preserves every character."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QFontDatabase, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.spans import Span, Utf16Map

_MOST_MARKED = 3000


class TextEditor(QPlainTextEdit):
    """Edits one text; annotated words have a coloured background."""

    def __init__(self, text: str, marked: Iterable[Span], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Text of the article"))
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        font.setPointSizeF(font.pointSizeF() * 1.1)
        self.setFont(font)
        self.setPlainText(text)
        self._mark(text, list(marked)[:_MOST_MARKED])

    def text(self) -> str:
        """Return the current text. Qt's toPlainText would replace no-break spaces by spaces."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def _mark(self, text: str, spans: list[Span]) -> None:
        units = Utf16Map(text)
        ground = QTextCharFormat()
        colour = self.palette().highlight().color()
        colour.setAlpha(110)
        ground.setBackground(colour)
        marks = []
        for span in spans:
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(units.unit(span.start))
            cursor.setPosition(units.unit(span.end), QTextCursor.MoveMode.KeepAnchor)
            mark.cursor = cursor
            mark.format = ground
            marks.append(mark)
        self.setExtraSelections(marks)
