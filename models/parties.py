# SPDX-License-Identifier: MIT
"""Actors beside the one who speaks: whom claims are addressed to, with whom domains are shared."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, select

from claimdesk.models.editing import mark_corrected
from claimdesk.models.schema import Addressee, Partner


def set_addressees(session: Session, ids: Sequence[int], actor_ids: Sequence[int]) -> None:
    """Let claims be addressed to exactly these actors; suggestions become accepted."""
    wanted = dict.fromkeys(actor_ids)
    for claim in ids:
        rows = session.exec(select(Addressee).where(Addressee.claim_id == claim)).all()
        _drop_others(session, rows, wanted)
        known = {row.actor_id for row in rows}
        session.add_all(
            Addressee(claim_id=claim, actor_id=actor) for actor in wanted if actor not in known
        )
    mark_corrected(session, ids)


def set_partners(session: Session, ids: Sequence[int], actor_ids: Sequence[int]) -> None:
    """Let mentions of domains be about work with exactly these actors; suggestions are accepted."""
    wanted = dict.fromkeys(actor_ids)
    for mention in ids:
        rows = session.exec(select(Partner).where(Partner.domain_mention_id == mention)).all()
        _drop_others(session, rows, wanted)
        known = {row.actor_id for row in rows}
        session.add_all(
            Partner(domain_mention_id=mention, actor_id=actor)
            for actor in wanted
            if actor not in known
        )
    mark_corrected(session, ids)


def _drop_others(
    session: Session, rows: Sequence[Addressee | Partner], wanted: dict[int, None]
) -> None:
    for row in rows:
        if row.actor_id not in wanted:
            session.delete(row)
