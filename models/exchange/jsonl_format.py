# SPDX-License-Identifier: MIT
"""Claimdesk JSONL: one JSON object a line, the whole project but its history.

- First line: {"format": "claimdesk-jsonl", "version": 1, "schema": 4, "states": […]}.
- Each further line: {"table": "article", "row": {column: value, …}}; an annotation also has
  "parts": {"span": [{…}], "claim": [{…}], …}, whose rows belong to it.
- Last line: {"end": {"lines": …}}, the number of lines before it, so that a cut file is noticed.

A row stands after the rows that it names, but for actors and domains, which may name later ones of
their own kind. Text is UTF-8, null is unknown, every column of the schema is there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from claimdesk.models.exchange.corpus import Corpus
from claimdesk.models.exchange.format import ReadableFormat, WritableFormat, register_format
from claimdesk.models.exchange.import_options import ImportOptions
from claimdesk.models.exchange.jsonl_lines import FORMAT, MAX_LINE, VERSION, lines
from claimdesk.models.exchange.jsonl_rows import checked_records, is_jsonl
from claimdesk.models.exchange.records import Record
from claimdesk.models.exchange.reports import Written
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.schema import SCHEMA_VERSION


class JsonlFormat(ReadableFormat, WritableFormat):
    """Reads and writes Claimdesk JSONL."""

    name = "jsonl"
    extensions = (".jsonl",)
    position = 10

    @property
    def label(self) -> str:
        return _("Claimdesk JSONL, the whole project")

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        return (_("the history"), _("models learned in the project"))

    def looks_like(self, path: Path, head: bytes) -> bool:
        return is_jsonl(head)

    def read(self, paths: Sequence[Path], options: ImportOptions) -> Corpus:
        (path,) = paths
        return Corpus(records=lambda: checked_records(path), source=str(path), name=path.name)

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        rows: Counter[str] = Counter()
        with output.open("xb") as file:
            for line in _objects(corpus, rows):
                file.write(_encoded(line, name))
        return Written(rows["article"], rows["annotation"], rows["claim"])

    def reads_back(self, corpus: Corpus, output: Path) -> bool:
        expected = _objects(corpus, Counter())
        try:
            found = (line for _number, line in lines(output))
            return all(one == other for one, other in zip_longest(expected, found))
        except ClaimdeskError:
            return False


def _objects(corpus: Corpus, rows: Counter[str]) -> Iterator[dict[str, Any]]:
    """Yield the lines as objects; counts the rows by table in `rows`."""
    assert corpus.records is not None
    count = 1
    yield {
        "format": FORMAT,
        "version": VERSION,
        "schema": SCHEMA_VERSION,
        "states": list(corpus.states),
    }
    for record in corpus.records():
        yield _object(record)
        count += 1
        rows[record.table] += 1
        for table, parts in record.parts.items():
            rows[table] += len(parts)
    yield {"end": {"lines": count}}


def _object(record: Record) -> dict[str, Any]:
    line: dict[str, Any] = {"table": record.table, "row": record.row}
    return {**line, "parts": record.parts} if record.parts else line


def _encoded(line: dict[str, Any], name: str) -> bytes:
    try:
        text = json.dumps(line, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError as error:
        raise ClaimdeskError(
            _("{name}: a number of the project is not finite.").format(name=name)
        ) from error
    data = text.encode() + b"\n"
    if len(data) > MAX_LINE:
        row = line.get("row", {})
        raise ClaimdeskError(
            _("{name}: {table} {id} takes more than a line may hold ({size:g} MB).").format(
                name=name, table=line.get("table"), id=row.get("id"), size=MAX_LINE / 1e6
            )
        )
    return data


register_format(JsonlFormat())
