# SPDX-License-Identifier: MIT
"""Objects that only refer to one another are looked for while the analyst rests, in one thread."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import weakref
from pathlib import Path

import pytest
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


def test_they_are_freed_in_the_windows_thread_alone(open_window, sample: Path, qtbot) -> None:
    bench = open_window(sample)
    freed_in: list[int] = []

    class Left(Ring):
        def __del__(self) -> None:
            freed_in.append(threading.get_ident())

    def work() -> None:
        Left()
        kept = [[number] for number in range(_MANY)]
        assert kept

    bench.jobs.run(work)
    bench.jobs.wait()
    assert freed_in == [], "no other thread looks for them"
    qtbot.waitUntil(lambda: bool(freed_in), timeout=60_000)
    assert freed_in == [threading.get_ident()]


def test_python_looks_by_itself_without_a_window(open_window, sample: Path) -> None:
    bench = open_window(sample)
    assert not gc.isenabled()
    bench.window.close()
    assert gc.isenabled()


BESIDE = """
import gc, sys, threading, time
from claimdesk.gui.app import application
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.gc_control import GarbageCollection
from claimdesk.gui.panes.delegate import RowDelegate
app = application([], "light")
desk = Desk()
collection = GarbageCollection(desk, desk)
gc.set_threshold(20, 5, 5)
main, done = threading.get_ident(), threading.Event()
# As the callbacks of weak references do, this lets other threads in during a look.
gc.callbacks.append(lambda *_: threading.get_ident() == main or time.sleep(0.0002))
def load():
    import claimdesk.gui.plots.chart
    done.set()
thread = threading.Thread(target=load)
thread.start()
while thread.is_alive():
    class Painted(RowDelegate):
        pass
    Painted(1)
    app.processEvents()
assert done.is_set()
"""


@pytest.mark.drill
def test_plots_are_loaded_while_the_window_makes_new_classes() -> None:
    ran = subprocess.run([sys.executable, "-c", BESIDE], capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr
