# SPDX-License-Identifier: MIT
"""Writing a corpus as a database of Discourse Network Analyzer, and comparing what was written.

Offsets are UTF-16 units. Every coder signs in with the password of dna_tables.py.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import datetime, timedelta
from itertools import count, permutations
from pathlib import Path

from claimdesk.models.exchange import dna_tables
from claimdesk.models.exchange.corpus import Corpus, CorpusAnnotation, CorpusArticle
from claimdesk.models.exchange.dna_reading import DnaReader
from claimdesk.models.exchange.dna_statements import (
    DOMAIN,
    SPEAKER,
    STANCE,
    Plan,
    Statement,
    cut,
    line,
    losses,
    plan,
    seconds,
    statements_of,
    stored,
)
from claimdesk.models.exchange.import_options import ImportOptions
from claimdesk.models.exchange.reports import ImportReport, Loss, Losses, Written
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.text.spans import Utf16Map

ADMIN = "Admin"
"""The first coder of every file, whose are the statements that nobody signed."""

_TABLES = {
    "boolean": "DATABOOLEAN",
    "integer": "DATAINTEGER",
    "short text": "DATASHORTTEXT",
    "long text": "DATALONGTEXT",
}
_EPOCH = datetime(1970, 1, 1)
_MOST_PAIRS = 200
"""Coders whose relations are written one by one; with more the program's defaults hold."""


