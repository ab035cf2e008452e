# SPDX-License-Identifier: MIT
"""Names are shown as they are: no `&` is lost, nothing is taken for markup, in the whole window."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QAbstractTableModel,
    QModelIndex,
    Qt,
)
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QGroupBox,
    QLabel,
    QListView,
    QMenu,
    QTabBar,
    QWidget,
)

from claimdesk.gui.library.feature import LibraryFeature
from claimdesk.gui.widgets.labels import literal, literal_tip, literal_title
from claimdesk.gui.window.key_overview import KeyOverview
from claimdesk.gui.window.settings.dialog import SettingsDialog
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models import codebook, registry
from claimdesk.models.codebook import fields
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.store.schema import Article, Choice, CodedField

pytestmark = pytest.mark.drill

NAME = "<b>R&D</b> [*]"
MARKUP, MARK = "<b>R", "[*]"
Key = Qt.Key


def lost_in_mnemonics(text: str) -> bool:
    return re.search(r"R&+D", text) is not None and re.search(r"R&&D", text) is None


def indexes(
    model: QAbstractItemModel, parent: QModelIndex, depth: int = 2
) -> Iterator[QModelIndex]:
    flat = isinstance(model, QAbstractListModel)
    for row in range(min(model.rowCount(parent), 60)):
        for column in range(1 if flat else model.columnCount(parent)):
            yield model.index(row, column, parent)
        if depth and not flat and not isinstance(model, QAbstractTableModel):
            yield from indexes(model, model.index(row, 0, parent), depth - 1)


def tips_of(widget: QWidget) -> Iterator[str]:
    yield widget.toolTip()
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        for index in indexes(widget.model(), QModelIndex()):
            tip = index.data(Qt.ItemDataRole.ToolTipRole)
            yield tip if isinstance(tip, str) else ""


def words_of(widget: QWidget) -> Iterator[str]:
    """Words in which `&` marks a key."""
    if isinstance(widget, QAbstractButton):
        yield widget.text()
    if isinstance(widget, QGroupBox | QMenu):
        yield widget.title()
    if isinstance(widget, QTabBar):
        yield from (widget.tabText(place) for place in range(widget.count()))
    if isinstance(widget, QLabel) and widget.buddy() is not None:
        yield widget.text()


def shows_plainly(label: QLabel) -> bool:
    return MARKUP not in label.text() or label.textFormat() == Qt.TextFormat.PlainText


def faults() -> set[str]:
    """What any widget, or any action, would not show as it is."""
    found = set()
    actions: set[QAction] = set()
    for widget in QApplication.allWidgets():
        kind = type(widget).__name__
        actions.update(widget.actions())
        found |= {f"{kind}: {x}" for x in words_of(widget) if lost_in_mnemonics(x)}
        found |= {f"tip of {kind}: {x}" for x in tips_of(widget) if MARKUP in x}
        if isinstance(widget, QLabel) and not shows_plainly(widget):
            found.add(f"{kind} in {type(widget.window()).__name__}: {widget.text()}")
        if MARK in widget.windowTitle().replace("[*][*]", ""):
            found.add(f"title of {kind}: {widget.windowTitle()}")
    for action in actions:
        if lost_in_mnemonics(action.text()) or MARKUP in action.toolTip():
            found.add(f"action: {action.text()} / {action.toolTip()}")
    return found


@pytest.fixture
def bench(open_window, sample: Path, tmp_path: Path, qtbot) -> Workbench:
    """A project in which all is called `NAME`."""
    path = tmp_path / "R&D [*].claimdesk"
    shutil.copyfile(sample, path)
    workbench = open_window(path)
    desk = workbench.desk
    claim = next(r for r in desk.annotations.values() if r.layer == "claim")

    def call(session) -> None:
        actor = registry.create_actor(session, NAME, "person", aliases=[NAME + "1"])
        domain = codebook.add_domain(session, NAME)
        stance, kind = desk.fields["stance"], desk.fields["kind"]
        session.get(Choice, stance.choices[0].id).label = NAME
        fields.rename_field(session, kind.id, NAME)
        own = fields.add_field(session, NAME + " own", "text")
        fields.add_field(session, NAME + " more", "choice")
        article = session.get(Article, desk.article.id)
        article.title, article.outlet, article.author = NAME, NAME, NAME
        edits.set_speaker(session, [claim.id], actor)
        set_code(session, [claim.id], "stance", stance.choices[0].id)
        edits.set_domains(session, [claim.id], [domain])
        edits.set_note(session, [claim.id], NAME)
        set_code(session, [claim.id], session.get(CodedField, own).key, NAME)

    desk.act(f"Do {NAME}", call)
    desk.set_current(claim.id)
    workbench.window.docks["inspector"].raise_()
    qtbot.waitUntil(lambda: literal(f"Do {NAME}") in workbench.commands["undo"].text())
    return workbench


def test_the_window_shows_names_as_they_are(bench: Workbench, qtbot) -> None:
    for dock in ("history", "review", "guideline", "search", "distribution", "inspector"):
        bench.window.docks[dock].show()
        bench.window.docks[dock].raise_()
        qtbot.wait(100)
    assert faults() == set()
    undo = bench.commands["undo"]
    assert undo.text() == "&Undo Do <b>R&&D</b> [*]"
    assert bench.commands["stance_1"].text() == "Stance: <b>R&&D</b> [*]"
    recent = next(m for m in bench.window.findChildren(QMenu) if "recent" in m.title())
    assert recent.actions()[0].text() == "R&&D [*]"
    assert bench.window.windowTitle() == "R&D [*][*] — Claimdesk"


@pytest.mark.parametrize(
    "command",
    ["codebook", "actors", "deleted", "settings", "keys", "details", "learning", "backups"],
)
def test_a_dialog_shows_names_as_they_are(bench: Workbench, qtbot, command: str) -> None:
    bench.commands[command].trigger()
    qtbot.wait(300)
    assert faults() == set()
    for window in QApplication.topLevelWidgets():
        if window is not bench.window and window.isVisible():
            window.close()


def test_questions_show_names_as_they_are(bench: Workbench, qtbot) -> None:
    bench.commands["codebook"].trigger()
    dialog = QApplication.activeModalWidget() or next(
        w for w in QApplication.topLevelWidgets() if type(w).__name__ == "CodebookDialog"
    )
    tabs = dialog.findChildren(QTabBar)[0]
    assert literal(NAME + " more") in [tabs.tabText(place) for place in range(tabs.count())]
    actor = next(a.id for a in bench.desk.actors.values() if a.name == NAME)
    other = next(a.id for a in bench.desk.actors.values() if a.name != NAME)
    bench.commands["actors"].trigger()
    registry_dialog = next(
        w for w in QApplication.topLevelWidgets() if type(w).__name__ == "RegistryDialog"
    )
    registry_dialog.actions_on.ask_to_delete([actor])
    registry_dialog.actions_on.ask_to_merge([actor, other], other)
    registry_dialog.actions_on.ask_to_split(actor)
    qtbot.wait(300)
    assert faults() == set()
    for window in QApplication.topLevelWidgets():
        if window is not bench.window and window.isVisible():
            window.close()


def test_what_is_told_of_deleted_articles_is_plain(bench: Workbench, qtbot) -> None:
    QTest.keyClick(bench.feature(LibraryFeature).panel.findChildren(QListView)[0], Key.Key_Delete)
    qtbot.waitUntil(bench.toast.isVisible)
    assert NAME in bench.toast.label.text()
    assert faults() == set()
    bench.desk.undo()


# What the words of commands and of undo are.


def keys_page(bench: Workbench) -> list[str]:
    bench.commands["settings"].trigger()
    dialog = next(d for d in bench.window.findChildren(SettingsDialog) if d.isVisible())
    listed = dialog.keys.list
    found = []
    for place in range(listed.topLevelItemCount()):
        menu = listed.topLevelItem(place)
        found += [menu.child(row).text(0) for row in range(menu.childCount())]
    dialog.close()
    return found


def test_lists_of_keys_name_commands_and_not_what_they_would_act_on(bench: Workbench) -> None:
    words = keys_page(bench)
    assert {"Undo", "Redo", f"Stance: {NAME}"} <= set(words)
    bench.commands["keys"].trigger()
    overview = bench.window.findChildren(KeyOverview)[-1]
    labels = {label.text(): label for label in overview.findChildren(QLabel)}
    assert "Undo" in labels
    assert labels[f"Stance: {NAME}"].textFormat() == Qt.TextFormat.PlainText
    overview.close()


def test_the_status_names_a_claim_by_its_content(bench: Workbench) -> None:
    told: list[str] = []
    bench.desk.saved.connect(told.append)
    bench.view.setFocus()
    claims = [
        row
        for row in bench.desk.annotations.values()
        if row.layer == "claim" and row.pieces[-1].role != "content"
    ]
    assert claims, "the cue stands behind what is claimed"
    for row, (key, verb) in zip(
        claims, ((Key.Key_A, "Accept"), (Key.Key_X, "Reject")), strict=False
    ):
        bench.desk.set_current(row.id)
        QTest.keyClick(bench.view, key)
        start = " ".join(row.quote("content").split())[:15]
        assert told[-1].startswith(f"{verb} “{start}")
        assert told[-1] in bench.window.statusBar().currentMessage()


def test_fields_whose_names_end_with_of_are_told_once(bench: Workbench) -> None:
    told: list[str] = []
    bench.desk.saved.connect(told.append)
    bench.commands["actors"].trigger()
    dialog = next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == "RegistryDialog")
    actor = next(a for a in bench.desk.actors.values() if a.kind == "person" and a.name != NAME)
    above = next(a for a in bench.desk.actors.values() if a.kind == "state")
    dialog.model.set_ids([actor.id])
    for column, value in enumerate(("", "", "DE", above.name, "A|B", "", "", "", "x")):
        if value:
            assert dialog.model.setData(dialog.model.index(0, column), value)
    dialog.close()
    assert f"Edit “{actor.name}”: Member of" in told
    assert len(told) == 4
    assert not any(" of of " in label or "of “" in label for label in told)


# The helpers.


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("R&D", "R&&D"),
        ("a\tb", "a b"),
        ("a && b", "a &&&& b"),
        ("x\n y", "x y"),
        ("plain", "plain"),
    ],
)
def test_words_of_a_menu(text: str, shown: str) -> None:
    assert literal(text) == shown


def test_a_tip_is_rich_only_where_it_must_be() -> None:
    assert literal_tip("R&D\nand more") == "R&D\nand more"
    assert "&lt;b&gt;x" in literal_tip("<b>x</b>")
    assert literal_tip("long " * 40).startswith("<p")
    assert literal_title("a [*] b") == "a [*][*] b"
