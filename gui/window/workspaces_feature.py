# SPDX-License-Identifier: MIT
"""The two workspaces of the window: coding an article, and analysing the claims of the project."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from claimdesk.gui.window.feature_base import ANALYSE, CODE, PROJECT, Command, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _


class WorkspacesFeature(Feature):
    """Changes between the workspaces, and says which of them is shown."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        bench.window.workspace_changed.connect(self._changed)
        bench.desk.project_changed.connect(self._project_changed)

    def commands(self) -> Sequence[Command]:
        return [
            Command(
                id="workspace_code",
                text=_("&Code an article"),
                run=partial(self._show, CODE),
                menu="view",
                at=11,
                keys=("Ctrl+1",),
                checkable=True,
                tip=_("Show the article with the lists of its annotations"),
            ),
            Command(
                id="workspace_analyse",
                text=_("A&nalyse the claims"),
                run=partial(self._show, ANALYSE),
                menu="view",
                at=12,
                keys=("Ctrl+2",),
                checkable=True,
                needs=PROJECT,
                tip=_("Show plots and a table of the claims of the whole project"),
            ),
        ]

    def start(self) -> None:
        self._changed(self._bench.window.workspace)

    def _show(self, name: str) -> None:
        self._bench.window.show_workspace(name)
        # Choosing what is shown already would take the tick away.
        self._changed(self._bench.window.workspace)

    def _changed(self, name: str) -> None:
        for workspace in (CODE, ANALYSE):
            self._bench.commands[f"workspace_{workspace}"].setChecked(workspace == name)
        if name == CODE and self._bench.desk.article is not None:
            self._bench.view.setFocus()

    def _project_changed(self) -> None:
        if self._bench.desk.project is None:
            self._show(CODE)
