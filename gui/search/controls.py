# SPDX-License-Identifier: MIT
"""The controls that the find bar and the search panel share: the search field, and Annotate all."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from claimdesk.gui.widgets.input_method import ComposingField
from claimdesk.models.messages.catalogue import _


class FindField(ComposingField):
    """A field for the words or the regular expression to search for."""

    stepped = Signal(int)
    """1 for Enter, -1 for Shift+Enter."""
    left = Signal()
    """Emitted by Escape."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter step through the matches and Escape leave."""
        if self.composing:
            super().keyPressEvent(event)
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.stepped.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class AnnotateButton(QPushButton):
    """Annotates all matches; a menu offers the layer."""

    chosen = Signal(str)
    """The layer: mentions of an actor, or a domain."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(_("Annotate a&ll…"))
        menu = QMenu(self)
        for layer, words in (
            ("actor", _("As &mentions of an actor…")),
            ("domain", _("As a &domain…")),
        ):
            action = menu.addAction(words)
            action.triggered.connect(lambda _on=False, x=layer: self.chosen.emit(x))
        self.setMenu(menu)
