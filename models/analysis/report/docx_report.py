# SPDX-License-Identifier: MIT
"""The report as a Word document, by python-docx (imported late)."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import docx
from docx.shared import Mm, Pt

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
from claimdesk.models.text.normalization import xml_text

_WIDTH = 160
"""Of pictures, in millimetres."""
_INDENT = 6
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every part of the file, so that the same report is the same file."""


def write_docx(title: str, language: str, blocks: Sequence[Block]) -> bytes:
    """Return the report as the bytes of a .docx file."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = xml_text(title), "", language
    properties.comments = ""
    properties.created = properties.modified = datetime.datetime(*_EPOCH, tzinfo=datetime.UTC)
    for block in blocks:
        _WRITERS[type(block)](document, block)
    written = io.BytesIO()
    document.save(written)
    return _undated(written)


def _heading(document: Any, block: Heading) -> None:  # noqa: ANN401
    document.add_heading(xml_text(block.text), block.level - 1)


def _paragraph(document: Any, block: Paragraph) -> None:  # noqa: ANN401
    document.add_paragraph(xml_text(block.text))


def _picture(document: Any, block: Picture) -> None:  # noqa: ANN401
    drawing = io.BytesIO(picture(block.chart, "png", IN_REPORT))
    document.add_picture(drawing, width=Mm(_WIDTH))
    document.add_paragraph(xml_text(block.caption), style="Caption")


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


_WRITERS: dict[type, Callable[[Any, Any], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Picture: _picture,
    Table: _table,
    Definition: _definition,
}
