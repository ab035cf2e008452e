# SPDX-License-Identifier: MIT
"""What a reader of corpora is told, and how it tells how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from claimdesk.models.articles.read import Chooser


class Stopped(Exception):
    """Whoever wanted the corpus no longer does: nothing is to be written."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading. `annotator` is who made the annotations that name nobody.

    `encoding` is that of plain texts; where it is not given and not sure, `choose` is asked.
    """

    annotator: str | None = None
    progress: Callable[[int, int], None] | None = None
    stopped: Callable[[], bool] | None = None
    encoding: str | None = None
    choose: Chooser | None = None

    def tell(self, done: int, total: int) -> None:
        """Say that `done` of `total` files are read. Raises Stopped if that is to be the end."""
        if self.stopped and self.stopped():
            raise Stopped
        if self.progress:
            self.progress(done, total)
