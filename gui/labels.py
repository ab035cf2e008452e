# SPDX-License-Identifier: MIT
"""Labels that show text as it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget


def plain_label(parent: QWidget, text: str = "", *, faint: bool = False) -> QLabel:
    """A label that wraps, whose text can be selected and is never taken for markup."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if faint:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
