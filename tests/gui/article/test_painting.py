# SPDX-License-Identifier: MIT
"""What is painted: shapes that tell states and roles apart, readable colours, right places."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimdesk.gui.article.style import Style
from claimdesk.gui.widgets.roles import LAYERS, contrast
from claimdesk.gui.window import theme
from claimdesk.models.text.span_index import Mark

TEXT = (
    "Estria’s naval minister told reporters that Norland would share its sonar data. "
    "Nobody believed him. The harbour council had met twice.\n"
)

RED = "#d01030"


def picture(hand) -> QImage:
    QApplication.processEvents()
    return hand.view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def painted(hand, words, **changes) -> set[tuple[int, int]]:
    """The pixels that a mark on `words` changes."""
    hand.view.update_annotation(1, [])
    bare = picture(hand)
    span = hand.span(words)
    fields = {"layer": "actor", "state": "accepted", "role": "mention", "colour": RED} | changes
    hand.view.update_annotation(1, [Mark(annotation=1, start=span.start, end=span.end, **fields)])
    marked = picture(hand)
    # Beside the column is the margin, with its own bars.
    column = marked.width() - round(hand.view.document().rootFrame().frameFormat().rightMargin())
    return {
        (x, y)
        for y in range(marked.height())
        for x in range(column + 4)
        if marked.pixel(x, y) != bare.pixel(x, y)
    }


def bounds(pixels):
    xs, ys = [x for x, _ in pixels], [y for _, y in pixels]
    return min(xs), max(xs), min(ys), max(ys)


def gaps(pixels):
    """How often the fullest painted row begins anew."""
    fullest = Counter(y for _, y in pixels).most_common(1)[0][0]
    row = sorted(x for x, y in pixels if y == fullest)
    return sum(1 for a, b in pairwise(row) if b > a + 1)


def test_suggested_mention_is_an_outline_and_accepted_one_filled(open_article):
    hand = open_article(size=(700, 300))
    filled = painted(hand, "Norland")
    outlined = painted(hand, "Norland", state="suggested")
    assert len(outlined) < len(filled) / 3
    left, right, top, bottom = bounds(outlined)
    inner = {(x, y) for x, y in outlined if left + 3 < x < right - 3 and top + 3 < y < bottom - 3}
    assert not inner


@pytest.mark.parametrize(("layer", "role"), [("claim", "content"), ("domain", "evidence")])
def test_suggested_lane_is_dashed_and_accepted_one_solid(open_article, layer, role):
    hand = open_article(size=(700, 300))
    words = "Norland would share"
    assert gaps(painted(hand, words, layer=layer, role=role)) == 0
    assert gaps(painted(hand, words, layer=layer, role=role, state="suggested")) > 5


def test_roles_of_a_claim_differ_in_shape(open_article):
    hand = open_article(size=(700, 300))
    pixels = {
        role: painted(hand, "Norland would", layer="claim", role=role)
        for role in ("source", "cue", "content")
    }
    content = bounds(pixels["content"])
    assert bounds(pixels["cue"])[3] > content[3]
    assert bounds(pixels["source"])[2] < content[2]


def test_rejected_is_struck_through_only_when_shown(open_article):
    hand = open_article(size=(700, 300))
    assert not painted(hand, "Norland", state="rejected")
    hand.view.set_show_rejected(True)
    struck = painted(hand, "Norland", state="rejected")
    assert struck
    assert bounds(struck)[3] - bounds(struck)[2] <= 2


def test_mark_stands_under_its_words(open_article):
    hand = open_article(size=(700, 400))
    for words in ("Port Selm", "ノルランド"):
        left, right, _, _ = bounds(painted(hand, words))
        span = hand.span(words)
        assert abs(left - hand.edge(span.start).x()) <= 3
        assert abs(right - hand.edge(span.end).x()) <= 3


def columns(pixels):
    """The runs of painted columns."""
    xs = sorted({x for x, _ in pixels})
    breaks = [i for i, (a, b) in enumerate(pairwise(xs)) if b > a + 3]
    edges = [0, *[i + 1 for i in breaks], len(xs)]
    return [(xs[a], xs[b - 1]) for a, b in pairwise(edges)]


def test_span_over_two_directions_is_painted_in_pieces(open_article):
    text = "وقال الوزير إن البرنامج before winter في بورت سيلم قريباً."
    hand = open_article(text, size=(700, 200))
    # One word of each direction, that touch in the text but not on the page.
    pieces = columns(painted(hand, "البرنامج before"))
    assert len(pieces) == 2
    whole = columns(painted(hand, "البرنامج before winter في"))
    assert len(whole) == 1
    # Each piece lies inside of what the whole covers.
    assert whole[0][0] <= pieces[0][0]
    assert pieces[1][1] <= whole[0][1] + 1


def test_five_claims_deep_each_has_its_line(open_article):
    hand = open_article(size=(700, 300))
    span = hand.span("Norland would share its")
    for n in range(5):
        mark = Mark(10 + n, "claim", "accepted", "content", span.start, span.end, RED)
        hand.view.update_annotation(10 + n, [mark])
    marked = picture(hand)
    x = hand.edge(span.start + 7).x() + 2
    colours = [QColor(marked.pixel(x, y)) for y in range(marked.height())]
    changed = [y for y, colour in enumerate(colours) if colour.red() - colour.green() > 25]
    lines = 1 + sum(1 for a, b in pairwise(changed) if b > a + 1)
    assert lines == 5


def test_marks_below_move_with_their_lines_when_lanes_are_added_and_removed(open_article):
    hand = open_article(size=(700, 500))
    below = [
        Mark(1, "actor", "suggested", "mention", *hand.span("Port Selm"), RED),
        Mark(2, "claim", "accepted", "content", *hand.span("called the cyber defence pact")),
    ]
    span = hand.span("Norland would share its")
    deep = [Mark(10 + n, "claim", "accepted", "content", *span) for n in range(5)]
    hand.view.update_annotations({mark.annotation: [mark] for mark in below})
    hand.view.clearFocus()
    before = picture(hand)
    hand.view.update_annotations({mark.annotation: [mark] for mark in deep})
    opened = open_article(marks=[*below, *deep], size=(700, 500))
    # Without the caret, which only one of them shows.
    hand.view.clearFocus()
    opened.view.clearFocus()
    assert picture(hand) == picture(opened)
    # A mark of the block that moved is replaced before it was painted again.
    hand.view.update_annotations({2: [], **{mark.annotation: [] for mark in deep}})
    hand.view.update_annotations({2: [below[1]]})
    assert picture(hand) == before


def test_current_annotation_stands_out_and_ties_its_parts(open_article):
    hand = open_article(size=(700, 300))
    source, content = hand.span("Estria’s naval minister"), hand.span("Norland would share")
    hand.view.update_annotation(
        1,
        [
            Mark(1, "claim", "accepted", "source", *source),
            Mark(1, "claim", "accepted", "content", *content),
        ],
    )
    before = picture(hand)
    hand.view.set_current(1)
    after = picture(hand)
    changed = [
        (x, y)
        for y in range(after.height())
        for x in range(after.width())
        if after.pixel(x, y) != before.pixel(x, y)
    ]
    # A bracket in the margin, left of every word.
    margin = hand.edge(0).x()
    assert any(x < margin - 6 for x, _ in changed)
    hand.view.set_current(None)
    assert picture(hand) == before


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_is_readable_on_every_fill(qapp, mode):
    theme.apply(qapp, mode)
    style = Style(qapp.palette())
    for hue in range(0, 360, 15):
        for saturation in (80, 255):
            for value in (60, 160, 255):
                colour = QColor.fromHsv(hue, saturation, value).name()
                for strength in (0.16, 0.24, 0.42, 0.6, 1.0):
                    assert contrast(style.fill(colour, "actor", strength), style.text) >= 4.5
                assert contrast(style.line(colour, "claim"), style.base) >= 3.0
    for layer in LAYERS:
        assert contrast(style.fill(None, layer, 0.42), style.text) >= 4.5
    assert contrast(style.selection, style.text) >= 4.5
    theme.apply(qapp, "light")


def test_dark_palette_paints_dark_and_follows_a_change(open_article, qapp):
    hand = open_article(size=(700, 300), mode="dark")
    assert painted(hand, "Norland")
    dark = picture(hand)
    assert QColor(dark.pixel(3, 3)).lightness() < 60
    theme.apply(qapp, "light")
    light = picture(hand)
    assert QColor(light.pixel(3, 3)).lightness() > 220
    span = hand.span("Norland")
    place = hand.edge(span.start)
    filled = QColor(light.pixel(place.x() + 1, place.y() - 8))
    assert contrast(filled, hand.view.style_of_text().text) >= 4.5


def test_marks_follow_the_font(open_article):
    hand = open_article(size=(1200, 600))
    small = bounds(painted(hand, "Norland"))
    hand.view.set_zoom(200)
    large = bounds(painted(hand, "Norland"))
    assert (large[1] - large[0]) == pytest.approx(2 * (small[1] - small[0]), rel=0.1)
    span = hand.span("Norland")
    assert abs(large[0] - hand.edge(span.start).x()) <= 5


CLAIM = [
    {"role": "content", "words": "Norland would share its sonar data"},
    {"role": "source", "words": "Estria’s naval minister"},
    {"role": "cue", "words": "told reporters"},
]


def on_screen(hand) -> QImage:
    """What has been painted on the screen; unlike a grab, it paints nothing anew."""
    QTest.qWait(50)
    place = hand.view.mapToGlobal(hand.view.viewport().pos())
    size = hand.view.viewport().size()
    shot = hand.view.screen().grabWindow(0, place.x(), place.y(), size.width(), size.height())
    return shot.toImage().convertToFormat(QImage.Format.Format_RGB32)


def same_when_painted_anew(hand) -> bool:
    shown = on_screen(hand)
    hand.view.viewport().update()
    return shown == on_screen(hand)


def show_claim(hand, annotation=1):
    marks = []
    for part in CLAIM:
        span = hand.span(part["words"])
        marks.append(
            Mark(
                annotation=annotation,
                layer="claim",
                state="accepted",
                role=part["role"],
                start=span.start,
                end=span.end,
                colour=RED,
            )
        )
    hand.view.update_annotation(annotation, marks)


@pytest.mark.parametrize("zoom", [100, 200])
def test_nothing_is_left_of_what_was_current(open_article, zoom):
    hand = open_article(size=(700, 400))
    hand.view.set_zoom(zoom)
    show_claim(hand)
    bare = on_screen(hand)
    hand.view.set_current(1)
    assert on_screen(hand) != bare
    assert same_when_painted_anew(hand)
    hand.view.set_current(None)
    assert on_screen(hand) == bare, "also above the first line"
    hand.view.set_current(1)
    hand.view.update_annotation(1, [])
    hand.view.set_current(None)
    assert same_when_painted_anew(hand)


def test_nothing_is_left_behind_when_the_text_is_scrolled(open_article):
    hand = open_article(text=TEXT * 12, size=(600, 300))
    show_claim(hand)
    hand.view.set_current(1)
    bar = hand.view.verticalScrollBar()
    for height in (14, 22, 30, 27, 18, 9, 0, 40, 33, 25, 12):
        bar.setValue(height)
        assert same_when_painted_anew(hand), height


@pytest.mark.parametrize("size", [12, 24])
def test_names_of_parts_never_cover_other_words(open_article, size):
    hand = open_article(" ".join(f"gypsy{n} jumping{n}" for n in range(10, 60)))
    hand.view.set_reading_font("DejaVu Serif", size)
    parts = {"source": "gypsy25", "cue": "jumping25", "content": "gypsy26 jumping26 gypsy27"}
    hand.view.update_annotation(
        1, [Mark(1, "claim", "accepted", role, *hand.span(words)) for role, words in parts.items()]
    )
    hand.view.set_current(1)
    named = picture(hand)
    hand.view.set_current(None)
    bare = picture(hand)
    line = hand.view.cursorRect().height()
    own = hand.edge(hand.span("gypsy25").start).y()

    def dark(image: QImage, x: int, y: int) -> bool:
        return QColor(image.pixel(x, y)).lightness() < 90

    others = [
        (x, y)
        for y in range(own - 2 * line, own - line // 2)
        for x in range(60, bare.width() - 60)
        if dark(bare, x, y)
    ]
    assert len(others) > 500
    assert [place for place in others if not dark(named, *place)] == []
