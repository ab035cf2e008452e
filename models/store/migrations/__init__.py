# SPDX-License-Identifier: MIT
"""Migrations of project files: one step per schema version.

`STEPS[n]` migrates a file from version n to n + 1. It runs in one transaction, with foreign keys
off and every trigger dropped; `migrate` creates the triggers again and verifies the result.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from claimdesk.models.store.migrations import to_2

STEPS: dict[int, Callable[[Connection], None]] = {1: to_2.step}

CREATES: dict[int, frozenset[str]] = {
    1: frozenset({"unplaced_span", "ix_unplaced_span_annotation_id", "seal", "unsealed"})
}
"""The tables and indices that `STEPS[n]` creates: no older file has them."""

REWRITES: dict[int, frozenset[str]] = {1: frozenset({"setting"})}
"""The tables whose rows `STEPS[n]` changes on purpose; all other rows must stay the same."""
