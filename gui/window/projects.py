# SPDX-License-Identifier: MIT
"""Creating and opening projects from the window, and the list of recent projects."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets import dialogs
from claimdesk.gui.widgets.file_dialogs import ask_to_open, ask_to_save
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
        name = _("project{suffix}").format(suffix=SUFFIX)
        ask_to_save(
            self._window,
            _("New project"),
            self._folder() / name,
            lambda path: self._try(path, self._create),
            kinds=_kinds(),
        )

    def ask_open(self) -> None:
        """Ask for a project file and open it."""
        ask_to_open(
            self._window,
            _("Open project"),
            self.open,
            kinds=_kinds(),
            folder=str(self._folder()),
        )

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
            self._ask_instead(path, error)
            return False
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

    def _ask_instead(self, path: Path, error: ClaimdeskError) -> None:
        """Ask what to do with a project that is in use or damaged."""
        answers: list[tuple[str, Callable[[], object]]] = []
        if list_backups(path):
            read = partial(self.open_backup, path, str(error))
            answers.append((_("&Read the newest backup"), read))
        if isinstance(error, locking.ForeignLock):
            anyway = partial(Project.open_or_read, break_lock=True)
            answers.append((_("&Open anyway"), partial(self._try, path, anyway)))
        if isinstance(error, storage.Damaged):
            answers.append((_("Re&pair into a copy…"), partial(self.repair_wanted.emit, path)))
        if answers:
            dialogs.ask(self._window, str(error), answers, safe=True)
        else:
            self.failed.emit(str(error))

    def _folder(self) -> Path:
        """Return the folder where projects are looked for first."""
        recent = self.recent()
        return recent[0].parent if recent else Path.home()


def _kinds() -> str:
    return _("Claimdesk projects (*{suffix})").format(suffix=SUFFIX)


def _progress_key(path: Path) -> str:
    return f"progress/{hashlib.sha256(str(path).encode()).hexdigest()[:16]}"
