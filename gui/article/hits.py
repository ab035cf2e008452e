# SPDX-License-Identifier: MIT
"""Outlines around what was found in the text; the one that one has gone to stands out."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from claimdesk.gui.article.geometry import Box
from claimdesk.gui.article.style import Style
from claimdesk.models.text.spans import Span

_COLOUR = "#c026a3"
"""Apart from the colours of the layers, so that a hit is not taken for an annotation."""


def paint_hits(
    painter: QPainter,
    found: Iterable[tuple[Span, Box]],
    current: Span | None,
    style: Style,
    unit: float,
) -> None:
    """Draw a box around each piece of a hit; `unit` is the width of a thin line in pixels."""
    colour = style.line_of(QColor(_COLOUR))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for span, box in found:
        painter.setPen(QPen(colour, unit * (2.4 if span == current else 1)))
        painter.drawRoundedRect(box.rect().adjusted(-1, 0.5, 1, -0.5), 2 * unit, 2 * unit)
