# SPDX-License-Identifier: MIT
"""Validation of a large file in threads, beside SQLite's own check, which takes as long.

SQLite works without Python's lock, so that several processors share what both take.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait

from sqlalchemy import Connection, Engine

from claimdesk.models.store import storage
from claimdesk.models.store.integrity import validation
from claimdesk.models.store.integrity.verification import Problem

_THREADS = 2
_PATIENCE = 0.05
"""Seconds after which what still runs is interrupted again: it may not have begun before."""


@contextlib.contextmanager
def validating(engine: Engine, connection: Connection) -> Iterator[Callable[[], list[Problem]]]:
    """Validate the file of `engine`, which nobody writes to, while the block does something else.

    Yields a function that waits for the end and returns the first problem of each check. If the
    block ends with an exception, the checks are interrupted: damage may let them run for ever.
    """
    running: list[sqlite3.Connection] = []

    def first_problem(check: validation.Check) -> Problem | None:
        with engine.connect() as own:
            running.append(storage.driver(own))
            return next(check(storage.driver(own)), None)

    checks = validation.checks()
    with ThreadPoolExecutor(_THREADS) as pool:
        started = {
            name: pool.submit(first_problem, checks[name])
            for name in validation.longest_first(storage.driver(connection))
        }

        def problems() -> list[Problem]:
            found = (started[name].result() for name in checks)
            return [problem for problem in found if problem is not None]

        try:
            yield problems
        finally:
            _stop(list(started.values()), running)


def _stop(started: list[Future[Problem | None]], running: list[sqlite3.Connection]) -> None:
    """End what was started and did not end yet."""
    for one in started:
        one.cancel()
    while wait(started, timeout=0).not_done:
        for connection in list(running):
            with contextlib.suppress(sqlite3.ProgrammingError):  # it was closed
                connection.interrupt()
        wait(started, timeout=_PATIENCE)
