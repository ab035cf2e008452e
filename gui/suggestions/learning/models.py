# SPDX-License-Identifier: MIT
"""The learned models of one layer: which is in use, how good each is, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.debounce import debounce_timer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.suggestions.learning import reports
from claimdesk.gui.suggestions.learning.panel import LearningPanel
from claimdesk.gui.widgets.labels import plain_label
from claimdesk.gui.widgets.spacing import BESIDE
from claimdesk.gui.widgets.wording import time_text
from claimdesk.models.learning.model_store import ModelStore, ModelVersion
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.project import Project

_VERSION = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_REST = 300
"""Milliseconds of rest after which the versions are read again."""


@dataclass(frozen=True, slots=True)
class Source:
    """The models of a layer, and what is said about them."""

    store: ModelStore
    intro: str
    without: str
    """What is done where no model is in use."""
    example: str
    """The heading of what is told with a mistake."""


class ModelPanel(LearningPanel):
    """The versions of a model with their reports."""

    def __init__(self, desk: Desk, jobs: Jobs, source: Source) -> None:
        super().__init__(desk, jobs, source.store.layer, source.intro)
        self._source = source
        self._versions: dict[int, ModelVersion] = {}
        self._debounce = debounce_timer(_REST, self.refresh, self)
        self._make_widgets()
        self._lay_out()
        self.use.clicked.connect(self._use)
        self.list.currentItemChanged.connect(self._show_report)
        self.list.itemActivated.connect(self._use)
        desk.project_changed.connect(self._debounce.start)

    def refresh(self) -> None:
        """Read the versions again."""
        project = self._desk.project
        if project is None:
            self._show([])
            return
        self._jobs.run(
            self._read,
            project,
            done=partial(self._arrived, project),
            name=f"models {self._source.store.layer}",
        )

    def add_below(self, widget: QWidget) -> None:
        """Put a control between the buttons and the versions."""
        self._layout.insertWidget(2, widget)

    # Building.

    def _make_widgets(self) -> None:
        self.list = _tree(self, [_("Version"), _("Learned"), _("F %")])
        self.list.setAccessibleName(_("Versions"))
        self.use = QPushButton(_("&Use this one"), self)
        self.use.setToolTip(_("Make suggestions with the chosen version (Enter)"))
        self.use.setAutoDefault(False)
        self.about = plain_label(self)
        self.about.setAccessibleName(_("How it was learned"))
        self.figures = _tree(
            self,
            [
                _("On articles held out"),
                _("Precision %"),
                _("Recall %"),
                _("F %"),
                _("F before %"),
            ],
        )
        self.figures.setAccessibleName(_("How good it is"))
        self.mistakes = _tree(
            self,
            [_("Mistake"), _("Words"), _("How often"), self._source.example],
        )
        self.mistakes.setAccessibleName(_("What it gets wrong"))

    def _lay_out(self) -> None:
        unit = self.fontMetrics().averageCharWidth()
        for tree, widths in (
            (self.list, (24, 20, 8)),
            (self.figures, (24, 13, 11, 8, 12)),
            (self.mistakes, (17, 18, 12)),
        ):
            for column, width in enumerate(widths):
                tree.setColumnWidth(column, unit * width)
        for tree, columns in (
            (self.list, (2,)),
            (self.figures, (1, 2, 3, 4)),
            (self.mistakes, (2,)),
        ):
            for column in columns:
                tree.headerItem().setTextAlignment(column, _RIGHT)
        self.list.header().setStretchLastSection(False)
        self.figures.header().setStretchLastSection(False)
        line = self.fontMetrics().height() + 8
        self.figures.setFixedHeight(line * 4)
        left, right = QWidget(self), QWidget(self)
        versions = QVBoxLayout(left)
        versions.setContentsMargins(0, 0, 0, 0)
        versions.addWidget(self.list, 1)
        versions.addWidget(self.use)
        report = QVBoxLayout(right)
        report.setContentsMargins(BESIDE)
        report.addWidget(self.about)
        report.addWidget(self.figures)
        report.addWidget(self.mistakes, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([unit * 60, unit * 92])
        splitter.setChildrenCollapsible(False)
        self._layout.addWidget(splitter, 1)

    # Versions.

    def _read(self, project: Project) -> list[ModelVersion]:
        with project.reading() as connection:
            return list(self._source.store.versions(connection))

    def _arrived(self, project: Project, versions: list[ModelVersion]) -> None:
        if project is self._desk.project:
            self._show(versions)

    def _show(self, versions: Sequence[ModelVersion]) -> None:
        self._versions = {version.version: version for version in versions}
        self.list.clear()
        for version in versions:
            f = reports.main_figure(self._source.store.layer, version.report)
            self._add(
                version.version,
                _("Version {n}").format(n=version.version),
                time_text(version.created),
                "" if f is None else reports.percent(f),
                active=version.active,
            )
        self._add(None, _("None"), "", "", active=not any(version.active for version in versions))
        self._allow_learning()

    def _add(self, version: int | None, *cells: str, active: bool) -> None:
        item = QTreeWidgetItem(self.list, list(cells))
        item.setData(0, _VERSION, version)
        item.setTextAlignment(2, _RIGHT)
        if active:
            item.setText(0, _("{name} (in use)").format(name=cells[0]))
            font = item.font(0)
            font.setBold(True)
            item.setFont(0, font)
            self.list.setCurrentItem(item)

    def _chosen(self) -> int | None:
        item = self.list.currentItem()
        return None if item is None else item.data(0, _VERSION)

    def _use(self) -> None:
        project = self._desk.project
        if project is None or self.list.currentItem() is None:
            return
        self._jobs.run(
            self._source.store.activate,
            *(project, self._chosen()),
            done=lambda _none: self._changed(),
            failed=lambda error: self.tell(f"⚠ {error}"),
        )

    def _changed(self) -> None:
        self.refresh()
        self.used.emit()

    # The report of the chosen version.

    def _show_report(self) -> None:
        chosen = self._chosen()
        version = self._versions.get(chosen) if chosen is not None else None
        self.use.setEnabled(
            not version.active
            if version is not None
            else any(known.active for known in self._versions.values())
        )
        self.figures.clear()
        self.mistakes.clear()
        if version is None:
            self.about.setText(self._source.without)
            return
        layer, report = self._source.store.layer, version.report
        self.about.setText(reports.origin(layer, report, time_text(version.created)))
        for figure in reports.figures(layer, report):
            cells = [reports.percent(value) for value in figure.now]
            before = "–" if figure.before is None else reports.percent(figure.before[2])
            item = QTreeWidgetItem(self.figures, [figure.name, *cells, before])
            for column in range(1, 5):
                item.setTextAlignment(column, _RIGHT)
        for mistake in reports.mistakes(report):
            count = str(mistake.count)
            item = QTreeWidgetItem(
                self.mistakes, [mistake.what, mistake.words, count, mistake.example]
            )
            item.setTextAlignment(2, _RIGHT)


def _tree(parent: QWidget, headings: Sequence[str]) -> QTreeWidget:
    tree = QTreeWidget(parent)
    tree.setHeaderLabels(list(headings))
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setAllColumnsShowFocus(True)
    tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    return tree
