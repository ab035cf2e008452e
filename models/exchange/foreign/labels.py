# SPDX-License-Identifier: MIT
"""What the labels, attributes and relations of one corpus become, and how often each was met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from claimdesk.models.exchange.corpus import CorpusCode
from claimdesk.models.exchange.foreign.mapping import CODED, NOTE, LabelMapping, Target
from claimdesk.models.exchange.reports import Loss, Losses
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.coded_fields import code_column
from claimdesk.models.store.queries import FieldRow

_SHOWN = 60


@dataclass(slots=True)
class Labels:
    """What the labels of a corpus become; the counts are by name."""

    mapping: LabelMapping
    counts: Counter[str] = field(default_factory=Counter)
    targets: dict[str, Target] = field(default_factory=dict)
    skipped: Losses = field(default_factory=Counter)
    fields: list[FieldRow] = field(default_factory=list)
    """The own fields that attributes became, once for each layer; it grows with the reading."""
    _known_fields: set[tuple[str, str]] = field(default_factory=set)
    others: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """What attributes and relations became that are not lines of notes: sort, name and target."""

    def target(self, label: str) -> Target:
        """Return what a label becomes."""
        if label not in self.targets:
            self.targets[label] = self.mapping.target(label)
        self.counts[label] += 1
        return self.targets[label]

    def skip(self, label: str) -> None:
        """Count an annotation that is left out."""
        short = shortened(label)
        self._skip(f"annotations “{short}”", _("annotations “{label}”").format(label=short))

    def coded(
        self, layer: str, attributes: Sequence[tuple[str, str]]
    ) -> tuple[list[CorpusCode], list[str]]:
        """Return the codes that attributes are in a layer, and the others as lines of a note."""
        codes: dict[str, str] = {}
        lines: list[str] = []
        for name, value in attributes:
            target = self.mapping.attribute(name)
            key = target.value or name
            if target.place == "skip":
                short = shortened(name)
                words = _("attributes “{name}”").format(name=short)
                self._skip(f"attributes “{short}”", words)
            elif target.place != "field" or (key in CODED and code_column(layer, key) is None):
                lines.append(f"{name}: {value}")
            else:
                self._add_field(layer, key)
                self.others["attribute", name, str(target)] += 1
                codes[key] = f"{codes[key]}; {value}" if key in codes else value
        return [CorpusCode(key, value) for key, value in codes.items()], lines

    def relation(self, label: str) -> Target:
        """Return what a relation becomes; one that is left out is counted."""
        target = self.mapping.relation(label)
        if target.place == "skip":
            short = shortened(label)
            self._skip(f"relations “{short}”", _("relations “{name}”").format(name=short))
        elif target != NOTE:
            self.others["relation", label, str(target)] += 1
        return target

    def explained(self) -> Iterator[str]:
        """Yield how each label was read, the most frequent first, then what else was mapped."""
        for label, count in self.counts.most_common():
            yield _("Label “{label}” ({count}) was read as {target}.").format(
                label=label, count=count, target=self.targets[label]
            )
        for (sort, name, target), count in self.others.most_common():
            sentence = (
                _("Attribute “{name}” ({count}) was read as {target}.")
                if sort == "attribute"
                else _("Relation “{name}” ({count}) was read as {target}.")
            )
            yield sentence.format(name=name, count=count, target=target)

    def _skip(self, key: str, words: str) -> None:
        self.skipped[Loss(key, words)] += 1

    def _add_field(self, layer: str, key: str) -> None:
        if key not in CODED and (layer, key) not in self._known_fields:
            self._known_fields.add((layer, key))
            self.fields.append(FieldRow(0, layer, key, key, "text", ()))


def shortened(words: str, most: int = _SHOWN) -> str:
    """Return words on one line, the beginning of many."""
    line = " ".join(words.split())
    return line if len(line) <= most else line[:most] + "…"
