# SPDX-License-Identifier: MIT
"""Dialogs, pickers and lists take their distances from one place."""

from __future__ import annotations

import re
from pathlib import Path

GUI = Path(__file__).parents[3] / "gui"
ROOMS = (
    "annotating/picking",
    "claims",
    "codebook",
    "panes",
    "project/backups",
    "project/history",
    "registry",
    "search",
    "suggestions/learning",
    "window/palette",
    "window/settings",
)
BY_HAND = re.compile(r"set(?:ContentsMargins|(?:Horizontal|Vertical)?Spacing)\((?=[^)\n]*[1-9]).*")
COLOURS = "setSpacing(2)"
"""Between the colours of a palette, which are one picture."""


def test_no_room_sets_a_distance_by_hand() -> None:
    found = [
        f"{path.relative_to(GUI).as_posix()}: {hit.group()}"
        for room in ROOMS
        for path in sorted((GUI / room).rglob("*.py"))
        for hit in BY_HAND.finditer(path.read_text(encoding="utf-8"))
        if hit.group() != COLOURS
    ]
    assert found == []
