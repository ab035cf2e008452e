# SPDX-License-Identifier: MIT
"""Measures of networks on cases small enough to be computed by hand."""

from __future__ import annotations

from datetime import datetime
from itertools import combinations

import numpy as np
import pytest

from claimdesk.models.analysis.networks.layout import layout
from claimdesk.models.analysis.networks.measures import (
    Edges,
    centralities,
    communities,
    disparity,
    edges_of,
)
from claimdesk.models.analysis.networks.network import Network, Node
from claimdesk.models.analysis.networks.options import EdgeFilter, NetworkOptions
from claimdesk.models.analysis.networks.phases import (
    Phases,
    best_states,
    distance,
    distance_matrix,
    modularity,
)
from claimdesk.models.analysis.networks.polarisation import misfit, polarisation
from claimdesk.models.analysis.networks.statements import Statements
from claimdesk.models.analysis.networks.windows import Period

NONE = np.array([], np.int64)
NOTHING = Statements(NONE, NONE, NONE, NONE, NONE.astype(float), NONE.astype("datetime64[s]"))


def one_mode(matrix):
    nodes = tuple(Node(i, f"N{i}", "state", 1) for i in range(len(matrix)))
    return Network(NetworkOptions(), nodes, nodes, np.array(matrix, float), NOTHING)


STAR = one_mode([[0, 8, 1, 1], [8, 0, 0, 0], [1, 0, 0, -2], [1, 0, -2, 0]])
"""Edges 0-1 of 8, 0-2 of 1, 0-3 of 1, 2-3 of -2."""


def shown(edges):
    return [
        (int(i), int(j), float(w))
        for i, j, w in zip(edges.first, edges.second, edges.weight, strict=True)
    ]


def test_the_backbone_is_what_chance_would_not_give():
    # Node 0 has 3 edges of 10 in all: (1 - 8/10)^2, (1 - 1/10)^2; nodes 2 and 3 have 2 of 3.
    chances = disparity(edges_of(STAR), 4)
    assert chances == pytest.approx([0.04, 2 / 3, 2 / 3, 1 / 3])
    assert shown(edges_of(STAR, EdgeFilter(significance=0.05))) == [(0, 1, 8)]
    assert len(edges_of(STAR, EdgeFilter(significance=0.5))) == 2
    assert shown(edges_of(STAR, EdgeFilter(threshold=2))) == [(0, 1, 8), (2, 3, -2)]
    assert shown(edges_of(STAR, EdgeFilter(strongest=1))) == [(0, 1, 8), (2, 3, -2)]
    assert len(edges_of(one_mode([]))) == 0


def test_who_is_in_the_middle_and_who_belongs_together():
    found = centralities(edges_of(STAR), 4)
    assert [one.degree for one in found] == [3, 1, 2, 2]
    assert [one.strength for one in found] == [10, 8, 3, 3]
    # All paths from 1 lead through 0: to 2 and to 3, of three pairs.
    assert [one.betweenness for one in found] == pytest.approx([2 / 3, 0, 0, 0])
    assert found[0].eigenvector == 1
    clique = np.kron(np.eye(2), np.ones((3, 3))) - np.eye(6)
    clique[2, 3] = clique[3, 2] = 0.1
    assert communities(edges_of(one_mode(clique)), 6) == [0, 0, 0, 1, 1, 1]
    assert centralities(edges_of(one_mode([[0, 0], [0, 0]])), 2)[0].eigenvector == 0


CAMPS = np.kron(np.eye(2), np.ones((2, 2))) - np.eye(4)
"""Congruence of two camps, 0 and 1 against 2 and 3: four cells."""
RIVALS = np.kron(1 - np.eye(2), np.ones((2, 2)))
"""Conflict between them: eight cells."""


