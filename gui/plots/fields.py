# SPDX-License-Identifier: MIT
"""Labels of values as the window shows them, with countries and times of its language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QDate, QLocale, Qt

from claimdesk.models.analysis import field_labels
from claimdesk.models.analysis.claim_filter import Between, ClaimFilter, OneOf, Value
from claimdesk.models.analysis.field_labels import TIMES, field_names
from claimdesk.models.analysis.stacks import Stack
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import FieldRow


def value_label(field: str, value: Value, fields: Mapping[str, FieldRow]) -> str:
    """Return the label of a value of a field."""
    if isinstance(value, OneOf):
        labels = [value_label(field, one, fields) for one in value.values]
        return field_labels.several_label(field, labels)
    if isinstance(value, Between):
        first, last = (value_label(field, end, fields) for end in (value.first, value.last))
        return field_labels.range_label(first, last)
    if value is not None and field == "country":
        return _country(str(value))
    if value is not None and field in TIMES:
        return _time(field, str(value))
    return field_labels.value_label(field, value, fields)


def condition_labels(claims: ClaimFilter, fields: Mapping[str, FieldRow]) -> list[str]:
    """Return the conditions of a filter as people call them, such as “Speaker: Japan”."""
    names = field_names(fields)
    return [
        _("{field}: {value}").format(
            field=names.get(field, field), value=value_label(field, value, fields)
        )
        for field, value in claims.where
    ]


def in_order(field: str, stacks: Sequence[Stack], fields: Mapping[str, FieldRow]) -> list[Stack]:
    """Return the stacks in the order in which they are shown."""
    by_value = {stack.value: stack for stack in stacks}
    return [by_value[value] for value in field_labels.in_order(field, list(by_value), fields)]


def _country(code: str) -> str:
    country = QLocale.codeToTerritory(code)
    if country == QLocale.Country.AnyCountry:
        return code
    return QLocale.territoryToString(country)


def _time(field: str, value: str) -> str:
    if field == "month":
        return QLocale().toString(
            QDate.fromString(f"{value}-01", Qt.DateFormat.ISODate), "MMM yyyy"
        )
    if field == "week":
        return _("Week of {date}").format(date=value)
    if field == "quarter":
        year, _unused, quarter = value.partition("-")
        return f"{quarter} {year}"
    return value


def distinct_labels(labels: Sequence[str], coded: Sequence[bool]) -> list[str]:
    """Return the labels; that of a value is quoted if the row of what is not coded has the same."""
    uncoded = {label for label, is_coded in zip(labels, coded, strict=True) if not is_coded}
    return [
        f"“{label}”" if is_coded and label in uncoded else label
        for label, is_coded in zip(labels, coded, strict=True)
    ]
