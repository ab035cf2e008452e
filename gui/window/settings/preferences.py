# SPDX-License-Identifier: MIT
"""Reading preferences: stored with the layout of the window and applied to the article view."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings

from claimdesk.gui.article.reading import DEFAULT_MEASURE, usual_point_size
from claimdesk.gui.article.view import ArticleView

SIZES = (8, 28)
"""Smallest and largest size of the reading font, in points."""
MEASURES = (40, 140)
"""Narrowest and widest line, in average characters."""


class Preferences(QObject):
    """Font, size and line width of the article; changes apply at once."""

    def __init__(self, view: ArticleView, settings: QSettings) -> None:
        super().__init__(view)
        self._view = view
        self._settings = settings
        self._default_family = view.reading_font().family()
        self._show_font()
        view.set_measure(self.measure())

    def family(self) -> str:
        """Return the family of the reading font."""
        return str(self._settings.value("reading/family") or self._default_family)

    def size(self) -> float:
        """Return the size of the reading font at 100 % zoom, in points."""
        return _within(self._settings.value("reading/size"), SIZES, usual_point_size())

    def measure(self) -> int:
        """Return the width of a line, in average characters."""
        return round(_within(self._settings.value("reading/measure"), MEASURES, DEFAULT_MEASURE))

    def set_font(self, family: str, size: float) -> None:
        """Set the reading font; `size` is in points."""
        self._settings.setValue("reading/family", family)
        self._settings.setValue("reading/size", size)
        self._show_font()

    def set_measure(self, characters: int) -> None:
        """Set the width of a line."""
        self._settings.setValue("reading/measure", characters)
        self._view.set_measure(self.measure())

    def reset(self) -> None:
        """Restore the defaults."""
        self._settings.remove("reading")
        self._show_font()
        self._view.set_measure(self.measure())

    def _show_font(self) -> None:
        self._view.set_reading_font(self.family(), self.size())


def _within(stored: object, limits: tuple[int, int], default: float) -> float:
    """Return a stored number, clamped to its limits, or the default if there is none."""
    try:
        number = float(str(stored))
    except ValueError:
        return default
    return min(max(number, limits[0]), limits[1]) if number == number else default
