# SPDX-License-Identifier: MIT
"""A text field that knows whether an input method is composing, so that keys are left to it."""

from __future__ import annotations

from PySide6.QtGui import QFocusEvent, QInputMethodEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class ComposingField(QLineEdit):
    """A field that knows whether an input method, as for Japanese, is composing in it.

    Enter, Tab, Escape, arrows and digits then choose among what the input method offers.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether the input method is still composing."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Note that the input method stops with the loss of focus."""
        self.composing = False
        super().focusOutEvent(event)
