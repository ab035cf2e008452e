# SPDX-License-Identifier: MIT
"""Articles are switched quickly while everything else is at work; the program stays alive.

In a process of its own, in which memory that was freed holds nothing that could pass for what was
there. With `--nightly` two thousand times.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

DRILL = Path(__file__).with_name("switching_drill.py")


@pytest.mark.drill
def test_switching_quickly_brings_nothing_down(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    count = 2000 if request.config.getoption("--nightly") else 60
    for seed in range(3 if request.config.getoption("--nightly") else 1):
        folder = tmp_path / str(seed)
        folder.mkdir()
        ran = subprocess.run(
            [sys.executable, "-P", str(DRILL), str(count), str(seed), str(folder)],
            env={**os.environ, "MALLOC_PERTURB_": "165"},
            capture_output=True,
            encoding="utf-8",
        )
        assert ran.returncode == 0, ran.stderr[-4000:]
