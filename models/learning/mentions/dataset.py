# SPDX-License-Identifier: MIT
"""What there is to learn mentions from: finished articles with the mentions that are right.

They come in folds. What the project knows goes with each fold, but for what its own articles
taught: so a model sees names in training as it will see them in an article that nobody has read.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from claimdesk.models.learning.dataset import (
    article_with_annotations,
    finished_articles,
    text_key,
)
from claimdesk.models.learning.knowledge import read_knowledge
from claimdesk.models.store import queries
from claimdesk.models.suggest.data import Knowledge
from claimdesk.models.text.reading import ReadingText
from claimdesk.models.text.spans import Span

MAX_ARTICLES = 150
"""Articles that are learned from at most, the newest."""
FOLDS = 5
_MAX_LENGTH = 100_000
"""Code points of an article that is learned from; a longer one is not a news article."""


@dataclass(frozen=True, slots=True)
class MentionExample:
    """An article as it is read, with all its mentions: span (code points) and kind of the actor."""

    text: str
    mentions: tuple[tuple[Span, str], ...]

    @property
    def key(self) -> str:
        """The same for the same text: SHA-256 in hexadecimal digits."""
        return text_key(self.text)


@dataclass(frozen=True, slots=True)
class Fold:
    """Some examples, and what the project would know without them."""

    knowledge: Knowledge
    examples: tuple[MentionExample, ...]


def read(
    connection: Connection, language: str = "en", most: int = MAX_ARTICLES
) -> tuple[Fold, ...]:
    """Return the newest finished articles with accepted mentions, in at most FOLDS folds."""
    ids = finished_articles(connection, "actor", language, longest=_MAX_LENGTH, most=most)
    parts = [ids[number::FOLDS] for number in range(min(FOLDS, len(ids)))]
    kinds = {actor.id: actor.kind for actor in queries.actors(connection).values()}
    return tuple(
        Fold(
            read_knowledge(connection, language, frozenset(part)),
            tuple(_example(connection, article_id, kinds) for article_id in part),
        )
        for part in parts
    )


def _example(connection: Connection, article_id: int, kinds: dict[int, str]) -> MentionExample:
    body, rows = article_with_annotations(connection, article_id, "actor")
    reading = ReadingText(body)
    mentions = [
        (reading.from_body(piece.span), kinds[row.actor_id])
        for row in rows
        if row.actor_id is not None
        for piece in row.role("mention")
    ]
    return MentionExample(reading.text, tuple(mentions))
