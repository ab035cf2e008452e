# SPDX-License-Identifier: MIT
"""Reports of unexpected errors, kept on this computer and never sent anywhere.

A report holds versions and where in the program it happened. It holds no text of articles: values
are left out of it, and what messages quote too.
"""

from __future__ import annotations

import contextlib
import platform
import re
import sqlite3
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import platformdirs

_MOST_REPORTS = 30
_LONGEST_MESSAGE = 300
# SQLAlchemy appends the statement and its values to a message.
_VALUES = re.compile(r"\s*\[(?:SQL|parameters):.*", re.DOTALL)
# Quoted text may be from an article; an apostrophe inside a word is not a quotation mark.
_QUOTE = re.compile(r"[“”„«»‘\"]|(?<![A-Za-z])'")


def folder() -> Path:
    """Return the folder of the reports."""
    return Path(platformdirs.user_log_dir("claimdesk", appauthor=False)) / "reports"


def fault(error: BaseException) -> str:
    """Return what identifies a fault: the type of the error and where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {place}"


def report(error: BaseException, where: str, more: Mapping[str, str] = {}) -> str:
    """Return the text of a report; `where` names the thread, `more` adds versions."""
    versions = {
        "claimdesk": version_of("claimdesk"),
        "Python": platform.python_version(),
        "spaCy": version_of("spacy"),
        "SQLite": sqlite3.sqlite_version,
        "system": platform.platform(),
        **more,
    }
    lines = [
        f"Claimdesk: {fault(error)}",
        f"{datetime.now(UTC).isoformat(timespec='seconds')}, {where}",
        "",
        *(f"{name} {number}" for name, number in versions.items()),
        "",
    ]
    return "\n".join(lines + _chain(error)) + "\n"


def keep(text: str, place: Path | None = None) -> Path | None:
    """Write a report into the folder; return its path, or None if it could not be written."""
    place = place or folder()
    moment = datetime.now(UTC).strftime("%Y-%m-%d %H%M%S.%f")
    target = place / f"report {moment}.txt"
    try:
        place.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        for old in sorted(place.glob("report *.txt"))[:-_MOST_REPORTS]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return target


def add_note(path: Path, note: str) -> None:
    """Add what the analyst wrote to a report."""
    with contextlib.suppress(OSError), path.open("a", encoding="utf-8") as file:
        file.write(f"\nNote of the analyst:\n{note.strip()}\n")


def _chain(error: BaseException) -> list[str]:
    """Return the error and its causes, without values."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines += [f"{type(current).__name__}: {_message(current)}"]
        lines += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(current.__traceback__)
        ]
        current = current.__cause__ or current.__context__
        if current is not None:
            lines.append("after")
    return lines


def _message(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception:
        return "?"
    text = _VALUES.sub("", text).split("\n", 1)[0]
    head = _QUOTE.split(text, maxsplit=1)[0][:_LONGEST_MESSAGE]
    return head if head == text else f"{head}…"


def version_of(package: str) -> str:
    """Return the version of an installed package; `?` if that is unknown."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"
