# SPDX-License-Identifier: MIT
"""How the command line is read and explained: help pages, paths as commands, repeated values."""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from claimdesk.models.cli import window
from claimdesk.models.messages.catalogue import _

UsageError: Any = typer.BadParameter.__base__
"""What typer raises for wrong usage; it has no public name there."""

_SEPARATORS = tuple(filter(None, (os.sep, os.altsep)))


class _Explained:
    """Puts help pages and errors together from the message catalogue; typer's are English only."""

    params: list[Any]
    allow_extra_args = True  # so that `parse_args` may name them in its own words

    def collect_usage_pieces(self, _context: Any) -> list[str]:  # noqa: ANN401
        """Return what may follow the name of the command."""
        return [_("[OPTIONS]"), *(_form(param) for param in self.params if _is_argument(param))]

    def format_usage(self, context: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write the first line of a help page."""
        pieces = " ".join(self.collect_usage_pieces(context))
        formatter.write_usage(context.command_path, pieces, prefix=f"{_('Usage:')} ")

    def format_options(self, context: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write what each argument and each option is."""
        params = self.get_params(context)  # type: ignore[attr-defined]
        for title, wanted in ((_("Arguments"), True), (_("Options"), False)):
            rows = [
                (option_form(param, context), param.help or "")
                for param in params
                if _is_argument(param) is wanted
            ]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)

    def get_help_option(self, context: Any) -> Any:  # noqa: ANN401
        """Return the option that shows the help page."""
        option = super().get_help_option(context)  # type: ignore[misc]
        if option is not None:
            option.help = _("Show this page and exit.")
        return option

    def parse_args(self, context: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """Read `args`; words that nothing asks for are wrong usage."""
        try:
            rest: list[str] = super().parse_args(context, args)  # type: ignore[misc]
        except UsageError as error:
            error.ctx = error.ctx or context  # typer's parser does not always know it
            raise
        if rest:
            context.fail(_("This was not expected: {words}").format(words=" ".join(rest)))
        return rest


class Command(_Explained, TyperCommand):
    """One command."""


class Commands(_Explained, TyperGroup):
    """All commands; a first argument that is a path opens the window on it."""

    def collect_usage_pieces(self, _context: Any) -> list[str]:  # noqa: ANN401
        """Return what may follow the name of the program."""
        return [_("[OPTIONS]"), _("[PROJECT | COMMAND …]")]

    def parse_args(self, context: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """Read `args`; what is left over is the command and its words."""
        return TyperGroup.parse_args(self, context, args)

    def format_options(self, context: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write the options, then what each command does."""
        super().format_options(context, formatter)
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, str(c.help)) for name, c in self.commands.items()])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        """Return the command that `args` begin with, or the one that opens the window."""
        name = args[0]
        if name in self.commands:
            return super().resolve_command(ctx, args)
        if _is_path(name):
            return window.open_window.__name__, get_command(_opening), args
        if name.startswith("-"):
            ctx.fail(_("There is no option {option}.").format(option=name))
        close = difflib.get_close_matches(name, self.commands, 1)
        if close:
            ctx.fail(
                _("There is no command “{name}”; did you mean “{other}”?").format(
                    name=name, other=close[0]
                )
            )
        ctx.fail(_("There is no command “{name}”.").format(name=name))

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401
        """Return the commands in the order in which they are declared, not by letter."""
        return list(self.commands)


class _RepeatedOption(Command):
    """A command one of whose options takes every word that follows and could be a value of it."""

    option = ""

    def parse_args(self, context: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """Read `args` with the option repeated before each of its words."""
        return super().parse_args(context, self._repeated(args))

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


class ManyArticles(_RepeatedOption):
    """`--article 1 2 3` is `--article 1 --article 2 --article 3`."""

    option = "--article"

    def takes(self, word: str) -> bool:
        """Return whether the word is the id of an article."""
        return word.isdecimal()


class ManyConditions(_RepeatedOption):
    """`--where a=1 b=2` is `--where a=1 --where b=2`."""

    option = "--where"

    def takes(self, word: str) -> bool:
        """Return whether the word is a condition."""
        return "=" in word and not word.startswith("-") and not Path(word).exists()


def option_form(param: Any, context: Any) -> str:  # noqa: ANN401
    """Return how an option with its value, or an argument, is written."""
    if _is_argument(param):
        return _form(param)
    names = ", ".join(sorted(param.opts, key=len))
    if param.is_flag:
        return names
    # A choice has no placeholder of its own: typer lists the values.
    return f"{names} {param.metavar or param.display_type(context)}"


def _form(argument: Any) -> str:  # noqa: ANN401
    return str(argument.metavar or argument.name.upper())


def _is_argument(param: Any) -> bool:  # noqa: ANN401
    return bool(param.param_type_name == "argument")


def _is_path(word: str) -> bool:
    return (
        not word.startswith("-")
        and (word.endswith(".claimdesk") or any(s in word for s in _SEPARATORS))
    ) or os.path.lexists(word)


_opening = typer.Typer(add_completion=False, rich_markup_mode=None)
_opening.command(cls=Command, help=_("Open the window, on PROJECT or on the last project."))(
    window.open_window
)
