# SPDX-License-Identifier: MIT
"""What the history recorded of single columns, in words: their names, and what they held."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QLocale

from claimdesk.gui.widgets.wording import actor_kind_label, article_status_label, short, state_label
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.numbers import number_text

NameOf = Callable[[str, int], str | None]
"""From a table and the id of a row to its name; None if that is gone."""

_COLUMNS = {
    "state": _("State"),
    "note": _("Note"),
    "quote": _("Words"),
    "actor_id": _("Actor"),
    "speaker_id": _("Speaker"),
    "stance_id": _("Stance"),
    "kind_id": _("Kind"),
    "certainty_id": _("Certainty"),
    "domain_id": _("Domain"),
    "stage_id": _("Stage"),
    "choice_id": _("Own field"),
    "number": _("Own field"),
    "text": _("Text"),
    "title": _("Headline"),
    "body": _("Text of the article"),
    "outlet": _("Outlet"),
    "author": _("Author"),
    "agency": _("Agency"),
    "published_on": _("Date"),
    "url": _("Web address"),
    "status": _("Status"),
    "language": _("Language"),
    "name": _("Name"),
    "kind": _("Kind"),
    "country": _("Country"),
    "member_of_id": _("Member of"),
    "colour": _("Colour"),
    "parent_id": _("Above it"),
    "definition": _("Definition"),
    "position": _("Place in the list"),
    "label": _("Label"),
    "key": _("Key"),
    "value": _("Value"),
    "annotator_id": _("Annotator"),
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
    return _COLUMNS.get(column)


def value_text(column: str, value: Any, name_of: NameOf) -> str:  # noqa: ANN401
    """Return what a column holds, in words."""
    if value is None or value == "":
        return _("none")
    if column == "state":
        return state_label(str(value))
    if column == "status":
        return article_status_label(str(value))
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
