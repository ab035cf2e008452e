# SPDX-License-Identifier: MIT
"""Words for questions before many annotations are changed."""

from __future__ import annotations

from claimdesk.gui.desk.desk import Desk
from claimdesk.models.messages.catalogue import _

LABEL_LENGTH = 40
"""Characters of words that a question or a step of the history names."""


def name_of(desk: Desk, layer: str, number: int | None) -> str:
    """Return the name of an actor or, on another layer, of a domain."""
    unknown = _("unknown")
    if layer == "actor":
        return desk.actor_name(number) or unknown
    domain = desk.domains.get(number) if number is not None else None
    return domain.name if domain else unknown
