# SPDX-License-Identifier: MIT
"""What speakers, domains and articles are called in figures, from columns of claims.

Says the same as `identities.labels`; only namesakes cost more than looking up a name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from claimdesk.models.analysis.claim_filter import value_order
from claimdesk.models.analysis.columns.claims import REJECTED, ClaimColumns
from claimdesk.models.analysis.columns.tables import Codes, Coding, Integers, Table, coding_of
from claimdesk.models.analysis.identities import (
    Details,
    Identity,
    distinct_labels,
    shown_name,
)

NAMED = {
    "speaker": ("actor", "name"),
    "domain": ("domain", "name"),
    "main_domain": ("domain", "name"),
    "article": ("article", "title"),
}
"""The fields with an identity, and the table and column of their names."""


class Labels:
    """The labels of those rows of a table that counted claims name."""

    def __init__(self, field: str, table: Table, used: NDArray[np.bool_]) -> None:
        self.field = field
        self.table = table
        self.used = used
        self.names = table.columns[NAMED[field][1]]
        self.overrides = self._distinct()

    def label(self, code: int) -> str:
        """Return the label of a code."""
        found: str = self.overrides.get(code) or self.names[code]
        return found

    @cached_property
    def identities(self) -> list[Identity | None]:
        """The identity of each code that is used; None comes after the last code."""
        found: list[Identity | None] = [None] * (len(self.table) + 1)
        ids = self.table.ids.tolist()
        for code in self._codes():
            found[code] = Identity(ids[code], self.label(code))
        return found

    @cached_property
    def rank(self) -> Integers:
        """The place of each code among the others by its label; what is not coded comes first."""
        used = np.flatnonzero(self.used).tolist()
        used.sort(key=lambda code: value_order(self.label(code)))
        rank = np.zeros(len(self.table) + 1, np.int64)
        rank[used] = np.arange(1, len(used) + 1)
        rank[-1] = 0
        return rank

    def by_id(self) -> dict[int, str]:
        """Return the labels of all that are used by their ids."""
        return {int(self.table.ids[code]): self.label(code) for code in self._codes()}

    def named(self, label: str) -> list[int]:
        """Return the codes with this name or, if there is no such name, with this label."""
        shown = self._shown.index.get(shown_name(label))
        same = [] if shown is None else np.flatnonzero(self._shown.numbers[:-1] == shown).tolist()
        found = [code for code in same if self.names[code] == label]
        return found or [code for code, own in self.overrides.items() if own == label]

    def _codes(self) -> list[int]:
        codes: list[int] = np.flatnonzero(self.used).tolist()
        return codes

    @cached_property
    def _shown(self) -> Coding:
        return coding_of(None if name is None else shown_name(name) for name in self.names)

    def _distinct(self) -> dict[int, str]:
        """Return the labels that are not just the name, by code."""
        shown = self._shown.numbers[:-1]
        same = np.bincount(shown[self.used], minlength=len(self._shown.values))
        namesakes = np.flatnonzero(self.used & (same[shown] > 1))
        if not len(namesakes):
            return {}
        groups: dict[int, list[int]] = {}
        for code in sorted(namesakes.tolist(), key=lambda code: int(self.table.ids[code])):
            groups.setdefault(int(shown[code]), []).append(code)
        found: dict[int, str] = {}
        numbers = {code: int(self.table.ids[code]) for code in namesakes.tolist()}
        names = {numbers[code]: self.names[code] for code in numbers}
        codes = {number: code for code, number in numbers.items()}
        for members in groups.values():
            pairs = [(numbers[code], self._details(code)) for code in members]
            found |= {codes[n]: label for n, label in distinct_labels(names, pairs).items()}
        # A name may equal the label of another one.
        taken = Counter(found.get(code) or self.names[code] for code in self._codes())
        return {
            code: label
            if taken[label] == 1 or label == self.names[code]
            else f"{label} #{numbers[code]}"
            for code, label in found.items()
        }

    def _details(self, code: int) -> Details:
        columns = self.table.columns
        if self.field == "speaker":
            return [
                columns["kind"][code],
                columns["country"][code],
                self._name_of("member_of_id", code),
            ]
        if self.field == "article":
            return [columns[name][code] for name in ("published_on", "outlet", "author")]
        return [self._name_of("parent_id", code) if self.field == "domain" else None]

    def _name_of(self, column: str, code: int) -> str | None:
        other = self.table.code(self.table.columns[column][code])
        name: str | None = None if other < 0 else self.names[other]
        return name


def labels_of(columns: ClaimColumns, field: str) -> Labels:
    """Return the labels of a field with an identity."""
    known = columns.derived.get(("labels", field))
    if known is not None:
        found: Labels = known
        return found
    table, used = columns.tables[NAMED[field][0]], _used(columns, field)
    before = columns.derived.get(("before", field))
    still = (
        isinstance(before, Labels) and before.table is table and np.array_equal(before.used, used)
    )
    made = before if still and isinstance(before, Labels) else Labels(field, table, used)
    columns.derived["labels", field] = made
    return made


def _used(columns: ClaimColumns, field: str) -> NDArray[np.bool_]:
    """Return for each code whether claims name it that are not rejected."""
    table, _name = NAMED[field]
    counts = sum(
        np.bincount(codes[codes >= 0], minlength=len(columns.tables[table]))
        for codes in _named_codes(columns, "domain" if field == "main_domain" else field)
    )
    used = np.asarray(counts) > 0
    if field != "main_domain":
        return used
    domains = columns.tables["domain"]
    main = main_domains(domains)[:-1][used]
    found = np.zeros(len(domains), bool)
    found[main[main < len(domains)]] = True
    return found


def _named_codes(columns: ClaimColumns, field: str) -> Iterator[Codes]:
    there = columns.columns["state"] != REJECTED
    first = columns.columns[field]
    yield first if there.all() else first[there]
    if field in columns.more:
        pairs = columns.more[field]
        yield pairs.code[there[columns.places(pairs.claim)]]


def main_domains(domains: Table) -> Integers:
    """Return for each code of a domain that of its main domain, and for no domain one more."""
    ids = [number or 0 for number in domains.columns["main_id"]]
    codes = domains.codes(np.array(ids, np.int64)).astype(np.int64)
    return np.append(np.where(codes < 0, len(domains), codes), len(domains))
