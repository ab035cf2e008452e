# SPDX-License-Identifier: MIT
"""Finds text that escaped the message catalogue, in a process whose language marks messages.

The project of these tests holds data in fullwidth letters, so that every plain letter outside marks
is an escape, unless it belongs to a name that is the same in all languages.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import string
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from claimdesk.models.exchange.formats import export_project, import_paths
from claimdesk.models.exchange.sample import create_sample
from claimdesk.models.store.project import Project

ENVIRONMENT = {**os.environ, "CLAIMDESK_LANGUAGE": "pseudo"}
"""The environment of a process whose language marks messages."""

_FOREIGN = {ord(letter): ord(letter) + 0xFEE0 for letter in string.ascii_letters}
_DATA = {
    *("name", "title", "body", "outlet", "author", "agency", "text", "label", "definition"),
    *("quote", "prefix", "suffix", "note", "reason"),
}
"""The columns that people write."""

_MARKED = re.compile(r"⟦[^⟧]*⟧")
_TAG = re.compile(r"</?(p|b|i|br)( style='[^']*')?/?>")
_PATH = re.compile(r"(?<!\w)(/[\w.+-]+)+/?|\*?\.\w+\b")
_KEYS = re.compile(
    r"\b(Ctrl|Shift|Alt|Meta|Tab|Space|Return|Enter|Esc|Del|Backspace|Home|End|PgUp|PgDown|Left|"
    r"Right|Up|Down|Ins|F\d+)\b"
)
_WORD = re.compile(r"[A-Za-z]{2,}")
_DATE = re.compile(
    r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|"
    r"Dec)[a-z]*\b|\b[AP]M\b"
)


def foreign(text: str) -> str:
    """A text of the same length without plain letters."""
    return text.translate(_FOREIGN)


def unmarked(text: str, names: Collection[str] = ()) -> list[str]:
    """The words of a text that are neither of a message nor of data nor these names."""
    rest = " ".join(_MARKED.split(text))
    for known in (_TAG, _PATH, _KEYS, _DATE):
        rest = known.sub(" ", rest)
    for name in sorted(names, key=len, reverse=True):
        rest = re.sub(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", " ", rest)
    return _WORD.findall(rest)


def escapes(texts: Iterable[tuple[str, str]], names: Collection[str]) -> list[str]:
    """One line for each text with unmarked words: these, where it was met, and the text."""
    found = {}
    for where, text in texts:
        words = unmarked(text, names)
        if words:
            found.setdefault(text, f"{' '.join(words)!r} in {text!r} ({where})")
    return list(found.values())


def make_project(folder: Path) -> Path:
    """The sample as a project whose data are in foreign letters."""
    plain, lines, path = folder / "plain.claimdesk", folder / "1.jsonl", folder / "p.claimdesk"
    create_sample(plain)
    with Project.read(plain) as project:
        export_project(project, "jsonl", lines, state="all")
    rows = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    lines.write_text(
        "".join(json.dumps(row) + "\n" for row in map(_with_foreign_data, rows)), encoding="utf-8"
    )
    Project.create(path).close()
    with Project.open(path) as project:
        import_paths(project, [lines])
    return path


def _with_foreign_data(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_foreign_data(each) for each in value]
    if not isinstance(value, dict):
        return value
    result = {
        key: foreign(each) if key in _DATA and isinstance(each, str) else _with_foreign_data(each)
        for key, each in value.items()
    }
    if isinstance(value.get("body"), str):
        before, after = (
            hashlib.sha256(row["body"].encode()).hexdigest() for row in (value, result)
        )
        result = {key: after if each == before else each for key, each in result.items()}
    return result


def met(lines: str) -> Iterator[tuple[str, str]]:
    """What a walk wrote: [where, text], a line of JSON each."""
    for line in lines.splitlines():
        where, text = json.loads(line)
        yield where, text