def test_polarisation_is_one_where_camps_are_perfect():
    right, wrong = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    assert misfit(right, CAMPS, RIVALS) == 0
    # Wrong camps: congruence 4 is between, and its ideal 4 is elsewhere; conflict is 4 cells of
    # its 8 within camps, its ideal of 1 on 8 cells between, of which 4 hold 1: 8 + 4 + 4 of 24.
    assert misfit(wrong, CAMPS, RIVALS) == pytest.approx(16 / 24)
    # As the reference: a pair within a camp is half of all such pairs, one between camps 4 of 8;
    # so each of the 4 cells lacks 1/2, each of the 8 too: 6 of 24.
    assert misfit(right, CAMPS, RIVALS, like_dna=True) == pytest.approx(6 / 24)
    found = polarisation(one_mode(CAMPS), one_mode(RIVALS))
    assert (found.score, found.camps) == (1, (0, 0, 1, 1))
    unordered = [0, 2, 1, 3]
    mixed = [one_mode(each[np.ix_(unordered, unordered)]) for each in (CAMPS, RIVALS)]
    assert polarisation(*mixed).camps == (0, 1, 0, 1)
    # The reference reports its largest misfit: wrong camps, whose 4 cells of congruence and 4 of
    # conflict are misplaced, with ideals of 1/2 on 4 and 8 cells: 4 + 2 + 4 + (4 + 4) / 2 of 24.
    like = polarisation(one_mode(CAMPS), one_mode(RIVALS), like_dna=True)
    assert like.score == pytest.approx(14 / 24)
    nothing = one_mode(np.zeros((4, 4)))
    assert polarisation(nothing, nothing).score == 0
    # 14 actors are too many to try all divisions.
    large = [
        np.kron(each[::2, ::2] + (each is CAMPS) * np.eye(2), np.ones((7, 7)))
        for each in (CAMPS, RIVALS)
    ]
    np.fill_diagonal(large[0], 0)
    order = np.random.default_rng(3).permutation(14)
    many = polarisation(*(one_mode(each[np.ix_(order, order)]) for each in large))
    assert many.score == pytest.approx(1)


def test_swapping_finds_the_best_division_of_a_noisy_debate():
    rng = np.random.default_rng(8)
    side = rng.permutation(np.arange(14) % 2)
    same = side[:, None] == side[None, :]
    noise = [np.triu(rng.random((14, 14)), 1) for _number in range(2)]
    congruence, conflict = (
        np.where(alike, 0.6, 0.0) * (1 - np.eye(14)) + each + each.T
        for alike, each in zip((same, ~same), noise, strict=True)
    )
    divisions = np.array([list(chosen) for chosen in combinations(range(14), 7) if not chosen[0]])
    camps = np.ones((len(divisions), 14), np.int64)
    camps[np.arange(len(divisions))[:, None], divisions] = 0
    least = min(misfit(each, congruence, conflict) for each in camps)
    found = polarisation(one_mode(congruence), one_mode(conflict))
    assert found.score == pytest.approx(1 - least)


def test_phases_are_windows_that_are_alike():
    one, other = np.array([[0, 2.0], [2, 0]]), np.array([[0, -1.0], [-1, 0]])
    assert distance(one, other) == 6
    # Laplacians with the eigenvalues 0 and 4, that is 0 and 1; and none.
    assert distance(one, other, "spectral") == 1
    matrices = [one, one * 1.1, other, other * 1.2, one]
    distances = distance_matrix(matrices)
    assert distances.max() == 1
    # The largest distance is 2 (2.2 + 1.2); of the first two it is 2 * 0.2.
    assert distances[0, 1] == pytest.approx(0.4 / 6.8)
    states, _linkage, reached = best_states(distances)
    assert states == (0, 0, 1, 1, 0)
    assert reached == pytest.approx(modularity(1 - distances, states))
    graph = np.array([[0, 1.0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]])
    assert modularity(graph, (0, 0, 1, 1)) == 0.5
    days = [datetime(2024, 1, day) for day in range(1, 6)]
    periods = tuple(Period(day, day, day) for day in days)
    found = Phases(periods, states, distances, "single", reached)
    assert [each.centre.day for each in found.transitions] == [3, 5]
    for linkage in ("single", "average", "complete", "ward"):
        assert best_states(distances, [linkage], 2, 2)[0] == states
    assert best_states(np.zeros((1, 1)))[0] == (0,)


def test_a_layout_stays_when_the_data_change_a_little():
    random = np.random.default_rng(5)
    first, second = random.integers(0, 60, (2, 150))
    different = first < second
    edges = Edges(first[different], second[different], np.ones(int(different.sum())))
    keys = [f"actor-{i}" for i in range(60)]
    before = layout(keys, edges)
    assert before == layout(keys, edges)
    assert np.abs(np.array(list(before.values()))).max() == pytest.approx(1)
    more = Edges(
        np.append(edges.first, 60), np.append(edges.second, 3), np.append(edges.weight, 1.0)
    )
    after = layout([*keys, "actor-60"], more, before)
    moved = [np.hypot(*np.subtract(after[key], before[key])) for key in keys]
    assert np.median(moved) < 0.1
    near = [np.hypot(*np.subtract(after["actor-60"], after[key])) for key in keys]
    assert near[3] < np.median(near)
    assert layout([], Edges(NONE, NONE, NONE.astype(float))) == {}
    assert len(layout(["a"], Edges(NONE, NONE, NONE.astype(float)))) == 1
