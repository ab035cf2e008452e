# SPDX-License-Identifier: MIT
"""Kinds of actors by the labels that other tools' corpora usually have for them."""

from __future__ import annotations

import re

from claimdesk.models.store.schema import ACTOR_KINDS

_KINDS = {
    **{kind: kind for kind in ACTOR_KINDS},
    **dict.fromkeys(("per", "pers", "people", "persname", "personname", "politician"), "person"),
    **dict.fromkeys(
        ("org", "orgname", "organisation", "company", "institution", "agency", "party"),
        "organization",
    ),
    **dict.fromkeys(("politicalparty", "corporation"), "organization"),
    **dict.fromkeys(("gpe", "country", "nation", "geopoliticalentity"), "state"),
    **dict.fromkeys(("loc", "location", "placename", "fac", "facility", "city"), "place"),
    **dict.fromkeys(("norp", "nationality"), "group"),
}
_SEPARATOR = re.compile(r"[\s_.-]+")


def actor_kind(label: str) -> str | None:
    """Return the kind of actor that a label stands for; None if it is not known."""
    return _KINDS.get(_SEPARATOR.sub("", label.casefold()))
