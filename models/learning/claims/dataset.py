# SPDX-License-Identifier: MIT
"""The finished articles that claims are learned from: as text, and as tokens ready for training."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection

from claimdesk.models.learning.arrays.crf import Labels
from claimdesk.models.learning.arrays.hashing import Features
from claimdesk.models.learning.claims.candidates import (
    CONTENT,
    CUE,
    OTHER,
    SAME,
    SOURCE,
    ClaimCandidate,
    jaccard,
)
from claimdesk.models.learning.claims.cue_features import candidates, cue_features
from claimdesk.models.learning.claims.role_features import Pairs
from claimdesk.models.learning.claims.table import Index, Table
from claimdesk.models.learning.dataset import (
    article_with_annotations,
    finished_articles,
    text_key,
)
from claimdesk.models.store import queries
from claimdesk.models.suggest.claim_drafts import ClaimParts, SpanClaim, TokenClaim
from claimdesk.models.suggest.claims import paragraph_of
from claimdesk.models.suggest.quotes import Quotations
from claimdesk.models.suggest.syntax import Tokens
from claimdesk.models.text.reading import ReadingText
from claimdesk.models.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from claimdesk.models.suggest.chunks import Chunk

MAX_ARTICLES = 300
"""Articles that are learned from at most, the newest: more take longer and teach little."""
_MAX_LENGTH = 200_000
"""Code points of an article that is learned from; a longer one is not a news article."""


@dataclass(frozen=True, slots=True)
class ClaimExample:
    """An article as it is read, with all its claims."""

    text: str
    claims: tuple[SpanClaim, ...]

    @property
    def key(self) -> str:
        """The same for the same text: SHA-256 in hexadecimal digits."""
        return text_key(self.text)

    @property
    def state(self) -> str:
        """The same for the same text with the same claims."""
        claims = repr([(claim.source, claim.cue, claim.content) for claim in self.claims])
        return hashlib.sha256(f"{self.key} {claims}".encode()).hexdigest()


def read(
    connection: Connection, language: str = "en", most: int = MAX_ARTICLES
) -> list[ClaimExample]:
    """Return the newest articles that are done and have accepted claims, oldest first."""
    ids = finished_articles(connection, "claim", language, longest=_MAX_LENGTH, most=most)
    found = (_example(connection, article_id) for article_id in ids)
    return [example for example in found if example is not None]


def _example(connection: Connection, article_id: int) -> ClaimExample | None:
    body, rows = article_with_annotations(connection, article_id, "claim")
    reading = ReadingText(body)
    claims = tuple(_claim(row, reading) for row in rows if row.role("content"))
    return ClaimExample(reading.text, claims) if claims else None


def _claim(row: queries.AnnotationRow, reading: ReadingText) -> SpanClaim:
    def spans(pieces: Iterable[queries.Piece]) -> tuple[Span, ...]:
        return tuple(reading.from_body(piece.span) for piece in pieces)

    return ClaimParts(spans(row.role("source")), spans(row.role("cue")), spans(row.role("content")))


_WORTH = (0.2, 0.2, 0.3, 0.15, 0.15)
"""What counts of a candidate: content the same by half, a word of the source or neither has one,
and the very words of the source, of the content and of the cue."""


@dataclass(slots=True)
class TrainingArticle:
    """One example; all indices are those of its table."""

    example: ClaimExample
    table: Table
    right: list[TokenClaim]
    anchors: dict[int, TokenClaim]
    """The claims by the token that their cue is built around."""
    rows: Index
    """The tokens that a cue may be built around."""
    features: Features
    """Those of `rows` for the first stage."""
    labels: Labels
    """For each of `rows` 1 if a cue is built around it."""
    places: _Places
    found: list[ClaimCandidate] = field(default_factory=list)
    """Candidates of a model that did not see this example."""

    def words(self, tokens: Tokens) -> str:
        """Return the dictionary forms of some tokens, such as `call for`."""
        return " ".join(self.table.vocabulary.text(self.table.lemma[i]) for i in sorted(tokens))


def prepare(example: ClaimExample, parsed: Sequence[tuple[Chunk, Doc]]) -> TrainingArticle | None:
    """Return the example made ready; None if nothing in it is a word."""
    quotations = Quotations(
        example.text, list(dict.fromkeys(piece.paragraph for piece, _ in parsed))
    )
    filled = [(piece, doc) for piece, doc in parsed if len(doc)]
    if not filled:
        return None
    table = Table(
        [
            paragraph_of(doc, piece.span, quotations.overlapping(piece.paragraph, piece.span))
            for piece, doc in filled
        ]
    )
    places = _Places(filled)
    right = [claim for claim in map(places.claim, example.claims) if claim.content]
    anchors: dict[int, TokenClaim] = {}
    for claim in right:
        if claim.cue:
            anchors.setdefault(_anchor(table, claim.cue), claim)
    rows = candidates(table)
    labels = np.isin(rows, list(anchors)).astype(np.int64)
    features = cue_features(table, rows)
    return TrainingArticle(example, table, right, anchors, rows, features, labels, places)


class _Places:
    """Where the tokens of an article stand in its text."""

    def __init__(self, parsed: Iterable[tuple[Chunk, Doc]]) -> None:
        from spacy import attrs

        wanted = [attrs.IDX, attrs.LENGTH, attrs.IS_SPACE]
        starts, ends, words = [], [], []
        for piece, doc in parsed:
            idx, length, space = doc.to_array(wanted).astype(np.int64).T
            starts.append(idx + piece.span.start)
            ends.append(idx + piece.span.start + length)
            words.append(space == 0)
        self.starts, self.ends = np.concatenate(starts), np.concatenate(ends)
        self._word = np.concatenate(words)

    def claim(self, claim: SpanClaim) -> TokenClaim:
        """Return the claim as tokens."""
        return ClaimParts(*map(self._inside, (claim.source, claim.cue, claim.content)))

    def _inside(self, spans: Iterable[Span]) -> Tokens:
        found: set[int] = set()
        for start, end in spans:
            first = int(np.searchsorted(self.ends, start, side="right"))
            last = int(np.searchsorted(self.starts, end, side="left"))
            found.update(i for i in range(first, last) if self._word[i])
        return frozenset(found)

    def spans(self, tokens: Tokens) -> list[Span]:
        """Return where the tokens stand; what follows without a gap is one span."""
        found: list[Span] = []
        last = -2
        for token in sorted(tokens):
            if not self._word[token]:
                continue
            start, end = int(self.starts[token]), int(self.ends[token])
            joined = found and not self._word[last + 1 : token].any()
            found[-1:] = [Span(found[-1].start, end)] if joined else [*found[-1:], Span(start, end)]
            last = token
        return found


def _anchor(table: Table, cue: Tokens) -> int:
    """Return the token that a cue is built around: the first that depends on none of the others."""
    heads = [i for i in cue if int(table.head[i]) not in cue or int(table.head[i]) == i]
    strong = table.vocabulary.hashes(("VERB", "NOUN", "ADJ"))
    return min([i for i in heads if table.pos[i] in strong] or heads or cue)


def role_labels(article: TrainingArticle, pairs: Pairs) -> Labels:
    """Return the right label of each pair; the anchors are those of right claims."""
    labels = np.full(len(pairs.token), OTHER, np.int64)
    for number, anchor in enumerate(pairs.anchors.tolist()):
        rows, claim = pairs.rows(number), article.anchors[anchor]
        for tokens, label in ((claim.content, CONTENT), (claim.source, SOURCE), (claim.cue, CUE)):
            labels[rows][np.isin(pairs.token[rows], list(tokens))] = label
    return labels


def quality(article: TrainingArticle, candidate: ClaimCandidate) -> float:
    """How much of a right claim the candidate has, 0..1: what is left to correct counts against it.

    A candidate whose content is not the same by half has nothing; see `_WORTH` for the rest.
    """
    most = 0.0
    for claim in article.right:
        if jaccard(claim.content, candidate.content) >= SAME:
            parts = (
                True,
                _sources_touch(claim, candidate),
                claim.source == candidate.source,
                claim.content == candidate.content,
                claim.cue == candidate.cue,
            )
            most = max(most, sum(w for w, there in zip(_WORTH, parts, strict=True) if there))
    return most


def _sources_touch(claim: TokenClaim, candidate: ClaimCandidate) -> bool:
    return bool(claim.source & candidate.source) or not (claim.source or candidate.source)


def correctness(article: TrainingArticle, candidate: ClaimCandidate) -> tuple[bool, bool]:
    """Whether the candidate has the content of a right claim, and with it a word of its source."""
    same = [c for c in article.right if jaccard(c.content, candidate.content) >= SAME]
    return bool(same), any(_sources_touch(claim, candidate) for claim in same)
