# SPDX-License-Identifier: MIT
"""What an analyst typed into an own field, as the value that is meant."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from claimdesk.gui.widgets.dialogs import choose
from claimdesk.models.codebook.fields import Value
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.queries import FieldRow
from claimdesk.models.text.numbers import UnclearNumber, number_text, read_number


def shown_value(value: Value) -> str:
    """Return the text of a value that can be typed, as an editor shows it."""
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
    parent: QWidget, field: FieldRow, text: str, take: Callable[[Value], object]
) -> bool:
    """Call `take` with the value that a text means; asks where a number can be read in two ways.

    False if the analyst would rather type again. What is no value at all is handed on as it is:
    whoever sets it says why it can't be.
    """
    try:
        value: Value = text.strip() or None
        if field.kind == "number" and value is not None:
            number = read_number(text)
            value = text if number is None else number
    except UnclearNumber as unclear:
        chosen = _chosen(parent, field, unclear)
        if chosen is None:
            return False
        value = chosen
    except ClaimdeskError:
        value = text
    take(value)
    return True


def _chosen(parent: QWidget, field: FieldRow, unclear: UnclearNumber) -> float | None:
    question = _("“{text}” can be read in two ways. Which number is meant for {field}?").format(
        text=unclear.text, field=field.label
    )
    named = {number_text(number): number for number in unclear.readings}
    return named.get(choose(parent, question, [(words, words) for words in named]))
