# SPDX-License-Identifier: MIT
"""Settings, custom keys, colours and panels in the view menu, and the help menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication

from claimdesk.gui.window import help_dialogs, theme
from claimdesk.gui.window.feature_base import Command, Feature, Submenu
from claimdesk.gui.window.key_overview import KeyOverview
from claimdesk.gui.window.settings.dialog import SettingsDialog
from claimdesk.gui.window.settings.keymap import Keymap
from claimdesk.gui.window.settings.keys_page import KeysPage
from claimdesk.gui.window.settings.pipeline_page import PipelinePage
from claimdesk.gui.window.settings.preferences import Preferences
from claimdesk.gui.window.settings.reading_page import AnnotatingPage, ReadingPage
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _


class SettingsFeature(Feature):
    """Applies the stored settings and opens the settings dialog."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._preferences = Preferences(bench.view, bench.settings)

    def commands(self) -> Sequence[Command | Submenu]:
        return [
            Command(
                id="settings",
                text=_("&Settings…"),
                run=self._show_settings,
                menu="edit",
                at=910,
                keys=("Ctrl+,",),
            ),
            Submenu(id="colours", text=_("&Colours"), menu="view", at=410),
            Submenu(id="panels", text=_("&Panels"), menu="view", at=420),
            Command(
                id="keys", text=_("&Keys"), run=self._show_keys, menu="help", at=110, keys=("F1",)
            ),
            Command(
                id="about",
                text=_("&About Claimdesk"),
                run=lambda: help_dialogs.about(self._bench.window),
                menu="help",
                at=130,
            ),
        ]

    def start(self) -> None:
        self._keymap = Keymap(self._bench.commands, self._bench.settings)
        self._fill_colours()
        self._fill_panels()

    def _fill_colours(self) -> None:
        menu = self._bench.commands.submenus["colours"]
        for mode, text in (
            ("system", _("Same as &system")),
            ("light", _("&Light")),
            ("dark", _("&Dark")),
        ):
            action = menu.addAction(text)
            action.setObjectName(f"colours_{mode}")
            action.triggered.connect(lambda _on=False, m=mode: self._set_colours(m))

    def _fill_panels(self) -> None:
        window, menu = self._bench.window, self._bench.commands.submenus["panels"]
        for dock in window.docks.values():
            menu.addAction(dock.toggleViewAction())
        menu.addSeparator()
        menu.addAction(_("&Reset")).triggered.connect(window.reset_layout)

    def _set_colours(self, mode: str) -> None:
        self._bench.settings.setValue("colours", mode)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, mode)

    def _show_keys(self) -> None:
        window = self._bench.window
        overview = window.findChild(KeyOverview) or KeyOverview(self._bench.commands, window)
        overview.show()
        overview.activateWindow()
        overview.search.setFocus()

    def _show_settings(self) -> None:
        bench = self._bench
        colours = str(bench.settings.value("colours") or "system")
        SettingsDialog(
            ReadingPage(self._preferences, colours, self._set_colours),
            AnnotatingPage(
                bench.projects.annotator() or "",
                bench.projects.set_annotator,
                bench.commands["suggest_on_open"],
            ),
            PipelinePage(bench.desk),
            KeysPage(self._keymap),
            bench.window,
        ).open()
