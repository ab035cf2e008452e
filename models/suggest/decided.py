# SPDX-License-Identifier: MIT
"""What is decided in an article, and which suggestions would only repeat it.

A decision is known by what it says now and by what was suggested before it was corrected. Standing
annotations (accepted, or touched and still to decide) cover their words: what lies inside or around
them is not suggested beside them. What was dismissed (rejected, or the bounds before a correction)
is not suggested again with much the same words. A claim that was deleted is dismissed if standing
ones cover it now: then it was joined with another, or marked anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from claimdesk.models.store.queries import AnnotationRow, Piece
from claimdesk.models.suggest.data import ClaimSuggestion
from claimdesk.models.text.spans import Span

_SAME = 0.5
"""Share of the characters that two extents have in common, from which on they are the same."""

_STRETCH = 128
"""Code points of the stretches of text by which decisions are found."""

T = TypeVar("T")
Spans = Sequence[Span]


@dataclass(frozen=True, slots=True)
class _Claim:
    """The extent of a claim."""

    cue: Spans
    content: Spans

    def is_in(self, other: _Claim) -> bool:
        """Return whether this is a claim inside the words of another one, by its own cue."""
        return bool(_shared(self.cue, other.content)) and not _shared(self.cue, [_hull(self)])


class _Places(Generic[T]):
    """Things by where they are in the text, so that finding those at a place takes no search."""

    def __init__(self) -> None:
        self._found: dict[int, list[T]] = {}

    def add(self, spans: Spans, thing: T) -> None:
        for stretch in _stretches(spans):
            self._found.setdefault(stretch, []).append(thing)

    def near(self, spans: Spans) -> Iterator[T]:
        """Yield what may overlap the spans, some of it more than once."""
        for stretch in _stretches(spans):
            yield from self._found.get(stretch, ())


def _stretches(spans: Spans) -> set[int]:
    """Return the numbers of the stretches of text that spans touch."""
    return {
        number
        for start, end in spans
        for number in range(start // _STRETCH, max(start, end - 1) // _STRETCH + 1)
    }


class Decided:
    """The decisions on one article."""

    def __init__(self) -> None:
        self._standing: _Places[_Claim] = _Places()
        self._dismissed: _Places[_Claim] = _Places()
        self._deleted: _Places[_Claim] = _Places()
        self._mentions: dict[str, _Places[tuple[Span, int | None]]] = {
            "actor": _Places(),
            "domain": _Places(),
        }
        """By layer: the words of mentions, and the actor or domain that they mean."""
        self._covered: _Places[Span] = _Places()
        """The words of mentions of actors that stand."""

    def take(self, row: AnnotationRow, original: Iterable[Piece] | None) -> None:
        """Add a decision; `original` are the pieces that were suggested, if others."""
        self._take(row, row.pieces, stands=row.state != "rejected")
        if original is not None:
            self._take(row, tuple(original), stands=False)

    def take_deleted(self, pieces: Sequence[Piece]) -> None:
        """Add a suggestion that was deleted."""
        self._deleted.add(_of(pieces, "content"), _claim(pieces))

    def repeats_claim(self, claim: ClaimSuggestion) -> bool:
        """Return whether a claim is one that is decided, with other bounds perhaps."""
        new, content = _Claim(claim.cue, claim.content), claim.content
        return (
            any(_same_claim(new, old, _smaller) for old in self._standing.near(content))
            or any(_same_claim(new, old, _union) for old in self._dismissed.near(content))
            or any(
                _same_claim(new, old, _union) and self._covers(old)
                for old in self._deleted.near(content)
            )
        )

    def repeats_mention(self, layer: str, span: Span, means: Callable[[], int | None]) -> bool:
        """Return whether a mention is decided, or its words are; `means` is called if needed."""
        if layer == "actor" and any(span.overlaps(other) for other in self._covered.near([span])):
            return True
        for other, meant in self._mentions[layer].near([span]):
            if not span.overlaps(other):
                continue
            if _shared([span], [other]) >= _SAME * _union([span], [other]):
                return True
            if meant is not None and means() == meant:
                return True
        return False

    def _take(self, row: AnnotationRow, pieces: Sequence[Piece], *, stands: bool) -> None:
        if row.layer == "claim":
            claims = self._standing if stands else self._dismissed
            claims.add(_of(pieces, "content"), _claim(pieces))
            return
        means = row.actor_id if row.layer == "actor" else row.domain_id
        for span in [piece.span for piece in pieces]:
            self._mentions[row.layer].add([span], (span, means))
            if stands and row.layer == "actor":
                self._covered.add([span], span)

    def _covers(self, claim: _Claim) -> bool:
        """Return whether claims that stand have most of the content."""
        near = {id(standing): standing for standing in self._standing.near(claim.content)}
        covered = sum(_shared(claim.content, standing.content) for standing in near.values())
        return covered >= _SAME * _size(claim.content)


def _same_claim(new: _Claim, old: _Claim, whole: Callable[[Spans, Spans], int]) -> bool:
    """Return whether two claims share content: by the same cue, or much of the `whole`.

    A claim inside the content of another one, with a cue of its own, is not the same.
    """
    shared = _shared(new.content, old.content)
    if not shared or new.is_in(old) or old.is_in(new):
        return False
    return bool(_shared(new.cue, old.cue)) or shared >= _SAME * whole(new.content, old.content)


def _claim(pieces: Sequence[Piece]) -> _Claim:
    return _Claim(_of(pieces, "cue"), _of(pieces, "content"))


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
