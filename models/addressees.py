# SPDX-License-Identifier: MIT
"""To whom claims are addressed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, select

from claimdesk.models.editing import mark_corrected
from claimdesk.models.schema import Addressee


def set_addressees(session: Session, ids: Sequence[int], actor_ids: Sequence[int]) -> None:
    """Let claims be addressed to exactly these actors; suggestions become accepted."""
    wanted = dict.fromkeys(actor_ids)
    for claim in ids:
        rows = session.exec(select(Addressee).where(Addressee.claim_id == claim)).all()
        for row in rows:
            if row.actor_id not in wanted:
                session.delete(row)
        known = {row.actor_id for row in rows}
        session.add_all(
            Addressee(claim_id=claim, actor_id=actor) for actor in wanted if actor not in known
        )
    mark_corrected(session, ids)
