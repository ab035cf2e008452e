# SPDX-License-Identifier: MIT
"""Colours have one meaning each and are told apart by everyone, on light pages and on dark ones."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from claimdesk.gui.widgets import roles
from claimdesk.gui.window import theme
from claimdesk.models.codebook.looks import domain_looks, shade
from claimdesk.models.store.queries import DomainRow
from tests.gui.codebook.test_colours import VISION, lab

SIGHTS = ("normal", "protanopia", "deuteranopia")
GROUPS: tuple[Mapping[str, tuple[str, str]], ...] = (
    {**roles.LAYERS, "hit": roles.HIT},
    roles.STATES,
    roles.STANCES,
)
Role = QPalette.ColorRole


def difference(one: str, other: str, sight: str) -> float:
    """CIEDE2000 (Sharma, Wu and Dalal 2005) of two colours as a kind of sight sees them."""
    (l1, a1, b1), (l2, a2, b2) = lab(one, sight), lab(other, sight)
    chroma = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    grey = 0.5 * (1 - math.sqrt(chroma**7 / (chroma**7 + 25**7)))
    a1, a2 = a1 * (1 + grey), a2 * (1 + grey)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    light, c, h = (l1 + l2) / 2, (c1 + c2) / 2, (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2

    def cos(degrees: float) -> float:
        return math.cos(math.radians(degrees))

    t = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.2 * cos(4 * h - 63)
    in_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    in_chroma, in_hue = (c2 - c1) / (1 + 0.045 * c), hue / (1 + 0.015 * c * t)
    bend = math.sin(math.radians(60 * math.exp(-(((h - 275) / 25) ** 2))))
    rotation = -2 * math.sqrt(c**7 / (c**7 + 25**7)) * bend
    return math.sqrt(in_light**2 + in_chroma**2 + in_hue**2 + rotation * in_chroma * in_hue)


@pytest.fixture(params=["light", "dark"])
def mode(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    theme.apply(qapp, request.param)
    yield request.param
    theme.apply(qapp, "light")


def test_the_difference_of_colours_is_that_of_its_authors() -> None:
    # Pure blue and pure green, as published calculators give it for sRGB.
    assert difference("#0000ff", "#00ff00", "normal") == pytest.approx(83.2, abs=0.3)
    assert difference("#808080", "#808080", "normal") == 0
    assert set(SIGHTS) <= VISION.keys()


def test_any_two_roles_are_told_apart(mode: str) -> None:
    dark = mode == "dark"
    everything = {name: pair[dark] for group in GROUPS for name, pair in group.items()}
    assert len(everything) == len(set(everything.values())) == 12
    together = [set(group) for group in GROUPS]
    for (one, colour), (other, beside) in itertools.combinations(everything.items(), 2):
        least = 12 if any({one, other} <= group for group in together) else 8
        for sight in SIGHTS:
            assert difference(colour, beside, sight) >= least, (one, other, sight)


def test_marks_and_boxes_contrast_with_every_ground(mode: str, qapp: QApplication) -> None:
    palette = qapp.palette()
    grounds = [palette.color(role) for role in (Role.Base, Role.Window, Role.Highlight)]
    for group in GROUPS:
        for name, pair in group.items():
            for ground in grounds:
                assert roles.contrast(QColor(pair[mode == "dark"]), ground) >= 3, name
    for ground in grounds:
        assert roles.contrast(palette.color(Role.Dark), ground) >= 3
        assert roles.contrast(palette.color(Role.Accent), ground) >= 3
        for role in (Role.Text, Role.WindowText, Role.PlaceholderText, Role.Link):
            assert roles.contrast(palette.color(role), ground) >= 4.5, role
    for role in (Role.Highlight, Role.Accent, Role.Link):
        assert palette.color(role).hsvSaturationF() < 0.3, "the interface is neutral"
    assert roles.contrast(palette.color(Role.HighlightedText), grounds[2]) >= 4.5


def test_every_colour_of_a_codebook_is_seen(mode: str, qapp: QApplication) -> None:
    base = qapp.palette().base().color()
    for red, green, blue in itertools.product((0, 90, 180, 255), repeat=3):
        assert roles.contrast(roles.shown(QColor(red, green, blue), base), base) >= 3
    for light, dark in roles.STANCES.values():
        assert roles.shown(light, base).name() == (dark if mode == "dark" else light)


@pytest.mark.parametrize("kind", [QCheckBox, QLineEdit, QComboBox, QListWidget])
def test_the_borders_of_boxes_and_fields_are_seen(
    mode: str, qapp: QApplication, qtbot: QtBot, kind: type[QWidget]
) -> None:
    panel = QWidget()
    qtbot.addWidget(panel)
    panel.resize(200, 60)
    widget = kind(panel)
    if isinstance(widget, QListWidget):
        item = QListWidgetItem("", widget)
        item.setCheckState(Qt.CheckState.Unchecked)
    widget.setGeometry(10, 10, 160, 40)
    panel.show()
    image = panel.grab().toImage()
    ground = image.pixelColor(14 if kind is QListWidget else 2, 48)
    middle = range(12, 40)
    best = max(
        roles.contrast(image.pixelColor(x, y), ground) for y in middle for x in range(10, 26)
    )
    assert best >= 2.9


def test_domains_have_letters_and_the_colour_of_their_family() -> None:
    def row(number: int, name: str, parent: int | None, colour: str | None) -> DomainRow:
        return DomainRow(number, name, parent, None, colour, ())

    rows = {
        1: row(1, "Quantum technologies", None, "#653d69"),
        2: row(2, "Quiet towns", None, None),
        3: row(3, "Clocks of quartz", 1, None),
        4: row(4, "Sensors", 1, None),
        5: row(5, "Sealing", 1, "#123456"),
        6: row(6, "量子", 3, None),
    }
    looks = domain_looks(rows)
    assert [looks[i].code for i in (1, 2, 3, 4)] == ["QT", "QU", "CQ", "SE"]
    assert len({look.code for look in looks.values()}) == len(rows)
    assert looks[5].colour == "#123456" and looks[2].colour is None
    family = {looks[3].colour, looks[4].colour}
    assert family == {shade("#653d69", 0), shade("#653d69", 1)}
    hues = [QColor(colour or "").hslHueF() for colour in (*family, looks[6].colour, "#653d69")]
    assert max(hues) - min(hues) < 0.03
    assert domain_looks({**rows, 9: row(9, "Quantum tests", None, None)})[1] == looks[1]
