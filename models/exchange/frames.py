# SPDX-License-Identifier: MIT
"""A project in Python: opened read-only, its tidy tables as data frames.

This is what `claimdesk.open` gives. The tables are those of the export `tables`; tables.py
describes them. A table is a frame of pandas or polars, a list of rows (dictionaries by column), or
a dictionary of columns (lists).
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from claimdesk.models.exchange.corpus_export import read_corpus
from claimdesk.models.exchange.tables import TABLES_SAID, Cell, Tables
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import STATES

KINDS = ("pandas", "polars", "rows", "dict")
_PLAIN = ("rows", "dict")
"""The kinds that need nothing to be installed."""


def open_project(
    path: Path | str, *, states: Sequence[str] = ("accepted",), kind: str | None = None
) -> ProjectFrames:
    """Open a project to read its tables, with annotations in these states.

    `kind` is one of KINDS; None: the first of them that is installed. Raises ClaimdeskError if the
    project cannot be read, or a state or kind is unknown.
    """
    for state in states:
        if state not in STATES:
            raise ClaimdeskError(
                _("There is no state “{state}”; choose from {names}.").format(
                    state=state, names=", ".join(STATES)
                )
            )
    return ProjectFrames(Project.read(Path(path)), tuple(states), _kind(kind))


def _kind(kind: str | None) -> str:
    if kind is None:
        return next(each for each in KINDS if each in _PLAIN or importlib.util.find_spec(each))
    if kind not in KINDS or (kind not in _PLAIN and importlib.util.find_spec(kind) is None):
        raise ClaimdeskError(
            _("Frames of “{kind}” cannot be made here; install it or choose “rows”.").format(
                kind=kind
            )
        )
    return kind


class ProjectFrames:
    """The tables of one project. All are read when the first one is asked for."""

    def __init__(self, project: Project, states: tuple[str, ...], kind: str) -> None:
        self._project = project
        self._states = states
        self._kind = kind
        self._columns: dict[str, dict[str, list[Cell]]] = {}

    def __enter__(self) -> ProjectFrames:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the project; tables that were read stay."""
        self._project.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the tables."""
        return tuple(TABLES_SAID)

    def describe(self, table: str) -> dict[str, str]:
        """Return what each column of a table means; own fields are not among them."""
        return dict(TABLES_SAID[self._known(table)][2])

    def __getitem__(self, table: str) -> Any:  # noqa: ANN401
        """Return a table as a frame. Raises ClaimdeskError if there is none of that name."""
        self._known(table)
        if not self._columns:
            self._read()
        columns = {name: list(cells) for name, cells in self._columns[table].items()}
        if self._kind == "dict":
            return columns
        if self._kind == "rows":
            return [
                dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
            ]
        made = importlib.import_module(self._kind)
        if self._kind == "polars":
            return made.DataFrame(columns, strict=False)
        return made.DataFrame(columns).convert_dtypes()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """Return a table by its name as an attribute."""
        if name in TABLES_SAID:
            return self[name]
        raise AttributeError(name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *TABLES_SAID]

    def _known(self, table: str) -> str:
        if table not in TABLES_SAID:
            raise ClaimdeskError(
                _("There is no table “{table}”; choose one of {names}.").format(
                    table=table, names=", ".join(TABLES_SAID)
                )
            )
        return table

    def _read(self) -> None:
        with read_corpus(self._project, self._states) as corpus:
            tables = Tables(corpus)
            found: dict[str, list[list[Cell]]] = {
                table: [[] for _column in columns] for table, columns in tables.columns.items()
            }
            for table, row in tables.rows():
                for cells, value in zip(found[table], row, strict=True):
                    cells.append(value)
        self._columns = {
            table: {column.name: cells for column, cells in zip(columns, found[table], strict=True)}
            for table, columns in tables.columns.items()
        }
