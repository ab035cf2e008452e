# SPDX-License-Identifier: MIT
"""Claimdesk JSONL of earlier versions, brought to this one step by step, as migrations do projects.

UPGRADES has one function for each earlier version of the schema. It gets the lines between header
and end, `{"table", "row", "parts"}` with their numbers, as they were at its version, and yields
them as they are at the next: columns renamed, values given to new ones, lines added or left out.
Lines have not been checked yet. A migration that only adds tables, or columns that may be empty,
needs `unchanged`. An export of each version is kept in tests/fixtures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from claimdesk.models.exchange.jsonl_lines import NumberedLine
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.schema import SCHEMA_VERSION

Lines = Iterator[NumberedLine]
Upgrade = Callable[[Lines], Lines]


def unchanged(lines: Lines) -> Lines:
    """Leave all lines as they are."""
    return lines


UPGRADES: Mapping[int, Upgrade] = dict.fromkeys((1, 2, 3), unchanged)
"""By the version that each starts from."""


def upgraded(
    lines: Lines,
    version: int,
    path: Path,
    *,
    upgrades: Mapping[int, Upgrade] = UPGRADES,
    target: int = SCHEMA_VERSION,
) -> Lines:
    """Yield the lines of a file of `version` as they are at `target`.

    Raises ClaimdeskError naming the file if a line is not what its version says.
    """
    for each in range(version, target):
        lines = upgrades[each](lines)
    try:
        yield from lines
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise ClaimdeskError(
            _("{path} is not what version {version} of the format should be ({reason}).").format(
                path=path, version=version, reason=error
            )
        ) from error
