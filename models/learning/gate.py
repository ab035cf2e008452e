# SPDX-License-Identifier: MIT
"""Whether what was learned is so much better than the rules that it is used in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

MAX_CHANCE = 0.1
"""Chance up to which an advantage over the rules is believed. It is not less because what was
learned begins at the rules' proposals: where it is believed wrongly, it costs little."""
MIN_ARTICLES = 4
"""Articles without which nothing is believed: of three, all are better by chance one time in 8."""
_MOST_LISTED = 12
"""Articles for which all signs are tried; of more, a sample of them is."""
_DRAWS = 9_999


def chance_of(differences: Sequence[float]) -> float:
    """Return how probable an advantage as large is if nothing was learned that the rules lack.

    `differences` has, for each finished article, how much more is right in it with what was learned
    from other articles than by the rules. This is the randomisation test of Fisher (The Design of
    Experiments, 1935, section 21), one-sided: without a true difference each article's has either
    sign with the same probability, so that the chance is the share of all signs whose sum reaches
    the sum that was found. Whole articles change their sign, not single claims, since the claims of
    an article are alike. Articles without a difference say nothing; four with one are needed to
    come below MAX_CHANCE. Of many articles, signs are drawn, and the sum found counts as one of
    them (Phipson and Smyth, 2010).
    """
    told = np.array([value for value in differences if value], dtype=np.float64)
    if not len(told):
        return 1.0
    if len(told) <= _MOST_LISTED:
        signs = np.array(list(product((1.0, -1.0), repeat=len(told))))
        reached = signs @ told >= told.sum() - 1e-9
        return float(reached.mean())
    signs = np.random.default_rng(len(told)).choice((1.0, -1.0), size=(_DRAWS, len(told)))
    return float((1 + (signs @ told >= told.sum() - 1e-9).sum()) / (1 + _DRAWS))


def beats_rules(differences: Sequence[float]) -> bool:
    """Return whether what was learned is better by more than chance explains, see `chance_of`."""
    return sum(differences) > 0 and chance_of(differences) <= MAX_CHANCE


@dataclass(frozen=True, slots=True)
class Found:
    """How many items were found in an article, and how many of them are right."""

    right: int
    found: int


def f_differences(
    before: Sequence[Found], now: Sequence[Found], gold: Sequence[int]
) -> list[float]:
    """Return how much better each article's items are found, as `chance_of` wants it.

    `gold` is how many there are in each article. With F the F1 of all items found before, an
    article's share is right - F / 2 * found: the sum of the differences is above 0 just where F1
    rises, since F1 is 2 * right / (gold + found).
    """
    right = sum(one.right for one in before)
    f = 2 * right / max(sum(gold) + sum(one.found for one in before), 1)
    return [
        (new.right - old.right) - f / 2 * (new.found - old.found)
        for old, new in zip(before, now, strict=True)
    ]
