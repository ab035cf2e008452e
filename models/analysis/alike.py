# SPDX-License-Identifier: MIT
"""Speakers among those of some claims that are probably one, so that a bar is split in two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from claimdesk.models.analysis.identities import Identity
from claimdesk.models.analysis.stacks import Stack
from claimdesk.models.registry.duplicates import dismissed, find_duplicates
from claimdesk.models.store import queries

_MOST = 500
"""Speakers that are compared, those with the most claims."""


@dataclass(frozen=True, slots=True)
class AlikeSpeakers:
    """Two speakers that may be the same: the one with more claims, and the other one."""

    more: Identity
    fewer: Identity
    reason: str
    """A sentence."""


def alike_speakers(connection: Connection, stacks: Sequence[Stack]) -> tuple[AlikeSpeakers, ...]:
    """Return the pairs of probably equal speakers among those that stacks stand for."""
    named = {
        stack.value.id: stack.value
        for stack in sorted(stacks, key=lambda stack: -stack.total)[:_MOST]
        if isinstance(stack.value, Identity)
    }
    order = {actor: place for place, actor in enumerate(named)}
    rows = queries.actors(connection, named).values()
    pairs = find_duplicates(rows, dismissed(connection))
    found = []
    for pair in pairs:
        more, fewer = sorted((pair.first, pair.second), key=order.__getitem__)
        found.append(AlikeSpeakers(named[more], named[fewer], pair.reason))
    return tuple(found)
