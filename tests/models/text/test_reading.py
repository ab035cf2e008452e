# SPDX-License-Identifier: MIT
"""A text as it is read: clean words, and the way back to the very characters of the body."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimdesk.models.text.reading import ReadingText, readable, words_in
from claimdesk.models.text.spans import Span

LETTERS = "aB \n-.é\u0301ﬃ\u00ad\u200b\ufeff\u2011\u202f日>\u200d"


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("Baer\u00adbock", "Baerbock"),
        ("\ufeffGer\u200bmany\u2060", "Germany"),
        ("O\ufb03cials", "Officials"),
        ("Cross\u2011Strait", "Cross-Strait"),
        ("Cross\u2010Strait", "Cross-Strait"),
        ("European\u202fUnion", "European Union"),
        ("European\nUnion", "European Union"),
        ("coop-\neration", "cooperation"),
        ("日本\n政府", "日本政府"),
        ("O\u0308sterreich", "Österreich"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("“Norland’s”", "“Norland’s”"),
    ],
)
def test_words_are_read_without_what_nobody_sees(words: str, read: str) -> None:
    assert readable(words) == read


@pytest.mark.parametrize("body", ["", "One line.", "Title\n\nIt ended.\n\n“So,” he said."])
def test_a_plain_text_is_read_as_it_stands(body: str) -> None:
    reading = ReadingText(body)
    assert reading.is_body
    assert reading.text == body


@given(body=st.text(LETTERS, max_size=60), data=st.data())
def test_spans_lead_to_the_body_and_back(body: str, data: st.DataObject) -> None:
    reading = ReadingText(body)
    start = data.draw(st.integers(0, len(reading.text)))
    end = data.draw(st.integers(start, len(reading.text)))
    placed = reading.to_body(Span(start, end))
    assert 0 <= placed.start <= placed.end <= len(body)
    if start < end:
        assert placed.start < placed.end
        back = reading.from_body(placed)
        assert back.start <= start
        assert end <= back.end


@given(body=st.text(LETTERS, max_size=60), data=st.data())
def test_every_span_of_the_body_is_read_somewhere(body: str, data: st.DataObject) -> None:
    reading = ReadingText(body)
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    read = reading.from_body(Span(start, end))
    assert 0 <= read.start <= read.end <= len(reading.text)


def test_words_on_one_line() -> None:
    body = "Envoys of the European \nUn\u00adion met.\n\nThe end."
    assert words_in(body, Span(14, len(body))) == "European Union met.\n\nThe end."
