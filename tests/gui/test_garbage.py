# SPDX-License-Identifier: MIT
"""Objects that only refer to one another are looked for while the analyst rests."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

from pytestqt.qtbot import QtBot

_MANY = 200_000


class Ring:
    """Refers to itself, so that counting references never frees it."""

    def __init__(self) -> None:
        self.self = self


def test_they_are_freed_when_it_is_quiet(open_window, sample: Path, qtbot: QtBot) -> None:
    desk = open_window(sample).desk
    ring = Ring()
    gc.collect()  # it is old now: only a look at all objects finds it
    left = weakref.ref(ring)
    del ring
    desk.set_current(next(iter(desk.annotations)))
    qtbot.waitUntil(lambda: left() is None, timeout=60_000)


def test_python_looks_at_all_objects_only_when_very_many_came(open_window, sample: Path) -> None:
    open_window(sample)
    gc.collect()
    before = gc.get_stats()[2]["collections"]
    kept = [[number] for number in range(_MANY)]
    assert gc.get_stats()[2]["collections"] == before
    for _ in range(5):
        kept.extend([number] for number in range(_MANY))
    assert gc.get_stats()[2]["collections"] > before
