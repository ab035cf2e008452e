# SPDX-License-Identifier: MIT
"""When and where Python looks for objects that only refer to one another, and frees them.

By itself it does so in whichever thread makes an object, in the middle of what that does. While
PySide makes one of its classes, which it does when they are first used, that lets another thread in
where none may come: the plots, imported beside the window, brought the program down. And a look at
all objects takes tens of milliseconds where an article has many annotations. So only the window's
thread looks, and at all objects while the keys rest.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

from claimdesk.gui.desk.debounce import Quiet
from claimdesk.gui.desk.desk import Desk

_OFTEN_MILLISECONDS = 250
_REST_MILLISECONDS = 1500
_AT_LATEST = 600_000
_MANY = 700_000
"""Objects that came since the last look at all of them, after which the next does not wait until
the keys rest; about 80 MB."""


class Garbage(QObject):
    """Looks for garbage in its own thread, until it is stopped."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._came = 0
        """Objects since the last look at all."""
        self._often = QTimer(self)
        self._often.setInterval(_OFTEN_MILLISECONDS)
        self._often.timeout.connect(self._look_at_young)
        self._often.start()
        self._resting = Quiet(self._look_at_all, _REST_MILLISECONDS, _AT_LATEST, self)
        desk.project_changed.connect(self._set_aside)
        for told in (desk.article_changed, desk.annotations_changed, desk.current_changed):
            told.connect(self._resting.ask)

    def stop(self) -> None:
        """Leave it to Python again."""
        self._often.stop()
        self._resting.stop()
        gc.enable()

    def _look_at_young(self) -> None:
        """Look at what came lately, as often as Python would by itself."""
        came, young_looks, _ = gc.get_count()
        enough_to_look, enough_looks, _ = gc.get_threshold()
        if came < enough_to_look:
            return
        self._came += came
        if self._came > _MANY:
            self._look_at_all()
        else:
            gc.collect(1 if young_looks >= enough_looks else 0)

    def _look_at_all(self) -> None:
        self._came = 0
        gc.collect()

    def _set_aside(self) -> None:
        """Look no more at what the program itself consists of; that is no garbage."""
        if not gc.get_freeze_count():
            gc.freeze()
