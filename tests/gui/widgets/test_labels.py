# SPDX-License-Identifier: MIT
"""A label whose words change at every key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from claimdesk.gui.widgets.labels import SteadyLabel


class LaidOut(QObject):
    """Counts how often a widget is laid out."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.LayoutRequest
        return False


def test_it_asks_for_room_only_when_it_needs_more(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QHBoxLayout(window)
    label = SteadyLabel(window)
    layout.addWidget(QLineEdit(window), 1)
    layout.addWidget(label)
    window.show()
    label.show_text("100 to decide")
    QApplication.processEvents()
    wide = label.width()
    assert wide >= label.sizeHint().width()
    counted = LaidOut(window)
    for text in ("99 to decide", "7 to decide"):
        label.show_text(text)
        QApplication.processEvents()
        assert (label.text(), label.width()) == (text, wide)
    assert counted.times == 0
    label.show_text("1000 to decide and more")
    QApplication.processEvents()
    assert label.width() > wide
    assert counted.times > 0
    label.show_text("")
    assert label.width() == 0


def test_another_font_gets_the_room_that_it_needs(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    label = SteadyLabel(window)
    label.show_text("100 to decide")
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    label.setFont(font)
    assert label.width() >= label.sizeHint().width()
    assert label.height() >= label.sizeHint().height()
