# SPDX-License-Identifier: MIT
"""Pictures for papers and slides, drawn by matplotlib: SVG, PDF or PNG at the width of a column.

Imports matplotlib, so it is imported late. The same figures give the same bytes. Fonts are embedded
(PDF) or outlined (SVG).
"""

from __future__ import annotations

import io
import re
import textwrap
import threading
import warnings
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Page

from claimdesk.models.analysis.charts import Chart, Figure, PictureStyle
from claimdesk.models.analysis.drawing import (
    chart_drawing,
    curve_drawing,
    graph_drawing,
    panels_drawing,
    ranked_drawing,
    sheet_drawing,
)
from claimdesk.models.analysis.drawing.parts import FAINT, INK, LETTER, literal
from claimdesk.models.analysis.print_figures import Curve, Graph, Panels, RankedBars, Sheet

PNG_DPI = 300
_INCH = 25.4
_LINE_MM = 0.45
"""Height of a line, for each point of the size of its letters."""
_FAMILIES = (
    *("DejaVu Sans", "Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic", "Hiragino Sans"),
    *("Yu Gothic", "Microsoft YaHei", "PingFang SC", "Malgun Gothic", "Noto Sans Arabic", "Arial"),
)
"""Fonts that are tried for each letter, in this order."""
_one_at_a_time = threading.Lock()
"""matplotlib's settings are those of the process."""


_Height = Callable[[Any, PictureStyle], float]
"""Returns the height of a picture in millimetres."""
_Draw = Callable[[Any, Any, PictureStyle], None]
"""Draws a figure on an empty page."""

_DRAWINGS: dict[type, tuple[_Height, _Draw]] = {
    Chart: (chart_drawing.height, chart_drawing.draw),
    RankedBars: (ranked_drawing.height, ranked_drawing.draw),
    Panels: (panels_drawing.height, panels_drawing.draw),
    Sheet: (sheet_drawing.height, sheet_drawing.draw),
    Curve: (curve_drawing.height, curve_drawing.draw),
    Graph: (graph_drawing.height, graph_drawing.draw),
}


def picture(figure: Figure, form: str, style: PictureStyle | None = None) -> bytes:
    """Return a figure as a picture; `form` is svg, pdf or png. ValueError for another one."""
    if form not in ("svg", "pdf", "png"):
        raise ValueError(form)
    style = style or PictureStyle()
    settings: Any = {
        "font.family": _known_families(),
        "font.size": style.points,
        "axes.titlesize": style.points + 1,
        "svg.hashsalt": "claimdesk",
        "svg.fonttype": "path",
        "pdf.fonttype": 42,
        "hatch.linewidth": 0.4,
        "axes.linewidth": 0.5,
    }
    with _one_at_a_time, mpl.rc_context(settings):
        return _saved(_drawn(figure, style), form)


def _known_families() -> list[str]:
    from matplotlib.font_manager import fontManager

    known = set(fontManager.get_font_names())
    return [family for family in _FAMILIES if family in known]


def _saved(figure: Page, form: str) -> bytes:
    FigureCanvasAgg(figure)
    undated: dict[str, dict[str, Any]] = {
        "svg": {"Date": None, "Creator": "Claimdesk"},
        "pdf": {"CreationDate": None, "Creator": "Claimdesk", "Producer": None},
        "png": {"Software": "Claimdesk"},
    }
    written = io.BytesIO()
    with warnings.catch_warnings():
        # A letter that no font of this computer has is drawn as a box.
        warnings.filterwarnings("ignore", message="Glyph")
        figure.savefig(written, format=form, dpi=PNG_DPI, metadata=undated[form])
    return _without_spaces(written.getvalue()) if form == "svg" else written.getvalue()


def _without_spaces(svg: bytes) -> bytes:
    """Return an SVG without the outlines of spaces, which are empty and some readers warn of."""
    for name in re.findall(rb'<path id="([^"]+)" transform="[^"]*"/>', svg):
        svg = re.sub(rb'\s*<path id="%b" [^>]*/>' % re.escape(name), b"", svg)
        svg = re.sub(rb'\s*<use xlink:href="#%b"[^>]*/>' % re.escape(name), b"", svg)
    return svg


def _drawn(figure: Figure, style: PictureStyle) -> Page:
    height_of, draw = _DRAWINGS[type(figure)]
    wide = int(style.width / (style.points * LETTER))
    title = figure.title if style.title is None else style.title
    note = figure.note if style.note is None else style.note
    lines = textwrap.wrap(literal(note), wide)
    above, below = height_of(figure, style), _LINE_MM * style.points * (len(lines) + 1)
    height = above + below if lines else above
    page = Page(figsize=(style.width / _INCH, height / _INCH), layout="constrained")
    main: Any = page
    if lines:
        # The note has a room of its own, so that it never meets the legend.
        parts: Any = page.subfigures(2, 1, height_ratios=(above, below))
        main, foot = parts
        words = "\n".join(lines)
        foot.text(0.01, 0.9, words, va="top", fontsize=style.points - 1, color=FAINT)
    draw(main, figure, style)
    if title:
        main.suptitle(
            "\n".join(textwrap.wrap(literal(title), int(wide * 0.85))),
            x=0.01,
            ha="left",
            color=INK,
            fontweight="bold",
            fontsize=style.points + 1,
        )
    return page
