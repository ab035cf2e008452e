# SPDX-License-Identifier: MIT
"""Suggestions for the open article, on command or when it is opened for the first time."""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.window.feature_base import ARTICLE, Command, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _

_ON_OPEN = "suggest_on_open"


class SuggestionsFeature(Feature):
    """Starts the suggestions, and remembers whether they are made by themselves."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._desk = bench.desk

    def commands(self) -> Sequence[Command]:
        return [
            Command(
                id="suggest",
                text=_("&Suggest"),
                run=self._suggest,
                menu="suggestions",
                at=110,
                keys=("Ctrl+R",),
                icon="suggest",
                tip=_("Make suggestions for this article"),
                needs=ARTICLE,
                tool=310,
                tool_text=True,
            ),
            Command(
                id="suggest_on_open",
                text=_("Suggest when an article is &opened"),
                run=self._remember_choice,
                menu="suggestions",
                at=120,
                checkable=True,
            ),
        ]

    def start(self) -> None:
        wanted = self._bench.settings.value(_ON_OPEN, True, type=bool)
        self._bench.commands["suggest_on_open"].setChecked(bool(wanted))
        self._desk.article_changed.connect(self._suggest_on_open)

    def _suggest(self) -> None:
        if self._desk.article is not None:
            self._bench.suggesting.start(self._desk.article.id)

    def _suggest_on_open(self) -> None:
        article = self._desk.article
        wanted = self._bench.commands["suggest_on_open"].isChecked()
        if article is not None and article.status != "done" and wanted:
            self._bench.suggesting.start(article.id, again=False)

    def _remember_choice(self) -> None:
        wanted = self._bench.commands["suggest_on_open"].isChecked()
        self._bench.settings.setValue(_ON_OPEN, wanted)
