# SPDX-License-Identifier: MIT
"""A feature declares all that it adds to the window, and no order among features matters."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolBar
from pytestqt.qtbot import QtBot

from claimdesk.gui.window import features
from claimdesk.gui.window.feature_base import ARTICLE, BOTTOM, Command, Dock, Feature, Submenu
from claimdesk.gui.window.key_overview import sections
from claimdesk.gui.window.workbench import Workbench

Key = Qt.Key
CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class GreetingFeature(Feature):
    """What a newcomer writes: a command with a key, and a panel that shows what it does."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self.label = QLabel()
        self.stopped_with_project = False

    def commands(self) -> list[Command | Submenu]:
        return [
            Command(
                id="greet",
                text="&Greet the article",
                run=self._greet,
                menu="help",
                at=115,
                keys=("Ctrl+Alt+G",),
                needs=ARTICLE,
                tool=540,
            ),
            Submenu(id="greetings", text="Greetings", menu="help", at=116),
        ]

    def docks(self) -> list[Dock]:
        return [
            Dock(
                name="greeting",
                title="Greeting",
                area=BOTTOM,
                at=350,
                widget=self.label,
                behind="distribution",
            )
        ]

    def start(self) -> None:
        self._bench.commands.submenus["greetings"].addAction("Good morning")
        self._bench.desk.project_changed.connect(self.label.clear)

    def stop(self) -> None:
        self.stopped_with_project = self._bench.desk.project is not None

    def _greet(self) -> None:
        article = self._bench.desk.article
        assert article is not None
        self.label.setText(f"Hello, {article.title}")


def test_a_feature_is_added_by_its_module_and_one_entry_in_the_list(
    open_window, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, "FEATURES", (GreetingFeature, *features.FEATURES))
    bench = open_window(sample)
    greeting, desk = bench.feature(GreetingFeature), bench.desk
    QTest.keyClick(bench.window, Key.Key_G, CTRL_ALT)
    assert greeting.label.text() == f"Hello, {desk.article.title}"
    names = [action.objectName() for action in bench.commands.menus["help"].actions()]
    assert names[:3] == ["keys", "greet", ""], "the places decide, not the list of features"
    assert bench.commands.submenus["greetings"].title() == "Greetings"
    assert tool_bar(bench)[-1] == "greet"
    dock = bench.window.docks["greeting"]
    assert dock.widget() is greeting.label
    bench.commands["workspace_analyse"].trigger()
    assert dock in bench.window.tabifiedDockWidgets(bench.window.docks["distribution"])
    keys = {section.title: section.rows for section in sections(bench.commands)}
    assert ("Greet the article", ["Ctrl+Alt+G"]) in keys["Help"]
    panels = bench.commands.submenus["panels"].actions()
    assert dock.toggleViewAction() in panels
    desk.open_article(None)
    assert not bench.commands["greet"].isEnabled()
    bench.window.close()
    assert greeting.stopped_with_project


def test_panels_are_as_they_were_left_before_the_features_are_loaded(
    open_window, sample: Path, remembered
) -> None:
    first = open_window(sample)
    first.window.docks["history"].show()
    visible = {name for name, dock in first.window.docks.items() if dock.isVisible()}
    titles = {name: dock.windowTitle() for name, dock in first.window.docks.items()}
    first.window.close()
    frame = type(first.window)(remembered, first.window.size())
    frame.show()
    assert {name: dock.windowTitle() for name, dock in frame.docks.items()} == titles
    assert {name for name, dock in frame.docks.items() if dock.isVisible()} == visible
    frame.close()
    remembered.setValue("panels", "[[1, 2], 3]")
    assert type(first.window)(remembered).docks == {}


def orders() -> list[tuple[Any, ...]]:
    known = features.FEATURES
    shuffled = list(known)
    random.Random(7).shuffle(shuffled)
    return [known, tuple(reversed(known)), tuple(shuffled)]


def entry(action: QAction) -> tuple[Any, ...]:
    keys = [key.toString() for key in action.shortcuts()]
    return (action.objectName(), action.text(), keys, action.isSeparator(), action.isVisible())


def tool_bar(bench: Workbench) -> list[str]:
    bar = bench.window.findChild(QToolBar, "tools")
    assert bar is not None
    return [action.objectName() for action in bar.actions()]


