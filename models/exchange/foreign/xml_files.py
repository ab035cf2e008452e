# SPDX-License-Identifier: MIT
"""XML of other tools, which is not trusted: no document types, no entities, no other files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from claimdesk.models.articles import markup
from claimdesk.models.articles.read import read_bytes
from claimdesk.models.exchange.foreign.json_files import MOST_BYTES
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError


def parse_xml(path: Path) -> Any:  # noqa: ANN401
    """Return the root element of a file.

    Raises ClaimdeskError naming the file, and the line, if it is not XML or has a document type.
    """
    root = markup.parse_xml(read_bytes(path, str(path), MOST_BYTES), str(path))
    if root.getroottree().docinfo.doctype:
        raise ClaimdeskError(
            _("{path} defines a document type or entities, which are not read.").format(path=path)
        )
    return root
