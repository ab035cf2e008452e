# SPDX-License-Identifier: MIT
"""A document for people as a Word file, by python-docx: import this module late."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import docx
from docx.shared import Mm, Pt

from claimdesk.models.exchange.document_blocks import (
    Definition,
    Heading,
    Paragraph,
    Quote,
    Table,
)
from claimdesk.models.text.normalization import xml_text

Writer = Callable[[Any, Any], None]

_INDENT = 6
"""Of each level, in millimetres."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every part of the file, so that the same document is the same file."""


def write_docx(
    title: str, language: str, blocks: Sequence[Any], more: Mapping[type, Writer] | None = None
) -> bytes:
    """Return the document as the bytes of a .docx file; `more` writes further kinds of blocks."""
    writers = {**_WRITERS, **(more or {})}
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = xml_text(title), "", language
    properties.comments = ""
    properties.created = properties.modified = datetime.datetime(*_EPOCH, tzinfo=datetime.UTC)
    for block in blocks:
        writers[type(block)](document, block)
    written = io.BytesIO()
    document.save(written)
    return _undated(written)


def _heading(document: Any, block: Heading) -> None:  # noqa: ANN401
    document.add_heading(xml_text(block.text), block.level - 1)


def _paragraph(document: Any, block: Paragraph) -> None:  # noqa: ANN401
    document.add_paragraph(xml_text(block.text))


def _table(document: Any, block: Table) -> None:  # noqa: ANN401
    table = document.add_table(rows=1, cols=len(block.columns), style="Light List")
    for cell, text in zip(table.rows[0].cells, block.columns, strict=True):
        _fill(cell, text)
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _fill(cell, text)


def _fill(cell: Any, text: str) -> None:  # noqa: ANN401
    run = cell.paragraphs[0].add_run(xml_text(text))
    run.font.size = Pt(8)


def _definition(document: Any, block: Definition) -> None:  # noqa: ANN401
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Mm(_INDENT * block.level)
    paragraph.add_run(xml_text(block.term)).bold = True
    if block.text:
        paragraph.add_run(f"  {xml_text(block.text)}")


def _undated(written: io.BytesIO) -> bytes:
    fresh = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return fresh.getvalue()


def _quote(document: Any, block: Quote) -> None:  # noqa: ANN401
    paragraph = document.add_paragraph(style="Quote")
    paragraph.paragraph_format.left_indent = Mm(_INDENT * (block.level + 1))
    paragraph.add_run(xml_text(block.text))
    paragraph.add_run(f"  {xml_text(block.source)}").font.size = Pt(8)


_WRITERS: Mapping[type, Writer] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Table: _table,
    Definition: _definition,
    Quote: _quote,
}
