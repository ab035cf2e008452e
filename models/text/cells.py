# SPDX-License-Identifier: MIT
"""Cells of CSV that a spreadsheet program shows as they were written.

A text that such a program would calculate, or turn into a number, a date, a time or a truth value
(`=1+1`, `007`, `3/4`, `3-6`, `1e5`, `May 5`), gets an apostrophe in front, and so does one that
begins with apostrophes before such a text. To read it back, take one apostrophe away from a cell
that `needs_mark` without its apostrophes.
"""

from __future__ import annotations

import re
from functools import lru_cache

from claimdesk.models.text.numbers import number_text

# Signs that begin a formula, those of full width too, which some spreadsheets take for the same.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_LONGEST = 60
"""Characters of the longest text that a program could take for a number or a date."""
_NEVER = re.compile(r"[\[\]{}<>;“”\"!?_*=@&~^|\\]")
"""Signs that no number or date has."""
_WORD = re.compile(r"[^\W\d_]+")
_DATE_SIGNS = "年月日時时分秒년월일시초"
_MONTHS = """
january february march april may june july august september october november december
januar februar märz mrz maerz mai juni juli oktober dezember jänner feber
janvier février fevrier mars avril juin juillet août aout septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre
diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
januari februari maart mei augustus maj augusti desember
styczeń stycznia luty lutego marzec marca kwiecień kwietnia czerwiec czerwca lipiec lipca
sierpień sierpnia wrzesień września październik października listopad listopada grudzień grudnia
января январь февраля февраль марта март апреля апрель мая май июня июнь июля июль августа
август сентября сентябрь октября октябрь ноября ноябрь декабря декабрь
"""
_ALONE = "e am pm uhr usd eur gbp jpy chf kr kč zł"
"""Words, beside those of months, that may stand in a number or date."""
_TRUTH = """
true false wahr falsch vrai faux verdadero falso vero verdadeiro waar onwaar sant falskt prawda
fałsz истина ложь
"""
_SHORTEST = 3
_MONTH_NAMES = frozenset(
    month[:length] for month in _MONTHS.split() for length in range(_SHORTEST, len(month) + 1)
)
"""Names of months, and the abbreviations of each."""
_OTHER_WORDS = frozenset(_ALONE.split())
_TRUTHS = frozenset(_TRUTH.split())


def safe_cell(value: str | float | None) -> str:
    """Return the text of a cell that no spreadsheet takes for anything else; None is empty."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return number_text(value) if isinstance(value, float) else str(value)
    return f"'{value}" if needs_mark(value.lstrip("'")) else value


def needs_mark(text: str) -> bool:
    """Return whether a program would take a text for something else than a text."""
    if text.startswith(_FORMULA):
        return True
    text = text.strip()
    return 0 < len(text) <= _LONGEST and _is_value(text)


@lru_cache(maxsize=1 << 14)
def _is_value(text: str) -> bool:
    if _NEVER.search(text) or not any(map(str.isdigit, text)):
        return text.casefold() in _TRUTHS
    return all(map(_may_be_in_a_value, _WORD.findall(text.casefold())))


def _may_be_in_a_value(word: str) -> bool:
    if word in _OTHER_WORDS or all(char in _DATE_SIGNS for char in word):
        return True
    return word in _MONTH_NAMES
