# SPDX-License-Identifier: MIT
"""Words for what the whole window speaks of."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt

from claimdesk.models.queries import AnnotationRow

WAITS = "⚠"
"""Before words that lost their place when the text was corrected."""

_LONGEST = 80
"""Characters of words that are told on one line."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("wording", text)


def actor_kind_label(kind: str) -> str:
    """The word for a kind of actor."""
    return {
        "state": _tr("State"),
        "alliance": _tr("Alliance"),
        "organization": _tr("Organization"),
        "person": _tr("Person"),
        "group": _tr("Group"),
        "place": _tr("Place"),
    }.get(kind, kind)


def layer_label(layer: str) -> str:
    """The word for an annotation of a layer."""
    return {
        "actor": _tr("Mention of an actor"),
        "claim": _tr("Claim"),
        "domain": _tr("Words about a domain"),
    }[layer]


def state_label(state: str) -> str:
    """The word for what became of an annotation."""
    return {
        "suggested": _tr("to decide"),
        "accepted": _tr("accepted"),
        "rejected": _tr("rejected"),
    }.get(state, state)


def role_label(role: str) -> str:
    """The word for a role of an annotation's words."""
    return {
        "mention": _tr("mention"),
        "source": _tr("source"),
        "cue": _tr("cue"),
        "content": _tr("content"),
        "evidence": _tr("evidence"),
    }[role]


def words_of(row: AnnotationRow, role: str) -> str:
    """The words of a role, marked if some of the annotation have no place in the text."""
    words = row.quote(role)
    return f"{WAITS} {words}" if row.waiting else words


def short(words: str) -> str:
    """Words on one line, cut where they are long."""
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"


def time_text(utc: str) -> str:
    """A time of the tables (UTC, ISO 8601) as the analyst's clock shows it."""
    time = QDateTime.fromString(utc, Qt.DateFormat.ISODateWithMs)
    if not time.isValid():
        return utc
    return QLocale().toString(time.toLocalTime(), QLocale.FormatType.ShortFormat)
