# SPDX-License-Identifier: MIT
"""The export dialog: which format, which annotations, where to; then what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.debounce import debounce_timer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.project.exporting.conditions import ConditionRows
from claimdesk.gui.project.exporting.profile_bar import ProfileBar
from claimdesk.gui.widgets.article_filter import ArticleFilterButton, described
from claimdesk.gui.widgets.dialogs import inform, show_error
from claimdesk.gui.widgets.file_dialogs import ask_to_save
from claimdesk.gui.widgets.labels import (
    hint_label,
    make_room,
    plain_label,
    problem_label,
    show_problem,
)
from claimdesk.gui.widgets.spacing import CLOSE, USUAL
from claimdesk.models.exchange.export_scope import ExportScope, export_by_profile, scope_of
from claimdesk.models.exchange.format import WritableFormat
from claimdesk.models.exchange.formats import writable_formats
from claimdesk.models.exchange.profiles import ExportProfile
from claimdesk.models.exchange.reports import ExportReport
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.search.library import ArticleFilter
from claimdesk.models.store.project import Project

_REST = 80
"""Milliseconds of rest after which what would be exported is counted again."""


class ExportDialog(QDialog):
    """Asks what to export, writes it in a job, and says what was left out."""

    def __init__(
        self, desk: Desk, jobs: Jobs, parent: QWidget, articles: Sequence[int] | None = None
    ) -> None:
        """`articles` are the ids of those that are exported; None: all."""
        super().__init__(parent)
        self._window = parent
        self._articles = articles
        self.setWindowTitle(_title(articles))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._jobs = jobs
        self.format = QComboBox(self)
        self._formats = [
            entry for entry in writable_formats() if articles is None or entry.takes_part
        ]
        for entry in self._formats:
            self.format.addItem(entry.label, entry.name)
        self.state = QComboBox(self)
        self.state.addItem(_("Accepted annotations"), "accepted")
        self.state.addItem(_("Everything, suggestions and rejected too"), "all")
        self.filter = ArticleFilterButton(desk, jobs, self, _("Choose the articles to export"))
        self._scope = plain_label(self)
        self._scope.setText(_("Counting…"))
        self._filtered = hint_label(self)
        self._filtered.hide()
        self.conditions = ConditionRows(desk, self)
        self.profiles = ProfileBar(desk, self._profile, self)
        self.profiles.chosen.connect(self._show_profile)
        self._problem = problem_label(self)
        self.profiles.failed.connect(lambda text: show_problem(self._problem, text))
        self._limits = hint_label(self)
        self.buttons = QDialogButtonBox(self)
        self._choose = self.buttons.addButton(
            _("Choose a file…"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._choose.setDefault(True)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._ask_for_path)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(_("Profile"), self.profiles)
        form.addRow(_("Format"), self.format)
        form.addRow(_("Articles"), self._articles_row())
        form.addRow(_("What"), self.state)
        form.addRow(_("Only"), self.conditions)
        form.addRow(self._limits)
        form.addRow(self._problem)
        form.addRow(self.buttons)
        self.format.currentIndexChanged.connect(self._show_limits)
        self.filter.changed.connect(self._chosen_otherwise)
        self.conditions.changed.connect(self._chosen_otherwise)
        self._counting = debounce_timer(_REST, self._count, self)
        self._show_limits()
        self.format.setFocus()
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 64)

    def _selected_format(self) -> WritableFormat:
        return next(entry for entry in self._formats if entry.name == self.format.currentData())

    def _articles_row(self) -> QVBoxLayout:
        top = QHBoxLayout()
        top.setSpacing(USUAL)
        top.addWidget(self.filter)
        top.addWidget(self._scope, 1)
        row = QVBoxLayout()
        row.setSpacing(CLOSE)
        row.addLayout(top)
        row.addWidget(self._filtered)
        return row

    # How much is exported.

    def _chosen_otherwise(self) -> None:
        show_problem(self._problem, None)
        self._counting.start()

    def _count(self) -> None:
        """Count in a job what would be exported."""
        project = self._desk.project
        if project is None:
            return
        try:
            profile = self._profile()
        except ClaimdeskError as error:
            show_problem(self._problem, str(error))
            return
        self._jobs.run(
            scope_of,
            project,
            profile,
            self._articles,
            done=self._show_scope,
            failed=lambda error: show_problem(self._problem, str(error)),
            name="export scope",
        )

    def _show_scope(self, scope: ExportScope) -> None:
        if scope.chosen == scope.total:
            text = ngettext("1 article", "All {total} articles", scope.total)
        else:
            text = ngettext("{n} of {total} article", "{n} of {total} articles", scope.total)
        self._scope.setText(text.format(n=scope.chosen, total=scope.total))
        wanted = self._profile_articles()
        self._filtered.setText(described(self._desk, wanted))
        self._filtered.setVisible(not wanted.is_empty)
        self._choose.setEnabled(scope.chosen > 0 or scope.total == 0)
        make_room(self)

    def _profile_articles(self) -> ArticleFilter:
        return self.filter.wanted if self.filter.isEnabled() else ArticleFilter()

    def _show_limits(self) -> None:
        entry = self._selected_format()
        for part in (self.filter, self.conditions):
            part.setEnabled(entry.takes_part)
            part.setToolTip("" if entry.takes_part else _("This format holds the whole project."))
        self._counting.start()
        limits = "; ".join(entry.cannot_hold)
        self._limits.setText(
            _("This format can't hold: {limits}.").format(limits=limits) if limits else ""
        )
        make_room(self)

    def _profile(self) -> ExportProfile:
        """Return what the dialog says. Raises ClaimdeskError for what is no condition."""
        where = self.conditions.conditions() if self.conditions.isEnabled() else {}
        format_name, state = self.format.currentData(), self.state.currentData()
        return ExportProfile(format_name, state, where, self._profile_articles())

    def _show_profile(self, profile: ExportProfile) -> None:
        if self.format.findData(profile.format) < 0:
            text = _("This version does not write the format “{name}”.").format(name=profile.format)
            show_problem(self._problem, text)
            return
        show_problem(self._problem, None)
        self.format.setCurrentIndex(self.format.findData(profile.format))
        self.state.setCurrentIndex(max(0, self.state.findData(profile.state)))
        self.conditions.show_conditions(profile.where)
        self.filter.apply(profile.articles)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the hint fit in the new width."""
        super().resizeEvent(event)
        make_room(self)

    def _ask_for_path(self) -> None:
        project = self._desk.project
        if project is None:
            return
        try:
            self._profile()
        except ClaimdeskError as error:
            show_problem(self._problem, str(error))
            return
        entry = self._selected_format()
        suffix = entry.extensions[0].lstrip(".")
        if entry.is_folder:
            start, kinds = project.path.with_name(f"{project.path.stem}-{entry.name}"), ""
        else:
            start, kinds = project.path.with_suffix(f".{suffix}"), f"{entry.label} (*.{suffix})"
        ask_to_save(self, _("Export to"), start, partial(self.write, project), kinds=kinds)

    def write(self, project: Project, output: Path) -> None:
        """Export to `output` and close; say what went wrong, or what was left out."""
        window = self._window

        def done(report: ExportReport) -> None:
            left = "; ".join(f"{count} × {loss.words}" for loss, count in report.left_out.items())
            self._desk.status_message.emit(_("Exported to {file}").format(file=output))
            if left:
                inform(
                    window,
                    _(
                        "The export is complete: {file} was written and read back.\n\n"
                        "This format has no place for: {left}. All of it stays in the project."
                    ).format(file=output, left=left),
                )

        self._jobs.run(
            export_by_profile,
            project,
            self._profile(),
            output,
            self._articles,
            done=done,
            failed=lambda message: show_error(window, str(message)),
            name="export",
        )
        self.accept()


def _title(articles: Sequence[int] | None) -> str:
    if articles is None:
        return _("Export")
    n = len(articles)
    return ngettext("Export 1 article", "Export {n} articles", n).format(n=n)
