# SPDX-License-Identifier: MIT
"""The report as one HTML file, pictures as SVG inside."""

from __future__ import annotations

import html
from collections.abc import Sequence

from claimdesk.models.analysis.pictures import picture
from claimdesk.models.analysis.report.contents import IN_REPORT, Block, Picture
from claimdesk.models.exchange import html_document


def write_html(title: str, language: str, blocks: Sequence[Block]) -> bytes:
    """Return the report in UTF-8."""
    return html_document.write_html(title, language, blocks, {Picture: _picture})


def _picture(block: Picture) -> str:
    svg = picture(block.chart, "svg", IN_REPORT).decode()
    drawing = svg[svg.index("<svg") :]
    caption = html.escape(block.caption)
    below = f"<figcaption>{caption}</figcaption>"
    return f"<figure role='img' aria-label='{caption}'>{drawing}{below}</figure>"
