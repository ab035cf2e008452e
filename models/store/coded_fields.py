# SPDX-License-Identifier: MIT
"""Where the codes of annotations are stored: the one place that knows.

Readers see a code as `AnnotationRow.codes[key]`, and `editing.codes.set_code` writes it. Stance,
kind, certainty and stage have columns of their own; every other field has rows in `field_value`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CodeValue = int | float | bool | str
"""A code: the id of a choice, a number (float), yes or no (bool), or a text."""

Codes = Mapping[str, CodeValue]
"""Codes of an annotation by the key of the field; what is not coded is missing."""


@dataclass(frozen=True, slots=True)
class CodeColumn:
    """A choice field that has a column of its own, in the table of its layer."""

    layer: str
    key: str
    table: str
    column: str


CODE_COLUMNS = (
    CodeColumn("claim", "stance", "claim", "stance_id"),
    CodeColumn("claim", "kind", "claim", "kind_id"),
    CodeColumn("claim", "certainty", "claim", "certainty_id"),
    CodeColumn("domain", "stage", "domain_mention", "stage_id"),
)
"""The fields that every project has."""

CHOICE_COLUMNS = (
    *((place.table, "id", place.column) for place in CODE_COLUMNS),
    ("field_value", "annotation_id", "choice_id"),
)
"""Every column that holds a choice: table, its column for the annotation, column."""


def code_column(layer: str, key: str) -> CodeColumn | None:
    """Return the column of a field; None if its values are rows of `field_value`."""
    return next((c for c in CODE_COLUMNS if (c.layer, c.key) == (layer, key)), None)


def columns_of(layer: str) -> tuple[str, ...]:
    """Return the columns that hold codes in the table of a layer."""
    return tuple(place.column for place in CODE_COLUMNS if place.layer == layer)


def stored_value(
    kind: str, choice_id: int | None, number: float | None, text: str | None
) -> CodeValue | None:
    """Return what a row of `field_value` means in a field of a kind; None: not coded."""
    if kind == "choice":
        return choice_id
    if kind == "text":
        return text
    return bool(number) if kind == "boolean" and number is not None else number
