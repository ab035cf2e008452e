# SPDX-License-Identifier: MIT
"""Recognises mentions as the analyst marks them: a sequence model over the parse and the rules.

The rules' mentions are features among others. So it starts from what they know, learns where this
project differs (which kinds, which boundaries, which descriptions count), and forgets nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimdesk.models.learning.chain import Chain, Row
from claimdesk.models.spans import Span
from claimdesk.models.suggest.registry import country_of
from claimdesk.models.suggest.types import MentionSuggestion

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_BELOW = frozenset({"conj", "appos", "compound", "amod", "nmod", "poss", "det"})
_NEAR = ("w", "pos", "eng", "ent", "sh")
_NEXT = ("w", "pos", "eng")
_OUTSIDE = "O"
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
            labels, probabilities = self._chain.decode(rows(tokens, offset, known))
            best = [float(p) for p in probabilities.max(axis=1)]
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
    labels = [_OUTSIDE] * len(tokens)
    for span, kind in marked:
        inside = [
            i
            for i, token in enumerate(tokens)
            if span.start <= offset + token.idx and offset + token.idx + len(token) <= span.end
        ]
        if inside and all(labels[i] == _OUTSIDE for i in inside):
            for number, i in enumerate(inside):
                labels[i] = f"{'I' if number else 'B'}-{CLASS_OF[kind]}"
    return labels


def rows(tokens: Sequence[Token], offset: int, known: Sequence[MentionSuggestion]) -> list[Row]:
    """The features of a sentence's words; `known` are the rules' mentions in the stretch."""
    end = offset + tokens[-1].idx + len(tokens[-1])
    here = [m for m in known if m.span.start < end and m.span.end > offset + tokens[0].idx]
    marks = labels_of(tokens, offset, [(m.span, m.actor.kind) for m in here])
    own = [_own(token, mark) for token, mark in zip(tokens, marks, strict=True)]
    for mention in here:
        origin = mention.origin.partition("/")[0]
        for token, features in zip(tokens, own, strict=True):
            if mention.span.start <= offset + token.idx < mention.span.end:
                features["ori"] = origin
    return [_row(tokens, i, own) for i in range(len(tokens))]


def _own(token: Token, mark: str) -> dict[str, str]:
    features = {
        "w": token.lower_,
        "lem": token.lemma_.lower(),
        "sh": token.shape_[:4],
        "pos": token.pos_,
        "tag": token.tag_,
        "dep": token.dep_,
        "ent": token.ent_iob_ + token.ent_type_,
        "eng": mark,
        "suf": token.lower_[-3:],
    }
    if token.text[0].isupper():
        features["cap"] = "upper" if token.is_upper and len(token) > 1 else "title"
        if country_of(token.text) is not None:
            features["people"] = ""
    return features


def _row(tokens: Sequence[Token], i: int, own: Sequence[dict[str, str]]) -> Row:
    token, features = tokens[i], own[i]
    mark = features["eng"]
    row = [f"{key}={value}" for key, value in features.items()]
    above = _governed(token)
    row += [
        f"gdep={above.dep_}",
        f"eng+gdep={mark}|{above.dep_}",
        f"w+gdep={token.lower_}|{above.dep_}",
    ]
    if above.dep_ in ("pobj", "dobj", "nsubj"):
        row.append(f"gh={above.dep_}|{above.head.lemma_.lower()}")
        row.append(f"eng+gh={mark}|{above.dep_}|{above.head.lower_}")
    if i == 0:
        row.append("first")
    for distance in (-2, -1, 1, 2):
        if 0 <= i + distance < len(tokens):
            near = own[i + distance]
            names = _NEAR if abs(distance) == 1 else _NEXT
            row += [f"{distance}:{name}={near[name]}" for name in names]
        else:
            row.append(f"{distance}:end")
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
