# SPDX-License-Identifier: MIT
"""Migrations of project files: one step per schema version.

`STEPS[n]` migrates a file from version n to n + 1. It runs in one transaction, with foreign keys
off and every trigger dropped; `migrate` creates the triggers again and verifies the result.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from claimdesk.models.store.migrations import to_2, to_3

STEPS: dict[int, Callable[[Connection], None]] = {1: to_2.step, 2: to_3.step}

CREATES: dict[int, frozenset[str]] = {
    1: frozenset({"unplaced_span", "ix_unplaced_span_annotation_id", "seal", "unsealed"}),
    2: frozenset({"further_speaker", "ix_further_speaker_actor_id"}),
}
"""The tables and indices that `STEPS[n]` creates: files of version n and before lack them."""

REWRITES: dict[int, frozenset[str]] = {1: frozenset({"setting"}), 2: frozenset({"setting"})}
"""The tables whose rows `STEPS[n]` changes on purpose; all other rows must stay the same."""