def appearance(bench: Workbench) -> dict[str, Any]:
    """All that is seen of the features: menus, keys, tools and panels with their places."""
    window, commands = bench.window, bench.commands
    layers = ("actor", "claim", "domain")
    return {
        "menus": {
            name: [entry(a) for a in menu.actions()] for name, menu in commands.menus.items()
        },
        "submenus": {
            name: [entry(a) for a in menu.actions()]
            for name, menu in sorted(commands.submenus.items())
        },
        "tools": tool_bar(bench),
        "enabled": {name: action.isEnabled() for name, action in commands.actions.items()},
        "lists": [[a and a.objectName() for a in commands.list_menu(layer)] for layer in layers],
        "panels": [
            (
                name,
                dock.windowTitle(),
                window.dockWidgetArea(dock),
                dock.isVisible(),
                dock.geometry(),
            )
            for name, dock in window.docks.items()
        ],
    }


def behaviour(bench: Workbench, qtbot: QtBot) -> list[Any]:
    """What comes of a few minutes of work: gestures that several features hear of."""
    desk, view, result = bench.desk, bench.view, []

    def note() -> None:
        rows = [(r.id, r.layer, r.state, r.codes, r.start) for r in desk.annotations.values()]
        enabled = {name: action.isEnabled() for name, action in bench.commands.actions.items()}
        result.append((desk.article and desk.article.id, desk.current, desk.selected, rows))
        result.append((enabled, bench.window.windowTitle()))

    view.setFocus()
    note()
    for key in (Key.Key_Tab, Key.Key_Tab, Key.Key_A, Key.Key_X, Key.Key_Space, Key.Key_1):
        QTest.keyClick(view, key)
        note()
    for command in ("undo", "undo", "redo", "rejected", "next_article", "previous_article"):
        bench.commands[command].trigger()
        note()
    claims = [row.id for row in desk.annotations.values() if row.layer == "claim"]
    desk.select(claims[:2], claims[0])
    QTest.keyClick(view, Key.Key_2)
    note()
    qtbot.waitUntil(lambda: ": " in bench.commands["undo"].text())
    result.append(bench.commands["undo"].text())
    path = desk.project.path
    desk.close()
    note()
    assert bench.projects.open(path)
    qtbot.waitUntil(lambda: desk.article is not None)
    note()
    return result


@pytest.mark.drill
def test_the_order_of_the_features_means_nothing(
    open_window, made_sample: Path, tmp_path: Path, qtbot: QtBot, monkeypatch, remembered
) -> None:
    seen = []
    for number, order in enumerate(orders()):
        remembered.clear()
        remembered.setValue("suggest_on_open", False)
        remembered.setValue("learn_when_done", False)
        project = tmp_path / str(number) / "one.claimdesk"
        project.parent.mkdir()
        project.write_bytes(made_sample.read_bytes())
        monkeypatch.setattr(features, "FEATURES", order)
        bench = open_window(project)
        bench.jobs.wait()
        QTest.qWait(100)
        seen.append((appearance(bench), behaviour(bench, qtbot)))
        bench.window.close()
    (first, did), *others = seen
    for looks, does in others:
        assert looks == first
        assert does == did


def test_no_two_commands_have_one_place_and_no_two_panels(open_window, sample: Path) -> None:
    bench = open_window(sample)
    entries = [e for f in features.FEATURES for e in bench.feature(f).commands()]
    places = [(e.menu, e.at) for e in entries]
    assert len(set(places)) == len(places)
    for field in ("tool", "list_menu"):
        taken = [place for e in entries if (place := getattr(e, field, 0))]
        assert len(set(taken)) == len(taken), field
    docks = [dock for f in features.FEATURES for dock in bench.feature(f).docks()]
    assert len({dock.at for dock in docks}) == len({dock.name for dock in docks}) == len(docks)
    assert {dock.behind for dock in docks} - {""} <= {dock.name for dock in docks}


def test_the_window_keeps_its_size_in_both_workspaces(open_window, sample: Path) -> None:
    bench = open_window(sample)
    window = bench.window
    window.resize(1024, 700)
    bench.commands["workspace_analyse"].trigger()
    for name in ("distribution", "project_claims"):
        window.docks[name].setMinimumWidth(500)
    QTest.qWait(0)
    size = window.size()
    bench.commands["workspace_code"].trigger()
    QTest.qWait(0)
    assert window.size() == size
