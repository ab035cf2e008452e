# SPDX-License-Identifier: MIT
"""Exported projects of INCEpTION, whose folders say what a text is called and who annotated it."""

from __future__ import annotations

from pathlib import Path

from claimdesk.models.exchange.foreign.documents import ForeignDocument

_FOLDERS = ("annotation", "curation")


def in_project(path: Path, document: ForeignDocument) -> None:
    """Name annotator and title as the folders of an exported project say.

    Its files are `annotation/TITLE/ANNOTATOR.tsv` and `curation/TITLE/CURATION_USER.tsv`.
    """
    if path.parent.parent.name in _FOLDERS:
        document.annotator = document.annotator or path.stem
        document.title = document.title or path.parent.name
