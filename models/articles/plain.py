# SPDX-License-Identifier: MIT
"""Decoding plain text from bytes in any encoding."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from claimdesk.models.articles.encodings import readings
from claimdesk.models.articles.kinds import foreign_kind
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

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
_EAST_ASIAN = (b"\x010", b"\x020", b"0\x01", b"0\x02")
"""Commas and stops of Chinese and Japanese in UTF-16; a text without ASCII has no NUL bytes."""
_CONTROLS = bytes(code for code in range(32) if chr(code) not in "\t\n\v\f\r")
_WIDE_GARBAGE = 0.2
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
    choices: tuple[str, ...] = ()
    """Encodings that are possible, the likeliest first, if the guess cannot be relied on."""


def decode(data: bytes, name: str = _("The text"), encoding: str | None = None) -> Decoded:
    """Decode `data`; errors call it `name`; `encoding` is what it is declared to be in.

    In this order: a byte order mark, the escapes of ISO-2022-JP, strict UTF-8, UTF-16 and UTF-32
    by where their NUL bytes stand, UTF-8 with a few damaged bytes, and a guess (see encodings).
    With `encoding` only a byte order mark says otherwise.

    Raises ClaimdeskError if the data is empty, of a known kind that is not plain text, binary, or
    in no encoding that explains it.
    """
    kind = foreign_kind(data)
    if kind:
        raise ClaimdeskError(_("{name} is {kind}.").format(name=name, kind=kind))
    return decoded_plain(data, name, encoding)


def decoded_text(data: bytes, name: str, encoding: str | None = None) -> str:
    """Return the text of a file of a known kind that is written in characters.

    Raises ClaimdeskError as `decode` does, but for the kind.
    """
    return decoded_plain(data, name, encoding).text


def decoded_plain(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """Decode a file as `decoded_text` does."""
    decoded = _marked(data) or (_named(data, name, encoding) if encoding else _detected(data))
    if decoded is None:
        raise ClaimdeskError(
            _(
                "{name} is not plain text or in an unknown encoding; save it as UTF-8 "
                "and try again."
            ).format(name=name)
        )
    if not decoded.text.strip():
        raise ClaimdeskError(_("{name} is empty; there is nothing to annotate.").format(name=name))
    if _is_binary(decoded.text):
        raise ClaimdeskError(
            _("{name} is binary data, not plain text; choose a text instead.").format(name=name)
        )
    return decoded


def _named(data: bytes, name: str, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding, certain=True)
    except (UnicodeError, ValueError) as error:
        message = _("{name} can't be read in the encoding {encoding}; choose another one.")
        byte = 0
        if isinstance(error, UnicodeDecodeError):
            byte = error.start + 1
            message = _(
                "{name} can't be read in the encoding {encoding} from byte {byte}; choose another "
                "one."
            )
        raise ClaimdeskError(message.format(name=name, encoding=encoding, byte=byte)) from error


def _detected(data: bytes) -> Decoded | None:
    return _escaped(data) or _unicode(data) or _damaged(data) or _guessed(data)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, ValueError):
        return None


def _marked(data: bytes) -> Decoded | None:
    """Decode by the byte order mark; what cannot be decoded is replaced, not guessed again."""
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
    """Decode strict UTF-8, or with NUL bytes whichever Unicode encoding leaves least garbage."""
    text = _strict(data, "utf-8")
    if b"\x00" not in data and (text is not None or not any(mark in data for mark in _EAST_ASIAN)):
        return None if text is None else Decoded(text, "utf-8", True)
    if text is not None and _garbage_share(text) < _WIDE_GARBAGE:
        return Decoded(text, "utf-8", True)
    found = [(encoding, _strict(data, encoding)) for encoding in _WIDE]
    scored = [
        (_garbage_share(wide), _blocks(wide), encoding, wide) for encoding, wide in found if wide
    ]
    if scored:
        garbage, _unused, encoding, wide = min(scored)
        if garbage < 0.01:
            return Decoded(wide, encoding, True)
    return None if text is None else Decoded(text, "utf-8", True)


def _blocks(text: str) -> int:
    """Return in how many blocks of 256 code points characters are; swapped bytes make many."""
    return len({ord(c) >> 8 for c in text[:_SAMPLE]})


def _garbage_share(text: str) -> float:
    """Return the share of the sampled characters that texts do not contain, 0..1."""
    sample = text[:_SAMPLE]
    bad = sum(
        unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") and c not in "\t\n\v\f\r\x85"
        for c in sample
    )
    return bad / max(1, len(sample))


def _damaged(data: bytes) -> Decoded | None:
    """Decode UTF-8 in which a few bytes were lost, cut off or mixed in from elsewhere."""
    good = len(_UTF8_CHARACTER.findall(data))
    if not good:
        return None
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") * 4 > good:
        return None
    return Decoded(text, "utf-8", False)


def _guessed(data: bytes) -> Decoded | None:
    found = readings(data)
    if not found.texts:
        return None
    (encoding, text), *_others = found.texts
    choices = () if found.sure else tuple(name for name, _text in found.texts)
    return Decoded(text, encoding, certain=False, choices=choices)


def _is_binary(text: str) -> bool:
    data = text.encode("utf-8", "surrogatepass")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return controls > 3 + len(text) * 0.05
