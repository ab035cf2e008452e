# SPDX-License-Identifier: MIT
"""Creating and opening projects from the window, and the list of recent projects."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets import dialogs
from claimdesk.models.codebook.starter import create_project
from claimdesk.models.exchange.sample import create_sample
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import locking, queries, storage
from claimdesk.models.store.backups.backups import list_backups
from claimdesk.models.store.backups.restoring import read_newest_backup
from claimdesk.models.store.project import Project, set_annotator

SUFFIX = ".claimdesk"
_RECENT = 8


class Projects(QObject):
    """Opens projects onto the desk. A failure leaves the open project as it is."""

    recent_changed = Signal()
    failed = Signal(str)
    repair_wanted = Signal(object)
    """Path of a damaged project that the analyst wants to repair into a copy."""

    def __init__(self, desk: Desk, settings: QSettings, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._settings = settings
        self._window = window
        desk.project_closing.connect(self._note_progress)

    def recent(self) -> list[Path]:
        """Return the recent projects that still exist, newest first."""
        stored = self._settings.value("recent") or []
        names = [stored] if isinstance(stored, str) else list(stored)
        return [path for path in map(Path, names) if path.is_file()]

    def progress(self, path: Path) -> tuple[int, int] | None:
        """Return how many articles of a project were done, of how many, when it was closed."""
        done, _slash, articles = str(self._settings.value(_progress_key(path), "")).partition("/")
        known = done.isdecimal() and articles.isdecimal()
        return (int(done), int(articles)) if known else None

    def _note_progress(self) -> None:
        project = self._desk.project
        if project is not None:
            with contextlib.suppress(ClaimdeskError), self._desk.reading() as connection:
                counts = queries.progress(connection)
                self._settings.setValue(_progress_key(project.path), "{}/{}".format(*counts))

    def ask_new(self) -> None:
        """Ask for a name and create a project with the starter codebook."""
        path = self._ask(QFileDialog.AcceptMode.AcceptSave)
        if path is not None:
            self._try(path, self._create)

    def ask_open(self) -> None:
        """Ask for a project file and open it."""
        path = self._ask(QFileDialog.AcceptMode.AcceptOpen)
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> bool:
        """Open the project at `path`; return whether it succeeded."""
        current = self._desk.project
        # The open file may have been moved away by another program.
        with contextlib.suppress(OSError):
            if current is not None and current.path.samefile(path):
                return True
        return self._try(path, Project.open_or_read)

    def open_backup(self, path: Path, why: str) -> bool:
        """Open the newest verified backup of the project at `path` read-only."""
        return self._try(path, partial(read_newest_backup, why=why))

    def open_sample(self, path: Path) -> bool:
        """Open the sample project at `path`, which is created if necessary."""
        if not path.exists():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                create_sample(path)
            except (ClaimdeskError, OSError) as error:
                self.failed.emit(str(error))
                return False
        return self.open(path)

    def set_annotator(self, name: str) -> None:
        """Record edits under this name from now on, in this and other projects."""
        self._settings.setValue("annotator", name)
        if self._desk.project is not None:
            set_annotator(self._desk.project, name)

    def annotator(self) -> str | None:
        """Return the name under which edits are recorded, if one was set."""
        name = self._settings.value("annotator")
        return str(name) if name else None

    def _create(self, path: Path) -> Project:
        create_project(path)
        return Project.open(path)

    def _try(self, path: Path, opening: Callable[[Path], Project]) -> bool:
        try:
            project = opening(path)
        except (locking.InUse, storage.Damaged) as error:
            return self._ask_instead(path, error)
        except ClaimdeskError as error:
            self.failed.emit(str(error))
            return False
        name = self.annotator()
        if name is not None and project.read_only_reason is None:
            set_annotator(project, name)
        self._desk.open(project)
        recent = [project.path, *(p for p in self.recent() if p != project.path)]
        self._settings.setValue("recent", [str(p) for p in recent[:_RECENT]])
        self.recent_changed.emit()
        return True

    def _ask_instead(self, path: Path, error: ClaimdeskError) -> bool:
        """Ask what to do with a project that is in use or damaged."""
        actions = []
        if list_backups(path):
            actions.append(("backup", _("&Read the newest backup")))
        if isinstance(error, locking.ForeignLock):
            actions.append(("break", _("&Open anyway")))
        if isinstance(error, storage.Damaged):
            actions.append(("repair", _("Re&pair into a copy…")))
        choice = dialogs.choose(self._window, str(error), actions) if actions else ""
        if choice == "backup":
            return self.open_backup(path, str(error))
        if choice == "break":
            return self._try(path, partial(Project.open_or_read, break_lock=True))
        if choice == "repair":
            self.repair_wanted.emit(path)
        elif not actions:
            self.failed.emit(str(error))
        return False

    def _ask(self, mode: QFileDialog.AcceptMode) -> Path | None:
        dialog = QFileDialog(self._window)
        dialog.setAcceptMode(mode)
        dialog.setNameFilter(_("Claimdesk projects (*{suffix})").format(suffix=SUFFIX))
        dialog.setDefaultSuffix(SUFFIX)
        saving = mode == QFileDialog.AcceptMode.AcceptSave
        dialog.setWindowTitle(_("New project") if saving else _("Open project"))
        recent = self.recent()
        if recent:
            dialog.setDirectory(str(recent[0].parent))
        if not dialog.exec():
            return None
        return Path(dialog.selectedFiles()[0])


def _progress_key(path: Path) -> str:
    return f"progress/{hashlib.sha256(str(path).encode()).hexdigest()[:16]}"
