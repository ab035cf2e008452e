# SPDX-License-Identifier: MIT
"""The frame of the window: its panels, its layout, and what is remembered of both.

Imports nothing but Qt, so that the window is painted before the rest of the program is loaded;
workbench.py fills it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QByteArray,
    QChildEvent,
    QMimeData,
    QPoint,
    QSettings,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QTabBar,
    QToolBar,
    QWidget,
)

from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.window.feature_base import CODE, LEFT, RIGHT, Dock
from claimdesk.models.messages.catalogue import _

LAYOUT_VERSION = 7
"""Raised when docks are added, renamed or moved, so that an old layout is not applied to them."""

_SIZE = QSize(1440, 900)
_LOW = 75
"""Lines of text; in a lower window, panels of one column become tabs of one."""
_NARROW = 180
"""Characters; in a narrower window, there is one column of panels beside the article."""
_LEAST_SHARE = 0.3
"""Share of width and height; a remembered layout that leaves the article less is not used."""


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
    workspace_changed = Signal(str)
    """CODE or ANALYSE, which is shown now."""
    dropped = Signal(object)
    """The QMimeData of what was dropped on the window."""

    def __init__(self, settings: QSettings, size: QSize | None = None) -> None:
        """`size` overrides the remembered size and the default one."""
        self._is_laid_out = False
        super().__init__()
        self.settings = settings
        self._tidying = QTimer(self)
        self._tidying.setSingleShot(True)
        self._tidying.setInterval(50)
        self._tidying.timeout.connect(self._tidy_tabs)
        self.closing: list[Callable[[], None]] = []
        """Called, in this order, when the window closes."""
        self.tabbing: Callable[[bool], bool] | None = None
        """Gives the next control the keyboard, or the one before; returns whether there is one."""
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
        self._hides_panels = False
        self.workspace = CODE
        """The workspace that is shown; each has a layout of its own."""
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
            self._add_dock(self._outline(dock), dock.widget)

    def _outline(self, dock: Dock) -> _Outline:
        hidden = dock.hidden or self._workspace_of(dock) != CODE
        return _Outline(dock.name, dock.title, dock.area, dock.behind, hidden)

    def _workspace_of(self, dock: Dock) -> str:
        """Return the workspace of a panel, or of the one that it is a tab behind."""
        by_name = {dock.name: dock for dock in self._declared}
        while not dock.workspace and dock.behind in by_name:
            dock = by_name[dock.behind]
        return dock.workspace or CODE

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
        """Return the panels as of the last closing of the window, if they still are these."""
        if self.settings.value("panels_version") != str(LAYOUT_VERSION):
            return []
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
        outlines = [self._outline(dock) for dock in self._declared]
        stored = [
            (name, title, area.value, behind, hidden)
            for name, title, area, behind, hidden in outlines
        ]
        self.settings.setValue("panels", json.dumps(stored))
        self.settings.setValue("panels_version", str(LAYOUT_VERSION))

    def _place(self, shown: Sequence[Dock]) -> None:
        """Put all panels into the places that they declare, or fold some; show only `shown`."""
        for dock in self._declared:
            self.docks[dock.name].setFloating(False)
            self.removeDockWidget(self.docks[dock.name])
        for dock in self._declared:
            self.addDockWidget(dock.area, self.docks[dock.name])
            if dock.behind in self.docks:
                self.tabifyDockWidget(self.docks[dock.behind], self.docks[dock.name])
        folded = [dock for dock in shown if self._folds(dock)]
        for dock in sorted(folded, key=lambda dock: (dock.area == LEFT, dock.at)):
            self.tabifyDockWidget(self.docks[dock.folds], self.docks[dock.name])
        names = {dock.name for dock in shown}
        for name, widget in self.docks.items():
            widget.setVisible(name in names)
        for name in {dock.folds or dock.behind for dock in shown} & names:
            self.docks[name].raise_()

    def _folds(self, dock: Dock) -> bool:
        """Return whether the window has so little room that a panel is a tab of another one."""
        metrics = self.fontMetrics()
        narrow = self.width() < _NARROW * metrics.averageCharWidth()
        low = self.height() < _LOW * metrics.lineSpacing()
        return dock.folds in self.docks and (narrow if dock.area == LEFT else low)

    def _arrange(self, shown: Sequence[Dock]) -> None:
        """Give the panels of a workspace their sizes."""
        rows = [dock for dock in shown if dock.height and not self._folds(dock)]
        self.resizeDocks(
            [self.docks[dock.name] for dock in rows],
            [dock.height for dock in rows],
            Qt.Orientation.Vertical,
        )
        widths = self._widths()
        sides = {dock.area: dock for dock in shown if dock.area in widths and not self._folds(dock)}
        self.resizeDocks(
            [self.docks[dock.name] for dock in sides.values()],
            [widths[area] for area in sides],
            Qt.Orientation.Horizontal,
        )

    def _widths(self) -> dict[Qt.DockWidgetArea, int]:
        """Return how wide the columns of panels are at first."""
        character, width = self.fontMetrics().averageCharWidth(), self.width()
        if self.workspace != CODE:
            return {LEFT: width * 11 // 20, RIGHT: width * 9 // 20}
        return {
            LEFT: min(34 * character, width // 8),
            RIGHT: min(70 * character, width * 3 // 10),
        }

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
        self._tidy_tabs()
        self._tidying.start()

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

    def show_workspace(self, name: str) -> None:
        """Show another workspace in the layout that it had last."""
        if name == self.workspace or not self._is_laid_out:
            return
        self._remember_layout()
        self.workspace = name
        size = self.size()
        self.setUpdatesEnabled(False)
        self._middle.setVisible(name == CODE)
        if not self._restore():
            self.reset_layout()
        if self.size() != size:
            # For a moment the panels of one workspace stood beside the middle of the other.
            self._lay_out_now()
            self.resize(size)
            self._restore()
        self.setUpdatesEnabled(True)
        self.workspace_changed.emit(name)

    def show_panels(self, shown: bool) -> None:
        """Show the panels as they were, or none while there is nothing that they could show."""
        if shown is not self._hides_panels:
            return
        if not shown:
            self._remember_layout()
        self._hides_panels = not shown
        self.setUpdatesEnabled(False)
        for dock in self.docks.values():
            dock.toggleViewAction().setEnabled(shown)
            if not shown:
                dock.hide()
        if shown and not self._restore():
            self.reset_layout()
        self.setUpdatesEnabled(True)

    def _layout_key(self) -> str:
        return "layout" if self.workspace == CODE else f"layout_{self.workspace}"

    def _remember_layout(self) -> None:
        if not self._hides_panels:
            self.settings.setValue(self._layout_key(), self.saveState(LAYOUT_VERSION))

    def _restore(self) -> bool:
        """Restore the last layout of the workspace; return whether there is one."""
        state = self.settings.value(self._layout_key())
        return isinstance(state, QByteArray) and self.restoreState(state, LAYOUT_VERSION)

    def _lay_out_now(self) -> None:
        layout = self.layout()
        assert layout is not None
        layout.activate()

    def _leaves_room(self) -> bool:
        """Return whether the article can be read between the docks."""
        self._lay_out_now()
        shares = self._middle.width() / self.width(), self._middle.height() / self.height()
        return min(shares) >= _LEAST_SHARE

    def reset_layout(self) -> None:
        """Restore the default layout of the workspace."""
        if self._hides_panels:
            self.settings.remove(self._layout_key())
            return
        shown = [
            dock
            for dock in self._declared
            if not dock.hidden and self._workspace_of(dock) == self.workspace
        ]
        self._place(shown)
        self._tidying.start()
        self._lay_out_now()
        self._arrange(shown)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Emit, once, that the first frame is painted."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def childEvent(self, event: QChildEvent) -> None:
        """Look after the tabs of panels: Qt makes and forgets their bars itself."""
        super().childEvent(event)
        if event.added() and self._is_laid_out:
            self._tidying.start()

    def _tidy_tabs(self) -> None:
        """Take bars without tabs out of the way of the keys: they have nothing to say."""
        for bar in self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            policy = Qt.FocusPolicy
            bar.setFocusPolicy(policy.TabFocus if bar.count() else policy.NoFocus)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Go through the controls in reading order; Qt's is the order in which they were made."""
        return self.tabbing(next) if self.tabbing is not None else super().focusNextPrevChild(next)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout and end what runs; all edits are saved already."""
        self.settings.setValue("geometry", self.saveGeometry())
        if self._is_laid_out:
            self._remember_layout()
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
