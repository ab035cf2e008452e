# SPDX-License-Identifier: MIT
"""The stages of the model of claims: what is sampled, what is averaged, what the net corrects."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from claimdesk.models.learning.arrays.crf import (
    Linear,
    TrainingSettings,
    averaged,
    marginals,
    sample_labels,
    scores,
    train,
)
from claimdesk.models.learning.arrays.net import train_net
from claimdesk.models.learning.arrays.weights import packed
from claimdesk.models.learning.claims.candidate_relations import CandidateRelations
from claimdesk.models.learning.claims.candidates import READ, ClaimCandidate
from claimdesk.models.learning.claims.dataset import prepare, quality
from claimdesk.models.learning.claims.learner import learn
from claimdesk.models.learning.claims.model import ClaimModel
from claimdesk.models.learning.claims.reranker import WIDTH, reranker_columns
from claimdesk.models.messages.errors import ClaimdeskError

pytestmark = pytest.mark.drill

SIZES = np.array([3, 1, 5])


@pytest.fixture
def chain():
    """Scores of nine rows in three chains, and steps that bind neighbours to one another."""
    random = np.random.default_rng(4)
    return random.normal(0, 1.5, (9, 4)), 2 * np.eye(4) - 1


def test_labels_are_drawn_as_often_as_they_are_probable(chain):
    row_scores, steps = chain
    draws = sample_labels(row_scores, SIZES, steps, 8_000)
    often = np.array([(draws == label).mean(axis=1) for label in range(4)]).T
    likely, pairs = marginals(row_scores, SIZES, steps)
    assert np.abs(often - likely).max() < 0.03
    within = [0, 1, 3 + 1, 3 + 2, 3 + 3, 3 + 4]
    seen = np.zeros((4, 4))
    for row in within:
        np.add.at(seen, (draws[row], draws[row + 1]), 1 / draws.shape[1])
    assert np.abs(seen - pairs).max() < 0.1


def test_what_is_drawn_of_a_chain_does_not_depend_on_the_others(chain):
    row_scores, steps = chain
    together = sample_labels(row_scores, SIZES, steps, 50)
    assert (sample_labels(row_scores[:3], SIZES[:1], steps, 50) == together[:3]).all()
    assert (sample_labels(row_scores[4:], SIZES[2:], steps, 50) == together[4:]).all()


def test_an_averaged_model_gives_the_mean_of_the_scores():
    random = np.random.default_rng(2)
    features = random.integers(0, 400, (300, 6), dtype=np.int32)
    labels = random.integers(0, 2, 300)
    ones = np.ones(150, np.int64)
    how = TrainingSettings(epochs=2, batch=50, penalty=1e-4)
    models: list[Linear] = [
        train(features[part], labels[part], ones, 2, how)
        for part in (slice(None, 150), slice(150, None))
    ]
    together = scores(averaged(models).table(), features)
    one_by_one = [scores(model.table(), features) for model in models]
    assert np.abs(together - np.mean(one_by_one, axis=0)).max() < 0.02


def test_a_net_learns_what_no_column_alone_tells():
    columns = np.random.default_rng(3).normal(size=(2_000, 3)).astype(np.float32)
    right = (columns[:, 0] * columns[:, 1] > 0).astype(float)
    before = np.full(2_000, 0.5)
    net = train_net(before[:1_500], columns[:1_500], right[:1_500])
    corrected = net.corrected(before[1_500:], columns[1_500:])
    assert ((corrected > 0.5) == right[1_500:]).mean() > 0.85


def test_a_net_that_nothing_was_wrong_for_changes_little():
    random = np.random.default_rng(5)
    before = random.uniform(0.05, 0.95, 2_000)
    columns = random.normal(size=(2_000, 3)).astype(np.float32)
    right = (random.uniform(size=2_000) < before).astype(float)
    corrected = train_net(before, columns, right).corrected(before, columns)
    assert np.abs(corrected - before).mean() < 0.08


@pytest.fixture(scope="module")
def table(engine, cache, floated):
    """Three paragraphs of ten words and more."""
    example = floated(0)
    return prepare(example, cache.parsed(example.text, engine.nlp, engine.pipeline)).table


def candidate(table, paragraph, anchor, content):
    begin = int(table.starts[paragraph])
    tokens = frozenset(begin + i for i in content)
    numbers = dict.fromkeys(NUMBERS, 0.5)
    return ClaimCandidate(frozenset(), frozenset(), tokens, begin + anchor, READ, **numbers)


NUMBERS = (
    *("cue_probability", "content_fit", "source_fit", "weakest", "expected", "agreement"),
    *("source_agreement", "same", "same_source"),
)


def test_candidates_are_told_who_stands_around_them(table):
    found = [
        candidate(table, 0, 1, range(2, 8)),
        candidate(table, 0, 1, range(3, 9)),
        candidate(table, 0, 4, range(5, 8)),
        candidate(table, 0, 8, [0, 7]),
        candidate(table, 1, 4, range(5, 8)),
    ]
    relations, values = CandidateRelations(table, found), np.array([0.1, 0.2, 0.3, 0.4, 0.9])
    assert relations.rivals(values, 0).tolist() == [0.2, 0.1, 0, 0, 0]
    assert relations.inside(values, 0).tolist() == [0.3, 0.4, 0, 0, 0]
    assert relations.outside(values, 0).tolist() == [0, 0, 0.2, 0.2, 0]
    assert relations.alike(values, 0).tolist() == [0.3, 0.3, 0.2, 0, 0]
    assert relations.crossed(values, 0).tolist() == [0.4, 0.4, 0.4, 0.3, 0]
    assert relations.rivals(values, -7).tolist() == [0.2, 0.1, -7, -7, -7]


def test_nobody_stands_around_no_candidate(table):
    relations = CandidateRelations(table, [])
    assert relations.inside(np.zeros(0), 0).tolist() == []
    assert reranker_columns(table, [], relations, np.zeros(0)).shape == (0, WIDTH)


def test_what_is_left_to_correct_makes_a_candidate_worth_less(engine, cache, floated):
    example = floated(0)
    taught = prepare(example, cache.parsed(example.text, engine.nlp, engine.pipeline))
    right = taught.right[0]
    first = min(right.content)
    candidates = [
        (right.source, right.cue, right.content),
        (right.source, right.cue | {first}, right.content),
        (right.source, right.cue | {first}, right.content - {first}),
        (right.source | {first}, right.cue | {first}, right.content - {first}),
        (frozenset(), right.cue | {first}, right.content - {first}),
        (right.source, right.cue, frozenset({first})),
    ]
    numbers = dict.fromkeys(NUMBERS, 0.5)
    worths = [
        quality(taught, ClaimCandidate(source, cue, content, first - 1, READ, **numbers))
        for source, cue, content in candidates
    ]
    assert worths[0] == pytest.approx(1)
    assert worths[-1] == 0
    assert worths == sorted(set(worths), reverse=True)


@pytest.fixture(scope="module")
def model(engine, cache, floated):
    outcome = learn([floated(n) for n in range(6)], None, {}, engine, lambda *_: None, cache)
    return ClaimModel.read(outcome.data)


def broken(array, value):
    found = array.copy()
    found.flat[0] = value
    return found


@pytest.mark.parametrize(
    "change",
    [
        lambda net: replace(net, hidden=broken(net.hidden, np.nan)),
        lambda net: replace(net, out=broken(net.out, np.inf)),
        lambda net: replace(net, hidden=broken(net.hidden, 1e9)),
        lambda net: replace(net, middle=np.zeros_like(net.middle)),
        lambda net: replace(net, hidden=net.hidden[:-1]),
        lambda net: replace(net, middle=net.middle[:, :-1], hidden=net.hidden[:-1]),
        lambda net: replace(net, out=net.out[:-1]),
        lambda net: replace(net, out=net.out.astype(np.float64)),
    ],
)
def test_a_model_whose_net_makes_no_sense_is_refused(model, change):
    assert ClaimModel.read(model.packed()).packed() == model.packed()
    with pytest.raises(ClaimdeskError, match="can't be used"):
        ClaimModel.read(replace(model, net=change(model.net)).packed())


def test_a_model_without_a_net_is_of_another_version(model):
    parts = {"cues": model.cues, "roles": model.roles, "ranks": model.ranks}
    data = packed({name: weights.linear for name, weights in parts.items()}, {"threshold": 0.3})
    with pytest.raises(ClaimdeskError, match="another version"):
        ClaimModel.read(data)
