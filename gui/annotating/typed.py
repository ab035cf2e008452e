# SPDX-License-Identifier: MIT
"""Turn what an analyst typed into a number or text field into a value."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from claimdesk.gui.widgets.dialogs import ask
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


def take_typed(
    parent: QWidget,
    field: FieldRow,
    text: str,
    take: Callable[[CodeValue | None], object],
    given_up: Callable[[], object] | None = None,
) -> None:
    """Call `take` with the value that a text means; ask where a number can be read in two ways.

    If the analyst would rather type again, call `given_up`. What is not a value at all is handed on
    as it is: `set_code` says why it can't be taken.
    """
    try:
        value: CodeValue | None = text.strip() or None
        if field.kind == "number" and value is not None:
            number = read_number(text)
            value = text if number is None else number
    except UnclearNumber as unclear:
        question = _("“{text}” can be read in two ways. Which number is meant for {field}?").format(
            text=unclear.text, field=field.label
        )
        readings = [(number_text(number), partial(take, number)) for number in unclear.readings]
        ask(parent, question, readings, safe=True, cancelled=given_up)
        return
    except ClaimdeskError:
        value = text
    take(value)
