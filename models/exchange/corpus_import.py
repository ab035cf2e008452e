# SPDX-License-Identifier: MIT
"""Annotated articles into a project: gathered first, then one statement a table.

What a corpus says was decided by its annotators: it comes in accepted, and an article that they
have annotated is done. Articles, actors and annotations that the project has already stay as they
are there; what another annotator says of the same words is kept beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, func, insert, select, update

from claimdesk.models.articles.importing import article_row
from claimdesk.models.editing.bulk_writer import BulkWriter, span_row
from claimdesk.models.exchange.corpus import AnnotatedArticle, CorpusAnnotation, NamedActor
from claimdesk.models.exchange.existing_rows import Twins
from claimdesk.models.exchange.records import Record, Row
from claimdesk.models.registry.resolver import ActorResolver
from claimdesk.models.store import queries
from claimdesk.models.store.schema import metadata, now
from claimdesk.models.text.folding import name_key
from claimdesk.models.text.normalization import body_hash

_CLAIM_FIELDS = ("stance", "kind", "certainty")
_MOST_NOTES = 100
"""How many lines of a corpus the note of an article takes."""


@dataclass(slots=True)
class Written:
    """What came in."""

    articles: int = 0
    annotations: int = 0
    duplicates: int = 0
    domains: list[str] = field(default_factory=list)
    """The domains that were added to the codebook."""
    left_out: Counter[str] = field(default_factory=Counter)


def write_annotated(
    connection: Connection, articles: Sequence[AnnotatedArticle], origin: str
) -> Written:
    """Add the articles, in the transaction of an edit; `origin` is that of their annotations."""
    return _Writer(connection, origin).write(articles)


class _Writer:
    """One run over a corpus."""

    def __init__(self, connection: Connection, origin: str) -> None:
        self._connection = connection
        self._names = _Names(connection)
        self._codes = _Codes(connection)
        self._twins = Twins(connection)
        self._common = {"state": "accepted", "origin": origin, "created": now()}
        self._annotations = BulkWriter(connection)
        self._written = Written()

    def write(self, articles: Sequence[AnnotatedArticle]) -> Written:
        """Write all."""
        ids = self._write_articles(articles)
        annotators = {a.annotator for one in articles for a in one.annotations if a.annotator}
        self._names.add_annotators(annotators)
        self._codes.add_domains(
            value
            for one in articles
            for annotation in one.annotations
            for name, value in annotation.codes
            if name == "domain"
        )
        for one, (article_id, known) in zip(articles, ids, strict=True):
            self._twins.article = article_id if known else None
            for annotation in one.annotations:
                self._take(article_id, one.article.body, annotation)
        self._names.write()
        self._codes.write()
        self._annotations.write()
        self._written.annotations = len(self._annotations.ids)
        self._written.domains = self._codes.added
        self._written.left_out = +self._written.left_out
        return self._written

    def _write_articles(self, articles: Sequence[AnnotatedArticle]) -> list[tuple[int, bool]]:
        """Add those that are new; the id of each, and whether the project had it before."""
        table = metadata.tables["article"]
        statement = select(table.c.sha256, table.c.id).order_by(table.c.id.desc())
        before = {row.sha256: row.id for row in self._connection.execute(statement)}
        known, next_id = dict(before), queries.last_id(self._connection, "article")
        rows: list[Row] = []
        for one in articles:
            key = body_hash(one.article.body)
            if key not in known:
                known[key] = next_id = next_id + 1
                status = "done" if one.done else "unread"
                row = {**article_row(key, one.article), "id": next_id, "status": status}
                rows.append({**row, "note": "\n".join(one.notes[:_MOST_NOTES]) or None})
                self._written.left_out["lines of notes on articles"] += len(one.notes[_MOST_NOTES:])
            else:
                self._written.left_out["notes on articles that were there before"] += len(one.notes)
        _insert(self._connection, "article", rows)
        found = [body_hash(one.article.body) for one in articles]
        self._finish(
            [
                before[key]
                for key, one in zip(found, articles, strict=True)
                if one.done and key in before
            ]
        )
        self._written.articles = len(rows)
        self._written.duplicates = len(articles) - len(rows)
        return [(known[key], key in before) for key in found]

    def _finish(self, ids: Sequence[int]) -> None:
        """Articles that were there and that nobody had begun are done by what comes in."""
        if ids:
            table = metadata.tables["article"]
            statement = update(table).where(table.c.id == bindparam("one"))
            statement = statement.where(table.c.status == "unread").values(status="done")
            self._connection.execute(statement, [{"one": one} for one in ids])

    def _take(self, article_id: int, body: str, annotation: CorpusAnnotation) -> None:
        parts = self._parts(body, annotation)
        unknown = self._codes.unknown(annotation.codes)
        self._written.left_out["values that the codebook does not have"] += len(unknown)
        note = "\n".join([*([annotation.note] if annotation.note else []), *unknown])
        row = {
            **self._common,
            "article_id": article_id,
            "layer": annotation.layer,
            "note": note or None,
            "annotator_id": self._names.annotator(annotation.annotator),
            "updated": self._common["created"],
        }
        if not self._twins.has(Record("annotation", row, parts)):
            self._annotations.add(row, parts)

    def _parts(self, body: str, annotation: CorpusAnnotation) -> dict[str, list[Row]]:
        parts = {
            "span": [span_row(body, role, s) for role, ss in annotation.spans.items() for s in ss]
        }
        actor = None if annotation.actor is None else self._names.actor(annotation.actor)
        if annotation.layer == "actor":
            parts["mention"] = [{"actor_id": actor}]
        elif annotation.layer == "claim":
            values, domains = self._codes.resolve(annotation.codes)
            parts["claim"] = [{"speaker_id": actor, **values}]
            if domains:
                parts["claim_domain"] = [{"domain_id": domain} for domain in domains]
        else:
            _values, domains = self._codes.resolve(annotation.codes)
            domain = domains[0] if domains else None
            parts["domain_mention"] = [{"domain_id": domain, "stage_id": None}]
        return parts


class _Names:
    """Annotators and actors by name; those that are not there yet are added."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        table = metadata.tables["annotator"]
        rows = connection.execute(select(table.c.name, table.c.id))
        self._annotators = {row.name: row.id for row in rows}
        actors = queries.actors(connection).values()
        self._actors = ActorResolver(actors)
        self._by_key: dict[tuple[str, str], dict[str | None, int]] = {}
        """The actors of one name and kind, by the keys that tell them apart in the corpus."""
        self._undecided = {actor.id for actor in actors if actor.state != "accepted"}
        self._accepted: set[int] = set()
        self._next = queries.last_id(connection, "actor")
        self._new: list[Row] = []

    def add_annotators(self, names: Iterable[str]) -> None:
        """Add those that are missing, in the order of their names: the first has the lowest id."""
        missing = sorted(name for name in names if name not in self._annotators)
        table = metadata.tables["annotator"]
        for name in missing:
            added = self._connection.execute(insert(table).values(name=name).returning(table.c.id))
            self._annotators[name] = added.scalar_one()

    def annotator(self, name: str | None) -> int | None:
        return None if name is None else self._annotators[name]

    def actor(self, actor: NamedActor) -> int:
        """Return the actor of that name, or by that alias, and kind.

        Two of one name that the corpus tells apart by their keys stay two.
        """
        by_key = self._by_key.setdefault((name_key(actor.name), actor.kind), {})
        found = by_key.get(actor.key)
        if found is None:
            taken = set(by_key.values())
            known = self._actors.namesakes(actor.name, actor.kind)
            free = next((known_id for known_id in known if known_id not in taken), None)
            found = by_key[actor.key] = self._add(actor) if free is None else free
        if found in self._undecided:
            self._accepted.add(found)
        return found

    def _add(self, actor: NamedActor) -> int:
        self._next += 1
        self._actors.add(self._next, actor.name, actor.kind)
        self._new.append(
            {"id": self._next, "name": actor.name, "kind": actor.kind, "state": "accepted"}
        )
        return self._next

    def write(self) -> None:
        """Write the new actors, and accept those that were only proposed."""
        _insert(self._connection, "actor", self._new)
        table = metadata.tables["actor"]
        if self._accepted:
            statement = update(table).where(table.c.id == bindparam("one"))
            rows = [{"one": one} for one in sorted(self._accepted)]
            self._connection.execute(statement.values(state="accepted"), rows)


