# SPDX-License-Identifier: MIT
"""The page layout of an article: document, font, line height, and a centred column."""

from __future__ import annotations

from typing import NamedTuple

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


_NOTES = 17
"""Average characters of a right margin that has room for the names of speakers."""


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


class Margins(NamedTuple):
    """Pixels around the text."""

    left: float
    right: float
    top: float


def column_margins(width: int, font: QFont, measure: int) -> Margins:
    """Return margins that centre a column of `measure` characters.

    Where there is little room, the right one is the wider one, since it says who makes a claim.
    """
    metrics = QFontMetricsF(font)
    least, top = metrics.height() * 1.6, metrics.height() * 1.3
    spare = width - metrics.averageCharWidth() * measure
    if spare <= 2 * least:
        return Margins(least, least, top)
    right = min(max(spare / 2, _NOTES * metrics.averageCharWidth()), spare - least)
    return Margins(spare - right, right, top)


def set_margins(document: QTextDocument, wanted: Margins) -> bool:
    """Set the margins of the page; return False if they are unchanged."""
    frame = document.rootFrame()
    margins = frame.frameFormat()
    now = Margins(margins.leftMargin(), margins.rightMargin(), margins.topMargin())
    if all(abs(one - other) < 0.5 for one, other in zip(now, wanted, strict=True)):
        return False
    margins.setLeftMargin(wanted.left)
    margins.setRightMargin(wanted.right)
    margins.setTopMargin(wanted.top)
    margins.setBottomMargin(wanted.top * 1.5)
    frame.setFrameFormat(margins)
    return True
