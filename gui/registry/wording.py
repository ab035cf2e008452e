# SPDX-License-Identifier: MIT
"""Texts of the registry for counts, roles and lists of names."""

from __future__ import annotations

from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.registry import ActorImpact


def counts_text(impact: ActorImpact) -> str:
    """Return `37 mentions, 12 claims in 9 articles`, without zero counts; may be empty."""
    parts = (
        (
            impact.mentions,
            ngettext("1 mention", "{n} mentions", impact.mentions).format(n=impact.mentions),
        ),
        (impact.claims, ngettext("1 claim", "{n} claims", impact.claims).format(n=impact.claims)),
        (
            impact.addressed,
            ngettext("addressee of 1 claim", "addressee of {n} claims", impact.addressed).format(
                n=impact.addressed
            ),
        ),
        (
            impact.partners,
            ngettext(
                "partner in 1 domain mention", "partner in {n} domain mentions", impact.partners
            ).format(n=impact.partners),
        ),
        (
            impact.members,
            ngettext("1 member", "{n} members", impact.members).format(n=impact.members),
        ),
    )
    counts = ", ".join(text for number, text in parts if number)
    if not impact.articles:
        return counts
    return ngettext("{counts} in 1 article", "{counts} in {n} articles", impact.articles).format(
        counts=counts, n=impact.articles
    )


def use_role_label(role: str) -> str:
    """Return the text for the way in which an annotation names an actor."""
    names = {
        "mention": _("mention"),
        "speaker": _("speaker"),
        "addressee": _("addressee"),
        "partner": _("partner"),
    }
    return names[role]


def names_text(names: list[str], most: int = 4) -> str:
    """Return names in quotation marks; of many only the first ones."""
    shown = ", ".join(f"“{name}”" for name in names[:most])
    rest = len(names) - most
    return shown if rest <= 0 else _("{names} and {n} more").format(names=shown, n=rest)
