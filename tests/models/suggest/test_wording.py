# SPDX-License-Identifier: MIT
"""How words of a text are looked up in word lists."""

from __future__ import annotations

from claimdesk.models.suggest.wording import WordList, words_of


def test_an_entry_for_the_very_form_of_a_word_comes_before_one_for_another_form():
    entries = WordList({"fighter": "aircraft", "fighters": "land war", "mean": "to mean"})
    assert [h.value for h in entries.find(words_of("fighters"))] == ["land war"]
    assert [h.value for h in entries.find(words_of("a fighter meant it"))] == [
        "aircraft",
        "to mean",
    ]
