# SPDX-License-Identifier: MIT
"""What the window says of the queue."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.time_left import time_left_text
from claimdesk.models.workers.suggestion_queue import QueueState


def progress_text(state: QueueState) -> str:
    """Return how far the queue is, in one line; empty if there is nothing to say."""
    number = QLocale().toString
    parts = []
    if state.left:
        done = _("{n} of {total} articles")
        parts.append(done.format(n=number(state.done), total=number(state.done + state.left)))
        if state.paused:
            parts.append(_("paused"))
        elif state.seconds_left is not None:
            parts.append(time_left_text(state.seconds_left))
    if state.failed:
        failed = ngettext("1 failed", "{n} failed", len(state.failed))
        parts.append(failed.format(n=number(len(state.failed))))
    return " · ".join(parts)
