# SPDX-License-Identifier: MIT
"""Writing the report of a project to a file; the end of its name says in which form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from sqlalchemy import Connection

from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.analysis.report.contents import VIEWS, Block, View, report_blocks
from claimdesk.models.messages.catalogue import _, language
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.export_files import write_small

FORMS = {".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx"}


def write_report(
    connection: Connection,
    title: str,
    path: Path,
    claims: ClaimFilter,
    views: Sequence[View] = VIEWS,
) -> None:
    """Write the report of a project to `path`, in place of a file that is there, or not at all.

    Raises ClaimdeskError for an unknown form and UnknownField for a view of an unknown field.
    """
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise ClaimdeskError(
            _("{path}: a report is .html, .pdf or .docx. Choose another name.").format(path=path)
        )
    blocks = report_blocks(connection, title, claims, views)
    # Here, because what lays it out takes long to import.
    module = import_module(f"claimdesk.models.analysis.report.{form}_report")
    write: Callable[[str, str, Sequence[Block]], bytes] = getattr(module, f"write_{form}")
    content = write(title, language() or "en", blocks)
    write_small(path, content)
