# SPDX-License-Identifier: MIT
"""A strip of time windows: one is shown, and all can be played one after another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from claimdesk.models.messages.catalogue import _

_PACE = 700
"""Milliseconds a window is shown."""


class FilmStrip(QWidget):
    """Shows which window is chosen; place 0 is the whole time."""

    moved = Signal(int)
    """The place of the window that is to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Sequence[str] = ()
        self.play = QToolButton(self)
        self.play.setText("▶")
        self.play.setCheckable(True)
        self.play.setAutoRaise(True)
        self.play.setAccessibleName(_("Play the windows"))
        self.play.setToolTip(_("Show the windows one after another"))
        self.play.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(_("Window"))
        self.slider.setPageStep(1)
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self._timer = QTimer(self)
        self._timer.setInterval(_PACE)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.play)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.label)
        self.slider.valueChanged.connect(self._slid)
        self.play.toggled.connect(self._play)
        self._timer.timeout.connect(self._next)

    @property
    def place(self) -> int:
        """The window that is shown; 0: the whole time."""
        return self.slider.value()

    def show_windows(self, names: Sequence[str]) -> None:
        """Offer other windows by their names; the place stays where it can."""
        self._names = names
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(len(names) - 1, 0))
        self.setVisible(len(names) > 1)
        if len(names) <= 1:
            self.play.setChecked(False)
        self._tell()

    def _slid(self, place: int) -> None:
        self._tell()
        self.moved.emit(place)

    def _tell(self) -> None:
        name = self._names[self.place] if self.place < len(self._names) else ""
        self.label.setText(name)
        self.slider.setAccessibleDescription(name)

    def _play(self, wanted: bool) -> None:
        if wanted:
            if self.place >= self.slider.maximum():
                self.slider.setValue(min(1, self.slider.maximum()))
            self._timer.start()
        else:
            self._timer.stop()

    def _next(self) -> None:
        if self.place >= self.slider.maximum():
            self.play.setChecked(False)
        else:
            self.slider.setValue(self.place + 1)
