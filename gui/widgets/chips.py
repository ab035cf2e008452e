# SPDX-License-Identifier: MIT
"""Chips: small marks in the colour of an actor, domain or value; those of domains have letters."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QIcon, QPainter, QPixmap

from claimdesk.gui.widgets.roles import blend, contrast, ink_on, shown

_SIDE = 96
"""Pixels of an icon as it is drawn; every view makes it as small as its own icons."""
_LETTERS = 0.62
"""Size of letters in a chip, as a share of the size of the text beside it."""
_READABLE = 4.5


def paint_chip(
    painter: QPainter,
    left: float,
    middle: float,
    font: QFont,
    colour: str,
    code: str,
    ground: QColor,
) -> int:
    """Paint a disc, or a box with two letters, before text in `font`; return its width."""
    height = QFontMetrics(font).height()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if not code:
        side = height // 2
        painter.setBrush(shown(colour, ground))
        painter.drawEllipse(QRectF(left, middle - side / 2, side, side))
        painter.restore()
        return side
    small = _small(font)
    width = round(QFontMetrics(small).horizontalAdvance("MM") + height * 0.2)
    box = QRectF(left, middle - height * 0.4, width, height * 0.8)
    _paint_box(painter, box, small, shown(colour, ground), code)
    painter.restore()
    return width


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setItalic(False)
    small.setStrikeOut(False)
    small.setWeight(QFont.Weight.DemiBold)
    if font.pointSizeF() > 0:
        small.setPointSizeF(font.pointSizeF() * _LETTERS)
    return small


def _paint_box(painter: QPainter, box: QRectF, font: QFont, fill: QColor, code: str) -> None:
    ink = ink_on(fill)
    away = QColor("#000000") if ink.lightnessF() > 0.5 else QColor("#ffffff")
    while contrast(ink, fill) < _READABLE:
        fill = blend(fill, away, 0.08)
    painter.setBrush(fill)
    painter.drawRoundedRect(box, box.height() / 5, box.height() / 5)
    painter.setPen(ink)
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, code)


def chip(colour: str, code: str = "") -> QIcon:
    """Return an icon with a chip, to precede a name in a list."""
    pixmap = QPixmap(_SIDE, _SIDE)
    pixmap.fill(Qt.GlobalColor.transparent)
    drawn = QColor(colour)
    if drawn.alpha():
        drawn = shown(colour, QGuiApplication.palette().base().color())
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if code:
            font = QFont(QGuiApplication.font())
            font.setPixelSize(round(_SIDE * 0.46))
            font.setWeight(QFont.Weight.Bold)
            box = QRectF(0, _SIDE * 0.12, _SIDE, _SIDE * 0.76)
            _paint_box(painter, box, font, drawn, code)
        else:
            painter.setBrush(drawn)
            edge = _SIDE // 6
            painter.drawEllipse(edge, edge, _SIDE - 2 * edge, _SIDE - 2 * edge)
    return QIcon(pixmap)
