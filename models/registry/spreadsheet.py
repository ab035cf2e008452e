# SPDX-License-Identifier: MIT
r"""The registry as a table for spreadsheets: CSV, UTF-8 with a byte order mark, one row per actor.

Columns are name, kind, country, member of, aliases (separated by `|`), colour and note. A cell that
a spreadsheet would take for a formula has an apostrophe in front, and loses it when it is read. In
aliases, `\|` is a bar and `\\` a backslash.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection
from sqlmodel import Session, select

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.registry import listing
from claimdesk.models.registry.actors import clean_name, country_code, known_colour, known_kind
from claimdesk.models.registry.resolver import ActorResolver
from claimdesk.models.store import limits
from claimdesk.models.store.disk import sync
from claimdesk.models.store.export_files import write_verified
from claimdesk.models.store.locking import refuse_open_project
from claimdesk.models.store.project import Project
from claimdesk.models.store.regular_files import TooLarge, read_regular
from claimdesk.models.store.schema import Actor, Alias
from claimdesk.models.store.sql import among
from claimdesk.models.text.cells import needs_mark, safe_cell
from claimdesk.models.text.folding import name_key

COLUMNS = ("name", "kind", "country", "member of", "aliases", "colour", "note")

_LARGEST = 64 * 1024 * 1024
_BAR = re.compile(r"\\([\\|])|\|")
_UNNAMED_KIND = "organization"
"""The kind of a new actor for which the table names none."""


@dataclass(frozen=True, slots=True)
class ActorLine:
    """One actor of a table; `line` is where its row begins, from 1. Empty text is unknown."""

    line: int
    name: str
    kind: str | None
    country: str | None
    member_of: str
    aliases: tuple[str, ...]
    colour: str | None
    note: str


@dataclass(frozen=True, slots=True)
class ActorImportReport:
    """How many actors an import added, updated and left unchanged."""

    added: int
    updated: int
    unchanged: int


def split_aliases(text: str) -> list[str]:
    """Return the aliases in a cell, without those that are empty or repeated."""
    parts, last = [""], 0
    for match in _BAR.finditer(text):
        parts[-1] += text[last : match.start()]
        last = match.end()
        if match[1]:
            parts[-1] += match[1]
        else:
            parts.append("")
    parts[-1] += text[last:]
    return list(dict.fromkeys(part for p in parts if (part := " ".join(p.split()))))


def join_aliases(aliases: Iterable[str]) -> str:
    """Return aliases as one cell, which `split_aliases` reads."""
    return " | ".join(re.sub(r"[\\|]", r"\\\g<0>", " ".join(alias.split())) for alias in aliases)


def export_actors(project: Project, output: Path) -> int:
    """Write all actors, suggested ones too, sorted by name; return how many.

    Raises ClaimdeskError if `output` cannot be written or does not read back as it should.
    """
    with project.reading() as connection:
        table = _table(connection)

    def write(draft: Path) -> None:
        with draft.open("x", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([[safe_cell(cell) for cell in row] for row in table])
            file.flush()
            sync(file.fileno())

    def verify(draft: Path) -> None:
        text = draft.read_bytes().decode("utf-8-sig")
        read = [[_plain(cell) for cell in row] for _line, row in _rows(text, ",", output)]
        if read != table:
            raise ClaimdeskError(
                _("{output} did not read back as it was written; try again.").format(output=output)
            )

    write_verified(output, project, write, verify)
    return len(table) - 1


def read_actors(path: Path) -> list[ActorLine]:
    """Read the actors of a table with columns in any order, separated by `,`, `;` or tab.

    Raises ClaimdeskError, naming file and line, for what is not such a table.
    """
    text = _text(path)
    separator = max(",;\t", key=text.split("\n", 1)[0].count)
    rows = _rows(text, separator, path)
    head = next(rows, (1, []))[1]
    places = _places(head, path)
    found: list[ActorLine] = []
    lines: dict[str, int] = {}
    for line, row in rows:
        cells = [_plain(cell) for cell in row]
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(head):
            raise _wrong(
                path,
                line,
                _("{cells} cells under {columns} columns").format(
                    cells=len(cells), columns=len(head)
                ),
            )
        values = {name: cells[at] for name, at in places.items() if at < len(cells)}
        actor = _line(values, path, line)
        before = lines.setdefault(name_key(actor.name), line)
        if before != line:
            raise _wrong(
                path,
                line,
                _("“{name}” is in line {before} already").format(name=actor.name, before=before),
            )
        found.append(actor)
    return found


def import_actors(session: Session, actors: list[ActorLine], path: Path) -> ActorImportReport:
    """Add the actors of a table and complete those that the project has, by name or alias.

    An empty cell changes nothing; aliases are added, never taken away. `path` is named in errors:
    ClaimdeskError if a row can't be taken over, and then nothing is.
    """
    known = ActorResolver.of(session.connection())
    ids: dict[int, int] = {}
    new: list[tuple[ActorLine, Actor]] = []
    taken: set[int] = set()
    for line in actors:
        actor_id = known.find(line.name, line.kind)
        if actor_id is None:
            actor = Actor(name=line.name, kind=line.kind or _UNNAMED_KIND)
            new.append((line, actor))
        else:
            if actor_id in taken:
                raise _wrong(
                    path,
                    line.line,
                    _("“{name}” names an actor of a line above").format(name=line.name),
                )
            ids[line.line] = actor_id
            taken.add(actor_id)
    session.add_all(actor for _line, actor in new)
    session.flush()
    for line, actor in new:
        assert actor.id is not None
        ids[line.line] = actor.id
        known.add(actor.id, actor.name, actor.kind)
    changed = _describe(session, actors, ids, known, path)
    added = {actor.id for _line, actor in new}
    updated = len(changed - added)
    return ActorImportReport(len(new), updated, len(actors) - len(new) - updated)


def _describe(
    session: Session,
    lines: list[ActorLine],
    ids: Mapping[int, int],
    known: ActorResolver,
    path: Path,
) -> set[int | None]:
    """Fill in what the lines say; return the actors that changed."""
    rows = session.exec(select(Actor).where(among(Actor.id, ids.values()))).all()
    actors = {actor.id: actor for actor in rows}
    aliases: dict[int, set[str]] = {}
    for row in session.exec(select(Alias).where(among(Alias.actor_id, ids.values()))):
        aliases.setdefault(row.actor_id, set()).add(row.text)
    changed: set[int | None] = set()
    for line in lines:
        actor = actors[ids[line.line]]
        assert actor.id is not None
        values = {
            "kind": line.kind,
            "country": line.country,
            "colour": line.colour,
            "note": line.note or None,
            "state": "accepted",
            "member_of_id": _above(line, known, path),
        }
        for name, value in values.items():
            if value is not None and getattr(actor, name) != value:
                setattr(actor, name, value)
                changed.add(actor.id)
        own = aliases.setdefault(actor.id, set())
        missing = [text for text in line.aliases if text != actor.name and text not in own]
        session.add_all(Alias(actor_id=actor.id, text=text) for text in missing)
        changed.update([actor.id] if missing else [])
    session.flush()
    _refuse_circles(session, lines, ids, path)
    return changed


def _above(line: ActorLine, known: ActorResolver, path: Path) -> int | None:
    if not line.member_of:
        return None
    above = known.find(line.member_of)
    if above is None:
        reason = _("“{member_of}” is not an actor of the project or of this file").format(
            member_of=line.member_of
        )
        raise _wrong(path, line.line, reason)
    return above


def _refuse_circles(
    session: Session, lines: list[ActorLine], ids: Mapping[int, int], path: Path
) -> None:
    pairs = session.exec(select(Actor.id, Actor.member_of_id)).all()
    above = {actor: member_of for actor, member_of in pairs if member_of is not None}
    for line in lines:
        start = ids[line.line]
        here, seen = above.get(start), {start}
        while here is not None and here not in seen:
            seen.add(here)
            here = above.get(here)
        if here == start:
            raise _wrong(
                path, line.line, _("“{name}” would be a member of itself").format(name=line.name)
            )


def _table(connection: Connection) -> list[list[str]]:
    ids = listing.actor_ids(connection)
    rows = listing.actor_rows(connection, ids)
    found = [rows[i] for i in ids if i in rows]
    return [
        list(COLUMNS),
        *(
            [
                *(r.name, r.kind, r.country, r.member_of),
                *(join_aliases(r.aliases), r.colour or "", r.note),
            ]
            for r in found
        ),
    ]


def _text(path: Path) -> str:
    refuse_open_project(path)
    try:
        data = read_regular(path, _LARGEST)
    except TooLarge as error:
        raise ClaimdeskError(
            _("{path} is larger than 64 MB; split it.").format(path=path)
        ) from error
    except OSError as error:
        raise ClaimdeskError(
            _("{path} can't be read: {value}.").format(path=path, value=error.strerror or error)
        ) from error
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ClaimdeskError(
            _("{path}, line {line}: this is not UTF-8; save the table as “CSV UTF-8”.").format(
                path=path, line=line
            )
        ) from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise ClaimdeskError(
            _("{path}, line {line}: this is not text; save the table as CSV.").format(
                path=path, line=line
            )
        )
    return text


def _rows(text: str, separator: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Return the rows, each with the line in which it begins."""
    # The limit is the library's own; a note may be longer than its default.
    csv.field_size_limit(_LARGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begin = 1
    try:
        for row in reader:
            yield begin, row
            begin = reader.line_num + 1
    except csv.Error as error:
        raise _wrong(
            path, begin, _("the row can't be read ({error})").format(error=error)
        ) from error


def _places(head: list[str], path: Path) -> dict[str, int]:
    names = [" ".join(name_key(_plain(cell)).replace("_", " ").split()) for cell in head]
    if "name" not in names:
        listed = ", ".join(COLUMNS)
        raise _wrong(
            path, 1, _("a column “name” is missing; the columns are {listed}").format(listed=listed)
        )
    for name in COLUMNS:
        if names.count(name) > 1:
            raise _wrong(path, 1, _("there are two columns “{name}”").format(name=name))
    return {name: names.index(name) for name in COLUMNS if name in names}


def _line(values: Mapping[str, str], path: Path, line: int) -> ActorLine:
    kind = name_key(values.get("kind", ""))
    try:
        _refuse_too_much(values)
        return ActorLine(
            line,
            clean_name(values.get("name", "")),
            known_kind(kind) if kind else None,
            country_code(values.get("country", "")),
            " ".join(values.get("member of", "").split()),
            tuple(split_aliases(values.get("aliases", ""))),
            known_colour(values.get("colour", "")),
            values.get("note", "").strip(),
        )
    except ClaimdeskError as error:
        raise _wrong(path, line, str(error).removesuffix(".")) from error


def _refuse_too_much(values: Mapping[str, str]) -> None:
    for name, cell in values.items():
        most = (
            limits.longest("actor", "note") if name in ("note", "aliases") else limits.LONGEST_NAME
        )
        if len(cell.encode("utf-8", "replace")) > most:
            raise ClaimdeskError(
                _("“{column}” is longer than {most} bytes").format(column=name, most=most)
            )
    aliases = split_aliases(values.get("aliases", ""))
    if len(aliases) > limits.MOST_PARTS or any(
        len(alias.encode("utf-8", "replace")) > limits.LONGEST_NAME for alias in aliases
    ):
        raise ClaimdeskError(_("there are too many aliases, or one is too long"))


def _wrong(path: Path, line: int, reason: str) -> ClaimdeskError:
    return ClaimdeskError(
        _("{path}, line {line}: {reason}.").format(path=path, line=line, reason=reason)
    )


def _plain(text: str) -> str:
    """Return a cell as it was before `safe_cell`."""
    return text[1:] if text.startswith("'") and needs_mark(text.lstrip("'")) else text
