# SPDX-License-Identifier: MIT
"""The actor of a suggested mention follows a correction of the mention's bounds.

A suggestion proposes an actor by its words. If they were the wrong ones, so is the name: the actor
is named anew, or, where the registry has one of the new name, becomes that one.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, delete
from sqlmodel import Session, col

from claimdesk.models import registry
from claimdesk.models.registry.gazetteer import GazetteerActor, gazetteer
from claimdesk.models.registry.name_matching import remembered
from claimdesk.models.store import queries
from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.store.schema import ANALYST, Actor, Alias
from claimdesk.models.suggest.entities import cleaned
from claimdesk.models.text.folding import name_key
from claimdesk.models.text.spans import Span

_NAMING = """
SELECT id FROM mention WHERE actor_id = :actor UNION SELECT id FROM claim WHERE speaker_id = :actor
UNION SELECT claim_id FROM further_speaker WHERE actor_id = :actor
UNION SELECT claim_id FROM addressee WHERE actor_id = :actor
UNION SELECT domain_mention_id FROM partner WHERE actor_id = :actor
"""
_CREATED = """
SELECT 1 FROM change WHERE table_name = 'actor' AND row_id = ? AND operation = 'insert' LIMIT 1
"""


def correct_bounds(
    annotation_id: int, change: Callable[[Session], None]
) -> Callable[[Session], None]:
    """Return the edit that corrects the bounds of an annotation by `change`.

    The actor that the annotation proposed is named anew, if nothing else made it known: it was
    proposed by these words, not by others, and not named by what is accepted elsewhere.
    """

    def edit(session: Session) -> None:
        before = _row(session, annotation_id)
        actor = None if before is None else _proposed(session, before)
        change(session)
        after = _row(session, annotation_id)
        if actor is None or before is None or after is None or not after.pieces:
            return
        if after.words("mention") != before.words("mention"):
            _name_anew(session, actor, after)

    return edit


def _row(session: Session, annotation_id: int) -> AnnotationRow | None:
    session.flush()
    return next(iter(queries.annotations_by_id(session.connection(), [annotation_id])), None)


def _proposed(session: Session, row: AnnotationRow) -> Actor | None:
    """Return the actor that is known by this suggestion alone, if it is."""
    if row.layer != "actor" or row.origin == ANALYST or row.actor_id is None:
        return None
    connection, actor = session.connection(), session.get_one(Actor, row.actor_id)
    if connection.exec_driver_sql(_CREATED, (actor.id,)).first() is not None:
        return None
    if not _bears(row, actor) or any(_knows(o, row, actor) for o in _others(connection, row)):
        return None
    return actor


def _others(connection: Connection, row: AnnotationRow) -> list[AnnotationRow]:
    """Return what else names the actor of a mention and is not rejected."""
    found = connection.exec_driver_sql(_NAMING, {"actor": row.actor_id})
    ids = [number for (number,) in found if number != row.id]
    return [o for o in queries.annotations_by_id(connection, ids) if o.state != "rejected"]


def _knows(other: AnnotationRow, row: AnnotationRow, actor: Actor) -> bool:
    """Return whether another annotation makes the actor known: by its name, or as decided."""
    if other.layer == "actor" and _bears(other, actor):
        return True
    sources = [piece.span for piece in other.role("source")]
    by_the_same_words = other.article_id == row.article_id and any(
        piece.span.overlaps(source) for piece in row.pieces for source in sources
    )
    return other.state == "accepted" and not by_the_same_words


def _bears(row: AnnotationRow, actor: Actor) -> bool:
    return name_key(actor.name) in name_key(row.words("mention"))


def _name_anew(session: Session, actor: Actor, row: AnnotationRow) -> None:
    name = _name(row, actor.kind)
    rows = queries.actors(session.connection()).values()
    known = registry.ActorResolver(one for one in rows if one.id != actor.id)
    target = known.find(name, actor.kind)
    if target is None or actor.id is None:
        _describe(session, actor, name)
        return
    registry.delete_actor(session, actor.id, replacement=target)
    registry.accept_actors(session, [target])


def _name(row: AnnotationRow, kind: str) -> str:
    """Return the name that a suggestion with these words proposes."""
    words = row.words("mention")
    span = cleaned(words, Span(0, len(words)), kind)
    return remembered(words) or words if span is None else words[span.start : span.end]


def _describe(session: Session, actor: Actor, name: str) -> None:
    """Let the actor be what the name says: what the gazetteer knows, or one of its own."""
    assert actor.id is not None
    known = _in_gazetteer(name)
    if known is not None:
        name, actor.kind, actor.country = known.name, known.kind, known.country
    elif _in_gazetteer(actor.name) is not None:
        # Words around the name of a state: no state, but what is called after it.
        actor.kind = "organization"
    actor.name = name
    session.add(actor)
    session.execute(delete(Alias).where(col(Alias.actor_id) == actor.id))
    session.flush()
    for alias in known.aliases if known is not None else ():
        registry.add_alias(session, actor.id, alias)


def _in_gazetteer(name: str) -> GazetteerActor | None:
    key = name_key(name)
    return next(
        (one for one in gazetteer().actors if key in map(name_key, (one.name, *one.aliases))), None
    )
