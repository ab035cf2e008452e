# SPDX-License-Identifier: MIT
"""The engine on whole articles: batches, stopping, odd texts, no parser."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.suggest import pipelines
from claimdesk.models.suggest.data import Knowledge
from claimdesk.models.suggest.engine import Engine
from claimdesk.models.suggest.json_form import json_object
from claimdesk.models.text.paragraphs import flowed
from claimdesk.models.text.spans import Span

PARAGRAPH = (
    "Foreign Minister Ana Silva of Portugal said on Monday that cyber defence “will come first.”"
    " “We are ready,” she added. Brazil agreed, according to officials in Lisbon.\n\n"
)


def spans(suggestions):
    for mention in suggestions.mentions:
        yield mention.span
    for claim in suggestions.claims:
        assert claim.content
        yield from (*claim.source, *claim.cue, *claim.content)
    for domain in suggestions.domains:
        yield domain.span


def test_batches_come_as_the_article_is_read(engine, codebook):
    text = PARAGRAPH * 100
    batches = list(engine.suggest(text, codebook))
    assert len(batches) > 3
    progress = [done for done, _ in batches]
    assert progress == sorted(progress)
    assert progress[-1] == 1.0
    every = [m for _, batch in batches for m in batch.mentions]
    assert len({m.span for m in every}) == len(every)
    whole = engine.suggest_all(text, codebook)
    assert sorted(every, key=lambda m: m.span) == list(whole.mentions)


def test_it_stops_when_told(engine, codebook):
    calls = iter([False] * 40)
    batches = list(engine.suggest(PARAGRAPH * 200, codebook, stopped=lambda: next(calls, True)))
    assert batches
    assert batches[-1][0] < 0.5


def test_two_articles_do_not_mix(engine):
    engine.suggest_all("Minister Helena Markovic spoke.", Knowledge())
    found = engine.suggest_all("Markovic is a common name here.", Knowledge()).mentions
    assert "Helena Markovic" not in [m.actor.name for m in found]


ODD = {
    "empty": "",
    "white space": " \n\t \n",
    "one word": "Portugal",
    "capitals": "PORTUGAL SAYS NO, BRAZIL WARNS\n" * 30,
    "bullets": "• Portugal\n- “no\n* said\n1. Ana Silva: yes\n" * 30,
    "table": "Name\tState\tVote\nAna Silva\tPortugal\tyes\n" * 30,
    "emoji": "😀🇵🇹 “Olá 😀,” Ana Silva said 🇧🇷.\n" * 30,
    "control characters": "".join(map(chr, range(1, 160))) * 5,
    "Japanese": "外相は「協力する」と述べた。日本とブラジルは合意した。" * 30,
    "Arabic": "قال الوزير إن الاتفاق قريب. " * 30,
    "quotation marks": "“" * 900 + "”" * 900 + '"' * 900,
    "HTML": '<p class="x">Ms. Silva said &quot;no&quot;</p>' * 30,
    "cues only": "said according to told: " * 200,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_give_spans_inside_the_text(engine, codebook, name):
    text = ODD[name]
    for start, end in spans(engine.suggest_all(text, codebook)):
        assert 0 <= start < end <= len(text)


PIECES = st.sampled_from(
    [
        *"“”\"'’:,.;-—()\n\n\t 😀\u00a0\u200b\x00É",
        *("''", "``", "Ana Silva ", "she ", "said ", "the ", "Portugal ", "U.S. ", "that ", "日本"),
        *("according to ", "cyber-attack ", "warned of ", "officials ", "was ", "agreed", "who "),
        *("is viewed as ", "GHA ", "experts ", "and ", "while ", "Foreign Ministry ", "forces "),
    ]
)


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(text=st.lists(PIECES, max_size=60).map("".join))
@example(text='“said "said ')
def test_every_quote_is_the_text_at_its_offsets(engine, codebook, text):
    found = engine.suggest_all(text, codebook)
    for start, end in spans(found):
        assert 0 <= start < end <= len(text)
        assert "\n" not in flowed(text)[start:end], "it stays in its paragraph"
        assert text[start:end] == text[start:end].strip()
    form = json_object("dir/a.txt", text, found)
    assert form["file"] == "a.txt"
    for mention in form["mentions"]:
        assert mention["text"] == text[mention["start"] : mention["end"]]


@pytest.mark.drill
def test_time_grows_with_the_length_even_without_full_stops(engine, codebook, steps):
    sentence = (
        "Portugal said cooperation will grow and officials believe that partners warned of it "
    )

    def work(words):
        text = sentence * (words // 13)
        return steps(lambda: engine.suggest_all(text, codebook))

    work(1_000)
    assert work(6_000) < 2.5 * work(3_000)


def test_a_pipeline_that_is_not_installed_is_refused():
    with pytest.raises(ClaimdeskError, match="xx_no_such_model"):
        Engine.load("xx_no_such_model")


@pytest.fixture
def bare_engine(monkeypatch):
    monkeypatch.setattr(pipelines, "installed_names", list)
    return Engine.load()


def test_without_a_pipeline_names_and_quotations_are_still_found(bare_engine, codebook):
    assert bare_engine.pipeline.name == "none"
    assert "No language pipeline is installed" in bare_engine.notice
    text = (
        "“Quantum sensors are ready,” said Ana Silva. The port of Portugal is closed, according to"
        " Harbour Watch."
    )
    found = bare_engine.suggest_all(text, codebook)
    assert [m.actor.name for m in found.mentions] == ["Ana Silva", "Portugal"]
    assert [d.domain.name for d in found.domains] == ["Quantum technologies"]
    pieces = [(text[slice(*c.source[0])], text[slice(*c.content[0])]) for c in found.claims]
    assert pieces == [
        ("Ana Silva", "“Quantum sensors are ready,”"),
        ("Harbour Watch", "The port of Portugal is closed"),
    ]


def test_a_text_in_another_language_than_the_pipelines_is_not_parsed(engine, codebook):
    text = "Portugal und Norwegen haben zugesagt, sagte Ana Silva. „Wir sind bereit.“"
    found = engine.suggest_all(text, replace(codebook, language="de"))
    assert [m.actor.name for m in found.mentions] == ["Portugal"]


def test_the_shapes_can_be_imported_without_spacy():
    code = (
        "import sys, claimdesk.models.suggest.json_form;"
        "import claimdesk.models.workers.suggestion_messages;"
        "assert 'spacy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_spans_are_spans(engine, codebook):
    assert all(isinstance(s, Span) for s in spans(engine.suggest_all(PARAGRAPH, codebook)))
