# SPDX-License-Identifier: MIT
"""The lines of Claimdesk JSONL as a JSON Schema (2020-12), made from the tables of the project.

`resources/schemas/claimdesk-jsonl.schema.json` holds it for other programs; `python -m
claimdesk.models.exchange.jsonl_schema` prints it.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from sqlalchemy import Column

from claimdesk.models.exchange.jsonl_lines import FORMAT, VERSION
from claimdesk.models.exchange.records import HEADS, LAYER_PARTS, OF_ARTICLE, PARTS, part_columns
from claimdesk.models.store import limits
from claimdesk.models.store.columns import kind_of, listed_values
from claimdesk.models.store.schema import SCHEMA_VERSION, STATES, metadata

_TYPES = {int: "integer", float: "number", bool: "boolean", str: "string"}


def line_schema() -> dict[str, Any]:
    """Return the schema of one line."""
    tables = (*HEADS, "article", *OF_ARTICLE)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A line of Claimdesk JSONL, version {VERSION}, schema {SCHEMA_VERSION}",
        "oneOf": [{"$ref": "#/$defs/header"}, {"$ref": "#/$defs/end"}]
        + [{"$ref": f"#/$defs/{table}"} for table in tables],
        "$defs": {
            "header": _object(
                {
                    "format": {"const": FORMAT},
                    "version": {"const": VERSION},
                    "schema": {"const": SCHEMA_VERSION},
                    "states": {"type": "array", "items": {"enum": list(STATES)}},
                }
            ),
            "end": _object({"end": _object({"lines": {"type": "integer", "minimum": 1}})}),
            **{table: _line(table) for table in tables},
            **{f"part_{table}": _row(table, part_columns(table)) for table in PARTS},
        },
    }


def _line(table: str) -> dict[str, Any]:
    row = _row(table, list(metadata.tables[table].columns))
    line = _object({"table": {"const": table}, "row": row})
    if table == "annotation":
        parts = dict.fromkeys(part for of in LAYER_PARTS.values() for part in of)
        line["properties"]["parts"] = {
            "type": "object",
            "properties": {
                part: {"type": "array", "items": {"$ref": f"#/$defs/part_{part}"}} for part in parts
            },
            "additionalProperties": False,
        }
    return line


def _row(table: str, columns: list[Column[Any]]) -> dict[str, Any]:
    return _object({column.name: _value(table, column) for column in columns})


def _value(table: str, column: Column[Any]) -> dict[str, Any]:
    may_be_null = bool(column.nullable) and not column.primary_key
    listed = listed_values(table).get(column.name)
    if listed is not None:
        return {"enum": [*sorted(listed), *([None] if may_be_null else [])]}
    kind = kind_of(column)
    value: dict[str, Any] = {"type": _TYPES[kind]}
    if kind is str:
        value["maxLength"] = limits.longest(table, column.name)
    elif column.primary_key or column.foreign_keys:
        value["minimum"] = 1
    if may_be_null:
        value["type"] = [value["type"], "null"]
    return value


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(line_schema(), indent=1) + "\n")
