# SPDX-License-Identifier: MIT
"""Set the addressees of claims and the partners in domains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sqlmodel import Session, select

from claimdesk.models.editing.edits import mark_corrected
from claimdesk.models.store.schema import Addressee, Partner

Party = TypeVar("Party", Addressee, Partner)


def set_addressees(session: Session, ids: Sequence[int], actor_ids: Sequence[int]) -> None:
    """Let claims be addressed to exactly these actors; suggestions become accepted."""
    _set(session, Addressee, "claim_id", ids, actor_ids)


def set_partners(session: Session, ids: Sequence[int], actor_ids: Sequence[int]) -> None:
    """Let mentions of domains name exactly these partners; suggestions become accepted."""
    _set(session, Partner, "domain_mention_id", ids, actor_ids)


def _set(
    session: Session,
    table: type[Party],
    owner: str,
    ids: Sequence[int],
    actor_ids: Sequence[int],
) -> None:
    wanted = dict.fromkeys(actor_ids)
    for number in ids:
        rows = session.exec(select(table).where(getattr(table, owner) == number)).all()
        for row in rows:
            if row.actor_id not in wanted:
                session.delete(row)
        known = {row.actor_id for row in rows}
        session.add_all(
            table(**{owner: number, "actor_id": actor}) for actor in wanted if actor not in known
        )
    mark_corrected(session, ids)
