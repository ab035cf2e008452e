# SPDX-License-Identifier: MIT
"""What is found in a text and through a project, and that every offset is right."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimdesk.models.search.concordance import ProjectSearch, in_context
from claimdesk.models.search.matching import Query, matches, same_words
from claimdesk.models.search.patterns import InvalidPattern, PatternProcess, TooSlow
from claimdesk.models.store.project import Project
from claimdesk.models.text.spans import Span

LETTERS = (
    "aAbBsSßẞiİıIéÉe\u0301\u0327\u0345ﬁfΣσς한각\u1112\u1161日本協力🇯🇵👩\u200d💻Ω\u2126Åå\u212b"
)


@pytest.fixture(scope="module")
def patterns():
    with PatternProcess() as process:
        yield process


def folded(text: str) -> str:
    """Unicode's own rule for texts that differ in case only (3.13, D145), joiners left out."""
    nfd = unicodedata.normalize("NFD", text.replace("\u200d", "")).casefold()
    return unicodedata.normalize("NFD", nfd)


def found(text: str, query: str, patterns: PatternProcess, **options: bool) -> list[str]:
    spans = matches(text, Query(query, **options), patterns)
    return [text[span.start : span.end] for span in spans]


@given(text=st.text(LETTERS, max_size=40), query=st.text(LETTERS.lower(), min_size=1, max_size=3))
def test_a_match_differs_from_the_query_in_case_and_joiners_only(text: str, query: str) -> None:
    query = query.lower()
    for start, end in matches(text, Query(query), PatternProcess()):
        assert folded(text[start:end]) == folded(query)


@given(
    before=st.text(LETTERS, max_size=10),
    word=st.text("abßi日本é한ω🇯", min_size=1, max_size=5),
    after=st.text(LETTERS, max_size=10),
)
def test_what_stands_there_is_found(before: str, word: str, after: str) -> None:
    text = f"{before}. {word.swapcase()} .{after}"
    start = len(before) + 2
    wanted = Span(start, start + len(word.swapcase()))
    assert wanted in matches(text, Query(word), PatternProcess())


