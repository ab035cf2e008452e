# SPDX-License-Identifier: MIT
"""The database of Discourse Network Analyzer 3 (`.dna`, SQLite), read and never written.

Nothing in it is trusted: what has to be a table is one, texts may hold any bytes, numbers may be
texts, and no file brings more rows than a project may have.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from claimdesk.models.exchange.import_options import Stopped
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import limits
from claimdesk.models.store.locking import belongs_to_open
from claimdesk.models.store.regular_files import open_regular
from claimdesk.models.store.storage import FAILURES, cause

MAGIC = b"SQLite format 3\x00"

TABLES = {
    "DOCUMENTS": ("ID", "Title", "Text", "Author", "Source", "Section", "Notes", "Type", "Date"),
    "STATEMENTTYPES": ("ID", "Label"),
    "VARIABLES": ("ID", "Variable", "DataType", "StatementTypeId"),
    "STATEMENTS": ("ID", "StatementTypeId", "DocumentId", "Start", "Stop", "Coder"),
    "CODERS": ("ID", "Name"),
    "ENTITIES": ("ID", "VariableId", "Value", "ChildOf"),
    "DATABOOLEAN": ("StatementId", "VariableId", "Value"),
    "DATAINTEGER": ("StatementId", "VariableId", "Value"),
    "DATALONGTEXT": ("StatementId", "VariableId", "Value"),
    "DATASHORTTEXT": ("StatementId", "VariableId", "Entity"),
    "ATTRIBUTEVARIABLES": ("ID", "VariableId", "AttributeVariable"),
    "ATTRIBUTEVALUES": ("EntityId", "AttributeVariableId", "AttributeValue"),
    "REGEXES": ("Label",),
}
"""What is read: the columns of each table."""

_OPTIONAL = frozenset({"CODERS", "ATTRIBUTEVARIABLES", "ATTRIBUTEVALUES", "REGEXES"})
"""Tables that a file may lack, as one made by another program."""

_NULLABLE = frozenset({"Title", "Author", "Source", "Section", "Notes", "Type", "Coder", "ChildOf"})
"""Columns that a file may lack."""

_MOST_ROWS = 5_000_000
_INSTRUCTIONS = 100_000
"""How much SQLite does before it is asked whether to go on."""


class DnaDatabase:
    """One file, open for reading."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path
        self._tables = {
            str(name).upper()
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' "
                "AND sql NOT LIKE 'CREATE VIRTUAL%'"
            )
        }

    def check(self) -> None:
        """Raise ClaimdeskError, naming the version, unless this is a file of version 3."""
        version = self._version()
        major = version.split(".")[0].strip()
        if "STATEMENTS" in self._tables and major in ("1", "2"):
            raise ClaimdeskError(
                _(
                    "{path} was written by Discourse Network Analyzer {version}; open it in "
                    "version 3, save it there and import that file."
                ).format(path=self.path, version=version)
            )
        missing = TABLES.keys() - _OPTIONAL - self._tables
        if missing:
            raise ClaimdeskError(
                _(
                    "{path} is not a database of Discourse Network Analyzer 3; it has no "
                    "table {table}."
                ).format(path=self.path, table=min(missing))
            )
        if major not in ("", "3"):
            raise ClaimdeskError(
                _(
                    "{path} was written by Discourse Network Analyzer {version}; Claimdesk reads "
                    "version 3."
                ).format(path=self.path, version=version)
            )

    def _version(self) -> str:
        if "SETTINGS" not in self._tables:
            return ""
        rows = self._connection.execute(
            "SELECT Value FROM SETTINGS WHERE lower(Property) = 'version' LIMIT 1"
        ).fetchall()
        return text(rows[0][0])[:40] if rows else ""

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table, by their ids if it has any, else as they were written.

        Raises ClaimdeskError if there are more than a project may have.
        """
        if table not in self._tables:
            return
        columns = TABLES[table]
        order = '"ID"' if columns[0] == "ID" else "rowid"
        listed = ", ".join(self._column(table, name) for name in columns)
        found = self._connection.execute(f'SELECT {listed} FROM "{table}" ORDER BY {order}')
        for number, row in enumerate(found):
            if number == _MOST_ROWS:
                raise ClaimdeskError(
                    _(
                        "{path} has more than {most} rows in {table}; nobody coded that many."
                    ).format(path=self.path, most=_MOST_ROWS, table=table)
                )
            yield row

    def _column(self, table: str, name: str) -> str:
        """Return how to read a column; NULL if the file may lack it and does."""
        # SQLite would take the quoted name of a column that is missing for a text.
        found = self._connection.execute(f'PRAGMA table_info("{table}")').fetchall()
        if any(text(row[1]).lower() == name.lower() for row in found):
            return f'"{name}"'
        if name in _NULLABLE:
            return "NULL"
        raise ClaimdeskError(
            _("{path} is not as expected: table {table} has no column {column}.").format(
                path=self.path, table=table, column=name
            )
        )


@contextmanager
def open_dna(path: Path, stopped: Callable[[], bool] | None = None) -> Iterator[DnaDatabase]:
    """Open a `.dna` file for reading; nothing is written to it or beside it.

    Raises ClaimdeskError naming the file and the reason if it cannot be read, is damaged or is of
    another version, and Stopped if the import is to end.
    """
    _refuse_others(path)
    # A promise that nobody writes keeps SQLite from adding files of its own beside it.
    mode = "ro" if path.with_name(path.name + "-wal").exists() else "ro&immutable=1"
    is_stopped = stopped or (lambda: False)
    try:
        with closing(_connect(f"{path.absolute().as_uri()}?mode={mode}")) as connection:
            connection.set_progress_handler(is_stopped, _INSTRUCTIONS)
            database = DnaDatabase(connection, path)
            database.check()
            yield database
    except FAILURES as error:
        if is_stopped():
            raise Stopped from error
        raise ClaimdeskError(
            _("{path} can't be read as a database of Discourse Network Analyzer: {reason}.").format(
                path=path, reason=cause(error)
            )
        ) from error


def _connect(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True)
    connection.text_factory = _decoded
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits.LONGEST_VALUE)
    for pragma in ("query_only = ON", "trusted_schema = OFF", "cell_size_check = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _refuse_others(path: Path) -> None:
    """Raise ClaimdeskError unless `path` is an ordinary file that no project here has open."""
    if belongs_to_open(path):
        raise ClaimdeskError(
            _("{path} belongs to the open project; choose another file.").format(path=path)
        )
    try:
        with open_regular(path) as file:
            head = file.read(len(MAGIC))
    except OSError as error:
        raise ClaimdeskError(
            _("{path} cannot be read: {reason}.").format(path=path, reason=cause(error))
        ) from error
    if head != MAGIC:
        raise ClaimdeskError(
            _("{path} is not a database of Discourse Network Analyzer 3.").format(path=path)
        )


def _decoded(data: bytes) -> str:
    """Return a text of the file; Java writes a character outside the first plane as two halves."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        halves = data.decode("utf-8", "surrogatepass" if _is_halves(data) else "replace")
        return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _is_halves(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def text(value: object) -> str:
    """Return a value as text; NULL is empty."""
    if isinstance(value, bytes):
        return _decoded(value)
    return "" if value is None else str(value)


def integer(value: object) -> int | None:
    """Return a value as an integer, None if it is none."""
    return value if isinstance(value, int) else None
