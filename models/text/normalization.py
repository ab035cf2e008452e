# SPDX-License-Identifier: MIT
"""Normalisation of a text when it becomes the body of an article."""

from __future__ import annotations

import hashlib
import re

REPLACEMENT = "\ufffd"

_BOM = "\ufeff"
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# XML 1.0 cannot represent these; Qt uses U+FDD0 and U+FDD1 internally in documents.
_UNSUPPORTED = re.compile("[\x00-\x08\x0e-\x1f\ufdd0-\ufdef\ufffe\uffff]")
_PLAIN = bytes([0x09, 0x0A, *range(0x20, 0x80)])
"""The characters of ASCII that stay as they are."""
_SURROGATE = re.compile("[\ud800-\udfff]")
# XML 1.0, section 2.2: TAB, LF and CR are the only controls below U+0020 that it has.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean_body(text: str) -> str:
    """Return `text` as it is stored, shown, parsed and exported; idempotent.

    - CR LF becomes LF, and so does every other line end (CR, VT, FF, NEL, U+2028, U+2029): Qt
      breaks lines there, and a paragraph must end at the same place for everyone.
    - A byte order mark at the beginning is dropped.
    - NUL, lone surrogates, the C0 controls other than TAB and LF, U+FDD0..U+FDEF, U+FFFE and
      U+FFFF become U+FFFD: SQLite, XML or Qt would lose, refuse or reinterpret them.
    - White space at the end of the text is removed; at its beginning it stays.

    All other characters stay, including no-break spaces, directional marks and C1 controls. Only
    CR LF, surrogate pairs and the byte order mark change the number of code points.
    """
    if text.isascii() and not text.encode().translate(None, _PLAIN):
        return text.rstrip()
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _LINE_ENDS.sub("\n", text.lstrip(_BOM))
    return _UNSUPPORTED.sub(REPLACEMENT, text).rstrip()


def body_hash(text: str) -> str:
    """Return the SHA-256 of the UTF-8 bytes of a cleaned body, as 64 lower-case hex digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def xml_text(text: str) -> str:
    """Return a text in which U+FFFD stands for each character that XML 1.0 cannot hold."""
    return _NOT_IN_XML.sub(REPLACEMENT, text)
