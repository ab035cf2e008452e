# SPDX-License-Identifier: MIT
"""What is wrong with a command line, in the words of the message catalogue."""

from __future__ import annotations

from typing import Any

from claimdesk.models.cli.group import option_form
from claimdesk.models.messages.catalogue import _


def explain(error: Any) -> str:  # noqa: ANN401
    """Return the usage of the command, and where its help page is."""
    context = error.ctx
    if context is None:
        return ""
    hint = _("`{command}` explains it.").format(
        command=f"{context.command_path} {context.help_option_names[-1]}"
    )
    return f"{context.get_usage()}\n{hint}\n"


def sentence(error: Any) -> str:  # noqa: ANN401
    """Return what is wrong, in one sentence."""
    make = _SENTENCES.get(type(error).__name__)
    return make(error) if make else str(error.message)


def _missing(error: Any) -> str:  # noqa: ANN401
    return _("{name} is missing.").format(name=option_form(error.param, error.ctx))


def _unknown(error: Any) -> str:  # noqa: ANN401
    return _("There is no option {option}.").format(option=error.option_name)


def _wrong_number(error: Any) -> str:  # noqa: ANN401
    """Tell an option without its value from a flag with one."""
    for param in error.ctx.command.params if error.ctx else ():
        if error.option_name in param.opts and not param.is_flag:
            return _("Give a value: {form}.").format(form=option_form(param, error.ctx))
    return _("{option} takes no value.").format(option=error.option_name)


def _wrong_value(error: Any) -> str:  # noqa: ANN401
    """Return the sentence of a command; typer's own are about one option or argument."""
    if error.param is None:
        return str(error.message)
    form = option_form(error.param, error.ctx)
    smallest = getattr(error.param, "min", None)
    if smallest is not None:
        return _("Wrong value; write {form}, from {smallest}.").format(form=form, smallest=smallest)
    return _("Wrong value; write {form}.").format(form=form)


_SENTENCES = {
    "BadOptionUsage": _wrong_number,
    "BadParameter": _wrong_value,
    "MissingParameter": _missing,
    "NoSuchOption": _unknown,
}
"""By the names of typer's classes, which are not public either."""
