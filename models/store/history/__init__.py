# SPDX-License-Identifier: MIT
"""The history: every change of a project is recorded, can be listed, and can be undone.

This package exports recording, undo and redo; `listing` shows the history to people, and `deleted`
lists deleted items and restores them.
"""

from __future__ import annotations

from claimdesk.models.store.history.recording import (
    Changes,
    DamagedHistory,
    begin,
    changes_of,
    create_triggers,
    digest,
    drop_triggers,
    finish,
    open_changeset,
    recorded_row,
    recorded_table,
    redo,
    redo_target,
    standing,
    standing_edit,
    trigger_statements,
    undo,
    undo_target,
)

__all__ = [
    "Changes",
    "DamagedHistory",
    "begin",
    "changes_of",
    "create_triggers",
    "digest",
    "drop_triggers",
    "finish",
    "open_changeset",
    "recorded_row",
    "recorded_table",
    "redo",
    "redo_target",
    "standing",
    "standing_edit",
    "trigger_statements",
    "undo",
    "undo_target",
]
