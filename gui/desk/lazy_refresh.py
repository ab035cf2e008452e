# SPDX-License-Identifier: MIT
"""Lists that are read again after a change: soon where they are seen, else when they are."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from claimdesk.gui.desk.debounce import resting

_REST = 400
"""Milliseconds of rest after which what is seen is read again."""


class Rereading(QObject):
    """Has what a widget shows read when it is first shown, and again after it was asked to."""

    def __init__(self, read: Callable[[], object], widget: QWidget) -> None:
        super().__init__(widget)
        self._read = read
        self._widget = widget
        self._stale = True
        self._resting = resting(_REST, self.now, self)
        widget.installEventFilter(self)

    def ask(self) -> None:
        """Read again, once nothing more has asked for a while and the widget is seen."""
        self._stale = True
        if self._widget.isVisible():
            self._resting.start()

    def now(self) -> None:
        """Read again at once."""
        self._stale = False
        self._read()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Read what changed while the widget was hidden."""
        if event.type() == QEvent.Type.Show and self._stale:
            self.now()
        return super().eventFilter(watched, event)
