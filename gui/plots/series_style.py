# SPDX-License-Identifier: MIT
"""Styles of series: a colour for each stance, hatching for what is still to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPalette, QPen

from claimdesk.gui.codebook.colours import SWATCHES
from claimdesk.gui.plots.plot import LegendEntry
from claimdesk.gui.widgets.roles import blend, ink_on, shown
from claimdesk.models.analysis.stacks import Series
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import ChoiceRow

_TILE = 8
_STRIPE = 3.2
_GREY = "#bbbbbb"


@dataclass(frozen=True, slots=True)
class SeriesStyle:
    """How one series is drawn, and what it is called."""

    series: Series
    label: str
    """Its stance."""
    full_label: str
    """Its stance, and that it is still to decide."""
    fill: QBrush
    edge: QColor
    ink: QColor
    """For text on the fill."""

    @property
    def hatched(self) -> bool:
        """Whether it stands for suggestions."""
        return self.series.state == "suggested"


def series_styles(
    series: Sequence[Series], stances: Sequence[ChoiceRow], palette: QPalette
) -> list[SeriesStyle]:
    """Return a style for each series, in the colours of the codebook."""
    colours = choice_colours(stances)
    labels = {stance.key: stance.label for stance in stances}
    return [
        _style(one, _("Not coded"), None, palette)
        if one.stance is None
        else _style(one, labels[one.stance], colours[one.stance], palette)
        for one in series
    ]


def legend_entries(styles: Sequence[SeriesStyle]) -> list[LegendEntry]:
    """Return an entry for each stance, and one for the hatching if suggestions are shown."""
    entries = [
        LegendEntry(style.label, style.fill, style.edge) for style in styles if not style.hatched
    ]
    hatched = [style for style in styles if style.hatched]
    if hatched:
        entries.append(LegendEntry(_("Hatched: to decide"), hatched[-1].fill, hatched[-1].edge))
    return entries


def choice_colours(choices: Sequence[ChoiceRow]) -> dict[str, str]:
    """Return the colours of the codebook; a stance without one gets a free one, never grey."""
    taken = {(choice.colour or "").lower() for choice in choices}
    free = [colour for colour in SWATCHES if colour not in {*taken, _GREY}] or list(SWATCHES)
    colours: dict[str, str] = {}
    given = 0
    for choice in choices:
        colours[choice.key] = choice.colour or free[given % len(free)]
        given += choice.colour is None
    return colours


def _style(series: Series, label: str, colour: str | None, palette: QPalette) -> SeriesStyle:
    base = palette.color(QPalette.ColorRole.Base)
    text = palette.color(QPalette.ColorRole.Text)
    if colour is None:
        # Hollow, so that it is not mistaken for a stance that the codebook draws in grey.
        fill, edge = blend(base, text, 0.12), blend(base, text, 0.55)
    else:
        fill = edge = shown(colour, base)
    if series.state == "suggested":
        full = _("{stance}, to decide").format(stance=label)
        return SeriesStyle(series, label, full, hatching(edge, base), edge, text)
    return SeriesStyle(series, label, label, QBrush(fill), edge, ink_on(fill))


def hatching(colour: QColor, base: QColor) -> QBrush:
    """Return diagonal stripes, wider than Qt's own patterns so that their colour is recognised."""
    tile = QImage(_TILE, _TILE, QImage.Format.Format_RGB32)
    tile.fill(blend(base, colour, 0.10))
    with QPainter(tile) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, _STRIPE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
        for shift in (-_TILE, 0, _TILE):
            painter.drawLine(QPointF(shift, _TILE), QPointF(shift + _TILE, 0))
    return QBrush(tile)
