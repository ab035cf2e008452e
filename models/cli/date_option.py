# SPDX-License-Identifier: MIT
"""The option that says how a date such as 03/04/2024 is meant."""

from __future__ import annotations

from typing import Annotated

import typer

from claimdesk.models.messages.catalogue import _

DayFirst = Annotated[
    bool | None,
    typer.Option(
        "--day-first/--month-first",
        help=_("How dates such as 03/04/2024 in tables are meant; not read if not clear."),
    ),
]
