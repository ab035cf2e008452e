# SPDX-License-Identifier: MIT
"""Where drills run, and how one runs in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MEMORY = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None
"""A folder in memory, where there is one."""

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
"""Project files of each schema version; open copies of them."""

VERSION_1 = FIXTURES / "version-1.claimdesk"


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A folder that goes afterwards, in memory where possible: no drill rests on a real sync."""
    with tempfile.TemporaryDirectory(prefix="claimdesk-drill-", dir=MEMORY) as name:
        yield Path(name).resolve()


def apart(name: str, amount: int, seed: int = 1) -> dict[str, Any]:
    """The figures of a drill that forks or kills, run where that disturbs nobody."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "drills", name, str(amount), str(seed)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures
