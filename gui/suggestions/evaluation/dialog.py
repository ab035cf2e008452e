# SPDX-License-Identifier: MIT
"""The window that evaluates suggestions against an annotated corpus."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.suggestions.evaluation.faults import (
    ARTICLE,
    FOUND,
    WANTED,
    WHAT,
    WORDS,
    FaultModel,
)
from claimdesk.gui.suggestions.evaluation.figures import FiguresTable
from claimdesk.gui.suggestions.evaluation.wording import count
from claimdesk.gui.widgets.file_dialogs import ask_for_files, ask_for_folder, ask_to_save
from claimdesk.gui.widgets.labels import literal_tip
from claimdesk.gui.widgets.line_table import LineTable
from claimdesk.gui.widgets.spacing import ABOVE
from claimdesk.models.analysis.comparison import Evaluation
from claimdesk.models.analysis.evaluation import evaluate
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.export_files import write_verified
from claimdesk.models.store.project import Project

_SHEET = """
QTableView { border: 0; }
QTableView::item { padding: 0 6px; }
QTreeView::item { padding: 2px 4px; }
"""
_PROGRESS_EVERY = 100
"""Milliseconds between two updates of the progress bar."""


class EvaluationDialog(QDialog):
    """Choose a corpus, compare with it in the background, list figures and errors."""

    fault_chosen = Signal(object)
    """The Fault whose words to show in their article."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._jobs = jobs
        self._gold: list[Path] = []
        self._stop: threading.Event | None = None
        # Written by the job, read by the window: a single tuple, so never half updated.
        self._progress = (0, 0)
        self._result: Evaluation | None = None
        self.setWindowTitle(_("Evaluate suggestions"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setStyleSheet(_SHEET)
        self._make_widgets()
        self._lay_out()
        self._connect()
        self._show_message(
            _(
                "Choose a corpus that people have annotated. The suggestions in the articles that "
                "this project also has are compared with it; nothing is changed."
            )
        )
        self._update_enabled()
        self.folder.setFocus()

    def evaluate(self, gold: Sequence[Path]) -> None:
        """Compare the suggestions with the corpus at these paths."""
        project = self._desk.project
        if project is None or not gold:
            return
        self.stop()
        self._gold = list(gold)
        self.corpus.setText(" · ".join(path.name for path in self._gold))
        self.corpus.setToolTip(literal_tip("\n".join(map(str, self._gold))))
        self._clear()
        self._stop, self._progress = threading.Event(), (0, 0)
        self._show_message(_("Reading and comparing…"))
        self._progress_timer.start()
        self._jobs.run(
            self._compare,
            *(project, self._gold, self._stop),
            done=partial(self._done, self._stop),
            failed=partial(self._failed, self._stop),
            name="evaluation",
        )
        self._update_enabled()

    def stop(self) -> None:
        """Stop the comparison and drop its result."""
        if self._stop is not None:
            self._stop.set()
            self._end()
            self._show_message(_("Stopped."))

    def done(self, result: int) -> None:
        """Stop a running comparison, then close."""
        self.stop()
        super().done(result)

    # Building.

    def _make_widgets(self) -> None:
        self.corpus = QLineEdit(self)
        self.corpus.setReadOnly(True)
        self.corpus.setPlaceholderText(_("No corpus chosen"))
        self.corpus.setAccessibleName(_("Corpus"))
        self.folder = QPushButton(_("Choose a f&older…"), self)
        self.file = QPushButton(_("Choose &files…"), self)
        self.again = QPushButton(_("&Evaluate again"), self)
        self.again.setShortcut(QKeySequence.StandardKey.Refresh)
        self.cancel = QPushButton(_("&Stop"), self)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName(_("Progress of the comparison"))
        self.bar.setTextVisible(False)
        self.message = QLabel(self)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.figures = FiguresTable(self)
        self.model = FaultModel(self)
        self.kinds = QComboBox(self)
        self.kinds.setAccessibleName(_("Kind of error"))
        self.kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(_("Filter the errors"))
        self.filter.setAccessibleName(_("Filter the errors"))
        self.filter.setClearButtonEnabled(True)
        self.table = LineTable(self)
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Errors"))
        self.table.setToolTip(_("Click or press Enter to open the article at the words."))
        self.copy = QPushButton(_("&Copy figures"), self)
        self.save = QPushButton(_("Save &report…"), self)
        self.close_button = QPushButton(_("Close"), self)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self._progress_timer = QTimer(self)
        self._progress_timer.setInterval(_PROGRESS_EVERY)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.corpus, 1)
        for button in (self.folder, self.file, self.again):
            top.addWidget(button)
        running = QHBoxLayout()
        running.addWidget(self.message, 1)
        running.addWidget(self.bar)
        running.addWidget(self.cancel)
        self.bar.setFixedWidth(self.fontMetrics().averageCharWidth() * 24)
        filters = QHBoxLayout()
        filters.setContentsMargins(ABOVE)
        filters.addWidget(self.kinds)
        filters.addWidget(self.filter, 1)
        lower = QWidget(self)
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 0, 0, 0)
        below.addLayout(filters)
        below.addWidget(self.table, 1)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(self.figures)
        splitter.addWidget(lower)
        splitter.setSizes([360, 360])
        splitter.setChildrenCollapsible(False)
        bottom = QHBoxLayout()
        bottom.addWidget(self.copy)
        bottom.addWidget(self.save)
        bottom.addStretch(1)
        bottom.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addLayout(running)
        layout.addWidget(splitter, 1)
        layout.addLayout(bottom)
        self._size()

    def _size(self) -> None:
        unit = self.fontMetrics().averageCharWidth()
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in ((WHAT, 28), (WANTED, 26), (FOUND, 26), (ARTICLE, 24)):
            self.table.setColumnWidth(column, unit * width)
        header.setSectionResizeMode(WORDS, QHeaderView.ResizeMode.Stretch)
        free = self.screen().availableGeometry()
        self.resize(min(unit * 160, free.width() - 40), min(unit * 110, free.height() - 60))

    def _connect(self) -> None:
        self.folder.clicked.connect(self._choose_folder)
        self.file.clicked.connect(self._choose_files)
        self.again.clicked.connect(lambda: self.evaluate(self._gold))
        self.cancel.clicked.connect(self.stop)
        self.kinds.currentIndexChanged.connect(self._filter)
        self.filter.textChanged.connect(self._filter)
        self.filter.returnPressed.connect(self._to_table)
        self.table.opened.connect(self._open)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._save)
        self.close_button.clicked.connect(self.reject)
        self._progress_timer.timeout.connect(self._show_progress)
        self._desk.project_changed.connect(self.close)

    # Choosing.

    def _choose_folder(self) -> None:
        ask_for_folder(self, _("Annotated corpus"), lambda path: self.evaluate([path]))

    def _choose_files(self) -> None:
        ask_for_files(self, _("Annotated corpus"), self.evaluate)

    # Comparing.

    def _compare(
        self, project: Project, gold: Sequence[Path], stop: threading.Event
    ) -> Evaluation | None:
        return evaluate(project, gold, progress=self._report, stopped=stop.is_set)

    def _report(self, done: int, total: int) -> None:
        self._progress = (done, total)

    def _show_progress(self) -> None:
        done, total = self._progress
        self.bar.setMaximum(total)
        self.bar.setValue(done)

    def _end(self) -> None:
        self._stop = None
        self._progress_timer.stop()
        self._update_enabled()

    def _failed(self, stop: threading.Event, error: Exception) -> None:
        if stop is self._stop:
            self._end()
            self._show_message(f"⚠ {error}")

    def _done(self, stop: threading.Event, result: Evaluation | None) -> None:
        if stop is not self._stop:
            return
        self._result = result
        self._end()
        if result is not None:
            self._show(result)

    def _show(self, result: Evaluation) -> None:
        self.figures.show_layers(result.layers)
        self.model.set_faults(result.faults)
        self.kinds.blockSignals(True)
        self.kinds.clear()
        self.kinds.addItem(_("All errors ({n})").format(n=count(len(result.faults))), ("", ""))
        for kind, name, number in self.model.kinds():
            self.kinds.addItem(f"{name} ({count(number)})", kind)
        self.kinds.blockSignals(False)
        self._filter()
        sentence = ngettext(
            "Compared in 1 article.", "Compared in {n} articles.", result.articles
        ).format(n=count(result.articles))
        self._show_message(" ".join([sentence, *result.warnings]))
        self._update_enabled()

    def _clear(self) -> None:
        self._result = None
        self.figures.clear()
        self.model.set_faults(())
        self.kinds.clear()

    # Showing.

    def _show_message(self, text: str) -> None:
        self.message.setText(text)

    def _update_enabled(self) -> None:
        running, has_result = self._stop is not None, self._result is not None
        self.bar.setVisible(running)
        self.cancel.setVisible(running)
        for button in (self.folder, self.file):
            button.setEnabled(not running)
        self.again.setEnabled(not running and bool(self._gold))
        for widget in (self.copy, self.save, self.kinds, self.filter):
            widget.setEnabled(has_result)

    def _filter(self) -> None:
        kind = self.kinds.currentData() or ("", "")
        self.model.set_filter(tuple(kind), self.filter.text())

    def _to_table(self) -> None:
        if self.model.lines:
            self.table.setFocus()
            self.table.setCurrentIndex(self.model.index(0, WORDS))

    def _open(self, index: QModelIndex) -> None:
        self.fault_chosen.emit(self.model.lines[index.row()])

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.figures.as_text())
        self._show_message(_("Figures copied; paste them into a spreadsheet."))

    def _save(self) -> None:
        if self._result is not None:
            ask_to_save(
                self,
                _("Save the report"),
                Path.home() / "evaluation.json",
                partial(self.save_report, report=self._result.report()),
                kinds=_("JSON (*.json)"),
            )

    def save_report(self, path: Path, report: dict[str, Any]) -> None:
        """Write a report as JSON and say whether it succeeded."""
        if self._desk.project is None:
            return
        content = {"gold": [str(gold) for gold in self._gold], **report}
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"

        def write(draft: Path) -> None:
            draft.write_text(text, encoding="utf-8")

        try:
            write_verified(path, self._desk.project, write, lambda _draft: None)
        except ClaimdeskError as error:
            self._show_message(f"⚠ {error}")
        else:
            self._show_message(_("Report saved to {file}.").format(file=path))
