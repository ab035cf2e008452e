# SPDX-License-Identifier: MIT
"""The lines of Claimdesk JSONL checked against the schema: what passes here may be inserted."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Column

from claimdesk.models.exchange.jsonl_lines import FORMAT, VERSION, NumberedLine, lines
from claimdesk.models.exchange.jsonl_upgrades import upgraded
from claimdesk.models.exchange.records import (
    HEADS,
    LAYER_PARTS,
    OF_ARTICLE,
    PARTS,
    READER,
    TAILS,
    Record,
    Row,
    part_columns,
)
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import limits
from claimdesk.models.store.columns import kind_of, listed_values
from claimdesk.models.store.schema import SCHEMA_VERSION, metadata
from claimdesk.models.text.normalization import body_hash

_TABLES = (*HEADS, "article", *OF_ARTICLE, *TAILS)
_LARGEST = 2**63 - 1
_SINGLE_PARTS = ("mention", "claim", "domain_mention")


def is_jsonl(head: bytes) -> bool:
    """Return whether a file that begins with `head` says that it is Claimdesk JSONL."""
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]
    return first.startswith(b"{") and f'"{FORMAT}"'.encode() in first


def checked_records(path: Path) -> Iterator[Record]:
    """Yield the records of a file. References and quotes are not checked here.

    Raises ClaimdeskError naming the file and the line if the file is of another format or a newer
    version, is cut off, or holds a table, column or value that the schema does not allow.
    """
    numbered = lines(path)
    first = next(numbered, None)
    if first is None:
        raise ClaimdeskError(_("{path} is empty; there is nothing to import.").format(path=path))
    header = first[1]
    _check_header(path, header)
    for number, line in upgraded(_data_lines(path, numbered), header["schema"], path):
        yield _record(path, number, line)


def _data_lines(path: Path, numbered: Iterator[NumberedLine]) -> Iterator[NumberedLine]:
    """Yield the lines between the header and the end, which must be there."""
    count = 1
    ended = False
    for number, line in numbered:
        if ended:
            raise ClaimdeskError(
                _("{path}, line {number} stands after the end of the data.").format(
                    path=path, number=number
                )
            )
        if "end" in line:
            _check_end(path, number, line["end"], count)
            ended = True
        else:
            count += 1
            yield number, line
    if not ended:
        raise ClaimdeskError(
            _("{path} is cut off after line {count}; export it again.").format(
                path=path, count=count
            )
        )


def _check_header(path: Path, header: dict[str, Any]) -> None:
    if header.get("format") != FORMAT:
        raise ClaimdeskError(
            _("{path}, line 1 does not say that this is Claimdesk JSONL.").format(path=path)
        )
    for name, known in (("version", VERSION), ("schema", SCHEMA_VERSION)):
        value = header.get(name)
        if type(value) is not int or value < 1:
            raise ClaimdeskError(
                _("{path}, line 1 does not give the {name}.").format(path=path, name=name)
            )
        if value > known:
            raise ClaimdeskError(
                _(
                    "{path} was written by a newer Claimdesk ({name} {value}, this "
                    "program reads up to {known}); update Claimdesk to import it."
                ).format(path=path, name=name, value=value, known=known)
            )


def _check_end(path: Path, number: int, end: Any, count: int) -> None:  # noqa: ANN401
    if not isinstance(end, dict) or end.get("lines") != count:
        raise ClaimdeskError(
            _("{path}, line {number}: lines are missing above; export it again.").format(
                path=path, number=number
            )
        )


def _record(path: Path, number: int, line: dict[str, Any]) -> Record:
    where = f"{path}, line {number}"
    name = line.get("table")
    if name not in _TABLES:
        raise ClaimdeskError(
            _("{where} does not name a table that Claimdesk knows ({shown}).").format(
                where=where, shown=_shown(name)
            )
        )
    unknown = line.keys() - {"table", "row", "parts"}
    if unknown:
        raise ClaimdeskError(
            _("{where} has an unknown key “{name}”.").format(where=where, name=min(unknown))
        )
    row = _row(where, name, line.get("row"), _columns_of(name))
    if name == "article" and body_hash(row["body"]) != row["sha256"]:
        raise ClaimdeskError(
            _("{where}: the text of article {id} is not what its hash says.").format(
                where=where, id=row["id"]
            )
        )
    if name == "setting" and row["key"] == READER:
        raise ClaimdeskError(
            _("{where} sets “{reader}”, which no import may.").format(where=where, reader=READER)
        )
    return Record(name, row, _parts(where, name, row, line.get("parts", {})), number)


def _parts(where: str, name: str, row: Row, parts: Any) -> dict[str, list[Row]]:  # noqa: ANN401
    allowed = LAYER_PARTS.get(row["layer"], ()) if name == "annotation" else ()
    if not isinstance(parts, dict) or not all(isinstance(rows, list) for rows in parts.values()):
        raise ClaimdeskError(_("{where}: the parts are not lists of rows.").format(where=where))
    unknown = parts.keys() - set(allowed)
    if unknown:
        raise ClaimdeskError(
            _("{where} has parts “{name}”, which this row cannot have.").format(
                where=where, name=min(unknown)
            )
        )
    for part in _SINGLE_PARTS:
        if len(parts.get(part, ())) > 1:
            raise ClaimdeskError(
                _("{where} has more than one “{part}”.").format(where=where, part=part)
            )
    return {
        part: [_row(where, part, values, _columns_of(part)) for values in rows]
        for part, rows in parts.items()
    }


_Checks = dict[str, Callable[[Any], bool]]


@cache
def _columns_of(table: str) -> _Checks:
    """Return the columns that a line holds of a table, each with what says if it takes a value."""
    columns = part_columns(table) if table in PARTS else metadata.tables[table].columns
    return {column.name: _check_of(column) for column in columns}


def _row(where: str, table: str, values: Any, columns: _Checks) -> Row:  # noqa: ANN401
    if not isinstance(values, dict):
        raise ClaimdeskError(
            _("{where}: the row of “{table}” is not an object.").format(where=where, table=table)
        )
    unknown = values.keys() - columns.keys()
    if unknown:
        raise ClaimdeskError(
            _("{where} has an unknown column “{name}” of “{table}”.").format(
                where=where, name=min(unknown), table=table
            )
        )
    row = {name: values.get(name) for name in columns}
    for name, value in row.items():
        if not columns[name](value):
            raise ClaimdeskError(
                _("{where}: “{name}” of “{table}” cannot be {shown}.").format(
                    where=where, name=name, table=table, shown=_shown(value)
                )
            )
    return row


def _check_of(column: Column[Any]) -> Callable[[Any], bool]:
    """Return what says whether a column takes a value; it is asked for each value of a file."""
    takes_none = bool(column.nullable) and not column.primary_key
    takes = _check_of_value(column)
    return lambda value: takes_none if value is None else takes(value)


def _check_of_value(column: Column[Any]) -> Callable[[Any], bool]:
    listed = listed_values(column.table.name).get(column.name)
    if listed is not None:
        return lambda value: isinstance(value, str) and value in listed
    kind = kind_of(column)
    if kind is float:
        return _is_number
    if kind is int:
        if column.primary_key or column.foreign_keys:
            return lambda value: type(value) is int and 1 <= value <= limits.LARGEST_ID
        return lambda value: type(value) is int and abs(value) <= limits.LARGEST_NUMBER
    most = limits.longest(column.table.name, column.name)
    return lambda value: type(value) is kind and _is_short(value, most)


def _is_number(value: Any) -> bool:  # noqa: ANN401
    if type(value) is int:
        return -_LARGEST <= value <= _LARGEST and float(value) == value
    return type(value) is float and math.isfinite(value)


def _is_short(value: str, most: int) -> bool:
    # No character takes more than four bytes.
    if len(value) * 4 <= most:
        return True
    return len(value) <= most and len(value.encode("utf-8", "surrogatepass")) <= most


def _shown(value: Any) -> str:  # noqa: ANN401
    text = "missing" if value is None else repr(value)
    return text if len(text) <= 60 else text[:60] + "…"
