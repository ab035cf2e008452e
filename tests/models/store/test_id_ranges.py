# SPDX-License-Identifier: MIT
"""Sets of ids as ranges: whatever order ids come in, they behave like any other set."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimdesk.models.store.id_ranges import IdCollector, IdRanges


def collected(ids: list[int]) -> IdRanges:
    collector = IdCollector()
    for one in ids:
        collector.add(one)
    return collector.ids()


@given(st.lists(st.integers(-3, 40)), st.sets(st.integers(-5, 45)))
def test_is_the_set_of_the_ids_taken(ids: list[int], others: set[int]) -> None:
    found = collected(ids)
    assert found == set(ids) and set(ids) == found
    assert list(found) == sorted(set(ids)) and len(found) == len(set(ids))
    assert all((one in found) == (one in ids) for one in others)
    assert found & others == set(ids) & others
    assert others | found == set(ids) | others
    assert frozenset(others) | found == set(ids) | others


def test_consecutive_ids_take_no_room_of_their_own() -> None:
    found = collected([*range(1, 10**6), *range(5, 10)])
    assert repr(found) == "IdRanges([(1, 999999)])"
    assert 999_999 in found and 10**6 not in found and "1" not in found
