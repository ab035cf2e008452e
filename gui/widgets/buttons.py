# SPDX-License-Identifier: MIT
"""Buttons of forms and panels."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QWidget


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


def confirm_buttons(dialog: QDialog, verb: str, cancel: str = "") -> QDialogButtonBox:
    """Return the buttons that accept the dialog, under the verb for what then happens, or not."""
    buttons = QDialogButtonBox(
        QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, dialog
    )
    buttons.button(QDialogButtonBox.StandardButton.Ok).setText(verb)
    if cancel:
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(cancel)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons


def confirm_button(buttons: QDialogButtonBox) -> QPushButton:
    """Return the one of `confirm_buttons` that accepts the dialog."""
    return buttons.button(QDialogButtonBox.StandardButton.Ok)
