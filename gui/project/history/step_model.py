# SPDX-License-Identifier: MIT
"""The table model of the history, which loads its steps page by page in another thread."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPalette

from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.labels import literal_tip
from claimdesk.gui.widgets.wording import time_text
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.history import listing
from claimdesk.models.store.history.listing import Step, StepFilter
from claimdesk.models.store.project import Project

WHEN, WHO, WHAT = range(3)
PAGE = 60

Index = QModelIndex | QPersistentModelIndex


def read(project: Project, step_filter: StepFilter, before: int | None) -> list[Step]:
    """Return a page of steps; runs in a job."""
    with project.reading() as connection:
        return listing.steps(connection, step_filter, before=before, limit=PAGE)


class StepModel(QAbstractTableModel):
    """The steps that match a filter, newest first; scrolling loads more."""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._project: Project | None = None
        self._filter = StepFilter()
        self._steps: list[Step] = []
        self._more = False
        self._reading = False
        self._generation = 0

    def show(self, project: Project | None, step_filter: StepFilter) -> None:
        """Show the matching steps of a project, or nothing."""
        self._project, self._filter = project, step_filter
        self._generation += 1
        self._reading = False
        self._more = project is not None
        if project is None:
            self._replace([])
        else:
            self._read(None)

    def step(self, index: Index) -> Step | None:
        """Return the step of a row."""
        return self._steps[index.row()] if 0 <= index.row() < len(self._steps) else None

    def row_of(self, step: int) -> int:
        """Return the row of a step; -1 if it is not loaded."""
        return next((row for row, one in enumerate(self._steps) if one.id == step), -1)

    @property
    def reading(self) -> bool:
        """Whether a page is being loaded."""
        return self._reading

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more and not self._reading

    def fetchMore(self, _parent: Index) -> None:
        if self._steps:
            self._read(self._steps[-1].id)

    @guarded
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._steps)

    @guarded
    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 3

    @guarded
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: ANN401
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("When"), _("Who"), _("What"))[section]
        return None

    @guarded
    def data(self, index: Index, role: int = 0) -> Any:  # noqa: ANN401
        step = self.step(index)
        if step is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(step, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == WHAT:
            return literal_tip(self._text(step, WHAT))
        if role == Qt.ItemDataRole.FontRole and step.undone:
            font = QFont()
            font.setStrikeOut(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and (step.undone or index.column() != WHAT):
            return QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)
        return None

    def _text(self, step: Step, column: int) -> str:
        if column == WHEN:
            return time_text(step.created)
        if column == WHO:
            return step.annotator or _("unnamed")
        return _("{label} (undone)").format(label=step.label) if step.undone else step.label

    def _read(self, before: int | None) -> None:
        assert self._project is not None
        self._reading = True
        generation = self._generation
        self._jobs.run(
            read,
            self._project,
            self._filter,
            before,
            done=partial(self._arrived, generation, before),
            failed=partial(self._failed, generation, before),
        )

    def _arrived(self, generation: int, before: int | None, steps: list[Step]) -> None:
        if generation != self._generation:
            return
        self._reading = False
        self._more = len(steps) == PAGE
        if before is None:
            self._replace(steps)
        elif steps:
            first = len(self._steps)
            self.beginInsertRows(QModelIndex(), first, first + len(steps) - 1)
            self._steps += steps
            self.endInsertRows()

    def _failed(self, generation: int, before: int | None, _error: Exception) -> None:
        self._arrived(generation, before, [])

    def _replace(self, steps: list[Step]) -> None:
        self.beginResetModel()
        self._steps = steps
        self.endResetModel()
