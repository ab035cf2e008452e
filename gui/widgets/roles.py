# SPDX-License-Identifier: MIT
"""What colours mean: one hue for each layer, state, stance and search hit; the window is neutral.

Each role has a colour for light pages and one for dark ones. Any two of them can be told apart with
normal sight, deuteranopia and protanopia, and each contrasts 3:1 with pages, panels and selected
rows; tests/gui/test_roles.py computes both.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor

LAYERS = {
    "actor": ("#3336ff", "#6584fc"),
    "claim": ("#863803", "#f7ac6b"),
    "domain": ("#580185", "#d6abfe"),
}
"""Layer -> colour on light and on dark, as in the other tables."""
STATES = {
    "suggested": ("#786c18", "#fcf19e"),
    "accepted": ("#408b5f", "#13a222"),
    "rejected": ("#69221a", "#e79086"),
}
STANCES = {
    "supportive": ("#025553", "#389a92"),
    "conditional": ("#1586c1", "#a7eafd"),
    "neutral": ("#7f7f7f", "#c0c0c0"),
    "sceptical": ("#aa3585", "#fd0ed6"),
    "opposed": ("#7c033d", "#f2508d"),
}
"""Those of the starter codebook, which holds the colours on light."""
HIT = ("#808502", "#eefc0d")
"""Of words that were searched for."""

TEXT_CONTRAST = 4.5
LINE_CONTRAST = 3.0
"""Least contrast of text on fills, and of marks, borders and boxes: WCAG 2.2, 1.4.3 and 1.4.11."""

_PARTNERS = dict([*LAYERS.values(), *STATES.values(), *STANCES.values(), HIT])
_STEP = 0.02


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


def is_dark(ground: QColor) -> bool:
    """Return whether light colours are seen on this ground."""
    return luminance(ground) < 0.18


def of_role(role: tuple[str, str], ground: QColor) -> QColor:
    """Return the colour of a role on a ground."""
    return QColor(role[is_dark(ground)])


def ink_on(fill: QColor) -> QColor:
    """Return black or white, whichever is read better on a fill."""
    return max((QColor("#ffffff"), QColor("#14161a")), key=lambda ink: contrast(ink, fill))


def shown(colour: str | QColor, ground: QColor) -> QColor:
    """Return how a colour of the codebook is drawn on a ground, so that it stands out from it.

    A colour of a role becomes that of the role for dark grounds; any other one gets lighter or
    darker as far as needed.
    """
    return QColor(_shown(QColor(colour).name(), ground.name()))


@lru_cache(maxsize=1024)
def _shown(name: str, ground_name: str) -> str:
    ground = QColor(ground_name)
    dark = is_dark(ground)
    colour = QColor(_PARTNERS.get(name, name) if dark else name)
    while contrast(colour, ground) < LINE_CONTRAST:
        lightness = colour.lightnessF() + (_STEP if dark else -_STEP)
        if not 0 <= lightness <= 1:
            break
        hue = max(colour.hslHueF(), 0.0)
        colour = QColor.fromHslF(hue, colour.hslSaturationF(), lightness)
    return colour.name()
