# SPDX-License-Identifier: MIT
"""Merge, split and delete actors: the annotations that name them move along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, update
from sqlmodel import Session, col, select

from claimdesk.models.editing.duplicates import merge_duplicates
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.registry.actors import clean_name, create_actor, existing, memberships
from claimdesk.models.store.schema import (
    Actor,
    Addressee,
    Alias,
    Annotation,
    Claim,
    FurtherSpeaker,
    Mention,
    Partner,
    SpanRow,
)
from claimdesk.models.store.sql import among
from claimdesk.models.text.folding import name_key

_LISTS = (
    (FurtherSpeaker, FurtherSpeaker.claim_id),
    (Addressee, Addressee.claim_id),
    (Partner, Partner.domain_mention_id),
)
"""The tables that list actors of an annotation, and their column for the annotation."""


@dataclass(frozen=True, slots=True)
class ActorImpact:
    """What a merge or a deletion of actors affects, without rejected annotations."""

    mentions: int
    claims: int
    """Claims of which one of the actors is a speaker."""
    addressed: int
    """Claims addressed to one of the actors."""
    partners: int
    """Domain mentions with one of the actors as a partner."""
    articles: int
    members: int
    """Other actors that are members of one of the actors."""
    aliases: int


def impact_of(connection: Connection, ids: Sequence[int]) -> ActorImpact:
    """Count what names any of these actors."""
    live = select(Annotation.id, Annotation.article_id).where(col(Annotation.state) != "rejected")
    alive = live.subquery()

    def count(*named: tuple[object, object]) -> int:
        naming = [select(col(owner)).where(among(actor, ids)) for owner, actor in named]
        found = select(func.count()).where(alive.c.id.in_(naming[0].union(*naming[1:])))
        return int(connection.execute(found).scalar_one())

    speakers = ((Claim.id, Claim.speaker_id), (FurtherSpeaker.claim_id, FurtherSpeaker.actor_id))
    owners = [
        select(col(owner)).where(among(actor, ids))
        for owner, actor in (
            (Mention.id, Mention.actor_id),
            *speakers,
            (Addressee.claim_id, Addressee.actor_id),
            (Partner.domain_mention_id, Partner.actor_id),
        )
    ]
    named = owners[0].union_all(*owners[1:])
    articles = select(func.count(func.distinct(alive.c.article_id))).where(alive.c.id.in_(named))
    members = select(func.count()).where(among(Actor.member_of_id, ids), ~among(Actor.id, ids))
    aliases = select(func.count()).where(among(Alias.actor_id, ids))
    return ActorImpact(
        mentions=count((Mention.id, Mention.actor_id)),
        claims=count(*speakers),
        addressed=count((Addressee.claim_id, Addressee.actor_id)),
        partners=count((Partner.domain_mention_id, Partner.actor_id)),
        articles=int(connection.execute(articles).scalar_one()),
        members=int(connection.execute(members).scalar_one()),
        aliases=int(connection.execute(aliases).scalar_one()),
    )


def merge_actors(session: Session, keep: int, others: Iterable[int]) -> None:
    """Merge `others` into `keep`, which takes over their annotations, and their names as aliases.

    If `keep` has no country, membership or colour, it takes the first one of the others; notes are
    joined. Annotations that become equal are merged.
    Raises ClaimdeskError if there is nothing to merge or an actor is gone.
    """
    gone = [actor for actor in dict.fromkeys(others) if actor != keep]
    if not gone:
        raise ClaimdeskError(_("Choose at least two actors to merge."))
    stays = existing(session, keep)
    leaving = [existing(session, actor) for actor in gone]
    _describe(stays, leaving)
    session.flush()
    _take_names(session, stays, leaving)
    for actor in gone:
        _move_and_merge(session, actor, keep)
    _move_members(session, gone, keep)
    _delete(session, gone)


def split_actor(
    session: Session,
    actor_id: int,
    name: str,
    kind: str | None = None,
    *,
    annotations: Sequence[int] = (),
    aliases: Iterable[str] = (),
) -> int:
    """Split a new actor off from one and return its id.

    It takes the `annotations` given that name the actor and, with each of `aliases`, the mentions
    in these words and the claims whose source is in or around such a mention. The kind is that of
    the actor unless given. Raises ClaimdeskError if nothing would move, or for an empty name.
    """
    old = existing(session, actor_id)
    moved = {text.strip() for text in aliases}
    ids = {*annotations, *_in_words(session, actor_id, moved)}
    own = session.exec(select(Alias).where(Alias.actor_id == actor_id)).all()
    leaving = [row for row in own if row.text in moved]
    if not ids and not leaving:
        raise ClaimdeskError(
            _("Choose what belongs to the new actor: aliases or places in the text.")
        )
    created = create_actor(session, name, kind or old.kind, country=old.country)
    taken = clean_name(name)
    for row in leaving:
        if row.text == taken:
            session.delete(row)
        else:
            row.actor_id = created
            session.add(row)
    session.flush()
    _move(session, actor_id, created, ids)
    return created


def delete_actor(session: Session, actor_id: int, replacement: int | None = None) -> None:
    """Delete an actor; annotations that name it then name `replacement`, or nobody.

    Annotations that become equal are merged.
    Raises ClaimdeskError if one of them is gone, or they are the same.
    """
    existing(session, actor_id)
    if replacement is not None:
        if replacement == actor_id:
            raise ClaimdeskError(_("An actor can't replace itself; choose another one."))
        existing(session, replacement)
        _move_and_merge(session, actor_id, replacement)
        _move_members(session, [actor_id], replacement)
    _delete(session, [actor_id])


def _describe(stays: Actor, leaving: Sequence[Actor]) -> None:
    merged = {stays.id, *(actor.id for actor in leaving)}
    notes = [stays.note]
    if stays.member_of_id in merged:
        stays.member_of_id = None
    for actor in leaving:
        stays.country = stays.country or actor.country
        stays.colour = stays.colour or actor.colour
        if stays.member_of_id is None and actor.member_of_id not in merged:
            stays.member_of_id = actor.member_of_id
        notes.append(actor.note)
    stays.note = "\n".join(dict.fromkeys(note for note in notes if note)) or None
    stays.state = "accepted"


def _take_names(session: Session, stays: Actor, leaving: Sequence[Actor]) -> None:
    ids = [actor.id for actor in leaving if actor.id is not None]
    assert stays.id is not None
    known = {stays.name, *session.exec(select(Alias.text).where(Alias.actor_id == stays.id))}
    theirs = session.exec(
        select(Alias).where(among(Alias.actor_id, ids)).order_by(col(Alias.id))
    ).all()
    for row in theirs:
        if row.text not in known:
            known.add(row.text)
            row.actor_id = stays.id
            session.add(row)
    session.flush()
    for actor in leaving:
        if actor.name not in known:
            known.add(actor.name)
            session.add(Alias(actor_id=stays.id, text=actor.name))
    session.flush()


def _move_and_merge(session: Session, source: int, target: int) -> None:
    moved = [
        *session.exec(select(Mention.id).where(Mention.actor_id == source)),
        *session.exec(select(Claim.id).where(Claim.speaker_id == source)),
        *session.exec(select(FurtherSpeaker.claim_id).where(FurtherSpeaker.actor_id == source)),
    ]
    _move(session, source, target)
    merge_duplicates(session, moved)


def _move(session: Session, source: int, target: int, within: Iterable[int] | None = None) -> None:
    """Let annotations that name `source`, all or those `within`, name `target` instead."""
    scope = None if within is None else list(within)
    mentions = update(Mention).where(col(Mention.actor_id) == source)
    claims = update(Claim).where(col(Claim.speaker_id) == source)
    if scope is not None:
        mentions = mentions.where(among(Mention.id, scope))
        claims = claims.where(among(Claim.id, scope))
    session.execute(mentions.values(actor_id=target))
    session.execute(claims.values(speaker_id=target))
    for table, owner in _LISTS:
        here = col(table.actor_id) == source
        if scope is not None:
            here &= among(owner, scope)
        has_target = select(col(owner)).where(table.actor_id == target)
        # An annotation lists an actor once: the first row moves, the others are deleted.
        first = (
            select(func.min(table.id))
            .where(here, col(owner).not_in(has_target))
            .group_by(col(owner))
        )
        moving = [found for found in session.exec(first) if found is not None]
        session.execute(update(table).where(among(table.id, moving)).values(actor_id=target))
        session.execute(delete(table).where(here))
    # Who speaks first does not speak a second time.
    twice = select(Claim.id).where(Claim.speaker_id == target)
    session.execute(
        delete(FurtherSpeaker).where(
            col(FurtherSpeaker.actor_id) == target, col(FurtherSpeaker.claim_id).in_(twice)
        )
    )


def _move_members(session: Session, sources: Sequence[int], target: int) -> None:
    session.execute(
        update(Actor)
        .where(among(Actor.member_of_id, sources), col(Actor.id) != target)
        .values(member_of_id=target)
    )
    session.expire_all()
    if target in memberships(session, target):
        session.execute(update(Actor).where(col(Actor.id) == target).values(member_of_id=None))


def _delete(session: Session, ids: Sequence[int]) -> None:
    session.execute(delete(Actor).where(among(Actor.id, ids)))


def _in_words(session: Session, actor_id: int, texts: Iterable[str]) -> list[int]:
    """Return the mentions of an actor in these words, and the claims whose source overlaps one."""
    wanted = {name_key(text) for text in texts}
    if not wanted:
        return []
    quoted = session.exec(
        select(SpanRow, Annotation.article_id)
        .join(Mention, col(Mention.id) == SpanRow.annotation_id)
        .join(Annotation, col(Annotation.id) == SpanRow.annotation_id)
        .where(Mention.actor_id == actor_id)
    ).all()
    mentions = [(row, article) for row, article in quoted if name_key(row.quote) in wanted]
    speaking = (
        select(Claim.id)
        .where(Claim.speaker_id == actor_id)
        .union(select(FurtherSpeaker.claim_id).where(FurtherSpeaker.actor_id == actor_id))
    )
    sources = session.exec(
        select(SpanRow, Annotation.article_id)
        .join(Claim, col(Claim.id) == SpanRow.annotation_id)
        .join(Annotation, col(Annotation.id) == SpanRow.annotation_id)
        .where(col(Claim.id).in_(speaking), SpanRow.role == "source")
    ).all()
    places: dict[int, list[SpanRow]] = {}
    for row, article in mentions:
        places.setdefault(article, []).append(row)
    claims = [
        source.annotation_id
        for source, article in sources
        if any(m.start < source.end and source.start < m.end for m in places.get(article, ()))
    ]
    return [*(row.annotation_id for row, _article in mentions), *claims]
