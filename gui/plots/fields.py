# SPDX-License-Identifier: MIT
"""Names of the fields that claims are counted by, and labels and order of their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QDate, QLocale, Qt

from claimdesk.gui.widgets.wording import actor_kind_label
from claimdesk.models.analysis.claim_filter import ClaimFilter, Value
from claimdesk.models.analysis.stacks import Stack
from claimdesk.models.codebook.keys import CLAIM_FIELDS
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import FieldRow
from claimdesk.models.text.numbers import number_text

_IN_TIME = frozenset({"date", "week", "month", "quarter", "year"})
_CODED = frozenset({"stance", "kind"})
_YES_NO = "boolean"


def field_names(fields: Mapping[str, FieldRow]) -> dict[str, str]:
    """Return the fields that can be chosen, key -> name; those of every project come first."""
    names = {
        "speaker": _("Speaker"),
        "domain": _("Domain"),
        "stance": _("Stance"),
        "kind": _("Kind"),
        "speaker_kind": _("Kind of speaker"),
        "country": _("Country of speaker"),
        "outlet": _("Outlet"),
        "author": _("Author"),
        "article": _("Article"),
        "annotator": _("Annotator"),
        "year": _("Year"),
        "quarter": _("Quarter"),
        "month": _("Month"),
        "week": _("Week"),
        "date": _("Date"),
    }
    for key, field in fields.items():
        if field.layer == "claim" and (key in _CODED or key not in CLAIM_FIELDS):
            names[key] = field.label
    return names


def value_label(field: str, value: Value, fields: Mapping[str, FieldRow]) -> str:
    """Return the label of a value of a field."""
    if value is None:
        return _uncoded_label(field)
    if _is_coded(field, fields):
        return _choice_label(fields[field], value)
    if field == "speaker_kind":
        return actor_kind_label(str(value))
    if field == "country":
        return _country(str(value))
    if field in _IN_TIME:
        return _time(field, str(value))
    return " ".join(str(value).split())


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
    """Return the stacks in the order in which they are shown.

    Dates and numbers ascend, coded values keep the order of the codebook, others stay as they are.
    What is not coded comes last.
    """
    if field in _IN_TIME:
        return sorted(stacks, key=lambda stack: (stack.value is None, str(stack.value)))
    if _is_coded(field, fields) and fields[field].kind == "choice":
        keys: list[Value] = [choice.key for choice in fields[field].choices]
        places = {key: place for place, key in enumerate(keys)}
        return sorted(stacks, key=lambda stack: places.get(stack.value, len(places)))
    if _is_coded(field, fields) and fields[field].kind == "number":
        return sorted(stacks, key=lambda stack: (stack.value is None, _number(stack.value)))
    return list(stacks)


def _number(value: Value) -> float:
    return value if isinstance(value, int | float) else 0.0


def _is_coded(field: str, fields: Mapping[str, FieldRow]) -> bool:
    return field in fields and (field in _CODED or field not in CLAIM_FIELDS)


def _uncoded_label(field: str) -> str:
    if field == "speaker":
        return _("Nobody named")
    if field in _IN_TIME:
        return _("No date")
    if field in ("outlet", "author", "annotator", "country", "speaker_kind"):
        return _("Unknown")
    return _("Not coded")


def _choice_label(field: FieldRow, value: Value) -> str:
    if field.kind == _YES_NO:
        return _("Yes") if value else _("No")
    if isinstance(value, float):
        return number_text(value)
    for choice in field.choices:
        if choice.key == value:
            return choice.label
    return " ".join(str(value).split())


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
