# SPDX-License-Identifier: MIT
"""Words for what the whole window speaks of."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale, Qt

from claimdesk.models.editing.edits import MAIN_ROLE
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import AnnotationRow

WAITS = "⚠"
"""Before words that lost their place when the text was corrected."""

_LINE = 80
"""Characters of words that are told on a line of their own."""
_LABEL = 28
"""The same where they are part of a label."""


def actor_kind_label(kind: str) -> str:
    """Return the word for a kind of actor."""
    return {
        "state": _("State"),
        "alliance": _("Alliance"),
        "organization": _("Organization"),
        "person": _("Person"),
        "group": _("Group"),
        "place": _("Place"),
    }.get(kind, kind)


def layer_label(layer: str) -> str:
    """Return the word for an annotation of a layer."""
    return {
        "actor": _("Mention of an actor"),
        "claim": _("Claim"),
        "domain": _("Words about a domain"),
    }[layer]


def state_label(state: str) -> str:
    """Return the word for what became of an annotation."""
    return {
        "suggested": _("to decide"),
        "accepted": _("accepted"),
        "rejected": _("rejected"),
    }.get(state, state)


def article_status_label(status: str) -> str:
    """Return the word for how far an article is."""
    return {
        "unread": _("unread"),
        "in progress": _("in progress"),
        "done": _("done"),
    }.get(status, status)


def role_label(role: str) -> str:
    """Return the word for a role of an annotation's words."""
    return {
        "mention": _("mention"),
        "source": _("source"),
        "cue": _("cue"),
        "content": _("content"),
        "evidence": _("evidence"),
    }[role]


def words_of(row: AnnotationRow, role: str) -> str:
    """Return the words of a role, marked if some of the annotation have no place in the text."""
    words = row.quote(role)
    return f"{WAITS} {words}" if row.waiting else words


def short(words: str, most: int = _LINE) -> str:
    """Words on one line, cut with an ellipsis where they are more than so many characters."""
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def brief(words: str) -> str:
    """Return words as part of a label."""
    return short(words, _LABEL)


def quoted(row: AnnotationRow) -> str:
    """What an annotation is about, in a few words between quotation marks: a claim's content."""
    words = brief(row.quote(MAIN_ROLE[row.layer]))
    return f"“{words}”" if words else layer_label(row.layer)


def field_label(field: str, what: str) -> str:
    """The words of the history for a field that was set; its name may itself end with “of”."""
    return _("Edit {what}: {field}").format(what=what, field=field)


def time_text(utc: str) -> str:
    """Return a time of the tables (UTC, ISO 8601) as the analyst's clock shows it."""
    time = QDateTime.fromString(utc, Qt.DateFormat.ISODateWithMs)
    if not time.isValid():
        return utc
    return QLocale().toString(time.toLocalTime(), QLocale.FormatType.ShortFormat)
