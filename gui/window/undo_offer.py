# SPDX-License-Identifier: MIT
"""Offer to undo what was done to many things at once, instead of a question before it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.toast import Toast


class UndoOffer(QObject):
    """Shows in a toast what an edit did; its button undoes this edit and no later one."""

    def __init__(self, desk: Desk, toast: Toast) -> None:
        super().__init__(toast)
        self._desk = desk
        self._toast = toast
        self._edit: int | None = None
        desk.undo_offered.connect(self._show)
        desk.saved.connect(self._withdraw)
        desk.project_changed.connect(toast.hide)

    def _show(self, text: str, edit: int) -> None:
        self._edit = edit
        self._toast.show_text(text, partial(self._desk.undo_step, edit))

    def _withdraw(self, _label: str) -> None:
        """Take the offer back once the edit is undone in another way."""
        if self._edit is None or not self._toast.isVisible():
            return
        if not self._desk.is_undoable(self._edit):
            self._toast.hide()
