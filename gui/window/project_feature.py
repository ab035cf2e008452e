# SPDX-License-Identifier: MIT
"""The project of the window: new, open, recent, sample, and who annotates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from claimdesk.gui.widgets.dialogs import ask_text
from claimdesk.gui.widgets.labels import literal, literal_tip, literal_title
from claimdesk.gui.window.feature_base import PROJECT, Command, Feature, Submenu
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _


class ProjectFeature(Feature):
    """Opens projects and shows in the title of the window which one is open."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        bench.welcome.sample_requested.connect(
            lambda: bench.projects.open_sample(_default_sample())
        )
        bench.desk.project_changed.connect(self._show_title)

    def commands(self) -> Sequence[Command | Submenu]:
        projects = self._bench.projects
        return [
            Command(
                id="new",
                text=_("&New project…"),
                run=projects.ask_new,
                menu="file",
                at=110,
                keys=("Ctrl+N",),
                icon="new",
            ),
            Command(
                id="open",
                text=_("&Open project…"),
                run=projects.ask_open,
                menu="file",
                at=120,
                keys=("Ctrl+O",),
                icon="open",
                tool=110,
            ),
            Submenu(id="recent", text=_("Open &recent"), menu="file", at=130),
            Command(
                id="quit",
                text=_("&Quit"),
                run=self._bench.window.close,
                menu="file",
                at=910,
                keys=("Ctrl+Q",),
            ),
            Command(
                id="annotator",
                text=_("&Annotator…"),
                run=self._ask_annotator,
                menu="edit",
                at=340,
                needs=PROJECT,
            ),
        ]

    def start(self) -> None:
        self._bench.projects.recent_changed.connect(self._fill_recent)
        self._fill_recent()

    def _fill_recent(self) -> None:
        menu = self._bench.commands.submenus["recent"]
        menu.clear()
        for path in self._bench.projects.recent():
            action = menu.addAction(literal(path.stem))
            action.setToolTip(literal_tip(str(path)))
            action.triggered.connect(lambda _on=False, p=path: self._bench.projects.open(p))
        menu.setEnabled(not menu.isEmpty())

    def _show_title(self) -> None:
        project = self._bench.desk.project
        title = f"{literal_title(project.path.stem)} — Claimdesk" if project else "Claimdesk"
        self._bench.window.setWindowTitle(title)

    def _ask_annotator(self) -> None:
        projects = self._bench.projects
        ask_text(
            self._bench.window,
            _("Annotator"),
            _("Your name, recorded with every edit:"),
            projects.annotator() or "",
            projects.set_annotator,
            verb=_("Save"),
        )


def _default_sample() -> Path:
    """Return where the sample project of the welcome page is kept."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(folder) / "sample.claimdesk"
