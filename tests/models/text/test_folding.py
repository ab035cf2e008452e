# SPDX-License-Identifier: MIT
"""Texts that look alike are compared as equal, and what is compared leads back to the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimdesk.models.text.folding import FoldedText, accentless_key, fold, name_key

LETTERS = "aBßİıÉe\u0301\u0327ﬁΣ각日が🇯🇵👩\u200d\u00ad\u200b\ufeff\u2011\u202f ｱＡ’"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Baer\u00adbock", "Baerbock"),
        ("Baer\u200bbock\ufeff", "BAERBOCK"),
        ("e\ufb03cient", "efficient"),
        ("Cross\u2011Strait", "Cross-Strait"),
        ("European\u202fUnion", "European Union"),
        ("O\u0308sterreich", "Österreich"),
        ("Владимир", "ВЛАДИМИР"),
        ("Ｊａｐａｎ", "Japan"),
    ],
)
def test_names_that_look_alike_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Osterreich", "Österreich"), ("lodz", "Łódź"), ("dien bien", "Điện  Biên")],
)
def test_a_name_is_found_without_its_accents(typed: str, name: str) -> None:
    assert name_key(typed) != name_key(name)
    assert accentless_key(typed) == accentless_key(name)


def test_voicing_marks_of_kana_are_not_accents() -> None:
    assert accentless_key("かき") != accentless_key("がき")


@given(text=st.text(LETTERS, max_size=30), data=st.data())
def test_what_is_compared_leads_back_to_the_text(text: str, data: st.DataObject) -> None:
    folded = FoldedText(text)
    start = data.draw(st.integers(0, len(folded.key)))
    end = data.draw(st.integers(start, len(folded.key)))
    span = folded.span(start, end)
    if span is not None:
        assert fold(text[span.start : span.end]) == folded.key[start:end]
