# SPDX-License-Identifier: MIT
"""Conditions for SQL statements that every part of the models writes alike."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select


def among(column: object, ids: Iterable[int]) -> ColumnElement[bool]:
    """Whether a column holds one of `ids`, however many they are: SQLite limits bound values."""
    values = func.json_each(json.dumps(list(ids))).table_valued("value")
    return col(column).in_(select(values.c.value))
