# SPDX-License-Identifier: MIT
"""What is no whole project of ours is refused in one sentence, and not one byte of it changes."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from drills import wrong


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return wrong.whole(tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize("kind", wrong.KINDS)
def test_a_wrong_file_is_left_as_it_is(
    kind: str, whole: bytes, folder: Path, tmp_path: Path
) -> None:
    refused_and_unchanged(wrong.KINDS[kind], whole, folder, tmp_path)


def test_so_is_what_chance_makes_up(
    whole: bytes, folder: Path, tmp_path: Path, cases: Callable[[int, int], int]
) -> None:
    chance = random.Random(6)
    for number in range(cases(10, 2_000)):
        place = folder / str(number)
        place.mkdir()
        refused_and_unchanged(wrong.some_kind(chance), whole, place, tmp_path)


def refused_and_unchanged(make: wrong.Make, whole: bytes, folder: Path, elsewhere: Path) -> None:
    path = folder / "p.claimdesk"
    make(path, whole)
    before = wrong.contents(folder)
    for name, said in wrong.uses(path, elsewhere):
        assert wrong.contents(folder) == before, f"{name} wrote"
        assert said or name not in wrong.MUST_REFUSE, f"{name} found nothing wrong"
        if said:
            assert "unexpected" not in said, f"{name}: {said}"
            assert "\n" not in said.strip(), f"{name}: {said}"
