# SPDX-License-Identifier: MIT
"""The settings dialog; every change is stored and applied at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QVBoxLayout, QWidget

from claimdesk.gui.window.settings.keys_page import KeysPage
from claimdesk.gui.window.settings.pipeline_page import PipelinePage
from claimdesk.gui.window.settings.reading_page import AnnotatingPage, ReadingPage
from claimdesk.models.messages.catalogue import _


class SettingsDialog(QDialog):
    """Pages for reading, annotating, the language pipeline and keys."""

    def __init__(
        self,
        reading: ReadingPage,
        annotating: AnnotatingPage,
        pipeline: PipelinePage,
        keys: KeysPage,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.reading, self.annotating, self.keys = reading, annotating, keys
        self.pipeline = pipeline
        self.pages = QTabWidget(self)
        self.pages.setAccessibleName(_("Pages of the settings"))
        self.pages.addTab(reading, _("Reading"))
        self.pages.addTab(annotating, _("Annotating"))
        self.pages.addTab(pipeline, _("Language"))
        self.pages.addTab(keys, _("Keys"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        # Enter in a field must not close the dialog.
        close.setAutoDefault(False)
        close.setShortcut(QKeySequence.StandardKey.Close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.pages)
        layout.addWidget(buttons)
        for button in (keys.set, keys.clear, keys.reset, keys.reset_all, reading.defaults):
            button.setAutoDefault(False)
        self.resize(self.fontMetrics().averageCharWidth() * 84, self.fontMetrics().height() * 32)

    def done(self, result: int) -> None:
        """Store the name that is being typed, too."""
        self.annotating.keep()
        super().done(result)
