# SPDX-License-Identifier: MIT
"""However a project was lost, its backup brings it back, and what was there is kept aside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from drills import restoring


def test_a_backup_brings_the_project_back(cases: Callable[[int, int], int], folder: Path) -> None:
    restores = cases(10, 100)
    figures = restoring.drill(restores, 1, folder)
    assert figures.pop("restores") == restores
    assert set(figures.values()) == {0}, figures
