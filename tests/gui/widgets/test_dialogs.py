# SPDX-License-Identifier: MIT
"""Buttons of dialogs say what they do, in a verb."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from claimdesk.gui.widgets.buttons import confirm_buttons
from claimdesk.gui.widgets.dialogs import ask, ask_text, inform, show_error
from claimdesk.gui.window.help_dialogs import about

GUI = Path(__file__).parents[3] / "gui"


def words(dialog: QDialog) -> set[str]:
    return {b.text().replace("&", "") for b in dialog.findChildren(QPushButton) if b.isVisible()}


def test_buttons_carry_verbs_and_take_what_was_typed(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    show_error(parent, "The file can't be read.")
    inform(parent, "Written.")
    about(parent)
    ask(parent, "Restore it?", [("Restore", lambda: None)])
    taken: list[str] = []
    ask_text(parent, "Keep", "Name", "", taken.append, verb="Keep")
    plain = QDialog(parent)
    confirm_buttons(plain, "Draw", "Cancel import")
    plain.open()
    dialogs = parent.findChildren(QDialog)
    shown = [words(dialog) for dialog in dialogs]
    assert shown == [
        {"Close"},
        {"Close"},
        {"Close"},
        {"Restore", "Cancel"},
        {"Keep", "Cancel"},
        {"Draw", "Cancel import"},
    ]
    (line,) = dialogs[4].findChildren(QLineEdit)
    QTest.keyClicks(line, "Mine")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert taken == ["Mine"]
    for dialog in dialogs:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()


def test_no_dialog_has_a_button_without_a_verb() -> None:
    """Buttons of Qt that say OK, Yes or No are made in one place, which gives them a verb."""
    found = [
        path.relative_to(GUI).as_posix()
        for path in sorted(GUI.rglob("*.py"))
        if re.search(r"StandardButton\.(Ok|Yes|No)\b", path.read_text(encoding="utf-8"))
    ]
    assert found == ["widgets/buttons.py"]
    boxes = [
        path.relative_to(GUI).as_posix()
        for path in sorted(GUI.rglob("*.py"))
        if re.search(r"\bQMessageBox\(", path.read_text(encoding="utf-8"))
    ]
    assert boxes == ["widgets/dialogs.py", "window/help_dialogs.py"]
