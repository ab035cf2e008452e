# SPDX-License-Identifier: MIT
"""The report as one HTML file: no script, nothing from elsewhere, pictures as SVG inside."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import Any

from claimdesk.models.analysis.pictures import picture
from claimdesk.models.analysis.report.contents import (
    IN_REPORT,
    Block,
    Definition,
    Heading,
    Paragraph,
    Picture,
    Table,
)

_STYLE = """
body { font: 15px/1.5 system-ui, "Segoe UI", sans-serif; color: #1a1a1a; background: #fff;
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.8rem; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #ddd; }
figure { margin: 1rem 0; } figure svg { width: 100%; height: auto; }
figcaption { color: #555; font-size: 0.9em; }
table { border-collapse: collapse; font-size: 0.88em; margin: 1rem 0; display: block;
  overflow-x: auto; }
th, td { padding: 0.15rem 0.6rem; text-align: right; border-bottom: 1px solid #e5e5e5; }
th:first-child, td:first-child { text-align: left; }
dt { font-weight: 600; } dd { margin: 0 0 0.5rem 1.5rem; }
"""


def write_html(title: str, language: str, blocks: Sequence[Block]) -> bytes:
    """Return the report in UTF-8."""
    body = "\n".join(_WRITERS[type(block)](block) for block in blocks)
    head = f"<meta charset='utf-8'><title>{html.escape(title)}</title><style>{_STYLE}</style>"
    page = f"<!DOCTYPE html>\n<html lang='{html.escape(language)}'><head>{head}</head>"
    return f"{page}\n<body>\n{body}\n</body></html>\n".encode("utf-8", "replace")


def _heading(block: Heading) -> str:
    return f"<h{block.level}>{html.escape(block.text)}</h{block.level}>"


def _paragraph(block: Paragraph) -> str:
    return f"<p>{html.escape(block.text)}</p>"


def _picture(block: Picture) -> str:
    svg = picture(block.chart, "svg", IN_REPORT).decode()
    drawing = svg[svg.index("<svg") :]
    caption = html.escape(block.caption)
    below = f"<figcaption>{caption}</figcaption>"
    return f"<figure role='img' aria-label='{caption}'>{drawing}{below}</figure>"


def _table(block: Table) -> str:
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in block.columns)
    rows = (
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
        for row in block.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _definition(block: Definition) -> str:
    indent = f" style='margin-left: {1.5 * block.level}rem'" if block.level else ""
    term, text = html.escape(block.term), html.escape(block.text)
    return f"<dl{indent}><dt>{term}</dt><dd>{text}</dd></dl>"


_WRITERS: dict[type, Callable[[Any], str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Picture: _picture,
    Table: _table,
    Definition: _definition,
}
