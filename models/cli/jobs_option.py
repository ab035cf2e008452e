# SPDX-License-Identifier: MIT
"""Options of `claimdesk suggest` for many articles."""

from __future__ import annotations

from typing import Annotated

import typer

from claimdesk.models.messages.catalogue import _

JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        min=1,
        metavar=_("N"),
        help=_("How many processes work at the same time; otherwise one a processor."),
    ),
]
MissingOption = Annotated[
    bool,
    typer.Option(
        "--missing", help=_("Only articles without suggestions as they would be made now.")
    ),
]
