# SPDX-License-Identifier: MIT
"""Settings act at once and at the next start; keys are changed by pressing them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from claimdesk.gui.window.key_overview import KeyOverview
from claimdesk.gui.window.settings.dialog import SettingsDialog
from claimdesk.gui.window.workbench import Workbench

Key = Qt.Key


def open_settings(workbench: Workbench) -> SettingsDialog:
    workbench.commands["settings"].trigger()
    found = [d for d in workbench.window.findChildren(SettingsDialog) if d.isVisible()]
    assert len(found) == 1
    return found[0]


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def give(dialog: SettingsDialog, name: str, key: Key, modifier=Qt.KeyboardModifier.NoModifier):
    dialog.pages.setCurrentWidget(dialog.keys)
    dialog.keys.choose(name)
    QTest.keyClick(dialog.keys.key, key, modifier)


def shown_keys(workbench: Workbench) -> list[str]:
    QTest.keyClick(workbench.view, Key.Key_F1)
    overview = workbench.window.findChildren(KeyOverview)[-1]
    texts = [label.text() for label in overview.findChildren(QLabel)]
    overview.close()
    workbench.window.activateWindow()
    assert QTest.qWaitForWindowActive(workbench.window)
    return texts


def test_a_key_is_changed_by_pressing_it_and_is_remembered(
    open_window, sample: Path, remembered
) -> None:
    workbench = open_window(sample)
    dialog = open_settings(workbench)
    give(dialog, "accept", Key.Key_J)
    click(dialog.keys.set)
    dialog.close()
    assert "J" in shown_keys(workbench)
    workbench.view.setFocus()
    claim = next(r for r in workbench.desk.annotations.values() if r.layer == "claim")
    workbench.desk.set_current(claim.id)
    QTest.keyClick(workbench.view, Key.Key_X)
    workbench.desk.set_current(claim.id)
    assert workbench.desk.annotations[claim.id].state == "rejected"
    QTest.keyClick(workbench.view, Key.Key_A)
    assert workbench.desk.annotations[claim.id].state == "rejected", "the old key is free"
    QTest.keyClick(workbench.view, Key.Key_J)
    assert workbench.desk.annotations[claim.id].state == "accepted"
    assert remembered.value("keys/accept") == "J"


def test_keys_are_there_at_the_next_start(open_window, sample: Path, remembered) -> None:
    remembered.setValue("keys/accept", "J\nCtrl+J")
    remembered.setValue("keys/reject", "")
    workbench = open_window(sample)
    keys = [key.toString() for key in workbench.commands["accept"].shortcuts()]
    assert keys == ["J", "Ctrl+J"]
    assert "(J)" in workbench.commands["accept"].toolTip()
    assert workbench.commands["reject"].shortcuts() == []


def test_letters_stay_letters_in_text_fields(open_window, sample: Path) -> None:
    workbench = open_window(sample)
    dialog = open_settings(workbench)
    # A command that acts in the whole window gets a plain letter.
    give(dialog, "export", Key.Key_J)
    click(dialog.keys.set)
    dialog.close()
    field = workbench.panes["claims"].filter
    field.setFocus()
    QTest.keyClicks(field, "major j")
    assert field.text() == "major j"


def test_who_has_a_key_is_named_and_loses_it(open_window, sample: Path) -> None:
    workbench = open_window(sample)
    dialog = open_settings(workbench)
    give(dialog, "accept", Key.Key_X)
    assert "Reject" in dialog.keys.message.text()
    click(dialog.keys.set)
    assert workbench.commands["reject"].shortcuts() == []
    assert [k.toString() for k in workbench.commands["accept"].shortcuts()] == ["X"]

    dialog.keys.choose("reject")
    click(dialog.keys.reset)
    assert [k.toString() for k in workbench.commands["reject"].shortcuts()] == ["X"]
    assert workbench.commands["accept"].shortcuts() == []
    click(dialog.keys.reset_all)
    assert [k.toString() for k in workbench.commands["accept"].shortcuts()] == ["A"]
    dialog.close()


def test_keys_that_fields_need_are_refused(open_window, sample: Path) -> None:
    workbench = open_window(sample)
    dialog = open_settings(workbench)
    give(dialog, "export", Key.Key_Return)
    assert dialog.keys.message.text()
    assert not dialog.keys.set.isEnabled()
    dialog.close()


@pytest.mark.parametrize("typed", ["reject", "Ctrl+E"])
def test_commands_are_found_by_words_and_by_keys(open_window, sample: Path, typed: str) -> None:
    workbench = open_window(sample)
    dialog = open_settings(workbench)
    dialog.pages.setCurrentWidget(dialog.keys)
    dialog.keys.search.setFocus()
    QTest.keyClicks(dialog.keys.search, typed)
    item = dialog.keys.list.currentItem()
    assert typed.casefold() in f"{item.text(0)} {item.text(1)}".casefold()
    dialog.close()


def test_reading_settings_show_at_once(open_window, sample: Path, remembered) -> None:
    workbench = open_window(sample)
    family = next(name for name in QFontDatabase.families() if "Mono" in name)
    dialog = open_settings(workbench)
    width = workbench.view.document().rootFrame().frameFormat().leftMargin()
    dialog.reading.family.setCurrentFont(family)
    dialog.reading.point_size.setValue(17)
    dialog.reading.measure.setValue(40)
    font = workbench.view.reading_font()
    assert (font.family(), font.pointSizeF()) == (family, 17)
    assert workbench.view.document().rootFrame().frameFormat().leftMargin() != width
    assert float(remembered.value("reading/size")) == 17
    click(dialog.reading.defaults)
    assert workbench.view.reading_font().pointSizeF() == 12
    dialog.close()


@pytest.mark.parametrize(("stored", "size"), [("17", 17), ("900", 28), ("nan", 12), ("big", 12)])
def test_reading_settings_are_there_at_the_next_start(
    open_window, sample: Path, remembered, stored: str, size: float
) -> None:
    remembered.setValue("reading/size", stored)
    assert open_window(sample).view.reading_font().pointSizeF() == size


def test_annotator_and_suggestions_are_kept(open_window, sample: Path) -> None:
    workbench = open_window(sample)
    dialog = open_settings(workbench)
    dialog.pages.setCurrentWidget(dialog.annotating)
    dialog.annotating.annotator.setFocus()
    dialog.annotating.annotator.selectAll()
    QTest.keyClicks(dialog.annotating.annotator, "Ida")
    before = workbench.commands["suggest_on_open"].isChecked()
    QTest.keyClick(dialog.annotating.suggest, Key.Key_Space)
    dialog.close()
    QApplication.processEvents()
    assert workbench.projects.annotator() == "Ida"
    assert workbench.commands["suggest_on_open"].isChecked() is not before


def test_colours_change_at_once(open_window, sample: Path) -> None:
    workbench = open_window(sample)
    dialog = open_settings(workbench)
    light = QApplication.palette().base().color()
    dialog.reading.colours.setFocus()
    QTest.keyClick(dialog.reading.colours, Key.Key_End)
    assert QApplication.palette().base().color().lightness() < light.lightness()
    assert workbench.window.settings.value("colours") == "dark"
    workbench.window.findChild(QAction, "colours_light").trigger()
    assert QApplication.palette().base().color() == light
    dialog.close()
