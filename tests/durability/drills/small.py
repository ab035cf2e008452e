# SPDX-License-Identifier: MIT
"""A small project with a little of everything, quick to make and to compare."""

from __future__ import annotations

import random
from pathlib import Path

from sqlmodel import Session

from claimdesk.models.codebook import load_codebook
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article
from claimdesk.models.text.normalization import body_hash, clean_body
from drills import edits

_BOOK = {
    "domains": [
        {"name": "Sea", "terms": ["reef", "harbour"], "colour": "#112233"},
        {"name": "Seabed", "parent": "Sea", "terms": ["sonar"]},
    ],
    "fields": [
        {"key": "stance", "label": "Stance", "choices": [{"key": "for", "label": "For"}]},
        {"key": "kind", "label": "Kind", "choices": [{"key": "demand", "label": "Demand"}]},
    ],
}


def create(path: Path, annotations: int = 3) -> None:
    """Make it; what is in it is there from the start, so that there is nothing to undo."""
    chance = random.Random(5)
    body = clean_body(edits.some_text(chance, 60))
    kinds = ("create actor", "create actor", *("claim", "mention", "domain mention") * annotations)

    def fill(session: Session) -> None:
        load_codebook(session, _BOOK, "here")
        session.add(Article(title="Talks", body=body, sha256=body_hash(body)))
        for kind in kinds:
            edits.EDITS[kind](edits.Hand(session, chance))

    Project.create(path, fill).close()
