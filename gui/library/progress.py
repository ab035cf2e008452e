# SPDX-License-Identifier: MIT
"""The progress of an import: how far it is, how long it still takes, and a way to end it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from PySide6.QtWidgets import QProgressDialog, QWidget

from claimdesk.models.exchange.staging import Hooks
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.time_left import time_left_text

_SHOW_AFTER = 400
"""Milliseconds that an import takes before its progress is shown."""
_UPDATE_EVERY = 100
"""Milliseconds between two updates of the progress."""
_GUESS_AFTER = 2_000
"""Milliseconds after which the time that is left can be estimated."""


class ImportProgress(QObject):
    """Shows the progress that a job reports; `stopped` and `report` are for its thread."""

    def __init__(self, wording: Callable[[int, int], str], window: QWidget) -> None:
        """`wording` says what is done when so many of so many are."""
        super().__init__(window)
        self._wording = wording
        self._stop = threading.Event()
        # Written by the thread that imports, read by the window's: one tuple, so always whole.
        self._progress = (0, 0)
        self._elapsed = QElapsedTimer()
        self._elapsed.start()
        self._dialog = QProgressDialog(_("Reading articles…"), _("Cancel"), 0, 0, window)
        self._dialog.setWindowTitle(_("Import articles"))
        self._dialog.setMinimumDuration(_SHOW_AFTER)
        self._dialog.setAutoReset(False)
        self._dialog.setAutoClose(False)
        self._dialog.canceled.connect(self.cancel)
        self._timer = QTimer(self)
        self._timer.setInterval(_UPDATE_EVERY)
        self._timer.timeout.connect(self._show)
        self._timer.start()

    @property
    def stop(self) -> threading.Event:
        """Set once the import is to end."""
        return self._stop

    @property
    def hooks(self) -> Hooks:
        """What the job is given."""
        return Hooks(self.report, self.stopped)

    def stopped(self) -> bool:
        """Return whether the import is to end."""
        return self._stop.is_set()

    def report(self, done: int, total: int) -> None:
        """Note how far it is."""
        self._progress = (done, total)

    def cancel(self) -> None:
        """End the import."""
        self._stop.set()

    def close(self) -> None:
        """Show nothing any more."""
        self._timer.stop()
        self._dialog.canceled.disconnect(self.cancel)
        self._dialog.close()
        self._dialog.deleteLater()
        self.deleteLater()

    def _show(self) -> None:
        done, total = self._progress
        if self._stop.is_set() or not total:
            return
        self._dialog.setMaximum(total)
        self._dialog.setValue(min(done, total))
        left = time_left(self._elapsed.elapsed(), done, total)
        self._dialog.setLabelText(" · ".join(filter(None, (self._wording(done, total), left))))


def time_left(elapsed: int, done: int, total: int) -> str:
    """Return how long it still takes after so many milliseconds; empty if nobody can say."""
    if elapsed < _GUESS_AFTER or not 0 < done < total:
        return ""
    return time_left_text(elapsed * (total - done) / done / 1000)


def reading_words(done: int, total: int) -> str:
    """Return what is done while articles are read, and then written."""
    if done < total:
        return _("Reading article {number} of {total}…").format(
            number=min(done + 1, total), total=total
        )
    return saving_words(done, total)


def saving_words(done: int, total: int) -> str:
    """Return what is done while articles are written."""
    return ngettext("Saving the article…", "Saving {n} articles…", total).format(n=total)
