# SPDX-License-Identifier: MIT
"""Whether a name of a place means the place, or those who rule there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimdesk.models.suggest.cues import cue_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

_LOCATIVE = """
    in at across over near into through throughout around within outside inside toward towards
    off along beyond via
"""
LOCATIVE = frozenset(_LOCATIVE.split())
"""Prepositions whose object is a place rather than an actor."""
_INSIDE = frozenset({"in", "near", "around", "outside", "into", "throughout", "across"})
"""Those after which hardly any person or body stands."""
_AMONG = frozenset({"with", "between", "against", "by"})
"""Prepositions whose object acts."""
_STATES_OF_BEING = frozenset({"have", "lie", "stand", "sit", "host", "remain", "become", "see"})
_TOWN = """
    airport area bridge center centre district embassy hospital hotel mayor metro mosque museum
    neighborhood neighbourhood outskirts people population port prison resident road station
    street suburb university
"""
_IN_TOWN = frozenset(_TOWN.split())
"""What a city has as a city."""
_ATTITUDES = """
    ally approach assessment attitude behalf consent influence intention interest objection opinion
    partner policy position reaction refusal relations response stance support view
"""
_OF_A_STATE = frozenset(_ATTITUDES.split())
"""What a state has, of which a capital may be named as the owner."""
_SHORTENED = "|".join(rf"(?<=\b[A-Z][a-z]{{{n}}})\." for n in (2, 3, 4))
"""The full stop of `Oct.` or `Calif.`."""
_DATELINE = re.compile(
    rf"(?:,? [A-Z][\w.]*)?(?:,(?:[^.]|{_SHORTENED}){{3,40}})?"
    r"(?: \d{4}-\d\d?-\d\d?| \d\d?[./]\d\d?[./]\d{2,4})?"
    r"\s*(?:\([^)]*\)|/[^/]*/)?\s*(?:[—–-]|/|:|$)"
)


def is_dateline(line: str) -> bool:
    """Return whether a paragraph goes on after its first name as after a dateline's place."""
    return _DATELINE.match(line) is not None


def is_locative(root: Token | None) -> bool:
    """Return whether the word is the object of a preposition of place, alone or in a list."""
    if root is None:
        return False
    root = _first(root)
    return root.dep_ == "pobj" and root.head.lower_ in LOCATIVE


def is_inside(root: Token | None) -> bool:
    """Return whether the word says where something is, which no person or body does."""
    return root is not None and root.dep_ == "pobj" and root.head.lower_ in _INSIDE


def acts(root: Token) -> bool:
    """Return whether a capital stands for its state: it says, wants, is accused, has a policy."""
    if _is_ally(root):
        return True
    root = _first(root)
    relation, head = root.dep_, root.head
    if relation == "nsubj":
        return _is_deed(head)
    if relation in ("nsubjpass", "dobj", "dative"):
        return _is_cue(head)
    if relation == "poss":
        return head.lemma_.lower() not in _IN_TOWN
    if relation in ("compound", "nmod"):
        return head.lemma_.lower() in cue_lexicon().people
    if relation != "pobj":
        return relation == "ROOT" and root.sent[0].i == root.i
    if head.dep_ == "agent" or head.lower_ in _AMONG:
        return True
    if head.lower_ == "from":
        return head.head.pos_ == "NOUN"
    if head.lower_ == "of" and head.head.lemma_.lower() in _OF_A_STATE:
        return True
    return head.lower_ in ("to", "on", "for", "of") and _is_cue(head.head)


def _is_ally(root: Token) -> bool:
    """Return whether a noun beside a name calls it an ally or the like."""
    beside = [c for c in root.lefts if c.dep_ in ("compound", "nmod")]
    if root.dep_ == "appos":
        beside.append(root.head)
    return any(noun.lemma_.lower() in _OF_A_STATE for noun in beside)


def _is_deed(verb: Token) -> bool:
    if verb.lemma_.lower() == "be":
        return any(c.dep_ == "acomp" for c in verb.children)
    return verb.lemma_.lower() not in _STATES_OF_BEING or any(
        c.dep_ in ("aux", "xcomp", "ccomp") for c in verb.children
    )


def _is_cue(word: Token) -> bool:
    lexicon, lemma = cue_lexicon(), word.lemma_.lower()
    return bool(lexicon.verb(lemma)) or lemma in lexicon.nouns


def _first(root: Token) -> Token:
    """Return the first of a list that a word stands in."""
    while root.dep_ in ("conj", "appos") and root.head.i != root.i:
        root = root.head
    return root
