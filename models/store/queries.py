# SPDX-License-Identifier: MIT
"""Read queries: plain rows for lists, panes and suggesters, without the cost of the ORM.

Every function takes a reading connection (`project.reading()`). Offsets are code points.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from claimdesk.models.store.coded_fields import CODE_COLUMNS, Codes, CodeValue, stored_value
from claimdesk.models.store.storage import driver
from claimdesk.models.text.collation import sort_key
from claimdesk.models.text.reading import readable
from claimdesk.models.text.spans import Span


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article in the list of the library."""

    id: int
    title: str
    outlet: str | None
    published_on: str | None
    status: str
    claims: int
    """The number of accepted claims."""
    undecided: int
    """The number of suggestions to decide."""


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article with its text and metadata."""

    id: int
    title: str
    body: str
    language: str
    author: str | None
    agency: str | None
    outlet: str | None
    published_on: str | None
    url: str | None
    status: str
    note: str | None
    origin: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """One span of an annotation with its role and quote."""

    role: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class UnplacedPiece:
    """A piece of text that lost its place when the article was corrected, until it is reviewed."""

    id: int
    role: str
    start: int
    """Its approximate offset in the current text."""
    quote: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class AnnotationRow:
    """One annotation with its spans and the fields of its layer; the others are empty."""

    id: int
    article_id: int
    layer: str
    state: str
    origin: str
    score: float | None
    reason: str | None
    note: str | None
    annotator: str | None
    pieces: tuple[Piece, ...]
    actor_id: int | None = None
    speaker_id: int | None = None
    """Who makes a claim, the first of those who make it together; None if nobody is named."""
    domain_id: int | None = None
    domain_ids: tuple[int, ...] = ()
    codes: Codes = field(default_factory=dict, hash=False)
    """What it is coded with, by the key of the field; what is not coded is missing."""
    waiting: tuple[UnplacedPiece, ...] = ()
    """Its pieces without a place in the text, until they are reviewed."""
    further_speaker_ids: tuple[int, ...] = ()
    """Who makes a claim together with its first speaker, in order."""

    @property
    def speaker_ids(self) -> tuple[int, ...]:
        """All who make a claim, in order; empty if nobody is named."""
        return () if self.speaker_id is None else (self.speaker_id, *self.further_speaker_ids)

    def choice_id(self, field_key: str) -> int | None:
        """Return the choice that it is coded with in a field; None if it is not coded."""
        value = self.codes.get(field_key)
        return value if isinstance(value, int) else None

    def role(self, role: str) -> tuple[Piece, ...]:
        """Return the pieces of one role, in the order of the text."""
        return tuple(piece for piece in self.pieces if piece.role == role)

    @property
    def start(self) -> int:
        """The offset of its first piece, or the approximate one if it has no place."""
        if self.pieces:
            return self.pieces[0].span.start
        return self.waiting[0].start if self.waiting else 0

    def quote(self, role: str) -> str:
        """Return the words of one role, its pieces joined by an ellipsis; unplaced ones last."""
        return " … ".join(" ".join(quote.split()) for quote in self._quotes(role))

    def words(self, role: str) -> str:
        """Return the same as `quote`, without invisible characters and hyphenation."""
        return " … ".join(" ".join(readable(quote).split()) for quote in self._quotes(role))

    def _quotes(self, role: str) -> list[str]:
        placed = [piece.quote for piece in self.role(role)]
        return placed + [piece.quote for piece in self.waiting if piece.role == role]


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor with its aliases."""

    id: int
    name: str
    kind: str
    state: str
    country: str | None
    colour: str | None
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DomainRow:
    """A domain with its terms."""

    id: int
    name: str
    parent_id: int | None
    definition: str | None
    colour: str | None
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """A value of a coded field."""

    id: int
    key: str
    label: str
    definition: str | None
    colour: str | None


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A coded field with its values in order."""

    id: int
    layer: str
    key: str
    label: str
    kind: str
    choices: tuple[ChoiceRow, ...]

    def choice(self, choice_id: CodeValue | None) -> ChoiceRow | None:
        """Return one of its values; None if it has no such value."""
        return next((choice for choice in self.choices if choice.id == choice_id), None)


@dataclass(frozen=True, slots=True)
class AnnotationDetails:
    """Further details of an annotation: times (UTC, ISO 8601), addressees, partners."""

    created: str
    updated: str
    addressee_ids: tuple[int, ...]
    partner_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One recorded change of a row of an annotation, with its step of the history.

    `before` and `after` hold the columns that an update changed; `before` of a delete holds the
    whole row; an insert has neither.
    """

    changeset_id: int
    label: str
    kind: str
    annotator: str | None
    created: str
    table_name: str
    operation: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


