# SPDX-License-Identifier: MIT
"""The frame of the window: docks, menus' places and what is remembered of them.

Imports nothing but Qt, so that the window is painted before the rest of the program is loaded;
gui.workbench fills it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QStackedWidget, QToolBar, QWidget

from claimdesk.models.messages.catalogue import _

LAYOUT_VERSION = 6
"""Raised when docks are added or renamed, so that an old layout is not applied to them; 5 was
remembered of windows in which the article had next to no room."""

_SIZE = QSize(1440, 900)
_LEAST_LINES = 40
"""In a window that is lower, of lines of its font, the article would find no room above a panel."""
_LEAST_SHARE = 0.25
"""A remembered layout that leaves the article less of the width is not used."""


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

    def __init__(self, settings: QSettings, size: QSize | None = None) -> None:
        """`size` is taken instead of the one remembered, or of the usual one at the first start."""
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
        self._starting = QLabel(_("Starting…"), self)
        self._starting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # Kept: what takes the place of another central widget gets what room the docks leave.
        self._middle = QStackedWidget(self)
        self._middle.addWidget(self._starting)
        self.setCentralWidget(self._middle)
        self.statusBar().showMessage(_("Starting…"))
        self._asked_size = size
        self._take_size()
        # What is painted first looks like what will be there; fill() does it for good.
        if not self._restore():
            self._arrange()
        self._is_laid_out = False
        self._was_painted = False

    def _docks(self) -> list[Dock]:
        """Return the docks in the order in which they stand; what fills them is a feature's."""
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        bottom = Qt.DockWidgetArea.BottomDockWidgetArea
        return [
            Dock("library", _("Articles"), left),
            Dock("actors", _("Actors"), right),
            Dock("claims", _("Claims"), right),
            Dock("domains", _("Domains"), right),
            Dock("inspector", _("Inspector"), right, behind="domains"),
            Dock("distribution", _("Distribution"), bottom),
            Dock("search", _("Search"), bottom, behind="distribution"),
            Dock("history", _("History"), bottom, behind="distribution", hidden=True),
            Dock("review", _("To review"), bottom, behind="distribution", hidden=True),
            Dock("guideline", _("Guideline"), left, hidden=True),
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
        if self.height() < _LEAST_LINES * self.fontMetrics().lineSpacing():
            for name in ("distribution", "search"):
                self.docks[name].hide()
        below = min(15 * self.fontMetrics().lineSpacing(), self.height() // 3)
        self.resizeDocks([self.docks["distribution"]], [below], Qt.Orientation.Vertical)

    def fill(self, middle: QWidget) -> None:
        """Put `middle` in the centre, and the docks, which have their contents, in their places.

        In this order: what comes into a window that is laid out takes its room from its neighbours.
        """
        self._middle.addWidget(middle)
        self._middle.setCurrentWidget(middle)
        self._starting.deleteLater()
        # Qt would show what came in at the next turn, and only then give it room.
        bars: list[QWidget] = [self.menuBar(), *self.findChildren(QToolBar)]
        for part in [*bars, *(dock.widget() for dock in self.docks.values())]:
            part.show()
        self._fit_screen()
        self._lay_out_now()
        if not self._restore() or not self._leaves_room():
            self.reset_layout()
        self._is_laid_out = True

    def _take_size(self) -> None:
        """Take the size and the place to begin with."""
        geometry = self.settings.value("geometry")
        if self._asked_size is not None:
            self.resize(self._asked_size)
        elif not isinstance(geometry, QByteArray) or not self.restoreGeometry(geometry):
            self.resize(_SIZE.boundedTo(self.screen().availableSize()))

    def _fit_screen(self) -> None:
        """Bring a window into sight that reaches, with its frame, beyond the screen."""
        screen, frame = self.screen(), self.frameGeometry()
        seen = screen.availableGeometry()
        spread = screen.availableVirtualGeometry().contains(frame) and not seen.contains(frame)
        if self._asked_size is not None or self.isMaximized() or self.isFullScreen() or spread:
            return
        self.resize(self.size().boundedTo(seen.size() - (frame.size() - self.size())))
        frame = self.frameGeometry()
        left = max(seen.left(), min(frame.left(), seen.right() + 1 - frame.width()))
        top = max(seen.top(), min(frame.top(), seen.bottom() + 1 - frame.height()))
        if frame.topLeft() != QPoint(left, top):
            self.move(left, top)

    def _restore(self) -> bool:
        """Put the docks where they were last; whether that is remembered."""
        state = self.settings.value("layout")
        return isinstance(state, QByteArray) and self.restoreState(state, LAYOUT_VERSION)

    def _lay_out_now(self) -> None:
        layout = self.layout()
        assert layout is not None
        layout.activate()

    def _leaves_room(self) -> bool:
        """Return whether the article can be read between the docks."""
        self._lay_out_now()
        return self._middle.width() >= _LEAST_SHARE * self.width()

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
        if self._is_laid_out:
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
