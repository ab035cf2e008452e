# SPDX-License-Identifier: MIT
"""Validation: does what a file holds make sense? Of a whole file, and of what an edit changed.

It is done in SQL, table by table, so that opening a large project stays quick. What it lets pass
is what the rest of the program relies on, and an edit that it does not let pass is not committed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial

from sqlalchemy import Connection

from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import history, limits
from claimdesk.models.store.columns import kind_of
from claimdesk.models.store.integrity.rules import Rule, broken, rules_of
from claimdesk.models.store.integrity.verification import Problem, problem
from claimdesk.models.store.schema import ANNOTATION_COLUMN, metadata
from claimdesk.models.store.storage import driver

_NUMBERS = "sqlite_sequence"
_OWNERS = {
    "alias": "actor_id",
    "term": "domain_id",
    "choice": "field_id",
    **{table: column for table, column in ANNOTATION_COLUMN.items() if column != "id"},
}
"""Tables whose rows belong to another row, of which no row may have too many."""
_COMPARED = frozenset({"recording", "seal", "unsealed"})
"""Tables about the rows of others, which are compared with them, and read by nothing else."""
TREES = {"actor": "member_of_id", "domain": "parent_id"}

Check = Callable[[sqlite3.Connection], Iterator[Problem]]

_Where = tuple[str, tuple[object, ...]]
_ALL: _Where = ("1", ())

_LAST_SPANS = (
    'SELECT annotation.article_id AS article_id, max("end") AS last FROM span '
    "JOIN annotation ON annotation.id = annotation_id WHERE {0} GROUP BY annotation.article_id"
)


def validation_problems(connection: Connection) -> Iterator[Problem]:
    """Yield what makes no sense in a file of this version: the first row of each table, at most.

    Rows of the history are looked into by `history_problems`.
    """
    for check in checks().values():
        yield from check(driver(connection))


def checks() -> dict[str, Check]:
    """Return what `validation_problems` does, by the name of the table that it reads most of."""
    tables = [table.name for table in metadata.sorted_tables if table.name not in _COMPARED]
    return {
        _NUMBERS: _problems_of_numbers,
        **{name: partial(_problems_of_table, table=name) for name in tables},
        "recording": _problems_of_the_whole,
    }


def longest_first(sqlite: sqlite3.Connection) -> list[str]:
    """Return the names of `checks`, by about how long they take: those that read most come first.

    Takes no time itself.
    """
    last = {
        table.name: sqlite.execute(f'SELECT max(id) FROM "{table.name}"').fetchone()[0]
        for table in metadata.sorted_tables
    }
    # The ids of a file that makes no sense may be anything.
    sizes = {name: found for name, found in last.items() if isinstance(found, int)}
    sizes["recording"] = sizes.get("span", 0)
    return sorted(checks(), key=lambda name: sizes.get(name, 0), reverse=True)


def _problems_of_table(sqlite: sqlite3.Connection, table: str) -> Iterator[Problem]:
    yield from _problems_of_rows(sqlite, table, _ALL)
    yield from _problems_of_counts(sqlite, table, _ALL)


def _problems_of_the_whole(sqlite: sqlite3.Connection) -> Iterator[Problem]:
    yield from _spans_beyond_texts(sqlite, _ALL)
    for name, column in TREES.items():
        yield from _circles(sqlite, name, column)
    if sqlite.execute("SELECT id, changeset_id FROM recording").fetchall() != [(1, None)]:
        yield problem("history", _("it is not ready to record"))


def large_value_problems(connection: Connection) -> Iterator[Problem]:
    """Yield a value that is too large to be read at all; takes no time, however large it is."""
    yield from _problems_of_rows(driver(connection), "model", _ALL)


def damaged_text_problems(connection: Connection) -> Iterator[Problem]:
    """Yield texts that are not UTF-8, which no connection but a prepared one can read."""
    sqlite = driver(connection)
    sqlite.create_function("is_utf8", 1, _is_utf8, deterministic=True)
    for table in metadata.sorted_tables:
        texts = [column.name for column in table.columns if kind_of(column) is str]
        damaged = " OR ".join(f'NOT is_utf8(CAST("{name}" AS BLOB))' for name in texts) or "0"
        found = sqlite.execute(f'SELECT id FROM "{table.name}" WHERE {damaged} LIMIT 1').fetchone()
        if found is not None:
            yield problem(f"{table.name} {found[0]}", _("it holds what is not text"))


def history_problems(connection: Connection) -> Iterator[Problem]:
    """Yield changes in the history that no edit of this program recorded."""
    rows = driver(connection).execute(
        "SELECT id, changeset_id, table_name, operation, before, after FROM change "
        "WHERE before IS NOT NULL"
    )
    for change, step, table, operation, before, after in rows:
        try:
            history.recorded_row(table, before, whole=operation == "delete")
            if after is not None:
                history.recorded_row(table, after)
        except history.DamagedHistory:
            yield problem(
                f"history {step}",
                _("change {change} is not one that Claimdesk made").format(change=change),
            )


def is_sensible_history(connection: Connection) -> bool:
    """Return whether the history holds nothing but what this program records."""
    sqlite = driver(connection)
    rows = (_problems_of_rows(sqlite, name, _ALL) for name in ("changeset", "change"))
    return not any(found for problems in rows for found in problems) and not any(
        history_problems(connection)
    )


def _is_utf8(value: bytes | None) -> bool:
    try:
        return value is None or value.decode() is not None
    except UnicodeDecodeError:
        return False


def changed_problems(connection: Connection) -> Iterator[Problem]:
    """Yield what would make no sense any more, of the rows that the transaction changed."""
    sqlite = driver(connection)
    changed = sqlite.execute("SELECT DISTINCT table_name FROM unsealed").fetchall()
    for (name,) in changed:
        for table, owner in _covered(name):
            where = f'"{owner}" IN (SELECT row_id FROM unsealed WHERE table_name = ?)'
            yield from _problems_of_rows(sqlite, table, (where, (name,)))
        if name == "annotation":
            where = "annotation.id IN (SELECT row_id FROM unsealed WHERE table_name = ?)"
            yield from _spans_beyond_texts(sqlite, (where, (name,)))
        elif name in _OWNERS or name in limits.MOST_ROWS:
            yield from _problems_of_counts(sqlite, name, _of_changed_owners(name))


def _of_changed_owners(table: str) -> _Where:
    owner = _OWNERS.get(table)
    if owner is None:
        return _ALL
    changed = "SELECT row_id FROM unsealed WHERE table_name = ?"
    where = f'"{owner}" IN (SELECT "{owner}" FROM "{table}" WHERE id IN ({changed}))'
    return where, (table,)


def _covered(name: str) -> list[tuple[str, str]]:
    return list(ANNOTATION_COLUMN.items()) if name == "annotation" else [(name, "id")]


def _problems_of_rows(sqlite: sqlite3.Connection, table: str, where: _Where) -> Iterator[Problem]:
    found = sqlite.execute(
        f'SELECT id FROM "{table}" WHERE {where[0]} AND ({broken(table)}) LIMIT 1', where[1]
    ).fetchone()
    if found is not None:
        yield problem(f"{table} {found[0]}", _complaint(sqlite, rules_of(table), found[0]))


def _complaint(sqlite: sqlite3.Connection, rules: tuple[Rule, ...], row: object) -> str:
    for rule in rules:
        breaks = f'SELECT 1 FROM "{rule.table}" WHERE id IS ? AND ({rule.broken})'
        if sqlite.execute(breaks, (row,)).fetchone() is not None:
            return rule.complaint()
    return _("it makes no sense")


def _problems_of_counts(sqlite: sqlite3.Connection, table: str, where: _Where) -> Iterator[Problem]:
    owner = _OWNERS.get(table)
    if owner is not None:
        found = sqlite.execute(
            f'SELECT "{owner}" FROM "{table}" WHERE {where[0]} '
            f'GROUP BY "{owner}" HAVING count(*) > ? LIMIT 1',
            (*where[1], limits.MOST_PARTS),
        ).fetchone()
        if found is not None:
            yield problem(
                f"{owner} {found[0]}",
                _("it has more than {most} rows of “{table}”").format(
                    most=limits.MOST_PARTS, table=table
                ),
            )
    most = limits.MOST_ROWS.get(table)
    if most is not None:
        (count,) = sqlite.execute(f'SELECT count(*) FROM "{table}"').fetchone()
        if count > most:
            yield problem(table, _("it has more than {most} rows").format(most=most))


def _spans_beyond_texts(sqlite: sqlite3.Connection, where: _Where) -> Iterator[Problem]:
    found = sqlite.execute(
        f"SELECT id, length(body) FROM article JOIN ({_LAST_SPANS.format(where[0])}) "
        "ON article_id = article.id WHERE last > length(body) LIMIT 1",
        where[1],
    ).fetchone()
    if found is None:
        return
    article, length = found
    span, annotation, end = sqlite.execute(
        'SELECT span.id, annotation_id, "end" FROM span JOIN annotation '
        'ON annotation.id = annotation_id WHERE article_id = ? ORDER BY "end" DESC LIMIT 1',
        (article,),
    ).fetchone()
    yield problem(
        _("span {span} of annotation {annotation} in article {article}").format(
            span=span, annotation=annotation, article=article
        ),
        _("it ends at {end}, but the text at {length}").format(end=end, length=length),
    )


def _problems_of_numbers(sqlite: sqlite3.Connection) -> Iterator[Problem]:
    found = sqlite.execute(
        f"SELECT name FROM {_NUMBERS} WHERE typeof(name) <> 'text' OR typeof(seq) <> 'integer' "
        "OR seq NOT BETWEEN 0 AND ? LIMIT 1",
        (limits.LARGEST_ID,),
    ).fetchone()
    if found is not None:
        yield problem(_NUMBERS, _("“{column}” is out of range").format(column="seq"))


def _circles(sqlite: sqlite3.Connection, table: str, column: str) -> Iterator[Problem]:
    row = row_above_itself(sqlite, table, column)
    if row is not None:
        yield problem(f"{table} {row}", _("it is above itself"))


def row_above_itself(sqlite: sqlite3.Connection, table: str, column: str) -> int | None:
    """Return a row that is above itself; None if there is none."""
    above = dict(
        sqlite.execute(f'SELECT id, "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')
    )
    known: set[int] = set()
    for start in above:
        path: set[int] = set()
        here: int | None = start
        while here is not None and here not in known and here not in path:
            path.add(here)
            here = above.get(here)
        if here in path:
            return here
        known |= path
    return None
