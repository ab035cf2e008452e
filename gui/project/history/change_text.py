# SPDX-License-Identifier: MIT
"""Texts for the steps of the history: what changed, with the values before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import QLocale

from claimdesk.gui.widgets.wording import (
    article_status_label,
    layer_label,
    role_label,
    short,
    state_label,
)
from claimdesk.models.messages.catalogue import _
from claimdesk.models.registry.kind_labels import actor_kind_label
from claimdesk.models.store.history.listing import RecordedNames, RowChange
from claimdesk.models.store.schema import metadata
from claimdesk.models.text.numbers import number_text

NameOf = Callable[[str, int], str | None]
"""Returns the name of a row, by table and id; None if it is unknown."""

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
"""Labels of the columns that people know; others, such as times and hashes, are not shown."""

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
"""Columns that hold the id of a row, with the table of that row."""


def column_label(table: str, column: str) -> str | None:
    """Return the label of a column; None if it is not shown."""
    if (table, column) == ("field_value", "text"):
        return _("Own field")
    if (table, column) == ("further_speaker", "actor_id"):
        return _("Speaker")
    return _COLUMNS.get(column)


def value_text(column: str, value: Any, name_of: NameOf) -> str:  # noqa: ANN401
    """Return the value of a column as text."""
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
        return number_text(float(value))  # recorded as text
    if isinstance(value, int):
        return QLocale().toString(value)
    return f"“{short(str(value))}”"


def update_lines(
    table: str, before: Mapping[str, Any], after: Mapping[str, Any], name_of: NameOf
) -> list[str]:
    """Return what an update did to a row, one line for each column that is shown."""
    return [
        _text_changed(str(old), str(after.get(column)))
        if column == "body"
        else _("{column}: {before} → {after}").format(
            column=label,
            before=value_text(column, old, name_of),
            after=value_text(column, after.get(column), name_of),
        )
        for column, old in before.items()
        if (label := column_label(table, column)) is not None
    ]


def _text_changed(before: str, after: str) -> str:
    """Return the part in which two texts differ, before and after."""
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


_SETTINGS = {
    "guideline": _("guideline"),
    "suggest.pipeline": _("language pipeline"),
    "suggest.labels": _("kinds of actors of the pipeline’s labels"),
    "suggest.documents": _("who speaks in reports and polls"),
    "suggest.joint": _("who speaks in joint sources"),
    "suggest.threshold": _("how sure suggested claims have to be"),
    "suggest.not_learned": _("what is learned but not used"),
    "analysis.events": _("events on time lines"),
    "analysis.views": _("views of the claims"),
}
"""Labels of the settings of a project, by key."""

_ONLY_IN_UPDATES = frozenset({"annotator_id", "position", "colour"})
"""Columns shown when they change, but not when a row is added or removed."""


def lines(changes: Iterable[RowChange], names: RecordedNames) -> list[str]:
    """Return the changes, one line each, in the order of annotations and of the tables."""
    order = list(metadata.tables)
    places: dict[int | None, int] = {}
    listed = [
        (places.setdefault(change.annotation_id, len(places)), order.index(change.table), change)
        for change in changes
    ]
    result: list[str] = []
    # Annotations one by one, each before its parts, which a deletion removes first.
    for _place, _rank, change in sorted(listed, key=lambda one: one[:2]):
        for line in _lines(change, names):
            if line not in result:
                result.append(line)
    return result


def _lines(change: RowChange, names: RecordedNames) -> list[str]:
    if change.operation == "update":
        return _update_texts(change, names)
    row = change.after if change.operation == "insert" else change.before
    what = _row_text(change.table, row, names)
    if what is None:
        return []
    added = change.operation == "insert"
    return [(_("+ {what}") if added else _("− {what}")).format(what=what)]


def _row_text(table: str, row: dict[str, Any], names: RecordedNames) -> str | None:
    """Return the text for an added or removed row; None if it has nothing to show."""
    if not row:
        return None
    if table == "annotation":
        return _("{layer}, {state}").format(
            layer=layer_label(row["layer"]), state=state_label(row["state"])
        )
    if table in ("span", "unplaced_span"):
        piece = _("{role} “{words}”").format(
            role=role_label(row["role"]), words=short(str(row["quote"]))
        )
        return piece if table == "span" else _("{what}, to be reviewed").format(what=piece)
    if table in ("article", "actor", "domain", "field", "choice", "annotator"):
        name = row.get("title") or row.get("name") or row.get("label") or ""
        return _("{table} “{name}”").format(table=_table_label(table), name=short(str(name)))
    if table in ("alias", "term"):
        return _("{table} “{name}”").format(table=_table_label(table), name=short(str(row["text"])))
    if table == "setting":
        key = str(row["key"])
        return _("{table} “{name}”").format(table=_table_label(table), name=_SETTINGS.get(key, key))
    coded = [
        f"{label} {value_text(column, value, names.name)}"
        for column, value in row.items()
        if column not in _ONLY_IN_UPDATES
        and value is not None
        and (label := column_label(table, column))
    ]
    return ", ".join(coded) or None


def _update_texts(change: RowChange, names: RecordedNames) -> list[str]:
    found = update_lines(change.table, change.before, change.after, names.name)
    if change.table in ("article", "actor", "domain", "field", "choice"):
        named = names.name(change.table, change.row_id)
        return [
            f"{_table_label(change.table)} “{short(named)}” · {line}" for line in found if named
        ]
    return found


def _table_label(table: str) -> str:
    return {
        "article": _("Article"),
        "actor": _("Actor"),
        "domain": _("Domain"),
        "field": _("Field"),
        "choice": _("Value"),
        "annotator": _("Annotator"),
        "alias": _("Alias"),
        "term": _("Term"),
        "setting": _("Setting"),
    }[table]
