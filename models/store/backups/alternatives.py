# SPDX-License-Identifier: MIT
"""What can be opened instead, when a project is in use or damaged."""

from __future__ import annotations

from pathlib import Path

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.backups.backups import list_backups
from claimdesk.models.store.project import Project


def read_newest_backup(project: Path, why: str) -> Project:
    """Return the newest verified backup of `project`, only to read; `why` says why not the project.

    Raises ClaimdeskError if there is none that can be read.
    """
    for backup in list_backups(project):
        try:
            opened = Project.read(backup.path)
        except ClaimdeskError:
            continue
        moment = backup.made.astimezone()
        opened.read_only_reason = (
            f"{why} This is its backup of {moment:%Y-%m-%d %H:%M}: it can be read, but not changed."
        )
        return opened
    raise ClaimdeskError(
        _("{project} has no backup that can be read instead.").format(project=project)
    )
