# SPDX-License-Identifier: MIT
"""New projects of tests, copied from one that is made once in each process: making one is slow.

Tests of how projects are made call `claimdesk.models.codebook.starter` itself.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from claimdesk.models.codebook import starter


@cache
def _starter_project() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.claimdesk"
        starter.create_project(path)
        return path.read_bytes()


def create_project(path: Path) -> None:
    """Put a new project with the starter codebook at `path`, where nothing may be yet."""
    with path.open("xb") as file:
        file.write(_starter_project())
