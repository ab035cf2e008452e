# SPDX-License-Identifier: MIT
"""Texts of the backups dialog: backups, differences and problems."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale

from claimdesk.gui.widgets import wording
from claimdesk.gui.widgets.wording import short, time_text
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store.backups import backups
from claimdesk.models.store.backups.backups import Backup
from claimdesk.models.store.backups.restoring import Difference, RowDifference


def moment_text(moment: datetime) -> str:
    """Return a time in the local time zone and format."""
    return wording.moment_text(QDateTime.fromMSecsSinceEpoch(round(moment.timestamp() * 1000)))


def reason_text(backup: Backup) -> str:
    """Return the reason for a backup."""
    text = {
        backups.BY_HAND: _("By hand"),
        backups.ON_OPEN: _("When opened"),
        backups.REGULAR: _("Every half hour"),
        backups.BEFORE_MIGRATION: _("Before a new version"),
        backups.BEFORE_EDIT: _("Before an edit"),
    }.get(backup.reason, backup.reason)
    return f"{text}: {short(backup.detail)}" if backup.detail else text


def size_text(size: int) -> str:
    """Return a file size with its unit."""
    return QLocale().formattedDataSize(size, 1)


def last_edit_text(backup: Backup) -> str:
    """Return the last edit in a backup."""
    edit = backup.summary.last_edit
    return f"{short(edit.label)} · {time_text(edit.created)}" if edit else _("none")


def difference_lines(found: Difference) -> list[str]:
    """Return what restoring would change, one line each."""
    if not found.tables and not found.edits:
        return [_("The backup is the same as the current project.")]
    lines = []
    if found.edits:
        lines.append(
            ngettext(
                "1 later step would be lost:",
                "{n} later steps would be lost:",
                found.edits,
            ).format(n=found.edits)
        )
        lines += [f"   {time_text(e.created)} · {short(e.label)}" for e in found.edits_since[:8]]
        if found.edits > 8:
            lines.append("   " + _("and {n} more").format(n=found.edits - 8))
    for table, name in _tables().items():
        if table in found.tables:
            lines.append(_rows(name, found.tables[table]))
    if found.articles:
        names = "; ".join(short(title) for title in found.articles[:5])
        lines.append(_("Affected articles: {names}").format(names=names))
        if len(found.articles) > 5:
            lines.append("   " + _("and {n} more").format(n=len(found.articles) - 5))
    return lines


def _rows(name: str, rows: RowDifference) -> str:
    parts = []
    if rows.only_in_backup:
        parts.append(_("{n} restored").format(n=rows.only_in_backup))
    if rows.only_in_project:
        parts.append(_("{n} removed").format(n=rows.only_in_project))
    if rows.changed:
        parts.append(_("{n} reverted").format(n=rows.changed))
    return f"{name}: {', '.join(parts)}"


def _tables() -> dict[str, str]:
    return {
        "article": _("Articles"),
        "annotation": _("Annotations"),
        "actor": _("Actors"),
        "alias": _("Aliases"),
        "domain": _("Domains"),
        "term": _("Terms"),
        "field": _("Fields"),
        "choice": _("Values"),
        "annotator": _("Annotators"),
    }


def problem_text(problem: dict[str, str]) -> str:
    """Return a problem with its place."""
    return f"{problem['where']}: {problem['what']}"
