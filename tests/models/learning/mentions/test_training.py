# SPDX-License-Identifier: MIT
"""Learning to recognise what this project marks, from articles that are done."""

from __future__ import annotations

import io
import itertools
import json
import math
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimdesk.models import registry
from claimdesk.models.editing import edits
from claimdesk.models.learning.arrays import crf
from claimdesk.models.learning.arrays.weights import unpacked
from claimdesk.models.learning.knowledge import read_knowledge
from claimdesk.models.learning.mentions.features import LABELS, mention_features, read
from claimdesk.models.learning.mentions.learner import learn_project
from claimdesk.models.learning.mentions.model import MentionModel, packed_model
from claimdesk.models.learning.model_store import MENTION_MODELS, VERSIONS_KEPT, TrainingResult
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.suggest.data import ActorEntry, MentionSuggestion
from claimdesk.models.text.spans import Span
from claimdesk.models.workers import learning_worker
from claimdesk.models.workers.learning_messages import LEARNING_MESSAGES

pytestmark = pytest.mark.drill

PLACES = ("Bergen", "Lisbon", "Durban", "Callao", "Busan", "Kobe")
THINGS = ("harbour", "reef", "tide", "lock", "canal", "beacon", "dock", "buoy", "ferry", "pier")
OFFICES = tuple(
    f"{thing} {('master', 'warden', 'keeper')[number % 3]}" for number, thing in enumerate(THINGS)
)


def article(number: int) -> tuple[str, str]:
    """A text in which an office acts, and the words of it."""
    place, office = PLACES[number % len(PLACES)], OFFICES[number % len(OFFICES)]
    text = (
        f"In {place} the {office} closed the port on Monday. Norway agreed with it.\n"
        f"Later the {office} of {place} opened it again, and ships left.\n"
    )
    return text, office


@pytest.fixture
def teach(project, add_article):
    """Marks offices, states and places in some articles, and the articles as done."""

    def usual(text, office):
        place = text.split()[1]
        return {office: "person", "Norway": "state", place: "place"}

    def work_through(numbers, marked=usual):
        for number in numbers:
            text, office = article(number)
            created = add_article(project, text)
            with project.edit("Annotate") as session:
                for words, kind in marked(text, office).items():
                    actor = registry.ActorResolver.of(session.connection()).find(words)
                    actor = actor or registry.create_actor(session, words, kind)
                    start = text.find(words)
                    while start >= 0:
                        span = Span(start, start + len(words))
                        edits.create_mention(session, created, span, actor)
                        start = text.find(words, start + 1)
                edits.set_article(session, created, status="done")

    return work_through


@pytest.fixture
def found(project, engine):
    """The words that are suggested as a person in a text, with their origins."""

    def suggest(text):
        with project.reading() as connection:
            known = read_knowledge(connection)
        mentions = engine.suggest_all(text, known).mentions
        return {
            (text[m.span.start : m.span.end], m.origin)
            for m in mentions
            if m.actor.kind == "person"
        }

    return suggest


NEW = "In Haifa the quay marshal closed the port on Monday. Later the quay marshal opened it again."


def test_it_learns_what_is_marked_and_the_way_back_is_open(project, engine, teach, found):
    assert found(NEW) == set()
    teach(range(10))
    report = learn_project(project, engine.parsed)
    assert report["adopted"], report["reason"]
    assert report["version"] == 1
    assert report["articles"] == 10
    assert report["now"]["typed"]["f"] > report["before"]["typed"]["f"]
    assert found(NEW) == {("quay marshal", "model:mentions/1")}
    MENTION_MODELS.activate(project, None)
    assert found(NEW) == set()
    MENTION_MODELS.activate(project, 1)
    assert found(NEW) != set()
    with pytest.raises(ClaimdeskError, match="no model of mentions 7"):
        MENTION_MODELS.activate(project, 7)


def test_states_are_still_found_after_learning(project, engine, teach):
    teach(range(10))
    learn_project(project, engine.parsed)
    with project.reading() as connection:
        known = read_knowledge(connection)
    text = "Japan and the United Kingdom signed it in Lisbon."
    names = [m.actor.name for m in engine.suggest_all(text, known).mentions]
    assert names[:2] == ["Japan", "United Kingdom"], names


def test_kinds_that_no_correction_speaks_of_stay_with_the_rules(
    project, engine, teach, monkeypatch
):
    def letter(number):
        office = OFFICES[number % len(OFFICES)]
        return f"The {office} wrote to Japan. Norway agreed with the {office}.\n", office

    monkeypatch.setattr(sys.modules[__name__], "article", letter)
    states = {"Japan": "state", "Norway": "state"}
    teach(range(10), marked=lambda _text, office: {office: "person", **states})
    report = learn_project(project, engine.parsed)
    assert report["adopted"], report["reason"]
    assert report["classes"] == ["person"]
    for name in ("body", "land"):
        assert report["check"][name]["now"] == report["check"][name]["before"]


def test_what_does_not_help_is_not_adopted(project, engine, teach):
    teach(range(6), marked=lambda _text, _office: {"Norway": "state"})
    report = learn_project(project, engine.parsed)
    assert not report["adopted"]
    assert report["reason"].endswith(".")
    with project.reading() as connection:
        assert MENTION_MODELS.versions(connection) == []


