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
    QLineEdit,
    QWidget,
)

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.project.exporting.profile_bar import ProfileBar
from claimdesk.gui.widgets.dialogs import inform, show_error
from claimdesk.gui.widgets.file_dialogs import ask_to_save
from claimdesk.gui.widgets.labels import hint_label, make_room, problem_label, show_problem
from claimdesk.models.exchange.corpus_filter import (
    FILTER_FIELDS,
    conditions_in,
    conditions_text,
)
from claimdesk.models.exchange.format import WritableFormat
from claimdesk.models.exchange.formats import export_project, writable_formats
from claimdesk.models.exchange.profiles import ExportProfile
from claimdesk.models.exchange.reports import ExportReport
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.project import Project


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
        self.only = QLineEdit(self)
        self.only.setPlaceholderText(_("For example outlet=Daily News; layer=claim"))
        names = (*FILTER_FIELDS, *desk.fields)
        self.only.setToolTip(_("Fields: {names}").format(names=", ".join(dict.fromkeys(names))))
        self.profiles = ProfileBar(desk, self._profile, self)
        self.profiles.chosen.connect(self._show_profile)
        self._problem = problem_label(self)
        self.profiles.failed.connect(lambda text: show_problem(self._problem, text))
        self._limits = hint_label(self)
        self.buttons = QDialogButtonBox(self)
        choose = self.buttons.addButton(_("Choose a file…"), QDialogButtonBox.ButtonRole.AcceptRole)
        choose.setDefault(True)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._ask_for_path)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(_("Profile"), self.profiles)
        form.addRow(_("Format"), self.format)
        form.addRow(_("What"), self.state)
        form.addRow(_("Only"), self.only)
        form.addRow(self._limits)
        form.addRow(self._problem)
        form.addRow(self.buttons)
        self.format.currentIndexChanged.connect(self._show_limits)
        self.only.textEdited.connect(lambda _text: show_problem(self._problem, None))
        self._show_limits()
        self.format.setFocus()
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 64)

    def _selected_format(self) -> WritableFormat:
        return next(entry for entry in self._formats if entry.name == self.format.currentData())

    def _show_limits(self) -> None:
        entry = self._selected_format()
        self.only.setEnabled(entry.takes_part)
        limits = "; ".join(entry.cannot_hold)
        self._limits.setText(
            _("This format can't hold: {limits}.").format(limits=limits) if limits else ""
        )
        make_room(self)

    def _profile(self) -> ExportProfile:
        """Return what the dialog says. Raises ClaimdeskError for what is no condition."""
        where = conditions_in(self.only.text()) if self.only.isEnabled() else {}
        unknown = [name for name in where if name not in (*FILTER_FIELDS, *self._desk.fields)]
        if unknown:
            raise ClaimdeskError(
                _("There is no field “{name}” to choose by.").format(name=unknown[0])
            )
        return ExportProfile(self.format.currentData(), self.state.currentData(), where)

    def _show_profile(self, profile: ExportProfile) -> None:
        if self.format.findData(profile.format) < 0:
            text = _("This version does not write the format “{name}”.").format(name=profile.format)
            show_problem(self._problem, text)
            return
        show_problem(self._problem, None)
        self.format.setCurrentIndex(self.format.findData(profile.format))
        self.state.setCurrentIndex(max(0, self.state.findData(profile.state)))
        self.only.setText(conditions_text(profile.where))

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
            _export,
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


def _export(
    project: Project, profile: ExportProfile, output: Path, articles: Sequence[int] | None
) -> ExportReport:
    return export_project(
        project,
        profile.format,
        output,
        state=profile.state,
        where=profile.where,
        articles=articles,
    )
