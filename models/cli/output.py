# SPDX-License-Identifier: MIT
"""Print what commands return: data as JSON on stdout, messages and progress on stderr."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from typing import Any

import typer

from claimdesk.models.messages.catalogue import _

NOBODY_READS = 141
"""The exit status when nobody reads the output any more, as of a program that SIGPIPE ends."""

_PROGRESS_SECONDS = 0.2


def print_json(value: Any) -> None:  # noqa: ANN401
    """Print one JSON value, indented for people."""
    _print(json.dumps(value, ensure_ascii=False, indent=2))


def print_lines(values: Iterable[Any]) -> None:
    """Print JSON Lines: one value a line, each as soon as it is available."""
    for value in values:
        _print(json.dumps(value, ensure_ascii=False), at_once=True)


def print_rows(rows: Iterable[Any]) -> None:
    """Print a JSON array with one value a line."""
    lines = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in rows)
    _print(f"[\n{lines}\n]" if lines else "[]")


def print_text(text: str) -> None:
    """Print text for people who asked for it, such as a table."""
    _print(text)


def say(message: str) -> None:
    """Print one message for people on stderr."""
    sys.stderr.write(f"{one_line(message)}\n")


class Progress:
    """A progress line on stderr; silent where stderr is not a terminal."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = 0.0
        self._wide = 0

    def show(self, done: float, total: float, name: str = "") -> None:
        """Show that `done` of `total` is reached, working on `name`."""
        if not sys.stderr.isatty() or time.monotonic() - self._shown < _PROGRESS_SECONDS:
            return
        self._shown = time.monotonic()
        percent = f"{done / max(total, 1e-9):.0%}"
        line = _("{task}: {percent} {name}").format(
            task=self._what, percent=percent, name=one_line(name)[:60]
        )
        sys.stderr.write("\r" + line.ljust(self._wide))
        sys.stderr.flush()
        self._wide = len(line)

    def clear(self) -> None:
        """Erase the line."""
        if self._wide:
            sys.stderr.write("\r" + " " * self._wide + "\r")
            sys.stderr.flush()
            self._wide = 0


def one_line(text: str) -> str:
    """Return `text` in one line, without characters that would control the terminal."""
    words = " ".join(text.split())
    return "".join(c if c.isprintable() or "\udc80" <= c <= "\udcff" else "?" for c in words)


def _print(text: str, *, at_once: bool = False) -> None:
    try:
        sys.stdout.write(f"{text}\n")
        if at_once:
            sys.stdout.flush()
    except BrokenPipeError as error:
        raise typer.Exit(NOBODY_READS) from error
