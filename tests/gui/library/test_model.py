# SPDX-License-Identifier: MIT
"""The list of articles changes only where it differs from what was listed before."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject, QPersistentModelIndex

from claimdesk.gui.library.model import ArticleModel

IDS = st.lists(st.integers(1, 12), unique=True, max_size=12)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=IDS, after=IDS)
def test_any_list_becomes_any_other_and_both_ends_stay(desk, before, after):
    owner = QObject()
    model = ArticleModel(desk, owner)
    model.set_ids(before)
    kept = {one: QPersistentModelIndex(model.index_of(one)) for one in before}
    model.set_ids(after)
    assert model.rowCount() == len(after)
    assert list(model.ids) == after
    assert [model.number_at(model.index(row, 0)) for row in range(len(after))] == after
    assert all(model.index_of(one).row() == after.index(one) for one in after)
    assert not any(model.index_of(one).isValid() for one in set(before) - set(after))
    shorter = min(len(before), len(after))
    same = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    for place, one in enumerate(after[:same]):
        assert kept[one].row() == place
    ends = next((n for n in range(shorter - same) if before[-1 - n] != after[-1 - n]), None)
    for one in after[len(after) - (shorter - same if ends is None else ends) :]:
        assert kept[one].row() == after.index(one)


def test_a_group_of_many_is_unfolded_as_one_change(desk):
    owner = QObject()
    model = ArticleModel(desk, owner)
    first, second = list(range(1, 40_001)), list(range(40_001, 80_001))
    model.set_ids([-1, *first, -2, -3])
    last = QPersistentModelIndex(model.index(len(first) + 2, 0))
    inserted = []
    model.rowsInserted.connect(lambda _parent, top, bottom: inserted.append((top, bottom)))
    model.set_ids([-1, *first, -2, *second, -3])
    assert inserted == [(40_002, 80_001)]
    assert model.number_at(last) == -3
    assert model.index_of(second[0]).row() == 40_002
