# SPDX-License-Identifier: MIT
"""The status bar: what is saved, the last message, and the progress of suggestions."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale, QObject
from PySide6.QtWidgets import QProgressBar, QStatusBar, QToolButton

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.suggestions.runner import SuggestionRunner
from claimdesk.gui.widgets.labels import SteadyLabel
from claimdesk.gui.widgets.spacing import USUAL
from claimdesk.models.messages.catalogue import _

_WHILE_MILLISECONDS = 6000
_WIDTH = 140


class StatusLine(QObject):
    """Writes into the status bar of the window."""

    def __init__(self, desk: Desk, suggesting: SuggestionRunner, bar: QStatusBar) -> None:
        super().__init__(bar)
        self._desk = desk
        self._suggesting = suggesting
        self._bar = bar
        self._saved = SteadyLabel(bar)
        self._counts = SteadyLabel(bar)
        for label in (self._saved, self._counts):
            label.setContentsMargins(USUAL, 0, USUAL, 0)
        self._progress = QProgressBar(bar)
        self._progress.setRange(0, 100)
        self._progress.setFixedWidth(_WIDTH)
        self._progress.setAccessibleName(_("Suggestions in progress"))
        self._stop = QToolButton(bar)
        self._stop.setText(_("Stop"))
        self._stop.setToolTip(_("Stop making suggestions; those already shown stay"))
        self._stop.clicked.connect(self._stopped)
        bar.addPermanentWidget(self._counts)
        bar.addPermanentWidget(self._progress)
        bar.addPermanentWidget(self._stop)
        bar.addPermanentWidget(self._saved)
        self._ended()
        bar.clearMessage()
        desk.saved.connect(self._show_saved)
        desk.status_message.connect(self._show)
        desk.project_changed.connect(self._show_opened)
        desk.annotations_changed.connect(self._count)
        desk.article_changed.connect(self._count)
        suggesting.progressed.connect(self._progressed)
        suggesting.finished.connect(self._ended)
        suggesting.notice.connect(self._show)

    def _show(self, text: str) -> None:
        self._bar.showMessage(text, _WHILE_MILLISECONDS)

    def _show_opened(self) -> None:
        self._ended()
        opened = self._desk.project is not None
        self._saved.show_text(_("All changes are saved") if opened else "")
        self._count()

    def _show_saved(self, label: str) -> None:
        time = QLocale().toString(QDateTime.currentDateTime().time(), "HH:mm:ss")
        self._saved.show_text(_("Saved {time}").format(time=time))
        self._show(label)

    def _count(self) -> None:
        if self._desk.article is None:
            self._counts.show_text("")
            return
        counts = self._desk.counts.items()
        accepted = sum(number for (_layer, state), number in counts if state == "accepted")
        self._counts.show_text(
            _("{accepted} accepted · {waiting} to decide").format(
                accepted=accepted, waiting=self._desk.waiting()
            )
        )

    def _progressed(self, _article: int, progress: float) -> None:
        self._progress.setVisible(True)
        self._stop.setVisible(True)
        self._progress.setValue(round(100 * progress))

    def _ended(self) -> None:
        self._progress.setVisible(False)
        self._stop.setVisible(False)

    def _stopped(self) -> None:
        self._suggesting.cancel()
        self._ended()
