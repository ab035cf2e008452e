# SPDX-License-Identifier: MIT
"""Reading many plain texts in several processes, ahead of whoever takes them in order.

A text that no process could read is left to whoever takes it: what is wrong with a file is said,
and what has to be asked is asked, in one place. Only a few portions are read ahead, so that memory
does not grow with the number of files.
"""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, Self

from claimdesk.models.articles.isolation import ReadingProcess
from claimdesk.models.articles.read import ArticleFile
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.priority import most_processes

WORTHWHILE = 2500
"""Texts from which on reading them in other processes saves more than starting these costs."""
_PORTION = 50
_AHEAD = 2
"""Portions that are read or wait for each process."""
_BYTES = 300_000_000
"""What a process that reads texts may take."""
_SECONDS = 0.1
"""How long to wait before asking again whether to stop."""

_Article = ArticleFile | None


class TextsAhead:
    """Texts that are taken in the order of `paths`; used by one thread.

    Too few of them, or a single processor: then none is read ahead. `request` says how texts are
    read; see ReadingProcess.read_texts.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        request: Mapping[str, Any],
        stopped: Callable[[], bool] | None = None,
    ) -> None:
        count = most_processes(_BYTES) if len(paths) >= WORTHWHILE else 1
        self._paths = paths if count > 1 else ()
        self._request = dict(request)
        self._stopped = stopped
        self._processes = [ReadingProcess() for _one in range(count)]
        self._idle: queue.SimpleQueue[ReadingProcess] = queue.SimpleQueue()
        for process in self._processes:
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(count, "reading texts")
        self._articles = self._in_order()
        self._next: tuple[Path, _Article] | None = None

    def __enter__(self) -> Self:
        self._next = next(self._articles, None)
        return self

    def __exit__(self, *_error: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._processes:
            process.kill()
        self._threads.shutdown()
        for process in self._processes:
            process.close()

    def take(self, path: Path) -> _Article:
        """Return the article that the text at `path` is; None if it is to be read otherwise.

        Texts are asked for in order; other files may be asked for in between.
        """
        if self._next is None or self._next[0] != path:
            return None
        article = self._next[1]
        self._next = next(self._articles, None)
        return article

    def _in_order(self) -> Iterator[tuple[Path, _Article]]:
        """Yield each text; a few portions are read meanwhile."""
        portions = (self._paths[at : at + _PORTION] for at in range(0, len(self._paths), _PORTION))
        asked: deque[tuple[Sequence[Path], Future[list[_Article]]]] = deque()
        while True:
            for portion in islice(portions, _AHEAD * len(self._processes) - len(asked)):
                asked.append((portion, self._threads.submit(self._read, portion)))
            if not asked:
                return
            paths, reading = asked.popleft()
            yield from zip(paths, self._result(reading) or [None] * len(paths), strict=True)

    def _read(self, paths: Sequence[Path]) -> list[_Article]:
        """Read a portion in a process that is idle; empty if that ends before it is done."""
        process = self._idle.get()
        try:
            return process.read_texts(self._request | {"texts": [str(path) for path in paths]})
        except ClaimdeskError:
            return []
        finally:
            self._idle.put(process)

    def _result(self, reading: Future[list[_Article]]) -> list[_Article]:
        """Wait for a portion; empty once nobody wants it any more."""
        while not (self._stopped and self._stopped()):
            with suppress(NotYet):
                return reading.result(_SECONDS)
        return []
