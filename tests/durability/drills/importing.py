# SPDX-License-Identifier: MIT
"""Importers that are fed mutated files: one sentence and nothing changed, or a whole import."""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimdesk.models import codebook
from claimdesk.models.exchange.article_files import ArticleFiles
from claimdesk.models.exchange.format import WritableFormat
from claimdesk.models.exchange.formats import (
    export_project,
    format_named,
    import_corpus,
    readable_formats,
)
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.registry import spreadsheet
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.project import Project
from drills import edits, small, state

Figures = dict[str, int]

_TOKENS = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\r\n", b"\n", b"\t", b'"', b"'", b"{", b"}", b"[",
    b"]", b"null", b"true", b"-1", b"0", b"1e999", b"NaN", b"99999999999999999999", b"\\ud800",
    b"\\u0000", b"[" * 3000, b"=1+1", b",", b";", b"|", b"T1", b"E1", b"#1", b"id", b" ",
    "\u2028🇯🇵".encode(),
)  # fmt: skip
"""What breaks readers: ends, quotes, nesting, numbers and text that no column can hold."""


_VALUES = (
    None,
    True,
    -1,
    0,
    1,
    2,
    1 << 70,
    10**400,
    0.5,
    "",
    " ",
    "x",
    "1",
    "\ud800",
    "a\0b",
    [],
    {},
    [[]],
)


@dataclass(frozen=True)
class Importer:
    """One way into a project: a whole file or folder, and how it is read."""

    name: str
    make: Callable[[Path], Path]
    """Writes an example into a folder; the file or folder to import."""
    read: Callable[[Project, Path], object]


def _filled(folder: Path) -> Project:
    path = folder / "example.claimdesk"
    small.create(path, annotations=2)
    return Project.open(path)


def _text(folder: Path) -> Path:
    path = folder / "talks.txt"
    body = edits.some_text(random.Random(1), 80)
    path.write_text(f"Title: Talks\nDate: 4 March 2025\n\n{body}", encoding="utf-8")
    return path


def _jsonl(folder: Path) -> Path:
    with _filled(folder) as project:
        edits.do(project, "add field", random.Random(4))
        export_project(project, "jsonl", folder / "p.jsonl", state="all")
    return folder / "p.jsonl"


def _actors(folder: Path) -> Path:
    with _filled(folder) as project:
        spreadsheet.export_actors(project, folder / "actors.csv")
    return folder / "actors.csv"


def _book(folder: Path) -> Path:
    with _filled(folder) as project:
        codebook.export_codebook(project, folder / "book.json")
    return folder / "book.json"


_BRAT_TEXT = "The envoy said the reef talks would grow.\n\nNobody else spoke.\n"
_BRAT_LINES = (
    "T1\tSource 0 9\tThe envoy\nT2\tCue 10 14\tsaid\n"
    "T3\tContent 15 29;30 40\tthe reef talks would grow\nT4\tAttribution 10 14\tsaid\n"
    "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n#1\tAnnotatorNotes E1\ta note\n"
    "T5\tActor 4 9\tenvoy\nA1\tStance E1 supportive\n"
)


def _brat(folder: Path) -> Path:
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(_BRAT_TEXT, encoding="utf-8")
    (corpus / "a.ann").write_text(_BRAT_LINES, encoding="utf-8")
    return corpus


def _read_actors(project: Project, path: Path) -> None:
    actors = spreadsheet.read_actors(path)
    with project.edit("Import actors") as session:
        spreadsheet.import_actors(session, actors, path)


def _read_book(project: Project, path: Path) -> None:
    book = codebook.read_book(path)
    with project.edit("Import a codebook") as session:
        codebook.import_book(session, book, replace_guideline=True)


def _corpus(name: str) -> Callable[[Project, Path], object]:
    return lambda project, path: import_corpus(project, path, format_name=name)


_SPACY = [
    {
        "id": 0,
        "paragraphs": [
            {
                "raw": "The envoy said so.",
                "sentences": [
                    {
                        "tokens": [
                            {"id": n, "orth": word, "ner": label}
                            for n, (word, label) in enumerate(
                                [("The", "O"), ("envoy", "U-PER"), ("said", "O"), ("so", "O")]
                            )
                        ]
                    }
                ],
            }
        ],
    }
]


def _spacy_json(folder: Path) -> Path:
    path = folder / "train.json"
    path.write_text(json.dumps(_SPACY), encoding="utf-8")
    return path


