# SPDX-License-Identifier: MIT
"""The colours of the article view, derived from the palette with sufficient contrast."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QColor, QPalette

LAYER_COLOURS = {"actor": "#3b82f6", "claim": "#e07b1f", "domain": "#2f9e68"}
"""The colours of marks without their own colour."""

TEXT_CONTRAST = 4.5
LINE_CONTRAST = 3.0
"""Least contrast of text on fills, and of lines on the page: WCAG 2.2, 1.4.3 and 1.4.11."""


def luminance(colour: QColor) -> float:
    """Return the relative luminance, 0 to 1 (WCAG 2.2)."""
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio, 1 to 21 (WCAG 2.2)."""
    lower, higher = sorted((luminance(one), luminance(other)))
    return (higher + 0.05) / (lower + 0.05)


def blend(under: QColor, over: QColor, share: float) -> QColor:
    """Blend `over` onto `under` with opacity `share`."""
    return QColor.fromRgbF(
        under.redF() + (over.redF() - under.redF()) * share,
        under.greenF() + (over.greenF() - under.greenF()) * share,
        under.blueF() + (over.blueF() - under.blueF()) * share,
    )


class Style:
    """The colours for one palette; all methods are cached."""

    def __init__(self, palette: QPalette) -> None:
        self.base = palette.color(QPalette.ColorRole.Base)
        self.text = palette.color(QPalette.ColorRole.Text)
        self.accent = palette.color(QPalette.ColorRole.Accent)
        self.selection = self._readable(self.accent, 0.45)
        self.dark = luminance(self.base) < luminance(self.text)
        self.muted = self.line_of(blend(self.base, self.text, 0.5))
        self.fill = cache(self._fill)
        self.line = cache(self._line)

    def _colour(self, colour: str | None, layer: str) -> QColor:
        chosen = QColor(colour) if colour else QColor()
        return chosen if chosen.isValid() else QColor(LAYER_COLOURS[layer])

    def _fill(self, colour: str | None, layer: str, strength: float) -> QColor:
        """Return the colour of a fill behind text."""
        return self._readable(self._colour(colour, layer), strength)

    def _readable(self, over: QColor, share: float) -> QColor:
        """Blend `over` onto the page, as strongly as requested or as the contrast allows."""
        while share > 0:
            filled = blend(self.base, over, share)
            if contrast(filled, self.text) >= TEXT_CONTRAST:
                return filled
            share -= 0.02
        return self.base

    def _line(self, colour: str | None, layer: str) -> QColor:
        """Return the colour of a line or outline with sufficient contrast."""
        return self.line_of(self._colour(colour, layer))

    def line_of(self, colour: QColor) -> QColor:
        """Shift `colour` towards that of the text until it contrasts with the page."""
        share = 0.0
        moved = colour
        while share < 1.0 and contrast(moved, self.base) < LINE_CONTRAST:
            share += 0.05
            moved = blend(colour, self.text, share)
        return moved
