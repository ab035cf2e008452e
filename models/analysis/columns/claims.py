# SPDX-License-Identifier: MIT
"""The columns of claims. They never change: an edit makes new ones from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from claimdesk.models.analysis.columns.tables import NONE, Codes, Integers, Table

ACCEPTED, SUGGESTED, REJECTED = range(3)
"""The states of claims by code."""

PLAIN = ("state", "article", "annotator", "stance", "kind", "certainty")
"""Columns of which a claim has one value."""
SEVERAL = {"speaker": "actor", "domain": "domain"}
"""Columns of which a claim may have several values, and the table that these are in."""
TABLE_OF = {
    **SEVERAL,
    "article": "article",
    "annotator": "annotator",
    "stance": "choice",
    "kind": "choice",
    "certainty": "choice",
}
"""Column -> the table of its codes."""


class Marks(NamedTuple):
    """The largest ids that are in the columns: what is newer has to be read."""

    change: int
    annotation: int
    run: int


class Pairs(NamedTuple):
    """Values that claims have beside their first one; claims ascend."""

    claim: Integers
    code: Codes


@dataclass(frozen=True)
class OwnColumn:
    """The values of claims in a field of the analyst: codes, and what they stand for.

    Of a field with choices the codes are those of the table of choices.
    """

    codes: Codes
    values: tuple[Any, ...] | None


@dataclass(frozen=True)
class ClaimColumns:
    """All claims of a project at one version of its file."""

    version: int
    marks: Marks
    ids: Integers
    """Ascending."""
    columns: Mapping[str, Codes]
    """PLAIN, and of SEVERAL the first value of each claim; NONE: not coded."""
    more: Mapping[str, Pairs]
    """Of SEVERAL the other values."""
    tables: Mapping[str, Table]
    own: dict[int, OwnColumn] = field(default_factory=dict)
    """By the id of the field, as far as they were asked for."""
    derived: dict[Any, Any] = field(default_factory=dict)
    """What was computed from these columns, by whoever needs it."""

    def __len__(self) -> int:
        return len(self.ids)

    def places(self, claims: Integers) -> Integers:
        """Return where claims with these ids are; NONE for those that are not there."""
        if not len(self.ids):
            return np.full(len(claims), NONE, np.int64)
        found = np.minimum(np.searchsorted(self.ids, claims), len(self.ids) - 1)
        return np.where(self.ids[found] == claims, found, NONE)

    @property
    def megabytes(self) -> float:
        """The memory of the columns, in MB."""
        codes = [*self.columns.values(), *(own.codes for own in self.own.values())]
        pairs = sum(own.claim.nbytes + own.code.nbytes for own in self.more.values())
        return (self.ids.nbytes + sum(column.nbytes for column in codes) + pairs) / 2**20


def first_and_more(
    ids: Integers, first: Codes, owners: Integers, codes: Codes
) -> tuple[Codes, Pairs]:
    """Share values out: each claim (of `ids`) without a first value gets the first of its own.

    `owners` are the claims of `codes`; those that are not in `ids` are left out, and what a claim
    has already is not repeated.
    """
    order = np.argsort(owners, kind="stable")
    owners, codes = owners[order], codes[order]
    if not len(ids) or not len(owners):
        return first, Pairs(np.empty(0, np.int64), np.empty(0, np.int32))
    places = np.minimum(np.searchsorted(ids, owners), len(ids) - 1)
    kept = (ids[places] == owners) & (codes != NONE) & (first[places] != codes)
    places, codes = places[kept], codes[kept]
    lacking = first[places] == NONE
    begins = np.ones(len(places), bool)
    begins[1:] = places[1:] != places[:-1]
    taken = lacking & begins
    first = first.copy()
    first[places[taken]] = codes[taken]
    return first, Pairs(ids[places[~taken]], codes[~taken])
