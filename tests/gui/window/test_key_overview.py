# SPDX-License-Identifier: MIT
"""F1 finds keys by what one is doing, by words and by key; the menus fit a small screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from claimdesk.gui.window.key_overview import KeyOverview

Key = Qt.Key


def test_f1_finds_what_one_types_and_stays_until_escape(
    open_window, sample: Path, qtbot: QtBot
) -> None:
    bench = open_window(sample)
    QTest.keyClick(bench.view, Key.Key_F1)
    overview = bench.window.findChild(KeyOverview)
    # Qt calls a dialog active as soon as its parent is; the keys would still go to the text then.
    qtbot.waitUntil(lambda: QApplication.activeWindow() is overview)

    def found(typed: str) -> list[str]:
        overview.search.clear()
        QTest.keyClicks(QApplication.focusWidget(), typed)
        labels = overview.findChildren(QLabel)
        return [label.text() for label in labels if label.isVisible()]

    everything = found("")
    titles = ["Marking words", "Going through and deciding", "Coding a claim", "Finding"]
    assert [text for text in everything if text in titles] == titles
    assert everything[everything.index("Mention of an actor") + 1] == "M"
    assert found("shown accept") == ["Many at once", "Accept all shown", "Ctrl+Shift+A"]
    assert found("ctrl+shift+a") == ["Many at once", "Accept all shown", "Ctrl+Shift+A"]
    assert "Kind" in found("coding k"), "the title counts as well"
    assert found("xyzzy") == ["No command or key has these words."]
    QTest.keyClick(overview.search, Key.Key_Return)
    assert overview.isVisible()
    top = everything.index("Picking from a list")
    assert {"Take the row", "Return", "Ctrl+1–9"} <= set(everything[top : top + 8])
    QTest.keyClick(overview.search, Key.Key_Escape)
    assert not overview.isVisible()


def test_every_menu_fits_a_screen_of_700_lines(open_window) -> None:
    bench = open_window(None)
    for name, menu in bench.commands.menus.items():
        font = menu.font()
        font.setPointSize(12)
        menu.setFont(font)
        assert menu.sizeHint().height() < 660, name
