# SPDX-License-Identifier: MIT
"""The quick reading of the language model says what py3langid itself says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from claimdesk.models.articles.language_model import LanguageModel

LATIN = ("en", "de", "cs", "fr", "id", "ms", "sk", "sv", "vi", "sr")
CYRILLIC = ("be", "bg", "kk", "ru", "sr", "uk")
WORDS = (
    "the minister said on monday that the treaty was not signed yet",
    "die ministerin sagte am montag, dass man über die kosten reden müsse",
    "ministryně v pondělí řekla, že dohoda ještě není podepsána",
    "bộ trưởng nói hôm thứ hai tại viên rằng thỏa thuận vẫn chưa được ký kết",
    "министр заявила в понедельник, что соглашение ещё не подписано",
    "МИНИСТР ЗАЯВИЛА В ПОНЕДЕЛЬНИК",
)


@pytest.fixture(scope="module")
def quick():
    return LanguageModel([LATIN, CYRILLIC])


@pytest.fixture(scope="module")
def slow():
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def agree(quick, slow, text, group):
    said = {name: chance for name, chance in slow.rank(text) if name in group}
    whole = sum(said.values())
    found = quick.chances(text, group)
    assert sum(found.values()) == pytest.approx(1)
    if whole > 1e-6:  # below, the other is only as exact as its numbers
        expected = {name: chance / whole for name, chance in said.items()}
        assert found == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("group", [LATIN, CYRILLIC])
def test_real_words_of_any_length(quick, slow, words, group):
    for text in (words, words[:3], words * 50):
        agree(quick, slow, text, group)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text(quick, slow, text):
    agree(quick, slow, text, LATIN)