IMPORTERS = [
    Importer("text", _text, _corpus("text")),
    Importer("jsonl", _jsonl, _corpus("jsonl")),
    Importer("brat", _brat, _corpus("brat")),
    Importer("spacy-json", _spacy_json, _corpus("spacy-json")),
    Importer("actors", _actors, _read_actors),
    Importer("codebook", _book, _read_book),
]


def _exported(name: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        known = format_named(name)
        assert isinstance(known, WritableFormat)
        target = folder / ("example" if known.is_folder else f"example{known.extensions[0]}")
        with _filled(folder) as project:
            export_project(project, name, target)
        return target

    return make


def exported() -> list[Importer]:
    """Return an importer for each format that is written, too, and has no example above."""
    known = {each.name for each in IMPORTERS}
    return [
        Importer(each.name, _exported(each.name), _corpus(each.name))
        for each in readable_formats()
        if each.writes and each.name not in known
    ]


_DATABASES = {"dna", "qualcoder", "taguette"}
"""Formats whose own tests feed them damaged databases."""


def unknown_formats() -> set[str]:
    """Formats that can be read and that no drill feeds yet.

    Readers of articles are fed changed documents in tests/models/articles.
    """
    fed = {each.name for each in (*IMPORTERS, *exported())} | _DATABASES
    return {each.name for each in readable_formats() if not isinstance(each, ArticleFiles)} - fed


def drill(importer: Importer, examples: int, seed: int, folder: Path) -> Figures:
    """Feed so many mutations of an example to an importer, into one project that stays open."""
    chance = random.Random(seed)
    figures = {"examples": examples, "refused": 0, "unexpected": 0, "changed": 0}
    example = importer.make(folder)
    target = folder / "target.claimdesk"
    small.create(target)
    with Project.open(target) as project:
        before = _state(project)
        for _ in range(examples):
            with tempfile.TemporaryDirectory(dir=folder) as name:
                path = _mutated(example, Path(name), chance)
                before = _feed(importer, project, path, before, figures)
    figures["damaged"] = int(not check(target)["ok"])
    return figures


def _feed(importer: Importer, project: Project, path: Path, before: str, figures: Figures) -> str:
    """Feed one file; the state of the project after it."""
    try:
        importer.read(project, path)
    except ClaimdeskError as error:
        figures["refused"] += 1
        figures["unexpected"] += str(path.name) not in str(error) or "\n" in str(error)
    except Exception:
        figures["unexpected"] += 1
    else:
        project.undo()
        return _state(project)
    after = _state(project)
    figures["changed"] += after != before
    return after


def _state(project: Project) -> str:
    with project.reading() as connection:
        return state.fingerprint(state.driver(connection))


def _mutated(example: Path, folder: Path, chance: random.Random) -> Path:
    """A copy of the example in which one file is broken in one to four places."""
    copy = folder / example.name
    if example.is_dir():
        shutil.copytree(example, copy)
        victim = chance.choice(sorted(copy.iterdir()))
    else:
        victim = shutil.copyfile(example, copy)
    data = victim.read_bytes()
    if victim.suffix in (".json", ".jsonl") and chance.random() < 0.5:
        lines = data.splitlines() if victim.suffix == ".jsonl" else [data]
        victim.write_bytes(_with_other_value(lines, chance))
        return copy
    for change in _changes(chance):
        data = change(data)
    victim.write_bytes(data)
    return copy


def _with_other_value(lines: list[bytes], chance: random.Random) -> bytes:
    """JSON that is well-formed still, with another value somewhere in one of its lines."""
    number = chance.randrange(len(lines))
    whole = json.loads(lines[number])
    holder, key = chance.choice(list(_places(whole)))
    holder[key] = chance.choice(_VALUES)
    lines[number] = json.dumps(whole).encode()
    return b"\n".join(lines) + b"\n"


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inner:
        yield value, key
        if isinstance(each, dict | list):
            yield from _places(each)


def _changes(chance: random.Random) -> Iterator[Callable[[bytes], bytes]]:
    ways = (_flip, _insert, _cut_out, _repeat, _swap_lines, _shorten)
    for _ in range(chance.randint(1, 4)):
        way = chance.choice(ways)
        yield lambda data, way=way: way(data, chance) if data else data


def _flip(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]


def _insert(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + chance.choice(_TOKENS) + data[place + chance.choice([0, 1, 5]) :]


def _cut_out(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randint(1, 40) :]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    piece = data[start : start + chance.randint(1, 400)]
    return data[:start] + piece * 2 + data[start + len(piece) :]


def _swap_lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _shorten(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]
