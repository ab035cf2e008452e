# SPDX-License-Identifier: MIT
"""What is decided in an article, and which suggestions would only repeat it.

A decision is known by what it says now and by what was suggested before it was corrected. Standing
annotations (accepted, or touched and still to decide) cover their words: what lies inside or around
them is not suggested beside them. What was dismissed (rejected, or the bounds before a correction)
is not suggested again with much the same words. A claim that was deleted is dismissed if standing
ones cover it now: then it was joined with another, or marked anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from claimdesk.models.store.queries import AnnotationRow, Piece
from claimdesk.models.suggest.data import ClaimSuggestion
from claimdesk.models.text.spans import Span

_SAME = 0.5
"""Share of the characters that two extents have in common, from which on they are the same."""

Spans = Sequence[Span]


@dataclass(frozen=True, slots=True)
class _Claim:
    """The extent of a claim."""

    cue: Spans
    content: Spans

    def is_in(self, other: _Claim) -> bool:
        """Return whether this is a claim inside the words of another one, by its own cue."""
        return bool(_shared(self.cue, other.content)) and not _shared(self.cue, [_hull(self)])


@dataclass(slots=True)
class Decided:
    """The decisions on one article; `means` is the actor or domain of a mention."""

    _standing: list[_Claim] = field(default_factory=list)
    _dismissed: list[_Claim] = field(default_factory=list)
    _deleted: list[_Claim] = field(default_factory=list)
    _mentions: dict[str, list[tuple[Span, int | None]]] = field(default_factory=dict)
    """By layer: the hulls of all mentions, and what they mean."""
    _covered: list[Span] = field(default_factory=list)
    """The words of mentions of actors that stand."""

    def take(self, row: AnnotationRow, original: Iterable[Piece] | None) -> None:
        """Add a decision; `original` are the pieces that were suggested, if others."""
        extents = [(row.pieces, row.state != "rejected")]
        if original is not None:
            extents.append((tuple(original), False))
        for pieces, stands in extents:
            if row.layer == "claim":
                claims = self._standing if stands else self._dismissed
                claims.append(_Claim(_of(pieces, "cue"), _of(pieces, "content")))
                continue
            means = row.actor_id if row.layer == "actor" else row.domain_id
            spans = [piece.span for piece in pieces]
            found = self._mentions.setdefault(row.layer, [])
            found.extend((span, means) for span in spans)
            if stands and row.layer == "actor":
                self._covered.extend(spans)

    def take_deleted(self, pieces: Iterable[Piece]) -> None:
        """Add a suggestion that was deleted."""
        found = tuple(pieces)
        self._deleted.append(_Claim(_of(found, "cue"), _of(found, "content")))

    def repeats_claim(self, claim: ClaimSuggestion) -> bool:
        """Return whether a claim is one that is decided, with other bounds perhaps."""
        new = _Claim(claim.cue, claim.content)
        return (
            any(_same_claim(new, old, _smaller) for old in self._standing)
            or any(_same_claim(new, old, _union) for old in self._dismissed)
            or any(_same_claim(new, old, _union) and self._covers(old) for old in self._deleted)
        )

    def repeats_mention(self, layer: str, span: Span, means: Callable[[], int | None]) -> bool:
        """Return whether a mention is decided, or its words are; `means` is called if needed."""
        if layer == "actor" and any(span.overlaps(other) for other in self._covered):
            return True
        for other, meant in self._mentions.get(layer, ()):
            if not span.overlaps(other):
                continue
            if _shared([span], [other]) >= _SAME * _union([span], [other]):
                return True
            if meant is not None and means() == meant:
                return True
        return False

    def _covers(self, claim: _Claim) -> bool:
        """Return whether claims that stand have most of the content."""
        covered = sum(_shared(claim.content, standing.content) for standing in self._standing)
        return covered >= _SAME * _size(claim.content)


def _same_claim(new: _Claim, old: _Claim, whole: Callable[[Spans, Spans], int]) -> bool:
    """Return whether two claims share content: by the same cue, or much of the `whole`.

    A claim inside the content of another one, with a cue of its own, is not the same.
    """
    shared = _shared(new.content, old.content)
    if not shared or new.is_in(old) or old.is_in(new):
        return False
    return bool(_shared(new.cue, old.cue)) or shared >= _SAME * whole(new.content, old.content)


def _of(pieces: Iterable[Piece], role: str) -> Spans:
    return [piece.span for piece in pieces if piece.role == role]


def _hull(claim: _Claim) -> Span:
    return Span(
        min((span.start for span in claim.content), default=0),
        max((span.end for span in claim.content), default=0),
    )


def _shared(one: Spans, other: Spans) -> int:
    """Return how many code points two extents have in common."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)


def _size(spans: Spans) -> int:
    return sum(span.end - span.start for span in spans)


def _union(one: Spans, other: Spans) -> int:
    return _size(one) + _size(other) - _shared(one, other)


def _smaller(one: Spans, other: Spans) -> int:
    return min(_size(one), _size(other))
