# SPDX-License-Identifier: MIT
"""The claims that analysts coded in finished articles, beside what the rules suggest there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from claimdesk.models.analysis.matching import Tokenised, alike, match
from claimdesk.models.learning.coding.model import MAX_CLAIMS, MAX_FIELDS
from claimdesk.models.learning.dataset import article_with_annotations, finished_articles
from claimdesk.models.learning.memory_trial import try_memory
from claimdesk.models.store import queries
from claimdesk.models.store.lookup import Lookup
from claimdesk.models.suggest.coding import RULED, rule_codes
from claimdesk.models.suggest.data import (
    ClaimSuggestion,
    CodedClaim,
    DomainEntry,
    Knowledge,
)
from claimdesk.models.suggest.engine import Engine
from claimdesk.models.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from claimdesk.models.suggest.chunks import Chunk

_MAX_ARTICLES = 150
_MAX_LENGTH = 100_000
"""Code points of an article that is learned from; a longer one is not a news article."""
_LONGEST = 300
"""Code points of a content that are looked at."""

Parse = Callable[[str], Sequence[tuple["Chunk", "Doc"]]]
"""Returns the chunks of a text, as it is read, with their parses."""


@dataclass(frozen=True, slots=True)
class RightClaim:
    """A claim of a finished article: where its content is, its words and codes."""

    content: tuple[Span, ...]
    coded: CodedClaim


@dataclass(frozen=True, slots=True)
class CodedArticle:
    """A finished article with all its claims."""

    id: int
    text: str
    claims: tuple[RightClaim, ...]


@dataclass(frozen=True, slots=True)
class CodeDataset:
    """What there is to learn codes from."""

    articles: tuple[CodedArticle, ...]
    domains: tuple[DomainEntry, ...]
    fields: tuple[str, ...]
    """The keys of the choice fields of claims, in the order of the codebook."""
    memory: Mapping[str, Mapping[str, int | str]]
    """What `try_memory` says of the decisions about words."""

    @property
    def state(self) -> str:
        """The same for the same articles, claims and codebook."""
        told = [(one.text, one.claims) for one in self.articles]
        return hashlib.sha256(
            repr((told, self.domains, self.fields, self.memory)).encode()
        ).hexdigest()


@dataclass(frozen=True, slots=True)
class Case:
    """A claim that the rules suggested and that an analyst has, too."""

    article: int
    suggested: CodedClaim
    """As it was suggested, with the rules' codes and domains."""
    right: CodedClaim


@dataclass(frozen=True, slots=True)
class RuleTrial:
    """The coded claims beside what the rules propose."""

    examples: tuple[tuple[int, CodedClaim], ...]
    """All claims, each with its article."""
    cases: tuple[Case, ...]


def read(connection: Connection, language: str = "en") -> CodeDataset:
    """Return the newest finished articles that together have at most MAX_CLAIMS claims or so."""
    lookup = Lookup(connection)
    fields = queries.fields_of(lookup.fields.values(), "claim")
    keys = tuple(field.key for field in fields if field.kind == "choice")[: MAX_FIELDS - 1]
    ids = finished_articles(connection, "claim", language, longest=_MAX_LENGTH, most=_MAX_ARTICLES)
    articles: list[CodedArticle] = []
    count = 0
    for article_id in reversed(ids):
        if count >= MAX_CLAIMS:
            break
        articles.append(_article(connection, article_id, lookup, keys))
        count += len(articles[-1].claims)
    domains = lookup.domains.values()
    return CodeDataset(
        tuple(reversed(articles)),
        tuple(DomainEntry(row.name, row.terms, row.id) for row in domains),
        keys,
        try_memory(connection),
    )


def _article(
    connection: Connection, article_id: int, lookup: Lookup, fields: Iterable[str]
) -> CodedArticle:
    body, rows = article_with_annotations(connection, article_id, "claim")
    claims = []
    for row in rows:
        coded = ((key, lookup.choice_key(row.codes.get(key))) for key in fields)
        domains = (domain.name for number in row.domain_ids if (domain := lookup.domain(number)))
        claim = CodedClaim(
            row.words("cue")[:_LONGEST],
            row.words("content")[:_LONGEST],
            tuple((key, value) for key, value in coded if value is not None),
            tuple(domains),
            source=row.words("source")[:_LONGEST],
        )
        claims.append(RightClaim(tuple(piece.span for piece in row.role("content")), claim))
    return CodedArticle(article_id, body, tuple(claims))


def try_rules(
    dataset: CodeDataset,
    engine: Engine,
    parse: Parse,
    progress: Callable[[float], None] = lambda _done: None,
) -> RuleTrial:
    """Let the rules suggest in each article, and put their claims beside those of the analyst.

    The rules know the codebook but nothing that the project learned.
    """
    examples: list[tuple[int, CodedClaim]] = []
    cases: list[Case] = []
    knowledge = Knowledge(domains=dataset.domains)
    for number, article in enumerate(dataset.articles):
        progress(number / len(dataset.articles))
        found = engine.suggest_all(article.text, knowledge, parse=parse).claims
        pairs = _pairs(article, found)
        for place, claim in enumerate(article.claims):
            coded = claim.coded
            if place in pairs:
                suggested = _suggested(article.text, found[pairs[place]])
                cases.append(Case(article.id, suggested, coded))
                coded = replace(coded, by_rule=suggested.by_rule)
            else:
                coded = replace(coded, by_rule=_by_rule(*rule_codes(coded)))
            examples.append((article.id, coded))
    return RuleTrial(tuple(examples[-MAX_CLAIMS:]), tuple(cases[-MAX_CLAIMS:]))


def _pairs(article: CodedArticle, found: Sequence[ClaimSuggestion]) -> dict[int, int]:
    """Return which right claim was suggested as which, by their contents."""
    tokens = Tokenised(article.text)
    right = [tokens.inside(claim.content) for claim in article.claims]
    return match(alike(right, [tokens.inside(claim.content) for claim in found]))


def _suggested(text: str, claim: ClaimSuggestion) -> CodedClaim:
    def words(spans: Iterable[Span]) -> str:
        return " … ".join(" ".join(text[start:end].split()) for start, end in spans)[:_LONGEST]

    domains = tuple(domain.name for domain in claim.domains)
    by_rule = _by_rule(claim.stance, claim.kind, dict(claim.codes).get("certainty"))
    return CodedClaim(words(claim.cue), words(claim.content), (), domains, by_rule)


def _by_rule(*codes: str | None) -> tuple[tuple[str, str], ...]:
    proposed = zip(RULED, codes, strict=True)
    return tuple((key, value) for key, value in proposed if value is not None)