class _Codes:
    """Values of the codebook by what they are called; domains that it does not have are added."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        fields = queries.fields(connection)
        self._choices = {
            (key, name_key(name)): choice.id
            for key in _CLAIM_FIELDS
            if key in fields
            for choice in fields[key].choices
            for name in (choice.label, choice.key)
        }
        self._domains = {row.name: row.id for row in queries.domains(connection).values()}
        self._keys = {name_key(name): name for name in reversed(self._domains)}
        self._called: dict[str, str] = {}
        """The name of a domain in the codebook, by what the corpus calls it."""
        self._taken: set[str] = set()
        self._next = queries.last_id(connection, "domain")
        self._new: list[Row] = []

    @property
    def added(self) -> list[str]:
        """The names of the domains that the codebook did not have."""
        return [row["name"] for row in self._new]

    def add_domains(self, labels: Iterable[str]) -> None:
        """Find the domains that a corpus names, those called exactly so first; add the others."""
        wanted = dict.fromkeys(" ".join(label.split()) for label in labels)
        self._called = {label: label for label in wanted if label in self._domains}
        self._taken = set(self._called)
        for label in wanted:
            if label not in self._called:
                self._called[label] = self._name_of(label)

    def resolve(self, codes: Sequence[tuple[str, str]]) -> tuple[dict[str, int | None], list[int]]:
        """Return the columns of a claim and its domains."""
        values: dict[str, int | None] = {f"{name}_id": None for name in _CLAIM_FIELDS}
        domains: dict[int, None] = {}
        for name, value in codes:
            if name == "domain":
                domains[self._domain(value)] = None
            elif (choice := self._choices.get((name, name_key(value)))) is not None:
                values[f"{name}_id"] = choice
        return values, list(domains)

    def unknown(self, codes: Sequence[tuple[str, str]]) -> list[str]:
        """Values that the codebook does not have, as lines of a note."""
        return [
            f"{name}: {value}"
            for name, value in codes
            if name != "domain" and (name, name_key(value)) not in self._choices
        ]

    def write(self) -> None:
        """Write the new domains, at the end of the codebook."""
        if self._new:
            table = metadata.tables["domain"]
            last = self._connection.execute(select(func.max(table.c.position))).scalar()
            first = 0 if last is None else last + 1
            rows = [{**row, "position": first + i} for i, row in enumerate(self._new)]
            _insert(self._connection, "domain", rows)

    def _domain(self, label: str) -> int:
        return self._domains[self._called[" ".join(label.split())]]

    def _name_of(self, label: str) -> str:
        """Return what the domain that a label means is called; labels in other case mean others."""
        name, number = self._keys.get(name_key(label), label), 1
        while name in self._taken:
            number += 1
            name = self._keys.get(name_key(f"{label} ({number})"), f"{label} ({number})")
        if name not in self._domains:
            self._next += 1
            self._domains[name] = self._next
            self._keys[name_key(name)] = name
            self._new.append({"id": self._next, "name": name})
        self._taken.add(name)
        return name


def _insert(connection: Connection, name: str, rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(insert(metadata.tables[name]), rows)
