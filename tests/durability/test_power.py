# SPDX-License-Identifier: MIT
"""An edit that was acknowledged survives a power cut, and no cut damages the file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from drills import power

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it follows how Linux syncs")


def test_cuts_lose_nothing_that_was_acknowledged(
    cases: Callable[[int, int], int], folder: Path
) -> None:
    images = cases(450, 20_000)
    figures = power.drill(images, 1, folder)
    assert (figures["images"], figures["lost"], figures["damaged"]) == (images, 0, 0)


@pytest.mark.parametrize("session", power.SESSIONS[1:], ids=lambda session: session.__name__)
def test_nor_do_cuts_during_backup_migration_and_restore(
    session: power.Session, cases: Callable[[int, int], int], folder: Path
) -> None:
    images = cases(30, 10_000)
    figures = power.drill(images, 1, folder, sessions=[session])
    assert (figures["images"], figures["lost"], figures["damaged"]) == (images, 0, 0)


@pytest.mark.parametrize("setting", ["NORMAL", "OFF"])
def test_with_less_care_the_same_cuts_lose_edits(setting: str, folder: Path) -> None:
    """Or else the test above could not fail."""
    figures = power.drill(40, 1, folder, setting)
    assert figures["lost"] > 0
    assert (figures["damaged"] > 0) == (setting == "OFF")
