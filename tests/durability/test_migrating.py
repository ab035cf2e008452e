# SPDX-License-Identifier: MIT
"""A program killed while it brings up a project of an older version leaves the old or the new."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from drills import place


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the drill forks")
def test_kills_on_the_way_leave_the_old_or_the_new(cases: Callable[[int, int], int]) -> None:
    kills = cases(25, 500)
    figures = place.apart("migrating", kills)
    assert figures["versions"] >= 1
    assert figures["kills"] == figures["versions"] * kills
    assert (figures["between"], figures["lost"]) == (0, 0)
    assert figures["old"] > 5
