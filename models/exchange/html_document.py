# SPDX-License-Identifier: MIT
"""A document for people as one HTML file: no script, nothing from elsewhere."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from claimdesk.models.exchange.document_blocks import (
    Definition,
    Heading,
    Paragraph,
    Quote,
    Table,
)

Writer = Callable[[Any], str]

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
blockquote { margin: 0 0 0.5rem 1.5rem; padding-left: 0.7rem; border-left: 3px solid #ccc; }
cite { color: #555; font-size: 0.9em; font-style: normal; display: block; }
dt { font-weight: 600; } dd { margin: 0 0 0.5rem 1.5rem; }
"""


def write_html(
    title: str, language: str, blocks: Sequence[Any], more: Mapping[type, Writer] | None = None
) -> bytes:
    """Return the document in UTF-8; `more` writes further kinds of blocks."""
    writers = {**_WRITERS, **(more or {})}
    body = "\n".join(writers[type(block)](block) for block in blocks)
    head = f"<meta charset='utf-8'><title>{html.escape(title)}</title><style>{_STYLE}</style>"
    page = f"<!DOCTYPE html>\n<html lang='{html.escape(language)}'><head>{head}</head>"
    return f"{page}\n<body>\n{body}\n</body></html>\n".encode("utf-8", "replace")


def _heading(block: Heading) -> str:
    return f"<h{block.level}>{html.escape(block.text)}</h{block.level}>"


def _paragraph(block: Paragraph) -> str:
    return f"<p>{html.escape(block.text)}</p>"


def _table(block: Table) -> str:
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in block.columns)
    rows = (
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
        for row in block.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _definition(block: Definition) -> str:
    indent = _indent(block.level)
    term, text = html.escape(block.term), html.escape(block.text)
    return f"<dl{indent}><dt>{term}</dt><dd>{text}</dd></dl>"


def _quote(block: Quote) -> str:
    text, source = html.escape(block.text), html.escape(block.source)
    return f"<div{_indent(block.level)}><blockquote>{text} <cite>{source}</cite></blockquote></div>"


def _indent(level: int) -> str:
    return f" style='margin-left: {1.5 * level}rem'" if level else ""


_WRITERS: Mapping[type, Writer] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Table: _table,
    Definition: _definition,
    Quote: _quote,
}
