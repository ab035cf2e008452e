# SPDX-License-Identifier: MIT
"""Drag annotations from one row to another: what a drag carries, and what a drop does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData
from sqlmodel import Session

from claimdesk.gui.desk.desk import Desk
from claimdesk.models.editing import edits
from claimdesk.models.messages.catalogue import _

MIME_TYPE = "application/x-claimdesk-annotations"
"""A JSON list of ids of annotations of the open article."""

_MOST_BYTES = 1_000_000

Change = Callable[[Session], None]


@dataclass(frozen=True, slots=True)
class Target:
    """An `actor` or a `domain`, by its id, that annotations are given by a drop."""

    kind: str
    id: int


def packed(ids: Iterable[int]) -> QMimeData:
    """Return annotations as what a drag carries."""
    data = QMimeData()
    data.setData(MIME_TYPE, json.dumps(list(ids)).encode())
    return data


def unpacked(data: QMimeData) -> list[int]:
    """Return the ids that a drag carries; none if it is something else."""
    raw = bytes(data.data(MIME_TYPE).data())
    if not raw or len(raw) > _MOST_BYTES:
        return []
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return []
    return [i for i in found if type(i) is int] if isinstance(found, list) else []


def fits(desk: Desk, target: Target, ids: Sequence[int]) -> bool:
    """Return whether a drop would do anything."""
    return bool(_changes(desk, target, ids))


def drop(desk: Desk, target: Target, ids: Sequence[int]) -> bool:
    """Give annotations the actor or domain as one edit; return whether anything had to change."""
    changes = _changes(desk, target, ids)
    if not changes:
        return False

    def change(session: Session) -> None:
        for one in changes:
            one(session)

    desk.act(_label(desk, target, ids), change)
    return True


def _changes(desk: Desk, target: Target, ids: Sequence[int]) -> list[Change]:
    rows = [desk.annotations[i] for i in ids if i in desk.annotations]
    claims = [row for row in rows if row.layer == "claim"]
    if target.kind == "actor":
        mentions = [r.id for r in rows if r.layer == "actor" and r.actor_id != target.id]
        said = [row.id for row in claims if row.speaker_ids != (target.id,)]
        found: list[tuple[list[int], Change]] = [
            (mentions, lambda session: edits.set_actor(session, mentions, target.id)),
            (said, lambda session: edits.set_speaker(session, said, target.id)),
        ]
    else:
        words = [r.id for r in rows if r.layer == "domain" and r.domain_id != target.id]
        about = [row for row in claims if target.id not in row.domain_ids]

        def add(session: Session) -> None:
            for row in about:
                edits.set_domains(session, [row.id], (*row.domain_ids, target.id))

        found = [
            (words, lambda session: edits.set_domain(session, words, target.id)),
            ([row.id for row in about], add),
        ]
    return [change for touched, change in found if touched]


def _label(desk: Desk, target: Target, ids: Sequence[int]) -> str:
    if target.kind == "actor":
        name = desk.actor_name(target.id) or ""
        text = _("Give {n} annotations to {name}")
        one = _("Give an annotation to {name}")
    else:
        name = desk.domains[target.id].name
        text = _("Put {n} annotations under {name}")
        one = _("Put an annotation under {name}")
    return (one if len(ids) == 1 else text).format(n=len(ids), name=name)
