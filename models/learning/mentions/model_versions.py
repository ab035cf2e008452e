# SPDX-License-Identifier: MIT
"""The models of mentions that a project keeps; without one, names, rules and memory find them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from claimdesk.models.learning.claims import result
from claimdesk.models.learning.model_store import Shelf
from claimdesk.models.store.project import Project

if TYPE_CHECKING:
    from claimdesk.models.learning.mentions.training import Learned

LAYER = "actor"
SHELF = Shelf(LAYER, "mentions", result.LIMIT)


def active(connection: Connection) -> result.Learned | None:
    """Return the model in use; reading it refuses one that is damaged."""
    found = SHELF.active(connection)
    return result.Learned.of(*found) if found is not None else None


def keep(project: Project, learned: Learned) -> dict[str, Any]:
    """Put a model to use; as `Shelf.keep`."""
    return SHELF.keep(project, learned.report, learned.data)
