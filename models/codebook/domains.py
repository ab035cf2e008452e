# SPDX-License-Identifier: MIT
"""The domains of a codebook: a tree in one order, its terms, and where domains are used.

`position` counts through the whole tree, a domain before those inside it. Functions that change
something work inside `project.edit(label)`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, update
from sqlmodel import Session, col, select

from claimdesk.models.editing.duplicates import DOMAINS, merge_duplicates
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.schema import (
    Annotation,
    Article,
    ClaimDomain,
    Domain,
    DomainMention,
    Term,
)
from claimdesk.models.text.collation import sort_key
from claimdesk.models.text.folding import name_key

Parents = Mapping[int, int | None]
"""Domain -> the domain that it is inside of, in the order of the codebook."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The articles that a recoding changes: one, those of an outlet, or all."""

    article_id: int | None = None
    outlet: str | None = None


EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True)
class DomainUses:
    """What a change of a domain would affect."""

    claims: int = 0
    mentions: int = 0
    terms: int = 0
    children: int = 0


def outlets(connection: Connection) -> list[str]:
    """Return the outlets of the project's articles, by name."""
    statement = select(Article.outlet).where(col(Article.outlet).is_not(None)).distinct()
    return sorted((str(row[0]) for row in connection.execute(statement)), key=sort_key)