_ARTICLES = """
SELECT article.id, title, outlet, published_on, status,
  (SELECT count(*) FROM annotation WHERE article_id = article.id
    AND layer = 'claim' AND state = 'accepted'),
  (SELECT count(*) FROM annotation WHERE article_id = article.id AND state = 'suggested')
FROM article
"""


def articles(connection: Connection) -> list[ArticleRow]:
    """Return all articles, newest first."""
    return [ArticleRow(*row) for row in _rows(connection, _ARTICLES + _NEWEST)]


def article_ids(connection: Connection) -> list[int]:
    """Return the ids that `articles` lists, in its order."""
    # One row of JSON: fetching 100,000 rows one by one would contend with a busy window each time.
    inner = f"SELECT id FROM article {_NEWEST} LIMIT -1"
    found = _rows(connection, f"SELECT json_group_array(id) FROM ({inner})")
    return [int(number) for number in json.loads(found[0][0])]


def last_id(connection: Connection, table: str) -> int:
    """Return the highest id that a table ever had: ids are never used again."""
    row = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
    return int(row.scalar() or 0)


def progress(connection: Connection) -> tuple[int, int]:
    """Return how many articles are done, and how many there are."""
    (row,) = _rows(connection, "SELECT coalesce(sum(status = 'done'), 0), count(*) FROM article")
    return int(row[0]), int(row[1])


def last_article_id(connection: Connection) -> int:
    """Return the highest id of an article, 0 if there is none."""
    return int(_rows(connection, "SELECT ifnull(max(id), 0) FROM article")[0][0])


def article_id_after(connection: Connection, article_id: int) -> int | None:
    """Return the id of the article that was added first after another one."""
    found = _rows(connection, "SELECT min(id) FROM article WHERE id > ?", (article_id,))
    return None if found[0][0] is None else int(found[0][0])


def article_counts(connection: Connection) -> dict[str, int]:
    """Return the number of articles by status."""
    return dict(_rows(connection, "SELECT status, count(*) FROM article GROUP BY status"))


def annotation_counts(connection: Connection, article_ids: Iterable[int]) -> dict[str, int]:
    """Return the number of annotations in some articles by layer, in any state."""
    statement = (
        "SELECT layer, count(*) FROM annotation "
        "WHERE article_id IN (SELECT value FROM json_each(?)) GROUP BY layer"
    )
    return dict(_rows(connection, statement, (_list(article_ids),)))


def article_count(connection: Connection, annotation_ids: Iterable[int]) -> int:
    """Return in how many articles some annotations are."""
    statement = (
        "SELECT count(DISTINCT article_id) FROM annotation "
        "WHERE id IN (SELECT value FROM json_each(?))"
    )
    return int(_rows(connection, statement, (_list(annotation_ids),))[0][0])


def undecided(connection: Connection, article_ids: Iterable[int]) -> tuple[int, int]:
    """Return the suggestions to decide in those of the articles that are not done; in how many."""
    statement = (
        "SELECT count(*), count(DISTINCT article_id) FROM annotation WHERE state = 'suggested' "
        "AND article_id IN (SELECT id FROM article WHERE status <> 'done' "
        "AND id IN (SELECT value FROM json_each(?)))"
    )
    [(suggestions, articles)] = _rows(connection, statement, (_list(article_ids),))
    return suggestions, articles


