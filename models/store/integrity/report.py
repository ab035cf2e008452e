# SPDX-License-Identifier: MIT
"""The integrity check of a project: SQLite's checks, hashes, quotes, history. Never writes."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import history, locking, project_file, storage, word_index
from claimdesk.models.store.integrity import validation
from claimdesk.models.store.integrity.verification import (
    Problem,
    hash_problems,
    problem,
    read_damaged_text,
)
from claimdesk.models.store.regular_files import resolved
from claimdesk.models.store.schema import SCHEMA_VERSION, metadata
from claimdesk.models.text.spans import Span, anchor

_MOST_OF_A_KIND = 100
_STEPS = 100_000
"""SQLite instructions between two calls of `stopped`."""


class CheckStopped(ClaimdeskError):
    """The check was stopped before it was complete."""


def check(
    path: Path,
    stopped: Callable[[], bool] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> dict[str, Any]:
    """Return a report: {"project", "ok", "problems": [Problem], "counts": {table: rows}}.

    Works while another program writes to the project; changes nothing and leaves no file.
    `progress` is called with (rows compared, rows in total) after SQLite's own checks passed.
    Raises ClaimdeskError if there is no project at `path` or it has another version; CheckStopped
    soon after `stopped` returns True, if no problem was found until then.
    """
    path = resolved(path)
    if not locking.is_open_here(path) and storage.check_header(path) < SCHEMA_VERSION:
        raise ClaimdeskError(
            _("{path} has an older version; open it once in Claimdesk first.").format(path=path)
        )
    problems: list[Problem] = []
    counts: dict[str, int] = {}
    with _reading(path) as connection:
        if stopped is not None:
            storage.driver(connection).set_progress_handler(stopped, _STEPS)
        try:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if version > SCHEMA_VERSION:
                # A newer program was killed: its version is in the -wal, but not yet in the header.
                raise storage.newer_file(path, version)
            problems += [
                problem("file", _("it {problem}").format(problem=what))
                for what in project_file.encoding_problems(connection)
            ]
            problems += [] if problems else validation.large_value_problems(connection)
            problems += [] if problems else _file_problems(connection)
            if not problems:
                counts = _counts(connection)
                for found in _content_problems(connection, _Progress(counts, progress)):
                    problems.append(found)
        except (*storage.FAILURES, TypeError, ValueError, OverflowError) as error:
            # SQLite reports an interruption as an error, too.
            if stopped is None or not stopped():
                problems.append(
                    problem("file", _("damaged: {cause}").format(cause=storage.cause(error)))
                )
    if stopped is not None and stopped() and not problems:
        raise CheckStopped(_("The check of {path} was not completed.").format(path=path))
    return {"project": str(path), "ok": not problems, "problems": problems, "counts": counts}


class _Progress:
    """Counts compared rows and reports progress."""

    def __init__(
        self, counts: dict[str, int], progress: Callable[[int, int], object] | None
    ) -> None:
        # Rows with hashes; articles, twice: for text and spans; steps of the history.
        self._total = counts["seal"] + 2 * counts["article"] + counts["changeset"]
        self._done = 0
        self._progress = progress

    def __call__(self, rows: int) -> None:
        self._done += rows
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total)


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[Connection]:
    """Yield a connection to the project, or to a copy if opening it would recover from a crash."""
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
            engine = storage.reading_engine(path, immutable=True)
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
    """Return what SQLite finds wrong, and how the schema differs from this version."""
    checked = connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST_OF_A_KIND})")
    broken = sum(row[0] != "ok" for row in checked)
    if broken:
        words = ngettext("it is broken in 1 place", "it is broken in {n} places", broken)
        problems = [problem("file", words.format(n=broken))]
    else:
        problems = [
            problem("file", _("it {problem}").format(problem=what))
            for what in project_file.shape_problems(connection)
        ]
    return problems


def _counts(connection: Connection) -> dict[str, int]:
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    }


def _content_problems(connection: Connection, progress: _Progress) -> Iterator[Problem]:
    for table, row, other, _key in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield problem(
            f"{table} {row}",
            _("refers to a row of {table} that does not exist").format(table=other),
        )
    yield from hash_problems(connection, progress)
    yield from _sense_problems(connection)
    yield from _span_problems(connection, progress)
    yield from _layer_problems(connection)
    yield from _history_problems(connection, progress)
    for article_id, what in word_index.problems(connection):
        place = _("article {article}").format(article=article_id) if article_id else "file"
        yield problem(place, what)


def _sense_problems(connection: Connection) -> Iterator[Problem]:
    yield from validation.validation_problems(connection)
    yield from validation.damaged_text_problems(connection)
    yield from validation.history_problems(connection)


def _span_problems(connection: Connection, progress: _Progress) -> Iterator[Problem]:
    """Yield spans whose quotes do not match the text."""
    for article_id, body in connection.exec_driver_sql("SELECT id, body FROM article"):
        progress(1)
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
                place = _("span {span} of annotation {annotation} in article {article}").format(
                    span=span_id, annotation=annotation_id, article=article_id
                )
                yield problem(place, what)


def _span_problem(body: str, span: Span, words: list[str]) -> str | None:
    try:
        found = anchor(body, span)
    except ValueError:
        return _("it ends at {end}, but the text at {length}").format(
            end=span.end, length=len(body)
        )
    if found.quote != words[0]:
        return _("its quote is not at {start}-{end}").format(start=span.start, end=span.end)
    if [found.prefix, found.suffix] != words[1:]:
        return _("its context is not around {start}-{end}").format(start=span.start, end=span.end)
    return None


def _layer_problems(connection: Connection) -> Iterator[Problem]:
    """Yield annotations without the row of their layer, or without a span.

    A span that lost its place in a correction counts until it is reviewed.
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
            yield problem(
                f"annotation {annotation_id}",
                _("it has no fields of the layer {layer}").format(layer=layer),
            )
        if not has_span:
            yield problem(f"annotation {annotation_id}", _("it covers no words"))


def _history_problems(connection: Connection, progress: _Progress) -> Iterator[Problem]:
    """Yield steps of the history that are not as they were recorded."""
    steps = connection.exec_driver_sql("SELECT id, label, digest FROM changeset ORDER BY id").all()
    for step, label, digest in steps:
        progress(1)
        if history.digest(connection, step) != digest:
            yield problem(
                f"history {step}", _("“{label}” is not as it was recorded").format(label=label)
            )
