# SPDX-License-Identifier: MIT
"""What the commands print: data on stdout as JSON, messages and progress on stderr."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from typing import Any

import typer

NOBODY_READS = 141
"""The status when whoever read the output has left, as of a program that SIGPIPE ends."""

_PROGRESS_SECONDS = 0.2


def print_json(value: Any) -> None:  # noqa: ANN401
    """One JSON value, laid out for people too."""
    _print(json.dumps(value, ensure_ascii=False, indent=2))


def print_lines(values: Iterable[Any]) -> None:
    """JSON Lines: one value a line, each as soon as it is there."""
    for value in values:
        _print(json.dumps(value, ensure_ascii=False), at_once=True)


def print_rows(rows: Iterable[Any]) -> None:
    """A JSON array with one value a line."""
    lines = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in rows)
    _print(f"[\n{lines}\n]" if lines else "[]")


def print_text(text: str) -> None:
    """Text for people who asked for it, such as a table."""
    _print(text)


def say(message: str) -> None:
    """One message for people, on stderr."""
    sys.stderr.write(f"{one_line(message)}\n")


class Progress:
    """A line on stderr that says how far a long command is; silent where nobody looks at it."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = 0.0
        self._wide = 0

    def show(self, done: float, total: float, name: str = "") -> None:
        """Say that `done` of `total` is reached, working on `name`."""
        if not sys.stderr.isatty() or time.monotonic() - self._shown < _PROGRESS_SECONDS:
            return
        self._shown = time.monotonic()
        line = f"{self._what}: {done / max(total, 1e-9):.0%} {one_line(name)[:60]}"
        sys.stderr.write("\r" + line.ljust(self._wide))
        sys.stderr.flush()
        self._wide = len(line)

    def clear(self) -> None:
        """Take the line away."""
        if self._wide:
            sys.stderr.write("\r" + " " * self._wide + "\r")
            sys.stderr.flush()
            self._wide = 0


def one_line(text: str) -> str:
    """`text` in one line that no name or title in it can use to command the terminal."""
    words = " ".join(text.split())
    return "".join(c if c.isprintable() or "\udc80" <= c <= "\udcff" else "?" for c in words)


def _print(text: str, *, at_once: bool = False) -> None:
    try:
        sys.stdout.write(f"{text}\n")
        if at_once:
            sys.stdout.flush()
    except BrokenPipeError as error:
        raise typer.Exit(NOBODY_READS) from error
