# SPDX-License-Identifier: MIT
"""What an analyst does to the annotations of an article.

Every function works inside `project.edit(label)` and takes its session. A change to a suggestion
is a decision: it becomes accepted, and is recorded and never replaced from then on. Offsets are
code points of the article's body, end-exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, update
from sqlmodel import Session, col, select

from claimdesk.models.editing.duplicates import merge_duplicates
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.schema import (
    ANALYST,
    Annotation,
    Annotator,
    Article,
    Claim,
    ClaimDomain,
    DomainMention,
    FurtherSpeaker,
    Mention,
    SpanRow,
    UnplacedSpan,
    now,
)
from claimdesk.models.store.sql import among
from claimdesk.models.text.spans import Span, anchor

Ids = Sequence[int]

MAIN_ROLE = {"actor": "mention", "claim": "content", "domain": "evidence"}
"""The role of each layer without which an annotation covers nothing."""


def accept(session: Session, ids: Ids) -> None:
    """Accept annotations, and with them the actors that they name."""
    _decide(session, ids, "accepted")
    _accept_actors(session, ids)


def reject(session: Session, ids: Ids) -> None:
    """Reject annotations. They are kept, so that they are not suggested again."""
    _decide(session, ids, "rejected")


def delete_annotations(session: Session, ids: Ids) -> None:
    """Delete annotations with their spans and fields."""
    session.execute(delete(Annotation).where(among(Annotation.id, ids)))


def create_mention(session: Session, article_id: int, span: Span, actor_id: int | None) -> int:
    """Record that `span` means an actor; return the id of the annotation.

    If it is recorded already, that is what stays.
    """
    created = _create(session, article_id, "actor", {"mention": [span]})
    session.add(Mention(id=created, actor_id=actor_id))
    session.flush()
    _accept_actors(session, [created])
    return merge_duplicates(session, [created]).get(created, created)


def create_claim(
    session: Session,
    article_id: int,
    spans: Mapping[str, Sequence[Span]],
    *,
    speaker_id: int | None = None,
    further_speakers: Ids = (),
    domain_ids: Ids = (),
) -> int:
    """Record a claim from its spans by role (source, cue, content); return its id.

    `further_speakers` make it together with `speaker_id`. Raises ValueError if it has no content.
    """
    if not spans.get("content"):
        raise ValueError("a claim needs a content")
    created = _create(session, article_id, "claim", spans)
    session.add(Claim(id=created, speaker_id=speaker_id))
    session.flush()
    further = [actor for actor in dict.fromkeys(further_speakers) if actor != speaker_id]
    session.add_all(FurtherSpeaker(claim_id=created, actor_id=actor) for actor in further)
    domains = dict.fromkeys(domain_ids)
    session.add_all(ClaimDomain(claim_id=created, domain_id=domain) for domain in domains)
    session.flush()
    _accept_actors(session, [created])
    return created


def create_domain_mention(
    session: Session, article_id: int, span: Span, domain_id: int | None
) -> int:
    """Record that `span` is about a domain; return the id of the annotation.

    If it is recorded already, that is what stays.
    """
    created = _create(session, article_id, "domain", {"evidence": [span]})
    session.add(DomainMention(id=created, domain_id=domain_id))
    session.flush()
    return merge_duplicates(session, [created]).get(created, created)


def set_actor(session: Session, ids: Ids, actor_id: int | None) -> None:
    """Let mentions mean another actor; duplicates of the same words are merged into them."""
    session.execute(update(Mention).where(among(Mention.id, ids)).values(actor_id=actor_id))
    mark_corrected(session, ids)
    merge_duplicates(session, ids, prefer=ids)


def set_speaker(session: Session, ids: Ids, actor_id: int | None) -> None:
    """Let claims be made by one actor alone; None: by nobody who is named."""
    set_speakers(session, ids, [] if actor_id is None else [actor_id])


def set_speakers(session: Session, ids: Ids, actor_ids: Ids) -> None:
    """Let claims be made by exactly these actors together, in this order."""
    wanted = list(dict.fromkeys(actor_ids))
    first = wanted[0] if wanted else None
    session.execute(update(Claim).where(among(Claim.id, ids)).values(speaker_id=first))
    known = _further_speakers(session, ids)
    for claim in ids:
        _set_further_speakers(session, claim, known.get(claim, []), wanted[1:])
    mark_corrected(session, ids)


def add_speaker(session: Session, ids: Ids, actor_id: int) -> None:
    """Let claims be made by an actor, too, after those who make them already."""
    further = _further_speakers(session, ids)
    firsts = session.exec(select(Claim.id, Claim.speaker_id).where(among(Claim.id, ids))).all()
    for claim, first in firsts:
        known = further.get(claim, [])
        set_speakers(session, [claim], [*([] if first is None else [first]), *known, actor_id])


def _further_speakers(session: Session, ids: Ids) -> dict[int, list[int]]:
    """Return who makes claims beside their first speaker, in order, by claim."""
    session.flush()
    found: dict[int, list[int]] = {}
    rows = select(FurtherSpeaker.claim_id, FurtherSpeaker.actor_id).where(
        among(FurtherSpeaker.claim_id, ids)
    )
    for claim, actor in session.exec(rows.order_by(col(FurtherSpeaker.id))):
        found.setdefault(claim, []).append(actor)
    return found


def _set_further_speakers(session: Session, claim: int, known: Ids, wanted: Ids) -> None:
    """Write those that differ: the order is that of the rows."""
    same = 0
    while same < min(len(known), len(wanted)) and known[same] == wanted[same]:
        same += 1
    gone, owner = known[same:], col(FurtherSpeaker.claim_id) == claim
    if gone:
        session.execute(delete(FurtherSpeaker).where(owner, among(FurtherSpeaker.actor_id, gone)))
    if added := wanted[same:]:
        rows = [{"claim_id": claim, "actor_id": actor} for actor in added]
        session.execute(insert(FurtherSpeaker), rows)


def set_domains(session: Session, ids: Ids, domain_ids: Ids) -> None:
    """Let claims be about exactly these domains."""
    wanted = dict.fromkeys(domain_ids)
    for claim in ids:
        rows = session.exec(select(ClaimDomain).where(ClaimDomain.claim_id == claim)).all()
        for row in rows:
            if row.domain_id not in wanted:
                session.delete(row)
        missing = [d for d in wanted if d not in {row.domain_id for row in rows}]
        session.add_all(ClaimDomain(claim_id=claim, domain_id=domain) for domain in missing)
    session.flush()
    mark_corrected(session, ids)


def set_domain(session: Session, ids: Ids, domain_id: int | None) -> None:
    """Let mentions be about another domain; duplicates of the same words are merged into them."""
    statement = update(DomainMention).where(among(DomainMention.id, ids))
    session.execute(statement.values(domain_id=domain_id))
    mark_corrected(session, ids)
    merge_duplicates(session, ids, prefer=ids)


def set_note(session: Session, ids: Ids, note: str) -> None:
    """Set the note of annotations; an empty one is none."""
    statement = update(Annotation).where(among(Annotation.id, ids))
    session.execute(statement.values(note=note.strip() or None))
    mark_corrected(session, ids)


def move_span(session: Session, annotation_id: int, role: str, old: Span, new: Span) -> None:
    """Move the bounds of one span of an annotation.

    Raises ClaimdeskError if the annotation has no such span, or `new` is not inside the text or
    overlaps another piece of the role.
    """
    row = _span(session, annotation_id, role, old)
    _refuse_overlap(session, annotation_id, role, new, but=row)
    _anchor(session, row, new)
    session.add(row)
    mark_corrected(session, [annotation_id])


def add_span(session: Session, annotation_id: int, role: str, span: Span) -> None:
    """Add a piece of text to a role of an annotation.

    Raises ClaimdeskError if it overlaps a piece that the role has already.
    """
    _refuse_overlap(session, annotation_id, role, span)
    row = SpanRow(annotation_id=annotation_id, role=role, start=0, end=1, quote="")
    _anchor(session, row, span)
    session.add(row)
    mark_corrected(session, [annotation_id])


def remove_span(session: Session, annotation_id: int, role: str, span: Span) -> None:
    """Remove a piece of text from a role.

    Raises ClaimdeskError if it is the last piece of what the annotation is about.
    """
    row = _span(session, annotation_id, role, span)
    layer = session.get_one(Annotation, annotation_id).layer
    if role == MAIN_ROLE[layer] and len(_pieces(session, annotation_id, role)) == 1:
        raise ClaimdeskError(_("The last piece can't be removed; delete the row."))
    session.delete(row)
    mark_corrected(session, [annotation_id])


def set_role(session: Session, annotation_id: int, role: str, spans: Sequence[Span]) -> None:
    """Let a role cover exactly these pieces of text; drop its unplaced pieces."""
    if not spans and role == "content":
        raise ClaimdeskError(_("A claim needs a content; delete the row instead."))
    for row in _pieces(session, annotation_id, role):
        session.delete(row)
    session.flush()
    waiting = (col(UnplacedSpan.annotation_id) == annotation_id, col(UnplacedSpan.role) == role)
    session.execute(delete(UnplacedSpan).where(*waiting))
    text = _body(session, session.get_one(Annotation, annotation_id).article_id)
    _add_spans(session, annotation_id, text, {role: spans})
    mark_corrected(session, [annotation_id])


def set_article(session: Session, article_id: int, **values: str | None) -> None:
    """Set fields of an article such as `title`, `outlet`, `published_on`, `status`, `note`."""
    set_articles(session, [article_id], **values)


def set_articles(session: Session, ids: Ids, **values: str | None) -> None:
    """Set fields of articles to the same values."""
    if "body" in values:
        raise ValueError("the body of an article does not change")
    session.execute(update(Article).where(among(Article.id, ids)).values(**values))


def delete_article(session: Session, article_id: int) -> None:
    """Delete an article with its annotations."""
    delete_articles(session, [article_id])


def delete_articles(session: Session, ids: Ids) -> None:
    """Delete articles with their annotations."""
    session.execute(delete(Article).where(among(Article.id, ids)))


def _create(
    session: Session, article_id: int, layer: str, spans: Mapping[str, Sequence[Span]]
) -> int:
    text = _body(session, article_id)
    row = Annotation(
        article_id=article_id,
        layer=layer,
        state="accepted",
        origin=ANALYST,
        annotator_id=current_annotator(session),
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    _add_spans(session, row.id, text, spans)
    _start_article(session, article_id)
    return row.id


def _add_spans(
    session: Session, annotation_id: int, text: str, spans: Mapping[str, Sequence[Span]]
) -> None:
    rows: list[dict[str, Any]] = []
    for role, pieces in spans.items():
        for piece in sorted(pieces):
            found = anchor(text, piece)
            rows.append({"annotation_id": annotation_id, "role": role, **_columns(found)})
    if rows:
        session.execute(insert(SpanRow), rows)


def _columns(found: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "start": found.start,
        "end": found.end,
        "quote": found.quote,
        "prefix": found.prefix,
        "suffix": found.suffix,
    }


def _decide(session: Session, ids: Ids, state: str) -> None:
    _run(
        session,
        "UPDATE annotation SET state = :state, updated = :now, annotator_id = :annotator "
        "WHERE id IN (SELECT value FROM json_each(:ids)) AND state != :state",
        ids,
        state=state,
        now=now(),
        annotator=current_annotator(session),
    )
    for article in _articles(session, ids):
        _start_article(session, article)


def mark_corrected(session: Session, ids: Ids) -> None:
    """Mark annotations as changed by the analyst; suggestions become accepted."""
    undecided = _run(
        session,
        "SELECT id FROM annotation "
        "WHERE id IN (SELECT value FROM json_each(:ids)) AND state = 'suggested'",
        ids,
    )
    if undecided:
        _decide(session, undecided, "accepted")
    _run(
        session,
        "UPDATE annotation SET updated = :now WHERE id IN (SELECT value FROM json_each(:ids))",
        ids,
        now=now(),
    )
    _accept_actors(session, ids)


def _accept_actors(session: Session, ids: Ids) -> None:
    _run(
        session,
        "UPDATE actor SET state = 'accepted' WHERE state != 'accepted' AND id IN ("
        "SELECT actor_id FROM mention WHERE id IN (SELECT value FROM json_each(:ids)) "
        "UNION SELECT speaker_id FROM claim WHERE id IN (SELECT value FROM json_each(:ids)) "
        "UNION SELECT actor_id FROM further_speaker "
        "WHERE claim_id IN (SELECT value FROM json_each(:ids)))",
        ids,
    )


def _start_article(session: Session, article_id: int) -> None:
    _run(
        session,
        "UPDATE article SET status = 'in progress' "
        "WHERE id IN (SELECT value FROM json_each(:ids)) AND status = 'unread'",
        [article_id],
    )


def _articles(session: Session, ids: Ids) -> list[int]:
    return _run(
        session,
        "SELECT DISTINCT article_id FROM annotation "
        "WHERE id IN (SELECT value FROM json_each(:ids))",
        ids,
    )


def current_annotator(session: Session) -> int | None:
    """Return the annotator whose edit this is; None if nobody has said who works."""
    name = session.info.get("annotator")
    if name is None:
        return None
    return session.exec(select(Annotator.id).where(Annotator.name == name)).first()


def _run(session: Session, statement: str, ids: Ids, **values: object) -> list[int]:
    """Run a statement about `:ids` and return the first column of its rows.

    Plain SQL: this is what every key of a review does, and putting the statements together from
    the schema takes three times as long as running them.
    """
    session.flush()
    found = session.connection().exec_driver_sql(
        statement, {"ids": json.dumps(list(ids)), **values}
    )
    return [row[0] for row in found] if found.returns_rows else []


def _body(session: Session, article_id: int) -> str:
    body = session.exec(select(Article.body).where(Article.id == article_id)).first()
    if body is None:
        raise ClaimdeskError(_("The article is gone; open another one."))
    return body


def _pieces(session: Session, annotation_id: int, role: str) -> Sequence[SpanRow]:
    return session.exec(
        select(SpanRow).where(SpanRow.annotation_id == annotation_id, SpanRow.role == role)
    ).all()


def _span(session: Session, annotation_id: int, role: str, span: Span) -> SpanRow:
    for row in _pieces(session, annotation_id, role):
        if (row.start, row.end) == span:
            return row
    raise ClaimdeskError(_("The annotation has changed meanwhile; try again."))


def _refuse_overlap(
    session: Session, annotation_id: int, role: str, span: Span, but: SpanRow | None = None
) -> None:
    for piece in _pieces(session, annotation_id, role):
        if piece is not but and Span(piece.start, piece.end).overlaps(span):
            raise ClaimdeskError(
                _("The {role} covers these words already; select other words.").format(role=role)
            )


def _anchor(session: Session, row: SpanRow, span: Span) -> None:
    text = _body(session, session.get_one(Annotation, row.annotation_id).article_id)
    try:
        found = anchor(text, span)
    except ValueError as error:
        raise ClaimdeskError(_("These words are not inside the article; select others.")) from error
    for name, value in _columns(found).items():
        setattr(row, name, value)
