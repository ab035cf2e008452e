# SPDX-License-Identifier: MIT
"""What words and names are called where many annotations are changed at once."""

from __future__ import annotations

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.wording import short
from claimdesk.models.messages.catalogue import _

_LENGTH = 40


def brief_words(words: str) -> str:
    """Return words as a message or a step of the history names them."""
    return short(words, _LENGTH)


def name_of(desk: Desk, layer: str, number: int | None) -> str:
    """Return the name of an actor or, on another layer, of a domain."""
    unknown = _("unknown")
    if layer == "actor":
        return desk.actor_name(number) or unknown
    domain = desk.domains.get(number) if number is not None else None
    return domain.name if domain else unknown
