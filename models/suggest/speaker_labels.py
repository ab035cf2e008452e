# SPDX-License-Identifier: MIT
"""Labels of speakers in interviews and transcripts: `MR. ROSS:`, `AB:`, `QUESTION:`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimdesk.models.registry.name_matching import is_acronym
from claimdesk.models.suggest.actors import ParsedChunk
from claimdesk.models.suggest.coreference import ArticleActors, Referent
from claimdesk.models.suggest.data import ActorEntry
from claimdesk.models.suggest.entities import TITLE
from claimdesk.models.text.spans import Span

_ASKING = frozenset({"q", "question", "reporter", "journalist", "interviewer", "moderator"})
_ANSWERING = frozenset({"a", "answer"})
_LONGEST_ACRONYM = 5
_REACH = 6_000
"""Code points back that one who answers is looked for."""


def label(chunk: ParsedChunk, source: Span) -> str | None:
    """Return the label that a source is, which begins a paragraph and ends in a colon."""
    rest = chunk.text[source.end : source.end + 2].lstrip()
    if source.start != chunk.span.start or not rest.startswith(":"):
        return None
    found = re.sub(r"\s*\([^()]*\)", "", chunk.text[source.start : source.end])
    return " ".join(found.split()) or None


def actor(
    label: str, named: Sequence[ActorEntry], actors: ArticleActors, at: int
) -> ActorEntry | None:
    """Return whom a label means, `named` if it names actors; `ANSWER` names who was spoken of."""
    word = label.casefold().rstrip(".")
    if word in _ANSWERING:
        return next(iter(actors.latest(at, _REACH, _may_answer)), None)
    if word in _ASKING:
        return actors.actor("reporter" if word in ("q", "question") else word, "person")
    title = TITLE.match(label)
    name = label[title.end() :] if title else label
    capitals = name == name.upper()
    met = actors.index.get(name)
    if met is None and capitals:
        met = actors.by_initials(name.replace(".", ""))
    if met is not None or (named and not title):
        return met or named[0]
    if capitals and (title or not is_acronym(name) or len(name) > _LONGEST_ACRONYM):
        name = name.title()
    return actors.actor(name, "person" if title or " " in name else "organization")


def _may_answer(referent: Referent) -> bool:
    actor = referent.actors[0]
    return actor.kind in ("person", "organization") and actor.name.casefold() not in _ASKING
