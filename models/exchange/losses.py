# SPDX-License-Identifier: MIT
"""What an export does not hold, counted, so that nobody loses it without knowing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from claimdesk.models.exchange.format import WritableFormat
from claimdesk.models.exchange.reports import Loss, Losses
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.schema import metadata
from claimdesk.models.store.sql import among

_OF_ANNOTATIONS = {
    "addressees": ("addressee", "claim_id"),
    "partners of cooperation": ("partner", "domain_mention_id"),
    "values of own fields": ("field_value", "annotation_id"),
    "stages of cooperation": ("domain_mention", "id", "stage_id"),
    "annotators of annotations": ("annotation", "id", "annotator_id"),
    "pieces of text that wait for review": ("unplaced_span", "annotation_id"),
}
"""Parts of annotations: a table, its column that names the annotation, and what rows that count
have."""

_OF_PROJECT = {
    "aliases": "SELECT count(*) FROM alias",
    "terms": "SELECT count(*) FROM term",
    "definitions": "SELECT (SELECT count(*) FROM domain WHERE definition IS NOT NULL) + "
    "(SELECT count(*) FROM choice WHERE definition IS NOT NULL)",
    "articles with outlet, date, author or note": "SELECT count(*) FROM article WHERE "
    "coalesce(outlet, published_on, author, agency, url, note) IS NOT NULL",
    "countries, memberships and notes of actors": "SELECT count(*) FROM actor WHERE "
    "coalesce(country, member_of_id, note) IS NOT NULL",
    "learned models": "SELECT count(*) FROM model",
    "steps of the history": "SELECT count(*) FROM changeset",
}
"""What a project holds beside annotations."""

_LAST = ("learned models", "steps of the history")
"""What no format holds."""

PARTS_OF_ANNOTATIONS = tuple(_OF_ANNOTATIONS)
PARTS_OF_PROJECT = tuple(name for name in _OF_PROJECT if name not in _LAST)


def count_losses(
    connection: Connection,
    known: WritableFormat,
    states: Sequence[str],
    of_writing: Losses,
    articles: Sequence[int] | None = None,
) -> Losses:
    """Return what a project, or some of its articles, has and its export in these states does not.

    `of_writing` is what the format itself left out.
    """
    losses: Losses = Counter()
    annotation = metadata.tables["annotation"]
    kinds = (annotation.c.layer, annotation.c.state)
    statement = select(*kinds, func.count()).group_by(*kinds)
    if articles is not None:
        statement = statement.where(among(annotation.c.article_id, articles))
    for layer, state, count in connection.execute(statement):
        if layer not in known.layers or state not in states:
            losses[_annotations_lost(layer, state)] = count
    words = _words()
    counted = {
        name: _count(connection, name, known, states, articles) for name in (*known.drops, *_LAST)
    }
    losses.update({Loss(name, words[name]): counted[name] for name in known.drops})
    losses.update(of_writing)
    losses.update({Loss(name, words[name]): counted[name] for name in _LAST})
    return +losses


def _annotations_lost(layer: str, state: str) -> Loss:
    name, words = {
        ("actor", "suggested"): ("actor mentions", _("suggested actor mentions")),
        ("actor", "accepted"): ("actor mentions", _("accepted actor mentions")),
        ("actor", "rejected"): ("actor mentions", _("rejected actor mentions")),
        ("claim", "suggested"): ("claims", _("suggested claims")),
        ("claim", "accepted"): ("claims", _("accepted claims")),
        ("claim", "rejected"): ("claims", _("rejected claims")),
        ("domain", "suggested"): ("domain mentions", _("suggested domain mentions")),
        ("domain", "accepted"): ("domain mentions", _("accepted domain mentions")),
        ("domain", "rejected"): ("domain mentions", _("rejected domain mentions")),
    }[layer, state]
    return Loss(f"{state} {name}", words)


def _words() -> dict[str, str]:
    """Return what people read, by the keys of the tables above."""
    return {
        "addressees": _("addressees"),
        "partners of cooperation": _("partners of cooperation"),
        "values of own fields": _("values of own fields"),
        "stages of cooperation": _("stages of cooperation"),
        "annotators of annotations": _("annotators of annotations"),
        "pieces of text that wait for review": _("pieces of text that wait for review"),
        "aliases": _("aliases"),
        "terms": _("terms"),
        "definitions": _("definitions"),
        "articles with outlet, date, author or note": _(
            "articles with outlet, date, author or note"
        ),
        "countries, memberships and notes of actors": _(
            "countries, memberships and notes of actors"
        ),
        "learned models": _("learned models"),
        "steps of the history": _("steps of the history"),
    }


def _count(
    connection: Connection,
    name: str,
    known: WritableFormat,
    states: Sequence[str],
    articles: Sequence[int] | None,
) -> int:
    """Return how many there are of something, of annotations those that the format holds."""
    if name in _OF_PROJECT:
        return int(connection.exec_driver_sql(_OF_PROJECT[name]).scalar_one())
    table, key, *columns = _OF_ANNOTATIONS[name]
    rows = metadata.tables[table]
    annotation = metadata.tables["annotation"].alias()
    statement = (
        select(func.count())
        .select_from(rows.join(annotation, rows.c[key] == annotation.c.id))
        .where(annotation.c.layer.in_(known.layers), annotation.c.state.in_(states))
    )
    if articles is not None:
        statement = statement.where(among(annotation.c.article_id, articles))
    for column in columns:
        statement = statement.where(rows.c[column].is_not(None))
    return int(connection.execute(statement).scalar_one())
