# SPDX-License-Identifier: MIT
"""One step per schema version of a project file.

`STEPS[n]` takes a file from version n to n + 1. A step runs inside one transaction, with foreign
keys off and every trigger dropped; the caller puts the triggers back and checks the result.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from claimdesk.models.store.migrations import to_2

STEPS: dict[int, Callable[[Connection], None]] = {1: to_2.step}

REWRITES: dict[int, frozenset[str]] = {1: frozenset({"setting"})}
"""The tables whose rows `STEPS[n]` changes on purpose; those of all others stay what they are."""