@given(text=st.text(LETTERS + " \n", max_size=60), query=st.text(LETTERS, min_size=1, max_size=2))
def test_matches_are_in_order_and_apart(text: str, query: str) -> None:
    spans = matches(text, Query(query), PatternProcess())
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize(
    ("text", "query", "wanted"),
    [
        ("Straße, STRASSE, strasse", "strasse", ["Straße", "STRASSE", "strasse"]),
        ("Straße", "stras", []),
        ("İzmir and izmir", "izmir", ["izmir"]),
        ("caf\u00e9 cafe\u0301 cafe", "caf\u00e9", ["caf\u00e9", "cafe\u0301"]),
        ("caf\u00e9 cafe\u0301 cafe", "cafe", ["cafe"]),
        ("the US told us", "US", ["US"]),
        ("the US told us", "us", ["US", "us"]),
        (
            "New\u00a0Zealand, New  Zealand, New\nZealand",
            "new zealand",
            ["New\u00a0Zealand", "New  Zealand"],
        ),
        ("the navy’s “reef” plan", 'navy\'s "reef"', ["navy’s “reef”"]),
        ("🇯🇵 日本は協力する。日本政府", "日本", ["日本", "日本"]),
        ("👩‍💻👍🏽 said 👍🏽", "👍🏽", ["👍🏽", "👍🏽"]),
        ("a.c abc", "a.c", ["a.c"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("anything", "  ", []),
    ],
)
def test_plain_words(text: str, query: str, wanted: list[str], patterns: PatternProcess) -> None:
    assert found(text, query, patterns) == wanted


@pytest.mark.parametrize(
    ("text", "query", "wanted"),
    [
        ("art, artful, start, Art's", "art", ["art", "Art"]),
        ("日本は日本政府", "日本", ["日本", "日本"]),
        ("10 of 10,000 and 10.", "10", ["10", "10"]),
        ("é\u0301t ét", "ét", ["ét"]),
    ],
)
def test_whole_words(text: str, query: str, wanted: list[str], patterns: PatternProcess) -> None:
    assert found(text, query, patterns, whole_word=True) == wanted


def test_regular_expressions(patterns: PatternProcess) -> None:
    text = "🇯🇵 FY2024 and fy2025\nFY26"
    assert found(text, r"fy\d+", patterns, regex=True) == ["FY2024", "fy2025", "FY26"]
    assert found(text, r"FY\d+", patterns, regex=True) == ["FY2024", "FY26"]
    assert found(text, r"^fy\S+", patterns, regex=True) == ["FY26"], "lines have beginnings"
    assert found(text, r"x*", patterns, regex=True) == [], "nothing is not a match"
    assert found(text, r"y20", patterns, regex=True, whole_word=True) == []


@pytest.mark.parametrize("pattern", ["(reef", "*", "[a", "(?P<1>x)"])
def test_a_wrong_pattern_is_named(pattern: str, patterns: PatternProcess) -> None:
    with pytest.raises(InvalidPattern, match="not a regular expression"):
        matches("reef", Query(pattern, regex=True), patterns)


@pytest.mark.usefixtures("no_hang")
def test_a_pattern_without_end_is_ended(patterns: PatternProcess) -> None:
    with pytest.raises(TooSlow):
        patterns.spans("a" * 60 + "!", r"(a+)+b", ignore_case=True, seconds=0.3)
    assert patterns.spans("ab", "b", ignore_case=True) == [Span(1, 2)], "it works on afterwards"


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [("the  Reef", "The reef", True), ("caf\u00e9", "CAFE\u0301", True), ("reef", "reefs", False)],
)
def test_same_words(one: str, other: str, wanted: bool) -> None:
    assert same_words(one, other) is wanted


def test_through_the_project(project: Project, add_article: Callable[..., int]) -> None:
    old = add_article(
        project, "One.\nThe reef 協力 patrol 🇯🇵 grew.\nTwo.", published_on="2023-01-02"
    )
    new = add_article(project, "Reef first.", title="New", published_on="2024-01-02")
    add_article(project, "Nothing here.")
    with ProjectSearch(project, Query("reef")) as search:
        found = search.advance(60)
    assert search.finished
    assert (found.done, found.of) == (3, 3)
    assert [line.article_id for line in found.lines] == [new, old], "newest first"
    line = found.lines[1]
    assert (line.left, line.match, line.right) == ("The ", "reef", " 協力 patrol 🇯🇵 grew.")
    assert (line.title, line.published_on, line.start, line.end) == ("Talks", "2023-01-02", 9, 13)


def test_the_first_lines_come_before_the_last_article_is_read(
    project: Project, add_article: Callable[..., int]
) -> None:
    for number in range(30):
        add_article(project, f"The reef {number}.")
    with ProjectSearch(project, Query("reef")) as search:
        first = search.advance(0)
        assert len(first.lines) == 1
        assert not search.finished
        lines = list(first.lines)
        while not search.finished:
            lines += search.advance(0).lines
    assert len({line.article_id for line in lines}) == 30


def test_a_slow_pattern_gives_up_on_the_project(
    project: Project, add_article: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        add_article(project, "a" * 60 + f"! {number}")
    slow = PatternProcess.spans

    def impatient(self, text, pattern, *, ignore_case):
        return slow(self, text, pattern, ignore_case=ignore_case, seconds=0.2)

    monkeypatch.setattr(PatternProcess, "spans", impatient)
    with ProjectSearch(project, Query("(a+)+b", regex=True)) as search, pytest.raises(TooSlow):
        search.advance(60)


def test_no_articles_no_lines(project: Project) -> None:
    with ProjectSearch(project, Query("reef")) as search:
        assert search.advance().lines == []
        assert search.finished


WRAPPED = (
    "The minister said on Monday that the treaty with the European\nUnion would come, and that the"
    " coop-\neration of both navies would go on as before, whatever\nNew Zealand thinks of it."
)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("European Union", ["European\nUnion"]),
        ("cooperation", ["coop-\neration"]),
        ("the cooperation of", ["the coop-\neration of"]),
        ("whatever new", ["whatever\nNew"]),
    ],
)
def test_words_over_wrapped_lines_are_found(query, wanted, patterns):
    assert found(WRAPPED, query, patterns, whole_word=True) == wanted
    assert found(WRAPPED, query.replace(" ", r"\s"), patterns, regex=True) == wanted


def test_a_hyphen_at_the_end_of_a_line_is_found_either_way(patterns):
    text = "They spoke of a sea-\nbed that both of them want, and of nothing else at all."
    assert found(text, "seabed", patterns, whole_word=True) == ["sea-\nbed"]
    assert found(text, "sea-bed", patterns, whole_word=True) == ["sea-\nbed"]


def test_paragraphs_are_not_searched_across(patterns):
    assert found("They met the European.\n\nUnion leaders left.", "European. Union", patterns) == []


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("of Ger\u00admany.", "Germany"),
        ("of Ger\u200bmany\u2060.", "germany"),
        ("an e\ufb03cient way", "efficient"),
        ("Cross\u2011Strait talks", "Cross-Strait"),
        ("European\u202fUnion", "European Union"),
    ],
)
def test_what_nobody_sees_hides_no_word(text, query, patterns):
    assert len(found(text, query, patterns, whole_word=True)) == 1
    assert len(found(text, query, patterns, regex=True)) == 1


def test_the_context_of_a_match_goes_over_wrapped_lines():
    start = WRAPPED.index("European")
    left, match, right = in_context(WRAPPED, Span(start, start + len("European\nUnion")))
    assert left.endswith("the treaty with the ")
    assert match == "European Union"
    assert right.startswith(" would come, and that the cooperation of")


def test_quotes_over_two_lines_are_the_same_words():
    assert same_words("Coop-\neration", "cooperation")
    assert same_words("European\nUnion", "european  union")


def test_a_search_that_is_stopped_looks_no_further() -> None:
    stopped = threading.Event()
    stopped.set()
    assert matches("a b a", Query("a"), PatternProcess(), stopped) == []
