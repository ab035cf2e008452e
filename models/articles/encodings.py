# SPDX-License-Identifier: MIT
"""Guessing the encoding of a text that is not Unicode: two detectors, and letters of languages.

Detectors know which bytes follow one another. What they take for likely must also read like text:
in one script a word, capitals first, with the letters that the language has.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from claimdesk.models.articles.language import likeliest_language
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

CANDIDATES = (
    "cp1252", "cp932", "euc_jp", "gb18030", "big5", "cp949", "cp1250", "cp1251", "cp1253",
    "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r", "koi8_u", "iso8859_2", "iso8859_5",
    "iso8859_7", "iso8859_9", "iso8859_15", "mac_roman", "cp866", "cp852",
)  # fmt: skip
"""Encodings that are guessed; where two explain a text equally well, the first one named wins.

cp932 is Shift_JIS and cp949 is EUC-KR, each with the additions that files really contain."""

_RARE = frozenset(
    ("cp874", "cp1258", "cp855", "iso8859_4", "iso8859_13", "mac_latin2", "mac_cyrillic")
)
"""Encodings that are believed only if the first detector names them."""
_STANDS_FOR = {
    "iso8859_1": "cp1252", "ascii": "cp1252", "shift_jis": "cp932", "gb2312": "gb18030",
    "gbk": "gb18030", "euc_kr": "cp949", "johab": "cp949", "big5hkscs": "big5", "cp950": "big5",
    "euc_jis_2004": "euc_jp", "euc_jisx0213": "euc_jp", "iso8859_6": "cp1256",
    "iso8859_8": "cp1255", "tis_620": "cp874",
}  # fmt: skip
"""Encodings of which another holds all that files contain."""
_MOST = 12
"""Readings that are offered."""
_SAMPLE = 200_000
"""Bytes that are looked at; detection takes time."""
_ODD = 0.02
"""Share of odd characters among those that are not ASCII, up to which a text reads well."""
_DOUBT = 0.15
"""How much better another reading must be than that of the first detector."""
_ENOUGH = 8
"""Characters outside ASCII below which nothing is sure."""

_USUAL = frozenset("“”„‚‘’«»‹›–—…•·©®™°§€£¥№¿¡\u00a0\u00adª²³½´×†‰")
_WIDE = re.compile(
    "[\u1100-\u11ff\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]"
)
_WESTERN = "àáâãäåæçèéêëìíîïñòóôõöøœùúûüýÿß"
_LETTERS = {
    "en": "éèêëïöüñçàáôíó", "cs": "áčďéěíňóřšťúůýžöü", "sk": "áäčďéíĺľňóôŕšťúýž",
    "pl": "ąćęłńóśźżéü", "hu": "áéíóöőúüűä", "ro": "ăâîșțşţéá", "hr": "čćđšž", "sl": "čšžćđ",
    "bs": "čćđšž", "de": "äöüßéèàáçñ", "tr": "çğıöşüâîû", "az": "əçğıöşü", "et": "äõöüšž",
    "lv": "āčēģīķļņšūž", "lt": "ąčęėįšųūž", "sv": "åäöéèüàæø", "da": "æøåéöäü", "no": "æøåéòôöäü",
    "fi": "äöåšžéü", "fr": "àâæçéèêëîïôœùûüÿäöñ", "es": "áéíóúñüçàèò", "pt": "áâãàçéêíóôõúüñ",
    "it": "àèéìíîòóùúçü", "nl": "éëïóöüèáêäç", "ca": "àçéèíïóòúü", "is": "áðéíóúýþæöåøéü",
    "sq": "çë", "vi": None,
}  # fmt: skip
"""The letters outside ASCII that texts in a language contain, names of neighbours too."""
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґђјљњћџќѓѕў"
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Readings:
    """How bytes may be read: the best one first, none the same as another."""

    texts: tuple[tuple[str, str], ...]
    """Encoding and text."""
    sure: bool
    """Whether the first can be relied on."""


def known_encoding(name: str) -> str:
    """Return Python's name of a text encoding. Raises ClaimdeskError if there is none."""
    try:
        found = codecs.lookup(name)
        if not isinstance("".encode(found.name), bytes) or found.name.replace("-", "_") in _NO_TEXT:
            raise LookupError
    except (LookupError, ValueError, TypeError):
        raise ClaimdeskError(
            _(
                "There is no text encoding “{name}”; write it as utf-8, cp1250, "
                "iso8859_2 or the like."
            ).format(name=name)
        ) from None
    return found.name


_NO_TEXT = frozenset(("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"))


