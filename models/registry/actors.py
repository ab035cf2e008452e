# SPDX-License-Identifier: MIT
"""The actors of a project: create, name, describe. Works inside `project.edit(label)`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.registry.gazetteer import gazetteer
from claimdesk.models.store.schema import ACTOR_KINDS, Actor, Alias
from claimdesk.models.store.sql import among
from claimdesk.models.text.folding import accentless_key, name_key

_COLOUR = re.compile(r"#[0-9a-f]{6}")


def create_actor(
    session: Session,
    name: str,
    kind: str,
    *,
    country: str | None = None,
    aliases: Iterable[str] = (),
    state: str = "accepted",
) -> int:
    """Add an actor and return its id.

    Raises ClaimdeskError for an empty name or an unknown kind.
    """
    actor = Actor(name=clean_name(name), kind=known_kind(kind), country=country, state=state)
    session.add(actor)
    session.flush()
    assert actor.id is not None
    for alias in dict.fromkeys(alias.strip() for alias in aliases):
        if alias and alias != actor.name:
            session.add(Alias(actor_id=actor.id, text=alias))
    session.flush()
    return actor.id


def rename_actor(session: Session, actor_id: int, name: str) -> None:
    """Give an actor another name; the old one stays as an alias, so that it is still found."""
    actor = existing(session, actor_id)
    old, actor.name, actor.state = actor.name, clean_name(name), "accepted"
    session.add(actor)
    session.flush()
    own = col(Alias.actor_id) == actor_id
    session.execute(delete(Alias).where(own, col(Alias.text) == actor.name))
    add_alias(session, actor_id, old)


def set_kind(session: Session, actor_id: int, kind: str) -> None:
    """Set the kind of an actor."""
    _set(session, [actor_id], kind=known_kind(kind))


def set_country(session: Session, actor_id: int, country: str | None) -> None:
    """Set the country of an actor: ISO 3166-1 alpha-2, or the name of a state; None is unknown."""
    _set(session, [actor_id], country=country_code(country or ""))


def set_member_of(session: Session, actor_id: int, member_of: int | None) -> None:
    """Make an actor a member of another one, or of none.

    Raises ClaimdeskError if it would become a member of itself, directly or through others.
    """
    if member_of is not None:
        above = existing(session, member_of)
        if actor_id == member_of or actor_id in memberships(session, member_of):
            name = existing(session, actor_id).name
            raise ClaimdeskError(
                _("“{name}” can't be a member of “{name2}”, which is a member of it.").format(
                    name=name, name2=above.name
                )
                if actor_id != member_of
                else _("“{name}” can't be a member of itself; choose another actor.").format(
                    name=name
                )
            )
    _set(session, [actor_id], member_of_id=member_of)


def set_colour(session: Session, ids: Sequence[int], colour: str | None) -> None:
    """Set the colour of actors, `#rrggbb` or none."""
    _set(session, ids, colour=known_colour(colour or ""))


def set_note(session: Session, actor_id: int, note: str) -> None:
    """Set the note of an actor; an empty text removes it."""
    _set(session, [actor_id], note=note.strip() or None)


def accept_actors(session: Session, ids: Sequence[int]) -> None:
    """Accept actors that were only suggested."""
    _set(session, ids)


def add_alias(session: Session, actor_id: int, text: str) -> None:
    """Add a way to write an actor's name, unless it has it already."""
    text = text.strip()
    actor = existing(session, actor_id)
    known = session.exec(select(Alias.text).where(Alias.actor_id == actor_id)).all()
    if text and text != actor.name and text not in known:
        session.add(Alias(actor_id=actor_id, text=text))
        session.flush()


def set_aliases(session: Session, actor_id: int, texts: Iterable[str]) -> None:
    """Give an actor exactly these aliases; rows of those that stay are not touched."""
    name = existing(session, actor_id).name
    wanted = dict.fromkeys(text for text in (" ".join(t.split()) for t in texts) if text)
    wanted.pop(name, None)
    own = session.exec(select(Alias).where(Alias.actor_id == actor_id)).all()
    for row in own:
        if row.text not in wanted:
            session.delete(row)
    session.flush()
    known = {row.text for row in own}
    session.add_all(Alias(actor_id=actor_id, text=t) for t in wanted if t not in known)
    session.flush()
    _set(session, [actor_id])


def existing(session: Session, actor_id: int) -> Actor:
    """Return the actor. Raises ClaimdeskError if it is gone."""
    actor = session.get(Actor, actor_id)
    if actor is None:
        raise ClaimdeskError(_("The actor is gone; choose another one."))
    return actor


def memberships(session: Session, actor_id: int) -> list[int]:
    """Return the actors that an actor is a member of, from the nearest up, without repetition."""
    path: list[int] = []
    above = existing(session, actor_id).member_of_id
    while above is not None and above not in path:
        path.append(above)
        above = session.exec(select(Actor.member_of_id).where(Actor.id == above)).first()
    return path


def clean_name(name: str) -> str:
    """Return a name in NFC with single spaces. Raises ClaimdeskError if it is invisible."""
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not name_key(name):
        raise ClaimdeskError(_("An actor needs a name; type one."))
    return name


def known_kind(kind: str) -> str:
    """Return the kind, if there is one of that name; raise ClaimdeskError otherwise."""
    if kind not in ACTOR_KINDS:
        raise ClaimdeskError(
            _("“{kind}” is not a kind of actor; choose {names}.").format(
                kind=kind, names=", ".join(ACTOR_KINDS)
            )
        )
    return kind


def country_code(text: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a code or the name of a state; None for an empty text.

    Raises ClaimdeskError for anything else.
    """
    text = " ".join(text.split())
    if not text:
        return None
    if text.upper() in gazetteer().states:
        return text.upper()
    wanted = _country_key(text)
    for code, state in gazetteer().states.items():
        if wanted in map(_country_key, (state.name, *state.aliases)):
            return code
    if re.fullmatch(r"[A-Za-z]{2}", text):
        return text.upper()
    raise ClaimdeskError(
        _("“{text}” is not a country; use its two letters, such as JP, or its name.").format(
            text=text
        )
    )


def _country_key(name: str) -> str:
    return accentless_key(name).replace(".", "")


def known_colour(text: str) -> str | None:
    """Return `#rrggbb` in lower case; None for an empty text.

    Raises ClaimdeskError for anything else.
    """
    text = text.strip().lower()
    if text and not _COLOUR.fullmatch(text):
        raise ClaimdeskError(
            _("“{text}” is not a colour; write it as #rrggbb, such as #1f6feb.").format(text=text)
        )
    return text or None


def _set(session: Session, ids: Sequence[int], **values: str | int | None) -> None:
    """Set columns of actors, and accept them: an analyst has decided on what they describe."""
    statement = update(Actor).where(among(Actor.id, ids))
    session.execute(statement.values(state="accepted", **values))
