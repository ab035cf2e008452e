# SPDX-License-Identifier: MIT
"""Adding a corpus to a project: gathered first, then one statement a table, all in one edit.

What a corpus says was decided by its annotators: it comes in accepted unless it says otherwise.
Articles, actors and annotations that the project has already stay as they are there; what another
annotator says of the same words is kept beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlmodel import Session

from claimdesk.models.articles.importing import article_row, import_label
from claimdesk.models.codebook.fields import key_from_file
from claimdesk.models.codebook.importing import import_book
from claimdesk.models.editing import versions
from claimdesk.models.editing.bulk_writer import PORTION, BulkWriter, span_row
from claimdesk.models.exchange import near_duplicates
from claimdesk.models.exchange.corpus import (
    Corpus,
    CorpusActor,
    CorpusAnnotation,
    CorpusArticle,
    CorpusCode,
    CorpusDomain,
    CorpusValue,
    CorpusVersion,
)
from claimdesk.models.exchange.existing_rows import ExistingAnnotations
from claimdesk.models.exchange.import_options import LINK, TAKE, ImportOptions, Stopped
from claimdesk.models.exchange.record_import import import_records
from claimdesk.models.exchange.records import Record, Row
from claimdesk.models.exchange.reports import FileNote, ImportReport, Loss, Losses
from claimdesk.models.exchange.spool import Spool
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.registry.resolver import ActorResolver
from claimdesk.models.store import queries
from claimdesk.models.store.bulk_insert import insert_rows
from claimdesk.models.store.coded_fields import code_column, columns_of
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import FieldRow, UnplacedPiece
from claimdesk.models.store.schema import metadata, now
from claimdesk.models.text.folding import name_key

_ARTICLES_AT_ONCE = 200
_MOST_NOTES = 100
"""How many lines of a corpus the note of an article takes."""


def write_corpus(
    project: Project, corpus: Corpus, options: ImportOptions | None = None
) -> ImportReport:
    """Add a corpus as one edit; nothing is added if it is stopped while it is read.

    Raises ClaimdeskError naming the file and the reason; then nothing changed.
    """
    options = options or ImportOptions()
    if corpus.records is not None:
        return import_records(project, corpus.records(), corpus.source, options.annotator)
    try:
        articles = Spool(corpus.articles())
    except Stopped:
        return ImportReport()
    report = corpus.report
    alike = _near_duplicates(project, articles, options, report)
    if not (articles or corpus.domains or corpus.actors or corpus.book):
        return report
    count = len(articles) if corpus.keeps_copies else len(set(articles.keys))
    label = import_label(count)
    if corpus.name is not None:
        label = _("Import {name}").format(name=corpus.name)
    with project.edit(label) as session:
        if corpus.book is not None:
            import_book(session, corpus.book)
        ids = _Writer(session.connection(), corpus, options, report).write(articles)
        near_duplicates.link(session, articles, alike)
        _link_versions(session, corpus.versions, ids, report)
    _explain_losses(corpus, report)
    return report


def _link_versions(
    session: Session, wanted: Sequence[CorpusVersion], ids: Sequence[int], report: ImportReport
) -> None:
    """Record versions, and carry annotations over to them where that is wanted."""
    for one in wanted:
        first = one.first_id if one.first is None else ids[one.first]
        if first is None or first == ids[one.number]:
            continue
        versions.link(session, ids[one.number], first)
        if one.carries:
            count, uncertain = versions.carry_over(session, first, ids[one.number])
            report.annotations += count
            if uncertain:
                report.warnings.append(_to_review(session, ids[one.number], uncertain))


def _to_review(session: Session, article_id: int, uncertain: int) -> FileNote:
    """Return what to say of annotations that have no sure place in a version."""
    article = queries.article(session.connection(), article_id)
    sentence = ngettext(
        "1 annotation that was carried over has no sure place; choose Article → Review lost"
        " places.",
        "{n} annotations that were carried over have no sure place; choose Article → Review lost"
        " places.",
        uncertain,
    ).format(n=uncertain)
    return FileNote("" if article is None else article.title, sentence)


def _near_duplicates(
    project: Project, articles: Spool, options: ImportOptions, report: ImportReport
) -> dict[str, near_duplicates.Original]:
    """Return what articles are versions of, by the hash of their body; leave them out if wanted."""
    if options.near == TAKE:
        return {}
    with project.reading() as connection:
        alike = near_duplicates.find(connection, articles)
    report.notes += near_duplicates.explain(articles, alike, options.near)
    if options.near == LINK:
        return alike
    report.duplicates += articles.leave_out(alike)
    return {}


def _explain_losses(corpus: Corpus, report: ImportReport) -> None:
    if report.left_out:
        listed = ", ".join(
            f"{loss.words} ({count})" for loss, count in report.left_out.most_common()
        )
        reason = _("Left out, since there is no place for it: {what}.").format(what=listed)
        report.warnings.append(FileNote(corpus.source, reason))


class _Writer:
    """Writes one corpus."""

    def __init__(
        self, connection: Connection, corpus: Corpus, options: ImportOptions, report: ImportReport
    ) -> None:
        self._connection = connection
        self._corpus = corpus
        self._annotator = options.annotator
        self._names = _NameWriter(connection)
        self._codebook = _CodebookWriter(connection)
        self._existing = ExistingAnnotations(connection)
        self._created = now()
        self._annotations = BulkWriter(connection)
        self._report = report
        self._left_out: Losses = Counter()

    def write(self, articles: Spool) -> list[int]:
        """Write all articles, and add what came in to the report; return the id of each."""
        ids = self._write_articles(articles)
        annotators: set[str] = set()
        domains = dict.fromkeys(self._corpus.domains)
        for one in articles:
            annotators.update(filter(None, map(self._annotator_of, one.annotations)))
            domains |= dict.fromkeys(each for own in one.annotations for each in own.domains)
        self._names.add_annotators(annotators)
        self._codebook.add_domains(list(domains))
        for actor in self._corpus.actors:
            self._names.actor(actor)
        self._codebook.add_fields(self._corpus.fields)
        self._codebook.write()
        for one, (article_id, existed) in zip(articles, ids, strict=True):
            self._existing.article = article_id if existed else None
            for annotation in one.annotations:
                self._gather(article_id, one.article.body, annotation)
            if self._annotations.pending >= PORTION:
                self._names.write()
                self._annotations.write()
        self._names.write()
        self._annotations.write()
        self._report.annotations += len(self._annotations.ids)
        self._report.left_out += self._left_out
        self._explain_codebook()
        return [article_id for article_id, _existed in ids]

    def _explain_codebook(self) -> None:
        domains = _("These labels became domains of the codebook: {names}.")
        fields = _("These became own fields of the codebook: {names}.")
        added = {domains: self._codebook.added, fields: self._codebook.added_fields}
        for sentence, names in added.items():
            if names:
                reason = sentence.format(names=", ".join(names))
                self._report.notes.append(FileNote(self._corpus.source, reason))

    def _write_articles(self, articles: Spool) -> list[tuple[int, bool]]:
        """Add those that are new; return the id of each, and whether the project had it before."""
        table = metadata.tables["article"]
        statement = select(table.c.sha256, table.c.id).order_by(table.c.id.desc())
        before = {row.sha256: row.id for row in self._connection.execute(statement)}
        known, next_id = dict(before), queries.last_id(self._connection, "article")
        keys = articles.keys
        rows: list[Row] = []
        done: list[int] = []
        ids: list[tuple[int, bool]] = []
        added = 0
        for key, one in zip(keys, articles, strict=True):
            if one.status == "done" and key in before:
                done.append(before[key])
            if key in known and not self._corpus.keeps_copies:
                self._leave_out_notes(one)
                ids.append((known[key], key in before))
                continue
            next_id += 1
            known.setdefault(key, next_id)
            ids.append((next_id, False))
            rows.append({**self._article_row(key, one), "id": next_id})
            added += 1
            if len(rows) >= _ARTICLES_AT_ONCE:
                insert_rows(self._connection, "article", rows)
                rows = []
            self._report.warnings += [
                FileNote(one.article.origin or one.article.title, warning)
                for warning in one.article.warnings
            ]
            if one.article.encoding_is_guess:
                self._report.guessed_encodings.append(one.article.origin or one.article.title)
        insert_rows(self._connection, "article", rows)
        self._finish(done)
        self._report.articles += added
        self._report.duplicates += len(keys) - added
        return ids

    def _article_row(self, key: str, one: CorpusArticle) -> Row:
        lost = len(one.notes[_MOST_NOTES:])
        self._left_out[Loss("lines of notes on articles", _("lines of notes on articles"))] += lost
        section = one.article.section
        about = [_("Section: {section}").format(section=section)] if section else []
        note = "\n".join([*about, *one.notes[:_MOST_NOTES]]) or None
        return {**article_row(key, one.article), "status": one.status, "note": note}

    def _leave_out_notes(self, one: CorpusArticle) -> None:
        loss = Loss(
            "notes on articles that were there before",
            _("notes on articles that were there before"),
        )
        self._left_out[loss] += len(one.notes)

    def _finish(self, ids: Sequence[int]) -> None:
        """Mark articles done that the project had and nobody had begun."""
        if ids:
            table = metadata.tables["article"]
            statement = update(table).where(table.c.id == bindparam("one"))
            statement = statement.where(table.c.status == "unread").values(status="done")
            self._connection.execute(statement, [{"one": one} for one in ids])

    def _annotator_of(self, annotation: CorpusAnnotation) -> str | None:
        if annotation.annotator is not None or annotation.state == "suggested":
            return annotation.annotator
        return self._annotator

    def _gather(self, article_id: int, body: str, annotation: CorpusAnnotation) -> None:
        parts, unknown = self._parts(body, annotation)
        loss = Loss(
            "values that the codebook does not have", _("values that the codebook does not have")
        )
        self._left_out[loss] += len(unknown)
        lines = [f"{code.field}: {code.label or code.value}" for code in unknown]
        row = {
            "article_id": article_id,
            "layer": annotation.layer,
            "state": annotation.state,
            "origin": annotation.origin or self._corpus.origin,
            "score": annotation.score,
            "reason": annotation.reason,
            "note": "\n".join([*([annotation.note] if annotation.note else []), *lines]) or None,
            "annotator_id": self._names.annotator(self._annotator_of(annotation)),
            "created": self._created,
            "updated": self._created,
        }
        if not self._existing.contain(Record("annotation", row, parts)):
            self._annotations.add(row, parts)

    def _parts(
        self, body: str, annotation: CorpusAnnotation
    ) -> tuple[dict[str, list[Row]], list[CorpusCode]]:
        """Return the rows that belong to an annotation by table, and codes that are unknown."""
        layer = annotation.layer
        columns, values, unknown = self._codebook.resolve_codes(layer, annotation.codes)
        domains = self._codebook.resolve_domains(annotation.domains)
        actor = None if annotation.actor is None else self._names.actor(annotation.actor)
        parts: dict[str, list[Row]] = {
            "span": [
                span_row(body, role, span)
                for role, spans in annotation.spans.items()
                for span in spans
            ],
            "unplaced_span": [_unplaced(piece) for piece in annotation.unplaced],
            "field_value": values,
        }
        if layer == "actor":
            parts["mention"] = [{"actor_id": actor}]
        elif layer == "claim":
            further = self._actor_rows(annotation.further_speakers)
            parts["claim"] = [{"speaker_id": actor, **columns}]
            parts["further_speaker"] = [row for row in further if row["actor_id"] != actor]
            parts["claim_domain"] = [{"domain_id": domain} for domain in domains]
            parts["addressee"] = self._actor_rows(annotation.addressees)
        else:
            domain = domains[0] if domains else None
            parts["domain_mention"] = [{"domain_id": domain, **columns}]
            parts["partner"] = self._actor_rows(annotation.partners)
        return {name: rows for name, rows in parts.items() if rows or name == "span"}, unknown

    def _actor_rows(self, actors: Iterable[CorpusActor]) -> list[Row]:
        ids = dict.fromkeys(self._names.actor(actor) for actor in actors)
        return [{"actor_id": actor_id} for actor_id in ids]


class _NameWriter:
    """Annotators and actors by name; those that are missing are added."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        table = metadata.tables["annotator"]
        rows = connection.execute(select(table.c.name, table.c.id))
        self._annotators = {row.name: row.id for row in rows}
        actors = queries.actors(connection).values()
        self._actors = ActorResolver(actors)
        self._by_key: dict[tuple[str, str], dict[int | str | None, int]] = {}
        """The actors of one name and kind, by the keys that distinguish them in the corpus."""
        self._undecided = {actor.id for actor in actors if actor.state != "accepted"}
        self._accepted: set[int] = set()
        self._next = queries.last_id(connection, "actor")
        self._new: list[Row] = []
        self._aliases: list[Row] = []

    def add_annotators(self, names: Iterable[str]) -> None:
        """Add those that are missing, in the order of their names: the first has the lowest id."""
        table = metadata.tables["annotator"]
        for name in sorted(set(names) - self._annotators.keys()):
            added = self._connection.execute(insert(table).values(name=name).returning(table.c.id))
            self._annotators[name] = added.scalar_one()

    def annotator(self, name: str | None) -> int | None:
        """Return the id of an annotator."""
        return None if name is None else self._annotators[name]

    def actor(self, actor: CorpusActor) -> int:
        """Return the actor of that name, or by that alias, and kind.

        Two with one name that the corpus distinguishes by their keys stay two.
        """
        by_key = self._by_key.setdefault((name_key(actor.name), actor.kind), {})
        actor_id = by_key.get(actor.key)
        if actor_id is None:
            taken = set(by_key.values())
            known = self._actors.namesakes(actor.name, actor.kind)
            free = next((known_id for known_id in known if known_id not in taken), None)
            actor_id = by_key[actor.key] = self._add(actor) if free is None else free
        if actor_id in self._undecided:
            self._accepted.add(actor_id)
        return actor_id

    def _add(self, actor: CorpusActor) -> int:
        self._next += 1
        self._actors.add(self._next, actor.name, actor.kind)
        self._new.append(
            {
                "id": self._next,
                "name": actor.name,
                "kind": actor.kind,
                "state": "accepted",
                "country": actor.country,
                "note": actor.note,
            }
        )
        self._aliases += [{"actor_id": self._next, "text": alias} for alias in actor.aliases]
        return self._next

    def write(self) -> None:
        """Write the new actors, and accept those that were only suggested."""
        insert_rows(self._connection, "actor", self._new)
        insert_rows(self._connection, "alias", self._aliases)
        table = metadata.tables["actor"]
        if self._accepted:
            statement = update(table).where(table.c.id == bindparam("one"))
            rows = [{"one": one} for one in sorted(self._accepted)]
            self._connection.execute(statement.values(state="accepted"), rows)
        self._new, self._aliases, self._accepted = [], [], set()


