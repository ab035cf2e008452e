# SPDX-License-Identifier: MIT
"""The option that says what the labels of another tool become."""

from __future__ import annotations

from typing import Annotated

import typer

from claimdesk.models.messages.catalogue import _

MappingRules = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar=_("LABEL=TARGET"),
        help=_(
            "What a label of another tool becomes: a kind of actor, mention, domain, domain:NAME, "
            "source, cue, content, note or skip; guessed if not given. May be repeated."
        ),
    ),
]