def add_domain(
    session: Session, name: str, *, colour: str | None = None, parent_id: int | None = None
) -> int:
    """Add a domain at the end, or as the last inside `parent_id`; return its id.

    Raises ClaimdeskError if the name is empty or taken.
    """
    last = session.exec(select(func.max(Domain.position))).one()
    row = Domain(
        name=_free_name(session, name, None),
        colour=colour,
        position=0 if last is None else last + 1,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    if parent_id is not None:
        move_domain(session, row.id, parent_id)
    return row.id


def set_domain_fields(session: Session, domain_id: int, **values: str | int | None) -> None:
    """Set `name`, `definition`, `colour` or `parent_id` of a domain.

    Raises ClaimdeskError if the name is taken or the parent is inside the domain.
    """
    if "name" in values:
        values["name"] = _free_name(session, str(values["name"]), domain_id)
    if "parent_id" in values:
        parent = values.pop("parent_id")
        move_domain(session, domain_id, None if parent is None else int(parent))
    if values:
        session.execute(update(Domain).where(col(Domain.id) == domain_id).values(**values))


def set_terms(session: Session, domain_id: int, terms: Iterable[str]) -> None:
    """Give a domain exactly these words and phrases as its terms."""
    wanted = list(dict.fromkeys(" ".join(term.split()) for term in terms if term.strip()))
    rows = session.exec(select(Term).where(Term.domain_id == domain_id)).all()
    for row in rows:
        if row.text not in wanted:
            session.delete(row)
    known = {row.text for row in rows}
    session.add_all(Term(domain_id=domain_id, text=term) for term in wanted if term not in known)
    session.flush()


def order_domains(session: Session, ids: Sequence[int]) -> None:
    """Put the domains in this order."""
    known = {row[0]: row[1] for row in session.exec(select(Domain.id, Domain.position))}
    for position, domain in enumerate(ids):
        if known.get(domain) != position:
            statement = update(Domain).where(col(Domain.id) == domain)
            session.execute(statement.values(position=position))


def inside(parents: Parents, domain_id: int) -> set[int]:
    """Return a domain and all that are inside it, at any depth."""
    found = {domain_id}
    while True:
        more = {child for child, parent in parents.items() if parent in found} - found
        if not more:
            return found
        found |= more


def in_tree_order(parents: Parents) -> list[int]:
    """Return all domains, each before those inside it, siblings in their given order."""
    children: dict[int | None, list[int]] = {}
    for domain, parent in parents.items():
        children.setdefault(parent if parent in parents else None, []).append(domain)
    order: list[int] = []
    waiting = list(reversed(children.get(None, [])))
    while waiting:
        domain = waiting.pop()
        order.append(domain)
        waiting.extend(reversed(children.get(domain, [])))
    # Domains that a broken file puts inside one another are reached from no root.
    reached = set(order)
    return [*order, *(domain for domain in parents if domain not in reached)]


def move_domain(
    session: Session, domain_id: int, parent_id: int | None, place: int | None = None
) -> None:
    """Put a domain, with all inside it, into another or at the top (None).

    `place` counts the domains there without the moved one, from 0; None is the end. Raises
    ClaimdeskError if the new parent is the domain itself or inside it, or one of them is gone.
    """
    parents = domain_parents(session)
    if domain_id not in parents or (parent_id is not None and parent_id not in parents):
        raise ClaimdeskError(_("The domain is gone; choose another one."))
    if parent_id is not None and parent_id in inside(parents, domain_id):
        raise ClaimdeskError(_("A domain can't be inside itself; choose another one."))
    there = [d for d, parent in parents.items() if parent == parent_id and d != domain_id]
    there.insert(len(there) if place is None else max(0, place), domain_id)
    if parents[domain_id] != parent_id:
        statement = update(Domain).where(col(Domain.id) == domain_id)
        session.execute(statement.values(parent_id=parent_id))
    others = {d: parent for d, parent in parents.items() if d not in there}
    order_domains(session, in_tree_order({**others, **dict.fromkeys(there, parent_id)}))


def domain_uses(connection: Connection, domain_id: int) -> tuple[int, int]:
    """Return how many claims and how many domain mentions name the domain."""
    found = uses_of(connection, [domain_id])
    return found.claims, found.mentions


def uses_of(
    connection: Connection, domain_ids: Sequence[int], scope: Scope = EVERYWHERE
) -> DomainUses:
    """Count what uses these domains: each claim once, mentions, terms, and domains inside them."""

    def count(statement: Any) -> int:  # noqa: ANN401
        return int(connection.execute(statement).scalar_one())

    claims = col(ClaimDomain.claim_id)
    return DomainUses(
        claims=count(
            select(func.count(claims.distinct())).where(
                col(ClaimDomain.domain_id).in_(domain_ids), *within(claims, scope)
            )
        ),
        mentions=count(
            select(func.count()).where(
                col(DomainMention.domain_id).in_(domain_ids),
                *within(col(DomainMention.id), scope),
            )
        ),
        terms=count(select(func.count()).where(col(Term.domain_id).in_(domain_ids))),
        children=count(
            select(func.count()).where(
                col(Domain.parent_id).in_(domain_ids), col(Domain.id).not_in(domain_ids)
            )
        ),
    )


def recode_domain(
    session: Session, domain_id: int, replacement: int | None, scope: Scope = EVERYWHERE
) -> None:
    """Replace a domain by another one, or by none, in annotations; keep the domain itself.

    A claim with both keeps the other one once; annotations that become equal are merged.
    Raises ClaimdeskError if both are the same.
    """
    if domain_id == replacement:
        raise ClaimdeskError(_("Choose another domain than the one that is recoded."))
    claims = (col(ClaimDomain.domain_id) == domain_id, *within(col(ClaimDomain.claim_id), scope))
    mentions = (col(DomainMention.domain_id) == domain_id, *within(col(DomainMention.id), scope))
    touched = [
        *session.exec(select(ClaimDomain.claim_id).where(*claims)),
        *session.exec(select(DomainMention.id).where(*mentions)),
    ]
    if replacement is not None:
        doubled = select(ClaimDomain.claim_id).where(col(ClaimDomain.domain_id) == replacement)
        moved = update(ClaimDomain).where(*claims, col(ClaimDomain.claim_id).not_in(doubled))
        session.execute(moved.values(domain_id=replacement))
    session.execute(delete(ClaimDomain).where(*claims))
    session.execute(update(DomainMention).where(*mentions).values(domain_id=replacement))
    if replacement is not None:
        merge_duplicates(session, touched, same=DOMAINS)


def delete_domain(session: Session, domain_id: int, replacement: int | None) -> None:
    """Delete a domain; domains inside it move up to where it was.

    Its uses move to `replacement`, or stay without a domain if it is None.
    """
    recode_domain(session, domain_id, replacement)
    parent = domain_parents(session).get(domain_id)
    session.execute(
        update(Domain).where(col(Domain.parent_id) == domain_id).values(parent_id=parent)
    )
    session.execute(delete(Domain).where(col(Domain.id) == domain_id))


def merge_domains(
    session: Session, sources: Sequence[int], target: int, *, terms: bool = True
) -> None:
    """Merge domains into `target`, which takes over their uses and the domains inside them.

    With `terms` it takes over their terms, and the first definition if it has none. Raises
    ClaimdeskError if a source is the target, or gone.
    """
    for source in sources:
        _merge(session, source, target, terms=terms)


def _merge(session: Session, source: int, target: int, *, terms: bool) -> None:
    parents = domain_parents(session)
    if source == target or source not in parents or target not in parents:
        raise ClaimdeskError(_("Choose two different domains to merge."))
    if target in inside(parents, source):
        siblings = [d for d, parent in parents.items() if parent == parents[source]]
        move_domain(session, target, parents[source], siblings.index(source))
    for child in [d for d, parent in parents.items() if parent == source and d != target]:
        move_domain(session, child, target)
    if terms:
        _take_over_words(session, source, target)
    delete_domain(session, source, target)


def _take_over_words(session: Session, source: int, target: int) -> None:
    known = select(Term.text).where(col(Term.domain_id) == target)
    session.execute(
        update(Term)
        .where(col(Term.domain_id) == source, col(Term.text).not_in(known))
        .values(domain_id=target)
    )
    definition = session.exec(select(Domain.definition).where(Domain.id == source)).one()
    session.execute(
        update(Domain)
        .where(col(Domain.id) == target, col(Domain.definition).is_(None))
        .values(definition=definition)
    )


def within(annotation: Any, scope: Scope) -> list[ColumnElement[bool]]:  # noqa: ANN401
    """Return the conditions for a column to name an annotation in the scope."""
    if scope == EVERYWHERE:
        return []
    chosen = select(Annotation.id)
    if scope.article_id is not None:
        chosen = chosen.where(Annotation.article_id == scope.article_id)
    if scope.outlet is not None:
        articles = select(Article.id).where(Article.outlet == scope.outlet)
        chosen = chosen.where(col(Annotation.article_id).in_(articles))
    return [annotation.in_(chosen)]


def domain_parents(session: Session) -> dict[int, int | None]:
    """Return all domains in their order, each with the one that it is inside."""
    rows = session.exec(
        select(Domain.id, Domain.parent_id).order_by(col(Domain.position), col(Domain.id))
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def _free_name(session: Session, name: str, own_id: int | None) -> str:
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not name_key(name):
        raise ClaimdeskError(_("A domain needs a name; type one."))
    rows = session.exec(select(Domain.id, Domain.name))
    if any(row[0] != own_id and name_key(row[1]) == name_key(name) for row in rows):
        raise ClaimdeskError(
            _("There is a domain “{name}” already; choose another name.").format(name=name)
        )
    return name
