# SPDX-License-Identifier: MIT
"""A database of Discourse Network Analyzer as a corpus: each statement becomes a claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from claimdesk.models.articles.language import guess_language
from claimdesk.models.articles.read import MAX_BYTES, ArticleFile
from claimdesk.models.exchange.corpus import (
    CorpusActor,
    CorpusAnnotation,
    CorpusArticle,
    CorpusCode,
    CorpusDomain,
    CorpusValue,
)
from claimdesk.models.exchange.dna_database import DnaDatabase, integer, open_dna, text
from claimdesk.models.exchange.dna_roles import ROLES, Variable, assign_roles, possible_roles
from claimdesk.models.exchange.dna_text import DnaText
from claimdesk.models.exchange.import_options import ImportOptions
from claimdesk.models.exchange.labels import actor_kind
from claimdesk.models.exchange.mappable import Mappable, Sightings
from claimdesk.models.exchange.reports import FileNote, ImportReport, Loss
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store.queries import FieldRow
from claimdesk.models.text.folding import name_key

_KINDS = {"boolean": "boolean", "integer": "number", "long text": "text", "short text": "text"}
"""The kind of own field that each kind of variable becomes."""

_PERSONS = ("person", "persons", "people", "politician", "speaker")
_EPOCH = datetime(1970, 1, 1)  # local time, written as if it were UTC
_SHOWN = 20
_EXACT = 2**53


@dataclass(slots=True)
class _Entity:
    """A value of a short text, with what is said of it."""

    id: int
    variable_id: int
    value: str
    attributes: dict[str, str] = field(default_factory=dict)
    is_used: bool = False


@dataclass(slots=True)
class _Statement:
    id: int
    type_id: int
    start: int | None
    stop: int | None
    coder: str | None
    values: dict[int, Any] = field(default_factory=dict)
    """By the id of the variable: a number, a text or an entity."""


class DnaReader:
    """Reads one file; what is to be known about it goes into the report."""

    def __init__(self, path: Path, options: ImportOptions, report: ImportReport) -> None:
        """Raise ClaimdeskError naming the file and the reason if it cannot be read."""
        self._path = path
        self._options = options
        self._report = report
        with open_dna(path, options.stopped) as database:
            rows = database.rows("VARIABLES")
            found = [Variable(v, _line(name), text(kind), of) for v, name, kind, of in rows]
        self._variables = {variable.id: variable for variable in found}
        self._roles = assign_roles(found, dict(options.mapping), path)
        self._claims = {self._variables[n].type_id for n, r in self._roles.items() if r in ROLES}
        self._dates: dict[str, str | None] = {}

    @property
    def fields(self) -> list[FieldRow]:
        """The own fields of claims that its other variables become."""
        kinds: dict[str, str] = {}
        for variable in self._variables.values():
            is_own = self._roles.get(variable.id, "field") == "field"
            if variable.type_id in self._claims and is_own:
                kind = _KINDS.get(variable.kind, "text")
                # Two types may have variables of one name and different kinds: a text holds both.
                same = kinds.setdefault(variable.name, kind) == kind
                kinds[variable.name] = kind if same else "text"
        return [FieldRow(0, "claim", name, name, kind, ()) for name, kind in kinds.items()]

    def mappable(self) -> list[Mappable]:
        """Return the variables, with what their roles are as long as nobody says otherwise."""
        seen = Sightings()
        with open_dna(self._path, self._options.stopped) as database:
            self._entities = _entities(database)
            for statements in self._statements(database).values():
                for one in statements:
                    for number, value in one.values.items():
                        seen.add(self._variables[number].name, _shown(value))
        named: dict[str, list[Variable]] = {}
        for variable in self._variables.values():
            named.setdefault(variable.name, []).append(variable)
        roles = {v.name: self._roles.get(v.id, "field") for v in self._variables.values()}
        return [
            Mappable(
                *(name, name, "variable", seen.counts[name], seen.examples(name), roles[name]),
                choices=possible_roles(own),
            )
            for name, own in named.items()
        ]

    def articles(self) -> Iterator[CorpusArticle]:
        """Yield the documents with their statements, in the order of their ids."""
        with open_dna(self._path, self._options.stopped) as database:
            self._types = {
                number: _line(label) for number, label in database.rows("STATEMENTTYPES")
            }
            self._kinds_of_fields = {row.key: row.kind for row in self.fields}
            self._entities = _entities(database)
            statements = self._statements(database)
            total = sum(1 for _row in database.rows("DOCUMENTS"))
            for done, row in enumerate(database.rows("DOCUMENTS")):
                self._options.report_progress(done, total)
                article = self._article(row, statements.pop(row[0], []))
                if article is not None:
                    yield article
            self._options.report_progress(total, total)
            self._left_out(Loss("statements", _("statements")), sum(map(len, statements.values())))
            self._report_rest(database)

    def _statements(self, database: DnaDatabase) -> dict[int, list[_Statement]]:
        """Return the statements with all their values, by the id of their document."""
        coders = {number: _line(name) or None for number, name in database.rows("CODERS")}
        by_id: dict[int, _Statement] = {}
        by_document: dict[int, list[_Statement]] = {}
        for number, type_id, document, start, stop, coder in database.rows("STATEMENTS"):
            one = _Statement(number, type_id, integer(start), integer(stop), coders.get(coder))
            by_id[number] = one
            by_document.setdefault(document, []).append(one)
        for table in ("DATABOOLEAN", "DATAINTEGER", "DATALONGTEXT", "DATASHORTTEXT"):
            for number, variable, value in database.rows(table):
                if number in by_id and variable in self._variables:
                    held = self._entities.get(value) if table == "DATASHORTTEXT" else value
                    by_id[number].values[variable] = held
        return by_document

    def _article(self, row: tuple[Any, ...], statements: list[_Statement]) -> CorpusArticle | None:
        _id, title, body, author, source, section, notes, kind, date = row
        document = DnaText(text(body))
        name = _line(title) or _line(document.body[:80])
        problem = _problem(document.body)
        if problem is not None:
            self._warn(
                _("Document {id}, “{title}”: {problem}"), id=row[0], title=name, problem=problem
            )
            self._left_out(Loss("documents", _("documents")), 1)
            self._left_out(Loss("statements", _("statements")), len(statements))
            return None
        article = CorpusArticle(
            ArticleFile(
                title=name,
                body=document.body,
                language=guess_language(document.body),
                author=_line(author) or None,
                outlet=_line(source) or None,
                published_on=self._date(date, row[0], name),
                origin=str(self._path),
            )
        )
        kept = {_("Section"): section, _("Type"): kind, _("Notes"): notes}
        article.notes += [
            f"{label}: {_line(value)}" for label, value in kept.items() if _line(value)
        ]
        self._check_repetition(article.article)
        for statement in statements:
            self._take(article, document, statement)
        if article.annotations:
            article.status = "done"
        return article

    def _check_repetition(self, article: ArticleFile) -> None:
        """Say if another document has the same text: it is one article with one date."""
        before = self._dates.setdefault(article.body, article.published_on)
        if before != article.published_on:
            self._warn(
                _("“{title}” has the text of an earlier document; its date {date} is left out."),
                title=article.title,
                date=article.published_on,
            )

    def _date(self, seconds: object, number: int, title: str) -> str | None:
        try:
            moment = int(str(seconds))
            # The first second of 1970 is what no date becomes.
            if moment:
                return (_EPOCH + timedelta(seconds=moment)).isoformat()
        except (ValueError, OverflowError):
            pass
        self._warn(
            _("Document {id}, “{title}”: its date {date} is none; it is left out."),
            id=number,
            title=title,
            date=_line(seconds)[:40],
        )
        return None

    def _take(self, article: CorpusArticle, document: DnaText, statement: _Statement) -> None:
        start, stop = statement.start, statement.stop
        span = None if start is None or stop is None else document.span(start, stop)
        if span is None:
            self._warn(
                _(
                    "Statement {id}: {start}–{stop} is not in the text of “{title}”; "
                    "it is left out."
                ),
                id=statement.id,
                start=start,
                stop=stop,
                title=article.article.title,
            )
            self._left_out(Loss("statements", _("statements")), 1)
        elif statement.type_id in self._claims:
            article.annotations.append(self._claim(statement, {"content": [span]}))
        else:
            quote = _line(document.body[slice(*span)])[:80]
            article.notes.append(
                f"{self._types.get(statement.type_id, '')} “{quote}”: {self._said(statement)}"
            )

    def _said(self, statement: _Statement) -> str:
        """Return what a statement that is no claim says."""
        named = {self._variables[v].name: _shown(value) for v, value in statement.values.items()}
        if len(named) == 1:
            return next(iter(named.values()))
        return "; ".join(f"{name}: {value}" for name, value in named.items() if value)

    def _claim(self, statement: _Statement, spans: Mapping[str, Any]) -> CorpusAnnotation:
        speakers: list[CorpusActor] = []
        domains: list[CorpusDomain] = []
        codes: list[CorpusCode] = []
        for number in sorted(statement.values):
            variable, value = self._variables[number], statement.values[number]
            role = self._roles.get(number)
            if variable.type_id != statement.type_id or not _shown(value):
                continue
            if role == "speaker":
                speakers.append(self._actor(variable, value))
            elif role == "domain":
                domains.append(self._domain(value))
            elif role == "skip":
                words = _("values of “{name}”").format(name=variable.name)
                self._left_out(Loss(f"values of “{variable.name}”", words), 1)
            else:
                codes += self._code(variable, value, role)
        return CorpusAnnotation(
            "claim",
            spans,
            annotator=statement.coder,
            actor=speakers[0] if speakers else None,
            further_speakers=speakers[1:],
            domains=domains,
            codes=codes,
        )

    def _code(self, variable: Variable, value: object, role: str | None) -> list[CorpusCode]:
        if isinstance(value, _Entity):
            value.is_used = True
        if role == "stance" and variable.kind == "boolean":
            return [CorpusCode("stance", "supportive" if value else "opposed")]
        if role == "stance":
            return [CorpusCode("stance", _shown(value))]
        held = _held(value, self._kinds_of_fields.get(variable.name, "text"))
        return [CorpusCode(variable.name, held)]

    def _actor(self, variable: Variable, value: object) -> CorpusActor:
        usual = "person" if name_key(variable.name) in _PERSONS else "organization"
        if not isinstance(value, _Entity):
            return CorpusActor(_shown(value), usual)
        value.is_used = True
        said = {name_key(name): (name, what) for name, what in value.attributes.items()}
        kind = actor_kind(said.get("type", ("", ""))[1])
        alias = said.get("alias", ("", ""))[1]
        rest = [
            f"{name}: {what}"
            for key, (name, what) in said.items()
            if key != "alias" and not (key == "type" and kind)
        ]
        return CorpusActor(
            _line(value.value),
            kind or usual,
            key=value.id,
            aliases=(alias,) if alias and alias != value.value else (),
            note="\n".join(rest) or None,
        )

    def _domain(self, value: object) -> CorpusDomain:
        if isinstance(value, _Entity):
            if not value.is_used:
                loss = Loss("attributes of domains", _("attributes of domains"))
                self._left_out(loss, len(value.attributes))
            value.is_used = True
            return CorpusDomain(_line(value.value), value.id)
        return CorpusDomain(_shown(value))

    def _report_rest(self, database: DnaDatabase) -> None:
        """Say how the variables were understood, and what there was no place for."""
        for variable in self._variables.values():
            role = self._roles.get(variable.id)
            if role in ROLES:
                self._note(
                    _("“{variable}” is the {role} of claims."), variable=variable.name, role=role
                )
        for number, label in self._types.items():
            if number not in self._claims:
                self._note(
                    _(
                        "Statements of type “{type}” have no speaker, domain or stance; they are "
                        "notes on their articles. Choose a variable with --map VARIABLE=speaker."
                    ),
                    type=label,
                )
        patterns = [_line(row[0]) for row in database.rows("REGEXES")]
        if patterns:
            listed = ", ".join(patterns[:_SHOWN])
            self._note(_("Patterns that are left out: {patterns}."), patterns=listed)
        self._left_out(Loss("patterns", _("patterns")), len(patterns))
        unused = sum(bool(one.value) and not one.is_used for one in self._entities.values())
        self._left_out(
            Loss("entities without a statement", _("entities without a statement")), unused
        )

    def _note(self, sentence: str, **values: object) -> None:
        self._report.notes.append(FileNote(str(self._path), sentence.format(**values)))

    def _warn(self, sentence: str, **values: object) -> None:
        if len(self._report.warnings) < 5 * _SHOWN:
            self._report.warnings.append(FileNote(str(self._path), sentence.format(**values)))

    def _left_out(self, loss: Loss, count: int) -> None:
        if count:
            self._report.left_out[loss] += count


def _entities(database: DnaDatabase) -> dict[int, _Entity]:
    entities = {
        number: _Entity(number, variable, _line(value))
        for number, variable, value, _parent in database.rows("ENTITIES")
    }
    names = {number: _line(name) for number, _of, name in database.rows("ATTRIBUTEVARIABLES")}
    for number, variable, value in database.rows("ATTRIBUTEVALUES"):
        if number in entities and variable in names and _line(value):
            entities[number].attributes[names[variable]] = _line(value)
    return entities


def _problem(body: str) -> str | None:
    """Return why a text can't become an article."""
    if not body.strip():
        return _("it has no text.")
    if len(body.encode()) > MAX_BYTES:
        return ngettext(
            "it is longer than 1 MB.", "it is longer than {n} MB.", MAX_BYTES // 1_000_000
        ).format(n=MAX_BYTES // 1_000_000)
    return None


def _held(value: object, kind: str) -> CorpusValue:
    """Return a value as a field of a kind holds it; as text if it does not fit."""
    is_number = isinstance(value, (int, float)) and abs(value) <= _EXACT
    if kind == "boolean" and value in (0, 1):
        return bool(value)
    if kind == "number" and isinstance(value, (int, float)) and is_number:
        return float(value)
    return _shown(value)


def _shown(value: object) -> str:
    return value.value if isinstance(value, _Entity) else text(value).strip()


def _line(value: object) -> str:
    """Return a text on one line."""
    return " ".join(text(value).split())
