# SPDX-License-Identifier: MIT
"""Editors for the analyst's own fields: a choice, yes or no, a number, a text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from shiboken6 import isValid

from claimdesk.gui.annotating.typed import is_unclear, shown_value, take_typed
from claimdesk.models.codebook.fields import Value
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import FieldRow

Take = Callable[[Value], object]


def editor(field: FieldRow, value: Value, take: Take) -> QWidget:
    """Return a widget that shows the value of a field and calls `take` with another one."""
    made: QWidget
    if field.kind == "choice":
        made = _choices([(c.label, c.id) for c in field.choices], value, take)
    elif field.kind == "boolean":
        words = [(_("Yes"), True), (_("No"), False)]
        made = _choices(words, value, take)
    else:
        made = _line(field, value, take)
    made.setAccessibleName(field.label)
    made.setObjectName(f"field {field.key}")
    return made


def _choices(choices: Sequence[tuple[str, int]], value: Value, take: Take) -> QComboBox:
    box = QComboBox()
    box.addItem(_("Not coded"), None)
    for label, coded in choices:
        box.addItem(label, coded)
    box.setCurrentIndex(max(box.findData(value), 0) if value is not None else 0)
    box.activated.connect(lambda place: take(box.itemData(place)))
    return box


def _line(field: FieldRow, value: Value, take: Take) -> QLineEdit:
    shown = shown_value(value)
    line = QLineEdit(shown)
    asking = False

    def finished() -> None:
        nonlocal asking
        # A question takes the focus away, which finishes the editing once more.
        if line.text() == shown or asking:
            return
        asking = True
        if not is_unclear(field, line.text()):
            ask(line.text())
            return
        # Not from within the line's own signal: a new row may replace it while a question is open.
        QTimer.singleShot(0, line.window(), partial(ask, line.text()))

    def ask(text: str) -> None:
        nonlocal asking
        window = line.window() if isValid(line) else QApplication.activeWindow()
        if window is not None and not take_typed(window, field, text, take) and isValid(line):
            line.setText(shown)
        asking = False

    line.editingFinished.connect(finished)
    return line
