# SPDX-License-Identifier: MIT
"""Bringing articles in: files and folders, what is dropped on the window, pasted text."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtWidgets import QProgressDialog, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.library.encodings import EncodingQuestions
from claimdesk.gui.library.pasting import PasteDialog
from claimdesk.gui.library.results import ImportProblems
from claimdesk.gui.widgets.file_dialogs import ask_for_files, ask_for_folder
from claimdesk.models.articles.readers import article_extensions
from claimdesk.models.exchange.formats import import_paths, readable_formats
from claimdesk.models.exchange.reports import FileNote, ImportReport
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project

__all__ = ["PasteDialog", "choose_files", "choose_folder", "dropped_paths", "import_files"]

_SHOW_AFTER = 400
"""Milliseconds that an import takes before its progress is shown."""
_UPDATE_EVERY = 100
"""Milliseconds between two updates of the progress."""


def choose_files(parent: QWidget, take: Callable[[Sequence[Path]], object]) -> None:
    """Ask for files that can be read."""
    readable = [end for known in readable_formats() for end in known.extensions]
    kinds = ";;".join(
        (
            f"{_('Texts and corpora')} ({_patterns(readable)})",
            f"{_('Texts')} ({_patterns(article_extensions())})",
            f"{_('All files')} (*)",
        )
    )
    ask_for_files(parent, _("Import articles"), take, kinds=kinds)


def _patterns(extensions: Sequence[str]) -> str:
    return " ".join(f"*{extension}" for extension in extensions)


def choose_folder(parent: QWidget, take: Callable[[Path], object]) -> None:
    """Ask for a folder of texts."""
    ask_for_folder(parent, _("Import a folder of articles"), take)


def dropped_paths(data: QMimeData) -> list[Path]:
    """Return the files and folders of this machine among what was dropped, each once."""
    names = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return [Path(name) for name in dict.fromkeys(names) if name]


def import_files(desk: Desk, jobs: Jobs, paths: Sequence[Path], parent: QWidget) -> None:
    """Import files in the background; say what came in, and ask for attention only if needed."""
    if desk.project is not None and paths:
        _Import(desk, desk.project, parent).start(jobs, list(paths))


class _Import(QObject):
    """A running import: its progress, and the report at its end."""

    def __init__(self, desk: Desk, project: Project, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._project = project
        self._window = parent
        self._stop = threading.Event()
        # Written by the thread that imports, read by the window's: one tuple, so always whole.
        self._progress = (0, 0)
        self._open_before = desk.article.id if desk.article is not None else None
        self._first: int | None = None
        self._dialog = QProgressDialog(_("Reading articles…"), _("Cancel"), 0, 0, parent)
        self._dialog.setWindowTitle(_("Import articles"))
        self._dialog.setMinimumDuration(_SHOW_AFTER)
        self._dialog.setAutoReset(False)
        self._dialog.setAutoClose(False)
        self._dialog.canceled.connect(self._cancel)
        self._encoding_questions = EncodingQuestions(parent, self._stop)
        self._progress_timer = QTimer(self)
        self._progress_timer.setInterval(_UPDATE_EVERY)
        self._progress_timer.timeout.connect(self._show_progress)

    def start(self, jobs: Jobs, paths: list[Path]) -> None:
        """Begin."""
        self._desk.project_changed.connect(self._cancel)
        self._progress_timer.start()
        jobs.run(self._run, paths, done=self._done, failed=self._failed, name="import")

    def _run(self, paths: list[Path]) -> ImportReport:
        with self._project.reading() as connection:
            last = queries.last_article_id(connection)
        report = import_paths(
            self._project,
            paths,
            stopped=self._stop.is_set,
            progress=self._report,
            choose=self._encoding_questions.choose,
        )
        with self._project.reading() as connection:
            self._first = queries.article_id_after(connection, last)
        return report

    def _report(self, done: int, total: int) -> None:
        self._progress = (done, total)

    def _show_progress(self) -> None:
        done, total = self._progress
        if self._stop.is_set() or not total:
            return
        self._dialog.setMaximum(total)
        self._dialog.setValue(done)
        self._dialog.setLabelText(
            _("Reading article {number} of {total}…").format(
                number=min(done + 1, total), total=total
            )
            if done < total
            else ngettext("Saving the article…", "Saving {n} articles…", total).format(n=total)
        )

    def _cancel(self) -> None:
        self._stop.set()

    def _end(self) -> bool:
        """Close the progress; return whether the project is still the one that is open."""
        self._progress_timer.stop()
        self._desk.project_changed.disconnect(self._cancel)
        self._dialog.canceled.disconnect(self._cancel)
        self._dialog.close()
        self._dialog.deleteLater()
        self._encoding_questions.close()
        self._encoding_questions.deleteLater()
        self.deleteLater()
        return self._desk.project is self._project

    def _failed(self, error: object) -> None:
        if self._end():
            self._show_problems(
                _("Nothing was imported."), ImportReport(failed=[FileNote("", str(error))])
            )

    def _done(self, report: ImportReport) -> None:
        if not self._end():
            return
        if self._stop.is_set() and not report.articles:
            self._desk.status_message.emit(_("Import cancelled; nothing was added."))
            return
        self._open_first()
        sentence = _sentence(report)
        self._desk.status_message.emit(sentence)
        if report.failed or report.warnings or report.notes:
            self._show_problems(sentence, report)

    def _open_first(self) -> None:
        """Open the first article that came in, unless another was opened meanwhile."""
        here = self._desk.article.id if self._desk.article is not None else None
        if self._first is not None and here == self._open_before:
            self._desk.open_article(self._first)

    def _show_problems(self, sentence: str, report: ImportReport) -> None:
        ImportProblems(sentence, report, self._window).open()


def _sentence(report: ImportReport) -> str:
    """Return what came in, in one sentence."""
    failed = len(report.failed)
    parts = []
    if report.articles or not (report.duplicates or failed):
        parts.append(
            ngettext("1 article imported", "{n} articles imported", report.articles).format(
                n=report.articles
            )
        )
    if report.annotations:
        parts.append(
            ngettext("1 annotation added", "{n} annotations added", report.annotations).format(
                n=report.annotations
            )
        )
    if report.duplicates:
        parts.append(
            ngettext(
                "1 was in the project already",
                "{n} were in the project already",
                report.duplicates,
            ).format(n=report.duplicates)
        )
    if failed:
        parts.append(
            ngettext("1 could not be read", "{n} could not be read", failed).format(n=failed)
        )
    return ", ".join(parts) + "."
