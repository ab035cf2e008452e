# SPDX-License-Identifier: MIT
"""Identities in figures: speakers, domains and articles are counted by id, not by name.

Where several that claims name have the same name, their labels in figures include what
distinguishes them: “Kim (person, KR)”.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from claimdesk.models.store.speakers import SPEAKERS
from claimdesk.models.text.folding import fold


class Identity(NamedTuple):
    """One speaker, domain or article, and its label in figures."""

    id: int
    label: str

    def __str__(self) -> str:
        return self.label


ID_COLUMNS = {"speaker": "actor.id", "domain": "domain.id", "article": "article.id"}
"""The fields whose values have an identity, and the column that holds it."""

# Id, name, and details that may distinguish namesakes, of all that counted claims name.
_NAMED = {
    "speaker": f"""
        SELECT actor.id, actor.name, actor.kind, actor.country, group_.name FROM actor
        LEFT JOIN actor group_ ON group_.id = actor.member_of_id
        WHERE actor.id IN (SELECT actor_id FROM ({SPEAKERS})
          JOIN annotation ON annotation.id = claim_id WHERE state <> 'rejected') ORDER BY actor.id
    """,
    "domain": """
        SELECT domain.id, domain.name, parent.name FROM domain
        LEFT JOIN domain parent ON parent.id = domain.parent_id
        WHERE domain.id IN (SELECT domain_id FROM claim_domain
          JOIN annotation ON annotation.id = claim_id WHERE state <> 'rejected') ORDER BY domain.id
    """,
    "article": """
        SELECT id, title, published_on, outlet, author FROM article
        WHERE id IN (SELECT article_id FROM annotation
          WHERE layer = 'claim' AND state <> 'rejected') ORDER BY id
    """,
}


def labels(connection: Connection, field: str) -> dict[int, str]:
    """Return a unique label for each speaker, domain or article that claims name."""
    rows = [tuple(row) for row in connection.exec_driver_sql(_NAMED[field])]
    namesakes: dict[str, list[tuple[int, Sequence[str | None]]]] = {}
    names = {number: name for number, name, *_details in rows}
    for number, name, *details in rows:
        # Names that look the same are the same to a reader.
        shown = " ".join(fold(name, ignore_case=False).split())
        namesakes.setdefault(shown, []).append((number, details))
    unique = dict(names)
    for same in namesakes.values():
        if len(same) > 1:
            unique.update(_distinct_labels(names, same))
    # A name may equal the label of another one.
    taken = Counter(unique.values())
    return {
        number: label if taken[label] == 1 or label == names[number] else f"{label} #{number}"
        for number, label in unique.items()
    }


def by_label(connection: Connection, field: str, label: str) -> int | None:
    """Return the id of the one with this label in figures; None if there is none."""
    by_id: Mapping[int, str] = labels(connection, field)
    return next((number for number, own in by_id.items() if own == label), None)


def _distinct_labels(
    names: Mapping[int, str], same: Sequence[tuple[int, Sequence[str | None]]]
) -> dict[int, str]:
    """Return labels with as many details as needed; with the id where details are not enough."""
    most = len(same[0][1])
    for count in range(1, most + 1):
        detailed = {number: _label(names[number], details[:count]) for number, details in same}
        if len(set(detailed.values())) == len(same):
            return detailed
    return {number: _label(names[number], [*details, f"#{number}"]) for number, details in same}


def _label(name: str, details: Sequence[str | None]) -> str:
    known = ", ".join(detail for detail in details if detail)
    return f"{name} ({known})" if known else name
