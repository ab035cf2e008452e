# SPDX-License-Identifier: MIT
"""Words for what the whole window speaks of."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from claimdesk.models.queries import AnnotationRow

WAITS = "⚠"
"""Before words that lost their place when the text was corrected."""


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
