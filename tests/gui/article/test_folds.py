# SPDX-License-Identifier: MIT
"""What is not part of an article takes one line until it is opened; offsets stay as they are."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from claimdesk.models.text.span_index import Mark
from claimdesk.models.text.spans import Span

TEXT = "\n\n".join((
    "Ports open a watch room",
    "By Mo Farrow",
    "Published: 4 May 2025, 10:15",
    "PORT MERLE, May 4 (Harbour News) — Two ports opened a joint watch room on Sunday, and both"
    " coast guards said that they would answer the radio together from next spring.",
    "The harbour master, who was not asked, called the plan an expensive way to drink tea.",
    "Related posts",
    "Island votes on a bridge",
))  # fmt: skip


def top(hand, words: str) -> int:
    return hand.edge(hand.span(words).start).y()


def hidden(hand) -> list[bool]:
    """Whether the lines above, and those below the article have no height."""
    return [
        top(hand, "Published") - top(hand, "By Mo") < 12,
        top(hand, "Island votes") - top(hand, "Related posts") < 12,
    ]


def click_beside(hand, words: str) -> None:
    """Click on the sign that opens or folds, left of a line."""
    place = hand.edge(hand.span(words).start) + QPoint(-6, 3)
    QTest.mouseClick(hand.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_it_opens_and_folds_by_a_click_and_by_going_there(open_article):
    hand = open_article(TEXT)
    assert hidden(hand) == [True, True]
    click_beside(hand, "By Mo")
    assert hidden(hand) == [False, True]
    click_beside(hand, "By Mo")
    assert hidden(hand) == [True, True]
    hand.view.set_zoom(150)
    assert hidden(hand) == [True, True]
    hand.view.set_zoom(100)
    hand.view.show_span(hand.span("Island votes"))
    assert hidden(hand) == [True, False]
    hand.view.set_shows_all(True)
    assert hidden(hand) == [False, False]
    hand.view.set_shows_all(False)
    assert hidden(hand) == [True, True]
    # With the arrow keys one comes by it as by other text.
    above = hand.span("By Mo").start - 1
    hand.view.select_span(Span(above, above))
    QTest.keyClick(hand.view, Qt.Key.Key_Right)
    assert hidden(hand) == [False, True]


def test_what_is_annotated_is_never_hidden(open_article):
    span = (TEXT.index("Mo Farrow"), TEXT.index("Mo Farrow") + len("Mo Farrow"))
    mark = Mark(1, "actor", "accepted", "mention", *span)
    hand = open_article(TEXT, [mark])
    assert hidden(hand) == [False, True]
    hand = open_article(TEXT)
    assert hidden(hand) == [True, True]
    hand.view.update_annotation(1, [mark])
    assert hidden(hand) == [False, True]


def test_words_are_selected_and_copied_as_they_are(open_article):
    hand = open_article(TEXT)
    span = hand.span("coast guards")
    hand.drag(span.start, span.end)
    assert hand.quote(hand.view.selected_span()) == "coast guards"
    QTest.keyClick(hand.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert hand.quote(hand.view.selected_span()) == TEXT
