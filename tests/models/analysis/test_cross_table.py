# SPDX-License-Identifier: MIT
"""Cross tables and their tests, against figures worked out by hand or printed in tables."""

from __future__ import annotations

import pytest

from claimdesk.models.analysis.cross_table import CrossTable, chi_square_tail, share_interval

VOTES = CrossTable("speaker", "stance", ("A", "B"), ("for", "against"), ((30, 10), (20, 40)))


def test_independence_is_as_worked_out_by_hand() -> None:
    # Expected: 20 and 20, 30 and 30; so 100/20 + 100/20 + 100/30 + 100/30.
    test = VOTES.independence()
    assert test is not None
    assert test.statistic == pytest.approx(50 / 3)
    assert (test.degrees, test.small, test.cells, test.holds) == (1, 0, 4, True)
    assert test.cramers_v == pytest.approx((50 / 3 / 100) ** 0.5)
    assert test.p == pytest.approx(4.46e-5, rel=0.01)


@pytest.mark.parametrize(
    ("statistic", "degrees", "tail"),
    [(3.841, 1, 0.05), (5.991, 2, 0.05), (18.307, 10, 0.05), (63.691, 40, 0.01), (0.0158, 1, 0.9)],
)
def test_tails_are_those_of_printed_tables(statistic: float, degrees: int, tail: float) -> None:
    assert chi_square_tail(statistic, degrees) == pytest.approx(tail, rel=2e-3)
    assert chi_square_tail(0, degrees) == 1
    assert 0 <= chi_square_tail(1e4, degrees) < 1e-12


def test_few_claims_are_said_and_one_row_is_not_tested() -> None:
    small = CrossTable("a", "b", ("x", "y"), ("p", "q"), ((1, 2), (3, 1)))
    test = small.independence()
    assert test is not None
    assert not test.holds
    assert VOTES.part([0], [0, 1]).independence() is None
    assert CrossTable("a", "b", (), (), ()).independence() is None


def test_shares_add_up_and_have_intervals() -> None:
    assert VOTES.row_shares() == [[0.75, 0.25], [1 / 3, 2 / 3]]
    assert VOTES.column_shares() == [[0.6, 0.2], [0.4, 0.8]]
    low, high = share_interval(8, 10)
    assert (low, high) == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.9433, abs=1e-4))
    assert share_interval(0, 0) == (0.0, 1.0)
    assert share_interval(0, 5)[0] == 0.0
    assert share_interval(5, 5)[1] == 1.0
