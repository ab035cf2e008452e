# SPDX-License-Identifier: MIT
"""A disk that is full or broken, at every call: all is as before or as after, and can be used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from drills import faults, place


@pytest.fixture(scope="module")
def bench() -> Iterator[faults.Bench]:
    with place.folder() as folder:
        yield faults.Bench(folder)


@pytest.fixture
def kinds(cases: Callable[[int, int], int]) -> Sequence[faults.Fault]:
    """On every push each call fails for good, once for want of space and once by an error."""
    return faults.FAULTS[:: cases(2, 1)]


@pytest.mark.parametrize("name", faults.EDITS)
def test_an_edit_is_done_or_not_at_all(
    name: str, bench: faults.Bench, kinds: Sequence[faults.Fault]
) -> None:
    assert faults.drill_edit(bench, name, kinds) > 40


def test_closing_loses_nothing(bench: faults.Bench, kinds: Sequence[faults.Fault]) -> None:
    assert faults.drill_closing(bench, kinds[:1]) > 20


def test_opening_loses_nothing(bench: faults.Bench) -> None:
    assert faults.drill_opening(bench, bench.start, faults.FAULTS) > 1


def test_a_backup_is_whole_or_not_listed(bench: faults.Bench) -> None:
    assert faults.drill_backup(bench, faults.FAULTS) > 50


VERSIONS = sorted(place.FIXTURES.glob("version-*.claimdesk"))


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.stem)
def test_an_interrupted_migration_leaves_the_old_file(
    version: Path, bench: faults.Bench, cases: Callable[[int, int], int]
) -> None:
    """On every push each version takes one call in five, and not the same ones."""
    step = cases(5, 1)
    first = VERSIONS.index(version) % step
    assert faults.drill_opening(bench, version, faults.FAULTS, first, step) > 150 / step


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such limits")
def test_a_disk_that_is_really_full(cases: Callable[[int, int], int]) -> None:
    figures = place.apart("limits", cases(30, 1000))
    assert figures.pop("refused") >= figures.pop("limits") / 2
    assert set(figures.values()) == {0}
