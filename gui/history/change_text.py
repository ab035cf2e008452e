# SPDX-License-Identifier: MIT
"""What the history recorded of single columns, in words: their names, and what they held."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QLocale

from claimdesk.gui.widgets.wording import actor_kind_label, short, state_label
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.numbers import number_text

NameOf = Callable[[str, int], str | None]
"""From a table and the id of a row to its name; None if that is gone."""

_COLUMNS = {
    "state": "State",
    "note": "Note",
    "quote": "Words",
    "actor_id": "Actor",
    "speaker_id": "Speaker",
    "stance_id": "Stance",
    "kind_id": "Kind",
    "certainty_id": "Certainty",
    "domain_id": "Domain",
    "stage_id": "Stage",
    "choice_id": "Own field",
    "number": "Own field",
    "text": "Text",
    "title": "Headline",
    "body": "Text of the article",
    "outlet": "Outlet",
    "author": "Author",
    "agency": "Agency",
    "published_on": "Date",
    "url": "Web address",
    "status": "Status",
    "language": "Language",
    "name": "Name",
    "kind": "Kind",
    "country": "Country",
    "member_of_id": "Member of",
    "colour": "Colour",
    "parent_id": "Above it",
    "definition": "Definition",
    "position": "Place in the list",
    "label": "Label",
    "key": "Key",
    "value": "Value",
    "annotator_id": "Annotator",
}
"""Columns that people know; the others, such as times and hashes, are not told."""

_TARGETS = {
    "actor_id": "actor",
    "speaker_id": "actor",
    "member_of_id": "actor",
    "domain_id": "domain",
    "parent_id": "domain",
    "stance_id": "choice",
    "kind_id": "choice",
    "certainty_id": "choice",
    "stage_id": "choice",
    "choice_id": "choice",
    "annotator_id": "annotator",
}
"""Columns that hold the id of a row, and the table of that row."""


def column_label(table: str, column: str) -> str | None:
    """Return what people call a column; None if it is not told."""
    if (table, column) == ("field_value", "text"):
        return _("Own field")
    return _(_COLUMNS[column]) if column in _COLUMNS else None


def value_text(column: str, value: Any, name_of: NameOf) -> str:  # noqa: ANN401
    """Return what a column holds, in words."""
    if value is None or value == "":
        return _("none")
    if column == "state":
        return state_label(str(value))
    if column in _TARGETS:
        return name_of(_TARGETS[column], int(value)) or _("(deleted)")
    if column == "kind":
        return actor_kind_label(str(value))
    if column == "number" or isinstance(value, float):
        return number_text(float(value))  # the history keeps it as text
    if isinstance(value, int):
        return QLocale().toString(value)
    return f"“{short(str(value))}”"


def update_lines(
    table: str, before: Mapping[str, Any], after: Mapping[str, Any], name_of: NameOf
) -> list[str]:
    """Return what an update did to a row, a line for each column that people know."""
    return [
        _text_changed(str(old), str(after.get(column)))
        if column == "body"
        else f"{label}: {value_text(column, old, name_of)} → "
        f"{value_text(column, after.get(column), name_of)}"
        for column, old in before.items()
        if (label := column_label(table, column)) is not None
    ]


def _text_changed(before: str, after: str) -> str:
    """Return the first place at which two texts differ, with what stood and what stands there."""
    start = 0
    most = min(len(before), len(after))
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return _("Text of the article: “{before}” → “{after}”").format(
        before=short(before[start : len(before) - end]),
        after=short(after[start : len(after) - end]),
    )
