# SPDX-License-Identifier: MIT
"""Annotated articles as a corpus has them, whatever its format, not yet part of a project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from claimdesk.models.articles.read import ArticleFile
from claimdesk.models.text.spans import Span


@dataclass(frozen=True, slots=True)
class NamedActor:
    """An actor by name and kind."""

    name: str
    kind: str
    key: str | None = None
    """What tells it from another one of the corpus that has the same name and kind."""


@dataclass(frozen=True, slots=True)
class CorpusAnnotation:
    """One annotation of layer `actor`, `claim` or `domain`."""

    layer: str
    spans: Mapping[str, Sequence[Span]]
    """By role; code points of the body, in order, apart and not empty."""
    annotator: str | None = None
    actor: NamedActor | None = None
    """Whom a mention means, or who makes a claim."""
    codes: Sequence[tuple[str, str]] = ()
    """Values of coded fields of a claim, or its domains: (“stance”, “supportive”).

    Domains that the codebook does not have are added to it.
    """
    note: str | None = None


@dataclass(slots=True)
class AnnotatedArticle:
    """An article with what annotators made of it; `done` if any of them did."""

    article: ArticleFile
    done: bool = False
    annotations: list[CorpusAnnotation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What the corpus says of it beside annotations, in lines."""
