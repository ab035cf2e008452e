# SPDX-License-Identifier: MIT
"""How a network is drawn: links by sign and weight, nodes by claims, and labels that do not meet.

Sign is colour and line: agreement is solid, disagreement dashed, so that it shows in grey, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen

from claimdesk.gui.codebook.colours import SWATCHES
from claimdesk.gui.plots.network_figures import Frame
from claimdesk.gui.widgets.roles import LAYERS, STANCES, of_role, shown

_NEUTRAL = "#7f8790"
ALL, HELD, REST = "all", "held", "rest"
_THIN, _THICK = 0.8, 6.0
_SMALL, _LARGE = 4.0, 15.0
_STEPS = 5
"""Links of about one width are drawn with one pen."""
_LABEL = 26
"""Characters of a label at most."""
_FAINT, _PLAIN, _STRONG = 40, 130, 235
_GAP = 3.0


@dataclass(slots=True)
class Colours:
    """The colours of a palette."""

    text: QColor = field(default_factory=QColor)
    base: QColor = field(default_factory=QColor)
    faded: QColor = field(default_factory=QColor)
    highlight: QColor = field(default_factory=QColor)
    agree: QColor = field(default_factory=QColor)
    disagree: QColor = field(default_factory=QColor)
    neutral: QColor = field(default_factory=QColor)
    actor: QColor = field(default_factory=QColor)
    domain: QColor = field(default_factory=QColor)
    groups: tuple[QColor, ...] = ()


def colours_of(palette: QPalette) -> Colours:
    """Return colours that stand out from the base of a palette."""
    base = palette.color(QPalette.ColorRole.Base)
    return Colours(
        text=palette.color(QPalette.ColorRole.Text),
        base=base,
        faded=palette.color(QPalette.ColorRole.PlaceholderText),
        highlight=palette.color(QPalette.ColorRole.Highlight),
        agree=of_role(STANCES["supportive"], base),
        disagree=of_role(STANCES["opposed"], base),
        neutral=shown(_NEUTRAL, base),
        actor=of_role(LAYERS["actor"], base),
        domain=of_role(LAYERS["domain"], base),
        groups=tuple(shown(name, base) for name in SWATCHES),
    )


def is_signed(frame: Frame) -> bool:
    """Return whether a link says agreement or disagreement, and not only a number of claims."""
    options = frame.network.options
    return options.kind in ("congruence", "conflict", "subtract") or options.cells == "net"


def disagrees(frame: Frame) -> np.ndarray:
    """Return which links are disagreement."""
    if frame.network.options.kind == "conflict":
        return np.ones(len(frame.edges), bool)
    return np.asarray(frame.edges.weight < 0)


def radii(frame: Frame, measure: str = "claims") -> np.ndarray:
    """Return the radius of each node in pixels: its area grows with its claims or centrality."""
    measured: Sequence[object] = frame.nodes if measure == "claims" else frame.central
    if not measured:
        measure, measured = "claims", frame.nodes
    values = np.array([getattr(one, measure) for one in measured], float)
    largest = values.max(initial=0) or 1.0
    return np.asarray(_SMALL + (_LARGE - _SMALL) * np.sqrt(values / largest))


@dataclass(slots=True)
class Picture:
    """Everything that is drawn, in pixels."""

    frame: Frame
    places: np.ndarray
    """n x 2."""
    sizes: np.ndarray
    colours: Colours
    font: QFont
    by_group: bool = False
    near: frozenset[int] = frozenset()
    """The nodes that are pointed at or current, with their neighbours; empty: none are."""
    focus: frozenset[int] = frozenset()
    """The nodes that are pointed at or current, or both ends of such a link."""
    link: int | None = None
    """The link that is pointed at or current."""
    held: int | None = None
    """The node that is being dragged."""
    part: str = ALL
    """What is drawn: all, or only the held node with its links, or only the rest."""
    selected: frozenset[int] = frozenset()
    """The nodes whose ring says that they are current."""


def _is_drawn(picture: Picture, *places: int) -> bool:
    """Return whether a node, or a link by both its ends, belongs to the part that is drawn."""
    return picture.part == ALL or (picture.held in places) == (picture.part == HELD)


def draw(painter: QPainter, picture: Picture, area: QRectF) -> None:
    """Draw a network."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_links(painter, picture)
    _draw_nodes(painter, picture)
    _draw_labels(painter, picture, area)


