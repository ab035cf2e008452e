# SPDX-License-Identifier: MIT
"""The panel of plots, whose marks lead to the claims that they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claimdesk.gui.plots.panel import DistributionPanel
from claimdesk.gui.plots.picture_dialog import Choice, PictureDialog
from claimdesk.gui.widgets.dialogs import show_error
from claimdesk.gui.widgets.file_dialogs import ask_to_save
from claimdesk.gui.window.feature_base import ANALYSE, LEFT, PROJECT, Command, Dock, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.project import Project


class PlotsFeature(Feature):
    """Shows the distribution of claims in its panel, and clicked claims in their list."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self.panel = DistributionPanel(bench.desk, bench.jobs)
        self.panel.claims_chosen.connect(self._show_claims)
        self.panel.claims_changed.connect(self._follow_claims)
        bench.claims_released.connect(lambda: self.panel.narrowings.replace_all(None))

    def commands(self) -> Sequence[Command]:
        return [
            Command(
                id="save_picture",
                text=_("Picture for &print…"),
                run=self._make_picture,
                menu="file",
                at=250,
                needs=PROJECT,
                tip=_("Make a figure of the claims for a paper or a slide: SVG, PDF or PNG"),
            ),
            Command(
                id="report",
                text=_("&Report…"),
                run=self._ask_for_report,
                menu="file",
                at=260,
                needs=PROJECT,
                tip=_("Write figures, pictures and the codebook as HTML, PDF or Word"),
            ),
        ]

    def docks(self) -> Sequence[Dock]:
        title = _("Distribution")
        return [
            Dock(
                name="distribution",
                title=title,
                area=LEFT,
                at=310,
                widget=self.panel,
                workspace=ANALYSE,
            )
        ]

    def start(self) -> None:
        dock = self._bench.window.docks["distribution"]
        dock.visibilityChanged.connect(self.panel.refresh)

    def _make_picture(self) -> None:
        bench = self._bench
        shown = [Choice(*each) for each in self.panel.shown_plots()]
        PictureDialog(bench.desk, bench.jobs, self.panel.claims, bench.window, shown).open()

    def _ask_for_report(self) -> None:
        project = self._bench.desk.project
        if project is None:
            return
        kinds = ";;".join(("HTML (*.html)", "PDF (*.pdf)", "Word (*.docx)"))
        start = project.path.with_suffix(".html")
        ask_to_save(self._bench.window, _("Write report"), start, self.write_report, kinds=kinds)

    def write_report(self, path: Path) -> None:
        """Write the report of the project to `path` in a job."""
        bench, project = self._bench, self._bench.desk.project
        if project is None:
            return
        bench.jobs.run(
            _write_report,
            project,
            path,
            done=lambda _none: bench.desk.status_message.emit(
                _("Wrote the report {file}").format(file=path)
            ),
            failed=lambda error: show_error(bench.window, str(error)),
            name="report",
        )

    def _follow_claims(self, ids: list[int] | None, description: str) -> None:
        """Let the table show what the filters let through now, or everything again."""
        if self._bench.window.workspace == ANALYSE:
            self._bench.claims_followed.emit(ids, description)

    def _show_claims(self, ids: list[int], description: str) -> None:
        if self._bench.window.workspace == ANALYSE:
            self._bench.claims_listed.emit(ids, description)
            return
        desk, claims = self._bench.desk, self._bench.panes["claims"]
        here = [i for i in ids if i in desk.annotations]
        if not here and ids and desk.project is not None:
            desk.open_annotation(ids[0])
            here = [i for i in ids if i in desk.annotations]
        claims.filter.clear()
        claims.select(here)


def _write_report(project: Project, path: Path) -> None:
    from claimdesk.models.analysis.report.writing import write_report

    with project.reading() as connection:
        write_report(connection, project.path.stem, path, ClaimFilter())
