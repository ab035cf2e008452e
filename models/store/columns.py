# SPDX-License-Identifier: MIT
"""What the columns of the schema may hold: the kind of their values, and the values listed."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from sqlalchemy import CheckConstraint, Column, TypeDecorator

from claimdesk.models.store.schema import metadata


@cache
def listed_values(table: str) -> dict[str, frozenset[str]]:
    """Return the values that the schema's checks called `known_COLUMN` list."""
    values_of = {}
    for check in metadata.tables[table].constraints:
        if isinstance(check, CheckConstraint) and str(check.name).startswith("known_"):
            values = re.findall("'([^']*)'", str(check.sqltext))
            values_of[str(check.name).removeprefix("known_")] = frozenset(values)
    return values_of


@cache
def kind_of(column: Column[Any]) -> type[Any]:
    """Return the Python type of the values of a column."""
    # SQLModel's own string type does not say what it holds; what it is made of does.
    made_of = column.type
    if isinstance(made_of, TypeDecorator):
        made_of = made_of.impl_instance
    return made_of.python_type
