# SPDX-License-Identifier: MIT
"""The score from which on claims are suggested: more of them, or fewer with more confidence."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

from claimdesk.gui.desk.debounce import debounce_timer
from claimdesk.gui.desk.desk import Desk
from claimdesk.models.learning.model_store import CLAIM_MODELS
from claimdesk.models.messages.catalogue import _
from claimdesk.models.suggest import preferences

STEP = 5
"""Points of a hundred by which a command moves the threshold."""
_REST = 250
"""Milliseconds of rest after which the slider's place is taken."""
_LOWEST, _HIGHEST = round(100 * preferences.MIN_THRESHOLD), round(100 * preferences.MAX_THRESHOLD)


class ClaimThreshold(QObject):
    """The threshold of the open project, in percent."""

    changed = Signal()
    """Suggestions are to be made with another threshold."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def wanted(self) -> int | None:
        """Return what the analyst chose; None: what the model advises."""
        if self._desk.project is None:
            return None
        with self._desk.reading() as connection:
            value = preferences.threshold(connection)
        return None if value is None else round(100 * value)

    def advised(self) -> int:
        """Return what the model in use advises; without one, the lowest threshold."""
        if self._desk.project is None:
            return _LOWEST
        with self._desk.reading() as connection:
            value = CLAIM_MODELS.active_report(connection).get("threshold")
        points = round(100 * value) if isinstance(value, int | float) else _LOWEST
        return min(max(points, _LOWEST), _HIGHEST)

    def set(self, points: int | None) -> None:
        """Set another threshold, as one edit; None: what the model advises."""
        if self._desk.project is None or points == self.wanted():
            return
        value = None if points is None else min(max(points, _LOWEST), _HIGHEST) / 100
        label = _("Change how sure claims have to be")
        self._desk.act(label, lambda session: preferences.set_threshold(session, value))
        self.changed.emit()

    def step(self, points: int) -> None:
        """Move the threshold by some points."""
        wanted = self.wanted()
        now = self.advised() if wanted is None else wanted
        self.set(min(max(now + points, _LOWEST), _HIGHEST))


class ThresholdBar(QWidget):
    """A slider from more claims to fewer, more confident ones."""

    def __init__(self, desk: Desk, threshold: ClaimThreshold) -> None:
        super().__init__()
        self._desk, self._threshold = desk, threshold
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(_LOWEST, _HIGHEST)
        self.slider.setSingleStep(1)
        self.slider.setPageStep(STEP)
        self.slider.setAccessibleName(_("How sure a claim has to be"))
        self.slider.setToolTip(
            _("The suggestions of the open article follow; what is decided stays")
        )
        self.advised = QPushButton(_("As a&dvised"), self)
        self.advised.setToolTip(_("Suggest what the version in use found best"))
        self.advised.setAutoDefault(False)
        self.value = QLabel(self)
        self.value.setTextFormat(Qt.TextFormat.PlainText)
        self._debounce = debounce_timer(_REST, lambda: threshold.set(self.slider.value()), self)
        more = QLabel(_("Show &more"), self)
        more.setBuddy(self.slider)
        self.slider.setMaximumWidth(self.fontMetrics().averageCharWidth() * 40)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(more)
        layout.addWidget(self.slider, 1)
        layout.addWidget(QLabel(_("Show fewer, more confident"), self))
        layout.addWidget(self.value)
        layout.addWidget(self.advised)
        layout.addStretch(1)
        self.slider.valueChanged.connect(self._moved)
        self.advised.clicked.connect(lambda: threshold.set(None))
        threshold.changed.connect(self.refresh)
        desk.saved.connect(self.refresh)
        desk.project_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the threshold of the open project."""
        self._debounce.stop()
        wanted = self._threshold.wanted()
        points = self._threshold.advised() if wanted is None else wanted
        self.slider.blockSignals(True)
        self.slider.setValue(points)
        self.slider.blockSignals(False)
        self.setEnabled(self._desk.project is not None)
        self.advised.setEnabled(wanted is not None)
        self._tell(points, chosen=wanted is not None)

    def _moved(self, points: int) -> None:
        self._tell(points, chosen=True)
        self._debounce.start()

    def _tell(self, points: int, *, chosen: bool) -> None:
        if not chosen and points == _LOWEST:
            self.value.setText(_("all"))
        else:
            self.value.setText(_("from {n} % on").format(n=points))
