# SPDX-License-Identifier: MIT
"""What the labels, attributes and relations of another tool become: as said, or else by a guess.

A label that usually means a kind of actor becomes mentions of actors of that kind; every other one
becomes a domain of its name, so that different labels stay apart. An attribute or a relation
becomes a line of a note, but attributes that are called like a field of claims become its values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from claimdesk.models.exchange.labels import actor_kind
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.actor_kinds import ACTOR_KINDS
from claimdesk.models.store.coded_fields import CODE_COLUMNS

Sort = Literal["label", "attribute", "relation"]
Place = Literal["mention", "domain", "claim", "field", "note", "skip"]

CLAIM_ROLES = ("source", "cue", "content")
OWN_LABELS = {role.upper(): role for role in CLAIM_ROLES}
"""What Claimdesk's own exports call the parts of claims."""

CODED = tuple(place.key for place in CODE_COLUMNS)
"""The keys of the fields that every project has."""

LABEL_TARGETS = (*ACTOR_KINDS, "mention", "domain", *CLAIM_ROLES, "note", "skip")
ATTRIBUTE_TARGETS = ("note", "field", *CODED, "skip")
RELATION_TARGETS = ("note", "source", "cue", "addressee", "domain", "skip")
_NAMED = ("domain", "field")
"""Targets that take a name, as in `domain:Trade`."""


@dataclass(frozen=True, slots=True)
class Target:
    """What something becomes.

    `value` is the kind of actor, the name of the domain or field, or the part of a claim.
    """

    place: Place
    value: str | None = None
    name: str | None = None
    """The actor that is mentioned; None: the one that the words name."""

    def __str__(self) -> str:
        """Return it as `--map` takes it."""
        if self.place == "field" and self.value in CODED:
            return self.value
        if self.place in _NAMED:
            return f"{self.place}:{self.value}" if self.value else self.place
        return ":".join(filter(None, (self.value or self.place, self.name)))


NOTE = Target("note")


def parse_target(text: str) -> Target:
    """Return what `text` names: `person`, `state:Norland`, `domain:Trade`, `content`, `note` ….

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
        return Target("mention", kind, " ".join(value.split()) or None)
    known = ", ".join(
        (*ACTOR_KINDS, "KIND:NAME", "mention", "domain", "domain:NAME", *CLAIM_ROLES, "note")
    )
    raise ClaimdeskError(
        _("A label can become one of {known} or skip, not “{text}”.").format(known=known, text=text)
    )


def parse_attribute_target(text: str) -> Target:
    """Return what an attribute becomes, such as `field:Tone`, `stance`, `note` or `skip`.

    Raises ClaimdeskError listing what there is.
    """
    name, _colon, value = text.strip().partition(":")
    key = name.strip().casefold()
    if key == "field":
        return Target("field", " ".join(value.split()) or None)
    if key in CODED:
        return Target("field", key)
    if key in ("note", "skip"):
        return NOTE if key == "note" else Target("skip")
    known = ", ".join(("field", "field:NAME", *CODED, "note"))
    raise ClaimdeskError(
        _("An attribute can become one of {known} or skip, not “{text}”.").format(
            known=known, text=text
        )
    )


def parse_relation_target(text: str) -> Target:
    """Return which part of a claim a relation leads to, or `note` or `skip`.

    Raises ClaimdeskError listing what there is.
    """
    key = text.strip().casefold()
    key = "source" if key == "speaker" else key
    if key in ("note", "skip"):
        return NOTE if key == "note" else Target("skip")
    if key in RELATION_TARGETS:
        return Target("claim", key)
    known = ", ".join(each for each in RELATION_TARGETS if each != "skip")
    raise ClaimdeskError(
        _("A relation can become one of {known} or skip, not “{text}”.").format(
            known=known, text=text
        )
    )


def guess_target(label: str) -> Target:
    """Return what a label probably is."""
    kind = actor_kind(label)
    if kind is not None:
        return Target("mention", kind)
    return Target("mention") if label.casefold() == "mention" else Target("domain", label)


def guess_attribute(name: str) -> Target:
    """Return what an attribute probably is."""
    key = name.strip().casefold()
    return Target("field", key) if key in CODED else NOTE


@dataclass(frozen=True, slots=True)
class LabelMapping:
    """What the analyst says that labels, attributes and relations become; others are guessed."""

    said: Mapping[str, Target] = field(default_factory=dict)
    attributes: Mapping[str, Target] = field(default_factory=dict)
    relations: Mapping[str, Target] = field(default_factory=dict)

    def target(self, label: str) -> Target:
        """Return what a label becomes."""
        found = self.said.get(label) or guess_target(label)
        return Target("domain", label) if found == Target("domain") else found

    def says(self, label: str) -> bool:
        """Return whether the analyst says what the label becomes."""
        return label in self.said

    def attribute(self, name: str) -> Target:
        """Return what an attribute becomes."""
        found = self.attributes.get(name) or guess_attribute(name)
        return Target("field", name) if found == Target("field") else found

    def relation(self, label: str) -> Target:
        """Return what a relation becomes."""
        return self.relations.get(label, NOTE)


def sharing(labels: Iterable[str], mapping: LabelMapping) -> frozenset[str]:
    """Return the labels that become mentions of the same kind as another one of `labels`."""
    targets = {label: mapping.target(label) for label in labels}
    times = Counter(target for target in targets.values() if target.place == "mention")
    return frozenset(label for label, target in targets.items() if times[target] > 1)


_PARSERS = {
    "label": parse_target,
    "attribute": parse_attribute_target,
    "relation": parse_relation_target,
}


def label_mapping(pairs: Iterable[tuple[str, str]]) -> LabelMapping:
    """Return the mapping that pairs of a name and what it becomes say.

    `attribute:NAME` and `relation:NAME` name an attribute or a relation, other names a label.
    Raises ClaimdeskError for what it cannot become, or a name has two.
    """
    said: dict[str, dict[str, Target]] = {sort: {} for sort in _PARSERS}
    for name, target in pairs:
        sort, own = split_name(name)
        if own in said[sort]:
            raise ClaimdeskError(
                _("The label “{label}” is mapped twice; map it once.").format(label=own)
            )
        said[sort][own] = _PARSERS[sort](target)
    return LabelMapping(said["label"], said["attribute"], said["relation"])


def split_name(name: str) -> tuple[Sort, str]:
    """Return which sort of thing a name of `--map` names, and its name in the file."""
    prefix, colon, own = name.partition(":")
    if colon and prefix in ("attribute", "relation"):
        return ("attribute" if prefix == "attribute" else "relation"), own
    return "label", name.removeprefix("label:")
