# SPDX-License-Identifier: MIT
"""Undoing all gives the start and redoing all the end, whatever was done, also when reopened."""

from __future__ import annotations

from collections.abc import Callable

from drills import undoing


def test_undo_all_is_the_start_and_redo_all_the_end(cases: Callable[[int, int], int]) -> None:
    undoing.drill(cases(60, 20_000))
