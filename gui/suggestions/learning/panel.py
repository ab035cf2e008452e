# SPDX-License-Identifier: MIT
"""What the pages of learning share: a button that starts it, how far it is, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.widgets.labels import hint_label, plain_label
from claimdesk.models.messages.catalogue import _


class LearningPanel(QWidget):
    """A page about what is learned of one layer; `intro` says what that is."""

    learn_wanted = Signal(str)
    """Layer: it is to be learned again."""
    stop_wanted = Signal()
    used = Signal()
    """Something else suggests from now on."""

    def __init__(self, desk: Desk, jobs: Jobs, layer: str, intro: str) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self.learn = QPushButton(_("&Learn now"), self)
        self.learn.setToolTip(_("Learn from all articles that are done"))
        self.learn.setAutoDefault(False)
        self.learn.clicked.connect(lambda: self.learn_wanted.emit(layer))
        self.stop = QPushButton(_("&Stop"), self)
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self.stop_wanted)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("How far learning is"))
        self.bar.setFixedWidth(self.fontMetrics().averageCharWidth() * 24)
        self.message = plain_label(self)
        self.message.setAccessibleName(_("What came of learning"))
        top = QHBoxLayout()
        top.addWidget(self.learn)
        top.addWidget(self.message, 1)
        top.addWidget(self.bar)
        top.addWidget(self.stop)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(hint_label(self, intro))
        self._layout.addLayout(top)
        self.set_running(None)

    def refresh(self) -> None:
        """Read what was learned again."""
        raise NotImplementedError

    def set_running(self, progress: float | None, step: str = "") -> None:
        """Show how far learning is, 0..1; None: it is not running."""
        running = progress is not None
        self.bar.setVisible(running)
        self.stop.setVisible(running)
        self.learn.setEnabled(not running and self._desk.project is not None)
        if progress is not None:
            self.bar.setValue(round(100 * progress))
            self.message.setText(step[:1].upper() + step[1:])

    def tell(self, text: str) -> None:
        """Say what came of learning."""
        self.message.setText(text)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what there is."""
        super().showEvent(event)
        self.refresh()

    def _allow_learning(self) -> None:
        self.learn.setEnabled(self._desk.project is not None and not self.bar.isVisible())
