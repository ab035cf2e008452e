# SPDX-License-Identifier: MIT
"""How the registry words counts and roles."""

from __future__ import annotations

from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.registry import ActorImpact


def counts_text(found: ActorImpact) -> str:
    """`37 mentions, 12 claims, 9 articles`, without what there is none of; may be empty."""
    parts = (
        (
            found.mentions,
            ngettext("1 mention", "{n} mentions", found.mentions).format(n=found.mentions),
        ),
        (found.claims, ngettext("1 claim", "{n} claims", found.claims).format(n=found.claims)),
        (
            found.addressed,
            ngettext("addressee of 1 claim", "addressee of {n} claims", found.addressed).format(
                n=found.addressed
            ),
        ),
        (
            found.partners,
            ngettext(
                "partner in 1 domain mention", "partner in {n} domain mentions", found.partners
            ).format(n=found.partners),
        ),
        (found.members, ngettext("1 member", "{n} members", found.members).format(n=found.members)),
        (
            found.articles,
            ngettext("1 article", "{n} articles", found.articles).format(n=found.articles),
        ),
    )
    return ", ".join(text for number, text in parts if number)


def use_role_label(role: str) -> str:
    """Return how the window calls the way in which an annotation names an actor."""
    names = {
        "mention": _("mention"),
        "speaker": _("speaker"),
        "addressee": _("addressee"),
        "partner": _("partner"),
    }
    return names[role]


def state_name(state: str) -> str:
    """Return how the window calls the state of an annotation."""
    return {"suggested": _("suggested"), "accepted": _("accepted")}.get(state, state)


def names_text(names: list[str], most: int = 4) -> str:
    """Return names in quotation marks; of many only the first ones."""
    shown = ", ".join(f"“{name}”" for name in names[:most])
    rest = len(names) - most
    return shown if rest <= 0 else _("{names} and {n} more").format(names=shown, n=rest)
