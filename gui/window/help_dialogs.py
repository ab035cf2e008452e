# SPDX-License-Identifier: MIT
"""About the program."""

from __future__ import annotations

import platform
import sqlite3

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QMessageBox, QWidget

from claimdesk.gui.window.crash.reports import version_of
from claimdesk.models.messages.catalogue import _


def about(parent: QWidget) -> None:
    """Show what the program is, with versions."""
    lines = [
        _("Claimdesk {version}").format(version=version_of("claimdesk")),
        _("Who claims what in the news, and about which fields of cooperation."),
        "",
        f"Python {platform.python_version()} · Qt {qVersion()} · spaCy {version_of('spacy')} · "
        f"SQLite {sqlite3.sqlite_version}",
        _("Everything stays on this computer. MIT licence."),
    ]
    box = QMessageBox(QMessageBox.Icon.Information, _("About Claimdesk"), "\n".join(lines))
    box.setParent(parent, Qt.WindowType.Dialog)
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
