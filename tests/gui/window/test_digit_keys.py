# SPDX-License-Identifier: MIT
"""Digits act on every keyboard layout: in the article, in the lists, in pickers and menus."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from claimdesk.gui.annotating.picking.picker import Picker
from claimdesk.gui.window.digit_keys import digit_key
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.codebook import fields
from claimdesk.models.store import queries

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the scan codes are those of Linux"
)

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
CONTROL, KEYPAD = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.KeypadModifier
ROWS = {
    "us": "1234567890",
    "german": "1234567890",
    "french": "&é\"'(-è_çà",
    "belgian": "&é\"'(§è!çà",
    "czech": "+ěščřžýáíé",
    "bépo": '"«»()@+-/*',
    "lithuanian": "ąčęėįšųū90",
    "arabic": "١٢٣٤٥٦٧٨٩٠",
}
"""What the keys of the digit row type without Shift, from the key of 1 to that of 0."""
LEVEL_3 = 0x80
NUMPAD = (90, 87, 88, 89, 83, 84, 85, 79, 80, 81)
"""Scan codes of 0 to 9 of the keypad."""


def key_of(text: str) -> int:
    """The code that Qt gives a key that types this."""
    return ord(text.upper()) if text and len(text.upper()) == 1 else 0


def row_key(
    text: str, digit: int, modifiers: Qt.KeyboardModifier = NONE, state: int = 0
) -> QKeyEvent:
    """The key of a digit in the digit row, typing `text`."""
    code = 10 + (digit - 1) % 10
    press = QEvent.Type.KeyPress
    return QKeyEvent(press, key_of(text), modifiers, code, ord(text), state, text)


def pad_key(digit: int, modifiers: Qt.KeyboardModifier = NONE) -> QKeyEvent:
    key, press = Key.Key_0 + digit, QEvent.Type.KeyPress
    return QKeyEvent(press, key, modifiers | KEYPAD, NUMPAD[digit], 0xFFB0 + digit, 0, str(digit))


@pytest.fixture
def bench(open_window, sample: Path) -> Workbench:
    opened = open_window(sample)
    opened.view.setFocus()
    return opened


def claims(bench: Workbench) -> list[int]:
    return [row.id for row in bench.desk.annotations.values() if row.layer == "claim"]


def stance(bench: Workbench, claim: int) -> int | None:
    """The place of a claim's stance in the codebook, from 1."""
    ids = [choice.id for choice in bench.desk.fields["stance"].choices]
    coded = bench.desk.annotations[claim].codes.get("stance")
    return None if coded is None else ids.index(coded) + 1


@pytest.mark.parametrize("place", ["article", "list"])
def test_digits_code_the_stance_on_every_layout(bench: Workbench, place: str) -> None:
    widget: QWidget = bench.view if place == "article" else bench.panes["claims"].view
    widget.setFocus()
    claim = claims(bench)[0]
    for layout, row in ROWS.items():
        for digit in (2, 3, 1):
            bench.desk.set_current(claim)
            QApplication.sendEvent(widget, row_key(row[digit - 1], digit))
            assert stance(bench, claim) == digit, layout


def test_ctrl_and_alt_with_a_digit_take_and_tick_on_every_layout(bench: Workbench) -> None:
    claim = claims(bench)[0]
    for layout, row in ROWS.items():
        bench.desk.set_current(claim)
        QTest.keyClick(bench.view, Key.Key_W)
        picker = QApplication.activePopupWidget()
        assert isinstance(picker, Picker)
        names = [picker.list.item(row).text().split("   ")[0] for row in range(3)]
        for digit in (3, 1):
            QApplication.sendEvent(picker.field, row_key(row[digit - 1], digit, ALT))
        assert picker.field.text() == ""
        QApplication.sendEvent(picker.field, row_key(row[1], 2, CONTROL))
        with bench.desk.reading() as connection:
            found = queries.annotation_details(connection, claim)
        assert {bench.desk.actor_name(i) for i in found.addressee_ids} == set(names), layout
        bench.commands["undo"].trigger()


