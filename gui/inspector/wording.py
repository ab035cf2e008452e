# SPDX-License-Identifier: MIT
"""Where an annotation comes from and what became of it, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt

from claimdesk.gui.desk import Desk
from claimdesk.models.queries import AnnotationRow, ChangeRow
from claimdesk.models.schema import ANALYST

_LONGEST = 80


def translate(text: str) -> str:
    """The text in the language of the window."""
    return QCoreApplication.translate("inspector", text)


@dataclass
class Entry:
    """One step of the history of an annotation."""

    when: str
    who: str
    what: str
    lines: list[str] = field(default_factory=list)
    """What was before and after, one change a line."""


def layer_text(layer: str) -> str:
    """The word for an annotation of a layer."""
    return {
        "actor": translate("Mention of an actor"),
        "claim": translate("Claim"),
        "domain": translate("Words about a domain"),
    }[layer]


def state_text(state: str) -> str:
    """The word for a state."""
    return {
        "suggested": translate("to decide"),
        "accepted": translate("accepted"),
        "rejected": translate("rejected"),
    }.get(state, state)


def role_text(role: str) -> str:
    """The word for a role, as a heading."""
    return {
        "mention": translate("Mention"),
        "source": translate("Source"),
        "cue": translate("Cue"),
        "content": translate("Content"),
        "evidence": translate("Evidence"),
    }[role]


def origin_text(row: AnnotationRow) -> str:
    """Who or what recorded an annotation, and how sure it was."""
    kind, _, name = row.origin.partition(":")
    if row.origin == ANALYST:
        return translate("Recorded by {name}").format(name=row.annotator or translate("an analyst"))
    if kind == "import":
        text = translate("Imported from {name}").format(name=name)
        by = translate("{text}, annotated by {who}")
        return by.format(text=text, who=row.annotator) if row.annotator else text
    if kind == "model":
        model, _, version = name.partition("/")
        learned = {
            "claims": translate(
                "Suggested by what was learned from your claims, version {version}"
            ),
            "mentions": translate(
                "Suggested by what was learned from your mentions, version {version}"
            ),
        }
        usual = translate("Suggested by the model {name}, version {version}")
        text = learned.get(model, usual).format(name=model, version=version or "?")
    elif kind == "rule":
        text = translate("Suggested by the rule “{name}”").format(name=name)
    else:
        text = translate("Suggested by {name}").format(name=row.origin)
    if row.score is None:
        return text
    percent = QLocale().toString(round(100 * row.score))
    return translate("{text}, {percent} % sure").format(text=text, percent=percent)


def time_text(utc: str) -> str:
    """A time of the tables (UTC, ISO 8601) as the analyst's clock shows it."""
    time = QDateTime.fromString(utc, Qt.DateFormat.ISODateWithMs)
    if not time.isValid():
        return utc
    return QLocale().toString(time.toLocalTime(), QLocale.FormatType.ShortFormat)


def entries(rows: Iterable[ChangeRow], desk: Desk) -> list[Entry]:
    """The history of an annotation, a step of the history an entry, newest first."""
    found: dict[int, Entry] = {}
    for row in rows:
        entry = found.get(row.changeset_id)
        if entry is None:
            who = row.annotator or translate("unnamed")
            entry = found[row.changeset_id] = Entry(time_text(row.created), who, row.label)
        entry.lines[:0] = [line for line in _lines(row, desk) if line not in entry.lines]
    return list(found.values())


def _lines(row: ChangeRow, desk: Desk) -> list[str]:
    if row.operation == "update":
        return _updated(row, desk)
    inserted = row.operation == "insert"
    if row.table_name == "annotation":
        return [translate("Recorded") if inserted else translate("Deleted")]
    if row.table_name == "span":
        return [translate("Words were added")] if inserted else [_removed_span(row.before)]
    if row.table_name in _MEMBERS:
        column, added, removed = _MEMBERS[row.table_name]
        if inserted:
            return [translate(added)]
        return [f"{translate(removed)}: {_value(column, row.before.get(column), desk)}"]
    if row.table_name == "field_value":
        return [translate("Own field was coded") if inserted else translate("Own field cleared")]
    return []


def _updated(row: ChangeRow, desk: Desk) -> list[str]:
    lines = []
    for column, before in row.before.items():
        if column in _COLUMNS:
            after = row.after.get(column)
            name = translate(_COLUMNS[column])
            lines.append(f"{name}: {_value(column, before, desk)} → {_value(column, after, desk)}")
    return lines


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
    "text": "Own field",
}
_MEMBERS = {
    "claim_domain": ("domain_id", "A domain was added", "Domain removed"),
    "addressee": ("actor_id", "An addressee was added", "Addressee removed"),
    "partner": ("actor_id", "A partner was added", "Partner removed"),
}


def _value(column: str, value: Any, desk: Desk) -> str:  # noqa: ANN401
    """A recorded value in words; what is gone since is said to be."""
    if value is None:
        return translate("none")
    if column == "state":
        return state_text(str(value))
    gone = translate("(deleted)")
    if column in ("actor_id", "speaker_id"):
        return desk.actor_name(value) or gone
    if column == "domain_id":
        domain = desk.domains.get(value)
        return domain.name if domain else gone
    if column in ("stance_id", "kind_id", "certainty_id", "stage_id", "choice_id"):
        labels = (c.label for f in desk.fields.values() for c in f.choices if c.id == value)
        return next(labels, gone)
    return f"“{short(str(value))}”"


def _removed_span(before: Mapping[str, Any]) -> str:
    return translate("Taken from the {role}: “{words}”").format(
        role=role_text(str(before["role"])).lower(), words=short(str(before["quote"]))
    )


def short(words: str) -> str:
    """Words on one line, cut where they are long."""
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"
