# SPDX-License-Identifier: MIT
"""Rank what an analyst will probably pick; pickers put these choices first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimdesk.models.registry import ActorResolver
from claimdesk.models.store.queries import ActorRow, AnnotationRow
from claimdesk.models.suggest.named_sources import named_sources
from claimdesk.models.text.folding import name_key
from claimdesk.models.text.paragraphs import paragraph_bounds
from claimdesk.models.text.reading import ReadingText, readable, words_in
from claimdesk.models.text.spans import Span
from claimdesk.models.text.words import sentence_at

_NEW = 3
"""Names of nobody known yet that are offered at most."""
_NEAREST, _LATELY = 4, 3
"""How many names near a claim, and speakers picked lately, stand before the other names."""


def actor_named(words: str, resolver: ActorResolver) -> int | None:
    """Return the actor with this name, with or without a leading “the”."""
    key = name_key(words)
    return resolver.find_any([key, key.removeprefix("the ")])


@dataclass(frozen=True, slots=True)
class Naming:
    """An actor and the words that name it."""

    actor_id: int
    span: Span


@dataclass(frozen=True, slots=True)
class NewName:
    """Words that name somebody who is no actor of the project yet."""

    name: str
    span: Span


def likely_speakers(
    text: str,
    claim: AnnotationRow,
    rows: Iterable[AnnotationRow],
    actors: Mapping[int, ActorRow],
) -> list[Naming]:
    """Return who may have made a claim, the nearest first: those named near it in its sentence.

    After a quotation the name may stand in the rest of the paragraph, so that comes second.
    """
    content = _content(claim)
    return [] if content is None else _nearest(text, content, rows, actors, inside=False)


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who may have made a claim, the likeliest first, and where the text names them."""

    names: tuple[Naming | NewName, ...]

    def picks(self, recent: Sequence[int | None] = ()) -> list[int | NewName | None]:
        """Return whom to offer: the nearest, those that were picked lately, and the others."""
        near = [n.actor_id if isinstance(n, Naming) else n for n in self.names]
        return [*near[:_NEAREST], *recent[:_LATELY], *near[_NEAREST:]]

    def source(self, actor_id: int | None, name: str) -> Span | None:
        """Return the words that name an actor, who may have been new."""
        for found in self.names:
            if isinstance(found, Naming):
                if found.actor_id == actor_id:
                    return found.span
            elif name_key(found.name) == name_key(name):
                return found.span
        return None


def speakers_near(
    text: str,
    claim: AnnotationRow,
    rows: Iterable[AnnotationRow],
    actors: Mapping[int, ActorRow],
    resolver: ActorResolver,
) -> Speakers:
    """Return the actors that are named beside a claim, and at most three who are no actor yet."""
    content = _content(claim)
    if content is None:
        return Speakers(())
    far = _distance(text, content)
    known = likely_speakers(text, claim, rows, actors)
    new: dict[str, NewName] = {}
    places = named_sources(text, paragraph_bounds(text, content.start))
    for span in sorted(places, key=far):
        name = words_in(text, span)
        taken = any(span.overlaps(naming.span) for naming in known)
        if not (taken or span.overlaps(content)) and actor_named(name, resolver) is None:
            new.setdefault(name_key(name), NewName(name, span))
    both: list[Naming | NewName] = [*known, *list(new.values())[:_NEW]]
    return Speakers(tuple(sorted(both, key=lambda naming: far(naming.span))))


def _content(claim: AnnotationRow) -> Span | None:
    pieces = claim.role("content")
    return Span(pieces[0].span.start, pieces[-1].span.end) if pieces else None


def named_near(
    text: str,
    row: AnnotationRow,
    rows: Iterable[AnnotationRow],
    actors: Mapping[int, ActorRow],
) -> list[Naming]:
    """Return who may be meant by "to whom" or "with whom": those named in and near it."""
    if not row.pieces:
        return []
    starts, ends = zip(*(piece.span for piece in row.pieces), strict=True)
    return _nearest(text, Span(min(starts), max(ends)), rows, actors, inside=True)


def _nearest(
    text: str,
    content: Span,
    rows: Iterable[AnnotationRow],
    actors: Mapping[int, ActorRow],
    *,
    inside: bool,
) -> list[Naming]:
    """Return the actors named near a span, and `inside` it, the nearest first."""
    paragraph = paragraph_bounds(text, content.start)
    found = [*_mentions(rows), *_names(text, paragraph, actors)]
    beside = [n for n in found if paragraph.start <= n.span.start < paragraph.end]
    beside = [n for n in beside if inside or not n.span.overlaps(content)]

    far = _distance(text, content)
    nearest: dict[int, Naming] = {}
    for naming in sorted(beside, key=lambda naming: far(naming.span)):
        nearest.setdefault(naming.actor_id, naming)
    return list(nearest.values())


def _distance(text: str, content: Span) -> Callable[[Span], tuple[bool, int, int]]:
    """Return how far words are from a content: those of its sentence first, then the nearest."""
    first, last = sentence_at(text, content.start), sentence_at(text, content.end - 1)
    sentence = Span(min(first.start, content.start), max(last.end, content.end))

    def far(span: Span) -> tuple[bool, int, int]:
        start, end = span
        away = max(content.start - end if end <= content.start else start - content.end, 0)
        return not sentence.overlaps(span), away, start - end

    return far


def _mentions(rows: Iterable[AnnotationRow]) -> Iterator[Naming]:
    for row in rows:
        if row.state == "rejected":
            continue
        role = "mention" if row.layer == "actor" else "source"
        named = row.speaker_ids if row.actor_id is None else (row.actor_id,)
        yield from (Naming(actor, piece.span) for piece in row.role(role) for actor in named)


def _names(text: str, place: Span, actors: Mapping[int, ActorRow]) -> Iterator[Naming]:
    """Return where actors are named, by a name, an alias or the last word of a person's name."""
    reading = ReadingText(text)
    within = reading.from_body(place)
    for actor in actors.values():
        names = {actor.name, *actor.aliases}
        if actor.kind == "person" and " " in actor.name:
            names.add(actor.name.rpartition(" ")[2])
        for name in names:
            pattern = rf"(?<!\w){re.escape(readable(name))}(?!\w)"
            for match in re.compile(pattern).finditer(reading.text, *within):
                yield Naming(actor.id, reading.to_body(Span(*match.span())))


def previous_speaker(start: int, rows: Iterable[AnnotationRow]) -> int | None:
    """Return who spoke last before code point `start`: whom "he added" means."""
    before = [
        row
        for row in rows
        if row.layer == "claim"
        and row.state != "rejected"
        and row.speaker_id is not None
        and row.start < start
    ]
    return max(before, key=lambda row: row.start).speaker_id if before else None


def marked_domains(content: Sequence[Span], rows: Iterable[AnnotationRow]) -> list[int]:
    """Return the domains that are marked inside the content of a claim, in text order."""
    found = (
        other.domain_id
        for other in rows
        if other.layer == "domain" and other.state != "rejected" and other.domain_id is not None
        if any(piece.span.overlaps(span) for piece in other.pieces for span in content)
    )
    return list(dict.fromkeys(found))
