# SPDX-License-Identifier: MIT
"""Lists are read in time that grows as their length does, counted in calls."""

from __future__ import annotations

import pytest

from claimdesk.models.suggest.chunks import split_into_chunks
from claimdesk.models.suggest.cues import cue_lexicon
from claimdesk.models.suggest.data import Knowledge
from claimdesk.models.suggest.quotes import Quotations
from claimdesk.models.suggest.statements import Statements
from claimdesk.models.text.spans import Paragraphs

ITEMS = {
    "lines": "• port {}\n",
    "labels": "• Maria: port {} is safe?\n",
    "one line": "- Maria said port {} is safe; ",
    "quoted": "- “The port {} is safe\n",
}


def a_list(form: str, length: int) -> str:
    items = (form.format(i % 90 + 10) for i in range(length))
    return "".join(items)[:length]


@pytest.mark.drill
@pytest.mark.parametrize("form", ITEMS.values(), ids=ITEMS)
def test_suggestions_for_a_list_take_calls_in_proportion_to_its_length(engine, steps, form):
    calls = [
        steps(lambda size=size: engine.suggest_all(a_list(form, size), Knowledge()))
        for size in (1_500, 1_500, 3_000)  # the first time, things are imported
    ]
    assert calls[2] < 2.4 * calls[1]


@pytest.mark.parametrize("form", ITEMS.values(), ids=ITEMS)
def test_a_long_list_is_cut_and_looked_over_in_linear_time(steps, form):
    def work(size):
        text = a_list(form, size)
        paragraphs = Paragraphs(text).spans
        split_into_chunks(text)
        Statements(text, paragraphs, Quotations(text, paragraphs), cue_lexicon())

    small, large = (steps(lambda size=size: work(size)) for size in (10_000, 100_000))
    assert large < 11 * small


def test_no_part_of_a_list_in_one_line_is_longer_than_a_sentence():
    text = "- Maria said port 1 is safe; " * 400
    pieces = split_into_chunks(text)
    assert "".join(text[p.span.start : p.span.end] for p in pieces).strip() == text.strip()
    assert max(p.span.end - p.span.start for p in pieces) <= 1_000
