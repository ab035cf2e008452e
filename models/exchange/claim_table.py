# SPDX-License-Identifier: MIT
"""Claims as a table for spreadsheets: one row per claim, a column for each thing that it says.

Unknown values are None. Offsets are code points of the article's text, end-exclusive, written
`[3,6)`, pieces separated by `; `. The columns are always the same, followed by the analyst's own
fields, each under its label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimdesk.models.codebook.fields import own_fields
from claimdesk.models.exchange.corpus import (
    Corpus,
    CorpusActor,
    CorpusAnnotation,
    CorpusArticle,
    CorpusCode,
)
from claimdesk.models.exchange.reports import Written
from claimdesk.models.messages.catalogue import _

COLUMNS = (
    *("article", "outlet", "date", "speaker", "speaker kind", "country", "stance", "kind"),
    *("certainty", "domains", "source", "cue", "content", "note", "state", "origin", "annotator"),
    *("source offsets", "cue offsets", "content offsets", "article id", "claim id"),
    *("speaker id", "addressees", "speakers"),
)
"""Where several speak together, `speaker` is the first of them and `speakers` lists all."""

TABLE_DROPS = ("aliases", "terms", "definitions", "pieces of text that wait for review")
"""What the table does not hold of what a report counts."""

_FIELDS = ("stance", "kind", "certainty")
_ROLES = ("source", "cue", "content")

Cell = str | int | float | None


def table_limits() -> tuple[str, ...]:
    """Return what a table of claims cannot hold, for people."""
    return (
        _("texts of articles"),
        _("mentions of actors"),
        _("mentions of domains"),
        _("aliases, definitions and terms"),
    )


class ClaimTable:
    """The claims of a corpus; counts those that it yields, and the articles that have one."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._own = own_fields(corpus.fields)
        self._articles = 0
        self._claims = 0

    def head(self) -> list[str]:
        """Return the names of the columns; no two are alike."""
        names = list(COLUMNS)
        for field in self._own:
            name, number = field.label, 1
            while name.casefold() in {taken.casefold() for taken in names}:
                number += 1
                name = f"{field.label} ({number})"
            names.append(name)
        return names

    def rows(self) -> Iterator[list[Cell]]:
        """Yield the claims, article by article."""
        self._articles = self._claims = 0
        for article in self._corpus.articles():
            claims = [each for each in article.annotations if each.layer == "claim"]
            self._articles += bool(claims)
            for claim in claims:
                self._claims += 1
                yield self._row(article, claim)

    def written(self) -> Written:
        """Return how much the last run over the rows gave."""
        return Written(self._articles, self._claims, self._claims)

    def _row(self, article: CorpusArticle, claim: CorpusAnnotation) -> list[Cell]:
        codes = {code.field: code for code in claim.codes}
        body = article.article.body
        return [
            article.article.title,
            article.article.outlet,
            article.article.published_on,
            *_speaker_cells(claim.actor),
            *(_cell(codes.get(name)) for name in _FIELDS),
            "; ".join(domain.name for domain in claim.domains),
            *(_quote(body, claim, role) for role in _ROLES),
            claim.note,
            claim.state,
            claim.origin,
            claim.annotator,
            *(_offsets(claim, role) for role in _ROLES),
            article.id,
            claim.id,
            claim.actor.key if claim.actor else None,
            "; ".join(actor.name for actor in claim.addressees),
            "; ".join(actor.name for actor in claim.speakers),
            *(_cell(codes.get(field.key)) for field in self._own),
        ]


def _speaker_cells(speaker: CorpusActor | None) -> Sequence[Cell]:
    return (speaker.name, speaker.kind, speaker.country) if speaker else (None, None, None)


def _cell(code: CorpusCode | None) -> Cell:
    if code is None:
        return None
    if isinstance(code.value, bool):
        return "yes" if code.value else "no"
    return code.value if code.label is None else code.label


def _quote(body: str, claim: CorpusAnnotation, role: str) -> str:
    """Return the words of a role, pieces joined by an ellipsis, those without a place last."""
    quotes = [body[start:end] for start, end in claim.spans.get(role, ())]
    quotes += [piece.quote for piece in claim.unplaced if piece.role == role]
    return " … ".join(" ".join(quote.split()) for quote in quotes)


def _offsets(claim: CorpusAnnotation, role: str) -> str:
    return "; ".join(f"[{start},{end})" for start, end in claim.spans.get(role, ()))
