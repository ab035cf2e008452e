# SPDX-License-Identifier: MIT
"""How a corpus is to be read, and how its reader reports progress."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from claimdesk.models.articles.readers import ReadingOptions

TAKE, SKIP, LINK = NEAR = ("take", "skip", "link")
"""Take articles that are nearly the same as any other, leave them out, or link them as versions."""


class Stopped(Exception):
    """Whoever wanted the corpus no longer does; nothing is to be written."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The options of one import. `annotator` made the annotations that name nobody.

    `articles` says how article files are read, `mapping` what the labels, variables or columns of
    another tool become, as pairs such as ("concept", "domain"); each format says what it takes.
    """

    annotator: str | None = None
    progress: Callable[[int, int], None] | None = None
    stopped: Callable[[], bool] | None = None
    articles: ReadingOptions = field(default_factory=ReadingOptions)
    mapping: tuple[tuple[str, str], ...] = ()
    mappings: Mapping[Path, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """The same for single corpora, by the first of their paths."""
    near: str = TAKE
    """What happens to articles that are nearly the same as one before: one of `NEAR`."""

    def report_progress(self, done: int, total: int) -> None:
        """Report that `done` of `total` files are read. Raises Stopped if the import is to end."""
        if self.stopped and self.stopped():
            raise Stopped
        if self.progress:
            self.progress(done, total)
