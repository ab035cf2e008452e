# SPDX-License-Identifier: MIT
"""Where a Web Annotation says that it is: the source of a target, and the piece of its text."""

from __future__ import annotations

import re
from typing import Any

from claimdesk.models.exchange.foreign.documents import Piece
from claimdesk.models.exchange.foreign.web_annotations import as_list, selectors, types_of
from claimdesk.models.messages.catalogue import _

_CHARACTERS = re.compile(r"(?:^|#)char=(\d{1,10}),(\d{1,10})(?:;.*)?$")
"""Offsets in a text as RFC 5147 has them."""


def source_of(target: Any) -> tuple[str, str]:  # noqa: ANN401
    """Return what a target calls the text that it is about, and the text if it is given there."""
    if not isinstance(target, dict):
        return _without_place(str(target)), ""
    source, text = target.get("source", target.get("id", "")), ""
    if isinstance(source, dict):
        value = source.get("value")
        text = value if isinstance(value, str) else ""
        source = source.get("id", "")
    return _without_place(str(source)), text


def _without_place(source: str) -> str:
    return _CHARACTERS.sub("", source)


def piece_of(target: Any, text: str) -> tuple[Piece | None, str]:  # noqa: ANN401
    """Return the piece of a text that is selected, and what is wrong if there should be one.

    None without a fault is the whole text.
    """
    if not isinstance(target, dict):
        return _characters(str(target)), ""
    said = selectors(target)
    found = _selected(said, text)
    if found is None:
        found = _characters(str(target.get("source", target.get("id", ""))))
    if found is not None or not said:
        return found, ""
    kinds = ", ".join(dict.fromkeys(kind for one in said for kind in types_of(one)))
    return None, _(
        "its place is said by {kinds}, which is not read; it is kept in the note of the article"
    ).format(kinds=kinds or "?")


def _selected(said: list[dict[str, Any]], text: str) -> Piece | None:
    position: dict[str, Any] = {}
    words: dict[str, Any] = {}
    other: Piece | None = None
    for selector in said:
        kinds = types_of(selector)
        if "TextPositionSelector" in kinds:
            position = selector
        elif "TextQuoteSelector" in kinds:
            words = selector
        elif "RangeSelector" in kinds:
            other = _range(selector, text) or other
        elif "FragmentSelector" in kinds:
            other = _characters(str(selector.get("value", ""))) or other
    if not position and not words:
        return other
    context = [words.get(name) for name in ("prefix", "suffix")]
    prefix, suffix = (each if isinstance(each, str) else "" for each in context)
    return Piece(position.get("start"), position.get("end"), words.get("exact"), prefix, suffix)


def _characters(address: str) -> Piece | None:
    found = _CHARACTERS.search(address)
    return Piece(int(found[1]), int(found[2])) if found else None


def _range(selector: dict[str, Any], text: str) -> Piece | None:
    """Return what is from where one selection begins to where another one does."""
    start = _beginning(selector.get("startSelector"), text, 0)
    end = None if start is None else _beginning(selector.get("endSelector"), text, start)
    return None if start is None or end is None or end < start else Piece(start, end)


def _beginning(selector: Any, text: str, least: int) -> int | None:  # noqa: ANN401
    """Return where the words that a selector names begin, at `least` or behind."""
    for one in as_list(selector):
        if not isinstance(one, dict):
            continue
        if "TextPositionSelector" in types_of(one) and type(one.get("start")) is int:
            return int(one["start"])
        if "TextQuoteSelector" in types_of(one) and isinstance(one.get("exact"), str):
            said = one.get("prefix")
            prefix = said if isinstance(said, str) else ""
            at = text.find(f"{prefix}{one['exact']}", max(0, least - len(prefix)))
            if at >= 0:
                return at + len(prefix)
    return None
