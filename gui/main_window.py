# SPDX-License-Identifier: MIT
"""The frame of the window: docks, menus' places and what is remembered of them.

Imports nothing but Qt, so that the window is painted before the rest of the program is loaded;
gui.workbench fills it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QWidget

LAYOUT_VERSION = 4
"""Raised when docks are added or renamed, so that an old layout is not applied to them."""

_SIZE = (1440, 900)
_HIDDEN_AT_FIRST = ("guideline",)


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
        right = Qt.DockWidgetArea.RightDockWidgetArea
        self._add_dock("library", self.tr("Articles"), Qt.DockWidgetArea.LeftDockWidgetArea)
        self._add_dock("actors", self.tr("Actors"), right)
        self._add_dock("claims", self.tr("Claims"), right)
        self._add_dock("domains", self.tr("Domains"), right)
        self._add_dock("inspector", self.tr("Inspector"), right)
        self.tabifyDockWidget(self.docks["domains"], self.docks["inspector"])
        self.docks["domains"].raise_()
        self._add_dock(
            "distribution", self.tr("Distribution"), Qt.DockWidgetArea.BottomDockWidgetArea
        )
        self._add_dock("search", self.tr("Search"), Qt.DockWidgetArea.BottomDockWidgetArea)
        self.tabifyDockWidget(self.docks["distribution"], self.docks["search"])
        self.docks["distribution"].raise_()
        self._add_dock("guideline", self.tr("Guideline"), Qt.DockWidgetArea.LeftDockWidgetArea)
        for hidden in _HIDDEN_AT_FIRST:
            self.docks[hidden].hide()
        starting = QLabel(self.tr("Starting…"), self)
        starting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setCentralWidget(starting)
        self.statusBar().showMessage(self.tr("Starting…"))
        self.resize(*_SIZE)
        self._arrange()
        self._restore()
        self._was_painted = False

    def _add_dock(self, name: str, title: str, area: Qt.DockWidgetArea) -> None:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(QWidget(dock))
        self.addDockWidget(area, dock)
        self.docks[name] = dock

    def _arrange(self) -> None:
        columns = [self.docks["library"], self.docks["claims"]]
        self.resizeDocks(columns, [250, 540], Qt.Orientation.Horizontal)
        rows = [self.docks["actors"], self.docks["claims"], self.docks["domains"]]
        self.resizeDocks(rows, [230, 340, 200], Qt.Orientation.Vertical)
        self.resizeDocks([self.docks["distribution"]], [230], Qt.Orientation.Vertical)

    def _restore(self) -> None:
        geometry, state = self.settings.value("geometry"), self.settings.value("layout")
        if geometry is not None:
            self.restoreGeometry(geometry)
        if state is not None:
            self.restoreState(state, LAYOUT_VERSION)

    def reset_layout(self) -> None:
        """Put every dock back where it was at first."""
        for name, dock in self.docks.items():
            dock.setFloating(False)
            dock.setVisible(name not in _HIDDEN_AT_FIRST)
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
