# SPDX-License-Identifier: MIT
"""Backups, differences and problems in words."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale

from claimdesk.gui.widgets.wording import short, time_text
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store.backups import backups
from claimdesk.models.store.backups.backups import Backup
from claimdesk.models.store.backups.restoring import Difference, RowDifference


def moment_text(moment: datetime) -> str:
    """Return a moment as the analyst's clock shows it."""
    time = QDateTime.fromMSecsSinceEpoch(round(moment.timestamp() * 1000))
    return QLocale().toString(time, QLocale.FormatType.ShortFormat)


def reason_text(backup: Backup) -> str:
    """Return why a backup was made."""
    text = {
        backups.BY_HAND: _("By hand"),
        backups.ON_OPEN: _("When opened"),
        backups.REGULAR: _("Every half hour"),
        backups.BEFORE_MIGRATION: _("Before a new version"),
        backups.BEFORE_EDIT: _("Before an edit"),
    }.get(backup.reason, backup.reason)
    return f"{text}: {short(backup.detail)}" if backup.detail else text


def size_text(size: int) -> str:
    """Return a number of bytes."""
    return QLocale().formattedDataSize(size, 1)


def last_edit_text(backup: Backup) -> str:
    """Return the last edit that a backup has."""
    edit = backup.contents.last_edit
    return f"{short(edit.label)} · {time_text(edit.created)}" if edit else _("none")


def difference_lines(found: Difference) -> list[str]:
    """Return what restoring would change, a line each."""
    if not found.tables and not found.edits:
        return [_("The backup is equal to the project as it is now.")]
    lines = []
    if found.edits:
        lines.append(
            ngettext(
                "1 later step would be gone from the project:",
                "{n} later steps would be gone from the project:",
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
        lines.append(_("Articles concerned: {names}").format(names=names))
        if len(found.articles) > 5:
            lines.append("   " + _("and {n} more").format(n=len(found.articles) - 5))
    return lines


def _rows(name: str, rows: RowDifference) -> str:
    told = [
        text.format(n=count)
        for count, text in (
            (rows.only_in_backup, _("{n} come back")),
            (rows.only_in_project, _("{n} go")),
            (rows.changed, _("{n} become as they were")),
        )
        if count
    ]
    return f"{name}: {', '.join(told)}"


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
    """Return what is wrong, with its place."""
    return f"{problem['where']}: {problem['what']}"
