# SPDX-License-Identifier: MIT
"""Tidy tables: a folder of CSV, the same as an Excel workbook and as an SQLite database.

tables.py says what is in them. In CSV (UTF-8) texts that a spreadsheet would calculate have an
apostrophe in front, as cells.py says; `datapackage.json` (Frictionless Data) describes columns and
keys for programs. Reading them back gives the codebook and the actors.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import zlib
from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from claimdesk.models.articles.read import read_bytes
from claimdesk.models.exchange.corpus import Corpus
from claimdesk.models.exchange.foreign_database import ForeignDatabase, tables_in
from claimdesk.models.exchange.format import ReadableFormat, WritableFormat, register_format
from claimdesk.models.exchange.import_options import ImportOptions
from claimdesk.models.exchange.reports import Losses, Written
from claimdesk.models.exchange.tables import KEYS, TABLES_SAID, Cell, Row, Tables
from claimdesk.models.exchange.tables_reading import Lines, read_tables
from claimdesk.models.exchange.xlsx_format import MOST_ROWS, held, read_cells, text_cell
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.text.cells import needs_mark, safe_cell

PACKAGE = "datapackage.json"
_NAME = "claimdesk-tables"
_LONGEST_HEAD = 1_000_000
_MOST_BYTES = 256_000_000
_SHORT = 60
_BATCH = 2000


class _TablesFormat(ReadableFormat, WritableFormat):
    """What the three have in common."""

    reads_annotations = False
    drops = ("pieces of text that wait for review",)

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        return (_("pieces of text that wait for review"), _("the history"))

    def reads_back(self, corpus: Corpus, output: Path) -> bool:
        tables = Tables(corpus)
        with ExitStack() as stack:
            try:
                found = self._found(tables, output, stack)
                for table, row in tables.rows():
                    if next(found[table], None) != self._as_found(table, row):
                        return False
                return all(next(rest, None) is None for rest in found.values())
            except (OSError, ValueError, KeyError, csv.Error, sqlite3.Error):
                return False

    @abstractmethod
    def _found(
        self, tables: Tables, output: Path, stack: ExitStack
    ) -> Mapping[str, Iterator[list[Any]]]:
        """Return the rows of what was written, by table."""

    @abstractmethod
    def _as_found(self, table: str, row: Row) -> list[Any]:
        """Return a row as it is read again."""


class CsvTablesFormat(_TablesFormat):
    """A folder of CSV."""

    name = "tables"
    extensions = (".tables",)
    position = 32
    is_folder = True

    @property
    def label(self) -> str:
        return _("Tables for R and Python, a folder of CSV")

    def looks_like(self, path: Path, head: bytes) -> bool:
        return path.is_dir() and _is_package(path / PACKAGE)

    def read(self, paths: Sequence[Path], options: ImportOptions) -> Corpus:
        (path,) = paths
        if not path.is_dir():
            raise ClaimdeskError(
                _("{path} is not a folder of tables; name the folder.").format(path=path)
            )
        return read_tables(path, lambda table: _csv_lines(path / f"{table}.csv"))

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        tables = Tables(corpus)
        with ExitStack() as stack:
            writers: dict[str, Callable[[Iterable[Any]], Any]] = {}
            for table, columns in tables.columns.items():
                path = output / f"{table}.csv"
                file = stack.enter_context(path.open("x", encoding="utf-8", newline=""))
                writers[table] = csv.writer(file).writerow
                writers[table](column.name for column in columns)
            for table, row in tables.rows():
                writers[table](_csv_cells(table, row))
        with (output / PACKAGE).open("x", encoding="utf-8") as file:
            json.dump(_package(tables), file, ensure_ascii=False, indent=1)
        return tables.written()

    def _found(
        self, tables: Tables, output: Path, stack: ExitStack
    ) -> Mapping[str, Iterator[list[Any]]]:
        csv.field_size_limit(2**31 - 1)
        found: dict[str, Iterator[list[Any]]] = {}
        for table, columns in tables.columns.items():
            path = output / f"{table}.csv"
            found[table] = csv.reader(stack.enter_context(path.open(encoding="utf-8", newline="")))
            if next(found[table], None) != [column.name for column in columns]:
                raise ValueError(table)
        return found

    def _as_found(self, table: str, row: Row) -> list[Any]:
        return _csv_cells(table, row)


class XlsxTablesFormat(_TablesFormat):
    """A workbook with one sheet per table."""

    name = "tables-xlsx"
    extensions = (".xlsx",)
    position = 42

    @property
    def label(self) -> str:
        return _("Tables for R and Python, an Excel workbook")

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        return (*super().cannot_hold, _("the end of texts of more than 32,767 characters"))

    def looks_like(self, path: Path, head: bytes) -> bool:
        if path.suffix.lower() != ".xlsx" or not head.startswith(b"PK"):
            return False
        try:
            return {"actors", "domains", "codebook"} <= set(_book(path).sheetnames)
        except ClaimdeskError:
            return False

    def read(self, paths: Sequence[Path], options: ImportOptions) -> Corpus:
        (path,) = paths
        book = _book(path)

        def lines(table: str) -> Lines:
            if table not in book.sheetnames:
                return
            rows = book[table].iter_rows()
            head = [str(cell.value) for cell in next(rows, ())]
            for row in rows:
                yield dict(zip(head, read_cells(row, len(head)), strict=False))

        return read_tables(path, lines)

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        from openpyxl import Workbook

        tables = Tables(corpus)
        left_out: Losses = Counter()
        book = Workbook(write_only=True)
        sheets = {table: book.create_sheet(table) for table in tables.columns}
        counts: Counter[str] = Counter()
        for table, columns in tables.columns.items():
            sheets[table].freeze_panes = "A2"
            sheets[table].append([column.name for column in columns])
        for table, row in tables.rows():
            counts[table] += 1
            if counts[table] >= MOST_ROWS:
                raise ClaimdeskError(
                    _("{output}: a sheet holds {value} rows; export as CSV instead.").format(
                        output=name, value=MOST_ROWS - 1
                    )
                )
            sheet = sheets[table]
            sheet.append([text_cell(sheet, held(value, left_out)) for value in row])
        with output.open("x+b") as file:
            book.save(file)
        written = tables.written()
        written.left_out = left_out
        return written

    def _found(
        self, tables: Tables, output: Path, stack: ExitStack
    ) -> Mapping[str, Iterator[list[Any]]]:
        from openpyxl import load_workbook

        file = stack.enter_context(output.open("rb"))
        book = load_workbook(file, read_only=True)
        found: dict[str, Iterator[list[Any]]] = {}
        for table, columns in tables.columns.items():
            rows = book[table].iter_rows()
            if [cell.value for cell in next(rows)] != [column.name for column in columns]:
                raise ValueError(table)
            found[table] = map(partial(read_cells, width=len(columns)), rows)
        return found

    def _as_found(self, table: str, row: Row) -> list[Any]:
        return [held(value, Counter()) for value in row]


class SqliteTablesFormat(_TablesFormat):
    """A database with the tables."""

    name = "tables-sqlite"
    extensions = (".sqlite", ".db")
    position = 43

    @property
    def label(self) -> str:
        return _("Tables for R and Python, an SQLite database")

    def looks_like(self, path: Path, head: bytes) -> bool:
        return {"claim_speakers", "codebook", "actors"} <= tables_in(path, head)

    def read(self, paths: Sequence[Path], options: ImportOptions) -> Corpus:
        (path,) = paths
        with ForeignDatabase(path) as database:
            return read_tables(path, lambda table: database.rows(table, *TABLES_SAID[table][2]))

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        tables = Tables(corpus)
        with closing(sqlite3.connect(output)) as connection:
            connection.execute("PRAGMA synchronous=OFF")
            inserts = {}
            for table, columns in tables.columns.items():
                connection.execute(_create(table, tables))
                marks = ", ".join("?" * len(columns))
                inserts[table] = f'INSERT INTO "{table}" VALUES ({marks})'
            waiting: dict[str, list[Row]] = {table: [] for table in tables.columns}
            for table, row in tables.rows():
                waiting[table].append(row)
                if len(waiting[table]) >= _BATCH:
                    connection.executemany(inserts[table], waiting[table])
                    waiting[table].clear()
            for table, rows in waiting.items():
                connection.executemany(inserts[table], rows)
            connection.commit()
        return tables.written()

    def _found(
        self, tables: Tables, output: Path, stack: ExitStack
    ) -> Mapping[str, Iterator[list[Any]]]:
        connection = stack.enter_context(closing(sqlite3.connect(output)))
        return {
            table: map(list, connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid'))
            for table in tables.columns
        }

    def _as_found(self, table: str, row: Row) -> list[Any]:
        return [int(value) if isinstance(value, bool) else value for value in row]


def _create(table: str, tables: Tables) -> str:
    # An INTEGER PRIMARY KEY would be the place of the row.
    types = {"string": "TEXT", "integer": "INT", "number": "REAL", "boolean": "INTEGER"}
    columns = []
    for column in tables.columns[table]:
        name = column.name.replace('"', '""')
        target = KEYS.get(column.name)
        refers = f' REFERENCES "{target}"' if target and target != table else ""
        columns.append(f'"{name}" {types[column.type]}{refers}')
    key = TABLES_SAID[table][0].split(", ")
    unique = "" if table == "codebook" else f", PRIMARY KEY ({', '.join(map(_quoted, key))})"
    return f'CREATE TABLE "{table}" ({", ".join(columns)}{unique})'


def _quoted(name: str) -> str:
    return f'"{name}"'


def _book(path: Path) -> Any:  # noqa: ANN401
    from io import BytesIO
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    data = read_bytes(path, str(path), _MOST_BYTES)
    try:
        return load_workbook(BytesIO(data), read_only=True, data_only=True)
    except (
        BadZipFile,
        EOFError,
        LookupError,
        OSError,
        RuntimeError,
        SyntaxError,
        ValueError,
        zlib.error,
    ) as error:
        raise ClaimdeskError(
            _("{name} cannot be read: {reason}.").format(name=path, reason=error)
        ) from error


def _is_package(path: Path) -> bool:
    try:
        name: object = json.loads(read_bytes(path, str(path), _LONGEST_HEAD)).get("name")
        return name == _NAME
    except (ClaimdeskError, ValueError, AttributeError, RecursionError):
        return False


def _csv_lines(path: Path) -> Lines:
    if not path.is_file():
        return
    csv.field_size_limit(2**31 - 1)
    try:
        text = read_bytes(path, str(path), _MOST_BYTES).decode("utf-8-sig")
        for row in csv.DictReader(text.splitlines(keepends=True)):
            yield {name: _plain(value) for name, value in row.items() if isinstance(name, str)}
    except (UnicodeDecodeError, csv.Error) as error:
        raise ClaimdeskError(
            _("{name} cannot be read: {reason}.").format(name=path, reason=error)
        ) from error


def _plain(value: str | None) -> str | None:
    """Return what a cell says, without the apostrophe that kept it a text."""
    marked = value is not None and value.startswith("'") and needs_mark(value.lstrip("'"))
    return value[1:] if value is not None and marked else value


def _csv_cells(table: str, row: Row) -> list[str]:
    cells = list(map(_csv_cell, row))
    if table in ("articles", "claims"):
        at = 3 if table == "articles" else 4
        # Dates are meant to be dates there.
        cells[at] = str(row[at] or "")
    return cells


def _csv_cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return _safe(value) if len(value) <= _SHORT else safe_cell(value)
    return str(value) if isinstance(value, int) else safe_cell(value)


_safe = lru_cache(maxsize=50_000)(safe_cell)


def _package(tables: Tables) -> dict[str, Any]:
    """Return the description of the tables for programs (Frictionless Data Package)."""
    return {
        "name": _NAME,
        "profile": "tabular-data-package",
        "resources": [
            {
                "name": table,
                "path": f"{table}.csv",
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "description": said,
                "schema": {
                    "fields": [
                        {"name": one.name, "type": one.type, "description": one.meaning}
                        for one in tables.columns[table]
                    ],
                    "primaryKey": key.split(", "),
                    "foreignKeys": [
                        {
                            "fields": one.name,
                            "reference": {
                                "resource": "" if KEYS[one.name] == table else KEYS[one.name],
                                "fields": TABLES_SAID[KEYS[one.name]][0],
                            },
                        }
                        for one in tables.columns[table]
                        if one.name in KEYS and key != one.name
                    ],
                },
            }
            for table, (key, said, _columns) in TABLES_SAID.items()
        ],
    }


register_format(CsvTablesFormat())
register_format(XlsxTablesFormat())
register_format(SqliteTablesFormat())
