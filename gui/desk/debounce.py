# SPDX-License-Identifier: MIT
"""Debouncing: work that waits until the events that cause it have stopped coming."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer


class Debouncer(QObject):
    """Runs work once it has not been scheduled again for a while, or at the latest after a limit.

    Work that every key press causes would otherwise delay the next key press.
    """

    def __init__(self, work: Callable[[], object], delay: int, limit: int, parent: QObject) -> None:
        """`delay` and `limit` are in milliseconds."""
        super().__init__(parent)
        self._limit = limit
        self._since_first = QElapsedTimer()
        self._timer = debounce_timer(delay, work, self)

    def schedule(self) -> None:
        """Schedule the work; it runs once for all calls until then."""
        if not self._timer.isActive():
            self._since_first.start()
        elif self._since_first.hasExpired(self._limit):
            return
        self._timer.start()

    @property
    def pending(self) -> bool:
        """Whether the work is scheduled."""
        return self._timer.isActive()

    def cancel(self) -> None:
        """Drop the work if it is scheduled."""
        self._timer.stop()


def debounce_timer(milliseconds: int, work: Callable[[], object], parent: QObject) -> QTimer:
    """Return a timer that runs `work` once it was not started again for `milliseconds`."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(work)
    return timer
