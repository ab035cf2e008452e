# SPDX-License-Identifier: MIT
"""Undoing all gives the start and redoing all the end, whatever was done, also when reopened."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from drills import undoing

PARTS = 12
"""One test that takes minutes would look like one that hangs; a file of few tests starts last."""


@pytest.mark.parametrize("part", range(PARTS))
def test_undo_all_is_the_start_and_redo_all_the_end(
    part: int, cases: Callable[[int, int], int]
) -> None:
    undoing.drill(cases(120, 20_000) // PARTS)
