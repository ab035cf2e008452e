# SPDX-License-Identifier: MIT
"""Writing JSON for other tools."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

_SEPARATORS = (",", ":")


def compact(value: Any) -> str:  # noqa: ANN401
    """Return a value as JSON in one line."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=_SEPARATORS)


def write_line(file: BinaryIO, value: Any) -> None:  # noqa: ANN401
    """Write a value as one line."""
    file.write(compact(value).encode() + b"\n")


def write_list(file: BinaryIO, values: Iterable[Any]) -> None:
    """Write values as one list, one a line."""
    before = b"[\n"
    for value in values:
        file.write(before + compact(value).encode())
        before = b",\n"
    file.write(b"[]\n" if before == b"[\n" else b"\n]\n")
