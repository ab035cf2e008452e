# SPDX-License-Identifier: MIT
"""The figures behind the plots: what is asked of a project, and its answer as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection

from claimdesk.models.analysis.distribution import Value, claim_ids, distribution, identified
from claimdesk.models.store.project import Project
from claimdesk.models.text.collation import sort_key

STATES = ("accepted", "suggested")


class Series(NamedTuple):
    """What one colour stands for: claims of a state with a stance (its key, None: not coded)."""

    state: str
    stance: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """Claims by each of `fields` and stance; of one article, or of the project if it is None."""

    fields: tuple[str, ...]
    article_id: int | None
    suggested: bool
    """Whether suggested claims count as well."""


@dataclass(frozen=True, slots=True)
class Stack:
    """The claims that have `value` in a field, by series; no series has none."""

    value: Value
    counts: dict[Series, int]

    @property
    def total(self) -> int:
        """All its claims."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Figures:
    """Stacks by field, the longest first and "not coded" last, and how many claims there are."""

    stacks: dict[str, tuple[Stack, ...]]
    accepted: int
    suggested: int
    """How many suggested claims there are, whether they were asked for or not."""


def read_figures(project: Project, question: Question) -> Figures:
    """Return the answer to `question`, all of it from one moment of the project.

    Raises ClaimdeskError for an unknown field, or if the file can't be read.
    """
    with project.reading() as connection:
        accepted, suggested = (_total(connection, question, state) for state in STATES)
        stacks = {field: _stacks(connection, question, field) for field in question.fields}
    return Figures(stacks, accepted, suggested)


def read_claim_ids(
    project: Project, question: Question, field: str, value: Value, series: Series | None
) -> list[int]:
    """Return the claims of one stack; of one series of it, or of all if it is None."""
    where: dict[str, Value] = {field: value}
    state = "all" if question.suggested else "accepted"
    if series is not None:
        where["stance"] = series.stance
        state = series.state
    with project.reading() as connection:
        return claim_ids(connection, where, state=state, article_id=question.article_id)


def _total(connection: Connection, question: Question, state: str) -> int:
    rows = distribution(connection, (), state=state, article_id=question.article_id)
    return int(rows[0]["claims"])


def _stacks(connection: Connection, question: Question, field: str) -> tuple[Stack, ...]:
    found: dict[Value, Stack] = {}
    for state in STATES if question.suggested else STATES[:1]:
        rows = identified(
            connection, (field, "stance"), state=state, article_id=question.article_id
        )
        for row in rows:
            stack = found.setdefault(row[field], Stack(row[field], {}))
            stack.counts[Series(state, row["stance"])] = row["claims"]
    return tuple(sorted(found.values(), key=_rank))


def _rank(stack: Stack) -> tuple[bool, int, float, str]:
    """Return where a stack stands: by its length, then by what it is called."""
    value = stack.value
    number = value if isinstance(value, int | float) else 0
    return value is None, -stack.total, number, sort_key("" if value is None else str(value))