def shared_values(
    connection: Connection, article_ids: Iterable[int], columns: Iterable[str]
) -> dict[str, str | None]:
    """Return the values of those columns of `article` in which some articles do not differ."""
    names = list(columns)
    counts = ", ".join(f"count(DISTINCT ifnull({name}, '')), max({name})" for name in names)
    statement = f"SELECT {counts} FROM article WHERE id IN (SELECT value FROM json_each(?))"
    [row] = _rows(connection, statement, (_list(article_ids),))
    return {name: row[2 * n + 1] for n, name in enumerate(names) if row[2 * n] == 1}


# NULL is the smallest value, so undated articles come last, and the index gives the order.
_NEWEST = "ORDER BY published_on DESC, article.id DESC"


def article_rows(connection: Connection, ids: Iterable[int]) -> list[ArticleRow]:
    """Return the articles with these ids that exist."""
    statement = _ARTICLES + "WHERE article.id IN (SELECT value FROM json_each(?))"
    return [ArticleRow(*row) for row in _rows(connection, statement, (_list(ids),))]


def article(connection: Connection, article_id: int) -> ArticleText | None:
    """Return one article, or None if it does not exist."""
    rows = _rows(
        connection,
        "SELECT id, title, body, language, author, agency, outlet, published_on, url, status, "
        "note, origin FROM article WHERE id = ?",
        (article_id,),
    )
    return ArticleText(*rows[0]) if rows else None


_ANNOTATIONS = f"""
SELECT annotation.id, article_id, layer, state, origin, score, reason, annotation.note,
  annotator.name, mention.actor_id, speaker_id, domain_mention.domain_id,
  {", ".join(place.column for place in CODE_COLUMNS)}
FROM annotation
LEFT JOIN annotator ON annotator.id = annotator_id
LEFT JOIN mention ON mention.id = annotation.id
LEFT JOIN claim ON claim.id = annotation.id
LEFT JOIN domain_mention ON domain_mention.id = annotation.id
"""


def article_annotations(connection: Connection, article_id: int) -> list[AnnotationRow]:
    """Return all annotations of an article, in the order of the text."""
    scope = "IN (SELECT id FROM annotation WHERE article_id = ?)"
    return _annotations(connection, scope, article_id)


def annotations_of_articles(
    connection: Connection, article_ids: Iterable[int]
) -> dict[int, list[AnnotationRow]]:
    """Return the annotations of some articles, by article and in the order of its text."""
    scope = "IN (SELECT id FROM annotation WHERE article_id IN (SELECT value FROM json_each(?)))"
    found: dict[int, list[AnnotationRow]] = {}
    for row in _annotations(connection, scope, _list(article_ids)):
        found.setdefault(row.article_id, []).append(row)
    return found


def annotations_by_id(connection: Connection, ids: Iterable[int]) -> list[AnnotationRow]:
    """Return the annotations with these ids that exist."""
    return _annotations(connection, "IN (SELECT value FROM json_each(?))", _list(ids))


def numbers_of_annotations(connection: Connection, article_ids: Iterable[int]) -> dict[int, int]:
    """Return how many annotations some articles have; those without any are left out."""
    statement = (
        "SELECT json_group_object(article_id, n) FROM "
        "(SELECT article_id, count(*) AS n FROM annotation "
        "WHERE article_id IN (SELECT value FROM json_each(?)) GROUP BY article_id)"
    )
    found = json.loads(_rows(connection, statement, (_list(article_ids),))[0][0])
    return {int(article_id): count for article_id, count in found.items()}


def annotation_ids(connection: Connection, article_id: int) -> list[int]:
    """Return the ids of the annotations of an article, ascending."""
    rows = _rows(
        connection, "SELECT id FROM annotation WHERE article_id = ? ORDER BY id", (article_id,)
    )
    return [row[0] for row in rows]


