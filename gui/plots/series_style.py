# SPDX-License-Identifier: MIT
"""How series look: a colour for each stance, hatching for what is only suggested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPalette, QPen

from claimdesk.gui.codebook.colours import SWATCHES
from claimdesk.gui.plots.figures import STATES, Series
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import ChoiceRow

_CONTRAST = 2.0
"""Least contrast (WCAG 2.2, relative luminance) of a bar against what it stands on."""
_TILE = 8
_STRIPE = 3.2
_STEP = 0.03
_GREY = "#bbbbbb"


@dataclass(frozen=True, slots=True)
class Look:
    """How one series is drawn, and what it is called."""

    series: Series
    label: str
    """Its stance."""
    full_label: str
    """Its stance, and that it is only suggested."""
    fill: QBrush
    edge: QColor
    ink: QColor
    """For text upon the fill."""

    @property
    def hatched(self) -> bool:
        """Whether it stands for suggestions."""
        return self.series.state == "suggested"


def looks_of(choices: Sequence[ChoiceRow], suggested: bool, palette: QPalette) -> list[Look]:
    """A look for every stance in the codebook's order and for "not coded"; accepted ones first."""
    colours = _colours(choices)
    looks = []
    for state in STATES if suggested else STATES[:1]:
        looks += [
            _look(Series(state, choice.key), choice.label, colours[choice.key], palette)
            for choice in choices
        ]
        looks.append(_look(Series(state, None), _("Not coded"), None, palette))
    return looks


def _colours(choices: Sequence[ChoiceRow]) -> dict[str, str]:
    """The codebook's colours; where there is none, one that is not taken, grey left aside."""
    taken = {(choice.colour or "").lower() for choice in choices}
    free = [colour for colour in SWATCHES if colour not in {*taken, _GREY}] or list(SWATCHES)
    colours: dict[str, str] = {}
    given = 0
    for choice in choices:
        colours[choice.key] = choice.colour or free[given % len(free)]
        given += choice.colour is None
    return colours


def _look(series: Series, label: str, colour: str | None, palette: QPalette) -> Look:
    base = palette.color(QPalette.ColorRole.Base)
    text = palette.color(QPalette.ColorRole.Text)
    if colour is None:
        # Hollow, so that it is not taken for a stance that the codebook draws in grey.
        fill, edge = _mixed(base, text, 0.12), _mixed(base, text, 0.45)
    else:
        fill = edge = visible(QColor(colour), base)
    if series.state == "suggested":
        full = _("{stance}, suggested").format(stance=label)
        return Look(series, label, full, _hatching(edge, base), edge, text)
    return Look(series, label, label, QBrush(fill), edge, _ink(fill))


def visible(colour: QColor, base: QColor) -> QColor:
    """`colour`, made lighter or darker as far as it needs to stand out from `base`."""
    step = _STEP if base.lightnessF() < 0.5 else -_STEP
    while contrast(colour, base) < _CONTRAST:
        lightness = colour.lightnessF() + step
        if not 0 <= lightness <= 1:
            break
        hue = max(colour.hslHueF(), 0.0)
        colour = QColor.fromHslF(hue, colour.hslSaturationF(), lightness)
    return colour


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _ink(fill: QColor) -> QColor:
    white, black = QColor("#ffffff"), QColor("#14161a")
    return white if contrast(white, fill) >= 3 else black


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    def mix(a: float, b: float) -> float:
        return a + (b - a) * share

    return QColor.fromRgbF(
        mix(one.redF(), other.redF()),
        mix(one.greenF(), other.greenF()),
        mix(one.blueF(), other.blueF()),
    )


def _hatching(colour: QColor, base: QColor) -> QBrush:
    """Diagonal stripes; wider than Qt's own patterns, so that their colour can be told."""
    tile = QImage(_TILE, _TILE, QImage.Format.Format_RGB32)
    tile.fill(_mixed(base, colour, 0.10))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, _STRIPE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
    for shift in (-_TILE, 0, _TILE):
        painter.drawLine(QPointF(shift, _TILE), QPointF(shift + _TILE, 0))
    painter.end()
    return QBrush(tile)
