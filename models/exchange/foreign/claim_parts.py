# SPDX-License-Identifier: MIT
"""Relations of another tool as parts of claims: what they join to the content of which claim."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from claimdesk.models.exchange.corpus import CorpusActor, CorpusAnnotation
from claimdesk.models.exchange.foreign.mapping import CLAIM_ROLES, Target
from claimdesk.models.text.spans import joined

_CONTENT = Target("claim", "content")

Key = int | str
Named = tuple[Key, str]
"""What stands for an annotation, and its label."""


@dataclass(slots=True)
class ClaimParts:
    """The relations of a document that lead to parts of claims."""

    meaning: Callable[[str], Target]
    """What a label becomes."""
    _parts: dict[Key, list[tuple[str, Key]]] = field(default_factory=dict)
    """By the content of the claim: roles, and what fills them."""

    def join(self, role: str, source: Named, target: Named) -> bool:
        """Let one end of a relation be a part of the claim at the other end.

        Return False if neither end is the content of a claim, or the role can't be filled so.
        """
        for (content, label), (other, other_label) in ((source, target), (target, source)):
            fits = _fits(role, self.meaning(other_label))
            if self.meaning(label) == _CONTENT and fits:
                self._parts.setdefault(content, []).append((role, other))
                return True
        return False

    def put_together(self, made: Mapping[Key, CorpusAnnotation | None]) -> list[CorpusAnnotation]:
        """Return annotations, claims with their parts, which are then no claims of their own."""
        found = dict(made)
        within: set[Key] = set()
        for content, others in self._parts.items():
            claim = made.get(content)
            parts = [(r, part) for r, key in others if (part := made.get(key)) is not None]
            if claim is not None and parts:
                found[content] = _with_parts(claim, parts)
                within |= {k for _r, k in others if (p := made.get(k)) is not None and _is_bare(p)}
        return [each for key, each in found.items() if each is not None and key not in within]


def _is_bare(part: CorpusAnnotation) -> bool:
    """Return whether an annotation is nothing but a part of a claim."""
    return part.layer == "claim"


def _fits(role: str, meant: Target) -> bool:
    if role in CLAIM_ROLES:
        return meant.place == "mention" or (meant.place == "claim" and meant != _CONTENT)
    return meant.place == ("domain" if role == "domain" else "mention")


def _with_parts(
    claim: CorpusAnnotation, parts: Sequence[tuple[str, CorpusAnnotation]]
) -> CorpusAnnotation:
    """Return a claim with what annotations say in the roles that they fill."""
    spans = {role: list(own) for role, own in claim.spans.items()}
    unplaced = list(claim.unplaced)
    for role, part in parts:
        if role in CLAIM_ROLES:
            spans.setdefault(role, []).extend(s for own in part.spans.values() for s in own)
            unplaced += [replace(piece, role=role) for piece in part.unplaced]
    bare = [one for _role, one in parts if _is_bare(one)]
    notes = [one.note for one in (claim, *bare) if one.note]
    speakers = list(dict.fromkeys(_actors("source", parts)))
    return replace(
        claim,
        spans={role: joined(spans[role]) for role in CLAIM_ROLES if spans.get(role)},
        unplaced=unplaced,
        actor=speakers[0] if speakers else None,
        further_speakers=speakers[1:],
        addressees=list(dict.fromkeys(_actors("addressee", parts))),
        codes=[code for one in (claim, *bare) for code in one.codes],
        domains=list(dict.fromkeys(d for r, one in parts if r == "domain" for d in one.domains)),
        note="\n".join(notes) or None,
    )


def _actors(role: str, parts: Sequence[tuple[str, CorpusAnnotation]]) -> Iterator[CorpusActor]:
    return (one.actor for own, one in parts if own == role and one.actor is not None)
