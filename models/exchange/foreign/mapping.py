# SPDX-License-Identifier: MIT
"""What the labels of another tool become: by what the analyst says, or else by a guess.

A label that usually means a kind of actor becomes mentions of actors of that kind; every other one
becomes a domain of its name, so that different labels stay apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from claimdesk.models.exchange.labels import actor_kind
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.actor_kinds import ACTOR_KINDS

Place = Literal["mention", "domain", "claim", "note", "skip"]

CLAIM_ROLES = ("source", "cue", "content")
OWN_LABELS = {role.upper(): role for role in CLAIM_ROLES}
"""What Claimdesk's own exports call the parts of claims."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a label becomes: `value` is the kind of actor, the name of the domain, or the role."""

    place: Place
    value: str | None = None

    def __str__(self) -> str:
        """Return it as `--map` takes it."""
        if self.place == "domain":
            return f"domain:{self.value}" if self.value else "domain"
        return self.value or self.place


def parse_target(text: str) -> Target:
    """Return what `text` names, such as `person`, `domain:Trade`, `content`, `note` or `skip`.

    Raises ClaimdeskError listing what there is.
    """
    name, _colon, value = text.strip().partition(":")
    key = name.strip().casefold()
    if key == "domain":
        return Target("domain", " ".join(value.split()) or None)
    if key == "claim":
        return Target("claim", "content")
    if key in CLAIM_ROLES:
        return Target("claim", key)
    if key in ("mention", "note", "skip"):
        return Target("mention" if key == "mention" else "note" if key == "note" else "skip")
    kind = actor_kind(key)
    if kind is not None:
        return Target("mention", kind)
    known = ", ".join((*ACTOR_KINDS, "mention", "domain", "domain:NAME", *CLAIM_ROLES, "note"))
    raise ClaimdeskError(
        _("A label can become one of {known} or skip, not “{text}”.").format(known=known, text=text)
    )


def guess_target(label: str) -> Target:
    """Return what a label probably is."""
    kind = actor_kind(label)
    if kind is not None:
        return Target("mention", kind)
    return Target("mention") if label.casefold() == "mention" else Target("domain", label)


@dataclass(frozen=True, slots=True)
class LabelMapping:
    """What the analyst says that labels become; the others are guessed."""

    said: Mapping[str, Target] = field(default_factory=dict)

    def target(self, label: str) -> Target:
        """Return what a label becomes."""
        found = self.said.get(label) or guess_target(label)
        return Target("domain", label) if found == Target("domain") else found

    def says(self, label: str) -> bool:
        """Return whether the analyst says what the label becomes."""
        return label in self.said


def label_mapping(pairs: Iterable[tuple[str, str]]) -> LabelMapping:
    """Return the mapping that pairs of a label and what it becomes say.

    Raises ClaimdeskError for what a label cannot become, or a label has two.
    """
    said: dict[str, Target] = {}
    for label, target in pairs:
        if label in said:
            raise ClaimdeskError(
                _("The label “{label}” is mapped twice; map it once.").format(label=label)
            )
        said[label] = parse_target(target)
    return LabelMapping(said)
