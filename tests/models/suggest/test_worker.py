# SPDX-License-Identifier: MIT
"""The suggestion process, as the window sees it: lines in, lines out."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.suggest.data import (
    ActorEntry,
    DomainEntry,
    Knowledge,
    LearnedName,
    Memory,
    RejectedWords,
    Suggestions,
)
from claimdesk.models.workers.json_lines import LineFormat
from claimdesk.models.workers.suggestion_messages import ANSWERS, INSTRUCTIONS, Answer, Instruction

pytestmark = pytest.mark.drill

TEXT = "Portugal agreed. “We are ready,” Minister Ana Silva said of cyber defence.\n"
KNOWLEDGE = Knowledge(
    actors=(ActorEntry("Portugal", "state", "PT", ("Portuguese Republic",), 5),),
    domains=(DomainEntry("Cyber", ("cyber defence",), 9),),
)


class Process:
    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "claimdesk.models.workers.suggestion_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self.ready = ANSWERS.read(self.line()).ready

    def say(self, *messages):
        for message in messages:
            line = message if isinstance(message, str) else INSTRUCTIONS.write(message).decode()
            self._process.stdin.write(line.rstrip("\n") + "\n")
        self._process.stdin.flush()

    def line(self):
        return self._process.stdout.readline()

    def read(self):
        return ANSWERS.read(self.line())

    def until(self, end):
        found = []
        while not end(message := self.read()):
            found.append(message)
        return [*found, message]

    def close(self):
        self._process.stdin.close()
        rest = self._process.stdout.read()
        return self._process.wait(timeout=20), rest


@pytest.fixture(scope="module")
def process():
    process = Process()
    yield process
    process.close()


def request(number, text=TEXT, knowledge=KNOWLEDGE):
    return Instruction.request(number, text, knowledge)


def test_it_says_what_it_is(process):
    pipeline, notice = process.ready.pipeline, process.ready.notice
    assert pipeline.name.startswith("en_core_web")
    assert pipeline.version
    assert notice is None


def test_a_request_is_answered_with_the_suggestions_of_the_engine(process, engine):
    process.say(request(1))
    *batches, last = process.until(lambda m: m.done)
    assert last == Answer(1, done=True)
    assert {message.id for message in batches} == {1}
    read = [(message.progress, message.suggestions) for message in batches]
    assert read[-1][0] == 1.0
    expected = engine.suggest_all(TEXT, KNOWLEDGE)
    found = [m for _, batch in read for m in batch.mentions]
    assert [(m.span, m.actor.name, m.actor.id) for m in found] == [
        (m.span, m.actor.name, m.actor.id) for m in expected.mentions
    ]
    claims = [c for _, batch in read for c in batch.claims]
    assert [(c.content, c.stance, c.kind) for c in claims] == [
        (c.content, c.stance, c.kind) for c in expected.claims
    ]
    assert [d.domain.id for _, batch in read for d in batch.domains] == [9]


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        "[1, 2]",
        '{"id": 3}',
        '{"text": "x"}',
        '{"id": true, "text": "x"}',
        '{"id": 3, "text": 4}',
        '{"id": 3, "text": "x", "knowledge": []}',
        '{"id": 3, "text": "x", "knowledge": {"actors": [{"name": "A", "kind": "planet"}]}}',
        '{"id": 3, "text": "x", "knowledge": {"domains": [{"name": "A", "terms": "a"}]}}',
        '{"id": 3, "text": "\\ud800"}',
        '{"cancel": 1}{',
        "[" * 5000,
    ],
)
def test_a_wrong_line_is_answered_with_one_sentence(process, line):
    process.say(line, request(4, ""))
    error, *rest = process.until(lambda m: m.done)
    assert error.error.endswith(".")
    assert "\n" not in error.error
    assert rest[-1] == Answer(4, done=True)


def test_a_cancelled_request_ends_early_and_the_next_one_is_answered(process):
    process.say(request(5, TEXT * 3000))
    process.read()
    process.say(Instruction(cancel=5), Instruction(cancel="never asked"), request(6))
    messages = process.until(lambda m: m.done)
    assert messages[-1].id == 6
    assert Answer(5, done=True) not in messages
    assert max((m.progress for m in messages if m.id == 5), default=0) < 1


def test_it_ends_when_its_input_ends():
    process = Process()
    process.say(request(1, TEXT * 3000))
    process.read()
    code, rest = process.close()
    assert code == 0
    assert '"done"' not in rest


names = st.text(max_size=8)
counts = st.integers(0, 10**9)
actors = st.builds(
    ActorEntry,
    names,
    st.sampled_from(["state", "person", "group"]),
    st.none() | names,
    st.lists(names, max_size=3).map(tuple),
    st.none() | st.integers(0, 10**9),
)
domains = st.builds(
    DomainEntry, names, st.lists(names, max_size=3).map(tuple), st.none() | st.integers()
)


@given(
    st.builds(
        Knowledge,
        st.lists(actors, max_size=3).map(tuple),
        st.lists(domains, max_size=3).map(tuple),
        st.sampled_from(["en", "ja"]),
        st.builds(
            Memory,
            st.lists(st.builds(LearnedName, names, counts, counts, counts), max_size=3).map(tuple),
            st.lists(
                st.builds(RejectedWords, names, names, st.none() | names, counts), max_size=3
            ).map(tuple),
        ),
    )
)
def test_knowledge_comes_through_the_wire_unchanged(knowledge):
    line = INSTRUCTIONS.write(Instruction.request(1, "", knowledge))
    assert INSTRUCTIONS.read(line).knowledge == knowledge


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["actors", "domains", "memory", "names", "rejected_words", "mentions",
                         "claims", "span", "actor", "name", "kind", "score", "progress", "ready",
                         "model"]),
        inner, max_size=4),
)  # fmt: skip


@given(json_values)
def test_reading_any_json_value_gives_a_result_or_a_plain_error(value):
    for form in (LineFormat(Knowledge), LineFormat(Suggestions), INSTRUCTIONS, ANSWERS):
        try:
            form.read(json.dumps(value))
        except ClaimdeskError as error:
            assert str(error).endswith(".")
