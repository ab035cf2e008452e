# SPDX-License-Identifier: MIT
"""How the window looks: colours, panels, size of the text, settings, and its help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from claimdesk.gui.widgets import dialogs
from claimdesk.gui.window import theme
from claimdesk.gui.window.settings.dialog import SettingsDialog
from claimdesk.gui.window.settings.keymap import Keymap
from claimdesk.gui.window.settings.keys_page import KeysPage
from claimdesk.gui.window.settings.pipeline_page import PipelinePage
from claimdesk.gui.window.settings.preferences import Preferences
from claimdesk.gui.window.settings.reading_page import AnnotatingPage, ReadingPage
from claimdesk.models.messages.catalogue import _

if TYPE_CHECKING:
    from claimdesk.gui.window.workbench import Workbench


class AppearanceFeature(QObject):
    """The menu of the view, the settings and the overview of keys."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._keymap = Keymap(bench.commands, bench.window.settings)
        self._preferences = Preferences(bench.view, bench.window.settings)
        self._add_menus()
        for name, slot in {
            "larger": bench.view.zoom_in,
            "smaller": bench.view.zoom_out,
            "normal": bench.view.zoom_reset,
            "settings": self._show_settings,
            "keys": lambda: dialogs.KeysDialog(bench.commands, bench.window).show(),
            "about": lambda: dialogs.about(bench.window),
        }.items():
            bench.commands.bind(name, slot)

    def _add_menus(self) -> None:
        window, view = self._bench.window, self._bench.commands.menus["view"]
        colours = view.addMenu(_("&Colours"))
        for mode, text in (
            ("system", _("As the &system")),
            ("light", _("&Light")),
            ("dark", _("&Dark")),
        ):
            action = colours.addAction(text)
            action.setObjectName(f"colours_{mode}")
            action.triggered.connect(lambda _on=False, m=mode: self._set_colours(m))
        panels = view.addMenu(_("&Panels"))
        for dock in window.docks.values():
            panels.addAction(dock.toggleViewAction())
        panels.addSeparator()
        panels.addAction(_("&Reset")).triggered.connect(window.reset_layout)

    def _set_colours(self, mode: str) -> None:
        self._bench.window.settings.setValue("colours", mode)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, mode)

    def _show_settings(self) -> None:
        bench = self._bench
        colours = str(bench.window.settings.value("colours") or "system")
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
