# SPDX-License-Identifier: MIT
"""Commands act on exactly what is shown as chosen, whatever was done before, by real events."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlmodel import Session

from claimdesk.gui.library.feature import LibraryFeature
from claimdesk.gui.panes.pane import Pane
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.editing import edits
from claimdesk.models.registry import create_actor
from claimdesk.models.store import queries
from claimdesk.models.store.history import Changes
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.store.schema import Annotation, Article
from claimdesk.models.text.spans import Span
from tests.projects import create_project

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
SEEDS = (0, 1, *(pytest.param(seed, marks=pytest.mark.drill) for seed in range(2, 6)))
STEPS = 60
LINE = "Minister {n} said that port {n} would open soon. Norland objected.\n"
LAYERS = {"actors": "actor", "claims": "claim", "domains": "domain"}


def fill(session: Session, article: int, body: str, domain: int) -> None:
    """Three annotations of each layer, then suggestions of each."""
    for number in range(6):
        at = body.index(f"Minister {number}")
        claim = Span(body.index(f"port {number}"), body.index(" soon", at) + 5)
        made = [
            edits.create_mention(session, article, Span(at, at + 10), 1 + number % 2),
            edits.create_claim(session, article, {"content": [claim]}),
            edits.create_domain_mention(
                session, article, Span(claim.start, claim.start + 4), domain
            ),
        ]
        for annotation in made if number >= 3 else ():
            row = session.get(Annotation, annotation)
            assert row is not None
            row.state, row.origin = "suggested", "rule:test"
            session.add(row)
    session.flush()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "chosen.claimdesk"
    create_project(path)
    with Project.open(path) as opened:
        with opened.reading() as connection:
            domain = next(iter(queries.domains(connection)))
        with opened.edit("Fill") as session:
            for name in ("Ada Holm", "Tomas Ek"):
                create_actor(session, name, "person")
            for article in (1, 2):
                body = "".join(LINE.format(n=n) for n in range(6)) + f"End of {article}.\n"
                sha256 = hashlib.sha256(body.encode()).hexdigest()
                date = f"2024-01-0{article}"
                session.add(
                    Article(title=f"N{article}", published_on=date, body=body, sha256=sha256)
                )
                session.flush()
                fill(session, article, body, domain)
    return path


@pytest.fixture
def bench(open_window, project: Path) -> Workbench:
    opened = open_window(project)
    # A button of the welcome page that waits for its deletion may still have the keyboard.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    opened.window.activateWindow()
    assert QTest.qWaitForWindowActive(opened.window)
    opened.view.setFocus()
    return opened


def press(bench: Workbench, key: Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """A key as the system sends it: to the window, which knows then that modifiers are held."""
    QTest.keyClick(bench.window.windowHandle(), key, modifier)


def click_row(
    pane: Pane, index: QModelIndex, modifier: Qt.KeyboardModifier = NONE, x: int = 60
) -> None:
    pane.view.scrollTo(index)
    place = QPoint(x, pane.view.visualRect(index).center().y())
    QTest.mouseClick(pane.view.viewport(), LEFT, modifier, place)


def click_text(bench: Workbench, point: int) -> None:
    view = bench.view
    cursor = view.textCursor()
    cursor.setPosition(point)
    place = view.cursorRect(cursor).center() + QPoint(2, 0)
    QTest.mouseClick(view.viewport(), LEFT, NONE, place)


def highlighted(pane: Pane) -> set[int]:
    """The annotations whose row, or the row of whose group, is painted as selected."""
    model = pane.view.model()
    rows = pane.view.selectionModel().selectedRows()
    assert all(0 <= row.row() < model.rowCount() for row in rows)
    return {i for row in rows for i in pane.model.ids_below(row)}


def check(bench: Workbench) -> set[int]:
    """What is shown as chosen, which has to be one thing everywhere."""
    desk = bench.desk
    rows = {name: highlighted(pane) for name, pane in bench.panes.items()}
    in_lists = set().union(*rows.values())
    in_text = {bench.view.current} - {None}
    assert bench.view.current == desk.current
    chosen = set(desk.selected)
    assert in_lists <= chosen, "no row is selected that commands do not act on"
    assert chosen == in_lists | in_text, "commands act on nothing that is not shown"
    assert sum(map(bool, rows.values())) <= 1
    for name, pane in bench.panes.items():
        current = desk.current_row()
        if current is not None and current.layer == LAYERS[name]:
            index = pane.model.index_of(current.id)
            assert not index.isValid() or pane.view.selectionModel().isSelected(index)
    layers = {desk.annotations[i].layer for i in chosen}
    for command in ("accept", "reject", "delete", "skip"):
        assert bench.commands[command].isEnabled() == bool(chosen), command
    for command in ("stance_1", "kind", "repeat"):
        assert bench.commands[command].isEnabled() == ("claim" in layers), command
    for command in ("note", "end_on", "piece"):
        assert bench.commands[command].isEnabled() == (
            desk.current is not None and len(chosen) == 1
        )
    assert bench.commands["speaker"].isEnabled() == bool(layers & {"claim", "actor"})
    return chosen


class Analyst:
    """Does one thing after another, as chance has it, and watches what that changes."""

    def __init__(self, bench: Workbench, seed: int) -> None:
        self.bench = bench
        self.random = random.Random(seed)
        self.changed: set[int] = set()
        self.done: list[str] = []
        bench.desk.project.observe(self._note)
        self.acts: list[Callable[[], None]] = [
            *(self.click_row, self.click_row, self.click_row, self.ctrl_click, self.shift_click),
            *(self.click_text, self.click_text, self.click_nothing, self.select_words),
            *(self.arrow, self.select_all, self.toggle_group, self.tab, self.undo, self.redo),
            *(self.filter, self.sort, self.group, self.show_rejected, self.focus, self.article),
            *(self.decide, self.decide, self.decide, self.stance, self.delete, self.all_shown),
            *(self.empty_area, self.raise_dock, self.suggest_more, self.ctrl_arrow),
        ]

    def _note(self, changes: Changes) -> None:
        self.changed.update(changes.annotations)

    def step(self) -> None:
        act = self.random.choice(self.acts)
        self.done.append(act.__name__)
        act()
        QApplication.processEvents()
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        while (modal := QApplication.activeModalWidget()) is not None:
            QTest.keyClick(modal, self.random.choice([Key.Key_Escape, Key.Key_Return]))
            QApplication.processEvents()
        if not self.bench.window.isActiveWindow():
            self.bench.window.activateWindow()
            assert QTest.qWaitForWindowActive(self.bench.window)

    # Where.

    def pane(self) -> Pane:
        name = self.random.choice(list(self.bench.panes))
        self.bench.window.docks[name].raise_()
        return self.bench.panes[name]

    def row(self, pane: Pane) -> QModelIndex:
        count = pane.view.model().rowCount()
        return pane.model.index(self.random.randrange(count), 1) if count else QModelIndex()

    def click(self, modifier: Qt.KeyboardModifier) -> None:
        pane = self.pane()
        index = self.row(pane)
        if not index.isValid():
            return
        pane.view.setFocus()
        group = pane.model.group(index)
        was_selected = pane.view.selectionModel().isSelected(index)
        click_row(pane, index, modifier, pane.view.visualRect(index).center().x())
        row = pane.model.annotation(index)
        if modifier == NONE and row is not None:
            assert self.bench.desk.current == row.id, f"clicked, {was_selected=}"
        assert group is None or modifier != NONE or self.bench.desk.current is None

    # What.

    def click_row(self) -> None:
        self.click(NONE)

    def ctrl_click(self) -> None:
        self.click(CONTROL)

    def shift_click(self) -> None:
        self.click(SHIFT)

    def toggle_group(self) -> None:
        pane = self.pane()
        index = self.row(pane).siblingAtColumn(0)
        if index.isValid():
            click_row(pane, index, x=5)

    def click_text(self) -> None:
        click_text(self.bench, self.random.randrange(len(self.bench.desk.article.body) - 1))

    def click_nothing(self) -> None:
        view = self.bench.view
        QTest.mouseClick(view.viewport(), LEFT, NONE, QPoint(3, view.viewport().height() - 3))
        assert self.bench.desk.selected == ()

    def empty_area(self) -> None:
        view = self.pane().view
        place = QPoint(10, view.viewport().height() - 2)
        if not view.indexAt(place).isValid():
            QTest.mouseClick(view.viewport(), LEFT, NONE, place)

    def select_words(self) -> None:
        view, body = self.bench.view, self.bench.desk.article.body
        cursor = view.textCursor()
        cursor.setPosition(self.random.randrange(len(body) - 1))
        place = view.cursorRect(cursor).center()
        QTest.mouseClick(view.viewport(), LEFT, NONE, place)
        QTest.mouseDClick(view.viewport(), LEFT, NONE, place)
        QTest.mouseRelease(view.viewport(), LEFT, NONE, place)

    def arrow(self) -> None:
        self.pane().view.setFocus()
        key = self.random.choice([Key.Key_Down, Key.Key_Up, Key.Key_Left, Key.Key_Right])
        press(self.bench, key, self.random.choice([NONE, NONE, SHIFT]))

    def ctrl_arrow(self) -> None:
        press(self.bench, self.random.choice([Key.Key_Down, Key.Key_Up]), CONTROL)

    def select_all(self) -> None:
        self.pane().view.setFocus()
        press(self.bench, Key.Key_A, CONTROL)

    def tab(self) -> None:
        press(self.bench, self.random.choice([Key.Key_Tab, Key.Key_Space]))

    def undo(self) -> None:
        if self.bench.desk.project.undo_label() != "Fill":
            press(self.bench, Key.Key_Z, CONTROL)

    def redo(self) -> None:
        press(self.bench, Key.Key_Y, CONTROL)

    def filter(self) -> None:
        self.pane().filter.setText(self.random.choice(["", "", "Ada", "port 4", "5", "zzz"]))

    def sort(self) -> None:
        header = self.pane().view.horizontalHeader()
        x = header.sectionViewportPosition(0) + 12
        QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(x, header.height() // 2))

    def group(self) -> None:
        self.random.choice(self.pane().grouping.menu().actions()).trigger()

    def show_rejected(self) -> None:
        self.bench.commands["rejected"].trigger()

    def raise_dock(self) -> None:
        self.bench.window.docks[self.random.choice(list(self.bench.panes))].raise_()

    def focus(self) -> None:
        pane = self.pane()
        self.random.choice(
            [self.bench.view, pane.view, pane.filter, self.bench.feature(LibraryFeature).panel]
        ).setFocus()

    def article(self) -> None:
        keys = [Key.Key_PageDown, Key.Key_PageUp]
        press(self.bench, self.random.choice(keys), CONTROL)

    def suggest_more(self) -> None:
        """What another thread writes arrives in between."""
        desk = self.bench.desk
        length = len(desk.article.body)
        start = self.random.randrange(length - 12)
        with desk.project.unrecorded() as (connection, told), Session(connection) as session:
            made = edits.create_mention(session, desk.article.id, Span(start, start + 10), 1)
            row = session.get(Annotation, made)
            row.state, row.origin = "suggested", "rule:test"
            session.add(row)
            session.flush()
            rows = {"annotation": frozenset({made})}
            articles = frozenset({desk.article.id})
            told.append(Changes("Suggest", rows, frozenset({made}), articles))

    def act_on_chosen(self, key: Key, wanted: Callable[[AnnotationRow], bool]) -> None:
        """Press a key of a decision: it changes what is shown as chosen, and nothing else."""
        QApplication.processEvents()
        chosen = check(self.bench)
        before = dict(self.bench.desk.annotations)
        focus = QApplication.focusWidget()
        lists = [pane.view for pane in self.bench.panes.values()]
        self.changed.clear()
        press(self.bench, key)
        hit = {i for i in self.changed if before.get(i) != self.bench.desk.annotations.get(i)}
        assert hit <= chosen
        if focus in (self.bench.view, *lists):
            assert hit == {i for i in chosen if wanted(before[i])}
        else:
            assert not hit

    def decide(self) -> None:
        key, state = self.random.choice([(Key.Key_A, "accepted"), (Key.Key_X, "rejected")])
        self.act_on_chosen(key, lambda row: row.state != state)

    def stance(self) -> None:
        first = self.bench.desk.fields["stance"].choices[0].id
        self.act_on_chosen(
            Key.Key_1,
            lambda row: (
                row.layer == "claim"
                and (row.codes.get("stance") != first or row.state != "accepted")
            ),
        )

    def delete(self) -> None:
        if not self.bench.feature(LibraryFeature).panel.isAncestorOf(
            QApplication.focusWidget() or self.bench.view
        ):
            self.act_on_chosen(Key.Key_Delete, lambda _row: True)

    def all_shown(self) -> None:
        key = self.random.choice([Key.Key_A, Key.Key_X])
        press(self.bench, key, CONTROL | SHIFT)


def test_what_a_tab_hides_is_chosen_no_longer(bench: Workbench, qtbot: QtBot) -> None:
    docks, pane = bench.window.docks, bench.panes["claims"]
    bench.window.tabifyDockWidget(docks["claims"], docks["domains"])
    docks["claims"].raise_()
    qtbot.waitUntil(lambda: not pane.view.viewport().visibleRegion().isEmpty())
    pane.view.setFocus()
    press(bench, Key.Key_A, CONTROL)
    assert len(check(bench)) == 6
    docks["domains"].raise_()
    qtbot.waitUntil(lambda: len(bench.desk.selected) == 1)
    check(bench)


@pytest.mark.parametrize("edge", ["reject", "filter"])
def test_what_leaves_the_list_is_not_decided_by_the_next_key(bench: Workbench, edge: str) -> None:
    accepted = next(row for row in bench.desk.annotations.values() if row.state == "accepted")
    click_text(bench, accepted.start + 1)
    before = dict(bench.desk.annotations)
    pane = bench.panes["actors"]
    pane.view.setFocus()
    press(bench, Key.Key_A, CONTROL)
    if edge == "reject":
        press(bench, Key.Key_X)
        before = dict(bench.desk.annotations)
    else:
        pane.filter.setText("no such words")
    assert check(bench) == set()
    press(bench, Key.Key_X)
    press(bench, Key.Key_Delete)
    assert bench.desk.annotations == before


def test_keys_of_stances_code_all_claims_that_are_selected(bench: Workbench) -> None:
    pane = bench.panes["claims"]
    pane.view.setFocus()
    press(bench, Key.Key_A, CONTROL)
    press(bench, Key.Key_2)
    wanted = bench.desk.fields["stance"].choices[1].id
    claims = [row for row in bench.desk.annotations.values() if row.layer == "claim"]
    assert {row.codes.get("stance") for row in claims} == {wanted}


@pytest.mark.parametrize("seed", SEEDS)
def test_commands_act_on_what_is_shown_whatever_was_done(bench: Workbench, seed: int) -> None:
    analyst = Analyst(bench, seed)
    for _ in range(STEPS):
        analyst.step()
        try:
            check(bench)
        except AssertionError as error:
            raise AssertionError(f"{error}\nafter {analyst.done}") from error
