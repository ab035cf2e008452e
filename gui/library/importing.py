# SPDX-License-Identifier: MIT
"""Bringing articles in: files and folders, what is dropped on the window, pasted text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QMimeData, QObject, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.library.encodings import EncodingQuestions
from claimdesk.gui.library.mapping_questions import Mappings, ask_mappings
from claimdesk.gui.library.preview import remembered
from claimdesk.gui.library.preview.dialog import PreviewDialog
from claimdesk.gui.library.progress import ImportProgress, reading_words, saving_words
from claimdesk.gui.library.results import ImportProblems
from claimdesk.gui.widgets.file_dialogs import ask_for_files, ask_for_folder
from claimdesk.models.articles.readers import ReadingOptions, article_extensions
from claimdesk.models.exchange.formats import import_paths, readable_extensions
from claimdesk.models.exchange.import_options import Stopped
from claimdesk.models.exchange.reports import FileNote, ImportReport
from claimdesk.models.exchange.staging import StagedImport
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project

_PAGE = 400
"""Characters from which on what was copied may be an article."""


def choose_files(parent: QWidget, take: Callable[[Sequence[Path]], object]) -> None:
    """Ask for files of any kind that can be read."""
    kinds = ";;".join(
        (
            f"{_('Texts and corpora')} ({_patterns(readable_extensions())})",
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


def import_copied_page(desk: Desk, jobs: Jobs, parent: QWidget, settings: QSettings) -> bool:
    """Import what was copied from a page with its markup, which says more than its plain text.

    Return False if nothing such was copied, or what is imported is not shown before.
    """
    copied = QGuiApplication.clipboard().mimeData()
    if copied is None or copied.hasUrls() or not copied.hasHtml():
        return False
    if len(copied.text()) < _PAGE or not remembered.is_previewed(settings):
        return False
    folder = TemporaryDirectory(prefix="claimdesk-")
    page = Path(folder.name) / "copied.html"
    page.write_text(f"<!DOCTYPE html>{copied.html()}", "utf-8", "replace")
    import_files(desk, jobs, [page], parent, settings, pasted=folder)
    return True


def import_files(
    desk: Desk,
    jobs: Jobs,
    paths: Sequence[Path],
    parent: QWidget,
    settings: QSettings | None = None,
    *,
    pasted: TemporaryDirectory[str] | None = None,
) -> None:
    """Import files in the background; say what came in, and ask for attention only if needed.

    With `settings`, what the labels of other tools become is asked first, and then what was read is
    shown, unless the analyst switched that off. `pasted` is the folder of what was copied: its
    files' names say nothing, and it goes afterwards.
    """
    project = desk.project
    if project is None or not paths:
        return

    def start(mappings: Mappings) -> None:
        if settings is not None and remembered.is_previewed(settings):
            running = _Preview(desk, jobs, project, parent, mappings, settings, pasted)
            running.start(list(paths))
        else:
            _Import(desk, jobs, project, parent, mappings).start(list(paths))

    if settings is None:
        start({})
    else:
        ask_mappings(desk, jobs, paths, settings, parent, start)


class _Import(QObject):
    """A running import: its progress, and the report at its end."""

    def __init__(
        self, desk: Desk, jobs: Jobs, project: Project, parent: QWidget, mappings: Mappings
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._jobs = jobs
        self._project = project
        self._window = parent
        self._mappings = mappings
        self._open_before = desk.article.id if desk.article is not None else None
        self._first: int | None = None
        self._progress = ImportProgress(reading_words, parent)
        self._encoding_questions = EncodingQuestions(parent, self._progress.stop)
        for signal in (desk.project_changed, jobs.ending):
            signal.connect(self._give_up)

    def _give_up(self) -> None:
        self._progress.cancel()

    def start(self, paths: list[Path]) -> None:
        """Begin."""
        self._write(lambda: self._import(paths))

    def _write(self, work: Callable[[], ImportReport]) -> None:
        """Write articles in a job, then report."""
        self._jobs.run(self._run, work, done=self._done, failed=self._failed, name="import")

    def _import(self, paths: list[Path]) -> ImportReport:
        return import_paths(
            self._project,
            paths,
            stopped=self._progress.stopped,
            progress=self._progress.report,
            choose=self._encoding_questions.choose,
            mappings=self._mappings,
        )

    def _run(self, work: Callable[[], ImportReport]) -> ImportReport:
        with self._project.reading() as connection:
            last = queries.last_article_id(connection)
        report = work()
        with self._project.reading() as connection:
            self._first = queries.article_id_after(connection, last)
        return report

    def _end(self) -> bool:
        """Close the progress; return whether the project is still the one that is open."""
        self._progress.close()
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
        if self._progress.stopped() and not report.articles:
            self._tell_cancelled()
            return
        self._open_first()
        sentence = _sentence(report)
        self._desk.status_message.emit(sentence)
        if report.failed or report.warnings or report.notes:
            self._show_problems(sentence, report)

    def _tell_cancelled(self) -> None:
        self._desk.status_message.emit(_("Import cancelled; nothing was added."))

    def _open_first(self) -> None:
        """Open the first article that came in, unless another was opened meanwhile."""
        here = self._desk.article.id if self._desk.article is not None else None
        if self._first is not None and here == self._open_before:
            self._desk.open_article(self._first)

    def _show_problems(self, sentence: str, report: ImportReport) -> None:
        ImportProblems(sentence, report, self._window).open()


class _Preview(_Import):
    """An import that is read first, shown, and written once the analyst says so."""

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        project: Project,
        parent: QWidget,
        mappings: Mappings,
        settings: QSettings,
        pasted: TemporaryDirectory[str] | None,
    ) -> None:
        super().__init__(desk, jobs, project, parent, mappings)
        self._settings = settings
        self._pasted = pasted
        self._paths: list[Path] = []
        self._staged: StagedImport | None = None
        self._dialog: PreviewDialog | None = None

    def start(self, paths: list[Path]) -> None:
        """Read the articles, and show them; annotated corpora alone come in at once."""
        options = ReadingOptions(column_maps=remembered.column_maps(self._settings))
        day_first = remembered.day_first(self._settings)
        pasted = self._pasted is not None

        def read() -> StagedImport | None:
            staged = self._staged = StagedImport(
                self._project, paths, options, day_first=day_first, pasted=pasted
            )
            try:
                if staged.has_articles:
                    staged.read(self._progress.hooks)
                    staged.find_duplicates(self._progress.hooks)
            except Stopped:
                return None
            return staged

        self._paths = paths
        self._jobs.run(read, done=self._show, failed=self._failed, name="import")

    def _show(self, staged: StagedImport | None) -> None:
        if staged is None or self._progress.stopped():
            if self._end():
                self._tell_cancelled()
            return
        if not staged.has_articles:
            staged.close()
            self._write(lambda: self._import(self._paths))
            return
        self._progress.close()
        self._dialog = PreviewDialog(
            self._project, staged, self._jobs, self._settings, self._window
        )
        self._desk.project_changed.connect(self._dialog.withdraw)
        self._dialog.finished.connect(self._stop_following)
        self._dialog.accepted.connect(self._take)
        self._dialog.rejected.connect(self._cancelled)
        self._dialog.open()

    def _stop_following(self, _result: int) -> None:
        assert self._dialog is not None
        self._desk.project_changed.disconnect(self._dialog.withdraw)

    def _take(self) -> None:
        assert self._staged is not None
        staged = self._staged
        self._progress = ImportProgress(saving_words, self._window)
        self._write(lambda: staged.write(self._progress.hooks, self._mappings))

    def _cancelled(self) -> None:
        self._finish()
        if self._desk.project is self._project:
            self._tell_cancelled()

    def _end(self) -> bool:
        self._forget()
        return super()._end()

    def _finish(self) -> None:
        """End without having written anything."""
        self._forget()
        self._encoding_questions.deleteLater()
        self.deleteLater()

    def _forget(self) -> None:
        if self._staged is not None:
            self._staged.close()
        if self._pasted is not None:
            self._pasted.cleanup()


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
