# SPDX-License-Identifier: MIT
"""How long Python lets a thread run before another may take over, for the whole program."""

from __future__ import annotations

import sys

_SECONDS = 0.0001
"""Python's default of 5 ms is longer than the window's thread may wait while a thread writes."""


def switch_threads_often() -> None:
    """Let the window's thread in soon while another thread of the program works."""
    sys.setswitchinterval(_SECONDS)
