# SPDX-License-Identifier: MIT
"""The history: every change of a project is recorded, can be read, and can be turned back.

What writes it is here as one face. Beside it stand `reading` (as people read it) and `deleted`
(what was deleted, and bringing it back).
"""

from __future__ import annotations

from claimdesk.models.store.history.recording import (
    Changes,
    begin,
    changes_of,
    create_triggers,
    digest,
    drop_triggers,
    finish,
    recorded_row,
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
    "begin",
    "changes_of",
    "create_triggers",
    "digest",
    "drop_triggers",
    "finish",
    "recorded_row",
    "redo",
    "redo_target",
    "standing",
    "standing_edit",
    "trigger_statements",
    "undo",
    "undo_target",
]
