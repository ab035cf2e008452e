# SPDX-License-Identifier: MIT
"""Names in the order in which a reader looks for them."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import pytest
import pyuca
from hypothesis import given
from hypothesis import strategies as st

from claimdesk.models.text.collation import sort_key, use_language


@pytest.fixture(autouse=True)
def _default() -> Iterator[None]:
    use_language("")
    yield
    use_language("")


def test_accents_stand_beside_their_letters_and_case_decides_last() -> None:
    names = ["Zebra", "Éclair", "eclair", "Edam", "Österreich", "Oslo", "Łódź", "Lodz", "Lynx"]
    expected = ["eclair", "Éclair", "Edam", "Lodz", "Łódź", "Lynx", "Oslo", "Österreich", "Zebra"]
    assert sorted(names, key=sort_key) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("Group 10|Group 2|Group 1", "Group 1|Group 2|Group 10"),
        ("v1.10|v1.9|v1.9b", "v1.9|v1.9b|v1.10"),
        ("G20|G7|G 7|G", "G|G 7|G7|G20"),
        ("第１０回|第２回", "第２回|第１０回"),
        (f"1{'0' * 5000}|{'9' * 5000}", f"{'9' * 5000}|1{'0' * 5000}"),
    ],
)
def test_numbers_are_sorted_by_value(names: str, expected: str) -> None:
    assert sorted(names.split("|"), key=sort_key) == expected.split("|")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en_US", "Arger Ärger Łódź lynx ñandu nzema Österreich oz zoo"),
        ("de_DE", "Arger Ärger Łódź lynx ñandu nzema Österreich oz zoo"),
        ("sv_SE", "Arger Łódź lynx ñandu nzema oz zoo Ärger Österreich"),
        ("pl", "Arger Ärger lynx Łódź ñandu nzema Österreich oz zoo"),
        ("es-MX", "Arger Ärger Łódź lynx nzema ñandu Österreich oz zoo"),
    ],
)
def test_letters_stand_where_the_language_puts_them(language: str, expected: str) -> None:
    use_language(language)
    assert sorted(reversed(expected.split()), key=sort_key) == expected.split()


def test_a_turkish_dotless_i_comes_before_the_dotted_one() -> None:
    use_language("tr_TR")
    expected = ["hız", "ırmak", "Isparta", "ilk", "İzmir", "jale"]
    assert sorted(reversed(expected), key=sort_key) == expected


def test_a_decomposed_name_is_the_same() -> None:
    assert sort_key("O\u0308sterreich") == sort_key("Österreich")


@functools.cache
def default_table() -> pyuca.Collator:
    """The default table, which takes a second to load."""
    return pyuca.Collator()


LETTERS = st.text(
    st.sampled_from("aäAÄbeéßzżŁlłøÆжйиЙαάΆςσİı-' .かがガ漢字한กเไ“”"), min_size=1, max_size=5
)


@given(st.lists(LETTERS, max_size=8))
def test_the_order_is_that_of_the_default_table(names: list[str]) -> None:
    by_table = sorted(names, key=default_table().sort_key)
    ours = [sort_key(name) for name in by_table]
    assert ours == sorted(ours)