def test_the_keypad_counts_as_the_digit_row(bench: Workbench) -> None:
    claim = claims(bench)[0]
    bench.desk.set_current(claim)
    QApplication.sendEvent(bench.view, pad_key(2))
    assert stance(bench, claim) == 2
    QTest.keyClick(bench.view, Key.Key_3, KEYPAD)
    assert stance(bench, claim) == 3
    QTest.keyClick(bench.view, Key.Key_0, KEYPAD)
    picker = QApplication.activePopupWidget()
    assert isinstance(picker, Picker)
    QApplication.sendEvent(picker.field, pad_key(1, CONTROL))
    assert stance(bench, claim) == 1


def test_0_picks_the_stance_and_ctrl_0_is_the_usual_size_by_the_key_of_0(bench: Workbench) -> None:
    claim = claims(bench)[0]
    bench.desk.set_current(claim)
    bench.commands["larger"].trigger()
    larger = bench.view.zoom()
    QApplication.sendEvent(bench.view, row_key("à", 0, CONTROL))
    assert bench.view.zoom() < larger
    QApplication.sendEvent(bench.view, row_key("à", 0))
    picker = QApplication.activePopupWidget()
    assert isinstance(picker, Picker)
    QApplication.sendEvent(picker.field, row_key("é", 2, CONTROL))
    assert stance(bench, claim) == 2


def test_what_is_typed_with_shift_or_altgr_or_beside_the_row_is_no_digit() -> None:
    assert digit_key(row_key("!", 1, SHIFT)) is None
    assert digit_key(row_key("~", 2, NONE, LEVEL_3)) is None
    for code, text in ((49, "²"), (20, ")"), (24, "a"), (0, "&"), (9, "\x1b")):
        event = QKeyEvent(QEvent.Type.KeyPress, key_of(text), NONE, code, ord(text), 0, text)
        assert digit_key(event) is None, text


def test_a_digit_typed_with_shift_is_a_digit() -> None:
    assert digit_key(row_key("1", 1, SHIFT)) == QKeyCombination(NONE, Key.Key_1)
    assert digit_key(row_key("7", 7, CONTROL | SHIFT)) == QKeyCombination(CONTROL, Key.Key_7)


def test_digits_follow_the_keys_that_the_analyst_chose(bench: Workbench) -> None:
    claim = claims(bench)[0]
    bench.desk.set_current(claim)
    bench.commands.set_keys("stance_1", [])
    bench.commands.set_keys("stance_2", ["1"])
    QApplication.sendEvent(bench.view, row_key("&", 1))
    assert stance(bench, claim) == 2
    QApplication.sendEvent(bench.view, row_key("é", 2))
    assert stance(bench, claim) == 2


def test_digits_are_typed_in_a_field(bench: Workbench) -> None:
    claim = claims(bench)[0]
    bench.desk.set_current(claim)
    before = stance(bench, claim)
    pane = bench.panes["claims"]
    pane.filter.setFocus()
    QApplication.sendEvent(pane.filter, row_key("é", 2))
    assert pane.filter.text() == "é"
    assert stance(bench, claim) == before


def test_no_input_method_takes_the_keys_of_the_article_and_the_lists(bench: Workbench) -> None:
    enabled = Qt.WidgetAttribute.WA_InputMethodEnabled
    assert not bench.view.testAttribute(enabled)
    for pane in bench.panes.values():
        model = pane.view.model()
        for column in range(model.columnCount()):
            bench.view.setFocus()
            pane.view.setCurrentIndex(model.index(0, column))
            assert not pane.view.testAttribute(enabled)
            pane.view.setFocus()
            assert not pane.view.testAttribute(enabled)


def test_the_key_of_a_field_may_be_a_digit(bench: Workbench) -> None:
    def add(session) -> int:
        first = fields.add_field(session, "Firmness", "boolean")
        fields.add_field(session, "Tone", "boolean")
        fields.set_letter(session, first, "7")
        return first

    assert bench.desk.act("Add fields", add) is not None
    bench.desk.set_current(claims(bench)[0])
    bench.view.setFocus()
    bench.commands["own_field"].trigger()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QApplication.sendEvent(menu, row_key("è", 7))
    picker = QApplication.activePopupWidget()
    assert isinstance(picker, Picker)
    assert picker.field.placeholderText() == "Firmness"
    picker.close()
