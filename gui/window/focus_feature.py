# SPDX-License-Identifier: MIT
"""The keyboard through the window in reading order: F6 by panes, Tab by controls.

Where Tab goes to the next annotation, Ctrl+Tab leaves; Alt and a digit go to a pane directly.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QScrollArea,
    QTabBar,
    QToolBar,
    QToolButton,
    QWidget,
)

from claimdesk.gui.widgets.focus_ring import LINE
from claimdesk.gui.window.feature_base import CODE, PROJECT, Command, Feature, Submenu
from claimdesk.gui.window.focus_order import controls, holds
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _


class FocusFeature(Feature):
    """Moves the keyboard from pane to pane and shows where it is."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._last: dict[QWidget, QWidget] = {}
        """In each pane, what had the keyboard there last."""

    def commands(self) -> Sequence[Command | Submenu]:
        places = (
            ("library", _("Go to the &articles"), 331),
            ("", _("Go to the &text"), 332),
            ("inspector", _("Go to the c&ard"), 333),
            ("actors", _("Go to the act&ors"), 334),
            ("claims", _("Go to the &claims"), 335),
            ("domains", _("Go to the &domains"), 336),
            ("distribution", _("Go to the p&lots"), 337),
        )
        return [
            Submenu(id="go", text=_("Go to a &pane"), menu="view", at=330),
            Command(
                id="next_pane",
                text=_("&Next pane"),
                run=partial(self._step, 1),
                menu="go",
                at=310,
                keys=("F6",),
            ),
            Command(
                id="previous_pane",
                text=_("&Previous pane"),
                run=partial(self._step, -1),
                menu="go",
                at=320,
                keys=("Shift+F6",),
            ),
            Command(
                id="next_control",
                text=_("Next c&ontrol"),
                run=partial(self._tab, True),
                menu="go",
                at=322,
                keys=("Ctrl+Tab",),
                tip=_("Leave a text or list in which Tab goes to the next annotation"),
            ),
            Command(
                id="previous_control",
                text=_("P&revious control"),
                run=partial(self._tab, False),
                menu="go",
                at=324,
                keys=("Ctrl+Shift+Tab",),
            ),
            *(
                Command(
                    id=f"go_{name or 'text'}",
                    text=text,
                    run=partial(self._go, name),
                    menu="go",
                    at=at,
                    keys=(f"Alt+{number}",),
                    needs=PROJECT if name else "",
                )
                for number, (name, text, at) in enumerate(places, 1)
            ),
        ]

    def start(self) -> None:
        window = self._bench.window
        bar = window.findChild(QToolBar, "tools")
        for button in bar.findChildren(QToolButton) if bar is not None else ():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._mark = QWidget(window)
        self._mark.setObjectName("focus_mark")
        self._mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._mark.setAutoFillBackground(True)
        self._mark.setBackgroundRole(QPalette.ColorRole.Accent)
        self._mark.hide()
        window.tabbing = self._tab
        window.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the line at its pane while the window is laid out anew."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._show_mark()
        return super().eventFilter(watched, event)

    def _panes(self) -> list[QWidget]:
        """Return what can be gone to now, in reading order: by column, then from above."""
        bench, window = self._bench, self._bench.window
        shown = [
            dock.widget()
            for dock in window.docks.values()
            if dock.isVisible() and not dock.visibleRegion().isEmpty()
        ]
        panes = [bench.centre, bench.toast, *(pane for pane in shown if pane is not None)]
        panes = [pane for pane in panes if pane.isVisible() and next(controls(pane), None)]
        tools = [bar for bar in window.findChildren(QToolBar) if bar.isVisible()]
        return [*tools, *self._in_reading_order(panes)]

    def _in_reading_order(self, widgets: Sequence[QWidget]) -> list[QWidget]:
        def place(widget: QWidget) -> tuple[int, int]:
            at = widget.mapTo(self._bench.window, QPoint())
            return at.x(), at.y()

        return sorted(widgets, key=place)

    def _stops(self) -> list[QWidget]:
        """Return all controls that Tab goes through, the tabs of panels among them."""
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        bars = [
            bar
            for bar in self._bench.window.findChildren(QTabBar, options=direct)
            if bar.isVisible() and bar.count()
        ]
        stops: list[QWidget] = []
        for part in self._in_reading_order([*self._panes(), *bars]):
            stops.extend([part] if part in bars else controls(part))
        return stops

    def _tab(self, forward: bool) -> bool:
        """Give the next control the keyboard, or the one before."""
        stops, focused = self._stops(), QApplication.focusWidget()
        if not stops:
            return False
        around = [number for number, stop in enumerate(stops) if holds(stop, focused)]
        if not around and focused is not None and focused is not self._bench.window:
            # It goes from sight, or can't be used any more.
            self._enter(self._pane_of(focused) or self._bench.centre)
            return True
        here = around[-1] if around else (-1 if forward else 0)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(here + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def _step(self, step: int) -> None:
        panes, focused = self._panes(), QApplication.focusWidget()
        here = next((n for n, pane in enumerate(panes) if holds(pane, focused)), None)
        number = 0 if here is None else (here + step) % len(panes)
        if panes:
            self._enter(panes[number])

    def _go(self, name: str) -> None:
        window = self._bench.window
        if not name:
            self._bench.window.show_workspace(CODE)
            self._enter(self._bench.centre)
            return
        dock = window.docks[name]
        dock.show()
        dock.raise_()
        pane = dock.widget()
        if pane is not None:
            self._enter(pane)

    def _enter(self, pane: QWidget) -> None:
        """Give a pane the keyboard: what had it there last, or else its text or list."""
        candidates = list(controls(pane))
        last = self._last.get(pane)
        chosen = last if last in candidates else _main_part(candidates, self._bench.view)
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.TabFocusReason)

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        pane = self._pane_of(now)
        if pane is not None and now is not None:
            self._last[pane] = now
            _scroll_to(now)
        self._show_mark()

    def _pane_of(self, widget: QWidget | None) -> QWidget | None:
        """Return the pane that a widget is in, without looking at all that it holds."""
        docked = (dock.widget() for dock in self._bench.window.docks.values())
        panes = [self._bench.centre, *(pane for pane in docked if pane is not None)]
        return next((pane for pane in panes if holds(pane, widget)), None)

    def _show_mark(self) -> None:
        """Mark the pane that has the keyboard, unless that is at a list or text of it."""
        focused, window = QApplication.focusWidget(), self._bench.window
        pane = None if isinstance(focused, QAbstractScrollArea) else self._pane_of(focused)
        self._mark.setVisible(pane is not None)
        if pane is not None:
            at = pane.mapTo(window, QPoint())
            self._mark.setGeometry(at.x(), at.y(), pane.width(), LINE)
            self._mark.raise_()


def _scroll_to(control: QWidget) -> None:
    """Bring a control into sight: Qt does so only where it moves the keyboard itself."""
    above = control.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(control)


def _main_part(candidates: Sequence[QWidget], text: QWidget) -> QWidget | None:
    if text in candidates:
        return text
    lists = (widget for widget in candidates if isinstance(widget, QAbstractItemView))
    return next(lists, next(iter(candidates), None))