def _annotations(connection: Connection, scope: str, value: int | str) -> list[AnnotationRow]:
    pieces: dict[int, list[Piece]] = {}
    spans = _rows(
        connection,
        f'SELECT annotation_id, role, start, "end", quote FROM span '
        f"WHERE annotation_id {scope} ORDER BY annotation_id, start",
        (value,),
    )
    for annotation_id, role, start, end, quote in spans:
        pieces.setdefault(annotation_id, []).append(Piece(role, Span(start, end), quote))
    waiting = _waiting(connection, scope, value)
    domains: dict[int, list[int]] = {}
    rows = _rows(
        connection,
        f"SELECT claim_id, domain_id FROM claim_domain WHERE claim_id {scope} ORDER BY id",
        (value,),
    )
    for claim_id, domain_id in rows:
        domains.setdefault(claim_id, []).append(domain_id)
    further = _further_speakers(connection, scope, value)
    coded = _field_values(connection, scope, value)
    result = []
    for row in _rows(connection, f"{_ANNOTATIONS} WHERE annotation.id {scope}", (value,)):
        number = row[0]
        codes = {key: code for key, code in zip(_KEYS, row[12:], strict=True) if code is not None}
        codes.update(coded.get(number, {}))
        first, *others = speakers_in_order(row[10], further.get(number, ()))
        values = [
            *row[:9],
            tuple(pieces.get(number, ())),
            row[9],
            first,
            row[11],
            tuple(domains.get(number, ())),
            codes,
            tuple(waiting.get(number, ())),
            tuple(others),
        ]
        result.append(AnnotationRow(*values))
    return sorted(result, key=lambda row: (row.start, row.id))


