# SPDX-License-Identifier: MIT
"""How an annotation is shown in the text: one mark for each of its spans."""

from __future__ import annotations

from claimdesk.gui.desk.desk import Desk
from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.text.span_index import Mark


def marks_of(row: AnnotationRow, desk: Desk) -> list[Mark]:
    """Return the marks of an annotation, in the colours of its actor, stance or domain."""
    colour, label = _look(row, desk)
    return [
        Mark(
            annotation=row.id,
            layer=row.layer,
            state=row.state,
            role=piece.role,
            start=piece.span.start,
            end=piece.span.end,
            colour=colour,
            label=label,
        )
        for piece in row.pieces
    ]


Look = tuple[str, int | None]
"""What gives an annotation its colour and label: layer, and id of its actor or domain."""


def look_of(row: AnnotationRow) -> Look:
    """Return where the colour and label of an annotation come from."""
    if row.layer == "domain":
        return row.layer, row.domain_id
    return "actor", row.actor_id if row.layer == "actor" else row.speaker_id


def _look(row: AnnotationRow, desk: Desk) -> tuple[str | None, str]:
    if row.layer == "actor":
        actor = desk.actors.get(row.actor_id) if row.actor_id is not None else None
        return (actor.colour, actor.name) if actor else (None, "")
    if row.layer == "domain":
        domain = desk.domains.get(row.domain_id) if row.domain_id is not None else None
        return (domain.colour, domain.name) if domain else (None, "")
    return None, desk.actor_name(row.speaker_id) or ""
