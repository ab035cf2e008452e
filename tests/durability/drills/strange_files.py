# SPDX-License-Identifier: MIT
"""Files for each reader, changed at random; what reaches new lines of the reader is changed again.

Whatever a file holds, its reader comes to an end with what it holds or with one sentence.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from claimdesk.models.articles.readers import read_article
from claimdesk.models.codebook import export_codebook
from claimdesk.models.codebook.file import read_book
from claimdesk.models.codebook.importing import import_book
from claimdesk.models.exchange.format import ReadableFormat
from claimdesk.models.exchange.formats import export_project, format_named, import_corpus
from claimdesk.models.exchange.import_options import ImportOptions
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.registry.spreadsheet import export_actors, import_actors, read_actors
from claimdesk.models.store.project import Project
from claimdesk.models.text.normalization import body_hash
from drills import small, strangers

Figures = dict[str, Any]
Use = Callable[[Path, Project | None], object]
"""Reads a file, and imports it into a project where there is one."""

KINDS = ("jsonl", "brat", "codebook", "actors", "text")
_IMPORTED = 12
"""One file in so many is also imported."""
_AS_IT_IS = 8
"""One JSONL file in so many keeps the count and the hashes that it had."""
_LARGEST = 60_000
_PIECES = (
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\n", b"\t", b" ", b'"', b"'", b"\\",
    b"{", b"}", b"[", b"]", b",", b":", b"|", b"=", b"+", b"-1", b"0", b"9" * 30, b"1e999", b"NaN",
    b"null", b"true", b"T1", b"E1", b"R1", b"A1", b"*", b"#", b";", "🇯🇵".encode(), b"\xf0\x9f",
    b"\\ud800", b"\\u0000", "\u202e".encode(), "é".encode("cp1252"), b"[" * 5_000, b"x" * 50_000,
)  # fmt: skip


def drill(files: int, seed: int, folder: Path) -> Figures:
    """Change so many files of one kind; what was not as it should be, and the lines reached.

    The kind is the one at the place `seed` of KINDS, which begins anew at its end.
    """
    chance = random.Random(seed)
    project = folder / "p.claimdesk"
    small.create(project, annotations=4)
    kind = KINDS[seed % len(KINDS)]
    use, name, sample = dict(_samples(project, folder))[kind]
    wrong: list[str] = []
    figures: Figures = {"kind": kind, "files": files, "refused": 0, "wrong": wrong}
    lines, pool = _Lines(), [sample]
    for number in range(files):
        path = folder / name
        deep = kind == "jsonl" and number % 2 == 0
        data = changed(sample if deep else chance.choice(pool), sample, chance, deep=deep)
        # A stranger can count and hash, too; only what the count and the hashes let in goes deep.
        path.write_bytes(_counted(data) if kind == "jsonl" and number % _AS_IT_IS else data)
        into = number % (_IMPORTED // 3 if deep else _IMPORTED) == 0
        with strangers.watched(f"{kind} {seed}/{number}"):
            said, new = _used(use, path, project if into else None, lines)
        if new:
            pool.append(path.read_bytes())
        figures["refused"] += said is not None
        if said is not None and not isinstance(said, ClaimdeskError):
            wrong.append(f"{kind} {seed}/{number}: {said!r}: {path.read_bytes()[:300]!r}")
        path.unlink()
    figures["lines"], figures["pool"] = len(lines.seen), len(pool)
    return figures


def changed(data: bytes, other: bytes, chance: random.Random, *, deep: bool = False) -> bytes:
    """The same bytes after one change or some; if `deep`, after such as stay likely to be read."""
    for _again in range(chance.choice((1, 1, 1, 2, 3, 6))):
        change = _take_value if deep else chance.choice(_CHANGES)
        data = change(data, other, chance)[:_LARGEST]
    return data


def _counted(data: bytes) -> bytes:
    """JSONL with the count of its lines and the hashes of its texts made right again."""
    lines = data.split(b"\n")
    for number, line in enumerate(lines):
        try:
            value = json.loads(line)
            if "end" in value:
                value["end"]["lines"] = number - lines[:number].count(b"")
            elif value["table"] == "article":
                value["row"]["sha256"] = body_hash(value["row"]["body"])
            else:
                continue
            lines[number] = json.dumps(value).encode()
        except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
            continue  # whatever it is now, it stays
    return b"\n".join(lines)


def _place(data: bytes, chance: random.Random) -> int:
    return chance.randrange(len(data) + 1)


def _put_piece(data: bytes, _other: bytes, chance: random.Random) -> bytes:
    place = _place(data, chance)
    return data[:place] + chance.choice(_PIECES) + data[place + chance.choice((0, 0, 1, 4)) :]


def _flip(data: bytes, _other: bytes, chance: random.Random) -> bytes:
    place = _place(data, chance)
    return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]


def _cut(data: bytes, _other: bytes, chance: random.Random) -> bytes:
    start, end = sorted((_place(data, chance), _place(data, chance)))
    return data[:start] + data[min(end, start + 200) :]


def _repeat(data: bytes, other: bytes, chance: random.Random) -> bytes:
    start, place = _place(other, chance), _place(data, chance)
    return data[:place] + other[start : start + chance.choice((3, 30, 300))] + data[place:]


def _swap_lines(data: bytes, _other: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


def _change_cell(data: bytes, _other: bytes, chance: random.Random) -> bytes:
    """One field of a line becomes something else, or that of another line."""
    lines = data.split(b"\n")
    number = chance.randrange(len(lines))
    for separator in (b"\t", b",", b" "):
        cells = lines[number].split(separator)
        if len(cells) > 1:
            cells[chance.randrange(len(cells))] = chance.choice((*_PIECES, *cells))
            lines[number] = separator.join(cells)
            break
    return b"\n".join(lines)


def _change_value(data: bytes, _other: bytes, chance: random.Random) -> bytes:
    """One value in JSON, or in a line of JSON, becomes something else."""
    lines = [data] if data.lstrip().startswith(b"{\n") else data.split(b"\n")
    number = chance.randrange(len(lines))
    try:
        value = json.loads(lines[number])
    except (ValueError, RecursionError):
        return data
    nodes = [node for node in _nodes(value) if node]
    if nodes:
        node = chance.choice(nodes)
        key = chance.choice(list(node) if isinstance(node, dict) else range(len(node)))
        strange = [v for v in strangers.VALUES if not isinstance(v, bytes)]
        node[key] = chance.choice([*strange, [], {}, node, True][: None if node is value else -2])
    try:
        lines[number] = json.dumps(value).encode()
    except (ValueError, RecursionError):
        return data
    return b"\n".join(lines)


def _take_value(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """A value in a line of JSON becomes one that has the same name somewhere else."""
    lines = data.split(b"\n")
    number = chance.randrange(len(lines))
    try:
        value, more = json.loads(lines[number]), json.loads(chance.choice(other.split(b"\n")))
        node = chance.choice([node for node in _nodes(value) if isinstance(node, dict) and node])
        key = chance.choice([key for key in node if not isinstance(node[key], dict | list)])
        found = [one[key] for one in _nodes(more) if isinstance(one, dict) and key in one]
        node[key] = chance.choice(found or [1, 2, 3])
        lines[number] = json.dumps(value).encode()
    except (ValueError, RecursionError, IndexError):
        return data
    return b"\n".join(lines)


def _nodes(value: Any) -> Iterator[Any]:
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict | list):
            yield node
            waiting += node.values() if isinstance(node, dict) else node


_CHANGES = (
    _put_piece, _flip, _cut, _repeat, _swap_lines, _change_cell, _change_cell, _change_value,
    _change_value,
)  # fmt: skip


class _Lines:
    """The lines of the program that were reached so far."""

    def __init__(self) -> None:
        self.seen: set[tuple[CodeType, int]] = set()

    def trace(self, frame: FrameType, event: str, _argument: object) -> Any:
        if event == "call" and "models" not in frame.f_code.co_filename:
            return None
        self.seen.add((frame.f_code, frame.f_lineno))
        return self.trace


def _used(
    use: Use, path: Path, project: Path | None, lines: _Lines
) -> tuple[Exception | None, bool]:
    """What was raised, and whether lines were reached that no file before reached."""
    before, said = len(lines.seen), None
    try:
        if project is None:
            sys.settrace(lines.trace)
            use(path, None)
        else:
            with Project.open(project) as opened:
                use(path, opened)
                opened.undo()
    except Exception as error:
        said = error
    finally:
        sys.settrace(None)
    return said, len(lines.seen) > before


def _samples(path: Path, folder: Path) -> Iterator[tuple[str, tuple[Use, str, bytes]]]:
    """By kind: how a file of it is read, what it is called, and one that is whole."""
    with Project.open(path) as project:
        for name, ending in (("jsonl", "jsonl"), ("brat", "brat")):
            export_project(project, name, folder / f"sample.{ending}", state="all")
        export_codebook(project, folder / "sample.json")
        export_actors(project, folder / "sample.csv")
    yield "jsonl", (_corpus("jsonl"), "f.jsonl", (folder / "sample.jsonl").read_bytes())
    brat = sorted((folder / "sample.brat").glob("*.ann"))[-1]
    (folder / "f.txt").write_bytes(brat.with_suffix(".txt").read_bytes())
    yield "brat", (_corpus("brat"), "f.ann", brat.read_bytes())
    yield "codebook", (_codebook, "f.json", (folder / "sample.json").read_bytes())
    yield "actors", (_actors, "f.csv", (folder / "sample.csv").read_bytes())
    text = "Talks resume\n\nBy Mara Lindt\n\nHARBOUR, May 3 — The “envoy” said so.\n協力 élan\n" * 3
    yield "text", (_text, "t.txt", text.encode())


def _corpus(name: str) -> Use:
    def use(path: Path, project: Project | None) -> None:
        if project is not None:
            import_corpus(project, path, format_name=name)
            return
        known = format_named(name)
        assert isinstance(known, ReadableFormat)
        corpus = known.read([path], ImportOptions())
        for _article in corpus.articles():
            pass
        for _record in corpus.records() if corpus.records is not None else ():
            pass

    return use


def _codebook(path: Path, project: Project | None) -> None:
    book = read_book(path)
    if project is not None:
        with project.edit("Import a codebook") as session:
            import_book(session, book)


def _actors(path: Path, project: Project | None) -> None:
    lines = read_actors(path)
    if project is not None:
        with project.edit("Import actors") as session:
            import_actors(session, lines, path)


def _text(path: Path, _project: Project | None) -> None:
    read_article(path)
