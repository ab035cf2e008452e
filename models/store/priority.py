# SPDX-License-Identifier: MIT
"""How helper processes treat the rest of the computer: low priority, one processor each."""

from __future__ import annotations

import contextlib
import os
import sys

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
_NICE = 10
PIPELINE_BYTES = 500_000_000
"""Bytes that a process with a pipeline and a long article may take."""


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


def most_processes(each: int = PIPELINE_BYTES) -> int:
    """Return how many helper processes are useful: one a processor, as far as memory goes.

    `each` is how many bytes one of them may take.
    """
    import psutil

    try:
        processors = len(psutil.Process().cpu_affinity())
    except (AttributeError, psutil.Error, OSError):
        processors = os.cpu_count() or 1
    try:
        fitting = psutil.virtual_memory().available // each
    except (psutil.Error, OSError):
        return processors
    return max(1, min(processors, int(fitting)))
