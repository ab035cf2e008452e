# SPDX-License-Identifier: MIT
"""The button that annotates all that was found."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from claimdesk.models.messages.catalogue import _


class AnnotateButton(QPushButton):
    """Asks by a menu as what it is to be annotated."""

    chosen = Signal(str)
    """Layer: as mentions of an actor, or as a domain."""

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
