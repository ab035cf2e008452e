# SPDX-License-Identifier: MIT
"""Damage to what analysts recorded is noticed wherever it is, and nothing is built upon it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from drills import damage

from claimdesk.models.store.integrity import row_hashes


def test_every_change_of_content_is_noticed(cases: Callable[[int, int], int], folder: Path) -> None:
    images = cases(300, 20_000)
    figures = damage.drill(images, 1, folder)
    assert figures.pop("images") == images
    assert figures.pop("changed") > images / 2
    assert set(figures.values()) == {0}, figures


def test_without_seals_some_would_pass(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or else the test above could not fail."""
    monkeypatch.setattr(row_hashes, "mismatches", lambda *_any: iter(()))
    assert damage.drill(160, 1, folder)["undetected"] > 0
