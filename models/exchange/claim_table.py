# SPDX-License-Identifier: MIT
"""Claims as a table for spreadsheets: one row per claim, a column for each thing that it says.

Unknown values are None. Offsets are code points of the article's text, end-exclusive, written
`[3,6)`, pieces apart by `; `. The columns are always the same, followed by the analyst's own
fields, each called as its label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from claimdesk.models.codebook.fields import own_fields
from claimdesk.models.store import queries
from claimdesk.models.store.coded_fields import CodeValue
from claimdesk.models.store.queries import AnnotationRow, FieldRow

COLUMNS = (
    *("article", "outlet", "date", "speaker", "speaker kind", "country", "stance", "kind"),
    *("certainty", "domains", "source", "cue", "content", "note", "state", "origin", "annotator"),
    *("source offsets", "cue offsets", "content offsets", "article id", "claim id"),
    *("speaker id", "addressees"),
)

_ROLES = ("source", "cue", "content")

Cell = str | int | float | None


class ClaimTable:
    """The claims in some states; counts those that it gave, and the articles that have one."""

    def __init__(self, connection: Connection, states: Sequence[str]) -> None:
        self._connection = connection
        self._states = states
        self._actors = queries.actors(connection)
        self._domains = queries.domains(connection)
        fields = queries.fields(connection)
        self._choices: dict[CodeValue | None, str] = {
            choice.id: choice.label for field in fields.values() for choice in field.choices
        }
        self._own = own_fields(fields.values())
        self.articles = 0
        self.claims = 0

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
        """Return the claims, article by article."""
        self.articles = self.claims = 0
        articles = self._connection.exec_driver_sql(
            "SELECT id, title, outlet, published_on FROM article ORDER BY id"
        ).all()
        for article in articles:
            claims = [
                row
                for row in queries.article_annotations(self._connection, article.id)
                if row.layer == "claim" and row.state in self._states
            ]
            if not claims:
                continue
            self.articles += 1
            addressees = _addressees(self._connection, article.id)
            for claim in claims:
                self.claims += 1
                yield [
                    *self._row(article, claim),
                    claim.speaker_id,
                    self._named(addressees.get(claim.id, ())),
                    *(self._own_value(field, claim.codes.get(field.key)) for field in self._own),
                ]

    def _row(self, article: Any, claim: AnnotationRow) -> list[Cell]:  # noqa: ANN401
        speaker = None if claim.speaker_id is None else self._actors.get(claim.speaker_id)
        return [
            article.title,
            article.outlet,
            article.published_on,
            *((speaker.name, speaker.kind, speaker.country) if speaker else (None, None, None)),
            *(self._choice(claim.codes.get(key)) for key in ("stance", "kind", "certainty")),
            "; ".join(self._domains[i].name for i in claim.domain_ids if i in self._domains),
            *(claim.quote(role) for role in _ROLES),
            claim.note,
            claim.state,
            claim.origin,
            claim.annotator,
            *(_offsets(claim, role) for role in _ROLES),
            article.id,
            claim.id,
        ]

    def _choice(self, choice_id: CodeValue | None) -> str | None:
        return self._choices.get(choice_id)

    def _named(self, ids: Sequence[int]) -> str:
        return "; ".join(self._actors[i].name for i in ids if i in self._actors)

    def _own_value(self, field: FieldRow, value: CodeValue | None) -> Cell:
        if value is None or isinstance(value, bool):
            return None if value is None else ("yes" if value else "no")
        return self._choice(value) if field.kind == "choice" else value


def _addressees(connection: Connection, article_id: int) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows = connection.exec_driver_sql(
        "SELECT claim_id, actor_id FROM addressee JOIN annotation ON annotation.id = claim_id "
        "WHERE article_id = ? ORDER BY addressee.id",
        (article_id,),
    )
    for claim_id, actor_id in rows:
        found.setdefault(claim_id, []).append(actor_id)
    return found


def _offsets(claim: AnnotationRow, role: str) -> str:
    return "; ".join(f"[{piece.span.start},{piece.span.end})" for piece in claim.role(role))
