# SPDX-License-Identifier: MIT
"""The dialog that makes a picture for a paper or a slide: what it shows, how wide, its words.

It takes any kind of plot that can be printed, with its own controls, and knows none of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
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
from claimdesk.gui.plots.plot import FigurePrinter, FigureReader, Plot, plot_kinds
from claimdesk.gui.plots.two_field_bars import TwoFieldBars
from claimdesk.gui.widgets.file_dialogs import ask_to_save
from claimdesk.gui.widgets.labels import hint_label, problem_label, show_problem
from claimdesk.models.analysis.charts import (
    DOUBLE_COLUMN,
    SINGLE_COLUMN,
    Figure,
    PictureStyle,
)
from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.analysis.figure_tables import table_file, table_text
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.export_files import write_together
from claimdesk.models.store.project import Project

_REST = 250
"""Milliseconds of rest after which the preview is drawn again."""
_FORMS = ("svg", "pdf", "png")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is chosen in the dialog."""

    reader: FigureReader
    printer: FigurePrinter
    claims: ClaimFilter
    style: PictureStyle


@dataclass(frozen=True, slots=True)
class Choice:
    """A plot that can be printed, such as one of the panel: its kind, options and claims."""

    kind: str
    options: Mapping[str, str]
    claims: ClaimFilter
    layout: object = None
    """Where its marks are, if the analyst placed them."""


