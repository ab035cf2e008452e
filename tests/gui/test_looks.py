# SPDX-License-Identifier: MIT
"""The window while colours change, messages come and pages go: nothing is left or cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QColor, QIcon, QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.project.exporting.exporting import ExportDialog
from claimdesk.gui.search.feature import SearchFeature
from claimdesk.gui.widgets.roles import contrast
from claimdesk.gui.window import theme


@pytest.fixture
def light_again(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply(qapp, "light")


def lightness(icon: QIcon) -> float:
    """Of the pixels of an icon that are seen, from 0, black, to 1, white."""
    image = icon.pixmap(24, 24).toImage()
    seen = [
        colour.lightnessF()
        for y in range(image.height())
        for x in range(image.width())
        if (colour := QColor(image.pixelColor(x, y))).alphaF() > 0.5
    ]
    return sum(seen) / len(seen)


def icons(window: QWidget) -> dict[str, QIcon]:
    """The icons of the window's own buttons and actions."""
    found: dict[str, QIcon] = {}
    for widget in [window, *window.findChildren(QWidget)]:
        owners = [*widget.actions(), *([widget] if isinstance(widget, QAbstractButton) else [])]
        for owner in owners:
            assert isinstance(owner, QAction | QAbstractButton)
            # A field's own button to clear it and the marks on docks are drawn by Qt.
            theirs = owner.objectName().startswith(("_q_", "qt_")) or isinstance(
                owner.parent(), QLineEdit
            )
            if not owner.icon().isNull() and not theirs:
                found[f"{type(owner).__name__} {owner.text()} {owner.toolTip()}"] = owner.icon()
    return found


def test_every_icon_follows_the_colours(
    open_window, sample: Path, qtbot: QtBot, light_again: None
) -> None:
    bench = open_window(sample)
    bench.window.docks["inspector"].show()
    bench.window.docks["inspector"].raise_()
    bench.desk.set_current(next(iter(bench.desk.annotations)))
    QTest.qWait(100)
    bench.commands["find"].trigger()
    assert all(lightness(icon) < 0.5 for icon in icons(bench.window).values())
    bench.window.findChild(QAction, "colours_dark").trigger()
    QTest.qWait(100)
    dark = icons(bench.window)
    assert len(dark) > 20
    assert {name for name, icon in dark.items() if lightness(icon) < 0.5} == set()
    bench.window.findChild(QAction, "colours_light").trigger()
    assert all(lightness(icon) < 0.5 for icon in icons(bench.window).values())


@pytest.mark.parametrize("place", ["search", "find"])
def test_a_wrong_regular_expression_leaves_the_panels_as_wide_as_they_are(
    open_window, sample: Path, qtbot: QtBot, place: str
) -> None:
    bench = open_window(sample)
    bench.window.docks["search"].show()
    bench.window.docks["search"].raise_()
    bench.commands["find"].trigger()
    part = (
        bench.feature(SearchFeature).panel
        if place == "search"
        else bench.feature(SearchFeature).bar
    )
    QTest.qWait(200)
    docks = bench.window.docks
    before = {name: dock.width() for name, dock in docks.items() if dock.isVisible()}
    view, least = bench.view.width(), bench.window.minimumSizeHint().width()
    part.regex.setChecked(True)
    qtbot.keyClicks(part.field, "(?P<" + "a" * 150 + "(")
    qtbot.waitUntil(lambda: len(part.count.text()) > 20)
    QTest.qWait(200)
    whole = QTextDocumentFragment.fromHtml(part.count.toolTip()).toPlainText()
    assert whole == part.count.text(), "all of it can be read"
    after = {name: dock.width() for name, dock in docks.items() if dock.isVisible()}
    assert (after, bench.view.width()) == (before, view)
    assert bench.window.minimumSizeHint().width() <= least


def test_all_that_a_format_cannot_hold_can_be_read(open_window, sample: Path, qtbot: QtBot) -> None:
    bench = open_window(sample)
    dialog = ExportDialog(bench.desk, Jobs(bench.window), bench.window)
    qtbot.addWidget(dialog)
    dialog.show()
    least = dialog.minimumWidth()
    for width in (dialog.width(), least, least * 2, least):
        dialog.resize(width, dialog.height())
        for number in range(dialog.format.count()):
            dialog.format.setCurrentIndex(number)
            QTest.qWait(20)
            label = next(
                w for w in dialog.findChildren(QLabel) if "hold" in w.text() or not w.text()
            )
            assert label.height() >= label.heightForWidth(label.width()), (
                dialog.format.currentText()
            )
            assert dialog.rect().contains(dialog.buttons.geometry())


def test_the_keys_act_on_the_text_from_the_start(open_window, sample: Path, qtbot: QtBot) -> None:
    bench = open_window(sample)
    assert bench.view.hasFocus()


def test_keys_that_were_in_a_list_stay_there(open_window, sample: Path, qtbot: QtBot) -> None:
    bench = open_window(sample)
    bench.panes["claims"].view.setFocus()
    article = bench.desk.article.id
    bench.desk.open_article(None)
    bench.desk.open_article(article)
    assert bench.panes["claims"].view.hasFocus()


def test_buttons_of_dialogs_have_no_icons_that_stay_dark(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    standard = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(standard.Close | standard.Cancel | standard.Ok)
    qtbot.addWidget(box)
    box.show()
    assert all(button.icon().isNull() for button in box.buttons())


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_buttons_of_panels_can_be_told_from_their_ground(
    open_window, sample: Path, qapp: QApplication, light_again: None, mode: str
) -> None:
    bench = open_window(sample)
    theme.apply(qapp, mode)
    QTest.qWait(50)
    ground = qapp.palette().window().color()
    for name in ("qt_dockwidget_closebutton", "qt_dockwidget_floatbutton"):
        button = bench.window.docks["library"].findChild(QAbstractButton, name)
        image = button.grab().toImage()
        ink = max(
            contrast(QColor(image.pixelColor(x, y)), ground)
            for x in range(image.width())
            for y in range(image.height())
        )
        assert ink >= 2.5
