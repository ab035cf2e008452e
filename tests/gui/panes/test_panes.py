# SPDX-License-Identifier: MIT
"""Lists of annotations: sorting, grouping, filtering, several at once, dragging, all by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from claimdesk.gui.panes.delegate import RowDelegate
from claimdesk.gui.panes.pane import Pane
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models import registry
from claimdesk.models.editing import edits
from claimdesk.models.store.queries import AnnotationRow

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bench(open_window, sample: Path) -> Workbench:
    return open_window(sample)


def shown(pane: Pane, column: str = "") -> list[str]:
    model = pane.view.model()
    place = model.column(column) if column else 0
    return [model.index(row, place).data() for row in range(model.rowCount())]


def click_header(pane: Pane, column: str) -> None:
    header = pane.view.horizontalHeader()
    x = header.sectionViewportPosition(pane.model.column(column)) + 12
    QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(x, header.height() // 2))


def of_layer(bench: Workbench, layer: str) -> list[AnnotationRow]:
    return [row for row in bench.desk.annotations.values() if row.layer == layer]


def drop(pane: Pane, row: int, data: QMimeData) -> bool:
    """Bring a drag over a row and let it go; whether it was taken."""
    view = pane.view.viewport()
    index = pane.view.model().index(row, 0)
    pane.view.scrollTo(index)
    place = QPointF(pane.view.visualRect(index).center())
    copy, buttons, keys = Qt.DropAction.CopyAction, LEFT, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(place.toPoint(), copy, data, buttons, keys)
    QApplication.sendEvent(view, entered)
    dropped = QDropEvent(place, copy, data, buttons, keys)
    QApplication.sendEvent(view, dropped)
    return dropped.isAccepted()


def row_named(pane: Pane, name: str) -> int:
    return shown(pane).index(name)


def test_a_header_sorts_turns_round_and_lets_go(bench: Workbench) -> None:
    pane = bench.panes["claims"]
    text_order = shown(pane, "claim")
    by_name = sorted(shown(pane, "speaker"), key=str.casefold)
    click_header(pane, "speaker")
    assert shown(pane, "speaker") == by_name
    click_header(pane, "speaker")
    assert shown(pane, "speaker") == by_name[::-1]
    click_header(pane, "speaker")
    assert shown(pane, "claim") == text_order


def test_grouping_is_chosen_from_the_menu_and_remembered(open_window, sample: Path) -> None:
    bench = open_window(sample)
    pane = bench.panes["claims"]
    claims = of_layer(bench, "claim")
    by_speaker = next(a for a in pane.grouping.menu().actions() if a.text() == "By speaker")
    by_speaker.trigger()
    speakers = {bench.desk.actor_name(row.speaker_id) for row in claims} - {None}
    assert speakers <= set(shown(pane))
    assert sorted(pane.model.shown()) == sorted(row.id for row in claims)
    bench.window.close()
    QApplication.processEvents()
    again = open_window(sample)
    assert speakers <= set(shown(again.panes["claims"]))


def test_those_who_speak_together_have_a_group_of_their_own(bench: Workbench) -> None:
    pane = bench.panes["claims"]
    by_speaker = next(a for a in pane.grouping.menu().actions() if a.text() == "By speaker")
    by_speaker.trigger()
    one, two, *_more = [actor.id for actor in bench.desk.actors.values()]
    names = [bench.desk.actor_name(number) for number in sorted((one, two))]
    first, second = of_layer(bench, "claim")[:2]

    def join(session) -> None:
        edits.set_speakers(session, [first.id], [one, two])
        edits.set_speakers(session, [second.id], [two, one])

    bench.desk.act("Join", join)
    group = pane.model.group(pane.model.head_of(first.id))
    assert group is not None and sorted(group.rows) == sorted([first.id, second.id])
    assert ", ".join(names) in shown(pane)
    bench.desk.undo()
    assert ", ".join(names) not in shown(pane)


@pytest.mark.parametrize("name", ["actors", "claims", "domains"])
def test_no_grouping_loses_an_annotation(bench: Workbench, name: str) -> None:
    pane = bench.panes[name]
    layer = pane.model.cells.layer
    every = sorted(row.id for row in of_layer(bench, layer))
    for action in pane.grouping.menu().actions():
        action.trigger()
        assert sorted(pane.model.shown()) == every
        pane.filter.setText("no such words anywhere")
        assert shown(pane) == []
        pane.filter.clear()


def test_groups_open_and_close_by_key_and_by_their_arrow(bench: Workbench) -> None:
    pane = bench.panes["actors"]
    closed = shown(pane)
    pane.view.setCurrentIndex(pane.model.index(0, 0))
    pane.view.setFocus()
    QTest.keyClick(pane.view, Key.Key_Right)
    assert len(shown(pane)) > len(closed)
    QTest.keyClick(pane.view, Key.Key_Down)
    QTest.keyClick(pane.view, Key.Key_Left)
    assert pane.view.currentIndex().row() == 0, "Left goes to the head of the group"
    QTest.keyClick(pane.view, Key.Key_Left)
    assert shown(pane) == closed
    place = pane.view.visualRect(pane.model.index(0, 0)).topLeft() + QPoint(8, 8)
    QTest.mouseClick(pane.view.viewport(), LEFT, pos=place)
    assert len(shown(pane)) > len(closed)


def test_a_decision_moves_a_row_to_its_group_and_keeps_the_others(bench: Workbench) -> None:
    pane = bench.panes["claims"]
    pane.group_by("state")
    before = pane.model.shown()
    bench.commands["rejected"].trigger()
    bench.review.reject([before[2]])
    assert pane.model.shown() == [*(i for i in before if i != before[2]), before[2]]
    bench.commands["undo"].trigger()
    assert pane.model.shown() == before


def test_several_claims_get_a_speaker_in_one_step(bench: Workbench) -> None:
    pane = bench.panes["claims"]
    before = dict(bench.desk.annotations)
    ids = pane.model.shown()[:3]
    for row, keys in ((0, Qt.KeyboardModifier.NoModifier), (2, Qt.KeyboardModifier.ShiftModifier)):
        place = pane.view.visualRect(pane.model.index(row, pane.model.column("claim"))).center()
        QTest.mouseClick(pane.view.viewport(), LEFT, keys, place)
    assert pane.selected() == ids
    QTest.keyClick(pane.view, Key.Key_S)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.field.selectAll()
    QTest.keyClicks(popup.field, "Japan")
    QTest.keyClick(popup.field, Key.Key_Return)
    names = {bench.desk.actor_name(bench.desk.annotations[i].speaker_id) for i in ids}
    assert names == {"Japan"}
    bench.commands["undo"].trigger()
    assert bench.desk.annotations == before


def test_a_mention_dropped_on_an_actor_means_that_actor(bench: Workbench) -> None:
    pane = bench.panes["actors"]
    before = dict(bench.desk.annotations)
    mention = of_layer(bench, "actor")[0]
    other = next(name for name in shown(pane) if name != bench.desk.actor_name(mention.actor_id))
    data = pane.model.mimeData([pane.model.reveal(mention.id)])
    assert drop(pane, row_named(pane, other), data)
    assert bench.desk.actor_name(bench.desk.annotations[mention.id].actor_id) == other
    assert bench.desk.project.undo_label() == f"Give an annotation to {other}"
    bench.commands["undo"].trigger()
    assert bench.desk.annotations == before


def test_claims_dropped_on_a_domain_and_an_actor(bench: Workbench) -> None:
    before = dict(bench.desk.annotations)
    claims = bench.panes["claims"]
    domains, actors = bench.panes["domains"], bench.panes["actors"]
    ids = claims.model.shown()[:2]
    data = claims.model.mimeData([claims.model.index_of(i) for i in ids])
    name = shown(domains)[0]
    domain = next(d.id for d in bench.desk.domains.values() if d.name == name)
    drop(domains, 0, data)
    for i in ids:
        assert set(bench.desk.annotations[i].domain_ids) == {*before[i].domain_ids, domain}
    speaker = shown(actors)[0]
    drop(actors, 0, data)
    names = {bench.desk.actor_name(bench.desk.annotations[i].speaker_id) for i in ids}
    assert names == {speaker}
    bench.commands["undo"].trigger()
    bench.commands["undo"].trigger()
    assert bench.desk.annotations == before


@pytest.mark.parametrize("raw", [b"", b"[", b'{"a": 1}', b"[999999, true, -1, null]", b"[[[[" * 9])
def test_what_is_no_annotation_is_not_taken(bench: Workbench, raw: bytes) -> None:
    before = dict(bench.desk.annotations)
    pane = bench.panes["actors"]
    data = QMimeData()
    data.setData("application/x-claimdesk-annotations", raw)
    drop(pane, 0, data)
    assert bench.desk.annotations == before


def test_another_name_is_painted_where_it_stands_and_nowhere_else(
    open_window, sample: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: dict[str, set[str]] = {"actor": set(), "claim": set(), "domain": set()}
    usual = RowDelegate.paint

    def paint(self, painter, option, index) -> None:
        painted[index.model().cells.layer].add(index.siblingAtColumn(0).data())
        usual(self, painter, option, index)

    monkeypatch.setattr(RowDelegate, "paint", paint)
    bench = open_window(sample)
    speaker = of_layer(bench, "claim")[0].speaker_id
    assert speaker is not None
    qtbot.waitUntil(lambda: len(painted["claim"]) > 1)

    def at_rest() -> bool:
        """Whether nothing is painted any more of what opening the window caused."""
        for words in painted.values():
            words.clear()
        QTest.qWait(300)
        return not any(painted.values())

    qtbot.waitUntil(at_rest, timeout=60_000)
    bench.desk.act("Rename", lambda session: registry.rename_actor(session, speaker, "Zyx"))
    qtbot.waitUntil(lambda: bool(painted["claim"]))
    QApplication.processEvents()
    assert painted["actor"] <= {"Zyx"}
    assert painted["claim"] == {"Zyx"}
    assert not painted["domain"]
    bench.panes["claims"].filter.setText("zyx")
    assert set(shown(bench.panes["claims"], "speaker")) == {"Zyx"}


def ink_from(pane: Pane, row: int, column: int = 0) -> int:
    """Return how far from the left edge of its cell the first ink of a row stands, pixels."""
    box = pane.view.visualRect(pane.model.index(row, column))
    image = pane.view.viewport().grab(box).toImage()
    ground = image.pixel(0, image.height() - 3)
    inked = (
        x
        for x in range(2, image.width())
        if any(image.pixel(x, y) != ground for y in range(4, image.height() - 4))
    )
    return next(inked)


def test_rows_below_a_group_are_indented(bench: Workbench) -> None:
    for name in ("actors", "domains"):
        pane = bench.panes[name]
        bench.window.docks[name].show()
        bench.window.docks[name].raise_()
        QTest.qWait(20)
        pane.view.setCurrentIndex(pane.model.index(0, 0))
        pane.view.setFocus()
        QTest.keyClick(pane.view, Key.Key_Right)
        bench.desk.set_current(None)
        pane.view.clearSelection()
        assert ink_from(pane, 1) >= ink_from(pane, 0) + 10
