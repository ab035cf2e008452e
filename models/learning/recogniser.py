# SPDX-License-Identifier: MIT
"""Recognises mentions as the analyst marks them: a sequence model over the parse and the rules.

The rules' mentions are features among others. So it starts from what they know, learns where this
project differs (which kinds, which boundaries, which descriptions count), and forgets nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from claimdesk.models.learning.chain import OUTSIDE, Chain, Row, hashed, shifted
from claimdesk.models.spans import Span
from claimdesk.models.suggest.registry import country_of
from claimdesk.models.suggest.types import MentionSuggestion

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_BELOW = frozenset({"conj", "appos", "compound", "amod", "nmod", "poss", "det"})
_NEAR, _NEXT = 5, 3
"""How many features of a word the words beside it see, and those after them."""
_KNOWN = ("rule:registry", "rule:gazetteer", "rule:memory")

CLASSES = {
    "person": ("person",),
    "body": ("organization", "alliance", "group"),
    "land": ("state", "place"),
}
"""What is told apart by the words around a name. Which of its kinds a name has is a matter of what
is known of it; few finished articles show each kind often enough."""
CLASS_OF = {kind: name for name, kinds in CLASSES.items() for kind in kinds}


@dataclass(frozen=True, slots=True)
class Recognised:
    """A stretch of words that is taken for a mention."""

    span: Span
    kind: str
    score: float
    """The least probability of its words' labels."""


class Recogniser:
    """A learned model of mentions; `version` is its number in the project."""

    def __init__(self, chain: Chain, version: int) -> None:
        self._chain = chain
        self.version = version

    def find(self, doc: Doc, offset: int, known: Sequence[MentionSuggestion]) -> list[Recognised]:
        """What it takes for mentions in a parsed stretch that begins at `offset` of its text.

        `known` are what the rules found there.
        """
        found: list[Recognised] = []
        for tokens in sentences(doc):
            labels, best = self._chain.decode(rows(tokens, offset, known))
            for span, name, score in _recognised(tokens, offset, labels, best):
                if any(_is_part(span, m) for m in known):
                    continue
                words = doc.text[span.start - offset : span.end - offset]
                found.append(Recognised(span, _kind(span, name, words, known), score))
        return found


def beside(
    own: Sequence[Recognised], known: Iterable[MentionSuggestion]
) -> list[MentionSuggestion]:
    """The mentions of the rules that the model's own leave room for.

    All of them stand: where few articles were done, the model misses more than it is right about.
    """
    return [m for m in known if not any(m.span.overlaps(other.span) for other in own)]


def sentences(doc: Doc) -> Iterator[list[Token]]:
    """The words of each sentence, without white space."""
    for sentence in doc.sents:
        tokens = [token for token in sentence if not token.is_space]
        if tokens:
            yield tokens


def labels_of(
    tokens: Sequence[Token], offset: int, marked: Iterable[tuple[Span, str]]
) -> list[str]:
    """The labels of a sentence's words for mentions given as span and kind; the first come first.

    `B-class` begins a mention, `I-class` goes on with it, `O` is outside.
    """
    labels = [OUTSIDE] * len(tokens)
    for span, kind in marked:
        inside = [
            i
            for i, token in enumerate(tokens)
            if span.start <= offset + token.idx and offset + token.idx + len(token) <= span.end
        ]
        if inside and all(labels[i] == OUTSIDE for i in inside):
            for number, i in enumerate(inside):
                labels[i] = f"{'I' if number else 'B'}-{CLASS_OF[kind]}"
    return labels


def rows(tokens: Sequence[Token], offset: int, known: Sequence[MentionSuggestion]) -> list[Row]:
    """The features of a sentence's words; `known` are the rules' mentions in the stretch."""
    end = offset + tokens[-1].idx + len(tokens[-1])
    here = [m for m in known if m.span.start < end and m.span.end > offset + tokens[0].idx]
    marks = labels_of(tokens, offset, [(m.span, m.actor.kind) for m in here])
    origins = [""] * len(tokens)
    for mention in here:
        origin = mention.origin.partition("/")[0]
        for i, token in enumerate(tokens):
            if mention.span.start <= offset + token.idx < mention.span.end:
                origins[i] = origin
    own = [_own(*of) for of in zip(tokens, marks, origins, strict=True)]
    return [_row(tokens, i, marks[i], own) for i in range(len(tokens))]


