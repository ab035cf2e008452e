# SPDX-License-Identifier: MIT
"""The keyboard through all panes: F6 and Shift+F6 in reading order, Alt and a digit directly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QToolBar,
    QToolButton,
    QWidget,
)

from claimdesk.gui.window.feature_base import CODE, Command, Feature, Submenu
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _

_TAB = Qt.FocusPolicy.TabFocus.value
_THICK = 3
"""Pixels of the line along the pane that has the keyboard."""


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
            *(
                Command(
                    id=f"go_{name or 'text'}",
                    text=text,
                    run=partial(self._go, name),
                    menu="go",
                    at=at,
                    keys=(f"Alt+{number}",),
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
        window = self._bench.window
        bar = window.findChild(QToolBar, "tools")
        shown = [
            dock.widget()
            for dock in window.docks.values()
            if dock.isVisible() and not dock.visibleRegion().isEmpty()
        ]
        panes = [self._bench.centre, *(pane for pane in shown if pane is not None)]
        panes = [pane for pane in panes if pane.isVisible() and next(_focusable(pane), None)]

        def place(pane: QWidget) -> tuple[int, int]:
            at = pane.mapTo(window, QPoint())
            return at.x(), at.y()

        panes.sort(key=place)
        return [*([bar] if bar is not None and bar.isVisible() else []), *panes]

    def _step(self, step: int) -> None:
        panes, focused = self._panes(), QApplication.focusWidget()
        here = next((n for n, pane in enumerate(panes) if _holds(pane, focused)), None)
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
        candidates = list(_focusable(pane))
        last = self._last.get(pane)
        chosen = last if last in candidates else _main_part(candidates, self._bench.view)
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.TabFocusReason)

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        pane = self._pane_of(now)
        if pane is not None and now is not None:
            self._last[pane] = now
        self._show_mark()

    def _pane_of(self, widget: QWidget | None) -> QWidget | None:
        """Return the pane that a widget is in, without looking at all that it holds."""
        docked = (dock.widget() for dock in self._bench.window.docks.values())
        panes = [self._bench.centre, *(pane for pane in docked if pane is not None)]
        return next((pane for pane in panes if _holds(pane, widget)), None)

    def _show_mark(self) -> None:
        focused, window = QApplication.focusWidget(), self._bench.window
        pane = self._pane_of(focused)
        self._mark.setVisible(pane is not None)
        if pane is not None:
            at = pane.mapTo(window, QPoint())
            self._mark.setGeometry(at.x(), at.y(), pane.width(), _THICK)
            self._mark.raise_()


def _holds(pane: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (widget is pane or pane.isAncestorOf(widget))


def _focusable(pane: QWidget) -> Iterator[QWidget]:
    """Return the widgets of a pane that can have the keyboard now."""
    for widget in pane.findChildren(QWidget):
        takes = widget.focusPolicy().value & _TAB
        if takes and widget.isVisible() and widget.isEnabled() and not widget.focusProxy():
            yield widget


def _main_part(candidates: Sequence[QWidget], text: QWidget) -> QWidget | None:
    if text in candidates:
        return text
    lists = (widget for widget in candidates if isinstance(widget, QAbstractItemView))
    return next(lists, next(iter(candidates), None))
