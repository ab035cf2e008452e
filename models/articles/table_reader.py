# SPDX-License-Identifier: MIT
"""Tables of articles: CSV, TSV, Excel, JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from claimdesk.models.articles.columns import TableColumns, columns_key
from claimdesk.models.articles.documents import DocumentReader, ParsingOptions
from claimdesk.models.articles.drafts import Draft
from claimdesk.models.articles.kinds import kind_of
from claimdesk.models.articles.plain import Decoded, decoded_plain
from claimdesk.models.articles.read import read_bytes
from claimdesk.models.articles.readers import Result, register_reader
from claimdesk.models.articles.tables import (
    Table,
    delimited,
    describe,
    drafts_of_table,
    json_table,
    looks_delimited,
    workbook_tables,
)
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError


class TableReader(DocumentReader):
    """Reads tables with an article in each row."""

    name = "table"
    extensions = (".csv", ".tsv", ".xlsx", ".xlsm", ".jsonl", ".ndjson")
    kinds = ("xlsx", "json")
    position = 20
    in_characters = True

    @property
    def label(self) -> str:
        return _("Tables with an article in each row (CSV, TSV, Excel, JSON)")

    def recognises(self, head: bytes) -> bool:
        if super().recognises(head):
            return True
        return kind_of(head) is None and looks_delimited(head[:4000].decode("utf-8", "replace"))

    def may_be(self, head: bytes) -> bool:
        return kind_of(head) is None

    def parse(self, data: bytes, name: str, options: ParsingOptions) -> Iterator[Draft | Result]:
        found = False
        decoded = None if data[:2] == b"PK" else decoded_plain(data, name, options.encoding)
        for table in _tables(data, decoded, name):
            named = _named(table, options)
            for result in drafts_of_table(table, name, named, options.day_first):
                found = True
                if decoded is not None and isinstance(result, Draft):
                    result.encoding = decoded.encoding
                    result.encoding_is_guess = bool(decoded.choices)
                yield result
        if not found:
            kind = kind_of(data[:65_536])
            raise ClaimdeskError(
                _(
                    "{name} is {kind} without articles: no column holds their text. If one does,"
                    " name it: --map COLUMN=text."
                ).format(name=name, kind=_("a table") if kind is None else kind.name)
            )

    def describe_file(
        self, path: Path, name: str, options: ParsingOptions
    ) -> Iterator[TableColumns]:
        """Return the columns of each table in a file."""
        data = read_bytes(path, name, self.most_bytes)
        decoded = None if data[:2] == b"PK" else decoded_plain(data, name, options.encoding)
        for table in _tables(data, decoded, name):
            if table.headings:
                yield describe(table, _named(table, options))


def _named(table: Table, options: ParsingOptions) -> Mapping[str, str]:
    """Return what is said of the columns: for this import, or else for all with such columns."""
    return options.columns or options.column_maps.get(columns_key(table.headings), {})


def _tables(data: bytes, decoded: Decoded | None, name: str) -> Iterator[Table]:
    if decoded is None:
        yield from workbook_tables(data, name)
    elif decoded.text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        yield json_table(decoded.text, name)
    else:
        yield delimited(decoded.text)


register_reader(TableReader())
