# SPDX-License-Identifier: MIT
"""How the registry words counts and roles."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from claimdesk.models.registry import Touched


def _tr(text: str, number: int = -1) -> str:
    return QCoreApplication.translate("registry", text, None, number)


def counted(found: Touched) -> str:
    """`37 mentions, 12 claims, 9 articles`, without what there is none of; may be empty."""
    parts = (
        (found.mentions, _tr("1 mention"), _tr("%n mentions", found.mentions)),
        (found.claims, _tr("1 claim"), _tr("%n claims", found.claims)),
        (
            found.addressed,
            _tr("addressee of 1 claim"),
            _tr("addressee of %n claims", found.addressed),
        ),
        (
            found.partners,
            _tr("partner in 1 domain mention"),
            _tr("partner in %n domain mentions", found.partners),
        ),
        (found.members, _tr("1 member"), _tr("%n members", found.members)),
        (found.articles, _tr("1 article"), _tr("%n articles", found.articles)),
    )
    return ", ".join(one if number == 1 else many for number, one, many in parts if number)


def role_name(role: str) -> str:
    """How the window calls the way in which an annotation names an actor."""
    names = {
        "mention": _tr("mention"),
        "speaker": _tr("speaker"),
        "addressee": _tr("addressee"),
        "partner": _tr("partner"),
    }
    return names[role]


def state_name(state: str) -> str:
    """How the window calls the state of an annotation."""
    return {"suggested": _tr("suggested"), "accepted": _tr("accepted")}.get(state, state)


def listed(names: list[str], most: int = 4) -> str:
    """Names in quotation marks; of many only the first ones."""
    shown = ", ".join(f"“{name}”" for name in names[:most])
    rest = len(names) - most
    return shown if rest <= 0 else _tr("{names} and {n} more").format(names=shown, n=rest)
