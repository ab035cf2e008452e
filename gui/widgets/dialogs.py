# SPDX-License-Identifier: MIT
"""Small dialogs: errors, information and plain questions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QMessageBox,
    QWidget,
)


def show_error(parent: QWidget, message: str) -> None:
    """Show an error and wait until it is closed."""
    box = QMessageBox(QMessageBox.Icon.Warning, "Claimdesk", message, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()


def inform(parent: QWidget, message: str) -> None:
    """Show what was done, if it is too long for the status bar."""
    box = QMessageBox(QMessageBox.Icon.Information, "Claimdesk", message, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()


def confirm(parent: QWidget, question: str, action: str, *, safe: bool = False) -> bool:
    """Ask for confirmation; `action` is the text of the button that confirms.

    With `safe`, Enter cancels.
    """
    box = QMessageBox(QMessageBox.Icon.Question, "Claimdesk", question, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    yes = box.addButton(action, QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(no if safe else yes)
    box.exec()
    return box.clickedButton() is yes


def choose(parent: QWidget, question: str, actions: Sequence[tuple[str, str]]) -> str:
    """Ask which action, as (id, text of its button), to take; return the id, empty to cancel."""
    box = QMessageBox(QMessageBox.Icon.Question, "Claimdesk", question, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    buttons = {
        box.addButton(words, QMessageBox.ButtonRole.ActionRole): name for name, words in actions
    }
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    box.exec()
    clicked = box.clickedButton()
    return next((name for button, name in buttons.items() if button is clicked), "")
