# SPDX-License-Identifier: MIT
"""The report as PDF, laid out by reportlab (imported late), with embedded fonts."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Image, SimpleDocTemplate, Spacer
from reportlab.platypus import Paragraph as Flowing
from reportlab.platypus import Table as Grid

from claimdesk.models.analysis.pictures import picture
from claimdesk.models.analysis.report.contents import IN_REPORT, Block, Picture
from claimdesk.models.exchange.document_blocks import Definition, Heading, Paragraph, Table
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.normalization import xml_text

_FONT, _BOLD = "DejaVuSans", "DejaVuSans-Bold"
_EAST_ASIAN = "HeiseiKakuGo-W5"
"""Of Adobe's Japanese collection: readers have it, it is not embedded."""
_EAST_ASIAN_RUN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+")
_MARGIN = 18 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_SIZES = {1: 18, 2: 13, 3: 11}
_TABLE_POINTS = 7
_LABELS = 0.32
"""The share of a table's width that its labels get."""


def write_pdf(title: str, language: str, blocks: Sequence[Block]) -> bytes:
    """Return the report as the bytes of a .pdf file."""
    _register_fonts()
    flow = [part for block in blocks for part in _WRITERS[type(block)](block)]
    written = io.BytesIO()
    document = SimpleDocTemplate(
        written,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=title,
        author="",
        lang=language,
        invariant=1,
    )
    document.build(flow, onFirstPage=_number, onLaterPages=_number)
    return written.getvalue()


def _register_fonts() -> None:
    # matplotlib ships these fonts (Bitstream Vera licence).
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    for name in (_FONT, _BOLD):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    pdfmetrics.registerFont(UnicodeCIDFont(_EAST_ASIAN))


def _number(canvas: Any, document: Any) -> None:  # noqa: ANN401
    canvas.setFont(_FONT, 8)
    canvas.drawRightString(A4[0] - _MARGIN, _MARGIN / 2, _("Page {n}").format(n=document.page))


def _style(points: float, **more: Any) -> ParagraphStyle:  # noqa: ANN401
    return ParagraphStyle(
        "own", fontName=_FONT, fontSize=points, leading=points * 1.35, splitLongWords=1, **more
    )


def _flowing(text: str, style: ParagraphStyle) -> Flowing:
    clean = html.escape(xml_text(text), quote=False)
    marked = _EAST_ASIAN_RUN.sub(lambda run: f"<font name='{_EAST_ASIAN}'>{run[0]}</font>", clean)
    return Flowing(marked, style)


def _heading(block: Heading) -> Iterator[Any]:
    points = _SIZES.get(block.level, 10)
    style = _style(points, spaceBefore=points, spaceAfter=4, keepWithNext=1)
    style.fontName = _BOLD
    yield _flowing(block.text, style)


def _paragraph(block: Paragraph) -> Iterator[Any]:
    yield _flowing(block.text, _style(9, spaceAfter=4))


def _picture(block: Picture) -> Iterator[Any]:
    drawing = Image(io.BytesIO(picture(block.chart, "png", IN_REPORT)))
    scale = min(_WIDTH / drawing.imageWidth, 0.85 * A4[1] / drawing.imageHeight)
    drawing.drawWidth = drawing.imageWidth * scale
    drawing.drawHeight = drawing.imageHeight * scale
    yield drawing
    yield _flowing(block.caption, _style(8, textColor=colors.HexColor("#555555"), spaceAfter=6))


def _table(block: Table) -> Iterator[Any]:
    style, others = _style(_TABLE_POINTS), max(len(block.columns) - 1, 1)
    widths = [_WIDTH * _LABELS, *[_WIDTH * (1 - _LABELS) / others] * (len(block.columns) - 1)]
    cells = [[_flowing(cell, style) for cell in row] for row in (block.columns, *block.rows)]
    look = [
        ("LINEBELOW", (0, 0), (-1, -1), 0.25, colors.HexColor("#dddddd")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    yield Grid(cells, colWidths=widths, repeatRows=1, style=look)
    yield Spacer(1, 8)


def _definition(block: Definition) -> Iterator[Any]:
    indent = 12 * block.level
    term = _style(9, leftIndent=indent, keepWithNext=1)
    term.fontName = _BOLD
    yield _flowing(block.term, term)
    if block.text:
        yield _flowing(block.text, _style(8, leftIndent=indent + 10, spaceAfter=3))


_WRITERS: dict[type, Callable[[Any], Iterator[Any]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Picture: _picture,
    Table: _table,
    Definition: _definition,
}
