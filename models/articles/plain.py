# SPDX-License-Identifier: MIT
"""Plain text: from bytes in whatever encoding to characters."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from charset_normalizer import from_bytes

from claimdesk.models.articles.kinds import foreign_kind
from claimdesk.models.errors import ClaimdeskError

CANDIDATES = (
    "cp1252", "cp932", "euc_jp", "gb18030", "big5", "cp949", "cp1250", "cp1251", "cp1253",
    "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r", "koi8_u", "iso8859_2", "iso8859_5",
    "iso8859_7", "iso8859_9", "iso8859_15", "mac_roman",
)  # fmt: skip
"""Encodings that are guessed; where two explain a text equally well, the first one named wins.

cp932 is Shift_JIS and cp949 is EUC-KR, each with the additions that files really contain."""

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ESCAPES = ((b"\x1b$B", b"\x1b$@", b"\x1b(J", b"\x1b(I"), ("iso2022_jp_ext", "iso2022_jp_2"))
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_CONTROLS = [chr(code) for code in range(32) if chr(code) not in "\t\n\v\f\r"]
_WIDE_RUBBISH = 0.2
"""From this share of control characters on, UTF-8 may really be UTF-16: in Latin letters every
second byte of that is NUL, in Cyrillic ones U+0004."""
_SAMPLE = 20_000
"""Code points that are looked at to see whether a decoding makes sense."""
_UTF8_CHARACTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text."""

    text: str
    """As it stands in the file, line ends and controls too, without the byte order mark."""
    encoding: str
    """Name of the codec in Python."""
    certain: bool
    """False if the encoding was guessed, or if bytes were lost (then U+FFFD stands for them)."""


def decode(data: bytes, name: str = "The text") -> Decoded:
    """Decodes `data`; `name` is what an error calls it.

    In this order: a byte order mark, the escapes of ISO-2022-JP, strict UTF-8, UTF-16 and UTF-32
    by where their NUL bytes stand, UTF-8 with a few damaged bytes, and a guess among CANDIDATES.

    Raises ClaimdeskError if the data is empty, of a known kind that is not plain text, binary, or
    in no encoding that explains it.
    """
    kind = foreign_kind(data)
    if kind:
        raise ClaimdeskError(f"{name} is {kind}.")
    decoded = _marked(data) or _escaped(data) or _unicode(data) or _damaged(data) or _guessed(data)
    if decoded is None:
        raise ClaimdeskError(
            f"{name} is not plain text or in an unknown encoding; save it as UTF-8 and try again."
        )
    if not decoded.text.strip():
        raise ClaimdeskError(f"{name} is empty; there is nothing to annotate.")
    if _is_binary(decoded.text):
        raise ClaimdeskError(f"{name} is binary data, not plain text; choose a text instead.")
    return decoded


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, ValueError):
        return None


def _marked(data: bytes) -> Decoded | None:
    """By the byte order mark; what cannot be decoded after one is replaced, not guessed again."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], encoding)
            if text is not None:
                return Decoded(text, encoding, True)
            lossy = data[len(mark) :].decode(encoding, "replace")
            if lossy.count("\ufffd") <= 1 + len(lossy) // 20:
                return Decoded(lossy, encoding, False)
    return None


def _escaped(data: bytes) -> Decoded | None:
    escapes, encodings = _ESCAPES
    if any(escape in data for escape in escapes):
        for encoding in encodings:
            text = _strict(data, encoding)
            if text is not None and "\x1b" not in text:
                return Decoded(text, encoding, True)
    return None


def _unicode(data: bytes) -> Decoded | None:
    """Strict UTF-8; if there are NUL bytes, whichever Unicode encoding leaves the least rubbish."""
    text = _strict(data, "utf-8")
    if b"\x00" not in data:
        return None if text is None else Decoded(text, "utf-8", True)
    if text is not None and _rubbish(text) < _WIDE_RUBBISH:
        return Decoded(text, "utf-8", True)
    readings = [(encoding, _strict(data, encoding)) for encoding in _WIDE]
    scored = [(_rubbish(wide), encoding, wide) for encoding, wide in readings if wide]
    if scored:
        rubbish, encoding, wide = min(scored)
        if rubbish < 0.01:
            return Decoded(wide, encoding, True)
    return None if text is None else Decoded(text, "utf-8", True)


def _rubbish(text: str) -> float:
    """Share of the sampled characters that no text is made of, 0..1."""
    sample = text[:_SAMPLE]
    bad = sum(
        unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") and c not in "\t\n\v\f\r\x85"
        for c in sample
    )
    return bad / max(1, len(sample))


def _damaged(data: bytes) -> Decoded | None:
    """UTF-8 in which a few bytes were lost, cut off or mixed in from elsewhere."""
    good = len(_UTF8_CHARACTER.findall(data))
    if not good:
        return None
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") * 4 > good:
        return None
    return Decoded(text, "utf-8", False)


def _guessed(data: bytes) -> Decoded | None:
    # A NUL byte makes the guesser give up, yet only stands where a character was lost.
    matches = from_bytes(
        data.replace(b"\x00", b" "), cp_isolation=list(CANDIDATES), preemptive_behaviour=False
    )
    ranked = sorted(
        (match.chaos, -match.coherence, CANDIDATES.index(encoding), encoding)
        for match in matches
        for encoding in match.could_be_from_charset
        if encoding in CANDIDATES
    )
    for *_, encoding in ranked:
        text = _strict(data, encoding)
        if text is not None:
            return Decoded(text, encoding, False)
    return None


def _is_binary(text: str) -> bool:
    controls = sum(map(text.count, _CONTROLS))
    return controls > 3 + len(text) * 0.05
