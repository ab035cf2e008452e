# SPDX-License-Identifier: MIT
"""Proposes a claim's kind from the class of its cue and, where that only reports, from its content.

What follows `said` is a promise where the one who speaks will do it, and otherwise a prediction.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from claimdesk.models.suggest.claim_subjects import FIRST_PERSON, THIRD_PERSON, is_speaker
from claimdesk.models.suggest.claim_words import ClaimWords
from claimdesk.models.suggest.cue_classes import has_infinitive, is_asked, stance_lists
from claimdesk.models.suggest.stance_words import threats, weigh
from claimdesk.models.suggest.wording import Word, WordList

_BY_CUE = {
    "praise": "assertion", "blame": "assertion", "reject": "denial", "refuse": "denial",
    "dislike": "belief", "doubt": "belief", "fear": "belief", "warn": "warning",
    "threaten": "warning", "demand": "demand", "forbid": "demand", "pledge": "promise",
    "ask": "question", "hope": "belief", "think": "belief", "predict": "prediction",
    "mention": "assertion", "name": "assertion",
}  # fmt: skip
COMING = frozenset({"will", "would", "shall"})
MAYBE = frozenset({"may", "might", "could"})
_DUE = frozenset({"should", "must", "ought"})
_URGENT = frozenset({"essential", "imperative", "crucial", "vital"})
_FEELING = frozenset(
    {"believe", "think", "hope", "fear", "feel", "wish", "trust", "regret", "doubt", "worry"}
)
_DOING = frozenset({"do", "does", "did", "would", "still", "also", "really"})
_BINDING = frozenset(
    {"will", "would", "shall", "pledge", "promise", "commit", "guarantee", "vow", "willing"}
    | {"ready", "prepared", "determined", "committed", "intend", "plan", "agree", "resolve"}
)
_PLANS = frozenset({"plan", "intention", "intent", "commitment", "readiness", "willingness"})
_AUXILIARIES = frozenset(
    {"is", "are", "was", "were", "am", "has", "have", "had", "do", "does", "did", "can", "need"}
    | {"needs", "needed", "be"}
)
_PLAIN = frozenset({"is", "are", "was", "were", "am", "has", "have", "had", "do", "does", "did"})
"""Auxiliaries that say how things are, rather than how they may or should be."""
_EXPLETIVES = frozenset({"be", "take", "seem", "appear", "require", "mean", "need", "cost", "help"})
"""Verbs that `it` stands before without meaning anybody."""
_BEFORE_NOUN = frozenset({"the", "a", "any", "no", "urgent", "this"})
_NOBODY = frozenset({"no", "nobody", "none", "neither"})
NOT = frozenset({"not", "never", "no"})
BOUNDARIES = frozenset({"who", "which", "that", "if", "when", "because", "unless", "while", "as"})
_SUBJECT_LENGTH = 14
"""Words within which the verb of a main clause stands."""


def kind_of(claim: ClaimWords) -> str:
    """Return the key of a claim's kind."""
    name = claim.cue_class.name
    by_cue = _BY_CUE.get(name)
    if name == "report" and claim.cue_class.negated:
        return "denial"
    if (by_words := _by_words_of_cue(claim)) is not None:
        return by_words
    if name in ("agree", "think", "hope", "predict") and has_infinitive(claim.content):
        by_cue = {"agree": "promise", "predict": "prediction"}.get(name, "belief")
    return by_cue or _planned(claim.content) or _by_content(claim) or "assertion"


def _by_words_of_cue(claim: ClaimWords) -> str | None:
    """Return the kind of cues that do something else than others of their class."""
    keys = {key for word in claim.cue for key in word.keys}
    if {"rule", "out"} <= keys and claim.cue_class.negated:
        return "question"  # what is not ruled out is left open
    return "warning" if "warn" in keys and claim.cue_class.name == "blame" else None


def _planned(words: Sequence[Word]) -> str | None:
    """Return `promise` for a content that is a noun of promise: `announced plans to build it`."""
    nouns = [at for at, word in enumerate(words[:3]) if not _PLANS.isdisjoint(word.keys)]
    after = words[nouns[0] + 1 : nouns[0] + 2] if nouns else ()
    return "promise" if any(word.text == "to" for word in after) else None


