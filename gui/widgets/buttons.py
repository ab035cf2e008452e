# SPDX-License-Identifier: MIT
"""Buttons of forms and panels."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget


def push_button(
    parent: QWidget, text: str, *, tip: str = "", act: Callable[[], object] | None = None
) -> QPushButton:
    """Return a button that Enter in another field of the dialog does not press."""
    button = QPushButton(text, parent)
    button.setAutoDefault(False)
    button.setToolTip(tip)
    if act is not None:
        button.clicked.connect(lambda: act())
    return button
