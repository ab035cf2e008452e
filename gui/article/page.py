# SPDX-License-Identifier: MIT
"""The page layout of an article: document, font, line height, and a centred column."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
)

from claimdesk.gui.article.display import DisplayText

LINE_HEIGHT = 1.5
"""Line height relative to that of the font: room for two lanes below each line."""

ROOMY = 2
"""Lanes that a line has room for anyway."""
_PER_LANE = 0.1
_MOST = 2.0
"""What each further lane adds to the line height, and the most that it gets."""

SPACING = 0.6
"""Space between paragraphs relative to the height of the font."""


def make_document(display: DisplayText, font: QFont, parent: QObject) -> QTextDocument:
    """Return a document with `display` as plain text, without undo.

    Raises AssertionError if Qt changed the length of the text, since every offset would be wrong.
    """
    document = QTextDocument(parent)
    document.setUndoRedoEnabled(False)
    document.setDefaultFont(font)
    cursor = QTextCursor(document)
    paragraph = QTextBlockFormat()
    percent = LINE_HEIGHT * 100
    paragraph.setLineHeight(percent, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    paragraph.setBottomMargin(_spacing(display, font))
    cursor.setBlockFormat(paragraph)
    cursor.insertText(display.shown)
    if _has_blank_lines(display):
        _lower_blank_lines(document)
    else:
        _join_continued(document, display)
    if document.characterCount() - 1 != display.length:
        raise AssertionError(
            f"Qt counts {document.characterCount() - 1} units where the text has {display.length}"
        )
    return document


def line_height(lanes: int) -> float:
    """Return the line height for a block with so many lanes, relative to that of the font."""
    return min(_MOST, LINE_HEIGHT + _PER_LANE * max(0, lanes - ROOMY))


def line_height_of(block: QTextBlock) -> float:
    """Return the line height of a block, relative to that of the font."""
    return block.blockFormat().lineHeight() / 100


def set_line_height(block: QTextBlock, height: float) -> bool:
    """Set the line height of a block of text; return False if it is unchanged."""
    if block.length() == 1 or abs(line_height_of(block) - height) < 0.01:
        return False
    roomy = QTextBlockFormat()
    kind = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
    roomy.setLineHeight(height * 100, kind)
    QTextCursor(block).mergeBlockFormat(roomy)
    return True


def change_font(document: QTextDocument, display: DisplayText, font: QFont) -> None:
    """Set the font and adapt the space between paragraphs."""
    document.setDefaultFont(font)
    if not _has_blank_lines(display):
        spaced = QTextBlockFormat()
        spaced.setBottomMargin(_spacing(display, font))
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spaced)
        _join_continued(document, display)


def _has_blank_lines(display: DisplayText) -> bool:
    return "\n\n" in display.shown


def _spacing(display: DisplayText, font: QFont) -> float:
    return 0.0 if _has_blank_lines(display) else QFontMetricsF(font).height() * SPACING


def _join_continued(document: QTextDocument, display: DisplayText) -> None:
    """Remove the space between the blocks of a paragraph that was broken for display."""
    close = QTextBlockFormat()
    close.setBottomMargin(0)
    for unit in display.continued:
        QTextCursor(document.findBlock(unit).previous()).mergeBlockFormat(close)


def _lower_blank_lines(document: QTextDocument) -> None:
    """Give the empty lines between paragraphs the height of the space between paragraphs."""
    low = QTextBlockFormat()
    low.setLineHeight(SPACING * 100, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    block = document.begin()
    while block.isValid():
        if block.length() == 1:
            QTextCursor(block).setBlockFormat(low)
        block = block.next()


def column_margins(width: int, font: QFont, measure: int) -> tuple[float, float]:
    """Return (side, top) margins in pixels that centre a column of `measure` characters."""
    metrics = QFontMetricsF(font)
    least = metrics.height() * 1.6
    column = metrics.averageCharWidth() * measure
    return max(least, (width - column) / 2), metrics.height() * 1.3


def set_margins(document: QTextDocument, side: float, top: float) -> bool:
    """Set the margins of the page; return False if they are unchanged."""
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
