# SPDX-License-Identifier: MIT
"""Words are found in a text whatever their case, accents and width."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimdesk.models.text.contains import Phrase, contains
from claimdesk.models.text.folding import accentless_key


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Osterreich", "Republik Österreich"),
        ("österreich", "REPUBLIK ÖSTERREICH"),
        ("strasse", "Lange Straße 2"),
        ("Straße", "LANGE STRASSE"),
        ("Lodz", "in Łódź"),
        ("walesa", "Lech Wałęsa"),
        ("sao paulo", "São\u00a0Paulo"),
        ("sao paulo", "São\nPaulo"),
        ("istanbul", "İstanbul"),
        ("isik", "IŞIK, ışık"),
        ("σοφος", "ΣΟΦΌΣ"),
        ("владимир", "ВЛАДИМИР"),
        ("viet nam", "Việt Nam"),
        ("トヨタ", "ﾄﾖﾀ自動車"),
        ("ガス", "ｶﾞｽ"),
        ("claimdesk", "Claim\u00addesk"),
        ("office", "the oﬃce"),
        ("don't", "they don’t"),
        ("aether", "Æther"),
    ],
)
def test_words_are_found_in_any_form_of_a_text(words: str, text: str) -> None:
    for form in ("NFC", "NFD"):
        for around in (text, f"“€” {text} …"):
            shown = unicodedata.normalize(form, around)
            assert contains(shown, words)
            assert contains(shown.encode(), unicodedata.normalize("NFD", words))


@pytest.mark.parametrize(
    ("words", "text"),
    [("osterreich", "Ostern"), ("カ", "ガ"), ("a.c", "abc"), ("a-c", "a c"), ("[", "("), ("x", "")],
)
def test_other_words_are_not(words: str, text: str) -> None:
    assert not contains(text, words)
    assert not contains(text.encode(), words)
    assert not contains(None, words)


TEXTS = st.text(st.sampled_from("aAäÄßsSéeoøŁlıİiæfﬁ-’' .жЖςΣａ"), max_size=8)


@given(TEXTS, TEXTS)
def test_it_is_the_rule_of_the_keys_without_accents(words: str, text: str) -> None:
    expected = accentless_key(words) in accentless_key(text)
    # A ligature may be found by a part of it only in the keys.
    assert not contains(text, words) or expected
    assert contains(text, words) == contains(text.encode(), words)
    if not set(text) & set("ßæﬁ"):
        assert contains(text, words) == expected


@pytest.mark.parametrize("word", ["reef", "a", "łódz", "ss", "カ", "nowhere"])
@pytest.mark.parametrize("last", ["coral Reef a", "Łódź Straße ガカ"])
def test_lines_with_a_word_are_found_all_at_once(word: str, last: str) -> None:
    lines = ["Reef Board", "", "a reef, a REEF", "Boat", last]
    begins = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]
    found = set(Phrase(word).lines_with("\n".join(lines)))
    assert found == {begins[n] for n, line in enumerate(lines) if contains(line, word)}
