# SPDX-License-Identifier: MIT
"""What of another tool's files can be mapped, with a guess and examples: what `--map` names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

_MOST_EXAMPLES = 3
_LONGEST_EXAMPLE = 60


@dataclass(frozen=True, slots=True)
class Mappable:
    """A label, attribute, relation or variable that becomes something here."""

    name: str
    """As `--map` takes it."""
    shown: str
    """As its tool calls it."""
    sort: str
    """`label`, `attribute`, `relation` or `variable`."""
    count: int
    examples: tuple[str, ...]
    guess: str
    """What it becomes unless somebody says otherwise, as `--map` takes it."""
    choices: tuple[str, ...]
    """What it can become; `domain` and `field` may take a name, as in `domain:Trade`."""


@dataclass(frozen=True, slots=True)
class MappingQuestion:
    """What of one corpus can be mapped."""

    format_name: str
    label: str
    """What people call its format."""
    paths: tuple[Path, ...]
    items: tuple[Mappable, ...]


@dataclass(slots=True)
class Sightings:
    """How often names were met, and the first different examples of each."""

    counts: Counter[str] = field(default_factory=Counter)
    _examples: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, name: str, example: str) -> None:
        """Note one more."""
        self.counts[name] += 1
        kept = self._examples.setdefault(name, {})
        words = " ".join(example.split())
        if words and len(kept) < _MOST_EXAMPLES:
            kept[words if len(words) <= _LONGEST_EXAMPLE else words[:_LONGEST_EXAMPLE] + "…"] = None

    def examples(self, name: str) -> tuple[str, ...]:
        """Return the examples of a name."""
        return tuple(self._examples.get(name, ()))

    def names(self) -> Sequence[str]:
        """Return the names, the most frequent first."""
        return [name for name, _count in self.counts.most_common()]
