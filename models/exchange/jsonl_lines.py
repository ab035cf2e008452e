# SPDX-License-Identifier: MIT
"""JSON Lines from a file that is not trusted: bounded, strict, and cheap to refuse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimdesk.models.exchange import strict_json
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.locking import refuse_open_project
from claimdesk.models.store.regular_files import open_regular

FORMAT = "claimdesk-jsonl"
VERSION = 1
"""The version of the form of the lines; what their rows contain has that of the schema."""
MAX_LINE = 10_000_000
"""Bytes that a line may have, with its line end."""


NumberedLine = tuple[int, dict[str, Any]]
"""The object in a line, with the number of the line, from 1."""


def lines(path: Path) -> Iterator[NumberedLine]:
    """Yield the objects of a file with their line numbers, from 1; blank lines are left out.

    Raises ClaimdeskError naming file and line if a line is too long, not UTF-8, not one JSON
    object, nested too deeply, or holds NaN, Infinity, a lone surrogate or a key twice.
    """
    refuse_open_project(path)
    try:
        with open_regular(path) as file:
            number = 0
            while data := file.readline(MAX_LINE + 1):
                number += 1
                if len(data) > MAX_LINE:
                    raise ClaimdeskError(
                        _("{path}, line {number} is longer than {size:g} MB.").format(
                            path=path, number=number, size=MAX_LINE / 1e6
                        )
                    )
                if number == 1:
                    data = data.removeprefix(b"\xef\xbb\xbf")
                if data.strip():
                    yield number, _object(path, number, data)
    except OSError as error:
        raise ClaimdeskError(
            _("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror or error)
        ) from error


def _object(path: Path, number: int, data: bytes) -> dict[str, Any]:
    try:
        text = data.decode("utf-8")
        value = strict_json.loads(text)
    except UnicodeDecodeError as error:
        raise ClaimdeskError(
            _("{path}, line {number} is not UTF-8 text.").format(path=path, number=number)
        ) from error
    except UnicodeEncodeError as error:
        raise ClaimdeskError(
            _("{path}, line {number} holds half a character.").format(path=path, number=number)
        ) from error
    except RecursionError as error:
        raise ClaimdeskError(
            _("{path}, line {number} is nested too deeply.").format(path=path, number=number)
        ) from error
    except ValueError as error:
        reason = getattr(error, "msg", None) or error
        raise ClaimdeskError(
            _("{path}, line {number} is not JSON: {reason}.").format(
                path=path, number=number, reason=reason
            )
        ) from error
    if not isinstance(value, dict):
        raise ClaimdeskError(
            _("{path}, line {number} is not a JSON object.").format(path=path, number=number)
        )
    return value
