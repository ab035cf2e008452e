# SPDX-License-Identifier: MIT
"""The words of buttons are shown whole, also where Enter presses the button."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton

from claimdesk.gui.app import application


def ink(picture: QImage) -> int:
    """Return how many columns of a button, without its frame, hold something of its words."""
    across = range(5, picture.width() - 5)
    down = range(5, picture.height() - 5)
    back = picture.pixelColor(6, 6).lightness()
    return sum(
        any(abs(picture.pixelColor(x, y).lightness() - back) > 40 for y in down) for x in across
    )


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("words", ["Choose a file…", "Add article", "Import 6 articles"])
def test_the_words_of_the_default_button_are_not_cut(qtbot, mode: str, words: str) -> None:
    application([], mode)
    dialog = QDialog()
    qtbot.addWidget(dialog)
    button, other = QPushButton(words, dialog), QPushButton("Cancel", dialog)
    row = QHBoxLayout(dialog)
    row.addWidget(button)
    row.addWidget(other)
    button.setDefault(True)
    dialog.show()
    other.setFocus()
    button.setFixedWidth(button.sizeHint().width())
    narrow = ink(button.grab().toImage())
    button.setFixedWidth(button.sizeHint().width() + 60)
    assert narrow == ink(button.grab().toImage()) > 0
