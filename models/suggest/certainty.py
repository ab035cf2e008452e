# SPDX-License-Identifier: MIT
"""Proposes how certain a claim is, by the words that hedge its main clause."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from claimdesk.models.suggest.claim_kinds import BOUNDARIES, main_verb
from claimdesk.models.suggest.claim_words import ClaimWords
from claimdesk.models.suggest.cue_classes import stance_lists
from claimdesk.models.suggest.wording import Word, WordList

_KEYS = ("uncertain", "possible", "probable", "certain")
"""The least sure word of a clause counts."""


def certainty_of(claim: ClaimWords, kind: str) -> str | None:
    """Return how sure the speaker is, by the words of the main clause; None where none tells.

    A demand or a judgement is neither sure nor unsure.
    """
    if kind in ("demand", "denial") or claim.cue_class.name in ("praise", "blame", "mention"):
        return None
    if kind == "question" or claim.cue_class.name == "doubt":
        return "uncertain"
    hedges = _hedges().find(_main_clause(claim.content))
    found = {hedge.value for hedge in hedges}
    if claim.cue_class.name in ("think", "hope", "fear", "predict"):
        found.add("probable")
    return next((key for key in _KEYS if key in found), None)


def _main_clause(words: Sequence[Word]) -> Sequence[Word]:
    """Return the words up to the first relative or conditional clause after the verb."""
    verb = main_verb(words)
    ends = (at for at, word in enumerate(words) if at > max(verb, 0) and word.text in BOUNDARIES)
    return words[: next(ends, len(words))]


@cache
def _hedges() -> WordList[str]:
    lists = stance_lists()["hedges"]
    return WordList({phrase: key for key in _KEYS for phrase in lists[key]})
