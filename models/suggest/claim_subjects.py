# SPDX-License-Identifier: MIT
"""Who the subject of a content is: the one who speaks, or somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from claimdesk.models.registry.gazetteer import gazetteer
from claimdesk.models.suggest.claim_words import ClaimWords
from claimdesk.models.suggest.cue_classes import names_cue, stance_lists
from claimdesk.models.suggest.wording import Word, spelling

FIRST_PERSON = frozenset({"i", "we"})
THIRD_PERSON = frozenset({"it", "he", "she", "they"})
_ARTICLES = frozenset({"the", "and", "for"})
_DETERMINERS = frozenset({"the", "a", "an", "any", "no", "this", "its", "their", "his", "her"})
_SUBJECT_LENGTH = 12
_ENDS = frozenset({"that", "who", "which", "if", "to", "by"})
_OWN_SUBJECTS = frozenset({"i", "we", "it", "he", "she", "they", "you"})
_AUXILIARIES = frozenset({"is", "are", "was", "were", "be", "been", "being", "has", "have", "had"})


def is_speaker(claim: ClaimWords, subject: Sequence[Word]) -> bool:
    """Return whether a subject is the one who speaks: `we`, a pronoun, or the same name."""
    names = [word.text for word in subject if not word.is_mark]
    if not names:
        return False
    if names[-1] in FIRST_PERSON:
        return len(names) <= 6
    if names[-1] in THIRD_PERSON:
        return len(names) <= 6 and _may_be(names[-1], claim.source)
    if _acts_for(claim.source, subject):
        return True
    said_by = {word.text for word in claim.source if len(word.text) > 2} - _ARTICLES
    return len(names) <= 4 and not said_by.isdisjoint(names)


def _acts_for(source: Sequence[Word], subject: Sequence[Word]) -> bool:
    """Return whether a source has an office and a subject is a state or body, such as its own."""
    names = [word for word in subject if not word.is_mark and word.text not in _DETERMINERS]
    if not 0 < len(names) <= 3 or not any(_offices() & word.keys for word in source):
        return False
    return bool(_bodies() & names[-1].keys) or " ".join(w.text for w in names) in _states()


@cache
def _offices() -> frozenset[str]:
    return frozenset(stance_lists()["offices"])


@cache
def _bodies() -> frozenset[str]:
    return frozenset(stance_lists()["bodies"])


@cache
def _states() -> frozenset[str]:
    known = gazetteer()
    states = (actor for actor in known.actors if actor.kind == "state")
    names = (name for actor in states for name in (actor.name, *actor.aliases))
    return frozenset(spelling(name) for name in (*names, *known.capitals))


def _may_be(pronoun: str, source: Sequence[Word]) -> bool:
    """Return whether a pronoun may stand for the source: `it` for no plural, none for nobody."""
    names = [word.text for word in source if not word.is_mark]
    several = bool(names) and names[-1].endswith("s") and len(names) <= 3
    return bool(names) and not (pronoun == "it" and several)


def is_reported(claim: ClaimWords) -> bool:
    """Return whether a content itself reports what others said or did to each other by saying it.

    As in `the ministers discussed the crisis`: who reports this takes no side.
    """
    words = claim.content
    for at, word in enumerate(words[1:_SUBJECT_LENGTH], 1):
        if word.text in _ENDS:
            return False
        if words[at - 1].text in _DETERMINERS:
            continue
        if word.text in ("said", "told") or (word.text.endswith("ed") and names_cue([word])):
            subject = [w for w in words[:at] if not w.is_mark]
            if any(w.text in _OWN_SUBJECTS or w.text in _AUXILIARIES for w in subject):
                return False
            return not _acts_for(claim.source, subject)
    return False
