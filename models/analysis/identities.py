# SPDX-License-Identifier: MIT
"""Identities in figures: speakers, domains and articles are counted by id, not by name.

Where several that claims name have the same name, their labels in figures include what
distinguishes them: “Kim (person, KR)”.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
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


ID_COLUMNS = {
    "speaker": "actor.id",
    "domain": "domain.id",
    "main_domain": "main.id",
    "article": "article.id",
}
"""The fields whose values have an identity, and the column that holds it."""

NAME_COLUMNS = {
    "speaker": ("actor", "name"),
    "domain": ("domain", "name"),
    "main_domain": ("domain", "name"),
    "article": ("article", "title"),
}
"""The table and column where each of these has its name."""

MAIN_DOMAINS = """
WITH RECURSIVE above(domain_id, main_id) AS (
  SELECT id, id FROM domain
  UNION SELECT domain_id, parent_id FROM above JOIN domain ON domain.id = main_id
    WHERE parent_id IS NOT NULL
)
SELECT domain_id, main_id FROM above JOIN domain ON domain.id = main_id WHERE parent_id IS NULL
"""
"""SQL for each domain with the one at the top above it, which may be itself."""

Details = Sequence[str | None]
"""What may distinguish namesakes, the most telling first."""

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
    "main_domain": f"""
        SELECT id, name, NULL FROM domain
        WHERE id IN (SELECT main_id FROM ({MAIN_DOMAINS}) JOIN claim_domain USING (domain_id)
          JOIN annotation ON annotation.id = claim_id WHERE state <> 'rejected') ORDER BY id
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
    namesakes: dict[str, list[tuple[int, Details]]] = {}
    names = {number: name for number, name, *_details in rows}
    for number, name, *details in rows:
        namesakes.setdefault(shown_name(name), []).append((number, details))
    unique = dict(names)
    for same in namesakes.values():
        if len(same) > 1:
            unique.update(distinct_labels(names, same))
    # A name may equal the label of another one.
    taken = Counter(unique.values())
    return {
        number: label if taken[label] == 1 or label == names[number] else f"{label} #{number}"
        for number, label in unique.items()
    }


@lru_cache(maxsize=1 << 17)
def shown_name(name: str) -> str:
    """Return a name as it looks: names that look the same are the same to a reader."""
    return " ".join(fold(name, ignore_case=False).split())


def by_label(connection: Connection, field: str, label: str) -> int | None:
    """Return the id of the one with this label in figures; None if there is none."""
    by_id: Mapping[int, str] = labels(connection, field)
    return next((number for number, own in by_id.items() if own == label), None)


def distinct_labels(
    names: Mapping[int, str], same: Sequence[tuple[int, Details]]
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
