# SPDX-License-Identifier: MIT
"""The display copy keeps every offset, whatever the text holds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFont

from claimdesk.gui.article.display import LONGEST_BLOCK, DisplayText
from claimdesk.gui.article.page import make_document

NASTY = "a b.\n\r\t\x00\x0c\x85\u00a0\u2028\u2029\ufdd0\ufeff\ufffc\ud800é\u0301日。🚢👍🏽\u200dא"


def check(text: str, qapp) -> DisplayText:
    display = DisplayText(text)
    document = make_document(display, QFont("DejaVu Serif", 12), qapp)
    assert document.characterCount() - 1 == display.length
    for point in range(0, len(text) + 1, max(1, len(text) // 500)):
        unit = display.unit(point)
        assert display.point(unit) == point
    for block_number in range(document.blockCount()):
        block = document.findBlockByNumber(block_number)
        shown = display.point(block.position() + block.length() - 1)
        assert shown - display.point(block.position()) <= LONGEST_BLOCK + 64
    document.deleteLater()
    return display


@given(st.text(alphabet=NASTY, max_size=60))
def test_any_text(qapp, text):
    check(text, qapp)


@settings(max_examples=25)
@given(st.text(alphabet=NASTY, min_size=1, max_size=20), st.integers(500, 6000))
def test_any_long_text(qapp, piece, length):
    check((piece * length)[:length], qapp)


@given(st.text(alphabet="a🚢日\n\u0301", max_size=80))
def test_units_are_utf16(text):
    display = DisplayText(text)
    for point in range(len(text) + 1):
        assert display.unit(point) == len(text[:point].encode("utf-16-le")) // 2


def test_a_long_paragraph_is_broken_after_sentences_without_changing_its_length(qapp):
    text = "Estria waits for the winter. " * 400
    display = check(text, qapp)
    assert len(display.shown) == len(text)
    assert {text[display.point(unit) - 2] for unit in display.continued} == {"."}


@pytest.mark.parametrize(
    "text", ["x" * 20_000, "量子技術だ。" * 2000, "👍🏽" * 4000, "e\u0301" * 5000]
)
def test_a_text_without_spaces_is_broken_between_characters(qapp, text):
    display = check(text, qapp)
    assert len(display.continued) >= len(text) // LONGEST_BLOCK - 1
    for unit in display.continued:
        assert text[display.point(unit)] not in "\u0301🏽"
