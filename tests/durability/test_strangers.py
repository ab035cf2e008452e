# SPDX-License-Identifier: MIT
"""Whatever one cell of a project became, with every hash right again, nothing goes wrong."""

from __future__ import annotations

from collections.abc import Callable

from drills import place


def test_commands_take_any_cell_for_what_it_is(cases: Callable[[int, int], int]) -> None:
    changes = cases(500, 20_000)
    figures = place.apart("strangers", changes)
    assert figures["wrong"] == []
    assert figures["changes"] == changes
    assert changes / 3 < figures["refused"] < changes, "the changes are not those that matter"
