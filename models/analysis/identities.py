# SPDX-License-Identifier: MIT
"""Who and what is counted: speakers, domains and articles by identity, not by name.

Where several of those that claims name are called the same, what tells them apart is part of what
they are called in figures: “Kim (person, KR)”.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from claimdesk.models.text.folding import fold


class Identity(NamedTuple):
    """One speaker, domain or article, and what it is called in figures."""

    id: int
    label: str

    def __str__(self) -> str:
        return self.label


ID_COLUMNS = {"speaker": "actor.id", "domain": "domain.id", "article": "article.id"}
"""The fields whose values have an identity, and the column that holds it."""

# Id, name, and what may tell it from its namesakes, of all that claims name which count.
_NAMED = {
    "speaker": """
        SELECT actor.id, actor.name, actor.kind, actor.country, group_.name FROM actor
        LEFT JOIN actor group_ ON group_.id = actor.member_of_id
        WHERE actor.id IN (SELECT speaker_id FROM claim JOIN annotation USING (id)
          WHERE state <> 'rejected') ORDER BY actor.id
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
    """Return what each speaker, domain or article that claims name is called; no two alike."""
    rows = [tuple(row) for row in connection.exec_driver_sql(_NAMED[field])]
    namesakes: dict[str, list[tuple[int, Sequence[str | None]]]] = {}
    names = {number: name for number, name, *_details in rows}
    for number, name, *details in rows:
        # Names that look the same are the same to a reader.
        looks = " ".join(fold(name, ignore_case=False).split())
        namesakes.setdefault(looks, []).append((number, details))
    found = dict(names)
    for same in namesakes.values():
        if len(same) > 1:
            found.update(_told_apart(names, same))
    # Somebody may be called as another one is in figures.
    taken = Counter(found.values())
    return {
        number: label if taken[label] == 1 or label == names[number] else f"{label} #{number}"
        for number, label in found.items()
    }


def by_label(connection: Connection, field: str, label: str) -> int | None:
    """The one that is called `label` in figures and is not named so; None if there is none."""
    found: Mapping[int, str] = labels(connection, field)
    return next((number for number, own in found.items() if own == label), None)


def _told_apart(
    names: Mapping[int, str], same: Sequence[tuple[int, Sequence[str | None]]]
) -> dict[int, str]:
    """Return labels with as many details as it takes; with the id where they do not tell enough."""
    most = len(same[0][1])
    for count in range(1, most + 1):
        found = {number: _with(names[number], details[:count]) for number, details in same}
        if len(set(found.values())) == len(same):
            return found
    return {number: _with(names[number], [*details, f"#{number}"]) for number, details in same}


def _with(name: str, details: Sequence[str | None]) -> str:
    known = ", ".join(detail for detail in details if detail)
    return f"{name} ({known})" if known else name
