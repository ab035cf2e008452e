# SPDX-License-Identifier: MIT
"""The keyboard reaches every pane, and one sees where it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolBar, QWidget

Key = Qt.Key
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def test_f6_goes_through_all_panes_and_alt_and_a_digit_to_one(open_window, sample: Path) -> None:
    bench = open_window(sample)
    window = bench.window

    def press(key: Key, modifier: Qt.KeyboardModifier = NONE) -> QWidget:
        QTest.keyClick(QApplication.focusWidget() or window, key, modifier)
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    def place(widget: QWidget) -> str:
        if bench.centre.isAncestorOf(widget):
            return "text"
        if window.findChild(QToolBar, "tools").isAncestorOf(widget):
            return "tools"
        return next(name for name, dock in window.docks.items() if dock.isAncestorOf(widget))

    bench.view.setFocus()
    seen: list[str] = []
    mark = window.findChild(QWidget, "focus_mark")
    for _turn in range(12):
        focused = press(Key.Key_F6)
        seen.append(place(focused))
        if seen[-1] != "tools":
            line = mark.mapTo(window, QPoint())
            assert mark.isVisible()
            assert abs(line.x() - focused.mapTo(window, QPoint()).x()) <= focused.window().width()
        if seen[-1] == "text":
            break
    assert seen[-1] == "text" and "tools" in seen and "library" in seen
    shown = {n for n, d in window.docks.items() if not d.visibleRegion().isEmpty()}
    assert set(seen) >= {"tools", "text", *shown} - {"inspector"}
    assert len(seen) == len(set(seen))
    assert place(press(Key.Key_F6, SHIFT)) == seen[-2]
    for number, name in enumerate(("library", "text", "inspector", "actors", "claims"), 1):
        focused = press(Key(Key.Key_0 + number), ALT)
        if name != "inspector":
            assert place(focused) == name
    assert place(press(Key.Key_7, ALT)) == "distribution"
    press(Key.Key_2, ALT)
    assert bench.view.hasFocus()
