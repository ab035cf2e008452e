# SPDX-License-Identifier: MIT
"""The dialogs of the help menu: all keys, and about the program."""

from __future__ import annotations

import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.window.commands import Commands
from claimdesk.models.messages.catalogue import _


class KeysDialog(QDialog):
    """Every command that has a key, by menu."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        inner = QWidget(self)
        grid = QGridLayout(inner)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(3)
        sections = [section for section in commands.key_table() if section[1]]
        half = len(sections) // 2 + 1
        for column, part in enumerate((sections[:half], sections[half:])):
            self._fill(grid, column * 3, part)
        grid.setColumnMinimumWidth(2, 24)
        area = QScrollArea(self)
        area.setWidget(inner)
        area.setAccessibleName(_("Commands and their keys"))
        # So that the arrow keys scroll it.
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        layout.addWidget(buttons)
        self.resize(inner.sizeHint().width() + 60, min(640, inner.sizeHint().height() + 90))

    def _fill(
        self, grid: QGridLayout, column: int, sections: list[tuple[str, list[tuple[str, str]]]]
    ) -> None:
        line = 0
        for title, rows in sections:
            head = QLabel(title, self)
            head.setTextFormat(Qt.TextFormat.PlainText)
            font = QFont(head.font())
            font.setWeight(QFont.Weight.DemiBold)
            head.setFont(font)
            grid.addWidget(head, line, column, 1, 2)
            for text, keys in rows:
                line += 1
                for place, shown in enumerate((text, keys)):
                    label = QLabel(shown, self)
                    label.setTextFormat(Qt.TextFormat.PlainText)
                    grid.addWidget(label, line, column + place)
            line += 1
            grid.setRowMinimumHeight(line, 8)
            line += 1
        grid.setRowStretch(line, 1)


def about(parent: QWidget) -> None:
    """Show what the program is, with versions."""
    lines = [
        _("Claimdesk {version}").format(version=_version("claimdesk")),
        _("Who claims what in the news, and about which fields of cooperation."),
        "",
        f"Python {platform.python_version()} · Qt {qVersion()} · spaCy {_version('spacy')} · "
        f"SQLite {sqlite3.sqlite_version}",
        _("Everything stays on this computer. MIT licence."),
    ]
    box = QMessageBox(QMessageBox.Icon.Information, _("About Claimdesk"), "\n".join(lines))
    box.setParent(parent, Qt.WindowType.Dialog)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"