def test_too_little_is_said(project, engine, teach):
    teach(range(2))
    report = learn_project(project, engine.parsed)
    assert not report["adopted"]
    assert report["reason"] == "Mark at least 4 articles with mentions as done; there are 2."


def test_only_the_last_versions_are_kept(project):
    for _ in range(VERSIONS_KEPT + 1):
        report = MENTION_MODELS.save(project, TrainingResult({"adopted": True}, b"numbers"))
    with project.reading() as connection:
        versions = MENTION_MODELS.versions(connection)
    assert [version.version for version in versions] == [6, 5, 4, 3, 2]
    assert [version.version for version in versions if version.active] == [report["version"]]


@given(seed=st.integers(0, 10_000), sizes=st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_labels_and_probabilities_are_those_of_all_paths_together(seed, sizes):
    dice, labels = np.random.default_rng(seed), 3
    scores, steps = dice.normal(0, 3, (sum(sizes), labels)), dice.normal(0, 2, (labels, labels))
    found = crf.viterbi(scores, np.array(sizes), steps)
    chances = crf.label_probabilities(scores, np.array(sizes), steps)
    assert chances == pytest.approx(crf.marginals(scores, np.array(sizes), steps)[0])
    start = 0
    for size in sizes:
        own = scores[start : start + size]
        weights = {
            path: math.exp(
                sum(own[i, label] for i, label in enumerate(path))
                + sum(steps[one, other] for one, other in itertools.pairwise(path))
            )
            for path in itertools.product(range(labels), repeat=size)
        }
        assert tuple(found[start : start + size]) == max(weights, key=weights.__getitem__)
        for place, label in itertools.product(range(size), range(labels)):
            share = sum(weight for path, weight in weights.items() if path[place] == label)
            assert chances[start + place, label] == pytest.approx(share / sum(weights.values()))
        start += size


@pytest.fixture(scope="module")
def stored(engine):
    """A model that takes offices for persons, as bytes, and a parse in which it finds one."""
    (_, doc) = engine.parsed("The pier keeper of Kobe left.")[0]
    words = read(doc)
    how = crf.TrainingSettings(epochs=20, batch=200, penalty=0.001, least=1)
    labels = np.array([0, 1, 2, 0, 5, 0, 0])
    rows = mention_features(words, 0, [])
    return packed_model(crf.train(rows, labels, words.sizes, LABELS, how)), doc


def test_a_stored_model_finds_what_it_was_taught(stored):
    data, doc = stored
    found = MentionModel.read(data, 1).find(f"** {doc.text}", 3, doc, [])
    assert [(m.span, m.kind) for m in found] == [
        (Span(7, 18), "person"),
        (Span(22, 26), "place"),
    ]
    assert all(0.5 < m.score <= 1 for m in found)


def test_it_leaves_alone_what_it_does_not_speak_of(stored):
    data, doc = stored
    parts, _about = unpacked(data, {"mentions": LABELS})
    model = MentionModel.read(packed_model(parts["mentions"], ["person"]), 1)
    assert [m.span for m in model.find(doc.text, 0, doc, [])] == [Span(4, 15)]
    body = ActorEntry("pier", "organization")
    known = MentionSuggestion(Span(4, 8), body, 0.9, "model:parser", "It is a name.")
    assert model.find(doc.text, 0, doc, [known]) == []


@settings(max_examples=200)
@given(at=st.integers(0, 5_000), byte=st.integers(0, 255), cut=st.integers(0, 5_000))
def test_a_damaged_model_is_refused_or_still_one(stored, at, byte, cut):
    data, doc = bytearray(stored[0]), stored[1]
    data[at % len(data)] = byte
    for damaged in (bytes(data), bytes(data)[:cut]):
        try:
            model = MentionModel.read(damaged, 1)
        except ClaimdeskError as error:
            assert "can't be used" in str(error)
        else:
            model.find(doc.text, 0, doc, [])


def test_with_a_damaged_model_names_and_rules_still_work(project, engine, teach):
    teach(range(10))
    learn_project(project, engine.parsed)
    with project.unrecorded() as (connection, _told):
        connection.exec_driver_sql("UPDATE model SET data = x'00'")
    with project.reading() as connection:
        known = read_knowledge(connection)
    assert engine.suggest_all("Japan agreed.", known).mentions


def test_the_command_line_learns_mentions_where_no_claims_are(project, teach, tmp_path):
    teach(range(6))
    path = project.path
    project.close()
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "claimdesk.models.cli", "learn", str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["actor"]["articles"] == 6
    assert not report["claim"]["adopted"]
    assert "no finished article with accepted claims" in report["claim"]["reason"]


def test_the_process_says_at_every_article_that_it_goes_on(project, teach, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    teach(range(6))
    out = io.BytesIO()
    learning_worker.run(project.path, ["actor"], out)
    lines = [LEARNING_MESSAGES.read(line) for line in out.getvalue().splitlines()]
    reading = [line for line in lines if line.step == lines[1].step]
    assert len(reading) > 6
    assert all(0 <= line.progress <= 1 for line in reading)
