# SPDX-License-Identifier: MIT
"""Labels of kinds, layers, states and roles, and short forms of texts, for the whole window."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt

from claimdesk.models.editing.edits import MAIN_ROLE
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import AnnotationRow

WAITS = "⚠"
"""Marks words that lost their place when the text was corrected."""

_LINE = 80
"""Maximum characters of quoted words on a line of their own."""
_LABEL = 28
"""Maximum characters of quoted words in a label."""


def layer_label(layer: str) -> str:
    """Return the label of an annotation of a layer."""
    return {
        "actor": _("Mention of an actor"),
        "claim": _("Claim"),
        "domain": _("Words about a domain"),
    }[layer]


def state_label(state: str) -> str:
    """Return the label of the state of an annotation."""
    return {
        "suggested": _("to decide"),
        "accepted": _("accepted"),
        "rejected": _("rejected"),
    }.get(state, state)


def article_status_label(status: str) -> str:
    """Return the label of the status of an article."""
    return {
        "unread": _("unread"),
        "in progress": _("in progress"),
        "done": _("done"),
    }.get(status, status)


def role_label(role: str) -> str:
    """Return the label of a role of a span."""
    return {
        "mention": _("mention"),
        "source": _("source"),
        "cue": _("cue"),
        "content": _("content"),
        "evidence": _("evidence"),
    }[role]


def words_of(row: AnnotationRow, role: str) -> str:
    """Return the words of a role, marked if a piece of the annotation has no place in the text."""
    words = row.quote(role)
    return f"{WAITS} {words}" if row.waiting else words


def short(words: str, most: int = _LINE) -> str:
    """Put words on one line, and shorten them with an ellipsis to `most` characters."""
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def brief(words: str) -> str:
    """Shorten words for a label."""
    return short(words, _LABEL)


def quoted(row: AnnotationRow) -> str:
    """Quote the main words of an annotation, such as a claim's content, in a few words."""
    words = brief(row.quote(MAIN_ROLE[row.layer]))
    return f"“{words}”" if words else layer_label(row.layer)


def field_label(field: str, what: str) -> str:
    """Return the label in the history for a changed field."""
    return _("Edit {what}: {field}").format(what=what, field=field)


def date_text(day: QDate | datetime.date) -> str:
    """Return a day as it is shown everywhere, such as 29 Nov 2026."""
    if isinstance(day, datetime.date):
        day = QDate(day.year, day.month, day.day)
    return QLocale().toString(day, "d MMM yyyy")


def moment_text(moment: QDateTime) -> str:
    """Return a moment as a day and a time, both local, as they are shown everywhere."""
    local = moment.toLocalTime()
    return f"{date_text(local.date())} {QLocale().toString(local.time(), 'HH:mm')}"


def time_text(utc: str) -> str:
    """Return a stored time (UTC, ISO 8601) as a day and a time."""
    time = QDateTime.fromString(utc, Qt.DateFormat.ISODateWithMs)
    return moment_text(time) if time.isValid() else utc
