# SPDX-License-Identifier: MIT
"""The dialog that makes a picture for a paper or a slide: what it shows, how wide, its words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.debounce import debounce_timer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.widgets.file_dialogs import ask_to_save
from claimdesk.gui.widgets.labels import hint_label, problem_label, show_problem
from claimdesk.models.analysis.charts import (
    DOUBLE_COLUMN,
    SINGLE_COLUMN,
    Chart,
    ChartKind,
    PictureStyle,
    chart_table,
    read_chart,
)
from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.analysis.field_labels import TIMES, field_names
from claimdesk.models.analysis.figure_tables import table_text, write_table
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import queries
from claimdesk.models.store.export_files import write_small
from claimdesk.models.store.project import Project

_REST = 250
"""Milliseconds of rest after which the preview is drawn again."""
_FORMS = ("svg", "pdf", "png")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is chosen in the dialog."""

    kind: ChartKind
    rows: str
    columns: str
    claims: ClaimFilter
    style: PictureStyle


class PictureDialog(QDialog):
    """Shows the picture as it will be, and writes it as SVG, PDF or PNG, with its data beside."""

    def __init__(self, desk: Desk, jobs: Jobs, claims: ClaimFilter, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._claims = desk, jobs, claims
        self._chart: Chart | None = None
        self._drawn = QPixmap()
        self.setWindowTitle(_("Picture for print"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._make_widgets()
        self._lay_out()
        self._debounce = debounce_timer(_REST, self._draw, self)
        for changed in (
            *(box.currentIndexChanged for box in (self.kind, self.rows, self.columns)),
            *(spin.valueChanged for spin in (self.breadth, self.points)),
            *(line.textEdited for line in (self.heading, self.note)),
            self.share.toggled,
        ):
            changed.connect(self._debounce.start)
        self._draw()

    def write(self, path: Path) -> None:
        """Write the picture that is shown to `path`, and its data as CSV beside it."""
        project, wanted = self._desk.project, self._wanted()
        if project is None:
            return
        self._jobs.run(
            _write,
            project,
            wanted,
            path,
            done=lambda _none: self._written(path),
            failed=lambda error: show_problem(self.problem, str(error)),
        )

    def _make_widgets(self) -> None:
        self.kind = QComboBox(self)
        for kind, label in (
            ("stacked", _("Bars")),
            ("diverging", _("Bars, for and against")),
            ("heat map", _("Heat map")),
            ("time line", _("Time line")),
        ):
            self.kind.addItem(label, kind)
        names = field_names(self._desk.fields)
        self.rows, self.columns = QComboBox(self), QComboBox(self)
        for key, name in names.items():
            self.rows.addItem(name, key)
            if key not in TIMES:
                self.columns.addItem(name, key)
        self.columns.setCurrentIndex(max(self.columns.findData("stance"), 0))
        self.share = QCheckBox(_("Shares instead of counts"), self)
        self.breadth = _spin(self, 40, 400, DOUBLE_COLUMN, _(" mm"))
        self.breadth.setToolTip(
            _("Journals usually print at {single:g} or {double:g} mm").format(
                single=SINGLE_COLUMN, double=DOUBLE_COLUMN
            )
        )
        self.points = _spin(self, 5, 24, 8, _(" pt"))
        self.heading, self.note = QLineEdit(self), QLineEdit(self)
        self.heading.setPlaceholderText(_("As the figure says"))
        self.note.setPlaceholderText(_("As the figure says"))
        self.preview = QLabel(self)
        self.preview.setAccessibleName(_("Preview"))
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.message, self.problem = hint_label(self), problem_label(self)
        self.buttons = QDialogButtonBox(self)
        role = QDialogButtonBox.ButtonRole
        self.save = self.buttons.addButton(_("&Save picture…"), role.AcceptRole)
        self.save.setEnabled(False)
        self.copy = self.buttons.addButton(_("&Copy table"), role.ActionRole)
        self.copy.setToolTip(_("Copy the numbers, to be pasted into a spreadsheet"))
        self.copy.setEnabled(False)
        self.buttons.addButton(_("Close"), role.RejectRole)
        self.copy.clicked.connect(self._copy)
        self.buttons.accepted.connect(self._ask_for_path)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        form = QFormLayout()
        for label, widget in (
            (_("&Figure"), self.kind),
            (_("&Rows"), self.rows),
            (_("By"), self.columns),
            ("", self.share),
            (_("&Width"), self.breadth),
            (_("&Letters"), self.points),
            (_("&Title"), self.heading),
            (_("&Note"), self.note),
        ):
            form.addRow(label, widget)
        left = QVBoxLayout()
        left.addLayout(form)
        left.addWidget(self.message)
        left.addWidget(self.problem)
        left.addStretch(1)
        middle = QHBoxLayout()
        middle.addLayout(left)
        middle.addWidget(self.preview, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(middle, 1)
        layout.addWidget(self.buttons)
        unit = self.fontMetrics().averageCharWidth()
        free = self.screen().availableGeometry()
        self.resize(min(unit * 150, free.width() - 40), min(unit * 80, free.height() - 60))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the preview into its new room."""
        super().resizeEvent(event)
        self._show_preview()

    def _wanted(self) -> _Wanted:
        style = PictureStyle(
            width=self.breadth.value(),
            points=self.points.value(),
            title=self.heading.text() or None,
            note=self.note.text() or None,
            share=self.share.isChecked(),
        )
        return _Wanted(
            self.kind.currentData(),
            self.rows.currentData(),
            self.columns.currentData(),
            self._claims,
            style,
        )

    def _draw(self) -> None:
        project = self._desk.project
        self.share.setEnabled(self.kind.currentData() in ("stacked", "diverging"))
        if project is None:
            return
        self.message.setText(_("Drawing…"))
        self._jobs.run(
            _preview,
            project,
            self._wanted(),
            done=self._arrived,
            failed=self._failed,
            name="picture for print",
        )

    def _arrived(self, drawn: tuple[Chart, bytes]) -> None:
        self._chart, content = drawn
        self._drawn = QPixmap()
        self._drawn.loadFromData(content)
        has_claims = self._chart.total > 0
        self.save.setEnabled(has_claims)
        self.copy.setEnabled(has_claims)
        self.message.setText(
            self._chart.note if has_claims else _("No claims are coded in both fields.")
        )
        show_problem(self.problem, None)
        self._show_preview()

    def _failed(self, error: Exception) -> None:
        self.message.clear()
        show_problem(self.problem, str(error))

    def _show_preview(self) -> None:
        if self._drawn.isNull():
            return
        ratio = self.devicePixelRatioF()
        shown = self._drawn.scaled(
            self.preview.size() * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        shown.setDevicePixelRatio(ratio)
        self.preview.setPixmap(shown)

    def _copy(self) -> None:
        if self._chart is not None:
            head, rows = chart_table(self._chart)
            QGuiApplication.clipboard().setText(table_text(head, rows, "\t"))
            self.message.setText(_("Copied. Paste it into a spreadsheet."))

    def _ask_for_path(self) -> None:
        project = self._desk.project
        if project is None:
            return
        kinds = ";;".join(f"{form.upper()} (*.{form})" for form in _FORMS)
        start = project.path.with_name(f"{project.path.stem}-{self.rows.currentData()}.svg")
        ask_to_save(self, _("Save picture"), start, self._write_as_named, kinds=kinds)

    def _write_as_named(self, path: Path) -> None:
        known = path.suffix.lstrip(".").lower() in _FORMS
        self.write(path if known else path.with_name(f"{path.name}.svg"))

    def _written(self, path: Path) -> None:
        self.message.setText(
            _("Saved {picture} and its data, {data}.").format(
                picture=path.name, data=path.with_suffix(".csv").name
            )
        )


def _spin(parent: QWidget, least: float, most: float, value: float, unit: str) -> QDoubleSpinBox:
    spin = QDoubleSpinBox(parent)
    spin.setRange(least, most)
    spin.setDecimals(0)
    spin.setValue(value)
    spin.setSuffix(unit)
    return spin


def _read(project: Project, wanted: _Wanted) -> Chart:
    with project.reading() as connection:
        return read_chart(
            connection,
            wanted.kind,
            wanted.rows,
            wanted.columns,
            wanted.claims,
            queries.fields(connection),
        )


def _preview(project: Project, wanted: _Wanted) -> tuple[Chart, bytes]:
    from claimdesk.models.analysis.pictures import picture

    chart = _read(project, wanted)
    return chart, picture(chart, "png", wanted.style)


def _write(project: Project, wanted: _Wanted, path: Path) -> None:
    from claimdesk.models.analysis.pictures import picture

    chart = _read(project, wanted)
    head, rows = chart_table(chart)
    write_small(path, picture(chart, path.suffix.lstrip(".").lower(), wanted.style))
    write_table(head, rows, path.with_suffix(".csv"))
