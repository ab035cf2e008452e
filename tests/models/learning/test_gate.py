# SPDX-License-Identifier: MIT
"""When what was learned is believed to be better than the rules, and how sure a proposal is."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimdesk.models.learning.calibration import Calibration
from claimdesk.models.learning.gate import (
    MAX_CHANCE,
    MIN_ARTICLES,
    Found,
    beats_rules,
    chance_of,
    f_differences,
)

ARTICLES = st.lists(
    st.tuples(*(st.integers(0, 6),) * 5).map(
        lambda n: (Found(n[0], n[0] + n[1]), Found(n[2], n[2] + n[3]), max(n[0], n[2]) + n[4])
    ),
    min_size=1,
    max_size=11,
)


@given(st.lists(st.integers(-5, 5), max_size=11))
def test_an_advantage_is_believed_only_if_chance_explains_it_badly(differences):
    told = [value for value in differences if value]
    chance, against = chance_of(differences), chance_of([-value for value in differences])
    assert 0 < chance <= 1
    assert chance + against >= 1
    assert chance_of([*differences, 0]) == chance
    if beats_rules(differences):
        assert len(told) >= MIN_ARTICLES and sum(told) > 0
        assert beats_rules([*differences, max(told)])


@pytest.mark.parametrize("articles", [6, 30])
def test_without_a_true_advantage_one_is_rarely_believed(articles):
    drawn = random.Random(1)
    believed = sum(
        beats_rules([drawn.choice((-2, -1, 1, 2)) for _ in range(articles)]) for _ in range(300)
    )
    assert believed <= 300 * (MAX_CHANCE + 0.04)


def test_many_articles_say_the_same_as_few():
    drawn = random.Random(2)
    differences = [drawn.choice((-1, 0, 0, 1, 2)) for _ in range(200)]
    assert chance_of(differences) < 0.01 < 0.5 < chance_of([-value for value in differences])
    assert chance_of(differences) == chance_of(differences)


@given(ARTICLES)
def test_the_differences_of_articles_add_up_to_that_of_f1(articles):
    before, now, gold = zip(*articles, strict=True)

    def f1(found):
        items = sum(gold) + sum(one.found for one in found)
        return 2 * sum(one.right for one in found) / items if items else 0.0

    gained, difference = f1(now) - f1(before), sum(f_differences(before, now, gold))
    assert abs(gained) < 1e-9 or (gained > 0) == (difference > 0)


@pytest.mark.parametrize("right", [0.2, 0.8])
def test_certainty_is_how_often_such_proposals_are_right(right):
    drawn = random.Random(3)
    told = [drawn.choice((0.4, 0.6, 0.9)) for _ in range(300)]
    curve = Calibration.fitted(told, [drawn.random() < right for _ in told])
    assert all(abs(curve.certainty(value) - right) < 0.12 for value in told)
    few = Calibration.fitted([0.7], [True])
    assert 0.7 <= few.certainty(0.7) < 0.85
    assert Calibration.fitted([], []) == Calibration()


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=30))
def test_what_is_more_probable_is_not_less_certain(judged):
    curve = Calibration.fitted([one for one, _ in judged], [right for _, right in judged])
    certain = [curve.certainty(n / 20) for n in range(21)]
    assert certain == sorted(certain)
    assert all(0 <= one <= 1 for one in certain)
