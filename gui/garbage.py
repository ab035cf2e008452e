# SPDX-License-Identifier: MIT
"""When Python looks for objects that only refer to one another: while the analyst rests.

A look at all objects takes tens of milliseconds where an article has many annotations; Python by
itself takes it in the middle of a key. Nearly everything is freed without such a look.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject

from claimdesk.gui.desk import Desk
from claimdesk.gui.quiet import Quiet

_REST_MILLISECONDS = 1500
_AT_LATEST = 600_000
_ROUNDS = 100
"""Looks at young objects before Python looks at all by itself, should nobody ever rest: each is due
when some seven thousand more objects are alive, so that garbage stays below about 80 MB."""


class Garbage(QObject):
    """Looks at all objects once what the desk tells has come to rest."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        young, middle, _old = gc.get_threshold()
        gc.set_threshold(young, middle, _ROUNDS)
        self._resting = Quiet(self._look, _REST_MILLISECONDS, _AT_LATEST, self)
        desk.project_changed.connect(self._set_aside)
        for told in (desk.article_changed, desk.annotations_changed, desk.current_changed):
            told.connect(self._resting.ask)

    def _set_aside(self) -> None:
        """Look no more at what the program itself consists of; that is no garbage."""
        if not gc.get_freeze_count():
            gc.freeze()

    def _look(self) -> None:
        gc.collect()
