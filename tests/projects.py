# SPDX-License-Identifier: MIT
"""New projects of tests, copied from those that are made once in each process: making one is slow.

Tests of how projects are made call the functions of the program themselves.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from claimdesk.models.codebook import starter
from claimdesk.models.exchange import sample


@cache
def _made_by(make: Callable[[Path], None]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.claimdesk"
        make(path)
        return path.read_bytes()


def copy_of(make: Callable[[Path], None], path: Path) -> None:
    """Put a copy of the project that `make` makes at `path`, where nothing may be yet."""
    made = _made_by(make)
    with path.open("xb") as file:
        file.write(made)


def create_project(path: Path) -> None:
    """Put a new project with the starter codebook at `path`."""
    copy_of(starter.create_project, path)


def create_sample(path: Path) -> None:
    """Put the sample project at `path`."""
    copy_of(sample.create_sample, path)
