# SPDX-License-Identifier: MIT
"""From the welcome page to an export without a mouse, by keys as the system sends them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from claimdesk.gui.window.workbench import Workbench

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CONTROL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier
TEXT = "Dana Reef said the harbour should stay open. Nobody answered her."
WORDS = "the harbour should stay open"


def press(key: Key, modifiers: Modifier = Modifier.NoModifier, times: int = 1) -> None:
    """Press a key in whatever window has the keyboard."""
    for _turn in range(times):
        popup = QApplication.activePopupWidget()
        window = popup.windowHandle() if popup is not None else QApplication.focusWindow()
        assert window is not None
        QTest.keyClick(window, key, modifiers)


def type_text(text: str) -> None:
    for character in text:
        popup = QApplication.activePopupWidget()
        window = popup.windowHandle() if popup is not None else QApplication.focusWindow()
        assert window is not None
        QTest.keyClick(window, character)


def tab_to(found: Callable[[QWidget], bool]) -> None:
    """Press Tab until a control that is meant has the keyboard."""
    for _turn in range(40):
        focused = QApplication.focusWidget()
        if focused is not None and found(focused):
            return
        press(Key.Key_Tab)
    raise AssertionError("no such control is reached by Tab")


def called(words: str) -> Callable[[QWidget], bool]:
    return lambda widget: isinstance(widget, QAbstractButton) and widget.text() == words


def rest(qtbot: QtBot, bench: Workbench) -> None:
    """Wait until the keyboard is in the main window again, as after a dialog."""

    def back() -> bool:
        if QApplication.activeModalWidget() or QApplication.activePopupWidget():
            return False
        bench.window.activateWindow()  # which not every system does by itself
        return QApplication.focusWindow() is bench.window.windowHandle()

    qtbot.waitUntil(back, timeout=15_000)


@pytest.mark.drill
def test_from_the_welcome_page_to_an_export(open_window, tmp_path: Path, qtbot: QtBot) -> None:
    bench: Workbench = open_window(None)
    desk = bench.desk

    # A new project.
    tab_to(called("New project…"))
    press(Key.Key_Space)
    type_text(str(tmp_path / "harbours"))
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: desk.project is not None)
    assert desk.project.path == tmp_path / "harbours.claimdesk"

    # An article.
    rest(qtbot, bench)
    press(Key.Key_V, CONTROL | SHIFT)
    type_text(TEXT)
    press(Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: desk.article is not None)
    rest(qtbot, bench)

    # A mention: the first two words.
    press(Key.Key_2, Modifier.AltModifier)
    press(Key.Key_Home, CONTROL)
    press(Key.Key_Right, CONTROL | SHIFT, times=2)
    press(Key.Key_M)
    press(Key.Key_Return)  # creates the actor
    (mention,) = desk.annotations.values()
    assert (mention.quote("mention"), desk.actor_name(mention.actor_id)) == (
        "Dana Reef",
        "Dana Reef",
    )

    # A claim, its stance, domain and note.
    rest(qtbot, bench)
    press(Key.Key_Escape)
    press(Key.Key_Home, CONTROL)
    press(Key.Key_Right, CONTROL, times=3)
    press(Key.Key_Right, CONTROL | SHIFT, times=5)
    press(Key.Key_C)
    press(Key.Key_Return)
    rest(qtbot, bench)
    press(Key.Key_1)
    press(Key.Key_D, SHIFT)
    type_text("robo")
    press(Key.Key_Return, times=2)  # ticks it, and takes what is ticked
    rest(qtbot, bench)
    press(Key.Key_N)
    type_text("plain")
    press(Key.Key_Return)
    rest(qtbot, bench)
    claim = desk.current_row()
    assert (claim.quote("content"), claim.note, claim.state) == (WORDS, "plain", "accepted")
    assert desk.actor_name(claim.speaker_id) == "Dana Reef"
    assert desk.choice_label("stance", claim.codes["stance"]) == "Supportive"
    assert [desk.domains[domain].name for domain in claim.domain_ids] == ["Robotics"]

    # Done, and exported.
    press(Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: desk.article is None or desk.article.status == "done")
    press(Key.Key_E, CONTROL)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QDialog))
    tab_to(lambda widget: isinstance(widget, QComboBox))
    type_text("csv")
    press(Key.Key_Return)
    type_text(str(tmp_path / "claims"))
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    press(Key.Key_Return)  # it says what the format has no place for
    rest(qtbot, bench)
    written = [path for path in tmp_path.glob("claims*") if path.is_file()]
    written += [path for folder in tmp_path.glob("claims*") for path in folder.glob("*")]
    assert any(WORDS in path.read_text(encoding="utf-8-sig") for path in written)
