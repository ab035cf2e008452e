# SPDX-License-Identifier: MIT
"""How many cases each drill runs: some on every push, many more with `--nightly`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# The drills are a package of their own, so that benchmarks and child processes can run them too.
sys.path.insert(0, str(Path(__file__).parent))

from drills import place

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as a drill."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.drill)


@pytest.fixture
def cases(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """Picks the first number on every push, the second in a nightly run."""
    nightly = bool(request.config.getoption("--nightly"))
    return lambda on_push, over_night: over_night if nightly else on_push


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory where there is one."""
    with place.folder() as found:
        yield found
