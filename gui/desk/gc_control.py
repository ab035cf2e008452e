# SPDX-License-Identifier: MIT
"""When and in which thread Python's garbage collector runs.

By itself it runs in whichever thread creates an object, in the middle of what that thread does.
PySide creates its classes when they are first used; a collection in the middle of that lets another
thread in where none may come: importing the plots beside the window crashed the program. And a full
collection takes tens of milliseconds where an article has many annotations. So only the window's
thread collects, and it does a full collection while the keyboard is idle.
"""

from __future__ import annotations

import gc
from functools import cache

from PySide6.QtCore import QObject, QTimer

from claimdesk.gui.desk.debounce import Debouncer
from claimdesk.gui.desk.desk import Desk

_YOUNG_MILLISECONDS = 250
_IDLE_MILLISECONDS = 1500
_AT_LATEST = 600_000
_MANY = 700_000
"""New objects since the last full collection after which the next one does not wait until the
keyboard is idle; about 80 MB."""


@cache
def freeze_program() -> None:
    """Exempt the objects that the program itself consists of from all later collections.

    Once: what is there later may become garbage. `gc.get_freeze_count` would look at every object.
    """
    gc.freeze()


class GarbageCollection(QObject):
    """Runs the garbage collector in its own thread until it is stopped."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._new_objects = 0
        """Objects since the last full collection."""
        self._young_timer = QTimer(self)
        self._young_timer.setInterval(_YOUNG_MILLISECONDS)
        self._young_timer.timeout.connect(self._collect_young)
        self._young_timer.start()
        self._full = Debouncer(self._collect_all, _IDLE_MILLISECONDS, _AT_LATEST, self)
        desk.project_changed.connect(freeze_program)
        for signal in (desk.article_changed, desk.annotations_changed, desk.current_changed):
            signal.connect(self._full.schedule)

    def stop(self) -> None:
        """Leave garbage collection to Python again."""
        self._young_timer.stop()
        self._full.cancel()
        gc.enable()

    def _collect_young(self) -> None:
        """Collect the young generations as often as Python would by itself."""
        new, young_collections, _ = gc.get_count()
        enough_objects, enough_collections, _ = gc.get_threshold()
        if new < enough_objects:
            return
        self._new_objects += new
        if self._new_objects > _MANY:
            self._collect_all()
        else:
            gc.collect(1 if young_collections >= enough_collections else 0)

    def _collect_all(self) -> None:
        self._new_objects = 0
        gc.collect()