def _further_speakers(connection: Connection, scope: str, value: int | str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for claim_id, actor_id in _rows(
        connection,
        f"SELECT claim_id, actor_id FROM further_speaker WHERE claim_id {scope} ORDER BY id",
        (value,),
    ):
        found.setdefault(claim_id, []).append(actor_id)
    return found


def speakers_in_order(first: int | None, further: Iterable[int]) -> list[Any]:
    """Return each speaker once: [None] for nobody; the next one is first if the first is gone."""
    found = dict.fromkeys([first, *further])
    named = [actor for actor in found if actor is not None]
    return named or [None]


_KEYS = tuple(place.key for place in CODE_COLUMNS)


def _field_values(
    connection: Connection, scope: str, value: int | str
) -> dict[int, dict[str, CodeValue]]:
    """Return the codes that have no column of their own: annotation id -> key of field -> value."""
    rows = _rows(
        connection,
        "SELECT annotation_id, key, kind, choice_id, number, text FROM field_value "
        f"JOIN field ON field.id = field_id WHERE annotation_id {scope} "
        "ORDER BY annotation_id, position, field_id",
        (value,),
    )
    found: dict[int, dict[str, CodeValue]] = {}
    for annotation_id, key, kind, *stored in rows:
        code = stored_value(kind, *stored)
        if code is not None:
            found.setdefault(annotation_id, {})[key] = code
    return found


def _waiting(
    connection: Connection, scope: str, value: int | str
) -> dict[int, list[UnplacedPiece]]:
    found: dict[int, list[UnplacedPiece]] = {}
    for annotation_id, *piece in _rows(
        connection,
        "SELECT annotation_id, id, role, start, quote, prefix, suffix FROM unplaced_span "
        f"WHERE annotation_id {scope} ORDER BY annotation_id, start, id",
        (value,),
    ):
        found.setdefault(annotation_id, []).append(UnplacedPiece(*piece))
    return found


def annotation_details(connection: Connection, annotation_id: int) -> AnnotationDetails | None:
    """Return times, addressees and partners of an annotation; None if it does not exist."""
    times = _rows(
        connection, "SELECT created, updated FROM annotation WHERE id = ?", (annotation_id,)
    )
    if not times:
        return None
    named = [
        tuple(row[0] for row in _rows(connection, statement, (annotation_id,)))
        for statement in (
            "SELECT actor_id FROM addressee WHERE claim_id = ? ORDER BY id",
            "SELECT actor_id FROM partner WHERE domain_mention_id = ? ORDER BY id",
        )
    ]
    return AnnotationDetails(*times[0], *named)


def annotation_history(
    connection: Connection, annotation_id: int, limit: int = 200
) -> list[ChangeRow]:
    """Return the recorded changes of an annotation and its parts, newest first."""
    rows = _rows(
        connection,
        "SELECT changeset.id, label, kind, annotator, created, table_name, operation, before, "
        "after FROM change JOIN changeset ON changeset.id = changeset_id "
        "WHERE annotation_id = ? ORDER BY change.id DESC LIMIT ?",
        (annotation_id, limit),
    )
    return [ChangeRow(*row[:7], *map(_recorded, row[7:])) for row in rows]


def _recorded(text: str | None) -> Mapping[str, Any]:
    """Return what a change recorded; empty if that is damaged."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def actors(connection: Connection, among: Iterable[int] | None = None) -> dict[int, ActorRow]:
    """Return the actors, or those `among` them, by id, in the order of their names, then by age."""
    where, aliased = "", ""
    values: tuple[str, ...] = ()
    if among is not None:
        where = "WHERE id IN (SELECT value FROM json_each(?)) "
        aliased = "WHERE actor_id IN (SELECT value FROM json_each(?)) "
        values = (_list(among),)
    aliases: dict[int, list[str]] = {}
    found = _rows(connection, f"SELECT actor_id, text FROM alias {aliased}ORDER BY id", values)
    for actor_id, text in found:
        aliases.setdefault(actor_id, []).append(text)
    rows = _rows(
        connection,
        f"SELECT id, name, kind, state, country, colour FROM actor {where}ORDER BY id",
        values,
    )
    rows.sort(key=lambda row: sort_key(row[1]))
    return {row[0]: ActorRow(*[*row, tuple(aliases.get(row[0], ()))]) for row in rows}


def owners_of_aliases(connection: Connection, aliases: Iterable[int]) -> frozenset[int]:
    """Return the actors that have these aliases, given by id."""
    found = _rows(
        connection,
        "SELECT DISTINCT actor_id FROM alias WHERE id IN (SELECT value FROM json_each(?))",
        (_list(aliases),),
    )
    return frozenset(row[0] for row in found)


def alias_count(connection: Connection) -> int:
    """Return the total number of aliases."""
    return int(_rows(connection, "SELECT count(*) FROM alias")[0][0])


def domains(connection: Connection) -> dict[int, DomainRow]:
    """Return the domains of the codebook by id, in the codebook's order."""
    terms: dict[int, list[str]] = {}
    for domain_id, text in _rows(connection, "SELECT domain_id, text FROM term ORDER BY id"):
        terms.setdefault(domain_id, []).append(text)
    rows = _rows(
        connection,
        "SELECT id, name, parent_id, definition, colour FROM domain ORDER BY position, id",
    )
    return {row[0]: DomainRow(*[*row, tuple(terms.get(row[0], ()))]) for row in rows}


def fields(connection: Connection) -> dict[str, FieldRow]:
    """Return the coded fields by key, with their values in order.

    Where two layers have the same key, that of claims keeps it, then that of actors; the others
    are found by layer and key, such as `domain.stance`.
    """
    choices: dict[int, list[ChoiceRow]] = {}
    rows = _rows(
        connection,
        "SELECT field_id, id, key, label, definition, colour FROM choice ORDER BY position, id",
    )
    for field_id, *choice in rows:
        choices.setdefault(field_id, []).append(ChoiceRow(*choice))
    heads = _rows(connection, "SELECT id, layer, key, label, kind FROM field ORDER BY position, id")
    found = [FieldRow(*[*row, tuple(choices.get(row[0], ()))]) for row in heads]
    owners: dict[str, FieldRow] = {}
    for row in sorted(found, key=lambda row: _LAYER_RANK[row.layer]):
        owners.setdefault(row.key, row)
    return {row.key if owners[row.key] is row else f"{row.layer}.{row.key}": row for row in found}


_LAYER_RANK = {"claim": 0, "actor": 1, "domain": 2}


def fields_of(fields: Iterable[FieldRow], layer: str) -> list[FieldRow]:
    """Return those of `fields` that annotations of a layer are coded in, in their order."""
    return [row for row in fields if row.layer == layer]


def _rows(
    connection: Connection, statement: str, values: tuple[Any, ...] | dict[str, Any] = ()
) -> list[tuple[Any, ...]]:
    # SQLAlchemy's rows would take four times as long where there are many.
    return driver(connection).execute(statement, values).fetchall()


def _list(ids: Iterable[int]) -> str:
    return json.dumps(list(ids))
