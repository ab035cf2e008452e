# SPDX-License-Identifier: MIT
"""The offered colours can be told apart with any kind of colour vision."""

from __future__ import annotations

import itertools

import pytest

from claimdesk.gui.codebook.colours import SWATCHES, next_colour

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear sRGB.
VISION = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def root(t: float) -> float:
    return t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116


def lab(colour: str, vision: str) -> tuple[float, float, float]:
    rgb = [linear(int(colour[i : i + 2], 16)) for i in (1, 3, 5)]
    seen = [sum(a * b for a, b in zip(row, rgb, strict=True)) for row in VISION[vision]]
    red, green, blue = (min(1.0, max(0.0, value)) for value in seen)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    return 116 * root(y) - 16, 500 * (root(x) - root(y)), 200 * (root(y) - root(z))


@pytest.mark.parametrize("vision", VISION)
def test_any_two_swatches_differ(vision: str) -> None:
    assert len(SWATCHES) == 12
    for one, other in itertools.combinations(SWATCHES, 2):
        distance = sum(
            (a - b) ** 2 for a, b in zip(lab(one, vision), lab(other, vision), strict=True)
        )
        assert distance**0.5 > 16, (one, other)


def test_the_next_colour_is_the_least_used() -> None:
    assert next_colour([]) == SWATCHES[0]
    assert next_colour([SWATCHES[0].upper(), None, "#123456"]) == SWATCHES[1]
    assert next_colour([*SWATCHES, SWATCHES[0]]) == SWATCHES[1]
