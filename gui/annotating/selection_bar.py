# SPDX-License-Identifier: MIT
"""A small bar below a new selection that says what it can become, and makes it so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.widgets.spacing import TIGHT

_AFTER = 350
"""Milliseconds after which a selection that rests gets its bar."""
_GAP = 3


class SelectionBar(QFrame):
    """Buttons for what a selection can become; the keyboard stays in the text."""

    def __init__(self, view: ArticleView, actions: Sequence[QAction]) -> None:
        super().__init__(view.viewport())
        self._view = view
        self.setObjectName("selection_bar")
        self.setStyleSheet(
            "QFrame#selection_bar { background: palette(button);"
            " border: 1px solid palette(dark); border-radius: 6px; }"
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(TIGHT, TIGHT, TIGHT, TIGHT)
        layout.setSpacing(TIGHT)
        self._buttons = [(self._add(action, layout), action) for action in actions]
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER)
        self._timer.timeout.connect(self._show)
        view.selectionChanged.connect(self._changed)
        view.selection_settled.connect(self._changed)
        view.verticalScrollBar().valueChanged.connect(self._changed)
        self.hide()

    def _add(self, action: QAction, layout: QHBoxLayout) -> QToolButton:
        button = QToolButton(self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(self.hide)
        button.clicked.connect(action.trigger)
        layout.addWidget(button)
        return button

    def _changed(self) -> None:
        self.hide()
        if self._view.selected_span() is None:
            self._timer.stop()
        else:
            self._timer.start()

    def _show(self) -> None:
        span = self._view.selected_span()
        if span is None or not self._view.isVisible() or self._view.is_selecting:
            return
        for button, action in self._buttons:
            key = action.shortcut().toString()
            button.setText(f"{action.iconText()}  {key}" if key else action.iconText())
            button.setToolTip(action.toolTip())
            button.setEnabled(action.isEnabled())
        self.adjustSize()
        page = self._view.viewport()
        below = page.mapFromGlobal(self._view.end_of(span)) + QPoint(0, _GAP)
        x = max(0, min(below.x(), page.width() - self.width()))
        y = max(0, min(below.y(), page.height() - self.height()))
        self.move(x, y)
        self.show()
        self.raise_()
