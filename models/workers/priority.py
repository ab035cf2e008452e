# SPDX-License-Identifier: MIT
"""How a helper process treats the rest of the computer: low priority, one processor."""

from __future__ import annotations

import contextlib
import os
import sys

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
_NICE = 10


def lower_priority() -> None:
    """Let the window and everything else go first; a system that refuses is left alone."""
    import psutil

    low = psutil.BELOW_NORMAL_PRIORITY_CLASS if sys.platform == "win32" else _NICE
    with contextlib.suppress(psutil.Error, OSError):
        psutil.Process().nice(low)


def single_threaded() -> None:
    """Let numerical libraries that are loaded from now on use one processor."""
    for name in _THREADS:
        os.environ[name] = "1"
