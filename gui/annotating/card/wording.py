# SPDX-License-Identifier: MIT
"""Describe in plain words where an annotation comes from and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QLocale

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.project.history.change_text import update_lines, value_text
from claimdesk.gui.widgets.wording import short, time_text
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import AnnotationRow, ChangeRow
from claimdesk.models.store.schema import ANALYST


@dataclass
class Entry:
    """One step of the history of an annotation."""

    when: str
    who: str
    what: str
    lines: list[str] = field(default_factory=list)
    """What was before and after, one change a line."""


def role_text(role: str) -> str:
    """Return the word for a role, as a heading."""
    return {
        "mention": _("Mention"),
        "source": _("Source"),
        "cue": _("Cue"),
        "content": _("Content"),
        "evidence": _("Evidence"),
    }[role]


_RULES = {
    "according": _("according to"),
    "as": _("as somebody says"),
    "capital": _("capital"),
    "clause": _("clause"),
    "codebook": _("codebook"),
    "description": _("description"),
    "document": _("document"),
    "gazetteer": _("gazetteer"),
    "memory": _("memory"),
    "object": _("object"),
    "pattern": _("pattern"),
    "quotation": _("quotation"),
    "quoted": _("quoted"),
    "registry": _("registry"),
    "sentence": _("sentence"),
}
"""Rules in words, by the names that their suggestions bear."""


def origin_text(row: AnnotationRow) -> str:
    """Return who or what recorded an annotation, and how sure it was."""
    kind, _unused, name = row.origin.partition(":")
    if row.origin == ANALYST:
        return _("Recorded by {name}").format(name=row.annotator or _("an analyst"))
    if kind == "import":
        text = _("Imported from {name}").format(name=name)
        by = _("{text}, annotated by {who}")
        return by.format(text=text, who=row.annotator) if row.annotator else text
    if kind == "model":
        model, _unused, version = name.partition("/")
        learned = {
            "claims": _("Suggested by what was learned from your claims, version {version}"),
            "mentions": _("Suggested by what was learned from your mentions, version {version}"),
        }
        usual = _("Suggested by the model {name}, version {version}")
        text = learned.get(model, usual).format(name=model, version=version or "?")
    elif kind == "rule":
        text = _("Suggested by the rule “{name}”").format(name=_RULES.get(name, name))
    else:
        text = _("Suggested by {name}").format(name=row.origin)
    if row.score is None:
        return text
    percent = QLocale().toString(round(100 * row.score))
    return _("{text}, {percent} % sure").format(text=text, percent=percent)


def entries(rows: Iterable[ChangeRow], desk: Desk) -> list[Entry]:
    """Return the history of an annotation, one entry for each step, newest first."""
    found: dict[int, Entry] = {}
    for row in rows:
        entry = found.get(row.changeset_id)
        if entry is None:
            who = row.annotator or _("unnamed")
            entry = found[row.changeset_id] = Entry(time_text(row.created), who, row.label)
        entry.lines[:0] = [line for line in _lines(row, desk) if line not in entry.lines]
    return list(found.values())


def _lines(row: ChangeRow, desk: Desk) -> list[str]:
    if row.operation == "update":
        # Who annotated last is told beside every step already.
        before = {name: old for name, old in row.before.items() if name != "annotator_id"}
        return update_lines(row.table_name, before, row.after, partial(_name, desk))
    inserted = row.operation == "insert"
    if row.table_name == "annotation":
        return [_("Recorded") if inserted else _("Deleted")]
    if row.table_name == "span":
        return [_("Words were added")] if inserted else [_removed_span(row.before)]
    if row.table_name in _MEMBERS:
        column, added, removed = _MEMBERS[row.table_name]
        if inserted:
            return [added]
        gone = value_text(column, row.before.get(column), partial(_name, desk))
        return [removed.format(name=gone)]
    if row.table_name == "field_value":
        return [_("Own field was coded") if inserted else _("Own field cleared")]
    return []


_MEMBERS = {
    "claim_domain": ("domain_id", _("A domain was added"), _("Domain removed: {name}")),
    "further_speaker": ("actor_id", _("A speaker was added"), _("Speaker removed: {name}")),
    "addressee": ("actor_id", _("An addressee was added"), _("Addressee removed: {name}")),
    "partner": ("actor_id", _("A partner was added"), _("Partner removed: {name}")),
}


def _name(desk: Desk, table: str, row_id: int) -> str | None:
    """Return the name of a row as the desk knows it."""
    if table == "actor":
        return desk.actor_name(row_id)
    if table == "domain":
        domain = desk.domains.get(row_id)
        return domain.name if domain else None
    labels = (c.label for f in desk.fields.values() for c in f.choices if c.id == row_id)
    return next(labels, None)


def _removed_span(before: Mapping[str, Any]) -> str:
    return _("Taken from the {role}: “{words}”").format(
        role=role_text(str(before["role"])).lower(), words=short(str(before["quote"]))
    )
