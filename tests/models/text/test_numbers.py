# SPDX-License-Identifier: MIT
"""Numbers are kept as they are typed, asked about, or refused; never changed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.text.numbers import UnclearNumber, number_text, read_number


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2500000", "2500000"),
        ("123456.78", "123456.78"),
        ("123456,78", "123456.78"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1,234.567", "1234.567"),
        ("1.234.567", "1234567"),
        ("1,23,456", "123456"),
        ("12,34,567.5", "1234567.5"),
        ("12 345", "12345"),
        ("12\u00a0345,5", "12345.5"),
        ("12\u202f345", "12345"),
        ("12\u2009345", "12345"),
        ("12'345.50", "12345.5"),
        ("12’345", "12345"),
        ("0,125", "0.125"),
        ("0.1", "0.1"),
        (".5", "0.5"),
        ("12345,678", "12345.678"),
        ("−5", "-5"),
        ("－５．２５", "-5.25"),
        ("+7", "7"),
        ("٣٤", "34"),
        ("1e6", "1000000"),
        ("2.5E-7", "0.00000025"),
        ("1.000e3", "1000"),
        ("9007199254740992", "9007199254740992"),
        ("-0", "0"),
        ("007", "7"),
    ],
)
def test_what_is_clear_is_read_and_shown_with_every_digit(text: str, shown: str) -> None:
    number = read_number(text)
    assert number is not None
    assert number_text(number) == shown


@pytest.mark.parametrize(
    ("text", "large", "small"),
    [
        ("12,345", 12345, 12.345),
        ("1.000", 1000, 1),
        ("-1.250", -1250, -1.25),
        ("１２，３４５", 12345, 12.345),
        ("999,999", 999999, 999.999),
    ],
)
def test_one_separator_before_three_digits_is_asked_about(
    text: str, large: float, small: float
) -> None:
    with pytest.raises(UnclearNumber) as caught:
        read_number(text)
    assert caught.value.readings == (large, small)
    assert number_text(large) in str(caught.value)
    assert number_text(small) in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["", "nan", "inf", "-Infinity", "1_000", "0x10", "1,2,3", "1 2", "--5", "5.", "½", "1,000,00",
     "five", "1" * 500],
)  # fmt: skip
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize("text", ["9007199254740993", "0.1234567890123456789", "1e400", "1e-400"])
def test_more_digits_than_can_be_kept_are_refused(text: str) -> None:
    with pytest.raises(ClaimdeskError, match="more digits than can be stored"):
        read_number(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_is_shown_is_the_number(number: float) -> None:
    shown = number_text(number)
    assert float(shown) == number
    assert "e" not in shown
    if len(shown) < 300:
        try:
            assert read_number(shown) == number
        except UnclearNumber as unclear:
            assert number in unclear.readings


@given(st.decimals(-(10**9), 10**9, places=4))
def test_decimals_are_kept_exactly(number: Decimal) -> None:
    read = read_number(f"{number:f}")
    assert read is not None
    assert Decimal(number_text(read)) == number
