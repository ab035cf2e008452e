# SPDX-License-Identifier: MIT
"""The actors of a project: create, name, describe. Works inside `project.edit(label)`."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from claimdesk.models.errors import ClaimdeskError
from claimdesk.models.schema import ACTOR_KINDS, Actor, Alias


def create_actor(
    session: Session,
    name: str,
    kind: str,
    *,
    country: str | None = None,
    aliases: Iterable[str] = (),
    state: str = "accepted",
) -> int:
    """Add an actor; its id. Raises ClaimdeskError for an empty name or an unknown kind."""
    actor = Actor(name=_name(name), kind=_kind(kind), country=country, state=state)
    session.add(actor)
    session.flush()
    assert actor.id is not None
    for alias in dict.fromkeys(alias.strip() for alias in aliases):
        if alias and alias != actor.name:
            session.add(Alias(actor_id=actor.id, text=alias))
    session.flush()
    return actor.id


def find_actor(session: Session, name: str) -> int | None:
    """The actor that has `name` as its name or an alias, whatever the case; names go first."""
    wanted = name.strip().lower()
    by_name = session.exec(
        select(Actor.id).where(func.lower(Actor.name) == wanted).order_by(col(Actor.id))
    ).first()
    if by_name is not None:
        return by_name
    return session.exec(
        select(Alias.actor_id).where(func.lower(Alias.text) == wanted).order_by(col(Alias.id))
    ).first()


def rename_actor(session: Session, actor_id: int, name: str) -> None:
    """Give an actor another name; the old one stays as an alias, so that it is still found."""
    actor = session.get_one(Actor, actor_id)
    old, actor.name, actor.state = actor.name, _name(name), "accepted"
    session.add(actor)
    session.flush()
    own = col(Alias.actor_id) == actor_id
    session.execute(delete(Alias).where(own, col(Alias.text) == actor.name))
    add_alias(session, actor_id, old)


def set_kind(session: Session, actor_id: int, kind: str) -> None:
    """Set the kind of an actor."""
    session.execute(
        update(Actor).where(col(Actor.id) == actor_id).values(kind=_kind(kind), state="accepted")
    )


def add_alias(session: Session, actor_id: int, text: str) -> None:
    """Add a way to write an actor's name, unless it has it already."""
    text = text.strip()
    actor = session.get_one(Actor, actor_id)
    known = session.exec(select(Alias.text).where(Alias.actor_id == actor_id)).all()
    if text and text != actor.name and text not in known:
        session.add(Alias(actor_id=actor_id, text=text))
        session.flush()


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise ClaimdeskError("An actor needs a name; type one.")
    return name


def _kind(kind: str) -> str:
    if kind not in ACTOR_KINDS:
        raise ClaimdeskError(f"“{kind}” is not a kind of actor; choose {', '.join(ACTOR_KINDS)}.")
    return kind
