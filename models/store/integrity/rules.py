# SPDX-License-Identifier: MIT
"""The rules that every row keeps: types, sizes, ranges, references. One SQL condition for each.

A hash shows that a row is as it was written, not that it makes sense: whoever makes a file can make
its hashes, too. Most rules follow from the schema, so that a new column has its rules at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, Table

from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import limits
from claimdesk.models.store.coded_fields import CODE_COLUMNS
from claimdesk.models.store.columns import kind_of, listed_values
from claimdesk.models.store.schema import LAYER_TABLES, metadata, recorded_tables

_KIND_NAMES = {str: "text", int: "integer", bool: "integer", bytes: "blob"}
_COLOUR = "#" + "[0-9a-fA-F]" * 6
_LARGEST_FLOAT = "1.7976931348623157e308"
_OF_CHANGES = {
    "table_name": frozenset(table.name for table in recorded_tables()),
    "operation": frozenset({"insert", "update", "delete"}),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a table. `column` is empty if it is about the row as a whole."""

    table: str
    column: str
    broken: str
    """An SQL condition, true for a row that breaks the rule; never NULL for one that does."""
    complaint: Callable[[], str]
    """What to say about such a row."""
    implied: bool = False
    """Whether a row that breaks it breaks another one, too: this one only says it better."""


@cache
def broken(table: str) -> str:
    """Return the SQL condition that is true for a row that breaks any rule of a table."""
    by_column: dict[str, list[str]] = {}
    for rule in rules_of(table):
        if not rule.implied:
            by_column.setdefault(rule.column, []).append(rule.broken)
    columns = metadata.tables[table].columns
    parts = []
    for name, conditions in by_column.items():
        either = " OR ".join(conditions)
        # NULL breaks no rule where it is allowed; there it is most of what a large table holds.
        nullable = bool(name) and columns[name].nullable
        parts.append(f'("{name}" IS NOT NULL AND ({either}))' if nullable else either)
    return " OR ".join(parts)


@cache
def rules_of(table: str) -> tuple[Rule, ...]:
    """Return the rules of a table: those that let the others be evaluated come first."""
    shape = metadata.tables[table]
    found = [rule for column in shape.columns for rule in _column_rules(column)]
    return (*found, *_references(shape), *_more_rules(table))


def _column_rules(column: Column[Any]) -> Iterator[Rule]:
    table, name = column.table.name, column.name
    kind, quoted = kind_of(column), f'"{column.name}"'

    listed = _listed(table).get(name)

    def rule(broken: str, complaint: Callable[[], str], *, implied: bool = False) -> Rule:
        # A comparison with NULL is not true, and where NULL is not allowed the type is wrong.
        return Rule(table, name, broken, complaint, implied)

    yield rule(
        _of_another_type(column),
        lambda: _("“{column}” is of a wrong type").format(column=name),
        implied=listed is not None,
    )
    most = limits.longest(table, name)
    if kind in (str, bytes):
        # The size of a BLOB is known without reading it.
        size = f"length({quoted})" if kind is bytes else f"length(CAST({quoted} AS BLOB))"
        yield rule(
            f"{size} > {most}",
            lambda: _("“{column}” is longer than {most} bytes").format(column=name, most=most),
            implied=listed is not None,
        )
    elif kind is not float:
        least, largest = _range(column)
        yield rule(
            f"{quoted} NOT BETWEEN {least} AND {largest}",
            lambda: _("“{column}” is out of range").format(column=name),
            # The ids of the other table are within the range.
            implied=bool(column.foreign_keys) and not column.primary_key,
        )
    if listed is not None:
        yield rule(
            f"({quoted} IS NULL OR {quoted} NOT IN ({_list(listed)}))"
            if not column.nullable
            else f"{quoted} NOT IN ({_list(listed)})",
            lambda: _no_known_value(name),
        )
    if name == "colour":
        yield rule(
            f"{quoted} NOT GLOB '{_COLOUR}'",
            lambda: _("“{column}” is not a colour").format(column=name),
        )


def _listed(table: str) -> dict[str, frozenset[str]]:
    """Return the values that the columns of a table may have, where they are listed."""
    return {**listed_values(table), **(_OF_CHANGES if table == "change" else {})}


def _of_another_type(column: Column[Any]) -> str:
    quoted, kind = f'"{column.name}"', kind_of(column)
    if kind is float:
        # NaN is NULL in SQLite; infinity is larger than every number.
        wrong = f"(typeof({quoted}) NOT IN ('real', 'integer') OR abs({quoted}) > {_LARGEST_FLOAT})"
    else:
        wrong = f"typeof({quoted}) <> '{_KIND_NAMES[kind]}'"
    return f"({quoted} IS NOT NULL AND {wrong})" if column.nullable else wrong


def _range(column: Column[Any]) -> tuple[int, int]:
    if kind_of(column) is bool:
        return 0, 1
    if column.primary_key or column.foreign_keys or column.name in ("row_id", "annotation_id"):
        return 1, limits.LARGEST_ID
    return -limits.LARGEST_NUMBER, limits.LARGEST_NUMBER


