# SPDX-License-Identifier: MIT
"""Exported projects of INCEpTION, whose folders say what a text is called and who annotated it."""

from __future__ import annotations

from pathlib import Path

from claimdesk.models.exchange.foreign.documents import ForeignDocument

_FOLDERS = ("annotation", "curation")
_INITIAL = "INITIAL_CAS"


def in_project(path: Path, document: ForeignDocument) -> None:
    """Name annotator and title as the folders of an exported project say.

    Its files are `annotation/TITLE/ANNOTATOR.tsv` and `curation/TITLE/CURATION_USER.tsv`, or where
    they were archives `annotation/TITLE/ANNOTATOR/any.xmi`.
    """
    above = path.parents
    if len(above) > 1 and above[1].name in _FOLDERS:
        title, annotator = above[0].name, path.stem
    elif len(above) > 2 and above[2].name in _FOLDERS:
        title, annotator = above[1].name, above[0].name
    else:
        return
    document.title = document.title or title
    if annotator == _INITIAL:
        # What everybody began with; nobody made it.
        document.is_done = False
    else:
        document.annotator = document.annotator or annotator
