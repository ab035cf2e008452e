# SPDX-License-Identifier: MIT
"""The models of claims that a project keeps; without one in use, rules alone find claims."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from claimdesk.models.learning.claims.result import LAYER, LIMIT, Learned, Outcome
from claimdesk.models.learning.model_store import Shelf
from claimdesk.models.store.project import Project

SHELF = Shelf(LAYER, "claims", LIMIT)


def active(connection: Connection) -> Learned | None:
    """Return the model in use; `claims.ClaimModel.read` refuses one that is damaged."""
    found = SHELF.active(connection)
    return Learned.of(*found) if found is not None else None


def keep(project: Project, outcome: Outcome) -> dict[str, Any]:
    """Put a model to use; as `Shelf.keep`."""
    return SHELF.keep(project, outcome.report, outcome.data)
