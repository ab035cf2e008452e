# SPDX-License-Identifier: MIT
"""Extract the messages that people read into the template for translators, and check them.

    python3 packaging/messages.py            write the template, and bring translations up to date
    python3 packaging/messages.py --check    write nothing; fail if something would change

The template is resources/locale/claimdesk.pot. A translation is
resources/locale/LANGUAGE/LC_MESSAGES/claimdesk.po; it is merged with the template and compiled to
claimdesk.mo beside it. A message that is computed, whose placeholders are unnamed, or whose
translation has other placeholders, is reported with the place where it is used.
"""

from __future__ import annotations

import argparse
import ast
import io
import subprocess
import sys
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

from setup_env import ROOT, prepare, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from babel.messages.catalog import Catalog, Message

FOLDERS = ("gui", "models")
LOCALE = ROOT / "resources" / "locale"
TEMPLATE = LOCALE / "claimdesk.pot"
FUNCTIONS = {"_": 1, "ngettext": 2}
"""How many of the first arguments of each function are messages."""

HEADER = """# Messages of Claimdesk, as `python3 packaging/messages.py` finds them in the code.
# Placeholders in {braces} stay as they are; a translation may order them as it likes."""

UNSTEADY = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By')
"""The lines of a header that would change every time."""

NOTE = "Translators:"
"""A comment that begins so, in the lines above a message, is copied for translators."""

INSIDE = "--inside"
"""The argument of the second start, in `.venv`, where Babel is installed."""


def extract(folders: Sequence[Path]) -> Catalog:
    """Return the messages of all modules in `folders`, in the order in which they are used."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_file

    keywords = {"_": None, "ngettext": (1, 2)}
    catalog = Catalog(project="Claimdesk", header_comment=HEADER, fuzzy=False)
    for path in sorted(path for folder in folders for path in folder.rglob("*.py")):
        found = extract_from_file(
            "python", path, keywords, comment_tags=(NOTE,), strip_comment_tags=True
        )
        place = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        for line, message, comments, _context in found:
            catalog.add(message, locations=[(place.as_posix(), line)], auto_comments=comments)
    return catalog


def placeholders(text: str) -> set[str]:
    """Return the names in braces of a message. Raises ValueError if the braces don't match."""
    return {name for _before, name, *_more in Formatter().parse(text) if name is not None}


def faults_of(message: Message) -> Iterator[str]:
    """Say what is wrong with the placeholders of a message and its translation."""
    forms = [message.id] if isinstance(message.id, str) else list(message.id)
    string = message.string or ""
    translations = [string] if isinstance(string, str) else list(string)
    try:
        names = set().union(*map(placeholders, forms))
        if any(not name.isidentifier() for name in names):
            yield "name every placeholder, such as {file}"
        for text in filter(None, translations):
            there = placeholders(text)
            # Of several forms, one may name the thing and another say how many there are.
            if there - names or (len(forms) == 1 and names - there):
                yield f"the translation “{text}” has other placeholders"
    except ValueError as error:
        yield f"{error}"


def faults_in(catalog: Catalog, name: str) -> Iterator[str]:
    """Say what is wrong with the messages of a catalogue, each with its place."""
    for message in catalog:
        if message.id:
            text = message.id if isinstance(message.id, str) else message.id[0]
            place = message.locations[0][0] if message.locations else name
            yield from (f"{place}: “{text}”: {fault}" for fault in faults_of(message))


def faults_in_code(folders: Sequence[Path]) -> Iterator[str]:
    """Say where a message is computed, or formatted without a value that it needs."""
    for path in sorted(path for folder in folders for path in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            if not all(isinstance(each, ast.Constant) for each in messages_of(node)):
                yield f"{path}:{node.lineno}: write the message where it is translated"
            if missing := missing_values(node):
                yield f"{path}:{node.lineno}: format() lacks {', '.join(sorted(missing))}"


def messages_of(node: ast.expr) -> list[ast.expr]:
    """Return the messages of a call of `_` or `ngettext`; nothing for other expressions."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return []
    return node.args[: FUNCTIONS.get(node.func.id, 0)]


def missing_values(node: ast.Call) -> set[str]:
    """Return the placeholders of a message that `_("…").format(…)` has no value for."""
    if not isinstance(node.func, ast.Attribute) or node.func.attr != "format":
        return set()
    given = {keyword.arg for keyword in node.keywords}
    if None in given:
        return set()
    texts = (each.value for each in messages_of(node.func.value) if isinstance(each, ast.Constant))
    return set().union(*(placeholders(str(text)) for text in texts)) - given


def as_po(catalog: Catalog) -> bytes:
    """Return the text of a catalogue, without line numbers and dates, which would always change."""
    from babel.messages.pofile import write_po

    file = io.BytesIO()
    write_po(file, catalog, include_lineno=False, width=100)
    lines = file.getvalue().split(b"\n")
    return b"\n".join(line for line in lines if not line.startswith(UNSTEADY))


def translated(template: Catalog, path: Path) -> tuple[Catalog, dict[Path, bytes]]:
    """Return a translation merged with the template, and what its two files should hold."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    language = path.parent.parent.name
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    return catalog, {path: as_po(catalog), path.with_suffix(".mo"): compiled.getvalue()}


def run(*, check: bool) -> int:
    """Write the files, or only compare them if `check`; the exit status."""
    folders = [ROOT / name for name in FOLDERS]
    template = extract(folders)
    faults = [*faults_in_code(folders), *faults_in(template, TEMPLATE.name)]
    files = {TEMPLATE: as_po(template)}
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/claimdesk.po")):
        catalog, contents = translated(template, path)
        faults += faults_in(catalog, str(path.relative_to(ROOT)))
        files |= contents
    for path, content in files.items():
        if not path.exists() or path.read_bytes() != content:
            if check:
                faults.append(
                    f"{path.relative_to(ROOT)} is out of date; run `python3 packaging/messages.py`"
                )
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    for fault in faults:
        say(f"claimdesk: error: {fault}")
    return 1 if faults else 0


def main() -> int:
    """Extract the messages, or check that nothing changed."""
    parser = argparse.ArgumentParser(description="Extract and check what people read.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail on differences")
    parser.add_argument(INSIDE, action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        return run(check=options.check)
    python = str(prepare(dev=True).python)
    command = [python, str(Path(__file__).resolve()), INSIDE, *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
