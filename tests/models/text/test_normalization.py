# SPDX-License-Identifier: MIT
"""The one normalisation of bodies."""

from __future__ import annotations

import sqlite3
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument

from claimdesk.models.text.normalization import body_hash, clean_body

ANY_TEXT = st.text(st.characters(exclude_categories=())) | st.text(
    st.sampled_from("a \t\n\r\v\f\x00\x1b\x85\u2028\ufeff\ud83d\ude00\ufdd0\uffff\u00a0é")
)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("one\r\n\r\ntwo", "one\n\ntwo"),
        ("page\fpage\vline\x85line\u2028line\u2029end", "page\npage\nline\nline\nline\nend"),
        ("\ufeffHeadline", "Headline"),
        ("in\ufeffside", "in\ufeffside"),
        ("a\x00b", "a\ufffdb"),
        ("a\x1b[1mb", "a\ufffd[1mb"),
        ("a\ud800b\udc00c", "a\ufffdb\ufffdc"),
        ("a pair \ud83d\ude00", "a pair \U0001f600"),
        ("a\ufdd0b\uffffc", "a\ufffdb\ufffdc"),
        ("  kept in front \t\n\u3000 ", "  kept in front"),
        ("no\u00a0break\u200eright\x9cC1", "no\u00a0break\u200eright\x9cC1"),
        (" \n ", ""),
    ],
)
def test_each_rule(raw, clean):
    assert clean_body(raw) == clean


@given(ANY_TEXT)
@example("\ud83d\ude00")
@example("\ud83d\ud83d\ude00")
@example("\ufeff\ufeff x")
def test_cleaning_twice_changes_nothing(text):
    once = clean_body(text)
    assert clean_body(once) == once


@given(ANY_TEXT)
def test_a_clean_body_passes_through_all_that_must_hold_it(text):
    body = clean_body(text)
    with sqlite3.connect(":memory:") as database:
        row = database.execute("SELECT ?, length(?)", (body, body)).fetchone()
    assert row == (body, len(body))
    assert (ElementTree.fromstring(f"<b>{escape(body)}</b>").text or "") == body
    document = QTextDocument()
    document.setPlainText(body)
    lines = body.split("\n")
    assert document.blockCount() == len(lines)


@given(ANY_TEXT, st.integers(0, 10))
def test_words_keep_their_offsets_but_for_line_ends(text, spaces):
    body = clean_body("x" * spaces + text.replace("\r\n", "").strip("\ufeff") + "END")
    assert body.index("x" * spaces) == 0
    assert body.endswith("END")


def test_the_hash_is_that_of_the_utf8_bytes():
    assert body_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert body_hash("Tōkyō") != body_hash("Tokyo")
