# SPDX-License-Identifier: MIT
"""Claimdesk JSONL, written: one JSON object a line, the whole project but its history.

- First line: {"format": "claimdesk-jsonl", "version": 1, "schema": 1, "states": […]}.
- Each further line: {"table": "article", "row": {column: value, …}}; an annotation also has
  "parts": {"span": [{…}], "claim": [{…}], …}, whose rows belong to it.
- Last line: {"end": {"lines": …}}, the number of lines before it, so that a cut file is noticed.

A row stands after the rows that it names, but for actors and domains, which may name later ones of
their own kind. Text is UTF-8, null is unknown, every column of the schema is there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from claimdesk.models.exchange.jsonl_lines import FORMAT, MAX_LINE, VERSION, lines
from claimdesk.models.exchange.records import Record, records
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.disk import sync
from claimdesk.models.store.export_files import Written, write_verified
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import SCHEMA_VERSION


def write_jsonl(project: Project, output: Path, states: Sequence[str]) -> Written:
    """Write the project with its annotations in `states`; the number of rows written by table.

    Raises ClaimdeskError if `output` cannot be written or does not read back as it should.
    """
    written = Written()
    with project.reading() as connection:

        def write(draft: Path) -> None:
            with draft.open("xb") as file:
                for line in _objects(connection, states, written.rows):
                    file.write(_encoded(line, output))
                file.flush()
                sync(file.fileno())

        def verify(draft: Path) -> None:
            if not _reads_back(draft, _objects(connection, states, {})):
                raise ClaimdeskError(
                    _("{output} did not read back as it was written; try again.").format(
                        output=output
                    )
                )

        write_verified(output, project, write, verify)
    return written


def _reads_back(draft: Path, expected: Iterator[dict[str, Any]]) -> bool:
    try:
        found = (line for _number, line in lines(draft))
        return all(one == other for one, other in zip_longest(expected, found))
    except ClaimdeskError:
        return False


def _objects(
    connection: Connection, states: Sequence[str], written: dict[str, int]
) -> Iterator[dict[str, Any]]:
    """Return the lines as objects; counts the rows by table in `written`."""
    count = 1
    yield {
        "format": FORMAT,
        "version": VERSION,
        "schema": SCHEMA_VERSION,
        "states": list(states),
    }
    for record in records(connection, states):
        yield _object(record)
        count += 1
        for table, rows in ((record.table, [record.row]), *record.parts.items()):
            written[table] = written.get(table, 0) + len(rows)
    yield {"end": {"lines": count}}


def _object(record: Record) -> dict[str, Any]:
    line: dict[str, Any] = {"table": record.table, "row": record.row}
    return {**line, "parts": record.parts} if record.parts else line


def _encoded(line: dict[str, Any], output: Path) -> bytes:
    try:
        text = json.dumps(line, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError as error:
        raise ClaimdeskError(
            _("{output}: a number of the project is not finite.").format(output=output)
        ) from error
    data = text.encode() + b"\n"
    if len(data) > MAX_LINE:
        row = line.get("row", {})
        raise ClaimdeskError(
            _("{output}: {get} {get2} takes more than a line may hold ({value:g} MB).").format(
                output=output, get=line.get("table"), get2=row.get("id"), value=MAX_LINE / 1000000.0
            )
        )
    return data
