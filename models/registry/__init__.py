# SPDX-License-Identifier: MIT
"""The registry: the actors of a project, and what an analyst does to them.

This package exports all functions that change actors; they work inside `project.edit(label)`. See
also `listing` (the read side), `duplicates` (likely duplicates) and `spreadsheet` (CSV files).
"""

from __future__ import annotations

from claimdesk.models.registry.actors import (
    accept_actors,
    add_alias,
    create_actor,
    rename_actor,
    set_aliases,
    set_colour,
    set_country,
    set_kind,
    set_member_of,
    set_note,
)
from claimdesk.models.registry.merging import (
    ActorImpact,
    delete_actor,
    impact_of,
    merge_actors,
    split_actor,
)
from claimdesk.models.registry.resolver import ActorResolver

__all__ = [
    "ActorImpact",
    "ActorResolver",
    "accept_actors",
    "add_alias",
    "create_actor",
    "delete_actor",
    "impact_of",
    "merge_actors",
    "rename_actor",
    "set_aliases",
    "set_colour",
    "set_country",
    "set_kind",
    "set_member_of",
    "set_note",
    "split_actor",
]
