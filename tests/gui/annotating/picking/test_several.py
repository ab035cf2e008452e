# SPDX-License-Identifier: MIT
"""Picking several: what is ticked stays, whatever is typed; and which actors are offered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from claimdesk.gui.annotating.picking.picker import Choice, Picker
from claimdesk.gui.registry.fields import ActorField
from claimdesk.gui.search.controls import FindField
from claimdesk.models import registry
from claimdesk.models.editing import edits
from claimdesk.models.editing.addressees import set_addressees
from claimdesk.models.store.schema import Actor

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
NAMES = ("Robotics", "Space", "Cyber", "Trade", "Ports", "Fish")


class Shown:
    """A picker of several, and what it told."""

    def __init__(self, qtbot: QtBot, *ticked: int) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.show()
        choices = [Choice(number, name) for number, name in enumerate(NAMES)]
        self.picker = Picker("Domains", choices, self.window, several=True, ticked=ticked)
        self.taken: list[list[str]] = []
        self.next_wanted: list[bool] = []
        # The pop-up deletes itself; the test sees what it told.
        taken, next_wanted = self.taken, self.next_wanted
        self.picker.picked.connect(lambda ids: taken.append([NAMES[i] for i in ids]))
        self.picker.next_wanted.connect(lambda: next_wanted.append(True))
        self.picker.show_at(self.window.mapToGlobal(self.window.rect().center()))

    def type(self, words: str) -> None:
        QTest.keyClicks(self.picker.field, words)

    def press(self, key: Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.picker.field, key, modifier)

    def rows(self) -> list[str]:
        items = (self.picker.list.item(row) for row in range(self.picker.list.count()))
        return [
            ("✓" if item.checkState() == Qt.CheckState.Checked else "") + item.text()
            for item in items
        ]

    def hint(self) -> str:
        return " ".join(label.text() for label in self.picker.findChildren(QLabel))


def test_what_is_ticked_stays_in_sight_and_is_kept(qtbot: QtBot) -> None:
    shown = Shown(qtbot, 4, 1)
    assert shown.rows()[:2] == ["✓Ports", "✓Space"]
    shown.type("cyb")
    assert shown.rows() == ["✓Ports", "✓Space", "Cyber"]
    assert shown.picker.list.currentRow() == 2
    shown.press(Key.Key_Return)
    assert shown.picker.field.text() == ""
    assert shown.rows()[:3] == ["✓Ports", "✓Space", "✓Cyber"]
    assert not shown.taken
    shown.press(Key.Key_Return)
    assert shown.taken == [["Ports", "Space", "Cyber"]]


def test_enter_says_what_it_does(qtbot: QtBot) -> None:
    shown = Shown(qtbot, 1)
    assert "Enter finishes" in shown.hint()
    shown.type("fi")
    assert "Enter adds" in shown.hint()
    shown.press(Key.Key_Return)
    assert "Enter finishes" in shown.hint()
    shown.press(Key.Key_Down)
    assert "Enter adds" in shown.hint()


def test_a_row_that_is_gone_to_is_added(qtbot: QtBot) -> None:
    shown = Shown(qtbot, 0)
    for _press in range(2):
        shown.press(Key.Key_Down)
        shown.press(Key.Key_Return)
    assert shown.rows()[:3] == ["✓Robotics", "✓Space", "✓Cyber"]
    shown.press(Key.Key_Return)
    assert shown.taken == [["Robotics", "Space", "Cyber"]]


def test_typing_what_is_ticked_leaves_it_ticked(qtbot: QtBot) -> None:
    shown = Shown(qtbot, 0, 1)
    shown.type("spa")
    shown.press(Key.Key_Return)
    assert shown.picker.field.text() == ""
    shown.press(Key.Key_Return)
    assert shown.taken == [["Robotics", "Space"]]


def test_what_fits_nothing_is_neither_added_nor_a_wish_to_leave(qtbot: QtBot) -> None:
    shown = Shown(qtbot, 0)
    shown.type("zzz")
    assert shown.rows() == ["✓Robotics"]
    shown.press(Key.Key_Return)
    shown.press(Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert not shown.taken
    assert shown.picker.isVisible()


def test_only_unticking_takes_away(qtbot: QtBot) -> None:
    shown = Shown(qtbot, 0, 1)
    shown.type("robo")
    shown.press(Key.Key_Tab)
    shown.press(Key.Key_Return)
    assert shown.taken == [["Space"]]


def test_shift_enter_and_ctrl_digit_add_take_and_go_on(qtbot: QtBot) -> None:
    shown = Shown(qtbot, 0)
    shown.type("fish")
    shown.press(Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert (shown.taken, shown.next_wanted) == ([["Robotics", "Fish"]], [True])
    shown = Shown(qtbot, 0)
    shown.type("tra")
    assert shown.rows() == ["✓Robotics", "Trade"]
    shown.press(Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert (shown.taken, shown.next_wanted) == ([["Robotics", "Trade"]], [True])


def test_many_ticks_are_all_kept(qtbot: QtBot) -> None:
    shown = Shown(qtbot)
    for name in NAMES:
        shown.type(name[:3])
        shown.press(Key.Key_Return)
    shown.press(Key.Key_Return)
    assert shown.taken == [list(NAMES)]


# Input methods.


def compose(field: QWidget, preedit: str, committed: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(committed)
    QApplication.sendEvent(field, event)


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Escape, Key.Key_Tab, Key.Key_Down])
def test_a_picker_leaves_keys_to_what_is_being_composed(qtbot: QtBot, key: Key) -> None:
    shown = Shown(qtbot, 0)
    compose(shown.picker.field, "うちゅう")
    before = shown.rows(), shown.picker.list.currentRow()
    shown.press(key)
    shown.press(Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert shown.picker.isVisible()
    assert not shown.taken
    assert shown.picker.field.hasFocus()
    assert (shown.rows(), shown.picker.list.currentRow()) == before
    compose(shown.picker.field, "", "spa")
    shown.press(Key.Key_Return)
    shown.press(Key.Key_Return)
    assert shown.taken == [["Robotics", "Space"]]


def test_the_find_field_leaves_keys_to_what_is_being_composed(qtbot: QtBot) -> None:
    field = FindField()
    qtbot.addWidget(field)
    told: list[object] = []
    field.stepped.connect(told.append)
    field.left.connect(lambda: told.append("left"))
    compose(field, "ゆうしゃ")
    for key in (Key.Key_Return, Key.Key_Escape):
        QTest.keyClick(field, key)
    assert told == []
    compose(field, "", "勇者")
    QTest.keyClick(field, Key.Key_Return)
    assert (told, field.text()) == ([1], "勇者")


# Which actors are offered.


def offered(workbench, key: Key) -> list[str]:
    workbench.view.setFocus()
    QTest.keyClick(workbench.view, key)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, Picker)
    popup.field.clear()
    names = [popup.list.item(row).text().split("   ")[0] for row in range(popup.list.count())]
    popup.close()
    return names


def test_rejected_actors_are_not_offered(open_window, sample: Path) -> None:
    workbench = open_window(sample)
    desk = workbench.desk

    def add(session) -> tuple[int, int]:
        gone = registry.create_actor(session, "Rejected Fellow", "person")
        session.get(Actor, gone).state = "rejected"
        kept = registry.create_actor(session, "Rejected Addressee", "person")
        session.get(Actor, kept).state = "rejected"
        return gone, kept

    _gone, kept = desk.act("Add", add).value
    claim = next(r for r in desk.annotations.values() if r.layer == "claim")
    desk.act("Addressees", lambda session: set_addressees(session, [claim.id], [kept]))
    desk.set_current(claim.id)
    assert "Rejected Fellow" not in offered(workbench, Key.Key_S)
    parties = offered(workbench, Key.Key_W)
    assert parties[0] == "Rejected Addressee", "what is ticked is never dropped"
    assert "Rejected Fellow" not in parties
    field = ActorField(desk, workbench.window)
    field.setText("Rejected Fellow")
    assert field.actor() is None
    assert field.completer().model().rowCount() == len(desk.actors) - 2


def test_actors_that_only_rejected_mentions_name_are_not_offered(open_window, sample: Path) -> None:
    workbench = open_window(sample)
    desk = workbench.desk

    def suggest(session) -> tuple[int, int]:
        actor = registry.create_actor(session, "Nonsense Name", "person")
        span = next(p.span for r in desk.annotations.values() for p in r.pieces)
        mention = edits.create_mention(session, desk.article.id, span, actor)
        session.get(Actor, actor).state = "suggested"
        return actor, mention

    _actor, mention = desk.act("Suggest", suggest).value
    claim = next(r for r in desk.annotations.values() if r.layer == "claim")
    desk.set_current(claim.id)
    assert "Nonsense Name" in offered(workbench, Key.Key_S)
    desk.act("Reject", lambda session: edits.reject(session, [mention]))
    assert "Nonsense Name" not in offered(workbench, Key.Key_S)
