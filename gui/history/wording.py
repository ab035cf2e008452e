# SPDX-License-Identifier: MIT
"""What a step of the history changed, in words: what was before and what after."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from claimdesk.gui.history.change_text import column_label, update_lines, value_text
from claimdesk.gui.widgets.wording import layer_label, role_label, short, state_label
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.history.listing import Names, RowChange
from claimdesk.models.store.schema import metadata

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
    return [(_("+ {what}") if came else _("− {what}")).format(what=what)]


def _what(table: str, row: dict[str, Any], names: Names) -> str | None:
    """Return a row that came or went, in words; None if it says nothing by itself."""
    if not row:
        return None
    if table == "annotation":
        return _("{layer}, {state}").format(
            layer=layer_label(row["layer"]), state=state_label(row["state"])
        )
    if table in ("span", "unplaced_span"):
        told = _("{role} “{words}”").format(
            role=role_label(row["role"]), words=short(str(row["quote"]))
        )
        return told if table == "span" else _("{what}, waits for review").format(what=told)
    if table in ("article", "actor", "domain", "field", "choice", "annotator"):
        name = row.get("title") or row.get("name") or row.get("label") or ""
        return _("{table} “{name}”").format(table=_table(table), name=short(str(name)))
    if table in ("alias", "term"):
        return _("{table} “{name}”").format(table=_table(table), name=short(str(row["text"])))
    if table == "setting":
        key = str(row["key"])
        return _("{table} “{name}”").format(table=_table(table), name=_SETTINGS.get(key, key))
    coded = [
        f"{label} {value_text(column, value, names.name)}"
        for column, value in row.items()
        if column not in _QUIET and value is not None and (label := column_label(table, column))
    ]
    return ", ".join(coded) or None


_SETTINGS = {
    "guideline": _("guideline"),
    "suggest.pipeline": _("language pipeline"),
    "suggest.labels": _("kinds of actors of the pipeline’s labels"),
    "suggest.threshold": _("how sure suggested claims have to be"),
}
"""Settings of a project in words, by their keys."""


def _updated(change: RowChange, names: Names) -> list[str]:
    found = update_lines(change.table, change.before, change.after, names.name)
    if change.table in ("article", "actor", "domain", "field", "choice"):
        named = names.name(change.table, change.row_id)
        return [f"{_table(change.table)} “{short(named)}” · {line}" for line in found if named]
    return found


def _table(table: str) -> str:
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
