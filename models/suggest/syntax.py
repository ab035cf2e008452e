# SPDX-License-Identifier: MIT
"""Questions that the claim rules ask a dependency parse. Sets hold indices of tokens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Tokens = frozenset[int]
NONE: Tokens = frozenset()
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
FINITE = ("VBD", "VBZ", "VBP", "MD")
"""Tags of verbs that a clause of its own has."""
_NEAR = 4
_PLAIN_FORMS = ("VBD", "VBZ")
RELATIVES = frozenset({"who", "which", "that", "whom"})


def subtree(token: Token, without: Iterable[Token] = ()) -> Tokens:
    """Return the token and all that depends on it, but for `without` and what depends on them."""
    out = {t.i for t in token.subtree}
    for other in without:
        out -= {t.i for t in other.subtree}
    return frozenset(out)


def children(token: Token, *relations: str) -> list[Token]:
    """Return the children of `token` in one of the relations, in the order of the text."""
    return [child for child in token.children if child.dep_ in relations]


def child(token: Token, *relations: str) -> Token | None:
    """Return the first child of `token` in one of the relations."""
    return next((c for c in token.children if c.dep_ in relations), None)


def preposition(token: Token, word: str) -> Token | None:
    """Return the preposition or particle `word` that depends on `token`."""
    relations = ("prep", "prt", "advmod", "dative", "agent")
    return next((c for c in token.children if c.dep_ in relations and c.lower_ == word), None)


def is_passive(verb: Token) -> bool:
    """Return whether the verb is a passive, or a past participle after a noun."""
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children):
        return True
    return verb.dep_ in ("acl", "advcl") and verb.tag_ == "VBN"


def noun_phrase(head: Token) -> Tokens:
    """Return a noun with its modifiers and appositions."""
    return subtree(head)


def subject(verb: Token, depth: int = 0) -> Tokens:
    """Return the subject of `verb`, found also through the verbs above it."""
    own = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    if own is not None:
        if own.lower_ in RELATIVES:
            return frozenset({own.i})
        return noun_phrase(own)
    if depth > 6:
        return NONE
    above = verb.head
    if verb.dep_ == "acl":
        return subtree(above, [verb])
    if verb.dep_ in ("xcomp", "pcomp") and (controller := _controller(verb)) is not None:
        return noun_phrase(controller)
    if (reporter := reporter_of(verb)) is not None:
        return subject(reporter, depth + 1)
    if verb.dep_ in ("conj", "xcomp", "advcl", "dep") and is_verbal(above):
        if verb.dep_ == "advcl" and verb.tag_ not in ("VBG", "VBN", "VB"):
            return NONE
        return subject(above, depth + 1)
    if verb.dep_ == "pcomp" and above.dep_ == "prep" and above.head.pos_ in ("VERB", "AUX"):
        return subject(above.head, depth + 1)
    return NONE


def reporter_of(verb: Token) -> Token | None:
    """Return the verb that a later one is joined to, beyond the clause that stands between them.

    As in `she said the bridge had been closed and blamed the storm`: the parser joins `blamed` to
    what was said, but it has the form of `said` and not of `had been closed`.
    """
    if verb.dep_ != "conj" or _has_own_clause(verb):
        return None
    joined = _first_joined(verb)
    said = joined.head if joined.dep_ == "xcomp" else joined
    reporter = said.head
    # A participle beside an infinitive is a plain past that the tagger got wrong.
    form = "VBD" if verb.tag_ == "VBN" and joined.tag_ == "VB" else verb.tag_
    if said.dep_ != "ccomp" or reporter.i > said.i:
        return None
    if form not in _PLAIN_FORMS or reporter.tag_ != form:
        return None
    return reporter if _differs(said) else None


def _first_joined(verb: Token) -> Token:
    while verb.dep_ == "conj":
        verb = verb.head
    return verb


def _has_own_clause(verb: Token) -> bool:
    relations = (*SUBJECTS, "aux", "auxpass", "mark")
    return any(c.dep_ in relations for c in verb.children)


def _differs(said: Token) -> bool:
    """Return whether what is said has another form than the plain past or present of a deed."""
    if any(c.dep_ in ("aux", "auxpass") for c in said.children):
        return True
    if said.lemma_ == "have":
        return any(c.dep_ == "xcomp" for c in said.children)
    whom = next((c for c in said.children if c.dep_ in SUBJECTS), None)
    return said.lemma_ == "be" and whom is not None and whom.pos_ != "PROPN"


def subject_head(verb: Token) -> Token | None:
    """Return the noun or pronoun at the head of the subject that `subject` finds."""
    found = subject(verb)
    inside = [verb.doc[i] for i in sorted(found)]
    return next((t for t in inside if t.head.i not in found), None)


def _controller(verb: Token) -> Token | None:
    return child(verb.head, "dobj") if verb.dep_ == "xcomp" else None


def is_verbal(token: Token) -> bool:
    """Return whether it is a verb, or a word in -ing that has a subject though tagged as a noun."""
    if token.pos_ in ("VERB", "AUX"):
        return True
    if token.pos_ != "NOUN" or not token.lower_.endswith("ing"):
        return False
    return any(c.dep_ in SUBJECTS for c in token.children)


def negation(verb: Token) -> Token | None:
    """Return the word that negates the verb."""
    for c in verb.children:
        if c.dep_ == "neg" or (c.dep_ == "advmod" and c.lower_ in ("never", "hardly", "neither")):
            return c
    return None


def cue_words(verb: Token) -> Tokens:
    """Return the verb with its auxiliaries, negation, particles and the adverbs among them."""
    found = {verb.i}
    for c in verb.children:
        if c.dep_ in ("aux", "auxpass", "neg", "prt") and abs(c.i - verb.i) <= 6:
            found.add(c.i)
    first = min(found)
    for c in verb.children:
        if c.dep_ == "advmod" and (first <= c.i <= verb.i or c.i == verb.i - 1):
            found.add(c.i)
    return frozenset(found) | _neither(verb)


def _neither(verb: Token) -> Tokens:
    """Return the words of `neither confirmed nor` before a verb."""
    if verb.dep_ != "conj" or verb.head.i > verb.i:
        return NONE
    between = [token.lower_ for token in verb.doc[verb.head.i : verb.i]]
    first = verb.head.i - 1
    if len(between) > _NEAR or "nor" not in between or first < 0:
        return NONE
    return frozenset(range(first, verb.i)) if verb.doc[first].lower_ == "neither" else NONE


def runs(doc: Doc, tokens: Iterable[int]) -> list[tuple[int, int]]:
    """Maximal runs of words and marks, end-exclusive, with the white space between them."""
    out: list[tuple[int, int]] = []
    for i in sorted(tokens):
        if doc[i].is_space:
            continue
        if out and all(doc[k].is_space for k in range(out[-1][1], i)):
            out[-1] = (out[-1][0], i + 1)
        else:
            out.append((i, i + 1))
    return out