def _by_content(claim: ClaimWords) -> str | None:
    words = claim.content
    if is_asked(words):
        return "question"
    verb = main_verb(words)
    return (
        _feeling(words)
        or _promise(claim, verb)
        or _demand(words, verb)
        or _denial(words, verb)
        or _warning(words, verb)
        or _prediction(words, verb)
    )


def main_verb(words: Sequence[Word]) -> int:
    """Return the place of the first auxiliary or verb of promise in the main clause, or -1."""
    aside = False
    for at, word in enumerate(words[: _SUBJECT_LENGTH * 2]):
        if word.text in BOUNDARIES:
            aside = at > 0 or word.text != "that"
        elif word.text == ",":
            aside = False
        elif not aside and _is_auxiliary(words, at):
            return at
    return -1


def _is_auxiliary(words: Sequence[Word], at: int) -> bool:
    word, before = words[at], words[at - 1].text if at else ""
    if word.text == "need" and before in _BEFORE_NOUN:
        return False
    binds = at == 1 and before in FIRST_PERSON | THIRD_PERSON and not _BINDING.isdisjoint(word.keys)
    return binds or word.text in COMING | MAYBE | _DUE | _AUXILIARIES


def _feeling(words: Sequence[Word]) -> str | None:
    """Return `belief` for `I think that …`, `she did not believe it`."""
    for at, word in enumerate(words[:8]):
        if word.text in FIRST_PERSON | THIRD_PERSON:
            after = words[at + 1 : at + 2]
            if after and after[0].text in _DOING:
                after = words[at + 1 : at + 4]
            return "belief" if any(not _FEELING.isdisjoint(w.keys) for w in after) else None
    return None


def _promise(claim: ClaimWords, verb: int) -> str | None:
    """Return `promise` for what the speaker will do, `warning` where that is a threat."""
    words = claim.content
    if verb < 0 or not is_speaker(claim, words[:verb]):
        return None
    after = words[verb : verb + 5]
    if "need" in after[0].keys:
        return None
    binding = [at for at, word in enumerate(after) if not _BINDING.isdisjoint(word.keys)]
    forced = any(one.text == "have" and other.text == "to" for one, other in pairwise(after))
    empty = words[verb - 1].text == "it" and any(_EXPLETIVES & w.keys for w in after[1:2])
    if not binding or forced or empty:
        return None
    if any(word.text in NOT for word in after):
        return "denial" if weigh(words).leading() == "opposed" else "promise"
    return "warning" if threats().find(words[verb : verb + 7]) else "promise"


def _demand(words: Sequence[Word], verb: int) -> str | None:
    if verb < 0:
        return None
    word, after = words[verb], [w.text for w in words[verb + 1 : verb + 4]]
    if any(w.text in _NOBODY for w in words[:verb]):
        return None
    if word.text == "is" and len(after) > 1 and after[0] in _URGENT and after[1] == "that":
        return "demand"
    if word.text in _DUE and after[:1] != ["have"]:
        return "demand"
    if word.text in ("need", "needs", "have", "has") and after[:1] == ["to"]:
        return "demand"
    return None


def _denial(words: Sequence[Word], verb: int) -> str | None:
    """Return `denial` for what is said not to be so: `the plant is not in use`, `No. …`.

    What judges, such as `it is not beneficial`, is an assertion.
    """
    if len(words) > 1 and words[0].text == "no" and words[1].is_mark:
        return "denial"
    if verb < 0 or words[verb].text not in _PLAIN or weigh(words).leading() != "neutral":
        return None
    after = [word.text for word in words[verb + 1 : verb + 3]]
    return "denial" if "not" in after and "only" not in after else None


def _warning(words: Sequence[Word], verb: int) -> str | None:
    if verb < 0 or words[verb].text not in COMING | MAYBE:
        return None
    if weigh(words).leading() == "supportive":
        return None
    hits = _bad_outcomes().find(words[verb : verb + 12])
    negated = any(word.text in NOT for word in words[verb : verb + 3])
    return "warning" if hits and not negated else None


def _prediction(words: Sequence[Word], verb: int) -> str | None:
    if verb < 0:
        return None
    after = [word.text for word in words[verb + 1 : verb + 4]]
    if words[verb].text in MAYBE and after[:1] == ["have"]:
        return None
    if words[verb].text in COMING | MAYBE:
        return "prediction"
    return "prediction" if after[:2] == ["going", "to"] or "likely" in after else None


@cache
def _bad_outcomes() -> WordList[bool]:
    return WordList(dict.fromkeys(stance_lists()["bad_outcome"], True))
