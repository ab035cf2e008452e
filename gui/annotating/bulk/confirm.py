# SPDX-License-Identifier: MIT
"""Ask for confirmation before many annotations are changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.models.messages.catalogue import _

LABEL_LENGTH = 40
"""Characters of words that a question or a step of the history names."""


def confirm(
    window: QWidget,
    question: str,
    answers: Sequence[tuple[str, Callable[[], object]]],
    *,
    more: str = "",
    safe: bool = False,
) -> tuple[QMessageBox, list[QPushButton]]:
    """Ask without stopping the program; Enter takes the first answer, with `safe` it cancels.

    `more` says what happens then.
    """
    box = QMessageBox(QMessageBox.Icon.Question, "Claimdesk", question, parent=window)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(more)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    buttons = []
    for words, act in answers:
        button = box.addButton(words, QMessageBox.ButtonRole.AcceptRole)
        button.clicked.connect(lambda _on=False, act=act: act())
        buttons.append(button)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(cancel if safe else buttons[0])
    box.open()
    return box, buttons


def name_of(desk: Desk, layer: str, number: int | None) -> str:
    """Return the name of an actor or, on another layer, of a domain."""
    unknown = _("unknown")
    if layer == "actor":
        return desk.actor_name(number) or unknown
    domain = desk.domains.get(number) if number is not None else None
    return domain.name if domain else unknown
