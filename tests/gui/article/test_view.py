# SPDX-License-Identifier: MIT
"""The article view, driven by real mouse and key events."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimdesk.gui.article.display import LONGEST_BLOCK
from claimdesk.models.text.span_index import Mark
from claimdesk.models.text.spans import Span
from claimdesk.models.text.words import word_at

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def mark(hand, annotation, words, layer="actor", role="mention", state="accepted"):
    span = hand.span(words)
    return Mark(annotation, layer, state, role, span.start, span.end)


def show(hand, *marks):
    for one in marks:
        known = [m for m in marks if m.annotation == one.annotation]
        hand.view.update_annotation(one.annotation, known)


def nested(hand):
    show(
        hand,
        mark(hand, 1, "Norland would share its sonar data", "claim", "content"),
        mark(hand, 2, "Norland"),
        mark(hand, 3, "that Norland would share", "domain", "evidence"),
    )


# Clicks


def test_click_names_the_annotation(open_article, qtbot):
    hand = open_article()
    nested(hand)
    with qtbot.waitSignal(hand.view.annotation_clicked) as clicked:
        hand.click("share")
    assert clicked.args == [3]


def test_repeated_clicks_go_through_overlapping_annotations(open_article):
    hand = open_article()
    nested(hand)
    hand.view.annotation_clicked.connect(hand.view.set_current)
    seen = []
    hand.view.annotation_clicked.connect(seen.append)
    for _ in range(4):
        hand.click("rland")
    assert seen == [2, 3, 1, 2]


def test_click_beside_annotations_is_the_background(open_article, qtbot):
    hand = open_article()
    nested(hand)
    with qtbot.waitSignal(hand.view.background_clicked):
        hand.click("Nobody")
    below = QPoint(200, hand.view.viewport().height() - 4)
    with qtbot.waitSignal(hand.view.background_clicked):
        QTest.mouseClick(hand.view.viewport(), Qt.MouseButton.LeftButton, pos=below)


def test_rejected_annotations_can_be_clicked_only_when_shown(open_article):
    hand = open_article()
    show(hand, mark(hand, 1, "Norland", state="rejected"))
    place = hand.middle(hand.span("Norland").start)
    assert hand.view.annotations_at(place) == []
    hand.view.set_show_rejected(True)
    assert hand.view.annotations_at(place) == [1]


def test_removed_annotation_is_gone(open_article):
    hand = open_article()
    nested(hand)
    hand.view.update_annotation(2, [])
    assert hand.view.annotations_at(hand.middle(hand.span("Norland").start + 2)) == [3, 1]


def test_annotations_are_found_after_emoji_and_in_japanese(open_article):
    hand = open_article()
    show(hand, mark(hand, 1, "Port Selm"), mark(hand, 2, "ノルランド"))
    for annotation, words in ((1, "Port Selm"), (2, "ノルランド")):
        span = hand.span(words)
        assert hand.view.annotations_at(hand.middle(span.start)) == [annotation]
        assert hand.view.annotations_at(hand.middle(span.end - 1)) == [annotation]
        assert hand.view.annotations_at(hand.middle(span.start - 1)) == []
        assert hand.view.annotations_at(hand.middle(span.end)) == []


# Selecting


def test_drag_snaps_to_words(open_article, qtbot):
    hand = open_article()
    span = hand.span("orland would sha")
    with qtbot.waitSignal(hand.view.selection_settled):
        hand.drag(span.start, span.end)
    assert hand.quote(hand.view.selected_span()) == "Norland would share"


def test_drag_with_alt_selects_characters(open_article):
    hand = open_article()
    span = hand.span("orland would sha")
    hand.drag(span.start, span.end, ALT)
    assert hand.view.selected_span() == span


def test_drag_backwards_selects_the_same(open_article):
    hand = open_article()
    span = hand.span("orland would sha")
    hand.drag(span.end, span.start)
    assert hand.quote(hand.view.selected_span()) == "Norland would share"


def test_drag_inside_a_selection_selects_anew(open_article):
    hand = open_article()
    hand.view.select_span(hand.span("told reporters that Norland would share its"))
    span = hand.span("Norland would")
    hand.drag(span.start, span.end)
    assert hand.view.selected_span() == span


@pytest.mark.parametrize("words", ["in Port Selm called", "ノルランドとの共同研究"])
def test_selection_counts_code_points(open_article, words):
    hand = open_article()
    span = hand.span(words)
    hand.drag(span.start, span.end)
    assert hand.view.selected_span() == span


def test_selection_of_white_space_is_none(open_article):
    hand = open_article()
    start = hand.span(" Nobody").start
    hand.drag(start, start + 1)
    assert hand.view.selected_span() is None


def double_click(hand, words):
    place = hand.middle(hand.span(words).start)
    viewport = hand.view.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    return place


@pytest.mark.parametrize(
    ("inside", "word"), [("orland", "Norland"), ("stria", "Estria"), ("ランド", "ノルランド")]
)
def test_double_click_selects_the_word(open_article, inside, word):
    hand = open_article()
    double_click(hand, inside)
    assert hand.quote(hand.view.selected_span()) == word


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        ("believed", "Nobody believed him."),
        ("harbour", "The harbour council had met twice."),
        ("人工", "次は人工知能だ。"),
    ],
)
def test_triple_click_selects_the_sentence(open_article, qtbot, inside, sentence):
    hand = open_article()
    place = double_click(hand, inside)
    with qtbot.waitSignal(hand.view.selection_settled):
        QTest.mouseClick(hand.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert hand.quote(hand.view.selected_span()) == sentence


WRAPPED = (
    "The minister said that the Euro\u00adpean\nUnion would pay, and that the\nbill would come."
    " Nobody\nknows when."
)


def test_clicks_select_words_and_sentences_of_wrapped_lines(open_article, qtbot):
    hand = open_article(WRAPPED)
    place = double_click(hand, "pean")
    assert hand.quote(hand.view.selected_span()) == "Euro\u00adpean"
    with qtbot.waitSignal(hand.view.selection_settled):
        QTest.mouseClick(hand.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert hand.quote(hand.view.selected_span()) == WRAPPED[: WRAPPED.index(" Nobody")]


def test_drag_after_double_click_grows_by_words(open_article, qtbot):
    hand = open_article()
    hand.double_press(hand.middle(hand.span("would").start + 2))
    assert hand.quote(hand.view.selected_span()) == "would"
    hand.move(hand.middle(hand.span("onar data").start))
    assert hand.quote(hand.view.selected_span()) == "would share its sonar"
    back = hand.middle(hand.span("land would").start)
    hand.move(back)
    with qtbot.waitSignal(hand.view.selection_settled):
        hand.release(back)
    assert hand.quote(hand.view.selected_span()) == "Norland would"


def test_keys_select_exactly(open_article, qtbot):
    hand = open_article()
    hand.view.setFocus()
    for _ in range(4):
        QTest.keyPress(hand.view, Qt.Key.Key_Right, SHIFT)
    with qtbot.waitSignal(hand.view.selection_settled):
        QTest.keyRelease(hand.view, Qt.Key.Key_Shift)
    assert hand.view.selected_span() == Span(0, 4)


def test_selecting_by_program(open_article):
    hand = open_article()
    span = hand.span("orland wo")
    hand.view.select_span(span)
    assert hand.view.selected_span() == span
    hand.view.clear_selection()
    assert hand.view.selected_span() is None
    with pytest.raises(ValueError, match="not inside"):
        hand.view.select_span(Span(3, len(hand.text) + 1))


# Copying


@pytest.mark.parametrize("breaks", ["\n", "\u2028", "\u2029", "\ufdd0"])
def test_copy_gives_the_text_itself(open_article, breaks):
    text = "<b>Port</b>\u00a0Selm 🚢" + breaks + "防衛相 and " + "more words to read. " * 200
    hand = open_article(text)
    hand.view.setFocus()
    QTest.keyClick(hand.view, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(hand.view, Qt.Key.Key_C, CONTROL)
    copied: QMimeData = QGuiApplication.clipboard().mimeData()
    assert copied.text() == text
    assert copied.formats() == ["text/plain"]


def test_text_is_never_taken_for_markup(open_article):
    hand = open_article("<b>bold</b> &amp; <img src='x'> " * 3)
    assert hand.view.document().characterCount() - 1 == len(hand.text)


# Dragging an end


def current(hand, *marks):
    show(hand, *marks)
    hand.view.set_current(marks[0].annotation)
    QApplication.processEvents()


def test_drag_of_an_end_reports_new_bounds(open_article, qtbot):
    hand = open_article()
    current(hand, mark(hand, 4, "Norland would share", "claim", "content"))
    old, new = hand.span("Norland would share"), hand.span("Norland would share its sonar")
    with qtbot.waitSignal(hand.view.bounds_dragged) as dragged:
        # Let go inside the word: it is taken whole.
        hand.drag(old.end, new.end - 2)
    assert dragged.args == [4, "content", *old, *new]
    assert not hand.view.textCursor().hasSelection()


def test_drag_of_the_start_by_characters(open_article, qtbot):
    hand = open_article()
    current(hand, mark(hand, 4, "Norland would share", "claim", "content"))
    old = hand.span("Norland would share")
    with qtbot.waitSignal(hand.view.bounds_dragged) as dragged:
        hand.drag(old.start, old.start + 3, ALT)
    assert dragged.args == [4, "content", *old, old.start + 3, old.end]


def test_drag_is_shown_while_it_lasts_and_escape_cancels_it(open_article, qtbot):
    hand = open_article()
    current(hand, mark(hand, 4, "Norland would", "claim", "content"))
    old = hand.span("Norland would")
    before = hand.view.grab().toImage()
    target = hand.edge(hand.span("sonar data").end)
    with qtbot.assertNotEmitted(hand.view.bounds_dragged):
        hand.press(hand.edge(old.end))
        hand.move(target)
        assert hand.view.grab().toImage() != before
        QTest.keyClick(hand.view, Qt.Key.Key_Escape)
        assert hand.view.grab().toImage() == before
        hand.release(target)


def test_a_span_cannot_be_dragged_to_nothing(open_article, qtbot):
    hand = open_article()
    current(hand, mark(hand, 4, "Norland would", "claim", "content"))
    old = hand.span("Norland would")
    with qtbot.waitSignal(hand.view.bounds_dragged) as dragged:
        hand.drag(old.end, 0, ALT)
    assert dragged.args == [4, "content", *old, old.start, old.start + 1]


def test_escape_cancels_a_drag_even_where_a_menu_has_it(open_article, qtbot):
    hand = open_article()
    current(hand, mark(hand, 4, "Norland would", "claim", "content"))
    cleared = QAction(hand.view)
    cleared.setShortcut(Qt.Key.Key_Escape)
    hand.view.addAction(cleared)
    hand.view.setFocus()
    target = hand.edge(hand.span("sonar data").end)
    hand.press(hand.edge(hand.span("Norland would").end))
    hand.move(target)
    with (
        qtbot.assertNotEmitted(cleared.triggered),
        qtbot.assertNotEmitted(hand.view.bounds_dragged),
    ):
        QTest.keyClick(hand.view, Qt.Key.Key_Escape)
        hand.release(target)
    with qtbot.waitSignal(cleared.triggered):
        QTest.keyClick(hand.view, Qt.Key.Key_Escape)


def test_click_on_a_handle_is_a_click(open_article, qtbot):
    hand = open_article()
    current(hand, mark(hand, 4, "Norland"), mark(hand, 5, "Norland would", "claim", "content"))
    with qtbot.waitSignal(hand.view.annotation_clicked) as clicked:
        hand.click("Norland")
    assert clicked.args == [5]
    place = hand.edge(hand.span("Norland").start) + QPoint(2, 0)
    with qtbot.waitSignal(hand.view.annotation_clicked) as clicked:
        hand.press(place)
        hand.release(place)
    assert clicked.args == [5]


def test_only_the_current_annotation_has_handles(open_article, qtbot):
    hand = open_article()
    show(hand, mark(hand, 4, "Norland would", "claim", "content"))
    old = hand.span("Norland would")
    with qtbot.assertNotEmitted(hand.view.bounds_dragged):
        hand.drag(old.end, hand.span("sonar data").end)
    assert hand.view.selected_span() is not None


# Scrolling, zoom, width


def long_text():
    return "\n".join(f"Paragraph {n} says that Norland waits." for n in range(400))


def in_sight(hand, point):
    return hand.view.viewport().rect().contains(hand.edge(point))


def test_the_current_annotation_comes_into_sight(open_article):
    hand = open_article(long_text())
    far = mark(hand, 1, "Paragraph 370")
    show(hand, far)
    hand.view.set_current(1, scroll=False)
    assert not in_sight(hand, far.start)
    hand.view.set_current(1)
    assert in_sight(hand, far.start)
    place = hand.view.verticalScrollBar().value()
    hand.view.set_current(1)
    assert hand.view.verticalScrollBar().value() == place


def test_place_below_is_below_the_words(open_article):
    hand = open_article()
    span = hand.span("Norland")
    place = hand.view.viewport().mapFromGlobal(hand.view.place_below(span))
    words = hand.edge(span.start)
    assert abs(place.x() - words.x()) <= 2
    assert words.y() < place.y() < words.y() + 60


def wheel(view, turns, key):
    place = QPointF(100, 100)
    event = QWheelEvent(
        place,
        view.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(0, turns),
        Qt.MouseButton.NoButton,
        key,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_zoom_by_keys_and_wheel_keeps_the_place(open_article):
    hand = open_article(long_text())
    view = hand.view
    view.show_span(hand.span("Paragraph 200"))
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 150)
    first = view.visible_span().start
    size = view.document().defaultFont().pointSizeF()
    QTest.keyClick(view, Qt.Key.Key_Plus, CONTROL)
    wheel(view, 120, CONTROL)
    assert view.zoom() == 125
    assert view.document().defaultFont().pointSizeF() == pytest.approx(size * 1.25)
    assert abs(view.visible_span().start - first) < 80
    QTest.keyClick(view, Qt.Key.Key_Minus, CONTROL)
    assert view.zoom() == 110
    QTest.keyClick(view, Qt.Key.Key_0, CONTROL)
    assert view.zoom() == 100


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_space_between_paragraphs_grows_with_the_text(open_article, between):
    hand = open_article(f"First words.{between}Second words.", size=(900, 700))

    def gap():
        return hand.edge(hand.span("Second").start).y() - hand.edge(0).y()

    before = gap()
    hand.view.set_zoom(200)
    assert gap() == pytest.approx(2 * before, rel=0.05)


def test_a_broken_paragraph_looks_like_one(open_article):
    text = "Norland waits for the winter. " * 60
    hand = open_article(text)
    tops = sorted({hand.edge(point).y() for point in range(0, 1790, 4)})
    steps = [b - a for a, b in pairwise(tops)]
    assert max(steps) - min(steps) <= 1


def test_column_is_centred_and_follows_the_measure(open_article):
    hand = open_article(long_text() + " word" * 80, size=(1400, 500))
    margins = hand.view.document().rootFrame().frameFormat()
    assert margins.leftMargin() == margins.rightMargin() > 300
    hand.view.set_measure(40)
    assert hand.view.document().rootFrame().frameFormat().leftMargin() > margins.leftMargin()
    hand.view.resize(300, 500)
    assert hand.view.document().rootFrame().frameFormat().leftMargin() < 60


def test_where_room_is_scarce_the_margin_of_the_claims_gets_more_of_it(open_article):
    hand = open_article(long_text() + " word" * 80, size=(1400, 500))
    frame = hand.view.document().rootFrame()
    width = hand.view.viewport().width()
    column = width - frame.frameFormat().leftMargin() - frame.frameFormat().rightMargin()
    hand.view.resize(round(column) + 140 + hand.view.width() - width, 500)
    margins = frame.frameFormat()
    assert margins.rightMargin() > 1.5 * margins.leftMargin() > 0
    assert margins.leftMargin() + margins.rightMargin() == pytest.approx(140, abs=2)


# The strip


def test_click_in_the_overview_goes_there(open_article):
    hand = open_article(long_text())
    strip = hand.view.overview
    QTest.mouseClick(
        strip, Qt.MouseButton.LeftButton, pos=QPoint(strip.width() // 2, strip.height() * 3 // 4)
    )
    middle = hand.view.visible_span()
    assert middle.start < len(hand.text) * 3 // 4 < middle.end


def test_overview_follows_decisions(open_article):
    hand = open_article(long_text())
    suggested = mark(hand, 1, "Paragraph 200", "claim", "content", "suggested")
    show(hand, suggested)
    strip = hand.view.overview
    undecided, accepted = strip.rows("claim")
    assert len(undecided) == 1
    assert accepted == []
    assert strip.rows("actor") == strip.rows("domain") == ([], [])
    dashed = strip.grab().toImage()
    show(hand, mark(hand, 1, "Paragraph 200", "claim", "content"))
    assert strip.rows("claim") == ([], undecided)
    assert strip.grab().toImage() != dashed, "what is decided is solid"
    show(hand, mark(hand, 1, "Paragraph 200", "actor", "mention"))
    assert strip.rows("actor") == ([], undecided), "in a column of its own"
    assert strip.rows("claim") == ([], [])
    hand.view.set_layers({"actor": "off"})
    assert strip.rows("actor") == ([], [])
    hand.view.set_layers({"actor": "full"})
    hand.view.update_annotation(1, [])
    assert strip.rows("actor") == ([], [])


# The rest


def test_names_for_screen_readers(open_article):
    hand = open_article()
    assert hand.view.accessibleName() == "Article text"
    assert hand.view.overview.accessibleName()


def test_another_article_forgets_the_first(open_article):
    hand = open_article()
    current(hand, mark(hand, 1, "Norland"))
    hand.view.select_span(Span(0, 5))
    hand.view.show_article("Short.", [Mark(9, "actor", "accepted", "mention", 0, 5)])
    assert hand.view.selected_span() is None
    assert hand.view.annotations_at(QPoint(hand.view.width() // 2, 300)) == []
    with pytest.raises(ValueError, match="inside a text"):
        hand.view.show_article("Short.", [Mark(9, "actor", "accepted", "mention", 0, 50)])
    hand.view.update_annotation(9, [])


def test_a_text_without_spaces_is_shown_in_short_blocks(open_article):
    hand = open_article("x" * 400_000, [Mark(1, "claim", "accepted", "content", 100, 399_000)])
    document = hand.view.document()
    blocks = [document.findBlockByNumber(n).length() for n in range(document.blockCount())]
    # Qt breaks a paragraph in time that grows with the square of its length.
    assert max(blocks) <= LONGEST_BLOCK + 1
    assert sum(blocks) - len(blocks) == 400_000


# Clicks do not scroll, and the caret follows


LINES = "".join(f"Line {n + 100} of the talks names a port and a treaty.\n" for n in range(120))


def claims_on_every_line(hand) -> list[Mark]:
    length = LINES.index("\n") + 1
    return [
        Mark(number + 1, "claim", "accepted", "content", start, start + length - 1)
        for number, start in enumerate(range(0, 120 * length, length))
    ]


@pytest.mark.parametrize("edge", ["top", "bottom"])
@pytest.mark.parametrize("depth", [1, 5, 12, 22])
def test_a_double_click_at_an_edge_selects_the_word_under_the_mouse(open_article, edge, depth):
    hand = open_article(LINES)
    view = hand.view
    for mark in claims_on_every_line(hand):
        view.update_annotation(mark.annotation, [mark])
    view.annotation_clicked.connect(view.set_current)
    view.background_clicked.connect(lambda: view.set_current(None))
    bar = view.verticalScrollBar()
    view.scroll_to_point(hand.span("Line 160").start)
    bar.setValue(bar.value() + 7)  # so that a line is cut
    value = bar.value()
    y = depth if edge == "top" else view.viewport().height() - depth
    place = QPoint(view.viewport().width() // 2, y)
    # What is the word under the mouse before anything is clicked.
    point = view.character_at(place)
    point = view.boundary_at(place) if point is None else point
    hand.double_press(place)
    hand.release(place)
    assert bar.value() == value, "neither click scrolls"
    assert view.selected_span() in (word_at(LINES, point), Span(point, point + 1), None)


def test_what_becomes_current_by_a_list_is_brought_into_sight_with_the_caret(open_article):
    hand = open_article(LINES)
    view = hand.view
    for mark in claims_on_every_line(hand):
        view.update_annotation(mark.annotation, [mark])
    view.set_current(90)
    assert view.visible_span().start <= hand.span("Line 189").start <= view.visible_span().end
    value = view.verticalScrollBar().value()
    view.setFocus()
    QTest.keyClick(
        view,
        Qt.Key.Key_Right,
        Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier,
    )
    assert hand.quote(view.selected_span()) == "Line", "keys select from the current annotation"
    assert view.selected_span().start == hand.span("Line 189").start
    assert view.verticalScrollBar().value() == value
    view.set_current(20)
    assert hand.quote(view.selected_span()) == "Line", "a selection stays as it is"


def test_a_click_within_an_annotation_leaves_the_caret_where_it_was_set(open_article):
    hand = open_article(LINES)
    view = hand.view
    for mark in claims_on_every_line(hand):
        view.update_annotation(mark.annotation, [mark])
    view.annotation_clicked.connect(view.set_current)
    hand.click("talks")
    hand.click("treaty", Qt.KeyboardModifier.ShiftModifier)
    assert hand.quote(view.selected_span()).startswith("talks names a port and")


def test_the_current_annotation_stays_in_sight_when_the_view_is_resized(open_article):
    text = "\n\n".join(f"Paragraph {n}. The envoy said more talks would follow." for n in range(60))
    hand = open_article(text, size=(900, 400))
    start = text.index("Paragraph 30")
    hand.view.update_annotation(1, [Mark(1, "claim", "accepted", "content", start, start + 12)])
    hand.view.set_current(1)
    for size in ((300, 400), (900, 700), (260, 200), (900, 400)):
        hand.view.resize(*size)
        QTest.qWait(1)
        shown = hand.view.visible_span()
        assert shown.start <= start < shown.end, size


def test_lines_are_closer_where_no_lanes_are_in_use(open_article):
    text = "One line of text.\nAnother line of text.\nThe last line."
    hand = open_article(text, size=(700, 300))
    second, third = text.index("Another"), text.index("The last")

    def tops() -> list[float]:
        return [hand.edge(point).y() for point in (0, second, third)]

    first, *others = tops()
    for n in range(1, 6):
        marks = [Mark(n, "claim", "accepted", "content", second, second + 7)]
        hand.view.update_annotation(n, marks)
    after = tops()
    assert after[1] - after[0] == others[0] - first, "nothing changes above"
    assert after[2] - after[1] > others[1] - others[0], "five lanes need more"
    for n in range(1, 6):
        hand.view.update_annotation(n, [])
    assert tops() == [first, *others]


@pytest.mark.parametrize("beside", [1, 4])
def test_a_drag_that_begins_beside_a_cue_selects_and_leaves_the_cue(open_article, qtbot, beside):
    hand = open_article()
    cue = hand.span("told reporters")
    current(hand, mark(hand, 4, "told reporters", "claim", "cue"))
    for at, away, to in (
        (cue.end, beside + 1, hand.span("Norland would").end),
        (cue.start, -beside - 1, hand.span("Estria’s naval").start),
    ):
        with qtbot.assertNotEmitted(hand.view.bounds_dragged):
            place = hand.edge(at) + QPoint(away, 0)
            hand.press(place)
            hand.move(QPoint((place.x() + hand.edge(to).x()) // 2, place.y()))
            hand.move(hand.edge(to))
            hand.release(hand.edge(to))
        assert hand.view.selected_span() is not None
        hand.view.clear_selection()
    # Within the cue, at its end, the end is grabbed.
    with qtbot.waitSignal(hand.view.bounds_dragged):
        place = hand.edge(cue.end) - QPoint(2, 0)
        hand.press(place)
        hand.move(hand.edge(hand.span("Norland").start))
        hand.move(hand.edge(hand.span("Norland").end))
        hand.release(hand.edge(hand.span("Norland").end))