def write_dna(corpus: Corpus, output: Path, name: str) -> Written:
    """Write a corpus to a file that does not exist yet.

    Raises ClaimdeskError naming the file if it cannot be written.
    """
    try:
        with closing(sqlite3.connect(output, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript(dna_tables.SCHEMA)
            connection.execute("BEGIN")
            written = _Writer(connection, plan(corpus)).write(corpus)
            connection.execute("COMMIT")
            return written
    except sqlite3.Error as error:
        raise ClaimdeskError(
            _("{path} cannot be written: {reason}.").format(path=name, reason=error)
        ) from error


class _Writer:
    """Fills the tables."""

    def __init__(self, connection: sqlite3.Connection, found: Plan) -> None:
        self._connection = connection
        self._entities: dict[tuple[int, str], int] = {}
        self._kinds_of_actors: dict[int, str] = {}
        self._left_out: Losses = Counter()
        self._statements, self._values = count(1), count(1)
        self._add("SETTINGS", *dna_tables.VERSION)
        self._coders = self._write_coders(found.annotators)
        self._own = found.kinds()
        self._variables = self._write_variables()

    def write(self, corpus: Corpus) -> Written:
        written = Written()
        for number, one in enumerate(corpus.articles(), 1):
            self._write_document(number, one)
            units = Utf16Map(one.article.body)
            written.articles += 1
            for claim in one.annotations:
                if claim.layer != "claim":
                    continue
                self._left_out += losses(claim)
                statements = list(statements_of(claim))
                written.claims += bool(statements)
                written.annotations += bool(statements)
                for statement in statements:
                    self._write_statement(number, statement, units)
        self._write_attributes()
        written.left_out = +self._left_out
        return written

    def _write_coders(self, names: list[str]) -> dict[str | None, int]:
        numbers = {ADMIN: 1}
        for each in names:
            numbers.setdefault(cut(each), len(numbers) + 1)
        for each, number in numbers.items():
            self._connection.execute(
                "INSERT INTO CODERS(ID, Name, Password) VALUES (?, ?, ?)",
                (number, each, dna_tables.PASSWORD_HASH),
            )
        if len(numbers) <= _MOST_PAIRS:
            self._connection.executemany(
                "INSERT INTO CODERRELATIONS(Coder, OtherCoder) VALUES (?, ?)",
                permutations(numbers.values(), 2),
            )
        return {None: 1, "": 1, **{each: numbers[cut(each)] for each in names}}

    def _write_variables(self) -> dict[str, int]:
        self._add("STATEMENTTYPES", (1, "DNA Statement", 239, 208, 51))
        kinds = {SPEAKER: "short text", DOMAIN: "short text", STANCE: "boolean"}
        kinds.update((name, kind) for _key, name, kind in self._own)
        for number, (name, kind) in enumerate(kinds.items(), 1):
            self._add("VARIABLES", (number, name, kind, 1))
            if kind == "short text":
                self._entity(number, "")
        return {name: number for number, name in enumerate(kinds, 1)}

    def _write_document(self, number: int, one: CorpusArticle) -> None:
        article = one.article
        date = seconds(article.published_on)
        if date is None:
            words = _("articles without a date, dated 1 January 1970")
            self._left_out[Loss("articles without a date", words)] += 1
        kept = _notes(one)
        title, author, outlet, section, kind = (
            self._short(each)
            for each in (article.title, article.author, article.outlet, kept["S"], kept["T"])
        )
        self._add(
            "DOCUMENTS",
            (number, title, article.body, 1, author, outlet, section, kept["N"], kind, date or 0),
        )

    def _write_statement(self, document: int, one: Statement, units: Utf16Map) -> None:
        number = next(self._statements)
        start, stop = units.unit(one.span.start), units.unit(one.span.end)
        self._add("STATEMENTS", (number, 1, document, start, stop, self._coders[one.annotator]))
        speaker = self._entity(
            self._variables[SPEAKER], self._short(one.speaker.name if one.speaker else "")
        )
        self._remember_kind(speaker, one)
        self._value("short text", number, self._variables[SPEAKER], speaker)
        domain = self._entity(self._variables[DOMAIN], self._short(one.domain))
        self._value("short text", number, self._variables[DOMAIN], domain)
        self._value("boolean", number, self._variables[STANCE], one.agreement)
        for key, name, kind in self._own:
            value: str | int = stored(one.values.get(key), kind)
            if kind == "short text":
                value = self._entity(self._variables[name], str(value))
            self._value(kind, number, self._variables[name], value)

    def _remember_kind(self, speaker: int, one: Statement) -> None:
        kind = one.speaker.kind if one.speaker else ""
        if self._kinds_of_actors.setdefault(speaker, kind) != kind:
            words = _("speakers written as another of the same name")
            self._left_out[Loss("speakers of the same name", words)] += 1

    def _write_attributes(self) -> None:
        variable = self._variables[SPEAKER]
        self._add("ATTRIBUTEVARIABLES", (1, variable, "Type"))
        speakers = [number for (of, _value), number in self._entities.items() if of == variable]
        rows = enumerate(speakers, 1)
        self._add(
            "ATTRIBUTEVALUES",
            *((at, each, 1, self._kinds_of_actors.get(each, "")) for at, each in rows),
        )

    def _entity(self, variable: int, value: str) -> int:
        number = self._entities.get((variable, value))
        if number is None:
            number = self._entities[variable, value] = len(self._entities) + 1
            self._add("ENTITIES", (number, variable, value, 0, 0, 0, None))
        return number

    def _value(self, kind: str, statement: int, variable: int, value: str | int) -> None:
        self._add(_TABLES[kind], (next(self._values), statement, variable, value))

    def _short(self, words: str | None) -> str:
        short = cut(words)
        if short != line(words):
            self._left_out[Loss("ends of long names", _("ends of long names and titles"))] += 1
        return short

    def _add(self, table: str, *rows: tuple[object, ...]) -> None:
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def same_as_written(corpus: Corpus, output: Path) -> bool:
    """Return whether a file, read as any other, says what the statements of a corpus say."""
    own = plan(corpus).kinds()
    try:
        found = DnaReader(output, ImportOptions(), ImportReport()).articles()
        for one in corpus.articles():
            wanted = [
                _wanted(statement, own)
                for annotation in one.annotations
                for statement in statements_of(annotation)
            ]
            other = next(found, None)
            if other is None or _article(other) != _wanted_article(one):
                return False
            if [_said(each) for each in other.annotations] != wanted:
                return False
        return next(found, None) is None
    except ClaimdeskError:
        return False


def _article(one: CorpusArticle) -> tuple[str | None, ...]:
    article = one.article
    return article.body, article.title, article.author, article.outlet, article.published_on


def _wanted_article(one: CorpusArticle) -> tuple[str | None, ...]:
    article = one.article
    date = seconds(article.published_on)
    return (
        article.body,
        cut(article.title) or line(article.body[:80]),
        cut(article.author) or None,
        cut(article.outlet) or None,
        None if date is None else (_EPOCH + timedelta(seconds=date)).isoformat(),
    )


_Said = tuple[object, ...]


def _wanted(one: Statement, own: list[tuple[str, str, str]]) -> _Said:
    held = {name: stored(one.values.get(key), kind) for key, name, kind in own}
    return (
        tuple(one.span),
        cut(one.annotator) or ADMIN,
        cut(one.speaker.name) if one.speaker else "",
        cut(one.domain),
        "supportive" if one.agreement else "opposed",
        {
            name: value.strip() if isinstance(value, str) else value
            for name, value in held.items()
            if not isinstance(value, str) or value.strip()
        },
    )


def _said(one: CorpusAnnotation) -> _Said:
    codes = {code.field: code.value for code in one.codes}
    return (
        tuple(one.spans["content"][0]),
        one.annotator,
        one.actor.name if one.actor else "",
        one.domains[0].name if one.domains else "",
        codes.pop("stance", None),
        codes,
    )


def _notes(one: CorpusArticle) -> dict[str, str]:
    """Return section, type and notes of an article, as dna_reading.py puts them into its note."""
    found = {"S": "", "T": ""}
    rest: list[str] = []
    for each in one.notes:
        for key, label in (("S", _("Section")), ("T", _("Type"))):
            if each.startswith(f"{label}: ") and not found[key]:
                found[key] = each.removeprefix(f"{label}: ")
                break
        else:
            rest.append(each.removeprefix(f"{_('Notes')}: "))
    if one.article.url:
        rest.append(one.article.url)
    return {**found, "N": "\n".join(rest)}
