# SPDX-License-Identifier: MIT
"""Words and sentences as the mouse selects them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimdesk.models.text.spans import Span
from claimdesk.models.text.words import clause_edge, sentence_at, snapped, word_at, word_edge


def cut(text: str, span: Span) -> str:
    return text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "inside", "word"),
    [
        ("the Estrian fleet", "stri", "Estrian"),
        ("Norland’s fleet", "orl", "Norland"),
        ("Norland's fleet", "orl", "Norland"),
        ("they don’t know", "on’", "don’t"),
        ("Ms O'Hare said", "Hare", "O'Hare"),
        ("nuclear-powered", "powe", "powered"),
        ("some 1,500.5 tons", "00", "1,500.5"),
        ("cafe\u0301s open", "af", "cafe\u0301s"),
        ("防衛相はノルランドと", "衛", "防衛相"),
        ("防衛相はノルランドと", "ラ", "ノルランド"),
        ("قال الوزير", "وزي", "الوزير"),
        ("a 🚢 b", "🚢", ""),
    ],
)
def test_word(text, inside, word):
    assert cut(text, word_at(text, text.index(inside))) == word


@pytest.mark.parametrize(
    ("text", "selected", "taken"),
    [
        ("the Estrian fleet sails", "strian fl", "Estrian fleet"),
        ("the Estrian fleet sails", " Estrian ", "Estrian"),
        ("the Estrian fleet sails", " ", ""),
        ("Norland’s fleet", "orlan", "Norland"),
        ("“We will,” she", "We wil", "We will"),
        ("“We will,” she", "“We will,”", "“We will,”"),
        ("日本政府は", "日本", "日本"),
    ],
)
def test_snapped(text, selected, taken):
    start = text.index(selected)
    assert cut(text, snapped(text, Span(start, start + len(selected)))) == taken


def test_a_run_without_words_is_left_alone():
    text = "x" * 5000
    assert snapped(text, Span(2000, 2100)) == Span(2000, 2100)


@given(st.text(alphabet="ab’'. ,1éに日本🚢\u0301-", max_size=40), st.data())
def test_snapping_keeps_the_words_and_is_stable(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    once = snapped(text, Span(start, end))
    assert snapped(text, once) == once
    assert cut(text, Span(start, end)).strip() in cut(text, once)


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        ("fleet", "Dr. Holm said the U.S. fleet had left Port No. 7 at 5.30 p.m. on Monday."),
        ("Why", "Why?"),
        ("late", "“It is late,” he said."),
        ("量子", "量子技術だ。"),
        ("次", "次は人工知能。"),
        ("Other", "Other line"),
    ],
)
def test_sentence(inside, sentence):
    text = (
        "Dr. Holm said the U.S. fleet had left Port No. 7 at 5.30 p.m. on Monday. Why? "
        "“It is late,” he said.\n量子技術だ。次は人工知能。\nOther line"
    )
    assert cut(text, sentence_at(text, text.index(inside))) == sentence


def stops(text: str, step: int, *, starts: bool) -> list[int]:
    """All places where an end stops that is moved by words through a text."""
    point, found = (0, []) if step > 0 else (len(text), [])
    while True:
        point = word_edge(text, point, step, starts=starts)
        if not 0 < point < len(text):
            return sorted(found)
        found.append(point)


@pytest.mark.parametrize("apostrophe", ["'", "’"])
@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("we don't know", "we |don't |know", "we| don't| know"),
        ("the soldiers' pay", "the |soldiers' |pay", "the| soldiers|' pay"),
        ("Mr O'Neill left", "Mr |O'Neill |left", "Mr| O'Neill| left"),
        ("Mr O'Neill's dog", "Mr |O'Neill's |dog", "Mr| O'Neill|'s| dog"),
        ("all 'quoted' words", "all '|quoted' |words", "all| 'quoted|' words"),
        ("say 'don't' now", "say '|don't' |now", "say| 'don't|' now"),
        ("at six o'clock sharp", "at |six |o'clock |sharp", "at| six| o'clock| sharp"),
        ("une d'été ici", "une |d'été |ici", "une| d'été| ici"),
    ],
)
def test_an_end_moved_by_words_never_stops_inside_one(text, starts, ends, apostrophe) -> None:
    for marked, at_starts in ((starts, True), (ends, False)):
        marked = marked.replace("'", apostrophe)
        plain = marked.replace("|", "")
        places = [len(part) for part in marked.split("|")[:-1]]
        wanted = [sum(places[: n + 1]) for n in range(len(places))]
        assert plain == text.replace("'", apostrophe)
        assert stops(plain, 1, starts=at_starts) == wanted
        assert stops(plain, -1, starts=at_starts) == wanted


CLAUSES = (
    "He said that they were “considering” it, with Japan – at last. “Never,” she added (twice)."
)


@pytest.mark.parametrize(
    ("at", "step", "starts", "left"),
    [
        ("it,", 1, False, "it"),
        ("with", 1, False, "with Japan"),
        ("with Japan", 1, False, "with Japan – at last"),
        ("with", 1, True, "at last"),
        ("considering", -1, True, "“considering"),
        ("at last", -1, True, "with"),
        ("Never", 1, True, "she added"),
        ("she", 1, False, "she added"),
    ],
)
def test_an_end_goes_to_that_of_a_clause(at: str, step: int, starts: bool, left: str) -> None:
    place = CLAUSES.index(at) + (0 if starts or at != "with Japan" else len(at))
    if at == "considering":
        place += 1
    found = clause_edge(CLAUSES, place, step, starts=starts)
    if starts:
        assert CLAUSES[found:].startswith(left)
    else:
        assert CLAUSES[CLAUSES.index(left.split()[0]) : found] == left


@given(st.text("ab ,.“”()\n–7", max_size=60), st.integers(0, 60), st.booleans())
def test_the_end_of_a_clause_lies_in_the_text_and_where_one_looks(text, point, starts) -> None:
    point = min(point, len(text))
    back = clause_edge(text, point, -1, starts=starts)
    on = clause_edge(text, point, 1, starts=starts)
    assert 0 <= back <= point <= on <= len(text)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("It stays shut because the pier was damaged", ["because the pier was damaged"]),
        ("It stays shut because of the storm", []),
        ("Norland and Estria have agreed on it", []),
        ("The pier was shut and the crews have left", ["the crews have left"]),
        ("She said that the crews have left", ["that the crews have left", "the crews have left"]),
        ("She said the crews have left", ["the crews have left"]),
        ("They met in that room for an hour", []),
        ("The deal under which ships were built ended", ["under which ships were built ended"]),
    ],
)
def test_a_clause_begins_where_a_word_joins_it(text: str, clauses: list[str]) -> None:
    found, place = [], 0
    while (after := clause_edge(text, place, 1, starts=True)) not in (place, len(text)):
        found.append(text[after:])
        place = after
    assert found == clauses
    if clauses:
        end = clause_edge(text, 0, 1, starts=False)
        assert text[end:].split()[:2] in (clauses[0].split()[:2], ["and", clauses[0].split()[0]])


def test_without_a_clause_ahead_an_end_stays() -> None:
    assert clause_edge("one two", 7, 1, starts=False) == 7


WRAPPED = (
    "The treaty is dead. The minister said on Monday that the Euro\u00adpean\nUnion would pay, and"
    " that the coop-\neration of both navies would go on as\nbefore. Nobody knows.\n\nThe end."
)


@pytest.mark.parametrize(
    ("text", "inside", "word"),
    [
        ("of Ger\u00admany now", "many", "Ger\u00admany"),
        ("of Ger\u200bmany now", "Ger", "Ger\u200bmany"),
        ("of \ufeffGermany\u2060 now", "many", "Germany"),
        ("they don\u00ad’t know", "don", "don\u00ad’t"),
        ("of Ger\u00admany", "\u00ad", "Ger\u00admany"),
        (WRAPPED, "eration", "coop-\neration"),
        (WRAPPED, "before", "before"),
        ("เรา\u200bรัก", "รัก", "รัก"),
    ],
)
def test_what_nobody_sees_ends_no_word(text, inside, word):
    assert cut(text, word_at(text, text.index(inside))) == word


@pytest.mark.parametrize(
    ("text", "selected", "taken"),
    [
        ("of Ger\u00admany now", "many", "Ger\u00admany"),
        ("of Germany\u200b now", "many\u200b", "Germany"),
        ("of \u200bGermany now", "\u200bGer", "Germany"),
        (WRAPPED, "coop-", "coop-\neration"),
    ],
)
def test_snapping_takes_whole_words_with_what_nobody_sees(text, selected, taken):
    start = text.index(selected)
    assert cut(text, snapped(text, Span(start, start + len(selected)))) == taken


def test_a_sentence_goes_over_wrapped_lines():
    sentence = WRAPPED[WRAPPED.index("The minister") : WRAPPED.index(" Nobody")]
    for inside in ("minister", "Union", "eration", "before"):
        assert cut(WRAPPED, sentence_at(WRAPPED, WRAPPED.index(inside))) == sentence
    assert cut(WRAPPED, sentence_at(WRAPPED, WRAPPED.index("end"))) == "The end."


def test_a_clause_goes_over_wrapped_lines():
    start = WRAPPED.index("that the Euro")
    assert clause_edge(WRAPPED, start, 1, starts=False) == WRAPPED.index(", and")
    assert clause_edge(WRAPPED, len(WRAPPED) - 1, -1, starts=True) == WRAPPED.index("The end")