def readings(data: bytes) -> Readings:
    """Return the readings of bytes that are in no Unicode encoding; empty if none makes sense."""
    first, second = list(_chardet(data[:_SAMPLE])), list(_normalizer(data[:_SAMPLE]))
    order = list(dict.fromkeys([*first[:1], *second[:1], *first, *second, *CANDIDATES]))
    texts: dict[str, str] = {}
    for encoding in order:
        text = _decoded(data, encoding)
        if text is not None:
            texts.setdefault(text, encoding)
    wide = bool(first) and any(
        _WIDE.search(text) for text, name in texts.items() if name == first[0]
    )
    rated = sorted(
        (
            _oddness(text, wide) + _DOUBT * (encoding != order[0]),
            order.index(encoding),
            encoding,
            text,
        )
        for text, encoding in texts.items()
    )
    if not rated:
        return Readings((), sure=False)
    found = tuple((encoding, text) for _odd, _order, encoding, text in rated[:_MOST])
    agreed = bool(second) and texts.get(_decoded(data, second[0]) or "") == found[0][0]
    return Readings(found, _is_sure(rated, agreed))


def _is_sure(rated: list[tuple[float, int, str, str]], agreed: bool) -> bool:
    odd, order, _encoding, text = rated[0]
    other = [c for c in text if not c.isascii()]
    if odd > _ODD or order > 0 or len(other) < _ENOUGH:
        return False
    if _WIDE.search(text):
        return agreed or len(other) >= 10 * _ENOUGH
    rivals = sum(each[0] <= _ODD + _DOUBT for each in rated[1:])
    return not rivals or (agreed and len(other) >= 5 * _ENOUGH)


def _chardet(data: bytes) -> Iterator[str]:
    import chardet

    # A NUL byte makes it take the text for something else.
    for found in chardet.detect_all(data.replace(b"\x00", b" "), max_bytes=_SAMPLE):
        yield from _candidate(found["encoding"])


def _normalizer(data: bytes) -> Iterator[str]:
    from charset_normalizer import from_bytes

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
    yield from (encoding for *_unused, encoding in ranked)


def _candidate(name: str | None) -> Iterator[str]:
    """Return the encoding that a detector means, if texts may be in it."""
    try:
        found = codecs.lookup(name or "").name.replace("-", "_")
    except LookupError:
        return
    found = re.sub(r"^iso8859_?(\d+)$", r"iso8859_\1", found).replace("windows_", "cp")
    found = {"mac_roman": "mac_roman", "macroman": "mac_roman"}.get(found, found)
    found = _STANDS_FOR.get(found, found)
    if found in CANDIDATES or found in _RARE:
        yield found


@cache
def _lookup(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding) if _lookup(encoding) else None
    except (UnicodeError, ValueError):
        return None


def _oddness(text: str, wide: bool) -> float:
    """Share of odd characters among those outside ASCII, 0..1; 0.01 is good, 0.1 is bad.

    `wide`: the detectors take the text for East Asian, so that others do not compete.
    """
    sample = text[:_SAMPLE]
    other = [c for c in sample if not c.isascii()]
    if not other:
        return 0.0
    if wide != bool(_WIDE.search(sample)):
        return 0.5
    allowed = None if wide else _alphabet(sample)
    odd = sum(_is_odd(c, allowed) for c in other)
    if not wide:
        odd += sum(_is_odd_word(word) for word in _WORD.findall(sample) if not word.isascii())
    return round(min(1.0, odd / len(other)), 2)


def _alphabet(text: str) -> frozenset[str] | None:
    language = likeliest_language(text)
    letters = _LETTERS.get(language, _WESTERN)
    if letters is None:
        return None
    return frozenset(letters)


def _is_odd(char: str, allowed: frozenset[str] | None) -> bool:
    if char in _USUAL:
        return False
    if not char.isalpha():
        return unicodedata.category(char) not in ("Mn", "Nd", "Po", "Ps", "Pe") or char in "¬¦¤"
    small = char.lower()
    if small >= "\u0370":
        # One script a word is looked at below; rare letters of it are odd here.
        return "\u0400" <= small <= "\u04ff" and small not in _CYRILLIC
    return allowed is not None and small[0] not in allowed


def _is_odd_word(word: str) -> bool:
    """Whether scripts or capitals are mixed as in no word, or there is only one odd letter."""
    scripts = {unicodedata.name(char, "?").partition(" ")[0] for char in word}
    if len(scripts) > 1:
        return True
    return any(a.islower() and b.isupper() for a, b in pairwise(word))
