# SPDX-License-Identifier: MIT
"""Reading the codebook and the actors of tidy tables back; annotations are not read from tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from claimdesk.models.codebook.file import Book, parse_book
from claimdesk.models.exchange.coded_texts import Code, domains_of, tidy_name
from claimdesk.models.exchange.corpus import Corpus, CorpusActor
from claimdesk.models.exchange.reports import FileNote, ImportReport
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.registry.actors import country_code, known_kind

Lines = Iterable[Mapping[str, Any]]
ReadTable = Callable[[str], Lines]
"""Returns the rows of a table by column, values as texts or numbers; empty if it is not there."""

READ = ("actors", "aliases", "domains", "terms", "codebook")


def read_tables(source: Path, read: ReadTable) -> Corpus:
    """Return the codebook and the actors in tables as a corpus without articles.

    Raises ClaimdeskError naming the source and the table that is wrong.
    """
    book = _book(source, read)
    actors = _actors(source, read)
    if not (actors or book.domains or book.fields):
        raise ClaimdeskError(
            _("{path} has no table of actors, domains or the codebook.").format(path=source)
        )
    report = ImportReport(is_converted=True)
    reason = _("The codebook and the actors were read; annotations are not read from tables.")
    report.notes.append(FileNote(str(source), reason))
    return Corpus(
        source=str(source),
        name=source.name,
        origin="import:tables",
        book=book,
        actors=actors,
        report=report,
    )


def _text(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    return None if value is None or value == "" else str(value)


def _key(row: Mapping[str, Any], name: str) -> str:
    """Return an id as a text, whatever a spreadsheet made of it."""
    return (_text(row, name) or "").strip().removesuffix(".0")


def _book(source: Path, read: ReadTable) -> Book:
    terms: dict[str, list[str]] = {}
    for row in read("terms"):
        terms.setdefault(_key(row, "domain_id"), []).append(_text(row, "term") or "")
    codes = [
        Code(
            _key(row, "domain_id") or f"row {number}",
            _text(row, "name") or "",
            _key(row, "parent_id") or None,
            _text(row, "definition"),
            _text(row, "colour"),
        )
        for number, row in enumerate(read("domains"), 1)
    ]
    domains = domains_of(code for code in codes if code.name.strip())
    named = [
        {
            "name": domain.name,
            "parent": None if domain.parent is None else domains[domain.parent].name,
            "definition": domain.definition,
            "colour": domain.colour,
            "terms": [term for term in terms.get(str(key), ()) if term.strip()],
        }
        for key, domain in domains.items()
    ]
    return parse_book({"domains": named, "fields": _fields(read("codebook"))}, str(source))


def _fields(rows: Lines) -> list[dict[str, Any]]:
    fields: dict[tuple[str | None, str | None], dict[str, Any]] = {}
    for row in rows:
        layer, key = _text(row, "layer"), _text(row, "field")
        field = fields.setdefault(
            (layer, key),
            {
                "layer": layer,
                "key": key,
                "label": _text(row, "field_label") or key,
                "kind": _text(row, "field_kind") or "choice",
                "choices": [],
            },
        )
        value = _text(row, "value")
        if value is not None:
            choice = {name: _text(row, name) for name in ("label", "definition", "colour")}
            field["choices"].append({**choice, "key": value, "label": choice["label"] or value})
    return list(fields.values())


def _actors(source: Path, read: ReadTable) -> list[CorpusActor]:
    aliases: dict[str, list[str]] = {}
    for row in read("aliases"):
        alias = tidy_name(_text(row, "alias") or "")
        if alias:
            aliases.setdefault(_key(row, "actor_id"), []).append(alias)
    found = []
    for number, row in enumerate(read("actors"), 2):
        name = tidy_name(_text(row, "name") or "")
        if not name or _text(row, "state") == "rejected":
            continue
        key = _key(row, "actor_id") or f"row {number}"
        try:
            kind = known_kind(_text(row, "kind") or "person")
            country = country_code(_text(row, "country") or "")
        except ClaimdeskError as error:
            raise ClaimdeskError(
                _("{path}, table “actors”, row {number}: {reason}").format(
                    path=source, number=number, reason=error
                )
            ) from error
        own = tuple(dict.fromkeys(aliases.get(key, ())))
        found.append(CorpusActor(name, kind, key, country or None, own))
    return found
