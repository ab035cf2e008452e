# SPDX-License-Identifier: MIT
"""Whether a project file is whole: SQLite's own checks, hashes, quotes, history. Never writes."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import history, locking, project_file, storage
from claimdesk.models.store.integrity.verification import (
    Problem,
    hash_problems,
    problem,
    read_damaged_text,
)
from claimdesk.models.store.schema import SCHEMA_VERSION, metadata
from claimdesk.models.text.spans import Span, anchor

_MOST_OF_A_KIND = 100
_STEPS = 100_000
"""Instructions of SQLite between two questions whether to stop."""


class CheckStopped(ClaimdeskError):
    """The check was ended before it was complete."""


def check(
    path: Path,
    stopped: Callable[[], bool] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> dict[str, Any]:
    """The report on a project: {"project", "ok", "problems": [Problem], "counts": {table: rows}}.

    Works while another program writes to the project; changes no byte of it and leaves no file.
    `progress` hears of (rows compared, rows to compare) once SQLite itself found nothing wrong.
    Raises ClaimdeskError if there is no project at `path` or it is of another version, CheckStopped
    soon after `stopped` says so if nothing wrong was found until then.
    """
    path = path.resolve()
    if not locking.is_open_here(path) and storage.check_header(path) < SCHEMA_VERSION:
        raise ClaimdeskError(
            _("{path} is of an older version; open it once in Claimdesk first.").format(path=path)
        )
    problems: list[Problem] = []
    counts: dict[str, int] = {}
    with _reading(path) as connection:
        if stopped is not None:
            storage.driver(connection).set_progress_handler(stopped, _STEPS)
        try:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if version > SCHEMA_VERSION:
                # It stands in the -wal of a newer program that was killed, not yet in the header.
                raise storage.newer_file(path, version)
            problems += _file_problems(connection)
            if not problems:
                counts = _counts(connection)
                for found in _content_problems(connection, _Rows(counts, progress)):
                    problems.append(found)
        except (*storage.FAILURES, TypeError, UnicodeError) as error:
            # To be stopped is an error of SQLite too.
            if stopped is None or not stopped():
                problems.append(problem("file", f"damaged: {storage.cause(error)}"))
    if stopped is not None and stopped() and not problems:
        raise CheckStopped(_("{path} was not checked to the end.").format(path=path))
    return {"project": str(path), "ok": not problems, "problems": problems, "counts": counts}


class _Rows:
    """Counts what was compared, and tells."""

    def __init__(
        self, counts: dict[str, int], progress: Callable[[int, int], object] | None
    ) -> None:
        # The rows that have seals; articles by their text and by their spans; the history's steps.
        self._total = counts["seal"] + 2 * counts["article"] + counts["changeset"]
        self._done = 0
        self._progress = progress

    def __call__(self, rows: int) -> None:
        self._done += rows
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total)


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[Connection]:
    """A connection to the project, or to a copy if opening it would tidy up after a crash."""
    with contextlib.ExitStack() as stack:
        engine: Engine
        wal = storage.wal_path(path)
        if locking.is_open_here(path) or locking.is_held(path):
            engine = storage.reading_engine(path)
        elif wal.exists():
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="claimdesk-check-"))
            copy = Path(folder) / "copy"
            try:
                shutil.copyfile(path, copy)
                shutil.copyfile(wal, storage.wal_path(copy))
            except OSError as error:
                raise ClaimdeskError(
                    _("{path} can't be copied to {folder}: {error}.").format(
                        path=path, folder=folder, error=error
                    )
                ) from error
            engine = storage.reading_engine(copy)
        else:
            engine = storage.reading_engine(path, still=True)
        stack.callback(engine.dispose)
        try:
            connection = stack.enter_context(engine.connect())
        except storage.FAILURES as error:
            raise ClaimdeskError(
                _("{path} can't be read ({cause}).").format(path=path, cause=storage.cause(error))
            ) from error
        read_damaged_text(connection)
        yield connection


def _file_problems(connection: Connection) -> list[Problem]:
    """Return what SQLite finds wrong, and what is not as this version makes it."""
    problems = [
        problem("file", str(row[0]))
        for row in connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST_OF_A_KIND})")
        if row[0] != "ok"
    ]
    if not problems:
        problems = [
            problem("file", f"it {what}") for what in project_file.shape_problems(connection)
        ]
    return problems


def _counts(connection: Connection) -> dict[str, int]:
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    }


def _content_problems(connection: Connection, passed: _Rows) -> Iterator[Problem]:
    for table, row, other, _key in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield problem(f"{table} {row}", f"refers to a row of {other} that is not there")
    yield from hash_problems(connection, passed)
    yield from _span_problems(connection, passed)
    yield from _layer_problems(connection)
    yield from _history_problems(connection, passed)


def _span_problems(connection: Connection, passed: _Rows) -> Iterator[Problem]:
    """Return spans that are not where their words are."""
    for article_id, body in connection.exec_driver_sql("SELECT id, body FROM article"):
        passed(1)
        if not isinstance(body, str):
            continue
        spans = connection.exec_driver_sql(
            'SELECT span.id, annotation_id, start, "end", quote, prefix, suffix FROM span '
            "JOIN annotation ON annotation.id = annotation_id WHERE article_id = ? "
            "ORDER BY span.id",
            (article_id,),
        )
        for span_id, annotation_id, start, end, *words in spans:
            what = _span_problem(body, Span(start, end), words)
            if what:
                place = f"span {span_id} of annotation {annotation_id} in article {article_id}"
                yield problem(place, what)


def _span_problem(body: str, span: Span, words: list[str]) -> str | None:
    try:
        found = anchor(body, span)
    except ValueError:
        return f"it ends at {span.end}, the text at {len(body)}"
    if found.quote != words[0]:
        return f"its words are not at {span.start}-{span.end}"
    if [found.prefix, found.suffix] != words[1:]:
        return f"what stands around it is not at {span.start}-{span.end}"
    return None


def _layer_problems(connection: Connection) -> Iterator[Problem]:
    """Return annotations without the row of their layer, or without a piece of text.

    A piece that lost its place to a correction counts while it waits for review.
    """
    rows = connection.exec_driver_sql(
        "SELECT id, layer, "
        "CASE layer WHEN 'actor' THEN id IN (SELECT id FROM mention) "
        "WHEN 'claim' THEN id IN (SELECT id FROM claim) "
        "ELSE id IN (SELECT id FROM domain_mention) END, "
        "EXISTS (SELECT 1 FROM (SELECT annotation_id, role FROM span "
        "UNION ALL SELECT annotation_id, role FROM unplaced_span) "
        "WHERE annotation_id = annotation.id AND role = "
        "CASE layer WHEN 'actor' THEN 'mention' WHEN 'claim' THEN 'content' ELSE 'evidence' END) "
        "FROM annotation ORDER BY id"
    )
    for annotation_id, layer, has_row, has_span in rows:
        if not has_row:
            yield problem(f"annotation {annotation_id}", f"it has no fields of the layer {layer}")
        if not has_span:
            yield problem(f"annotation {annotation_id}", "it covers no words")


def _history_problems(connection: Connection, passed: _Rows) -> Iterator[Problem]:
    """Step of the history that are not what was recorded."""
    recording = connection.exec_driver_sql("SELECT id, changeset_id FROM recording").all()
    if [tuple(row) for row in recording] != [(1, None)]:
        yield problem("history", "it is not ready to record")
    steps = connection.exec_driver_sql("SELECT id, label, digest FROM changeset ORDER BY id").all()
    for step, label, digest in steps:
        passed(1)
        if history.digest(connection, step) != digest:
            yield problem(f"history {step}", f"“{label}” is not as it was recorded")
