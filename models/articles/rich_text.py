# SPDX-License-Identifier: MIT
"""The paragraphs of Rich Text, by striprtf; pictures and embedded objects are cut out before."""

from __future__ import annotations

import re
from typing import Any

from claimdesk.models.articles.drafts import Block
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

_LONG_HEX = re.compile(rb"(?:[0-9a-fA-F]{64,}[\r\n]*)+")
_NO_CHARACTER = re.compile(rb"\\u-?\d{6,} ?")
_BINARY = re.compile(rb"\\bin(\d{1,9}) ?")
_INFO = re.compile(rb"\{\\info.{0,4000}?\{\\title ([^{}]{1,500})\}", re.DOTALL)
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_FIELD = re.compile(rb"\{[^{}\\]{0,20}\\(?:\*\\)?fldinst\b")
_RUNNING = re.compile(rb"\{\\(?:header|footer)[lrf]?\b ?")
_MOST_RUNNING = 6
_BRACE = re.compile(rb"(?<!\\)[{}]")
_MOST_DEPTH = 2000


def rtf_blocks(data: bytes, name: str) -> list[Block]:
    """Return the paragraphs. Raises ClaimdeskError if the groups are damaged or nest too deep."""
    clean = _without_binary(data)
    if _depth(clean) > _MOST_DEPTH:
        raise ClaimdeskError(
            _("{name} is too complex to read; save it as text and import that.").format(name=name)
        )
    text = _text(clean, data)
    lines = text.replace("\x0b", "\n").split("\n")
    return [Block(line) for line in lines if line.strip()]


def rtf_title(data: bytes) -> str | None:
    """Return the title among the properties."""
    match = _INFO.search(data[:100_000])
    if not match:
        return None
    source = b"{\\rtf1 " + match[1] + b"}"
    return _text(source, data).strip() or None


def rtf_running(data: bytes) -> list[str]:
    """Return the heads and feet of the pages."""
    found = []
    for match in list(_RUNNING.finditer(data[:500_000]))[:_MOST_RUNNING]:
        inside = data[match.end() : max(match.end(), _end_of_group(data, match.start()) - 1)]
        found += _text(b"{\\rtf1 " + inside + b"}", data).split("\n")
    return [line.strip() for line in found if line.strip()]


def _text(source: bytes, data: bytes) -> str:
    from striprtf import striprtf

    convert: Any = striprtf.rtf_to_text
    return str(convert(source.decode("latin-1"), encoding=_encoding(data), errors="replace"))


def _encoding(data: bytes) -> str:
    match = _CODE_PAGE.search(data[:4000])
    name = f"cp{match[1].decode()}" if match else "cp1252"
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name


def _without_binary(data: bytes) -> bytes:
    pieces, at = [], 0
    for match in _BINARY.finditer(data):
        if match.start() >= at:
            pieces.append(data[at : match.start()])
            at = match.end() + int(match[1])
    return _without_fields(
        _NO_CHARACTER.sub(b"?", _LONG_HEX.sub(b"", b"".join([*pieces, data[at:]])))
    )


def _without_fields(data: bytes) -> bytes:
    """Cut out what fields do, such as where a link leads; what they show stays."""
    pieces, at = [], 0
    for match in _FIELD.finditer(data):
        if match.start() >= at:
            pieces.append(data[at : match.start()])
            at = _end_of_group(data, match.start())
    return b"".join([*pieces, data[at:]])


def _end_of_group(data: bytes, start: int) -> int:
    depth = 0
    for brace in _BRACE.finditer(data, start, start + 20_000):
        depth += 1 if brace[0] == b"{" else -1
        if depth == 0:
            return brace.end()
    return start + 1


def _depth(data: bytes) -> int:
    depth = most = 0
    for brace in _BRACE.finditer(data):
        depth += 1 if brace[0] == b"{" else -1
        most = max(most, depth)
    return most
