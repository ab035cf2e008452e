# SPDX-License-Identifier: MIT
"""What was learned of codes, names and words: what suggests, how often it is right, a switch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.desk.lazy_refresh import LazyRefresh
from claimdesk.gui.suggestions.learning.panel import LearningPanel
from claimdesk.models.learning.model_store import CODE_MODELS
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.suggest import preferences
from claimdesk.models.suggest.data import DOMAINS, NAMES, WORDS

_NAME = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class LearnedRow:
    """One thing that is learned, as the list shows it."""

    name: str
    """The key of a field, DOMAINS, NAMES or WORDS."""
    label: str
    wanted: bool
    """Whether what was learned may be used."""
    figures: Mapping[str, Any]
    """As the report has it; nobody vouches for its form."""


def read_rows(project: Project) -> list[LearnedRow]:
    """Return what is learned in a project, in the order of the codebook."""
    with project.reading() as connection:
        fields = queries.fields_of(queries.fields(connection).values(), "claim")
        report = CODE_MODELS.active_report(connection).get("fields")
        off = preferences.not_learned(connection)
    known = report if isinstance(report, dict) else {}
    labels = {field.key: field.label for field in fields if field.kind == "choice"}
    labels |= {
        DOMAINS: _("Domains of claims"),
        NAMES: _("Names you accepted"),
        WORDS: _("Words you rejected"),
    }
    return [
        LearnedRow(name, label, name not in off, figures if isinstance(figures, dict) else {})
        for name, label in labels.items()
        for figures in [known.get(name)]
    ]


class FieldsPanel(LearningPanel):
    """Fields with what suggests their codes, how often that is right, and a switch."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(
            desk,
            jobs,
            CODE_MODELS.layer,
            _(
                "What you decided in articles that are done is tried on other articles that are "
                "done. It suggests in place of the rules only where it is right more often, by "
                "more than chance explains. Clear a box to keep the rules there."
            ),
        )
        self._lazy_refresh = LazyRefresh(self._find, self)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(_("What is learned"))
        self._lay_out()
        self.list.itemChanged.connect(self._switch)
        for changed in (desk.saved, desk.project_changed):
            changed.connect(self.refresh)

    def refresh(self) -> None:
        """Read the figures again, soon if they are shown, or else when they are."""
        self._lazy_refresh.schedule()

    def _lay_out(self) -> None:
        unit = self.fontMetrics().averageCharWidth()
        headings = [
            _("Use what is learned"),
            _("Now suggested by"),
            _("Articles"),
            _("Compared"),
            _("Right by rules"),
            _("Right as learned"),
        ]
        self.list.setHeaderLabels(headings)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        for column, width in enumerate((34, 30, 12, 14, 20, 20)):
            self.list.setColumnWidth(column, unit * width)
            if column > 1:
                self.list.headerItem().setTextAlignment(column, _RIGHT)
        self._layout.addWidget(self.list, 1)

    def _find(self) -> None:
        project = self._desk.project
        if project is None:
            self._show([])
            return
        self._jobs.run(read_rows, project, done=partial(self._arrived, project), name="learned")

    def _arrived(self, project: Project, rows: Sequence[LearnedRow]) -> None:
        if project is self._desk.project:
            self._show(rows)

    def _show(self, rows: Sequence[LearnedRow]) -> None:
        current = self.list.currentIndex().row()
        self.list.blockSignals(True)
        self.list.clear()
        for row in rows:
            item = QTreeWidgetItem(self.list, [row.label, _user(row), *_counted(row.figures)])
            item.setData(0, _NAME, row.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            checked = Qt.CheckState.Checked if row.wanted else Qt.CheckState.Unchecked
            item.setCheckState(0, checked)
            for column in range(2, self.list.columnCount()):
                item.setTextAlignment(column, _RIGHT)
        self.list.blockSignals(False)
        near = self.list.topLevelItem(max(current, 0))
        if near is not None:
            self.list.setCurrentItem(near)
        self._allow_learning()

    def _switch(self, item: QTreeWidgetItem) -> None:
        if self._desk.project is None:
            return
        name, wanted = item.data(0, _NAME), item.checkState(0) == Qt.CheckState.Checked
        sentence = _("Use what is learned: {what}") if wanted else _("Keep the rules: {what}")
        label = sentence.format(what=item.text(0))
        self._desk.act(label, lambda session: preferences.set_learned(session, name, wanted))
        self.used.emit()


def _user(row: LearnedRow) -> str:
    """Return what suggests now."""
    use = row.figures.get("use") if row.wanted else "rules"
    if use == "memory" or (use is None and row.name in (NAMES, WORDS)):
        return _("what you decided before")
    return _("a model") if use == "model" else _("the rules")


def _counted(figures: Mapping[str, Any]) -> Iterator[str]:
    number = QLocale().toString
    articles, cases = figures.get("articles"), figures.get("cases")
    if not isinstance(articles, int) or not isinstance(cases, int):
        yield from ("–", "–", "–", "–")
        return
    yield from (number(articles), number(cases))
    for key in ("rules", "learned"):
        right = figures.get(key)
        if isinstance(right, int) and 0 <= right <= cases and cases:
            yield f"{number(right)} ({round(100 * right / cases)} %)"
        else:
            yield "–"
