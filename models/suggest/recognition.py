# SPDX-License-Identifier: MIT
"""What a mention recogniser returns, and how that joins the mentions that the rules found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimdesk.models.suggest.data import MentionSuggestion
from claimdesk.models.text.spans import Span

KIND_CLASSES = {
    "person": ("person",),
    "body": ("organization", "alliance", "group"),
    "land": ("state", "place"),
}
"""The kinds of actors in classes that the words around a name can distinguish. Which kind of its
class a name has depends on what is known about the name itself."""
CLASS_OF_KIND = {kind: name for name, kinds in KIND_CLASSES.items() for kind in kinds}


@dataclass(frozen=True, slots=True)
class RecognisedMention:
    """Words that a recogniser takes for a mention."""

    span: Span
    kind: str
    score: float
    """0..1: how probable the mention is."""


def not_overlapped(
    rule_mentions: Iterable[MentionSuggestion], recognised: Sequence[RecognisedMention]
) -> list[MentionSuggestion]:
    """Return the mentions of the rules that no recognised mention overlaps.

    They are kept: where few articles are done, a model misses more mentions than it is right about.
    """
    return [
        mention
        for mention in rule_mentions
        if not any(mention.span.overlaps(other.span) for other in recognised)
    ]
