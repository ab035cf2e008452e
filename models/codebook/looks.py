# SPDX-License-Identifier: MIT
"""How domains are told apart at a glance: a colour of their parent's family, and two letters."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

from claimdesk.models.store.queries import DomainRow
from claimdesk.models.text.folding import accentless_key

_WORD = re.compile(r"[^\W_]+")
_LITTLE = {"and", "or", "of", "the", "for", "in", "on", "to", "a", "an", "und", "der", "die", "das"}
_SHADES = (0.10, -0.10, 0.18, -0.17, 0.05, -0.05)
"""By how much the members of a family are lighter or darker than their parent, in turn."""
_LIGHTNESS = (0.18, 0.82)


class DomainLook(NamedTuple):
    """The colour in which a domain is shown, if it has one, and its two letters."""

    colour: str | None
    code: str


def domain_looks(domains: Mapping[int, DomainRow]) -> dict[int, DomainLook]:
    """Return how each domain looks, by id.

    Letters go to the older domain first, so that a new one never changes those of others.
    """
    codes: dict[int, str] = {}
    taken: set[str] = set()
    for number in sorted(domains):
        code = next(code for code in _codes(domains[number].name) if code not in taken)
        taken.add(code)
        codes[number] = code
    colours = _family_colours(domains)
    return {number: DomainLook(colours[number], codes[number]) for number in domains}


def _codes(name: str) -> Iterator[str]:
    """Return codes for a name, the best first: initials, then other letters of it, then any."""
    words = [accentless_key(word).upper() for word in _WORD.findall(name)]
    words = [word for word in words if word.casefold() not in _LITTLE] or words or ["?"]
    head, rest = words[0], words[1:]
    yield from (head[0] + word[0] for word in rest)
    yield from (head[0] + letter for letter in head[1:])
    yield from (head[0] + letter for word in rest for letter in word[1:])
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    yield from (head[0] + letter for letter in letters)
    yield from (one + other for one, other in product(letters, letters))
    yield from (str(number) for number in range(100, 100_000))


def _family_colours(domains: Mapping[int, DomainRow]) -> dict[int, str | None]:
    """Return for each domain its own colour, or else a shade of that of the domain above it."""
    members: dict[int, int] = {}
    found: dict[int, str | None] = {}

    def colour(number: int, above: frozenset[int]) -> str | None:
        if number in found:
            return found[number]
        row = domains[number]
        parent = row.parent_id
        if row.colour or parent is None or parent not in domains or parent in above:
            found[number] = row.colour
            return row.colour
        base = colour(parent, above | {number})
        place = members[parent] = members.get(parent, -1) + 1
        found[number] = None if base is None else shade(base, place)
        return found[number]

    for number in domains:
        colour(number, frozenset())
    return found


def shade(base: str, place: int) -> str:
    """Return the shade of a colour, `#rrggbb`, for the member of a family at a place."""
    red, green, blue = (int(base[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    low, high = _LIGHTNESS
    lightness = min(high, max(low, lightness + _SHADES[place % len(_SHADES)]))
    return "#" + "".join(
        f"{round(255 * part):02x}" for part in colorsys.hls_to_rgb(hue, lightness, saturation)
    )
