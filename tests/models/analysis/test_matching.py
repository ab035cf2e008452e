# SPDX-License-Identifier: MIT
"""Tokens, matchings and figures of an evaluation."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from claimdesk.models.analysis.claim_scores import ClaimScores, claim_tokens
from claimdesk.models.analysis.matching import Counts, Tokenised, alike, jaccard, match, runs
from claimdesk.models.text.spans import Span

TEXT = "Ana said it's so, “now”. 協力 🇯🇵"


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_a_span_holds_the_tokens_that_it_touches(one, other):
    start, end = sorted((one, other))
    tokens = Tokenised(TEXT)
    touched = {i for i, span in enumerate(tokens.spans) if span.overlaps(Span(start, end))}
    assert tokens.inside([Span(start, end)]) == (touched if start < end else frozenset())


SOME = st.lists(st.frozensets(st.integers(0, 5), min_size=1), max_size=4)


@given(SOME, SOME)
def test_a_matching_has_as_many_pairs_as_there_can_be(gold, found):
    pairs = match(alike(gold, found))
    assert len(set(pairs.values())) == len(pairs)
    assert all(jaccard(gold[i], found[j]) >= 0.5 for i, j in pairs.items())
    columns = [*range(len(found)), *[None] * len(gold)]
    most = max(
        sum(j is not None and jaccard(gold[i], found[j]) >= 0.5 for i, j in enumerate(chosen))
        for chosen in permutations(columns, len(gold))
    )
    assert len(pairs) == most


def test_a_long_chain_of_exchanges_is_found():
    """Each prefers what the one before can do without, down to the first."""
    count = 5000
    candidates = [[max(i - 1, 0), i] for i in [*range(1, count), 0]]
    assert len(match(candidates)) == count


def test_runs_are_maximal():
    assert list(runs(frozenset({1, 2, 3, 7, 9, 10}))) == [(1, 4), (7, 8), (9, 11)]


def test_figures_of_nothing_are_zero():
    assert Counts().figures() == {"p": 0.0, "r": 0.0, "f": 0.0, "tp": 0, "gold": 0, "pred": 0}
    assert Counts(1, 2, 4).figures()["f"] == 33.33


def test_claims_are_told_apart_by_how_much_of_them_is_right():
    tokens = Tokenised("Ana said that all is well today")
    spans = {"source": [Span(0, 3)], "cue": [Span(4, 8)], "content": [Span(9, 25)]}
    gold = claim_tokens(tokens, spans)
    scores = ClaimScores()
    pairs = scores.add(
        [gold],
        [
            claim_tokens(tokens, {}),
            claim_tokens(tokens, {**spans, "source": [], "content": [Span(9, 31)]}),
        ],
    )
    assert pairs == {0: 1}
    figures = scores.figures()
    assert {
        name: figures[name]["tp"]
        for name in ("content", "content_source", "content_cue", "all3", "exact_content")
    } == {"content": 1, "content_source": 0, "content_cue": 1, "all3": 0, "exact_content": 0}
    assert figures["span_exact"]["cue"]["tp"] == 1
    assert figures["token"]["content"]["pred"] == 5
