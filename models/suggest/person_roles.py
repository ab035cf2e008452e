# SPDX-License-Identifier: MIT
"""What a text says about a person beside the name: office, state, title."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimdesk.models.registry.person_names import FEMALE, MALE
from claimdesk.models.suggest import noun_phrases
from claimdesk.models.suggest.cues import cue_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

_MOST = 10
"""Words of the longest office before a name."""
_WITHIN = frozenset({"of", "for"})
_RELATIONS = ("appos", "compound", "nmod", "conj", "nsubj")
_TITLES = {
    **dict.fromkeys(
        [
            "ms",
            "mrs",
            "miss",
            "lady",
            "dame",
            "madam",
            "queen",
            "princess",
            "duchess",
            "chairwoman",
        ],
        FEMALE,
    ),
    **dict.fromkeys(["congresswoman", "spokeswoman", "businesswoman", "sister", "actress"], FEMALE),
    **dict.fromkeys(
        ["mr", "sir", "lord", "king", "prince", "duke", "chairman", "congressman"], MALE
    ),
    **dict.fromkeys(["spokesman", "businessman", "father", "brother", "actor"], MALE),
}


def gender(name: TokenSpan) -> str | None:
    """Return whether the title or office before a name is a woman's or a man's."""
    found = (_TITLES.get(token.lower_.rstrip(".")) for token in _before(name))
    return next((one for one in found if one is not None), None)


def roles(name: TokenSpan) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the nouns that describe a person, each with the words that stand with it."""
    people = cue_lexicon().people
    before = _before(name)
    for token in before:
        noun = noun_phrases.lemma(token)
        if noun in people and not noun_phrases.is_plural(token):
            yield noun, noun_phrases.meant([t for t in before if t is not token])
    for token in _beside(name.root):
        yield noun_phrases.lemma(token), noun_phrases.modifiers(token)


def _before(name: TokenSpan) -> list[Token]:
    """Return the words of an office or title that run up to a name."""
    found: list[Token] = []
    sentence = name.root.sent.start
    for at in range(name.start - 1, max(sentence, name.start - _MOST) - 1, -1):
        token = name.doc[at]
        named = token.pos_ in ("PROPN", "NOUN", "ADJ") and not token.is_punct
        if not named and token.lower_ not in _WITHIN and token.tag_ != "POS":
            break
        found.append(token)
    return found[::-1]


def _beside(root: Token) -> Iterator[Token]:
    """Yield the nouns that a parse puts beside a name."""
    for token in root.subtree:
        near = 0 < abs(token.i - root.i) <= 8
        titled = token.pos_ == "PROPN" and token.dep_ == "appos"
        if near and token.dep_ in _RELATIONS and (token.pos_ == "NOUN" or titled):
            yield token
    if root.dep_ == "appos" and root.head.pos_ == "NOUN":
        yield root.head
    if root.dep_ == "nsubj" and root.head.lemma_ == "be":
        yield from (t for t in root.head.children if t.dep_ == "attr" and t.pos_ == "NOUN")
