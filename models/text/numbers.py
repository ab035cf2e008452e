# SPDX-License-Identifier: MIT
"""Numbers: parsing what people type without guessing, and formatting with every digit.

A number is stored as a double. Input is accepted only if the double represents it exactly: its
shortest decimal form, which is shown and exported, must equal what was typed.
"""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal, InvalidOperation

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

_MOST = 400
"""Maximum length of a text that is parsed as a number."""

_MINUS = str.maketrans("−－﹣‒–", "-----")
_POINTS = str.maketrans({"٫": ".", "٬": ",", "，": ",", "．": ".", "﹐": ",", "﹒": ".", "＋": "+"})
_APOSTROPHES = str.maketrans("’‘ʼ＇´`", "''''''")
_FORM = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>[0-9](?:[0-9.,' ]*[0-9])?|[.,][0-9]+)"
    r"(?:[eE](?P<exponent>[+-]?[0-9]{1,4}))?"
)
_GROUPS = r"[0-9]{1,3}(?:%(s)s[0-9]{3})+|[0-9]{1,2}(?:%(s)s[0-9]{2})*%(s)s[0-9]{3}"
"""Groups of three digits or, as in India, of two before the last three."""


class UnclearNumber(ClaimdeskError):
    """A number with two possible readings; `readings` holds both, the larger first."""

    def __init__(self, text: str, readings: tuple[float, float]) -> None:
        self.text = text.strip()
        self.readings = readings
        large, small = (number_text(one) for one in readings)
        super().__init__(
            _(
                "“{text}” can be {large} or {small}; type it without thousands separators, "
                "or with one more digit after the decimal sign."
            ).format(text=self.text, large=large, small=small)
        )


def number_text(number: float) -> str:
    """Format a number with all its digits and a decimal point, without separators or exponent."""
    if number == 0:
        return "0"
    text = f"{Decimal(repr(float(number))):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_number(text: str) -> float | None:
    """Parse a number; None if the text is not a number.

    Raises UnclearNumber if there are two readings, and ClaimdeskError if it has more digits than
    can be stored.
    """
    readings = _readings(text)
    if not readings:
        return None
    found = [_exact(text, one) for one in readings]
    if len(set(found)) == 2:
        raise UnclearNumber(text, (max(found, key=abs), min(found, key=abs)))
    return found[0]


def exact(number: float) -> float:
    """Return a number as it is stored. Raises ClaimdeskError if it has too many digits."""
    try:
        kept = float(number)
    except OverflowError:
        kept = math.inf
    if isinstance(number, int) and kept != number:
        raise _too_long(str(number))
    return kept


def _readings(text: str) -> list[Decimal]:
    """Return the possible readings of a text: none, one or two."""
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
    """Read the digits as a whole number, with every separator as a group separator."""
    return [
        digits.replace(sign, "") for sign in ",.' " if sign in digits and _grouped(digits, sign)
    ]


def _decimal(digits: str) -> list[str]:
    """Read the digits with at most one decimal sign, and one kind of separator before it."""
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
            "“{value}” has more digits than can be stored exactly; use fewer, or a field for text."
        ).format(value=text.strip()[:60])
    )
