# SPDX-License-Identifier: MIT
"""Small dialogs: errors, information, questions and a line of text.

They open and return: what is to be done with the answer is handed over, and the program goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QInputDialog,
    QMessageBox,
    QPushButton,
    QWidget,
)


def show_error(parent: QWidget, message: str) -> None:
    """Show an error."""
    _notice(parent, QMessageBox.Icon.Warning, message)


def inform(parent: QWidget, message: str) -> None:
    """Show what was done, if it is too long for the status bar."""
    _notice(parent, QMessageBox.Icon.Information, message)


def ask(
    parent: QWidget,
    question: str,
    answers: Sequence[tuple[str, Callable[[], object]]],
    *,
    more: str = "",
    safe: bool = False,
    cancelled: Callable[[], object] | None = None,
) -> tuple[QMessageBox, list[QPushButton]]:
    """Ask which of `answers`, as (text of its button, what it does), to take.

    Enter takes the first, with `safe` it cancels. `more` says what happens then.
    """
    box = _box(parent, QMessageBox.Icon.Question, question)
    box.setInformativeText(more)
    buttons = []
    for words, act in answers:
        button = box.addButton(words, QMessageBox.ButtonRole.AcceptRole)
        button.clicked.connect(lambda _on=False, act=act: act())
        buttons.append(button)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(cancel if safe else buttons[0])
    box.setEscapeButton(cancel)
    if cancelled is not None:
        box.finished.connect(lambda _how: None if box.clickedButton() in buttons else cancelled())
    box.open()
    return box, buttons


def ask_text(
    parent: QWidget, title: str, label: str, text: str, take: Callable[[str], object], *, verb: str
) -> None:
    """Ask for a line of text; the button `verb` calls `take` with it, unless it is empty."""
    dialog = QInputDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setTextValue(text)
    dialog.setOkButtonText(verb)
    dialog.textValueSelected.connect(lambda typed: take(typed.strip()) if typed.strip() else None)
    dialog.open()


def wait_for_choice(parent: QWidget, question: str, actions: Sequence[tuple[str, str]]) -> str:
    """Ask which action, as (id, text of its button), to take; return the id, empty to cancel.

    It waits for the answer: only for an edit that is not on disk, and must not be lost meanwhile.
    """
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


def _notice(parent: QWidget, icon: QMessageBox.Icon, message: str) -> None:
    box = _box(parent, icon, message)
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    box.open()


def _box(parent: QWidget, icon: QMessageBox.Icon, message: str) -> QMessageBox:
    box = QMessageBox(icon, "Claimdesk", message, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box


def dialog_sheet() -> str:
    """Return a style sheet that gives text boxes in a dialog a frame."""
    return (
        "QPlainTextEdit { border: 1px solid palette(dark); border-radius: 4px; }"
        "QPlainTextEdit:focus { border-color: palette(accent); }"
    )