def _references(table: Table) -> Iterator[Rule]:
    for column in table.columns:
        if column.primary_key:  # whose annotation is of its layer, has one
            continue
        for key in column.foreign_keys:
            yield _dangling(table.name, column.name, key.column.table.name)


def _dangling(table: str, column: str, other: str) -> Rule:
    return Rule(
        table,
        column,
        # As a subquery of its own for each row, it would take twice the time.
        f'("{column}" IS NOT NULL AND "{column}" NOT IN (SELECT other.id FROM "{other}" AS other))',
        lambda: _("“{column}” refers to a row of “{other}” that does not exist").format(
            column=column, other=other
        ),
    )


def _more_rules(table: str) -> Iterator[Rule]:
    """Yield the rules that do not follow from the schema."""
    for place in CODE_COLUMNS:
        if place.table == table:
            yield _value_of_field(
                table,
                place.column,
                f"NOT IN (SELECT choice.id FROM choice JOIN field ON field.id = field_id "
                f"WHERE layer = '{place.layer}' AND field.key = '{place.key}')",
            )
    for layer, part in LAYER_TABLES.items():
        if part == table:
            of = f'SELECT layer FROM annotation WHERE annotation.id = "{table}".id'
            yield _row_rule(table, f"({of}) IS NOT '{layer}'", _wrong_layer)
    yield from _MORE.get(table, ())


def _value_of_field(table: str, column: str, which: str) -> Rule:
    return Rule(
        table,
        column,
        f'("{column}" IS NOT NULL AND "{column}" {which})',
        lambda: _("“{column}” is a value of another field").format(column=column),
    )


def _row_rule(table: str, broken: str, complaint: Callable[[], str]) -> Rule:
    return Rule(table, "", broken, complaint)


def _no_known_value(column: str) -> str:
    return _("“{column}” has a value that Claimdesk does not know").format(column=column)


def _wrong_layer() -> str:
    return _("it belongs to an annotation of another layer")


def _no_fields() -> str:
    return _("it has no fields of its layer")


def _no_json() -> str:
    return _("it holds what is not readable JSON")


def _list(values: Any) -> str:  # noqa: ANN401
    return ", ".join(f"'{value}'" for value in sorted(values))


_HAS_FIELDS = " ".join(
    f"WHEN '{layer}' THEN EXISTS (SELECT 1 FROM {part} WHERE {part}.id = annotation.id)"
    for layer, part in LAYER_TABLES.items()
)
_OF_LAYER = "SELECT layer FROM annotation WHERE annotation.id = annotation_id"
_OWN_COLUMN = " OR ".join(
    f"(layer = '{place.layer}' AND field.key = '{place.key}')" for place in CODE_COLUMNS
)
_MORE: dict[str, tuple[Rule, ...]] = {
    "annotation": (
        Rule(
            "annotation",
            "score",
            "score NOT BETWEEN 0 AND 1",
            lambda: _("“{column}” is out of range").format(column="score"),
        ),
        Rule(
            "annotation",
            "run_id",
            "(run_id IS NOT NULL AND (SELECT article_id FROM suggestion_run "
            "WHERE suggestion_run.id = run_id) <> annotation.article_id)",
            lambda: _("“{column}” refers to another article").format(column="run_id"),
        ),
        _row_rule("annotation", f"NOT CASE layer {_HAS_FIELDS} ELSE 0 END", _no_fields),
    ),
    "span": (
        _row_rule(
            "span",
            'start < 0 OR "end" <= start',
            lambda: _("it does not begin before it ends"),
        ),
    ),
    "article_version": (
        _row_rule("article_version", "article_id = first_id", lambda: _("it is above itself")),
    ),
    "article_sample": (_row_rule("article_sample", "NOT json_valid(definition)", _no_json),),
    "field": (
        Rule(
            "field",
            "kind",
            f"kind <> 'choice' AND ({_OWN_COLUMN})",
            lambda: _no_known_value("kind"),
        ),
    ),
    "field_value": (
        _value_of_field(
            "field_value",
            "choice_id",
            "NOT IN (SELECT id FROM choice WHERE choice.field_id = field_value.field_id)",
        ),
        _row_rule(
            "field_value",
            f"({_OF_LAYER}) IS NOT (SELECT layer FROM field WHERE field.id = field_id)",
            _wrong_layer,
        ),
    ),
    "suggestion_run": (_row_rule("suggestion_run", "NOT json_valid(settings)", _no_json),),
    "model": (_row_rule("model", "NOT json_valid(report)", _no_json),),
    "changeset": (
        _row_rule(
            "changeset",
            "reverts_id >= id OR undone_by_id <= id",
            lambda: _("it is in a wrong order"),
        ),
    ),
    "change": (
        _row_rule(
            "change",
            "CASE operation WHEN 'insert' THEN before IS NOT NULL OR after IS NOT NULL "
            "WHEN 'delete' THEN before IS NULL OR after IS NOT NULL OR NOT json_valid(before) "
            "ELSE before IS NULL OR after IS NULL "
            "OR NOT json_valid(before) OR NOT json_valid(after) END",
            _no_json,
        ),
    ),
}
