# SPDX-License-Identifier: MIT
"""Work that waits until what causes it has come to rest."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer


class Quiet(QObject):
    """Does something once nothing has asked for it for a while, or at the latest after some time.

    What is asked for at every key would otherwise hold the next key up.
    """

    def __init__(
        self, work: Callable[[], object], after: int, within: int, parent: QObject
    ) -> None:
        """`after` and `within` are in milliseconds."""
        super().__init__(parent)
        self._within = within
        self._since = QElapsedTimer()
        self._timer = resting(after, work, self)

    def ask(self) -> None:
        """Ask for the work; it is done once for all who asked."""
        if not self._timer.isActive():
            self._since.start()
        elif self._since.hasExpired(self._within):
            return
        self._timer.start()

    @property
    def asked(self) -> bool:
        """Whether the work waits to be done."""
        return self._timer.isActive()

    def stop(self) -> None:
        """Forget who asked."""
        self._timer.stop()


def resting(milliseconds: int, work: Callable[[], object], parent: QObject) -> QTimer:
    """Return a timer that does its work once it was not started again for so many milliseconds."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(work)
    return timer
