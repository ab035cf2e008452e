# SPDX-License-Identifier: MIT
"""JSON from a file that is not trusted: what other programs read differently is refused."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from claimdesk.models.messages.catalogue import _


def loads(text: str) -> Any:  # noqa: ANN401
    """Return the value that a text is.

    Raises ValueError if it is not JSON, or holds NaN, an infinite number or a key twice,
    UnicodeEncodeError if it holds half a character, RecursionError if it is nested too deeply.
    """
    value = _DECODER.decode(text)
    if "\\u" in text:
        json.dumps(value, ensure_ascii=False).encode()  # finds lone surrogates
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(_("{constant} is not a number").format(constant=constant))


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        _refuse(text)
    return value


def _with_keys_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(_("a key stands twice in one object"))
    return found


_DECODER = json.JSONDecoder(
    parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_with_keys_once
)
