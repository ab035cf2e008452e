# SPDX-License-Identifier: MIT
"""Names of the fields that claims are counted by, and labels and order of their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claimdesk.models.analysis.claim_filter import Between, OneOf, Value
from claimdesk.models.codebook.keys import CLAIM_FIELDS
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.registry.gazetteer import gazetteer
from claimdesk.models.registry.kind_labels import actor_kind_label
from claimdesk.models.store.queries import ChoiceRow, FieldRow
from claimdesk.models.text.numbers import number_text

Fields = Mapping[str, FieldRow]
"""The coded fields of the codebook by key."""

TIMES = frozenset({"date", "week", "month", "quarter", "year"})
_CODED = frozenset({"stance", "kind", "certainty"})
_NAMED = 3
"""Of several values so many are named; of more, how many they are."""


def field_names(fields: Fields) -> dict[str, str]:
    """Return the fields that can be chosen, key -> name; those of every project come first."""
    names = {
        "speaker": _("Speaker"),
        "domain": _("Domain"),
        "main_domain": _("Main domain"),
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


def uncoded_label(field: str) -> str:
    """Return what stands for claims that are not coded in a field."""
    if field == "speaker":
        return _("Nobody named")
    if field in TIMES:
        return _("No date")
    if field in ("outlet", "author", "annotator", "country", "speaker_kind"):
        return _("Unknown")
    return _("Not coded")


def value_label(field: str, value: Value, fields: Fields) -> str:
    """Return the label of a value of a field; times as in ISO 8601, weeks by their Monday."""
    if value is None:
        return uncoded_label(field)
    if isinstance(value, OneOf):
        return several_label(field, [value_label(field, one, fields) for one in value.values])
    if isinstance(value, Between):
        ends = (value_label(field, end, fields) for end in (value.first, value.last))
        return range_label(*ends)
    if is_coded(field, fields):
        return choice_label(fields[field], value)
    if field == "speaker_kind":
        return actor_kind_label(str(value))
    if field == "country":
        state = gazetteer().states.get(str(value))
        return str(value) if state is None else state.name
    return " ".join(str(value).split())


def several_label(field: str, labels: Sequence[str]) -> str:
    """Return what stands for several values: their labels, or how many they are."""
    if len(labels) <= _NAMED:
        return ", ".join(labels)
    return _counted(field, len(labels))


def range_label(first: str, last: str) -> str:
    """Return what stands for all values from one to another."""
    return first if first == last else _("{first} to {last}").format(first=first, last=last)


def others_label(field: str, number: int) -> str:
    """Return what stands for the values that are summed as one, such as “Other 214 speakers”."""
    return _("Other {values}").format(values=_counted(field, number))


def _counted(field: str, n: int) -> str:
    """Return a number of values of a field, such as “214 speakers”."""
    words = {
        "speaker": ngettext("{n} speaker", "{n} speakers", n),
        "domain": ngettext("{n} domain", "{n} domains", n),
        "country": ngettext("{n} country", "{n} countries", n),
        "outlet": ngettext("{n} outlet", "{n} outlets", n),
        "author": ngettext("{n} author", "{n} authors", n),
        "article": ngettext("{n} article", "{n} articles", n),
        "annotator": ngettext("{n} annotator", "{n} annotators", n),
    }
    return words.get(field, ngettext("{n} value", "{n} values", n)).format(n=n)


def in_order(field: str, values: Sequence[Value], fields: Fields) -> list[Value]:
    """Return values in the order in which they are shown.

    Times and numbers ascend, coded values keep the order of the codebook, others stay as they are.
    What is not coded comes last.
    """
    if field in TIMES:
        return sorted(values, key=lambda value: (value is None, str(value)))
    if is_coded(field, fields) and fields[field].kind == "choice":
        places = {choice.key: place for place, choice in enumerate(fields[field].choices)}
        return sorted(values, key=lambda value: places.get(str(value), len(places)))
    if is_coded(field, fields) and fields[field].kind == "number":
        return sorted(values, key=lambda value: (value is None, _number(value)))
    return sorted(values, key=lambda value: value is None)


def is_coded(field: str, fields: Fields) -> bool:
    """Return whether a field is one of the codebook: built in and coded, or the analyst's own."""
    return field in fields and (field in _CODED or field not in CLAIM_FIELDS)


def choice_label(field: FieldRow, value: Value) -> str:
    """Return the label of a value of a coded field."""
    if field.kind == "boolean":
        return _("Yes") if value else _("No")
    if isinstance(value, float):
        return number_text(value)
    found: ChoiceRow | None = next((one for one in field.choices if one.key == value), None)
    return " ".join(str(value).split()) if found is None else found.label


def _number(value: Value) -> float:
    return value if isinstance(value, int | float) else 0.0
