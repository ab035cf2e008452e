# SPDX-License-Identifier: MIT
"""Kinds of actors by the labels that other tools' corpora usually have for them."""

from __future__ import annotations

import re

from claimdesk.models.store.schema import ACTOR_KINDS

_WORDS = {
    "person": "per pers people persons persname personname politician",
    "organization": "org orgname organisation organizations organisations company institution "
    "agency party politicalparty corporation",
    "state": "gpe country nation geopoliticalentity",
    "place": "loc location locations places placename fac facility city",
    "group": "norp nationality",
}
_KINDS = {
    **{kind: kind for kind in ACTOR_KINDS},
    **{word: kind for kind, words in _WORDS.items() for word in words.split()},
}
_SEPARATOR = re.compile(r"[\s_.-]+")


def actor_kind(label: str) -> str | None:
    """Return the kind of actor that a label stands for; None if it is not known."""
    return _KINDS.get(_SEPARATOR.sub("", label.casefold()))
