# SPDX-License-Identifier: MIT
"""Numbers as people type them: read without guessing, shown with every digit.

A number is kept as a double. What is typed is taken only if the double says exactly that: its
shortest decimal form, which is what is shown and exported, equals what was typed.
"""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal, InvalidOperation

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

_MOST = 400
"""Characters of the longest text that is read as a number."""

_MINUS = str.maketrans("−－﹣‒–", "-----")
_POINTS = str.maketrans({"٫": ".", "٬": ",", "，": ",", "．": ".", "﹐": ",", "﹒": ".", "＋": "+"})
_APOSTROPHES = str.maketrans("’‘ʼ＇´`", "''''''")
_FORM = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>[0-9](?:[0-9.,' ]*[0-9])?|[.,][0-9]+)"
    r"(?:[eE](?P<exponent>[+-]?[0-9]{1,4}))?"
)
_GROUPS = r"[0-9]{1,3}(?:%(s)s[0-9]{3})+|[0-9]{1,2}(?:%(s)s[0-9]{2})*%(s)s[0-9]{3}"
"""Groups of three, or as in India of two before the last three."""


class UnclearNumber(ClaimdeskError):
    """A number that can be read in two ways; `readings` are both, the larger first."""

    def __init__(self, text: str, readings: tuple[float, float]) -> None:
        self.text = text.strip()
        self.readings = readings
        large, small = (number_text(one) for one in readings)
        super().__init__(
            _(
                "“{text}” can be {large} or {small}; type it without a separator of thousands, "
                "or with one more digit after the decimal sign."
            ).format(text=self.text, large=large, small=small)
        )


def number_text(number: float) -> str:
    """A number with all its digits, a point before the decimals, without separators or exponent."""
    if number == 0:
        return "0"
    text = f"{Decimal(repr(float(number))):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_number(text: str) -> float | None:
    """Return the number that a text says, None if it says none.

    Raises UnclearNumber if it says one of two, and ClaimdeskError if it has more digits than a
    number can keep.
    """
    readings = _readings(text)
    if not readings:
        return None
    found = [_exact(text, one) for one in readings]
    if len(set(found)) == 2:
        raise UnclearNumber(text, (max(found, key=abs), min(found, key=abs)))
    return found[0]


def exact(number: float) -> float:
    """A number as it is kept. Raises ClaimdeskError if a whole number has too many digits."""
    try:
        kept = float(number)
    except OverflowError:
        kept = math.inf
    if isinstance(number, int) and kept != number:
        raise _too_long(str(number))
    return kept


def _readings(text: str) -> list[Decimal]:
    """Return what a text may say: nothing, one number, or two."""
    form = _FORM.fullmatch(_plain(text)) if len(text) <= _MOST else None
    if form is None:
        return []
    digits, exponent = form["digits"], form["exponent"]
    found = _whole(digits) if exponent is None else []
    found += _decimal(digits)
    sign, power = ("-" if form["sign"] == "-" else ""), f"E{exponent}" if exponent else ""
    try:
        return [Decimal(f"{sign}{one}{power}") for one in dict.fromkeys(found)]
    except InvalidOperation:
        return []


def _plain(text: str) -> str:
    """Return the text in ASCII: digits of any script, signs and spaces of any form."""
    text = text.strip().translate(_MINUS).translate(_POINTS).translate(_APOSTROPHES)
    plain = "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else " " if char.isspace() else char
        for char in text
    )
    return re.sub(r"^([+-]) ", r"\1", plain)


def _whole(digits: str) -> list[str]:
    """Return the digits as a whole number whose separators all tell groups apart."""
    return [
        digits.replace(sign, "") for sign in ",.' " if sign in digits and _grouped(digits, sign)
    ]


def _decimal(digits: str) -> list[str]:
    """Return the digits with a decimal sign, or none, and separators of one kind before it."""
    for sign in ".,":
        whole, found, decimals = digits.rpartition(sign)
        if found and decimals.isdigit() and sign not in whole:
            kinds = {char for char in whole if not char.isdigit()}
            if not kinds:
                return [f"{whole or '0'}.{decimals}"]
            if len(kinds) == 1 and _grouped(whole, kinds.pop()):
                return [f"{re.sub('[^0-9]', '', whole)}.{decimals}"]
    return [digits] if digits.isdigit() else []


def _grouped(digits: str, sign: str) -> bool:
    if digits.startswith("0"):
        return False
    return re.fullmatch(_GROUPS % {"s": re.escape(sign)}, digits) is not None


def _exact(text: str, wanted: Decimal) -> float:
    number = float(wanted)
    if not math.isfinite(number) or Decimal(repr(number)) != wanted:
        raise _too_long(text)
    return number or 0.0


def _too_long(text: str) -> ClaimdeskError:
    return ClaimdeskError(
        _(
            "“{value}” has more digits than a number can keep exactly; use fewer, or a "
            "field for text."
        ).format(value=text.strip()[:60])
    )
