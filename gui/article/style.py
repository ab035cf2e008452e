# SPDX-License-Identifier: MIT
"""The colours of the article view, derived from the palette with sufficient contrast."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QColor, QPalette

from claimdesk.gui.widgets.roles import (
    LAYERS,
    LINE_CONTRAST,
    TEXT_CONTRAST,
    blend,
    contrast,
    luminance,
    of_role,
    shown,
)


class Style:
    """The colours for one palette; all methods are cached."""

    def __init__(self, palette: QPalette) -> None:
        self.base = palette.color(QPalette.ColorRole.Base)
        self.text = palette.color(QPalette.ColorRole.Text)
        self.selection = self._readable(palette.color(QPalette.ColorRole.Accent), 0.3)
        self._lines: dict[int, QColor] = {}
        self.dark = luminance(self.base) < luminance(self.text)
        self.muted = self.line_of(blend(self.base, self.text, 0.5))
        self.quiet = self._quiet()
        """Of text that is not part of the article."""
        self.fill = cache(self._fill)
        self.line = cache(self._line)

    def _quiet(self) -> QColor:
        share = 0.55
        while contrast(blend(self.base, self.text, share), self.base) < TEXT_CONTRAST and share < 1:
            share += 0.05
        return blend(self.base, self.text, share)

    def _colour(self, colour: str | None, layer: str) -> QColor:
        if colour and QColor(colour).isValid():
            return shown(colour, self.base)
        return of_role(LAYERS[layer], self.base)

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
        key = colour.rgba()
        if key not in self._lines:
            self._lines[key] = self._contrasting(colour)
        return self._lines[key]

    def _contrasting(self, colour: QColor) -> QColor:
        share = 0.0
        moved = colour
        while share < 1.0 and contrast(moved, self.base) < LINE_CONTRAST:
            share += 0.05
            moved = blend(colour, self.text, share)
        return moved
