# SPDX-License-Identifier: MIT
"""Options that several commands have for which claims they look at."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from claimdesk.models.messages.catalogue import _


class CountedStates(StrEnum):
    """Which claims are counted."""

    accepted = "accepted"
    suggested = "suggested"
    all = "all"


StateOption = Annotated[
    CountedStates, typer.Option(help=_("Count accepted claims, suggested claims, or both."))
]
WhereOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar=_("FIELD=VALUE…"),
        help=_("Count only these claims; FIELD= means that the field is not coded."),
    ),
]


def conditions(words: Sequence[str]) -> dict[str, str | None]:
    """Return the fields and values that `--where` names; other words are wrong usage."""
    found: dict[str, str | None] = {}
    for word in words:
        field, sign, value = word.partition("=")
        if not field or not sign:
            raise typer.BadParameter(
                _("Write --where FIELD=VALUE instead of “{word}”.").format(word=word)
            )
        if field in found:
            raise typer.BadParameter(
                _("--where names “{field}” twice; name it once.").format(field=field)
            )
        found[field] = value or None
    return found
