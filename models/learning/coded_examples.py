# SPDX-License-Identifier: MIT
"""The claims that analysts have coded, as examples for proposing codes."""

from __future__ import annotations

import json

from sqlalchemy import Connection

from claimdesk.models.store import queries
from claimdesk.models.suggest.data import CodedClaim

MOST = 600
"""Claims that are learned from, the newest: older ones change the proposals little."""
_CONTENT = 300
"""Code points of a content that are looked at."""

# A suggestion that was only accepted agrees with its codes; a rejected claim says nothing of them.
_CLAIMS = """
SELECT annotation.id FROM annotation WHERE layer = 'claim' AND state = 'accepted'
  AND article_id NOT IN (SELECT value FROM json_each(?))
ORDER BY annotation.id DESC LIMIT ?
"""


def coded_claims(
    connection: Connection, without: frozenset[int] = frozenset()
) -> tuple[CodedClaim, ...]:
    """Return the accepted claims that have a stance, kind or domain, the newest of them."""
    rows = connection.exec_driver_sql(_CLAIMS, (json.dumps(sorted(without)), MOST)).all()
    domains = {number: row.name for number, row in queries.domains(connection).items()}
    keys = {
        choice.id: choice.key
        for found in queries.fields(connection).values()
        for choice in found.choices
    }
    found = []
    for row in queries.annotations_by_id(connection, [row[0] for row in rows]):
        claim = CodedClaim(
            row.words("cue")[:_CONTENT],
            row.words("content")[:_CONTENT],
            keys.get(row.choice_id("stance") or 0),
            keys.get(row.choice_id("kind") or 0),
            tuple(domains[number] for number in row.domain_ids if number in domains),
        )
        if claim.stance or claim.kind or claim.domains:
            found.append(claim)
    return tuple(found)
