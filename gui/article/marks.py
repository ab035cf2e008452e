# SPDX-License-Identifier: MIT
"""The marks of an annotation in the text: one for each span, with colour, tag and tool tip."""

from __future__ import annotations

import html
from collections.abc import Iterable

from claimdesk.gui.desk.desk import Desk
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.text.span_index import Mark


def marks_of(row: AnnotationRow, desk: Desk) -> list[Mark]:
    """Return the marks of an annotation, in the colours of its actor, stance or domain."""
    colour, label = _colour_and_label(row, desk)
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


StyleSource = tuple[str, int | None]
"""What an annotation takes its colour and label from: layer, and id of its actor or domain."""


def style_sources(row: AnnotationRow) -> set[StyleSource]:
    """Return what an annotation takes its colour and label from."""
    if row.layer == "domain":
        return {("domain", row.domain_id)}
    named = (row.actor_id,) if row.layer == "actor" else row.speaker_ids
    return {("actor", actor) for actor in named}


def _colour_and_label(row: AnnotationRow, desk: Desk) -> tuple[str | None, str]:
    if row.layer == "actor":
        actor = desk.actors.get(row.actor_id) if row.actor_id is not None else None
        return (actor.colour, actor.name) if actor else (None, "")
    if row.layer == "domain":
        domain = desk.domains.get(row.domain_id) if row.domain_id is not None else None
        return (desk.domain_looks[domain.id].colour, domain.name) if domain else (None, "")
    names = (desk.actor_name(speaker) for speaker in row.speaker_ids)
    return None, ", ".join(name for name in names if name)


def tag(mark: Mark, quote: str) -> str:
    """Return the tag of a mark of the current annotation; empty if it would repeat `quote`."""
    if mark.layer == "claim":
        names = {
            "source": _("Source"),
            "cue": _("Cue"),
            "content": _("Content"),
            "evidence": _("Evidence"),
        }
        return names.get(mark.role, mark.role)
    return mark.label if mark.label != quote else ""


def tool_tip(marks: Iterable[Mark]) -> str:
    """Return a tool tip that lists annotations; their labels are escaped."""
    lines = [html.escape(_line(mark)) for mark in marks]
    return f"<p style='white-space:pre'>{'<br>'.join(lines)}</p>" if lines else ""


def _line(mark: Mark) -> str:
    layers = {
        "actor": _("Actor"),
        "claim": _("Claim"),
        "domain": _("Domain"),
    }
    states = {
        "suggested": _("to decide"),
        "accepted": _("accepted"),
        "rejected": _("rejected"),
    }
    name = f": {mark.label}" if mark.label else ""
    return f"{layers[mark.layer]}{name} ({states[mark.state]})"
