# SPDX-License-Identifier: MIT
"""The option that says what the labels, variables or columns of another tool become."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from claimdesk.models.messages.catalogue import _

MappingRules = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar=_("NAME=TARGET"),
        help=_(
            "What a label, code or variable of another tool becomes: a kind of actor, KIND:NAME, "
            "mention, domain, domain:NAME, speaker, stance, source, cue, content, field, note or "
            "skip; attribute:NAME "
            "becomes field, field:NAME, stance, kind, certainty, stage, note or skip, "
            "relation:NAME source, cue, addressee, domain, note or skip; what a column of a "
            "table of articles is: text, title, date, outlet, author, url, language or section; "
            "guessed if not given. May be repeated."
        ),
    ),
]


def mapping_of(words: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs that the words of `--map` say; other words are wrong usage."""
    pairs = []
    for word in words:
        name, sign, target = (part.strip() for part in word.rpartition("="))
        if not (name and sign and target):
            raise typer.BadParameter(
                _("“{word}” does not map anything; write NAME=TARGET, such as PER=person.").format(
                    word=word
                )
            )
        pairs.append((name, target))
    return pairs
