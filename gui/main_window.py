# SPDX-License-Identifier: MIT
"""The frame of the window: docks, menus' places and what is remembered of them.

Imports nothing but Qt, so that the window is painted before the rest of the program is loaded;
gui.workbench fills it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QWidget

LAYOUT_VERSION = 5
"""Raised when docks are added or renamed, so that an old layout is not applied to them."""

_SIZE = (1440, 900)


@dataclass(frozen=True, slots=True)
class Dock:
    """A panel at an edge of the window, or one tab `behind` another."""

    name: str
    title: str
    area: Qt.DockWidgetArea
    behind: str = ""
    hidden: bool = False
    """Whether it is hidden until the analyst asks for it."""


class MainWindow(QMainWindow):
    """Docks around a centre. Closing asks `may_close` first."""

    painted = Signal()
    """Once: the window has been painted for the first time."""
    dropped = Signal(object)
    """The QMimeData of what was dropped on the window."""

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.settings = settings
        self.closing: list[Callable[[], None]] = []
        """Called, in this order, when the window closes."""
        self.setObjectName("main")
        self.setWindowTitle("Claimdesk")
        self.setAcceptDrops(True)
        self.setDockOptions(
            QMainWindow.DockOption.AnimatedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
        )
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.docks: dict[str, QDockWidget] = {}
        for dock in self._docks():
            self._add_dock(dock)
        starting = QLabel(self.tr("Starting…"), self)
        starting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setCentralWidget(starting)
        self.statusBar().showMessage(self.tr("Starting…"))
        self.resize(*_SIZE)
        self._arrange()
        self._restore()
        self._was_painted = False

    def _docks(self) -> list[Dock]:
        """The docks in the order in which they stand; what fills them is a feature's."""
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        bottom = Qt.DockWidgetArea.BottomDockWidgetArea
        return [
            Dock("library", self.tr("Articles"), left),
            Dock("actors", self.tr("Actors"), right),
            Dock("claims", self.tr("Claims"), right),
            Dock("domains", self.tr("Domains"), right),
            Dock("inspector", self.tr("Inspector"), right, behind="domains"),
            Dock("distribution", self.tr("Distribution"), bottom),
            Dock("search", self.tr("Search"), bottom, behind="distribution"),
            Dock("history", self.tr("History"), bottom, behind="distribution", hidden=True),
            Dock("review", self.tr("To review"), bottom, behind="distribution", hidden=True),
            Dock("guideline", self.tr("Guideline"), left, hidden=True),
        ]

    def _add_dock(self, dock: Dock) -> None:
        widget = QDockWidget(dock.title, self)
        widget.setObjectName(dock.name)
        widget.setWidget(QWidget(widget))
        self.addDockWidget(dock.area, widget)
        self.docks[dock.name] = widget
        if dock.behind:
            self.tabifyDockWidget(self.docks[dock.behind], widget)
            self.docks[dock.behind].raise_()
        if dock.hidden:
            widget.hide()

    def _arrange(self) -> None:
        columns = [self.docks["library"], self.docks["claims"]]
        character, width = self.fontMetrics().averageCharWidth(), self.width()
        left, right = min(42 * character, width // 6), min(90 * character, width * 3 // 8)
        self.resizeDocks(columns, [left, right], Qt.Orientation.Horizontal)
        rows = [self.docks["actors"], self.docks["claims"], self.docks["domains"]]
        self.resizeDocks(rows, [230, 340, 200], Qt.Orientation.Vertical)
        below = min(15 * self.fontMetrics().lineSpacing(), self.height() // 3)
        self.resizeDocks([self.docks["distribution"]], [below], Qt.Orientation.Vertical)

    def _restore(self) -> None:
        geometry, state = self.settings.value("geometry"), self.settings.value("layout")
        if geometry is not None:
            self.restoreGeometry(geometry)
        if state is not None:
            self.restoreState(state, LAYOUT_VERSION)

    def reset_layout(self) -> None:
        """Put every dock back where it was at first."""
        hidden = {dock.name for dock in self._docks() if dock.hidden}
        for name, dock in self.docks.items():
            dock.setFloating(False)
            dock.setVisible(name not in hidden)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell, once, that the first frame is there."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout and end what runs. There is nothing to save: all edits are."""
        self.settings.setValue("geometry", self.saveGeometry())
        self.settings.setValue("layout", self.saveState(LAYOUT_VERSION))
        for close in self.closing:
            close()
        self.closing.clear()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on what was dropped."""
        data: QMimeData = event.mimeData()
        event.acceptProposedAction()
        self.dropped.emit(data)
