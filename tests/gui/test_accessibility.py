# SPDX-License-Identifier: MIT
"""What a screen reader meets: every control that can have the focus says what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from claimdesk.gui.annotating.picking.picker import Picker
from claimdesk.gui.search.feature import SearchFeature
from claimdesk.gui.window.workbench import Workbench

pytestmark = pytest.mark.drill

Key = Qt.Key
# What is named by its row and column, by its window, or holds others that are named.
_NOT_CONTROLS = {
    QAccessible.Role.Client,
    QAccessible.Role.Window,
    QAccessible.Role.Dialog,
    QAccessible.Role.Cell,
    QAccessible.Role.TreeItem,
    QAccessible.Role.ListItem,
    QAccessible.Role.ColumnHeader,
    QAccessible.Role.RowHeader,
    QAccessible.Role.Separator,
}


def controls(top: QWidget) -> Iterator[tuple[QAccessibleInterface, str]]:
    """Everything below a widget that can have the focus, and by which way it is reached."""
    waiting = [(QAccessible.queryAccessibleInterface(top), type(top).__name__)]
    while waiting:
        item, way = waiting.pop()
        if item is None or not item.isValid() or item.state().invisible:
            continue
        if item.role() not in _NOT_CONTROLS and item.state().focusable:
            yield item, way
        if item.role() in (QAccessible.Role.Tree, QAccessible.Role.List, QAccessible.Role.Table):
            # Rows are text; there may be very many.
            continue
        for number in range(item.childCount()):
            child = item.child(number)
            if child is not None and child.isValid():
                name = child.object().metaObject().className() if child.object() else child.role()
                waiting.append((child, f"{way} / {name}"))


def unnamed(top: QWidget) -> list[str]:
    return [
        f"{way} ({item.role().name})"
        for item, way in controls(top)
        if not item.text(QAccessible.Text.Name).strip()
    ]


def shown_dialog(workbench: Workbench) -> QDialog:
    """The dialog of this window that is open now."""
    found = [d for d in workbench.window.findChildren(QDialog) if d.isVisible()]
    assert len(found) == 1
    return found[0]


def of_layer(workbench: Workbench, layer: str) -> int:
    return next(row.id for row in workbench.desk.annotations.values() if row.layer == layer)


def test_every_control_of_the_window_has_a_name(open_window, sample: Path) -> None:
    workbench = open_window(sample)
    found = [item.text(QAccessible.Text.Name) for item, _way in controls(workbench.window)]
    assert {"Article text", "Actors", "Claims", "Domains"} <= set(found)
    assert unnamed(workbench.window) == []


def test_every_control_of_the_empty_window_has_a_name(open_window) -> None:
    assert unnamed(open_window(None).window) == []


def test_every_control_of_every_panel_has_a_name(open_window, sample: Path) -> None:
    workbench = open_window(sample)
    workbench.desk.set_current(of_layer(workbench, "claim"))
    workbench.commands["find"].trigger()
    for dock in workbench.window.docks.values():
        dock.show()
        dock.raise_()
        QTest.qWait(150)
        assert (dock.windowTitle(), unnamed(dock)) == (dock.windowTitle(), [])
    assert unnamed(workbench.feature(SearchFeature).bar) == []


@pytest.mark.parametrize(
    "name",
    [
        *("codebook", "export", "details", "paste", "keys", "settings", "actors"),
        *("learning", "measure", "correct"),
    ],
)
def test_every_control_of_a_dialog_has_a_name(open_window, sample: Path, name: str) -> None:
    workbench = open_window(sample)
    workbench.desk.set_current(of_layer(workbench, "actor"))
    workbench.commands[name].trigger()
    QTest.qWait(100)
    dialog = shown_dialog(workbench)
    title, count = dialog.windowTitle(), len(list(controls(dialog)))
    problems = unnamed(dialog)
    for pages in dialog.findChildren(QStackedWidget):
        for number in range(pages.count()):
            pages.setCurrentIndex(number)
            problems += unnamed(dialog)
    dialog.close()
    assert problems == []
    assert title
    assert count


@pytest.mark.parametrize(
    ("layer", "opens"),
    [
        ("claim", lambda coding: coding.speaker()),
        ("claim", lambda coding: coding.domains()),
        ("claim", lambda coding: coding.code("kind")),
        ("claim", lambda coding: coding.certainty()),
        ("claim", lambda coding: coding.parties()),
        ("actor", lambda coding: coding.speaker()),
        ("domain", lambda coding: coding.domains()),
        ("domain", lambda coding: coding.certainty()),
        ("domain", lambda coding: coding.parties()),
    ],
)
def test_every_control_of_a_picker_has_a_name(
    open_window, sample: Path, layer: str, opens: Callable[[object], None]
) -> None:
    workbench = open_window(sample)
    workbench.desk.set_current(of_layer(workbench, layer))
    opens(workbench.coding)
    picker = QApplication.activePopupWidget()
    assert isinstance(picker, Picker)
    problems = unnamed(picker)
    assert list(controls(picker))
    picker.close()
    assert problems == []


def test_tab_goes_through_the_settings_in_the_order_of_the_eye(
    open_window, sample: Path, qtbot: QtBot
) -> None:
    workbench = open_window(sample)
    workbench.commands["settings"].trigger()
    dialog = shown_dialog(workbench)
    # Qt calls a dialog active as soon as its parent is; the keys would still go to the text then.
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    dialog.reading.family.setFocus()
    seen = []
    for _press in range(4):
        seen.append(dialog.focusWidget().accessibleName())
        QTest.keyClick(dialog.focusWidget(), Key.Key_Tab)
    dialog.close()
    assert seen == ["Font of the article", "Size", "Line width", "Colours"]
