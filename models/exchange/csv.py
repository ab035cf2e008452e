# SPDX-License-Identifier: MIT
"""Claims for a spreadsheet: CSV with one row per claim, UTF-8 with a byte order mark.

No cell is a formula: one that would be taken for one gets an apostrophe in front. Unknown values
are empty. Offsets are code points of the article's text, end-exclusive, pieces apart by `; `.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from claimdesk.models import queries
from claimdesk.models.errors import ClaimdeskError
from claimdesk.models.exchange.files import write_verified
from claimdesk.models.project import Project

COLUMNS = (
    *("article", "outlet", "date", "speaker", "speaker kind", "country", "stance", "kind"),
    *("certainty", "domains", "source", "cue", "content", "note", "state", "origin", "annotator"),
    *("source offsets", "cue offsets", "content offsets", "article id", "claim id"),
)

_ROLES = ("source", "cue", "content")
# Signs that begin a formula, those of full width too, which some spreadsheets take for the same.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_csv(project: Project, output: Path, states: Sequence[str]) -> dict[str, int]:
    """Writes the claims in `states`; the number of articles and claims written.

    Raises ClaimdeskError if `output` cannot be written or does not read back as it should.
    """
    counted: dict[str, int] = {}
    with project.reading() as connection:

        def write(draft: Path) -> None:
            with draft.open("x", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows(_table(connection, states, counted))
                file.flush()
                os.fsync(file.fileno())

        def verify(draft: Path) -> None:
            # The limit is the library's own; a content may be longer than its default.
            csv.field_size_limit(2**31 - 1)
            with draft.open(encoding="utf-8-sig", newline="") as file:
                expected = _table(connection, states, {})
                for one, other in zip_longest(expected, csv.reader(file)):
                    if one != other:
                        raise ClaimdeskError(
                            f"{output} did not read back as it was written; try again."
                        )

        write_verified(output, project, write, verify)
    return counted


def safe_cell(value: str | int | None) -> str:
    """The text of a cell that no spreadsheet takes for a formula; None is empty."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _table(
    connection: Connection, states: Sequence[str], counted: dict[str, int]
) -> Iterator[list[str]]:
    """The head and the rows; counts in `counted` the claims, and the articles that have one."""
    counted.update(article=0, claim=0)
    yield list(COLUMNS)
    codes = _Codes(connection)
    articles = connection.exec_driver_sql(
        "SELECT id, title, outlet, published_on FROM article ORDER BY id"
    ).all()
    for article in articles:
        claims = [
            row
            for row in queries.article_annotations(connection, article.id)
            if row.layer == "claim" and row.state in states
        ]
        counted["article"] += bool(claims)
        counted["claim"] += len(claims)
        for claim in claims:
            yield [safe_cell(value) for value in _row(article, claim, codes)]


class _Codes:
    """The names that ids of the codebook and the registry stand for."""

    def __init__(self, connection: Connection) -> None:
        self._actors = queries.actors(connection)
        self._domains = queries.domains(connection)
        self._choices = {
            choice.id: choice.label
            for field in queries.fields(connection).values()
            for choice in field.choices
        }

    def choice(self, choice_id: int | None) -> str | None:
        return None if choice_id is None else self._choices.get(choice_id)

    def speaker(self, actor_id: int | None) -> tuple[str | None, str | None, str | None]:
        """Name, kind and country."""
        actor = None if actor_id is None else self._actors.get(actor_id)
        return (actor.name, actor.kind, actor.country) if actor else (None, None, None)

    def domains(self, ids: Sequence[int]) -> str:
        return "; ".join(self._domains[i].name for i in ids if i in self._domains)


def _row(article: Any, claim: queries.AnnotationRow, codes: _Codes) -> list[str | int | None]:  # noqa: ANN401
    return [
        article.title,
        article.outlet,
        article.published_on,
        *codes.speaker(claim.speaker_id),
        codes.choice(claim.stance_id),
        codes.choice(claim.kind_id),
        codes.choice(claim.certainty_id),
        codes.domains(claim.domain_ids),
        *(claim.quote(role) for role in _ROLES),
        claim.note,
        claim.state,
        claim.origin,
        claim.annotator,
        *(_offsets(claim, role) for role in _ROLES),
        article.id,
        claim.id,
    ]


def _offsets(claim: queries.AnnotationRow, role: str) -> str:
    return "; ".join(f"{piece.span.start}-{piece.span.end}" for piece in claim.role(role))
