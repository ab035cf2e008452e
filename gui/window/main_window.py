# SPDX-License-Identifier: MIT
"""The frame of the window: its panels, its layout, and what is remembered of both.

Imports nothing but Qt, so that the window is painted before the rest of the program is loaded;
workbench.py fills it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QStackedWidget, QToolBar, QWidget

from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.window.feature_base import BOTTOM, LEFT, RIGHT, Dock
from claimdesk.models.messages.catalogue import _

LAYOUT_VERSION = 6
"""Raised when docks are added or renamed, so that an old layout is not applied to them; 5 was
remembered of windows in which the article had next to no room."""

_SIZE = QSize(1440, 900)
_LEAST_LINES = 40
"""Lines of text; in a lower window, panels below the article would leave it no room."""
_LEAST_SHARE = 0.25
"""Share of the width; a remembered layout that leaves the article less is not used."""


class _Outline(NamedTuple):
    """What is known of a panel before its feature is loaded."""

    name: str
    title: str
    area: Qt.DockWidgetArea
    behind: str
    hidden: bool


class MainWindow(QMainWindow):
    """Docks around a centre. Closing asks `may_close` first."""

    painted = Signal()
    """Once: the window has been painted for the first time."""
    dropped = Signal(object)
    """The QMimeData of what was dropped on the window."""

    def __init__(self, settings: QSettings, size: QSize | None = None) -> None:
        """`size` overrides the remembered size and the default one."""
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
        self._declared: list[Dock] = []
        for outline in self._remembered_outlines():
            self._add_dock(outline, QWidget(self))
        self._starting = QLabel(_("Starting…"), self)
        self._starting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # A stack, since replacing the central widget would leave it only what room the docks leave.
        self._middle = QStackedWidget(self)
        self._middle.addWidget(self._starting)
        self.setCentralWidget(self._middle)
        self.statusBar().showMessage(_("Starting…"))
        self._asked_size = size
        self._take_size()
        # So that the first frame looks like the final window; fill() repeats this.
        self._restore()
        self._is_laid_out = False
        self._was_painted = False

    def add_docks(self, declared: Iterable[Dock]) -> None:
        """Put the panels of the features in the place of their outlines; called before `fill`."""
        for outline in self.docks.values():
            self.removeDockWidget(outline)
            outline.setParent(None)
            outline.deleteLater()
        self.docks.clear()
        self._declared = sorted(declared, key=lambda dock: dock.at)
        for dock in self._declared:
            self._add_dock(_outline(dock), dock.widget)

    def _add_dock(self, outline: _Outline, contents: QWidget) -> None:
        dock = QDockWidget(outline.title, self)
        dock.setObjectName(outline.name)
        dock.setWidget(contents)
        self.addDockWidget(outline.area, dock)
        self.docks[outline.name] = dock
        if outline.behind in self.docks:
            self.tabifyDockWidget(self.docks[outline.behind], dock)
            self.docks[outline.behind].raise_()
        if outline.hidden:
            dock.hide()

    def _remembered_outlines(self) -> list[_Outline]:
        """Return the panels as of the last closing of the window."""
        try:
            return [
                _Outline(str(name), str(title), Qt.DockWidgetArea(area), str(behind), bool(hidden))
                for name, title, area, behind, hidden in json.loads(
                    str(self.settings.value("panels") or "[]")
                )
            ]
        except (TypeError, ValueError):
            return []

    def _remember_outlines(self) -> None:
        outlines = [_outline(dock) for dock in self._declared]
        stored = [
            (name, title, area.value, behind, hidden)
            for name, title, area, behind, hidden in outlines
        ]
        self.settings.setValue("panels", json.dumps(stored))

    def _arrange(self) -> None:
        """Give the panels their sizes at the first start."""
        shown = [dock for dock in self._declared if not dock.hidden and not dock.behind]
        character, width = self.fontMetrics().averageCharWidth(), self.width()
        line, height = self.fontMetrics().lineSpacing(), self.height()
        widths = {
            LEFT: min(42 * character, width // 6),
            RIGHT: min(90 * character, width * 3 // 8),
        }
        sides = {dock.area: dock for dock in shown if dock.area in widths}
        self.resizeDocks(
            [self.docks[dock.name] for dock in sides.values()],
            [widths[area] for area in sides],
            Qt.Orientation.Horizontal,
        )
        rows = [dock for dock in shown if dock.height]
        self.resizeDocks(
            [self.docks[dock.name] for dock in rows],
            [dock.height for dock in rows],
            Qt.Orientation.Vertical,
        )
        below = [dock for dock in self._declared if dock.area == BOTTOM]
        if height < _LEAST_LINES * line:
            for dock in below:
                self.docks[dock.name].hide()
        self.resizeDocks(
            [self.docks[dock.name] for dock in below[:1]],
            [min(15 * line, height // 3)] * len(below[:1]),
            Qt.Orientation.Vertical,
        )

    def fill(self, middle: QWidget) -> None:
        """Put `middle` in the centre, then lay out the panels.

        In this order: a widget that is added to a finished layout takes its room from the others.
        """
        self._middle.addWidget(middle)
        self._middle.setCurrentWidget(middle)
        self._starting.deleteLater()
        # Otherwise Qt would show new widgets, and give them room, only in the next turn.
        bars: list[QWidget] = [self.menuBar(), *self.findChildren(QToolBar)]
        for part in [*bars, *(dock.widget() for dock in self.docks.values())]:
            part.show()
        self._fit_screen()
        self._lay_out_now()
        if not self._restore() or not self._leaves_room():
            self.reset_layout()
        self._is_laid_out = True

    def _take_size(self) -> None:
        """Apply the initial size and position."""
        geometry = self.settings.value("geometry")
        if self._asked_size is not None:
            self.resize(self._asked_size)
        elif not isinstance(geometry, QByteArray) or not self.restoreGeometry(geometry):
            self.resize(_SIZE.boundedTo(self.screen().availableSize()))

    def _fit_screen(self) -> None:
        """Move and shrink a window that extends, with its frame, beyond the screen."""
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
        """Restore the last layout; return whether there is one."""
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
        """Restore the default layout."""
        hidden = {dock.name for dock in self._declared if dock.hidden}
        for name, dock in self.docks.items():
            dock.setFloating(False)
            dock.setVisible(name not in hidden)
        self._arrange()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Emit, once, that the first frame is painted."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout and end what runs; all edits are saved already."""
        self.settings.setValue("geometry", self.saveGeometry())
        if self._is_laid_out:
            self.settings.setValue("layout", self.saveState(LAYOUT_VERSION))
            self._remember_outlines()
        for close in self.closing:
            close()
        self.closing.clear()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Emit what was dropped."""
        data: QMimeData = event.mimeData()
        event.acceptProposedAction()
        self.dropped.emit(data)


def _outline(dock: Dock) -> _Outline:
    return _Outline(dock.name, dock.title, dock.area, dock.behind, dock.hidden)
