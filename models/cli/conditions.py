# SPDX-License-Identifier: MIT
"""Options that several commands have for which claims they look at."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import typer

from claimdesk.models.messages.catalogue import _


class CountedStates(StrEnum):
    """Which claims are counted."""

    accepted = "accepted"
    suggested = "suggested"
    all = "all"


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
