# SPDX-License-Identifier: MIT
"""Of programs that open a project at the same moment one writes; the others are told in no time."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from drills import place


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the drill forks")
def test_of_many_that_race_one_gets_the_project(cases: Callable[[int, int], int]) -> None:
    races = cases(50, 2_000)
    figures = place.apart("races", races)
    assert (figures["races"], figures["wrong"], figures["unclear"]) == (races, 0, 0)
    assert figures["killed"] == races // 4
    assert figures["slowest_ms"] < 1000
