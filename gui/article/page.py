# SPDX-License-Identifier: MIT
"""The page of an article: its document, font, line height and a centred column for reading."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QFont, QFontMetricsF, QTextBlockFormat, QTextCursor, QTextDocument

from claimdesk.gui.article.display import DisplayText

LINE_HEIGHT = 1.7
"""Line height, of the font's own: room for five lanes below each line."""


def make_document(display: DisplayText, font: QFont, parent: QObject) -> QTextDocument:
    """The document that shows `display`, plain text only, without undo.

    Raises AssertionError if Qt did not keep the text's length, since every offset would be off.
    """
    document = QTextDocument(parent)
    document.setUndoRedoEnabled(False)
    document.setDefaultFont(font)
    cursor = QTextCursor(document)
    paragraph = QTextBlockFormat()
    percent = LINE_HEIGHT * 100
    paragraph.setLineHeight(percent, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    spacing = 0.0 if "\n\n" in display.text else QFontMetricsF(font).height() * 0.45
    paragraph.setBottomMargin(spacing)
    cursor.setBlockFormat(paragraph)
    cursor.insertText(display.shown)
    if spacing:
        _join_continued(document, display, paragraph)
    if document.characterCount() - 1 != display.length:
        raise AssertionError(
            f"Qt counts {document.characterCount() - 1} units where the text has {display.length}"
        )
    return document


def _join_continued(
    document: QTextDocument, display: DisplayText, paragraph: QTextBlockFormat
) -> None:
    """Takes the space out between the blocks of a paragraph that was broken for display."""
    close = QTextBlockFormat(paragraph)
    close.setBottomMargin(0)
    for unit in display.continued:
        QTextCursor(document.findBlock(unit).previous()).setBlockFormat(close)


def column_margins(width: int, font: QFont, measure: int) -> tuple[float, float]:
    """(side, top) margins in pixels that centre a column of `measure` characters in `width`."""
    metrics = QFontMetricsF(font)
    least = metrics.height() * 1.6
    column = metrics.averageCharWidth() * measure
    return max(least, (width - column) / 2), metrics.height() * 1.3


def set_margins(document: QTextDocument, side: float, top: float) -> bool:
    """Sets the margins of the page; False if they were so already."""
    frame = document.rootFrame()
    margins = frame.frameFormat()
    if abs(margins.leftMargin() - side) < 0.5 and abs(margins.topMargin() - top) < 0.5:
        return False
    margins.setLeftMargin(side)
    margins.setRightMargin(side)
    margins.setTopMargin(top)
    margins.setBottomMargin(top * 1.5)
    frame.setFrameFormat(margins)
    return True
