# SPDX-License-Identifier: MIT
"""A codebook as a JSON file, to share with a team: reading it, and writing it.

Its form: {"name", "guideline", "domains": [{"name", "parent", "definition", "colour", "terms"}],
"fields": [{"key", "label", "layer", "kind", "letter", "choices": [{"key", "label", "colour",
"definition"}]}]}. A domain comes after its parent; all but names, keys and labels may be missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection

from claimdesk.models.codebook import fields
from claimdesk.models.codebook.domains import in_tree_order
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import limits, queries
from claimdesk.models.store.export_files import write_verified
from claimdesk.models.store.locking import refuse_open_project
from claimdesk.models.store.project import Project
from claimdesk.models.store.regular_files import TooLarge, read_regular
from claimdesk.models.store.schema import FIELD_KINDS, LAYERS
from claimdesk.models.store.settings import guideline
from claimdesk.models.text.folding import name_key

T = TypeVar("T")

_MOST = limits.MOST_ROWS
_LONGEST_DEFINITION = limits.longest("domain", "definition")
_LARGEST = 32 * 1024 * 1024
"""Bytes of a codebook file at most; the largest known ones have a hundredth of that."""


@dataclass(frozen=True, slots=True)
class BookDomain:
    """A domain in a codebook file; `parent` is a name."""

    name: str
    parent: str | None = None
    definition: str | None = None
    colour: str | None = None
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BookChoice:
    """A value of a field in a codebook file."""

    key: str
    label: str
    definition: str | None = None
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class BookField:
    """A coded field in a codebook file."""

    layer: str
    key: str
    label: str
    kind: str
    letter: str | None = None
    choices: tuple[BookChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """What a codebook file holds."""

    domains: tuple[BookDomain, ...] = ()
    fields: tuple[BookField, ...] = ()
    guideline: str = ""


def read_codebook(path: Path) -> Any:  # noqa: ANN401
    """Read the JSON value in a codebook file.

    Raises ClaimdeskError naming the file and the place.
    """
    refuse_open_project(path)
    try:
        text = read_regular(path, _LARGEST).decode("utf-8-sig")
    except TooLarge as error:
        raise ClaimdeskError(
            _("{path} is not a codebook: it is larger than 32 MB.").format(path=path)
        ) from error
    except FileNotFoundError as error:
        raise ClaimdeskError(
            _("{path} does not exist; check the name.").format(path=path)
        ) from error
    except OSError as error:
        raise ClaimdeskError(
            _("{path} can't be read: {strerror}.").format(path=path, strerror=error.strerror)
        ) from error
    except UnicodeDecodeError as error:
        raise ClaimdeskError(
            _("{path} is not a codebook: it is not UTF-8 text.").format(path=path)
        ) from error
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ClaimdeskError(
            _("{path} is not a codebook: invalid JSON at line {line}, column {column}.").format(
                path=path, line=error.lineno, column=error.colno
            )
        ) from error
    except (RecursionError, ValueError) as error:
        raise ClaimdeskError(
            _("{path} is not a codebook: it is not readable JSON.").format(path=path)
        ) from error


def read_book(path: Path) -> Book:
    """Read the codebook in a file. Raises ClaimdeskError naming the file and the wrong entry."""
    return parse_book(read_codebook(path), str(path))


def parse_book(codebook: object, source: str) -> Book:
    """Return the codebook in a JSON value that was read from `source`.

    Raises ClaimdeskError naming the source and the entry that is wrong.
    """
    try:
        if not isinstance(codebook, Mapping):
            raise ValueError(_("it is not a JSON object"))
        guide = codebook.get("guideline")
        return Book(
            _domains(_entries(codebook, "domains")),
            _fields(_entries(codebook, "fields")),
            "" if guide is None else _sound(guide, "guideline").strip(),
        )
    except (KeyError, ValueError) as error:
        raise ClaimdeskError(
            _("{source} is not a codebook: {complaint}.").format(
                source=source, complaint=_problem(error)
            )
        ) from error


def project_book(connection: Connection) -> Book:
    """Return the codebook of a project."""
    rows = queries.domains(connection)
    domains = (
        BookDomain(
            row.name,
            rows[row.parent_id].name if row.parent_id in rows else None,
            row.definition,
            row.colour,
            row.terms,
        )
        for row in (rows[domain] for domain in _parents_first(rows))
    )
    letters = fields.letters(connection)
    coded = (
        BookField(
            field.layer,
            field.key,
            field.label,
            field.kind,
            letters.get(field.id),
            tuple(BookChoice(c.key, c.label, c.definition, c.colour) for c in field.choices),
        )
        for field in queries.fields(connection).values()
    )
    return Book(tuple(domains), tuple(coded), guideline(connection))


def export_codebook(project: Project, output: Path) -> Book:
    """Write the codebook of a project to a file and read it again; what was written.

    Raises ClaimdeskError if that is not possible; then nothing is changed.
    """
    with project.reading() as connection:
        book = project_book(connection)
    text = json.dumps(_as_json(book, project.path.stem), ensure_ascii=False, indent=2) + "\n"

    def verify(draft: Path) -> None:
        if read_book(draft) != book:
            raise ClaimdeskError(
                _("{output} would not read back as it is; nothing was written.").format(
                    output=output
                )
            )

    write_verified(output, project, lambda draft: _write(draft, text), verify)
    return book


def _write(draft: Path, text: str) -> None:
    draft.write_text(text, encoding="utf-8", newline="\n")


def _as_json(book: Book, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "guideline": book.guideline,
        "domains": [
            {
                "name": domain.name,
                "definition": domain.definition,
                "colour": domain.colour,
                "terms": list(domain.terms),
                "parent": domain.parent,
            }
            for domain in book.domains
        ],
        "fields": [
            {
                "key": field.key,
                "label": field.label,
                "layer": field.layer,
                "kind": field.kind,
                "letter": field.letter,
                "choices": [
                    {
                        "key": choice.key,
                        "label": choice.label,
                        "colour": choice.colour,
                        "definition": choice.definition,
                    }
                    for choice in field.choices
                ],
            }
            for field in book.fields
        ],
    }


def _parents_first(rows: Mapping[int, queries.DomainRow]) -> list[int]:
    return in_tree_order({row.id: row.parent_id for row in rows.values()})


def _domains(entries: Sequence[Mapping[str, Any]]) -> tuple[BookDomain, ...]:
    found: dict[str, BookDomain] = {}
    for entry in _few(entries, "domains", _MOST["domain"]):
        name = _text(entry, "name")
        if name_key(name) in found:
            raise ValueError(_("the domain “{name}” occurs twice").format(name=name))
        with _Place(_("domain “{name}”").format(name=name)):
            parent = _text_or_none(entry, "parent")
            if parent is not None and name_key(parent) not in found:
                raise ValueError(
                    _("its parent “{parent}” is missing or comes after it").format(parent=parent)
                )
            found[name_key(name)] = BookDomain(
                name,
                parent,
                _text_or_none(entry, "definition"),
                _colour(entry.get("colour")),
                _terms(entry),
            )
    _few([term for domain in found.values() for term in domain.terms], "terms", _MOST["term"])
    return tuple(found.values())


def _fields(entries: Sequence[Mapping[str, Any]]) -> tuple[BookField, ...]:
    found: dict[tuple[str, str], BookField] = {}
    for entry in _few(entries, "fields", _MOST["field"]):
        key = _text(entry, "key")
        with _Place(_("field “{key}”").format(key=key)):
            layer = _one_of(entry, "layer", LAYERS, "claim")
            if (layer, key) in found:
                raise ValueError(_("the field “{key}” occurs twice").format(key=key))
            found[layer, key] = BookField(
                layer,
                key,
                _text(entry, "label"),
                _one_of(entry, "kind", FIELD_KINDS, "choice"),
                _letter(entry.get("letter")),
                _choices(_entries(entry, "choices")),
            )
    _few([c for field in found.values() for c in field.choices], "choices", _MOST["choice"])
    return tuple(found.values())


def _choices(entries: Sequence[Mapping[str, Any]]) -> tuple[BookChoice, ...]:
    found: dict[str, BookChoice] = {}
    for entry in _few(entries, "choices", limits.MOST_PARTS):
        key = _text(entry, "key")
        if key in found:
            raise ValueError(_("the value “{key}” occurs twice").format(key=key))
        with _Place(_("value “{key}”").format(key=key)):
            found[key] = BookChoice(
                key,
                _text(entry, "label"),
                _text_or_none(entry, "definition"),
                _colour(entry.get("colour")),
            )
    return tuple(found.values())


class _Place:
    """Prefixes errors with the entry that they occur in."""

    def __init__(self, place: str) -> None:
        self._place = place

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, KeyError | ValueError):
            raise ValueError(f"{self._place}: {_problem(error)}") from error


def _entries(entry: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    found = entry.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):
        raise ValueError(_("“{key}” is not a list of objects").format(key=key))
    return found


def _few(entries: Sequence[T], key: str, most: int) -> Sequence[T]:
    if len(entries) > most:
        raise ValueError(
            _("“{key}” has {n} entries, at most {most} are possible").format(
                key=key, n=len(entries), most=most
            )
        )
    return entries


def _terms(entry: Mapping[str, Any]) -> tuple[str, ...]:
    found = entry.get("terms", [])
    if not isinstance(found, list) or not all(isinstance(term, str) for term in found):
        raise ValueError(_("“terms” is not a list of texts"))
    few = _few(found, "terms", limits.MOST_PARTS)
    terms = (" ".join(_sound(term, "terms").split()) for term in few)
    if any(len(term) > limits.LONGEST_NAME // 4 for term in few):
        raise ValueError(
            _("“{key}” is longer than {most} bytes").format(key="terms", most=limits.LONGEST_NAME)
        )
    return tuple(dict.fromkeys(term for term in terms if term))


def _one_of(entry: Mapping[str, Any], key: str, values: Sequence[str], default: str) -> str:
    found = entry.get(key, default)
    if found not in values:
        raise ValueError(
            _("“{key}” must be one of {values}").format(key=key, values=", ".join(values))
        )
    return str(found)


def _text_or_none(entry: Mapping[str, Any], key: str) -> str | None:
    return None if entry.get(key) is None else _text(entry, key)


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = _sound(entry[key], key).strip()
    if not value:
        raise ValueError(_("“{key}” is not a text").format(key=key))
    most = _LONGEST_DEFINITION if key == "definition" else limits.LONGEST_NAME
    if len(value.encode()) > most:
        raise ValueError(_("“{key}” is longer than {most} bytes").format(key=key, most=most))
    return value


def _sound(value: object, key: str) -> str:
    """Return a text that can be stored; raise ValueError for anything else."""
    if not isinstance(value, str):
        raise ValueError(_("“{key}” is not a text").format(key=key))
    if re.search("[\0\ud800-\udfff]", value):
        raise ValueError(_("“{key}” contains an invalid character").format(key=key))
    return value


def _colour(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, str) and re.fullmatch("#[0-9a-fA-F]{6}", value):
        return value
    raise ValueError(_("“{value}” is not a colour such as #3366cc").format(value=value))


def _letter(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, str) and len(value) == 1 and value.isalnum():
        return value.upper()
    raise ValueError(_("“{value}” is not a single letter or digit").format(value=value))


def _problem(error: Exception) -> str:
    return (
        _("“{key}” is missing").format(key=error.args[0])
        if isinstance(error, KeyError)
        else str(error)
    )
