# SPDX-License-Identifier: MIT
"""The claims that analysts have coded, as examples for proposing codes."""

from __future__ import annotations

import json

from sqlalchemy import Connection

from claimdesk.models.store import queries
from claimdesk.models.store.lookup import Lookup
from claimdesk.models.suggest.data import CodedClaim

MAX_CLAIMS = 600
"""Claims that are learned from, the newest: older ones change the proposals little."""
_MAX_LENGTH = 300
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
    rows = connection.exec_driver_sql(_CLAIMS, (json.dumps(sorted(without)), MAX_CLAIMS)).all()
    lookup = Lookup(connection)
    examples = []
    for row in queries.annotations_by_id(connection, [row[0] for row in rows]):
        claim = CodedClaim(
            row.words("cue")[:_MAX_LENGTH],
            row.words("content")[:_MAX_LENGTH],
            lookup.choice_key(row.codes.get("stance")),
            lookup.choice_key(row.codes.get("kind")),
            tuple(domain.name for number in row.domain_ids if (domain := lookup.domain(number))),
            row.words("source")[:_MAX_LENGTH],
        )
        if claim.stance or claim.kind or claim.domains:
            examples.append(claim)
    return tuple(examples)
