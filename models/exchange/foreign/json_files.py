# SPDX-License-Identifier: MIT
"""JSON and JSON Lines of other tools, which are not trusted: bounded and strict.

What is wrong with one object does not stop the others, as far as it is known where they end.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimdesk.models.articles.read import read_bytes
from claimdesk.models.exchange.strict_json import loads
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

MOST_BYTES = 1_000_000_000
"""The largest file that is read at once."""

Numbered = tuple[str, Any]
"""Where a value stands in a file, for people, and the value or, if it is none, the reason."""


class Unreadable(str):
    """Why there is no value: a sentence."""

    __slots__ = ()


def strict_json(text: str, name: str) -> Any:  # noqa: ANN401
    """Return the value that a text is. Raises ClaimdeskError calling it `name`."""
    try:
        value = loads(text)
    except UnicodeEncodeError:
        raise ClaimdeskError(_("{name} holds half a character.").format(name=name)) from None
    except RecursionError:
        raise ClaimdeskError(_("{name} is nested too deeply.").format(name=name)) from None
    except ValueError as error:
        reason = getattr(error, "msg", None) or error
        line = getattr(error, "lineno", 1)
        shown = name if line == 1 else _("{name}, line {number}").format(name=name, number=line)
        raise ClaimdeskError(
            _("{name} is not JSON: {reason}.").format(name=shown, reason=reason)
        ) from None
    return value


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 with its mark.

    Raises ClaimdeskError naming the file if it is in neither.
    """
    data = read_bytes(path, str(path), MOST_BYTES)
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise ClaimdeskError(
            _("{path}, line {number} is not UTF-8 text.").format(path=path, number=number)
        ) from None


def read_values(path: Path) -> Iterator[Numbered]:
    """Yield the values of a file: of a list its items, of lines one each, or the one that it is.

    Raises ClaimdeskError naming the file, and the line, if none can be read.
    """
    text = read_text(path)
    if _is_lines(text):
        yield from _lines(text, path)
        return
    value = strict_json(text, str(path))
    if isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield _("item {number}").format(number=number), item
    else:
        yield "", value


def _is_lines(text: str) -> bool:
    """Return whether each line is an object of its own: then the first one ends in its line."""
    head = text.lstrip()
    if not head.startswith("{"):
        return False
    first, _end, rest = head.partition("\n")
    try:
        json.loads(first)
    except RecursionError:
        return True
    except ValueError:
        return rest.lstrip().startswith("{") and first.rstrip() != "{"
    return True


def _lines(text: str, path: Path) -> Iterator[Numbered]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = _("line {number}").format(number=number)
        try:
            name = _("{path}, line {number}").format(path=path, number=number)
            yield where, strict_json(line, name)
        except ClaimdeskError as error:
            yield where, Unreadable(error)


def label_of(value: Any) -> str | None:  # noqa: ANN401
    """Return a label as text: older tools write numbers; None if it is no label."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str | int | float):
        return str(value).strip() or None
    return None


def index_of(value: Any) -> int | None:  # noqa: ANN401
    """Return an offset; None if it is none."""
    if type(value) is float and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value if type(value) is int and abs(value) < 2**53 else None


def in_words(value: Any) -> str:  # noqa: ANN401
    """Return a value as text: JSON, unless it is text."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def said(name: str, value: Any) -> str:  # noqa: ANN401
    """Return an attribute as a line of a note."""
    return f"{name}: {in_words(value)}"