@lru_cache(maxsize=100_000)
def _number(name: str, value: str) -> int:
    return hashed(f"{name}={value}")


def _own(token: Token, mark: str, origin: str) -> list[int]:
    """The features of a word by itself; those that its neighbours see come first, see _row."""
    lower, capital = token.lower_, token.text[0].isupper()
    features = [
        _number("w", lower),
        _number("pos", token.pos_),
        _number("eng", mark),
        _number("ent", token.ent_iob_ + token.ent_type_),
        _number("sh", token.shape_[:4]),
        _number("lem", token.lemma_.lower()),
        _number("tag", token.tag_),
        _number("dep", token.dep_),
        _number("suf", lower[-3:]),
    ]
    if origin:
        features.append(_number("ori", origin))
    if capital:
        features.append(_number("cap", "upper" if token.is_upper and len(token) > 1 else "title"))
        if country_of(token.text) is not None:
            features.append(_number("people", ""))
    return features


def _row(tokens: Sequence[Token], i: int, mark: str, own: Sequence[list[int]]) -> Row:
    row = list(own[i])
    above = _governed(tokens[i])
    relation = above.dep_
    row.append(_number("gdep", relation))
    row.append(_number("eng+gdep", f"{mark}|{relation}"))
    row.append(_number("w+gdep", f"{tokens[i].lower_}|{relation}"))
    if relation in ("pobj", "dobj", "nsubj"):
        row.append(_number("gh", f"{relation}|{above.head.lemma_.lower()}"))
        row.append(_number("eng+gh", f"{mark}|{relation}|{above.head.lower_}"))
    if i == 0:
        row.append(_number("first", ""))
    for distance in (-2, -1, 1, 2):
        if 0 <= i + distance < len(tokens):
            seen = _NEAR if abs(distance) == 1 else _NEXT
            row += [shifted(number, distance) for number in own[i + distance][:seen]]
        else:
            row.append(_number("end", str(distance)))
    return row


def _governed(token: Token) -> Token:
    """The head of the phrase that a word is part of."""
    while token.dep_ in _BELOW and token.head is not token:
        token = token.head
    return token


def _recognised(
    tokens: Sequence[Token], offset: int, labels: Sequence[str], sure: Sequence[float]
) -> Iterator[tuple[Span, str, float]]:
    """The runs of words of one class: span, class and the least of their probabilities."""
    first = 0
    while first < len(labels):
        name = labels[first].partition("-")[2]
        last = first + 1
        while last < len(labels) and labels[last] == f"I-{name}":
            last += 1
        if name in CLASSES:
            span = Span(_place(tokens[first], offset).start, _place(tokens[last - 1], offset).end)
            yield span, name, min(sure[first:last])
        first = last


def _is_part(span: Span, mention: MentionSuggestion) -> bool:
    """Whether a span is only part of a name that is known: such names stay whole."""
    whole = mention.span
    inside = whole.start <= span.start and span.end <= whole.end and whole != span
    return inside and mention.origin in _KNOWN


def _kind(span: Span, name: str, words: str, known: Sequence[MentionSuggestion]) -> str:
    """The kind of what is of a class: as the rules know it, else the usual one."""
    for mention in known:
        if mention.span.overlaps(span) and CLASS_OF[mention.actor.kind] == name:
            return mention.actor.kind
    if name == "body" and not any(c.isupper() for c in words):
        return "group"
    return {"land": "place", "body": "organization"}.get(name, name)


def _place(token: Token, offset: int) -> Span:
    return Span(offset + token.idx, offset + token.idx + len(token))
