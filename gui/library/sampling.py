# SPDX-License-Identifier: MIT
"""Drawing a sample of articles for a study: how many, stratified by what, from which seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QLineEdit, QSpinBox, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.widgets.form_dialog import FormDialog
from claimdesk.gui.widgets.labels import hint_label
from claimdesk.models.editing.samples import draw_sample
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.search import library
from claimdesk.models.search.library import ArticleFilter
from claimdesk.models.store.project import Project

_LARGEST_SEED = 2**31 - 1
_PROPOSED_SEEDS = 10**6
_PROPOSED_SIZE = 100


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample that is in the project."""

    id: int
    size: int
    total: int
    """How many articles it was drawn from."""
    seed: int


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked for."""

    size: int
    seed: int
    name: str | None
    by: tuple[str, ...]
    among: ArticleFilter
    total: int


class SampleDialog(FormDialog):
    """Asks for a sample of the articles that are listed, and draws it in a job."""

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        among: ArticleFilter,
        then: Callable[[Drawn], object],
        parent: QWidget,
    ) -> None:
        super().__init__(_("Draw a sample"), _("Draw"), parent)
        self._desk, self._jobs = desk, jobs
        self._among, self._then = among, then
        self._total = 0
        self._hint = hint_label(self)
        self.size_field = QSpinBox(self)
        self.size_field.setEnabled(False)
        self.seed = QSpinBox(self)
        self.seed.setRange(0, _LARGEST_SEED)
        self.seed.setValue(random.randrange(_PROPOSED_SEEDS))  # noqa: S311
        self.seed.setToolTip(_("The same seed draws the same articles; the history keeps it."))
        self.strata = {
            "outlet": QCheckBox(_("From each &outlet in proportion"), self),
            "month": QCheckBox(_("From each &month in proportion"), self),
        }
        self.name = QLineEdit(self)
        self._lay_out()
        self.load(jobs, desk.project, lambda found: library.count(found, among), self._show)

    def _show(self, total: int) -> None:
        """Offer to draw from so many articles."""
        self._total = total
        self.size_field.setRange(1, max(1, total))
        self.size_field.setValue(min(_PROPOSED_SIZE, total))
        self.size_field.setEnabled(True)
        text = ngettext(
            "From the 1 article that is listed.", "From the {n} articles that are listed.", total
        )
        self._hint.setText(text.format(n=total))

    def accept(self) -> None:
        project = self._desk.project
        if project is None:
            return
        by = tuple(name for name, box in self.strata.items() if box.isChecked())
        wanted = _Request(
            self.size_field.value(),
            self.seed.value(),
            self.name.text().strip() or None,
            by,
            self._among,
            self._total,
        )
        self.setEnabled(False)
        self._jobs.run(_draw, project, wanted, done=self._drawn, failed=self._not_drawn)

    def _drawn(self, drawn: Drawn) -> None:
        super().accept()
        self._then(drawn)

    def _not_drawn(self, error: Exception) -> None:
        self.setEnabled(True)
        self.refuse(str(error), self.name)

    def _lay_out(self) -> None:
        self.form.addRow(self._hint)
        self.form.addRow(_("&Articles"), self.size_field)
        self.form.addRow(_("&Seed"), self.seed)
        for box in self.strata.values():
            self.form.addRow(box)
        self.form.addRow(_("&Name"), self.name)
        self.name.setPlaceholderText(_("Sample with size and seed"))


def _draw(project: Project, wanted: _Request) -> Drawn:
    number, drawn = draw_sample(
        project,
        wanted.size,
        wanted.seed,
        name=wanted.name,
        by=wanted.by,
        among=wanted.among,
    )
    return Drawn(number, len(drawn), wanted.total, wanted.seed)
