# SPDX-License-Identifier: MIT
"""What a step of the history changed, in words: what was before and what after."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

from claimdesk.gui.inspector.wording import layer_text, short, state_text
from claimdesk.gui.wording import actor_kind_label, role_label
from claimdesk.models.history_reading import Names, RowChange
from claimdesk.models.schema import metadata


def translate(text: str) -> str:
    """The text in the language of the window."""
    return QCoreApplication.translate("history", text)


_COLUMNS = {
    "state": "State",
    "note": "Note",
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
    "field_id": "field",
    "annotator_id": "annotator",
}
_QUIET = frozenset({"annotator_id", "position", "colour"})
"""Told when they change, not when a row comes or goes."""


def lines(changes: Iterable[RowChange], names: Names) -> list[str]:
    """What changes did, a line each, in the order of annotations and of the schema's tables."""
    order = list(metadata.tables)
    places: dict[int | None, int] = {}
    listed = [
        (places.setdefault(change.annotation_id, len(places)), order.index(change.table), change)
        for change in changes
    ]
    found: list[str] = []
    # Each annotation together, and before its parts, which a deletion takes first.
    for _place, _rank, change in sorted(listed, key=lambda one: one[:2]):
        for line in _lines(change, names):
            if line not in found:
                found.append(line)
    return found


def _lines(change: RowChange, names: Names) -> list[str]:
    if change.operation == "update":
        return _updated(change, names)
    row = change.after if change.operation == "insert" else change.before
    what = _what(change.table, row, names)
    if what is None:
        return []
    came = change.operation == "insert"
    return [(translate("+ {what}") if came else translate("− {what}")).format(what=what)]


def _what(table: str, row: dict[str, Any], names: Names) -> str | None:
    """A row that came or went, in words; None if it says nothing by itself."""
    if not row:
        return None
    if table == "annotation":
        return translate("{layer}, {state}").format(
            layer=layer_text(row["layer"]), state=state_text(row["state"])
        )
    if table in ("span", "unplaced_span"):
        told = translate("{role} “{words}”").format(
            role=role_label(row["role"]), words=short(str(row["quote"]))
        )
        return told if table == "span" else translate("{what}, waits for review").format(what=told)
    if table in ("article", "actor", "domain", "field", "choice", "annotator"):
        name = row.get("title") or row.get("name") or row.get("label") or ""
        return f"{_table(table)} “{short(str(name))}”"
    if table in ("alias", "term"):
        return f"{_table(table)} “{short(str(row['text']))}”"
    if table == "setting":
        return f"{_table(table)} {row['key']}"
    coded = [
        f"{translate(_COLUMNS[column])} {_value(column, value, names)}"
        for column, value in row.items()
        if column in _COLUMNS and column not in _QUIET and value is not None
    ]
    return ", ".join(coded) or None


def _updated(change: RowChange, names: Names) -> list[str]:
    if change.table == "span" and "body" not in change.before:
        return _moved(change)
    found = []
    for column, before in change.before.items():
        if column not in _COLUMNS:
            continue
        after = change.after.get(column)
        name = translate(_COLUMNS[column])
        if column == "body":
            found.append(_text_changed(str(before), str(after)))
        else:
            found.append(
                f"{name}: {_value(column, before, names)} → {_value(column, after, names)}"
            )
    if change.table in ("article", "actor", "domain", "field", "choice"):
        named = names.name(change.table, change.row_id)
        return [f"{_table(change.table)} “{short(named)}” · {line}" for line in found if named]
    return found


def _moved(change: RowChange) -> list[str]:
    before, after = change.before.get("quote"), change.after.get("quote")
    if before is None:
        return []
    return [
        translate("Words: “{before}” → “{after}”").format(
            before=short(str(before)), after=short(str(after))
        )
    ]


def _text_changed(before: str, after: str) -> str:
    """The first place at which two texts differ, with what stood and what stands there."""
    start = 0
    most = min(len(before), len(after))
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return translate("Text of the article: “{before}” → “{after}”").format(
        before=short(before[start : len(before) - end]),
        after=short(after[start : len(after) - end]),
    )


def _value(column: str, value: Any, names: Names) -> str:  # noqa: ANN401
    if value is None or value == "":
        return translate("none")
    if column == "state":
        return state_text(str(value))
    if column in _TARGETS:
        return names.name(_TARGETS[column], int(value)) or translate("(gone)")
    if column == "kind":
        return actor_kind_label(str(value))
    if isinstance(value, float | int):
        return QLocale().toString(value)
    return f"“{short(str(value))}”"


def _table(table: str) -> str:
    return {
        "article": translate("Article"),
        "actor": translate("Actor"),
        "domain": translate("Domain"),
        "field": translate("Field"),
        "choice": translate("Value"),
        "annotator": translate("Annotator"),
        "alias": translate("Alias"),
        "term": translate("Term"),
        "setting": translate("Setting"),
    }[table]
