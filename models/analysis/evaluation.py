# SPDX-License-Identifier: MIT
"""Evaluate the suggestions of a project against an annotated corpus in files.

The corpus is imported into a temporary project. This is the one module of the analysis that
imports from files; what computes figures does not need it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlmodel import Session

from claimdesk.models.analysis.comparison import Evaluation, Progress, compare
from claimdesk.models.codebook import import_book, project_book
from claimdesk.models.exchange.formats import import_paths
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.project import Project


def evaluate(
    project: Project,
    gold: Sequence[Path],
    *,
    format_name: str | None = None,
    progress: Progress | None = None,
    stopped: Callable[[], bool] | None = None,
) -> Evaluation | None:
    """Compare the suggestions of a project, undecided and accepted, with the corpus at `gold`.

    Changes nothing. `progress` is called while the corpus is read and compared. Returns None if
    `stopped` says so on the way. Raises ClaimdeskError if the corpus cannot be read, has no
    annotations or shares no article with the project.
    """
    with project.reading() as connection:
        book = project_book(connection)  # so that the coded values of the corpus are known

    def fill(session: Session) -> None:
        import_book(session, book)

    with (
        tempfile.TemporaryDirectory(prefix="claimdesk-", ignore_cleanup_errors=True) as folder,
        Project.create(Path(folder) / "gold.claimdesk", fill) as corpus,
    ):
        report = import_paths(
            corpus, gold, format_name=format_name, progress=_half(progress, 0), stopped=stopped
        )
        if report.failed:
            raise ClaimdeskError(report.failed[0].reason)
        if stopped and stopped():
            return None
        return compare(project, corpus, gold[0], progress=_half(progress, 1), stopped=stopped)


def _half(progress: Progress | None, half: int) -> Progress | None:
    """Return what reports one half of the work, 0 or 1, as a part of the whole."""
    if progress is None:
        return None
    report = progress
    return lambda done, total: report(half * total + done, 2 * total)
