# SPDX-License-Identifier: MIT
"""Backups, differences and problems in words."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from claimdesk.gui.widgets.wording import short, time_text
from claimdesk.models.store.backups import backups
from claimdesk.models.store.backups.backups import Backup
from claimdesk.models.store.backups.restoring import Difference, RowDifference


def _tr(text: str) -> str:
    return QCoreApplication.translate("backups", text)


def moment_text(moment: datetime) -> str:
    """A moment as the analyst's clock shows it."""
    time = QDateTime.fromMSecsSinceEpoch(round(moment.timestamp() * 1000))
    return QLocale().toString(time, QLocale.FormatType.ShortFormat)


def reason_text(backup: Backup) -> str:
    """Why a backup was made."""
    text = {
        backups.BY_HAND: _tr("By hand"),
        backups.ON_OPEN: _tr("When opened"),
        backups.REGULAR: _tr("Every half hour"),
        backups.BEFORE_MIGRATION: _tr("Before a new version"),
        backups.BEFORE_EDIT: _tr("Before an edit"),
    }.get(backup.reason, backup.reason)
    return f"{text}: {short(backup.detail)}" if backup.detail else text


def size_text(size: int) -> str:
    """A number of bytes."""
    return QLocale().formattedDataSize(size, 1)


def last_edit_text(backup: Backup) -> str:
    """The last edit that a backup has."""
    edit = backup.contents.last_edit
    return f"{short(edit.label)} · {time_text(edit.created)}" if edit else _tr("none")


def difference_lines(found: Difference) -> list[str]:
    """What restoring would change, a line each."""
    if not found.tables and not found.edits:
        return [_tr("The backup is equal to the project as it is now.")]
    lines = []
    if found.edits:
        lines.append(
            _tr("1 later step would be gone from the project:")
            if found.edits == 1
            else _tr("{n} later steps would be gone from the project:").format(n=found.edits)
        )
        lines += [f"   {time_text(e.created)} · {short(e.label)}" for e in found.edits_since[:8]]
        if found.edits > 8:
            lines.append(_tr("   and {n} more").format(n=found.edits - 8))
    for table, name in _tables().items():
        if table in found.tables:
            lines.append(_rows(name, found.tables[table]))
    if found.articles:
        names = "; ".join(short(title) for title in found.articles[:5])
        lines.append(_tr("Articles concerned: {names}").format(names=names))
        if len(found.articles) > 5:
            lines.append(_tr("   and {n} more").format(n=len(found.articles) - 5))
    return lines


def _rows(name: str, rows: RowDifference) -> str:
    told = [
        text.format(n=count)
        for count, text in (
            (rows.only_in_backup, _tr("{n} come back")),
            (rows.only_in_project, _tr("{n} go")),
            (rows.changed, _tr("{n} become as they were")),
        )
        if count
    ]
    return f"{name}: {', '.join(told)}"


def _tables() -> dict[str, str]:
    return {
        "article": _tr("Articles"),
        "annotation": _tr("Annotations"),
        "actor": _tr("Actors"),
        "alias": _tr("Aliases"),
        "domain": _tr("Domains"),
        "term": _tr("Terms"),
        "field": _tr("Fields"),
        "choice": _tr("Values"),
        "annotator": _tr("Annotators"),
    }


def problem_text(problem: dict[str, str]) -> str:
    """What is wrong, with its place."""
    return f"{problem['where']}: {problem['what']}"
