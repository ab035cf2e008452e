# SPDX-License-Identifier: MIT
"""How the command line is read: where a path may stand for a command, a value for several."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from claimdesk.models.cli import window

_SEPARATORS = tuple(filter(None, (os.sep, os.altsep)))

_opening = typer.Typer(add_completion=False, rich_markup_mode=None)
_opening.command()(window.open_window)


class Commands(TyperGroup):
    """The commands; a first argument that is a path opens the window on it."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        """Return the command that `args` begin with, or the one that opens the window."""
        name = args[0]
        if name not in self.commands and _is_path(name):
            return window.open_window.__name__, get_command(_opening), args
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401
        """Return the commands in the order in which they are told about, not by letter."""
        return list(self.commands)


class ManyWords(TyperCommand):
    """A command one of whose options takes every word that follows and could be a value of it."""

    option = ""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """Read `args` with the option repeated before each of its words."""
        return super().parse_args(ctx, self._repeated(args))

    def _repeated(self, args: list[str]) -> list[str]:
        result: list[str] = []
        taking = False
        for previous, word in zip(["", *args], args, strict=False):
            if taking and previous != self.option and self.takes(word):
                result.append(self.option)
            elif previous != self.option:
                taking = word == self.option
            result.append(word)
        return result

    def takes(self, word: str) -> bool:
        """Return whether a further word is a value of the option."""
        raise NotImplementedError


class ManyArticles(ManyWords):
    """`--article 1 2 3` is `--article 1 --article 2 --article 3`."""

    option = "--article"

    def takes(self, word: str) -> bool:
        """Return whether the word is the id of an article."""
        return word.isdecimal()


class ManyConditions(ManyWords):
    """`--where a=1 b=2` is `--where a=1 --where b=2`."""

    option = "--where"

    def takes(self, word: str) -> bool:
        """Return whether the word is a condition."""
        return "=" in word and not word.startswith("-") and not Path(word).exists()


def _is_path(word: str) -> bool:
    return (
        not word.startswith("-")
        and (word.endswith(".claimdesk") or any(s in word for s in _SEPARATORS))
    ) or os.path.lexists(word)
