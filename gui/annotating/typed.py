# SPDX-License-Identifier: MIT
"""Turn what an analyst typed into a number or text field into a value."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from claimdesk.gui.widgets.dialogs import choose
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.coded_fields import CodeValue
from claimdesk.models.store.queries import FieldRow
from claimdesk.models.text.numbers import UnclearNumber, number_text, read_number


def editable_text(value: CodeValue | None) -> str:
    """Return a value as an editor shows it."""
    if value is None:
        return ""
    return number_text(value) if isinstance(value, float) else str(value)


def is_unclear(field: FieldRow, text: str) -> bool:
    """Return whether `take_typed` would have to ask."""
    try:
        if field.kind == "number":
            read_number(text)
    except UnclearNumber:
        return True
    except ClaimdeskError:
        pass
    return False


def take_typed(
    parent: QWidget, field: FieldRow, text: str, take: Callable[[CodeValue | None], object]
) -> bool:
    """Call `take` with the value that a text means; ask where a number can be read in two ways.

    Returns False if the analyst would rather type again. What is not a value at all is handed on as
    it is: `set_code` says why it can't be taken.
    """
    try:
        value: CodeValue | None = text.strip() or None
        if field.kind == "number" and value is not None:
            number = read_number(text)
            value = text if number is None else number
    except UnclearNumber as unclear:
        number = _ask_which(parent, field, unclear)
        if number is None:
            return False
        value = number
    except ClaimdeskError:
        value = text
    take(value)
    return True


def _ask_which(parent: QWidget, field: FieldRow, unclear: UnclearNumber) -> float | None:
    question = _("“{text}” can be read in two ways. Which number is meant for {field}?").format(
        text=unclear.text, field=field.label
    )
    named = {number_text(number): number for number in unclear.readings}
    return named.get(choose(parent, question, [(words, words) for words in named]))
