# SPDX-License-Identifier: MIT
"""The keyboard reaches every pane and control and leaves it again, and one sees where it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMargins, QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QKeySequenceEdit,
    QTabBar,
    QTabWidget,
    QToolBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.articles.importing import import_text
from claimdesk.models.store.project import Project
from tests.projects import create_project

Key = Qt.Key
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
_SEEN = 40
"""Pixels that differ when a control gets the keyboard; the caret of a text alone has fewer."""


def press(window: QWidget, key: Key, modifier: Qt.KeyboardModifier = NONE) -> QWidget:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def pixels(window: QWidget, area: QRect) -> np.ndarray:
    picture = window.grab(area).toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(picture.constBits(), dtype=np.uint32).copy()


def place_in(window: QWidget, control: QWidget) -> QRect:
    return QRect(
        control.mapTo(window, QPoint(-2, -2)), control.size().grownBy(QMargins(2, 2, 2, 2))
    )


def around(window: QWidget, key: Key, modifier: Qt.KeyboardModifier) -> Iterator[QWidget]:
    """Press a key until the keyboard is back; each stop on the way has to be seen."""
    first = here = QApplication.focusWidget()
    for _turn in range(150):
        area = place_in(window, here)
        with_keyboard = pixels(window, area)
        name = f"{type(here).__name__} {here.accessibleName()}"
        yield here
        before, here = here, press(window, key, modifier)
        assert here is not before, f"{name} keeps the keyboard"
        scrolled = not before.isVisible() or area != place_in(window, before)
        changed = np.count_nonzero(with_keyboard != pixels(window, area))
        assert scrolled or changed >= _SEEN, f"one does not see that {name} has the keyboard"
        if here is first:
            return
    raise AssertionError("the keyboard does not come back")


def place(bench: Workbench, widget: QWidget) -> str:
    if bench.centre.isAncestorOf(widget):
        return "text"
    if bench.window.findChild(QToolBar, "tools").isAncestorOf(widget):
        return "tools"
    if isinstance(widget, QTabBar):
        return "tabs"
    docks = bench.window.docks.items()
    return next((name for name, dock in docks if dock.isAncestorOf(widget)), repr(widget))


def test_f6_goes_through_all_panes_and_alt_and_a_digit_to_one(open_window, sample: Path) -> None:
    bench = open_window(sample)
    window = bench.window
    bench.view.setFocus()
    seen = [place(bench, stop) for stop in around(window, Key.Key_F6, NONE)]
    shown = {n for n, d in window.docks.items() if not d.visibleRegion().isEmpty()}
    assert seen[0] == "text"
    assert set(seen) == {"tools", "text", *shown}
    assert len(seen) == len(set(seen))
    assert place(bench, press(window, Key.Key_F6, SHIFT)) == seen[-1]
    for number, name in enumerate(("library", "text", "inspector", "actors", "claims"), 1):
        assert place(bench, press(window, Key(Key.Key_0 + number), ALT)) == name
    assert place(bench, press(window, Key.Key_7, ALT)) == "distribution"
    press(window, Key.Key_2, ALT)
    assert bench.view.hasFocus()


def test_every_control_is_reached_and_left_by_key_and_seen(
    open_window, sample: Path, qtbot: QtBot
) -> None:
    bench = open_window(sample)
    window = bench.window
    claims = [row.id for row in bench.desk.annotations.values() if row.layer == "claim"]
    bench.desk.set_current(claims[0])
    for name in ("search", "history"):
        window.docks[name].show()
        window.docks[name].raise_()
    bench.view.setFocus()
    card = window.docks["inspector"].widget()
    qtbot.waitUntil(
        lambda: any("Speaker" in b.accessibleName() for b in card.findChildren(QWidget))
    )
    stops = list(around(window, Key.Key_Tab, CONTROL))
    reached = {place(bench, stop) for stop in stops}
    shown = {n for n, d in window.docks.items() if not d.visibleRegion().isEmpty()}
    assert reached == {"tools", "text", "tabs", *shown}
    fields = [stop.accessibleName() for stop in stops if place(bench, stop) == "inspector"]
    wanted = ("Speaker", "Stance", "Domains", "Kind", "Certainty", "To whom", "Note")
    found = [next(n for n, name in enumerate(fields) if name.startswith(w)) for w in wanted]
    assert found == sorted(found), "the fields of the card come in the order of the eye"
    assert press(window, Key.Key_Tab, CONTROL | SHIFT) is stops[-1]

    window.show_workspace("analyse")
    panel = window.docks["distribution"].widget()
    qtbot.waitUntil(lambda: panel.slots[0].plot.isVisible() and panel.reading is not None)
    window.docks["project_claims"].widget().setFocus()
    press(window, Key.Key_F6)
    qtbot.wait(300)  # until nothing is drawn any more
    kinds = {type(stop).__name__ for stop in around(window, Key.Key_Tab, CONTROL)}
    assert {"PlotView", "ClaimTable", "QCheckBox", "QComboBox"} <= kinds


def test_tab_leaves_a_text_without_annotations_and_f6_finds_a_message(
    open_window, tmp_path: Path
) -> None:
    path = tmp_path / "bare.claimdesk"
    create_project(path)
    with Project.open(path) as project:
        import_text(project, "Waves roll on.\n\nNothing else is new.\n")
    bench = open_window(path)
    bench.view.setFocus()
    after = press(bench.window, Key.Key_Tab)
    assert after is not bench.view
    assert press(bench.window, Key.Key_Backtab, SHIFT) is bench.view
    assert press(bench.window, Key.Key_Backtab, SHIFT) is not bench.view
    bench.view.setFocus()
    done: list[str] = []
    bench.toast.show_text("3 claims accepted", lambda: done.append("undone"))
    for _turn in range(12):
        if bench.toast.isAncestorOf(press(bench.window, Key.Key_F6)):
            break
    press(bench.window, Key.Key_Space)
    assert done == ["undone"]
    assert QApplication.focusWidget() is bench.view, "a message that goes leaves the text its keys"


@pytest.mark.parametrize("name", ["settings", "learning", "actors", "codebook"])
def test_one_sees_which_control_of_a_dialog_has_the_keyboard(
    open_window, sample: Path, qtbot: QtBot, name: str
) -> None:
    bench = open_window(sample)
    bench.commands[name].trigger()
    (dialog,) = [d for d in bench.window.findChildren(QDialog) if d.isVisible()]
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    pages = dialog.findChild(QTabWidget)
    for number in range(pages.count()):
        pages.setCurrentIndex(number)
        QTest.qWait(20)
        pages.tabBar().setFocus(Qt.FocusReason.TabFocusReason)
        assert len(list(around(dialog, Key.Key_Tab, NONE))) > 1
        for field in pages.currentWidget().findChildren(QKeySequenceEdit):
            field.setFocus()
            assert press(dialog, Key.Key_Backtab, SHIFT) is not field
    dialog.close()
