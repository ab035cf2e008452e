# SPDX-License-Identifier: MIT
"""What people call the kinds of actors."""

from __future__ import annotations

from claimdesk.models.messages.catalogue import _


def actor_kind_label(kind: str) -> str:
    """Return the label of a kind of actor."""
    return {
        "state": _("State"),
        "alliance": _("Alliance"),
        "organization": _("Organization"),
        "person": _("Person"),
        "group": _("Group"),
        "place": _("Place"),
    }.get(kind, kind)
