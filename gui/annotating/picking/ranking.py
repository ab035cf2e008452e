# SPDX-License-Identifier: MIT
"""Rank what an analyst will probably pick; pickers put these choices first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimdesk.models.registry import ActorResolver
from claimdesk.models.store.queries import ActorRow, AnnotationRow
from claimdesk.models.text.folding import name_key
from claimdesk.models.text.paragraphs import paragraph_bounds
from claimdesk.models.text.reading import ReadingText, readable
from claimdesk.models.text.spans import Span
from claimdesk.models.text.words import sentence_at

_BODY = re.compile(
    r"\b(?:ministry|department|university|institute|centre|center|council|agency|committee|party"
    r"|association|foundation|office|outlets?|company|corporation|bank|court)\b",
    re.IGNORECASE,
)


def actor_named(words: str, resolver: ActorResolver) -> int | None:
    """Return the actor with this name, with or without a leading “the”."""
    key = name_key(words)
    return resolver.find_any([key, key.removeprefix("the ")])


@dataclass(frozen=True, slots=True)
class Naming:
    """An actor and the words that name it."""

    actor_id: int
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
    pieces = claim.role("content")
    if not pieces:
        return []
    content = Span(pieces[0].span.start, pieces[-1].span.end)
    return _nearest(text, content, rows, actors, inside=False)


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
    first, last = sentence_at(text, content.start), sentence_at(text, content.end - 1)
    sentence = Span(min(first.start, content.start), max(last.end, content.end))
    paragraph = paragraph_bounds(text, content.start)
    found = [*_mentions(rows), *_names(text, paragraph, actors)]
    beside = [n for n in found if paragraph.start <= n.span.start < paragraph.end]
    beside = [n for n in beside if inside or not n.span.overlaps(content)]

    def far(naming: Naming) -> tuple[bool, int, int]:
        start, end = naming.span
        away = max(content.start - end if end <= content.start else start - content.end, 0)
        return not sentence.overlaps(naming.span), away, start - end

    nearest: dict[int, Naming] = {}
    for naming in sorted(beside, key=far):
        nearest.setdefault(naming.actor_id, naming)
    return list(nearest.values())


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


def likely_kind(name: str) -> str:
    """Return the kind that an actor of this name probably has, judging by the name alone."""
    words = name.split()
    if _BODY.search(name):
        return "organization"
    if name.islower() or (len(words) > 1 and words[-1].islower() and words[-1].endswith("s")):
        return "group"
    if len(words) == 1:
        return "organization" if name.isupper() else "state"
    return "person"
