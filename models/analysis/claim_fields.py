# SPDX-License-Identifier: MIT
"""Compare the fields of claims that were found: speaker, domains, and whatever they are coded with.

Only the fields that the corpus uses are compared: those that it fills in for any of its claims.
Where it does, an empty field is a value like any other, which a suggestion may get wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from claimdesk.models.analysis.matching import Counts
from claimdesk.models.analysis.mention_scores import accuracy
from claimdesk.models.analysis.names import ComparableNames
from claimdesk.models.store.coded_fields import CODE_COLUMNS
from claimdesk.models.store.queries import AnnotationRow

SPEAKER, DOMAINS = "speaker", "domains"

_BUILT_IN = frozenset(place.key for place in CODE_COLUMNS)


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field in which a suggestion differs from the corpus, and what both say."""

    field: str
    wanted: str | None
    found: str | None


class ClaimFields:
    """Sums over pairs of a claim of the corpus and the suggestion that has its content."""

    def __init__(self, right: ComparableNames, own: ComparableNames) -> None:
        self._right = right
        self._own = own
        self._used: dict[str, None] = {}
        """Fields that the corpus uses, in the order in which it does."""
        self._wrong: list[frozenset[str]] = []
        """Of each pair the fields that are wrong."""
        self._filled: dict[str, int] = {}
        """In how many pairs either side has a value, by field."""
        self._domains = Counts()
        self._claims = [0, 0]

    def add_claims(self, gold: list[AnnotationRow], predicted: int) -> None:
        """Count the claims of an article, in a pair or not."""
        for row in gold:
            self._used.update(dict.fromkeys(_filled(row)))
        self._claims[0] += len(gold)
        self._claims[1] += predicted

    def add_pair(self, gold: AnnotationRow, predicted: AnnotationRow) -> list[FieldDifference]:
        """Count a pair; return what differs, whether the corpus uses the field or not."""
        filled = _filled(gold) | _filled(predicted)
        for name in filled:
            self._filled[name] = self._filled.get(name, 0) + 1
        wanted = [self._right.domain_names(number) for number in gold.domain_ids]
        got = [self._own.domain_names(number) for number in predicted.domain_ids]
        both = sum(any(names & other for other in got) for names in wanted)
        self._domains.add(both, len(wanted), len(got))
        found = [
            difference
            for name in sorted(filled)
            if (difference := self._differ(name, gold, predicted))
        ]
        self._wrong.append(frozenset(difference.field for difference in found))
        return found

    def same_speaker(self, gold: AnnotationRow, predicted: AnnotationRow) -> bool:
        """Return whether both have a speaker in common, or neither names one."""
        if not (gold.speaker_ids and predicted.speaker_ids):
            return gold.speaker_ids == predicted.speaker_ids
        return any(
            self._right.same_actor(one, self._own, other)
            for one in gold.speaker_ids
            for other in predicted.speaker_ids
        )

    def _same_speakers(self, gold: AnnotationRow, predicted: AnnotationRow) -> bool:
        """Return whether both name the same actors as speakers, in whatever order."""
        same = self._right.same_actor
        ours, theirs = predicted.speaker_ids, gold.speaker_ids
        return all(any(same(a, self._own, b) for b in ours) for a in theirs) and all(
            any(same(a, self._own, b) for a in theirs) for b in ours
        )

    @property
    def has_speakers(self) -> bool:
        """Whether the corpus says who speaks."""
        return SPEAKER in self._used

    def unused(self) -> set[str]:
        """Return the fields that suggestions fill in and the corpus does not."""
        return self._filled.keys() - self._used.keys()

    def every_field(self) -> dict[str, Any] | None:
        """Return precision, recall and F of claims that are right in all fields that are used.

        None if the corpus uses none: it only marks words.
        """
        if not self._used:
            return None
        right = sum(not wrong & self._used.keys() for wrong in self._wrong)
        counts = Counts(right, *self._claims)
        return counts.figures()

    def figures(self) -> dict[str, Any]:
        """Return the figures of the fields that the corpus uses, each of the pairs alone.

        Of own fields as {"fields": {key: {"label", "accuracy", "right", "of"}}}.
        """
        result: dict[str, Any] = {}
        own: dict[str, Any] = {}
        for name in self._used:
            of = self._filled.get(name, 0)
            if not of:
                continue
            right = of - sum(name in wrong for wrong in self._wrong)
            if name == DOMAINS:
                result[name] = self._domains.figures()
            elif name == SPEAKER or name in _BUILT_IN:
                result[name] = accuracy(right, of)
            else:
                own[name] = {"label": self._right.field_label(name), **accuracy(right, of)}
        return {**result, "fields": own} if own else result

    def _differ(
        self, name: str, gold: AnnotationRow, predicted: AnnotationRow
    ) -> FieldDifference | None:
        if name == SPEAKER:
            same = self._same_speakers(gold, predicted)
            said = self._right.actors(gold.speaker_ids), self._own.actors(predicted.speaker_ids)
        elif name == DOMAINS:
            wanted = {self._right.domain_names(number) for number in gold.domain_ids}
            same = wanted == {self._own.domain_names(number) for number in predicted.domain_ids}
            said = self._right.domains(gold.domain_ids), self._own.domains(predicted.domain_ids)
        else:
            one, other = gold.codes.get(name), predicted.codes.get(name)
            same = bool(self._right.code_names(one) & self._own.code_names(other))
            said = self._right.code(one), self._own.code(other)
        return None if same else FieldDifference(name, *said)


def _filled(row: AnnotationRow) -> set[str]:
    """Return the fields of a claim that have a value."""
    found = set(row.codes)
    if row.speaker_id is not None:
        found.add(SPEAKER)
    if row.domain_ids:
        found.add(DOMAINS)
    return found
