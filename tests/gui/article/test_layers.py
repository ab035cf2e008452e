# SPDX-License-Identifier: MIT
"""The bar of layers, ends that leave their neighbours alone, and claims made in one key."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from claimdesk.gui.article.claim_margin import Note
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.text.span_index import Mark
from claimdesk.models.text.spans import Span
from claimdesk.models.text.words import sentence_at

Key = Qt.Key
LEFT, SHIFT, CONTROL = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def bench(open_window, sample: Path) -> Workbench:
    return open_window(sample)


def chip(bench: Workbench, layer: str) -> QToolButton:
    found = bench.window.findChild(QToolButton, f"layer {layer}")
    assert found is not None
    return found


def number(bench: Workbench, layer: str) -> int:
    rows = bench.desk.annotations.values()
    return sum(row.layer == layer and row.state != "rejected" for row in rows)


def test_chips_count_layers_and_tab_walks_those_shown_in_full(bench: Workbench, qtbot) -> None:
    bench.view.setFocus()
    assert f"Claims {number(bench, 'claim')}" in chip(bench, "claim").text()
    row = next(row for row in bench.desk.annotations.values() if row.layer == "actor")
    [piece] = row.pieces
    place = bench.view.place_below(piece.span)
    inside = bench.view.viewport().mapFromGlobal(place)
    inside.setX(inside.x() + 5)
    inside.setY(inside.y() - bench.view.fontMetrics().height())
    assert row.id in bench.view.annotations_at(inside)
    before = bench.view.grab().toImage()
    QTest.mouseClick(chip(bench, "actor"), LEFT)
    quiet = bench.view.grab().toImage()
    assert quiet != before, "it is quieter"
    assert row.id in bench.view.annotations_at(inside)
    QTest.mouseClick(chip(bench, "actor"), LEFT)
    assert bench.view.grab().toImage() != quiet
    assert row.id not in bench.view.annotations_at(inside), "it is off"
    QTest.mouseClick(chip(bench, "domain"), LEFT)
    layers = set()
    for _step in range(12):
        QTest.keyClick(bench.view, Key.Key_Tab)
        layers.add(bench.desk.current_row().layer)
    assert layers == {"claim"}
    QTest.mouseClick(chip(bench, "actor"), LEFT)
    bench.view.show_span(piece.span)
    bench.view.verticalScrollBar().setValue(0)
    assert row.id in bench.view.annotations_at(inside)


def test_a_claim_is_made_of_the_sentence_at_the_caret_and_duplicated(bench: Workbench) -> None:
    body = bench.desk.article.body
    point = body.index("Wellington after two years")
    before = set(bench.desk.annotations)
    bench.view.select_span(Span(point, point))
    bench.view.setFocus()
    QTest.keyClick(bench.view, Key.Key_C, SHIFT)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClicks(popup.field, "Japan")
    QTest.keyClick(popup.field, Key.Key_Return)
    [made] = set(bench.desk.annotations) - before
    row = bench.desk.annotations[made]
    assert [piece.span for piece in row.role("content")] == [sentence_at(body, point)]
    bench.view.setFocus()
    QTest.keyClick(bench.view, Key.Key_4)
    QTest.keyClick(bench.view, Key.Key_D, CONTROL)
    row = bench.desk.annotations[made]
    [copied] = set(bench.desk.annotations) - before - {made}
    copy = bench.desk.annotations[copied]
    assert bench.desk.current == copied
    assert copy.codes == row.codes
    assert (copy.speaker_ids, copy.domain_ids) == (row.speaker_ids, row.domain_ids)
    assert [(p.role, p.span) for p in copy.pieces] == [(p.role, p.span) for p in row.pieces]
    bench.commands["undo"].trigger()
    assert copied not in bench.desk.annotations


def test_speaker_and_stance_are_changed_where_the_margin_shows_them(bench: Workbench) -> None:
    view, page = bench.view, bench.view.viewport()
    claim = next(row for row in bench.desk.annotations.values() if row.layer == "claim")
    view.show_span(claim.role("content")[0].span)
    page.grab()
    end = page.mapFromGlobal(view.end_of(claim.role("content")[0].span)).y() - 6
    side = round(view.document().rootFrame().frameFormat().rightMargin())
    bar = next(x for x in range(page.width() - side, page.width()) if is_over(bench, x, end))
    label = bar + 20
    top = next(y for y in range(end, 0, -1) if not is_over(bench, bar, y - 1))
    for place, typed in ((QPoint(bar, end), "oppos"), (QPoint(label, top + 4), "wellington")):
        QTest.mouseDClick(page, LEFT, pos=place)
        popup = QApplication.activePopupWidget()
        assert popup is not None
        at = page.mapFromGlobal(popup.pos())
        assert abs(at.y() - place.y()) < 40, "it opens there"
        QTest.keyClicks(popup.field, typed)
        QTest.keyClick(popup.field, Key.Key_Return)
    row = bench.desk.annotations[claim.id]
    assert bench.desk.choice_label("stance", row.codes["stance"]) == "Opposed"
    assert row.speaker_ids != claim.speaker_ids


def is_over(bench: Workbench, x: int, y: int) -> bool:
    """Whether the mouse is over the bar or label of a claim: it is a hand there."""
    QTest.mouseMove(bench.view.viewport(), QPoint(x, y))
    QApplication.processEvents()
    return bench.view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor


def test_a_selection_begun_beside_an_end_moves_nothing(open_article, qtbot) -> None:
    hand = open_article("The envoy said talks would follow soon.", size=(700, 200))
    cue, content = hand.span("said"), hand.span("talks would")
    marks = [
        Mark(1, "claim", "accepted", "cue", cue.start, cue.end),
        Mark(1, "claim", "accepted", "content", content.start, content.end),
    ]
    hand.view.update_annotation(1, marks)
    hand.view.set_current(1)
    moved = []
    hand.view.bounds_dragged.connect(lambda *what: moved.append(what))
    beside = hand.edge(cue.end)
    beside.setX(beside.x() + 3)
    hand.press(beside)
    hand.move(hand.middle(content.start + 8))
    hand.release(hand.middle(content.start + 8))
    assert moved == []
    assert hand.view.selected_span() is not None
    inside = hand.edge(cue.end)
    inside.setX(inside.x() - 2)
    hand.press(inside)
    hand.move(hand.middle(content.start + 2))
    hand.release(hand.middle(content.start + 2))
    assert [what[:2] for what in moved] == [(1, "cue")], "the end itself, not its neighbour's"


def test_claims_have_bars_in_the_margin_that_light_and_choose_them(open_article) -> None:
    hand = open_article("The envoy said talks would follow soon. He left early.", size=(1000, 200))
    first, second = hand.span("talks would follow"), hand.span("would follow soon")
    bare = hand.view.grab().toImage()
    for number, span in ((1, first), (2, second)):
        mark = Mark(number, "claim", "accepted", "content", span.start, span.end)
        hand.view.update_annotation(number, [mark])
    hand.view.note_of = lambda claim: Note(f"Speaker {claim}", "Opposed", "#c0392b")
    hand.view.viewport().update()
    shown = hand.view.grab().toImage()
    line = hand.middle(first.start).y()
    edge = round(hand.view.document().rootFrame().frameFormat().rightMargin())
    margin = range(hand.view.viewport().width() - edge + 4, hand.view.viewport().width() - 4)
    changed = [x for x in margin if shown.pixel(x, line) != bare.pixel(x, line)]
    red = [
        x
        for x in margin
        if QColor(shown.pixel(x, line)).red() > 150 and QColor(shown.pixel(x, line)).green() < 110
    ]
    assert red, "the bars have the colour of the stance"
    assert red[-1] - red[0] >= 5, "two that overlap stand side by side"
    assert changed[-1] > red[-1] + 20, "speaker and stance are told"
    QTest.mouseMove(hand.view.viewport(), QPoint(red[0] + 1, line))
    QApplication.processEvents()
    lit = hand.view.grab().toImage()
    words = hand.middle(first.start)
    below = QPoint(words.x(), hand.edge(first.start).y() + 4)
    assert any(
        lit.pixel(x, below.y()) != shown.pixel(x, below.y())
        for x in range(hand.edge(first.start).x(), hand.edge(first.end).x())
    ), "its words are lit"
    clicked = []
    hand.view.annotation_clicked.connect(clicked.append)
    hand.press(QPoint(red[0] + 1, line))
    hand.release(QPoint(red[0] + 1, line))
    assert clicked == [1]
    hand.view.resize(330, 200)
    narrow = hand.view.grab().toImage()
    side = round(hand.view.document().rootFrame().frameFormat().rightMargin())
    right = hand.view.viewport().width()
    dark = [
        x
        for x in range(right - side + 4, right)
        if QColor(narrow.pixel(x, hand.middle(first.start).y())).lightness() < 90
    ]
    assert dark == [], "only bars where there is little room"
