# SPDX-License-Identifier: MIT
"""Fields whose keys do something leave them to the input method while it composes."""

from __future__ import annotations

from PySide6.QtGui import QFocusEvent, QInputMethodEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class ComposingField(QLineEdit):
    """A field that knows whether an input method composes in it, as for Japanese.

    Enter, Tab, Escape, arrows and digits then choose among what the input method offers.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether something is left to compose."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Compose no more: the input method ends with the focus."""
        self.composing = False
        super().focusOutEvent(event)
