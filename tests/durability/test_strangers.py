# SPDX-License-Identifier: MIT
"""Whatever one cell of a project became, with every hash right again, nothing goes wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from drills import place

KINDS = ("jsonl", "brat", "codebook", "actors", "text")


def test_commands_take_any_cell_for_what_it_is(cases: Callable[[int, int], int]) -> None:
    changes = cases(130, 20_000)
    figures = place.apart("strangers", changes)
    assert figures["wrong"] == []
    assert figures["changes"] == changes
    assert changes / 3 < figures["refused"] < changes, "the changes are not those that matter"


def test_the_window_takes_any_cell_for_what_it_is(cases: Callable[[int, int], int]) -> None:
    changes = cases(15, 2_000)
    figures = place.apart("strange_windows", changes)
    assert figures["wrong"] == []
    assert figures["changes"] == changes
    assert 0 < figures["opened"] < changes
    assert figures["told"] >= changes - figures["opened"]


@pytest.mark.parametrize("kind", KINDS)
def test_readers_take_any_file_for_what_it_is(kind: str, cases: Callable[[int, int], int]) -> None:
    files = cases(60, 30_000)
    figures = place.apart("strange_files", files, KINDS.index(kind))
    assert (figures["kind"], figures["wrong"]) == (kind, [])
    assert figures["refused"] < files, "all were refused"
    assert figures["pool"] > 3, "nothing led it to new lines"
