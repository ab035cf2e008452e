# SPDX-License-Identifier: MIT
"""The report as a Word document, by python-docx (imported late)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.shared import Mm

from claimdesk.models.analysis.pictures import picture
from claimdesk.models.analysis.report.contents import IN_REPORT, Block, Picture
from claimdesk.models.exchange import docx_document
from claimdesk.models.text.normalization import xml_text

_WIDTH = 160
"""Of pictures, in millimetres."""


def write_docx(title: str, language: str, blocks: Sequence[Block]) -> bytes:
    """Return the report as the bytes of a .docx file."""
    return docx_document.write_docx(title, language, blocks, {Picture: _picture})


def _picture(document: Any, block: Picture) -> None:  # noqa: ANN401
    drawing = io.BytesIO(picture(block.chart, "png", IN_REPORT))
    document.add_picture(drawing, width=Mm(_WIDTH))
    document.add_paragraph(xml_text(block.caption), style="Caption")