class _CodebookWriter:
    """Domains and values of the codebook by name; domains that it does not have are added."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        fields = queries.fields(connection).values()
        self._fields = {(field.layer, field.key): field for field in fields}
        self._choices = {
            (field.id, name_key(name)): choice.id
            for field in fields
            for choice in field.choices
            for name in (choice.label, choice.key)
        }
        self._domains = {row.name: row.id for row in queries.domains(connection).values()}
        self._keys = {name_key(name): name for name in reversed(self._domains)}
        self._called: dict[str, str] = {}
        """The name of a domain in the codebook, by what the corpus calls it."""
        self._parents: dict[str, str] = {}
        """What the corpus calls the parent of a domain, by what it calls the domain."""
        self._taken: set[str] = set()
        self._next = queries.last_id(connection, "domain")
        self._new: list[Row] = []
        self._field_keys: dict[tuple[str, str], str] = {}
        """The key of a field in the codebook, by layer and what the corpus calls it."""
        self.added_fields: list[str] = []
        """The labels of the fields that the codebook did not have."""
        self._terms: list[Row] = []

    @property
    def added(self) -> list[str]:
        """The names of the domains that the codebook did not have."""
        return [row["name"] for row in self._new]

    def add_domains(self, domains: Sequence[CorpusDomain]) -> None:
        """Look up the domains of a corpus, exact names first, and add those that are missing."""
        wanted: dict[str, CorpusDomain] = {}
        for domain in domains:
            wanted.setdefault(_label(domain), domain)
        by_key = {domain.key: _label(domain) for domain in reversed(domains)}
        self._parents = {
            label: by_key[domain.parent]
            for label, domain in wanted.items()
            if domain.parent is not None and domain.parent in by_key
        }
        self._called = {label: label for label in wanted if label in self._domains}
        self._taken = set(self._called)
        for label, domain in wanted.items():
            if label not in self._called:
                self._called[label] = self._name_of(label, domain)

    def resolve_domains(self, domains: Iterable[CorpusDomain]) -> list[int]:
        """Return the ids of domains, each once."""
        labels = map(_label, domains)
        return list(dict.fromkeys(self._domains[self._called[label]] for label in labels))

    def add_fields(self, fields: Iterable[FieldRow]) -> None:
        """Add the own fields of a corpus that the codebook does not have, with their values."""
        labels = {name_key(field.label) for field in self._fields.values()}
        for field in fields:
            place = (field.layer, key_from_file(field.layer, field.key))
            if self._is_other(place, field.kind):
                # Another program's field may be called like one of Claimdesk's own.
                place = (field.layer, f"{field.key}_own")
            self._field_keys[field.layer, field.key] = place[1]
            if place in self._fields:
                continue
            label = _free_label(field.label, labels)
            labels.add(name_key(label))
            self._fields[place] = self._write_field(replace(field, key=place[1], label=label))
            self.added_fields.append(label)

    def _is_other(self, place: tuple[str, str], kind: str) -> bool:
        """Return whether the field here of that layer and key can't hold values of a kind.

        Texts may be the values of a list; if they are not, they become notes.
        """
        known = self._fields.get(place)
        if known is None:
            return code_column(*place) is not None and kind != "choice"
        return known.kind != kind and kind in ("number", "boolean")

    def _write_field(self, field: FieldRow) -> FieldRow:
        """Write a field with its values at the end of the codebook; return it with its ids."""
        table = metadata.tables["field"]
        last = self._connection.execute(select(func.max(table.c.position))).scalar()
        row: Row = {name: getattr(field, name) for name in ("layer", "key", "label", "kind")}
        row["position"] = 0 if last is None else last + 1
        added = self._connection.execute(insert(table).values(row).returning(table.c.id))
        written = replace(field, id=added.scalar_one())
        first = queries.last_id(self._connection, "choice") + 1
        choices = [replace(one, id=first + i) for i, one in enumerate(field.choices)]
        rows = [
            {
                "id": one.id,
                "field_id": written.id,
                "key": one.key,
                "label": one.label,
                "definition": one.definition,
                "colour": one.colour,
                "position": i,
            }
            for i, one in enumerate(choices)
        ]
        insert_rows(self._connection, "choice", rows)
        for one in choices:
            self._choices[written.id, name_key(one.label)] = one.id
        for one in choices:
            self._choices[written.id, name_key(one.key)] = one.id
        return written

    def resolve_codes(
        self, layer: str, codes: Sequence[CorpusCode]
    ) -> tuple[Row, list[Row], list[CorpusCode]]:
        """Return the columns of the built-in fields, rows of own fields, and unknown codes."""
        columns: Row = dict.fromkeys(columns_of(layer))
        own: dict[int, Row] = {}
        unknown: list[CorpusCode] = []
        for code in codes:
            key = self._field_keys.get((layer, code.field), code.field)
            field = self._fields.get((layer, key))
            value = None if field is None else self._value(field, code.value)
            place = code_column(layer, key)
            if field is None or value is None:
                unknown.append(code)
            elif place is not None:
                columns[place.column] = value["choice_id"]
            else:
                own[field.id] = {"field_id": field.id, **value}
        return columns, list(own.values()), unknown

    def _value(self, field: FieldRow, value: CorpusValue) -> Row | None:
        """Return the columns of a value; None if the field cannot have it."""
        columns: Row = {"choice_id": None, "number": None, "text": None}
        if field.kind == "choice":
            choice = self._choices.get((field.id, name_key(str(value))))
            return None if choice is None else {**columns, "choice_id": choice}
        if field.kind == "text":
            return {**columns, "text": value} if isinstance(value, str) else None
        if isinstance(value, str) or isinstance(value, bool) != (field.kind == "boolean"):
            return None
        return {**columns, "number": float(value)}

    def write(self) -> None:
        """Write the new domains, at the end of the codebook."""
        if self._new:
            table = metadata.tables["domain"]
            last = self._connection.execute(select(func.max(table.c.position))).scalar()
            first = 0 if last is None else last + 1
            rows = [{**row, "position": first + i} for i, row in enumerate(self._new)]
            insert_rows(self._connection, "domain", rows)
            insert_rows(self._connection, "term", self._terms)
            self._put_inside()

    def _put_inside(self) -> None:
        """Put the new domains where the corpus has them, in no circle."""
        new = {row["id"] for row in self._new}
        called = {self._domains[name]: label for label, name in self._called.items()}
        inside: dict[int, int] = {}
        for number in sorted(new):
            label = self._parents.get(called[number])
            parent = None if label is None else self._domains[self._called[label]]
            above = parent
            while above is not None and above != number:
                above = inside.get(above)
            if parent is not None and above is None:
                inside[number] = parent
        if inside:
            table = metadata.tables["domain"]
            statement = update(table).where(table.c.id == bindparam("one"))
            rows = [{"one": one, "other": parent} for one, parent in inside.items()]
            self._connection.execute(statement.values(parent_id=bindparam("other")), rows)

    def _name_of(self, label: str, domain: CorpusDomain) -> str:
        """Return the name for a label in the codebook; labels that differ in case stay apart."""
        name, number = self._keys.get(name_key(label), label), 1
        while name in self._taken:
            number += 1
            name = self._keys.get(name_key(f"{label} ({number})"), f"{label} ({number})")
        if name not in self._domains:
            self._next += 1
            self._domains[name] = self._next
            self._keys[name_key(name)] = name
            row = {"id": self._next, "name": name}
            self._new.append({**row, "definition": domain.definition, "colour": domain.colour})
            terms = dict.fromkeys(domain.terms)
            self._terms += [{"domain_id": self._next, "text": term} for term in terms]
        self._taken.add(name)
        return name


def _free_label(label: str, taken: Container[str]) -> str:
    """Return a label like this one that no field has."""
    found, number = label, 2
    while name_key(found) in taken:
        found, number = f"{label} ({number})", number + 1
    return found


def _label(domain: CorpusDomain) -> str:
    return " ".join(domain.name.split())


def _unplaced(piece: UnplacedPiece) -> Row:
    return {
        "role": piece.role,
        "start": piece.start,
        "quote": piece.quote,
        "prefix": piece.prefix,
        "suffix": piece.suffix,
    }
