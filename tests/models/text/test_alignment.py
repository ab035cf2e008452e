# SPDX-License-Identifier: MIT
"""Which pieces of an edited text keep their words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimdesk.models.text.alignment import Alignment
from claimdesk.models.text.spans import Span

NEWS = (
    "Harbour talks resume 🇯🇵\n\nThe minister said the reef patrols would grow. “We agree,” Mara "
    "Lindt added, “and quantum clocks come next.”\n\nNobody else spoke of 協力 today.\n"
    "防衛省は協力を深めると述べた。専門家は慎重だ。"
)


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def moved(old: str, new: str, words: str) -> str | None:
    """The words of the new text that certainly are what `words` were in the old."""
    found = Alignment(old, new).move(place(old, words))
    return new[found.span.start : found.span.end] if found and found.certain else None


def test_words_move_with_what_is_put_before_them() -> None:
    new = NEWS.replace("Harbour", "On Monday, harbour 🙂")
    for words in ("Mara Lindt", "協力", "quantum clocks", "防衛省", "専門家", "talks resume 🇯🇵"):
        assert moved(NEWS, new, words) == words


def test_words_beside_a_changed_word_stay_certain() -> None:
    new = NEWS.replace("Lindt added", "Lindt replied")
    assert moved(NEWS, new, "Mara Lindt") == "Mara Lindt"
    assert moved(NEWS, new, "added") is None


def test_a_changed_word_is_not_certain_but_has_a_likely_place() -> None:
    new = NEWS.replace("Mara Lindt", "Mara Lindtner")
    old_span = place(NEWS, "Mara Lindt")
    found = Alignment(NEWS, new).move(old_span)
    assert found is not None
    assert not found.certain
    assert found.span == old_span


def test_an_accent_or_a_skin_tone_that_is_added_changes_the_word() -> None:
    assert moved("the cafe opens at nine", "the cafe\u0301 opens at nine", "cafe") is None
    assert moved("they 👍 it", "they 👍🏽 it", "👍") is None
    assert moved("the cafe opens at nine", "the cafe opens at ten", "cafe") == "cafe"


def test_one_of_two_equal_words_that_goes_leaves_neither_certain() -> None:
    old, new = "They say cat cat today.", "They say cat today."
    alignment = Alignment(old, new)
    first = place(old, "cat")
    for span in (first, Span(first.start + 4, first.end + 4)):
        found = alignment.move(span)
        assert found is None or not found.certain
    assert moved(old, new, "They say") == "They say"


def test_a_correction_in_text_without_spaces_leaves_the_other_characters() -> None:
    new = NEWS.replace("深めると", "強めていくと")
    for words in ("防衛省", "協力を", "述べた", "専門家"):
        assert moved(NEWS, new, words) == words
    assert moved(NEWS, new, "深める") is None


def test_a_sentence_that_was_moved_takes_its_words_along() -> None:
    first = "The reef patrols would grow, the minister said."
    second = "Mara Lindt spoke of quantum clocks and of nothing else."
    rest = "Others waited outside in the rain for a statement that never came."
    old, new = f"{first} {second} {rest}", f"{second} {rest} {first}"
    for words in ("reef patrols", "Mara Lindt", "statement"):
        assert moved(old, new, words) == words


def test_another_text_about_the_same_keeps_nothing_for_certain() -> None:
    new = "In a wholly different report, Mara Lindt is quoted by someone who never met her at all."
    assert moved(NEWS, new, "Mara Lindt") is None


signs = st.sampled_from([*"ab .\n", "e\u0301", "🙂", "👍🏽", "協", "力", "。", "cat ", "the "])
texts = st.lists(signs, max_size=60).map("".join)


@pytest.mark.drill
@given(texts, texts, st.data())
@settings(max_examples=400)
def test_whatever_is_placed_has_its_words(old: str, new: str, data: st.DataObject) -> None:
    alignment = Alignment(old, new)
    for _ in range(6):
        if not old:
            break
        start = data.draw(st.integers(0, len(old) - 1))
        end = data.draw(st.integers(start + 1, len(old)))
        found = alignment.move(Span(start, end))
        if found is not None:
            assert new[found.span.start : found.span.end] == old[start:end]
        assert 0 <= alignment.near(start) <= len(new)


@given(texts, texts)
@settings(max_examples=300)
def test_no_two_places_become_one(old: str, new: str) -> None:
    alignment = Alignment(old, new)
    found = [alignment.move(Span(i, i + 1)) for i in range(len(old))]
    places = [one.span.start for one in found if one and one.certain]
    assert len(places) == len(set(places))


@given(texts)
@settings(max_examples=100)
def test_a_text_that_stays_keeps_everything(text: str) -> None:
    alignment = Alignment(text, text)
    for i in range(len(text)):
        found = alignment.move(Span(i, i + 1))
        assert found is not None
        assert found.certain
        assert found.span == (i, i + 1)


words = st.lists(
    st.sampled_from(["協力", "naïve", "cafe\u0301", "🙂🙂", "talks", "über"]),
    min_size=8,
    max_size=60,
)


@given(words, st.data())
@settings(max_examples=200)
def test_words_that_nobody_touched_keep_their_spans(stems: list[str], data: st.DataObject) -> None:
    # Numbered, so that each stands once; at most every fourth is edited.
    old_words = [f"{stem}{n}" for n, stem in enumerate(stems)]
    edits = data.draw(
        st.lists(
            st.sampled_from(["keep", "drop", "put", "change"]),
            min_size=len(stems) // 4,
            max_size=len(stems) // 4,
        )
    )
    new_words: list[str] = []
    where: dict[int, int] = {}
    for number, word in enumerate(old_words):
        edit = edits[number // 4] if number % 4 == 2 and number // 4 < len(edits) else "keep"
        if edit == "put":
            new_words.append("inserted")
        if edit == "change":
            new_words.append("changed")
        elif edit != "drop":
            where[number] = len(new_words)
            new_words.append(word)
    old, new = " ".join(old_words), " ".join(new_words)
    alignment = Alignment(old, new)
    for number, there in where.items():
        start = len(" ".join(old_words[:number])) + (number > 0)
        now = len(" ".join(new_words[:there])) + (there > 0)
        found = alignment.move(Span(start, start + len(old_words[number])))
        assert found is not None
        assert found.certain
        assert found.span.start == now


@pytest.mark.usefixtures("no_hang")
def test_a_megabyte_is_compared() -> None:
    line = "Speaker {} said on day {} that the patrols near reef {} would grow by {} ships.\n"
    lines = [line.format(n, n * 7 % 31, n * 13 % 997, n % 17) for n in range(14_000)]
    old = "".join(lines)
    for n in range(0, 14_000, 40):
        lines[n] = lines[n].replace("would grow", "will not grow")
    new = "".join(lines)
    assert len(old) > 1_000_000
    spans = [Span(n * 70, n * 70 + 12) for n in range(15_000)]
    alignment = Alignment(old, new)
    found = [alignment.move(span) for span in spans]
    assert sum(move is not None and move.certain for move in found) > 14_500