class PictureDialog(QDialog):
    """Shows the picture as it will be, and writes it as SVG, PDF or PNG, with its data beside."""

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        claims: ClaimFilter,
        parent: QWidget,
        shown: Sequence[Choice] = (),
    ) -> None:
        """Offer what is `shown` first, and then every kind of plot for the `claims`."""
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        kinds: dict[str, type[Plot]] = {**plot_kinds(), TwoFieldBars.kind: TwoFieldBars}
        self._classes = kinds
        self._choices = [*shown, *(Choice(kind, {}, claims) for kind in kinds)]
        self._shown = len(shown)
        self._figure: Figure | None = None
        self._drawn = QPixmap()
        self.setWindowTitle(_("Picture for print"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._debounce = debounce_timer(_REST, self._draw, self)
        self._make_widgets()
        self._lay_out()
        for changed in (
            *(spin.valueChanged for spin in (self.breadth, self.points)),
            *(line.textEdited for line in self._lines),
        ):
            changed.connect(self._debounce.start)
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        self._place()
        self._draw()

    def write(self, path: Path) -> None:
        """Write the picture that is shown to `path`, and its data as CSV beside it."""
        project, wanted = self._desk.project, self._wanted()
        if project is None or wanted is None:
            return
        self._jobs.run(
            _write,
            project,
            wanted,
            path,
            # Of methods of the dialog the jobs know whether it was closed meanwhile.
            done=partial(self._written, path),
            failed=self._not_written,
        )

    def _make_widgets(self) -> None:
        self.kind = QComboBox(self)
        """What is printed: first what the panel shows, then each kind of plot."""
        self.plot: Plot | None = None
        """Of the kind that is chosen; never shown, it reads and makes the figure."""
        self._controls = QVBoxLayout()
        self._offer()
        self.breadth = _spin(self, 40, 400, DOUBLE_COLUMN, _(" mm"))
        self.breadth.setToolTip(
            _("Journals usually print at {single:g} or {double:g} mm").format(
                single=SINGLE_COLUMN, double=DOUBLE_COLUMN
            )
        )
        self.points = _spin(self, 5, 24, 8, _(" pt"))
        self.heading, self.across, self.up, self.note = (QLineEdit(self) for _line in range(4))
        self._lines = (self.heading, self.across, self.up, self.note)
        self.preview = QLabel(self)
        self.preview.setAccessibleName(_("Preview"))
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.message, self.saved = hint_label(self), hint_label(self)
        self.problem = problem_label(self)
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
            (_("Shows"), self._controls),
            (_("&Width"), self.breadth),
            (_("&Letters"), self.points),
            (_("&Title"), self.heading),
            (_("&Across"), self.across),
            (_("&Up"), self.up),
            (_("&Note"), self.note),
        ):
            form.addRow(label, widget)
        left = QVBoxLayout()
        left.addLayout(form)
        left.addWidget(self.message)
        left.addWidget(self.saved)
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

    def _offer(self) -> None:
        for place, choice in enumerate(self._choices):
            kind = self._classes.get(choice.kind)
            plot = None if kind is None else self._made(choice)
            if kind is None or plot is None or plot.printer() is None:
                continue
            words = kind.title()
            if place < self._shown:
                words = _("Shown: {plot}").format(plot=kind.caption([plot]).rstrip("."))
            elif place == self._shown and self.kind.count():
                self.kind.insertSeparator(self.kind.count())
            self.kind.addItem(words, place)
            plot.deleteLater()

    def _made(self, choice: Choice) -> Plot:
        """Return a plot of a kind with its options, out of sight."""
        plot = self._classes[choice.kind](self)
        plot.hide()
        plot.set_fields(self._desk.fields)
        plot.set_options(choice.options)
        if choice.layout is not None:
            plot.take_layout(choice.layout)
        return plot

    def _kind_chosen(self) -> None:
        self._place()
        self._debounce.start()

    def _place(self) -> None:
        """Make the plot that is chosen, and show its controls."""
        before, place = self.plot, self.kind.currentData()
        if before is not None:
            for widget in filter(None, (before.controls(), before)):
                widget.hide()
                widget.deleteLater()
        self.plot = None if place is None else self._made(self._choices[place])
        if self.plot is None:
            return
        self.plot.reader_changed.connect(self._debounce.start)
        self.plot.look_changed.connect(self._debounce.start)
        controls = self.plot.print_controls()
        if controls is not None:
            self._controls.addWidget(controls)
            controls.show()

    def _wanted(self) -> _Wanted | None:
        printer = None if self.plot is None else self.plot.printer()
        if self.plot is None or printer is None:
            return None
        style = PictureStyle(
            self.breadth.value(),
            self.points.value(),
            *(line.text() or None for line in (self.heading, self.note, self.across, self.up)),
        )
        claims = self._choices[self.kind.currentData()].claims
        return _Wanted(self.plot.reader(), printer, claims, style)

    def _draw(self) -> None:
        project, wanted = self._desk.project, self._wanted()
        if project is None or wanted is None:
            return
        self.message.setText(_("Drawing…"))
        show_problem(self.problem, None)
        self._jobs.run(
            _preview,
            project,
            wanted,
            done=self._arrived,
            failed=self._failed,
            name="picture for print",
        )

    def _arrived(self, drawn: tuple[Figure, bytes]) -> None:
        figure, content = drawn
        self._figure = figure
        self._drawn = QPixmap()
        self._drawn.loadFromData(content)
        self.save.setEnabled(not figure.is_empty)
        self.copy.setEnabled(not figure.is_empty)
        usual = (figure.title, *figure.axes, figure.note)
        for line, words in zip(self._lines, usual, strict=True):
            line.setPlaceholderText(words)
        for line, words in zip((self.across, self.up), figure.axes, strict=True):
            line.setEnabled(bool(words))
        self.message.setText(
            _("There is nothing to draw. Choose something else.")
            if figure.is_empty
            else figure.note
        )
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
        if self._figure is not None:
            head, rows = self._figure.table()
            QGuiApplication.clipboard().setText(table_text(head, rows, "\t"))
            self.saved.setText(_("Copied. Paste it into a spreadsheet."))

    def _ask_for_path(self) -> None:
        project = self._desk.project
        if project is None:
            return
        kinds = ";;".join(f"{form.upper()} (*.{form})" for form in _FORMS)
        start = project.path.with_name(f"{project.path.stem}-{self._name}.svg")
        ask_to_save(self, _("Save picture"), start, self._write_as_named, kinds=kinds)

    @property
    def _name(self) -> str:
        return self.plot.kind if self.plot is not None else ""

    def _write_as_named(self, path: Path) -> None:
        known = path.suffix.lstrip(".").lower() in _FORMS
        self.write(path if known else path.with_name(f"{path.name}.svg"))

    def _not_written(self, error: Exception) -> None:
        self.saved.clear()
        show_problem(self.problem, str(error))

    def _written(self, path: Path, _nothing: object) -> None:
        show_problem(self.problem, None)
        self.saved.setText(
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


def _read(project: Project, wanted: _Wanted) -> Figure:
    with project.reading() as connection:
        return wanted.printer(wanted.reader(connection, wanted.claims))


def _preview(project: Project, wanted: _Wanted) -> tuple[Figure, bytes]:
    from claimdesk.models.analysis.pictures import picture

    figure = _read(project, wanted)
    return figure, picture(figure, "png", wanted.style)


def _write(project: Project, wanted: _Wanted, path: Path) -> None:
    from claimdesk.models.analysis.pictures import picture

    figure = _read(project, wanted)
    head, rows = figure.table()
    data = path.with_suffix(".csv")
    drawn = picture(figure, path.suffix.lstrip(".").lower(), wanted.style)
    write_together({path: drawn, data: table_file(head, rows, data)})
