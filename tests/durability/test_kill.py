# SPDX-License-Identifier: MIT
"""An edit that was acknowledged survives kill -9, and none is half there."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from drills import place


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the drill forks")
def test_kills_lose_nothing_that_was_acknowledged(cases: Callable[[int, int], int]) -> None:
    kills = cases(100, 5_000)
    figures = place.apart("kill", kills)
    assert (figures["lost"], figures["torn"], figures["damaged"]) == (0, 0, 0)
    assert figures["acknowledged"] > kills, "it hardly edited"
    assert figures["in_work"] > kills / 20, "it hardly hit a commit"
