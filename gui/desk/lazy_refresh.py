# SPDX-License-Identifier: MIT
"""Lazy refresh: a list is read again soon after a change if it is visible, else when shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from claimdesk.gui.desk.debounce import debounce_timer

_DELAY = 400
"""Milliseconds without another change after which a visible list is read again."""


class LazyRefresh(QObject):
    """Reads what a widget shows when it is first shown, and again after `schedule`."""

    def __init__(self, read: Callable[[], object], widget: QWidget) -> None:
        super().__init__(widget)
        self._read = read
        self._widget = widget
        self._stale = True
        self._debounce = debounce_timer(_DELAY, self.refresh_now, self)
        widget.installEventFilter(self)

    def schedule(self) -> None:
        """Read again, once no other call came for a while and the widget is visible."""
        self._stale = True
        if self._widget.isVisible():
            self._debounce.start()

    def refresh_now(self) -> None:
        """Read again at once."""
        self._stale = False
        self._read()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Read what changed while the widget was hidden."""
        if event.type() == QEvent.Type.Show and self._stale:
            self.refresh_now()
        return super().eventFilter(watched, event)
