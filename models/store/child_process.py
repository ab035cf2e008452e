# SPDX-License-Identifier: MIT
"""A process that serves this one over its pipes, and that can be killed at any time."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import ClassVar, Self


class ChildProcess:
    """Runs a module as a process, started when it is first needed; serves one caller at a time."""

    module: ClassVar[str]
    """What it runs: it answers on standard output what it is asked on standard input."""
    grace: ClassVar[float] = 0.0
    """Seconds that it gets to end by itself before it is killed."""
    arguments: Sequence[str] = ()
    """What the module is told when it starts."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = threading.Lock()

    def close(self) -> None:
        """End the process; it is started again when needed."""
        with self._one_at_a_time:
            self._end()

    def kill(self) -> None:
        """End the process now, whatever it does; any thread may."""
        process = self._process
        if process is not None:
            process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(  # noqa: S603 - a module of this program
            [sys.executable, "-P", *self._program(), *self.arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        return self._process

    def _program(self) -> Sequence[str]:
        """Return what Python is to run."""
        return ("-m", self.module)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            try:
                process.wait(self.grace)
            except subprocess.TimeoutExpired:
                process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    # Unsent data is lost, as intended.
                    continue