def _draw_links(painter: QPainter, picture: Picture) -> None:
    """Draw the links, all of one pen together."""
    frame, edges = picture.frame, picture.frame.edges
    if not len(edges):
        return
    size = np.abs(edges.weight)
    width = _THIN + (_THICK - _THIN) * np.sqrt(size / max(size.max(), 1e-12))
    step = np.round(width / _THICK * _STEPS).astype(int)
    against, signed = disagrees(frame), is_signed(frame)
    batches: dict[tuple[int, bool, int], list[QLineF]] = {}
    for place in np.argsort(size, kind="stable").tolist():
        i, j = int(edges.first[place]), int(edges.second[place])
        if not _is_drawn(picture, i, j):
            continue
        strength = _PLAIN
        if picture.focus:
            strength = _STRONG if _is_near(picture, place, i, j) else _FAINT
        line = QLineF(QPointF(*picture.places[i]), QPointF(*picture.places[j]))
        batches.setdefault((strength, bool(against[place]), int(step[place])), []).append(line)
    for (strength, dashed, steps), lines in sorted(batches.items(), key=lambda item: item[0]):
        colours = picture.colours
        colour = QColor(
            (colours.disagree if dashed else colours.agree) if signed else colours.neutral
        )
        colour.setAlpha(strength)
        pen = QPen(colour, max(_THIN, steps / _STEPS * _THICK))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dashed and signed:
            pen.setDashPattern([max(4.0 / pen.widthF(), 1.6), max(3.0 / pen.widthF(), 1.1)])
        painter.setPen(pen)
        painter.drawLines(lines)


def _is_near(picture: Picture, place: int, i: int, j: int) -> bool:
    if picture.link is not None:
        return place == picture.link
    return i in picture.focus or j in picture.focus


def _draw_nodes(painter: QPainter, picture: Picture) -> None:
    colours = picture.colours
    for place in np.argsort(-picture.sizes, kind="stable").tolist():
        if not _is_drawn(picture, place):
            continue
        node, size = picture.frame.nodes[place], float(picture.sizes[place])
        fill = QColor(colours.domain if node.is_domain else colours.actor)
        if picture.by_group and colours.groups:
            fill = QColor(colours.groups[picture.frame.groups[place] % len(colours.groups)])
        if picture.focus and place not in picture.near:
            fill.setAlpha(90)
        painter.setBrush(fill)
        painter.setPen(QPen(colours.base, 1.2))
        centre = QPointF(*picture.places[place])
        _draw_shape(painter, centre, size, is_domain=node.is_domain)
        if place in picture.selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.highlight, 2.0))
            _draw_shape(painter, centre, size + 3, is_domain=node.is_domain)


def _draw_shape(painter: QPainter, centre: QPointF, size: float, *, is_domain: bool) -> None:
    if is_domain:
        side = size * 0.9
        box = QRectF(centre.x() - side, centre.y() - side, 2 * side, 2 * side)
        painter.drawRoundedRect(box, 2.5, 2.5)
    else:
        painter.drawEllipse(centre, size, size)


def _draw_labels(painter: QPainter, picture: Picture, area: QRectF) -> None:
    """Draw the names of the largest nodes, and of what is pointed at, where they do not meet."""
    painter.setFont(picture.font)
    metrics = QFontMetricsF(picture.font)
    taken: list[QRectF] = []
    for place in (one for one in _label_order(picture) if _is_drawn(picture, one)):
        name = " ".join(picture.frame.nodes[place].name.split())
        words = name if len(name) <= _LABEL else f"{name[:_LABEL].rstrip()}…"
        wanted = place in picture.focus
        box = _label_box(picture, place, metrics.horizontalAdvance(words), metrics.height(), area)
        if not wanted and any(box.intersects(other) for other in taken):
            continue
        taken.append(box)
        colour = picture.colours.text
        if picture.focus and place not in picture.near:
            colour = picture.colours.faded
        backdrop = QColor(picture.colours.base)
        backdrop.setAlpha(190)
        painter.fillRect(box, backdrop)
        painter.setPen(colour)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _label_order(picture: Picture) -> Sequence[int]:
    """Return which labels come first: what is pointed at, its neighbours, then the largest."""
    largest = np.argsort(-picture.sizes, kind="stable").tolist()
    return sorted(
        largest, key=lambda place: (place not in picture.focus, place not in picture.near)
    )


def _label_box(picture: Picture, place: int, width: float, height: float, area: QRectF) -> QRectF:
    """Return where the label of a node is: beside it, at its left where there is no room."""
    x, y = picture.places[place]
    away = float(picture.sizes[place]) + _GAP
    box = QRectF(x + away, y - height / 2, width + 2, height)
    if box.right() > area.right() and x - away - width > area.left():
        box.moveRight(x - away)
    if box.top() < area.top():
        box.moveTop(area.top())
    if box.bottom() > area.bottom():
        box.moveBottom(area.bottom())
    return box
