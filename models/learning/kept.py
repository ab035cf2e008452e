# SPDX-License-Identifier: MIT
"""The models of mentions that a project keeps; without one, names, rules and memory find them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from claimdesk.models.learning.claims import outcome
from claimdesk.models.learning.shelf import Shelf
from claimdesk.models.project import Project

if TYPE_CHECKING:
    from claimdesk.models.learning.mentions import Learned

LAYER = "actor"
SHELF = Shelf(LAYER, "mentions", outcome.LIMIT)


def active(connection: Connection) -> outcome.Learned | None:
    """The model in use; reading it refuses one that is damaged."""
    found = SHELF.active(connection)
    return outcome.Learned.of(*found) if found is not None else None


def keep(project: Project, learned: Learned) -> dict[str, Any]:
    """Put a model to use; as `Shelf.keep`."""
    return SHELF.keep(project, learned.report, learned.data)
