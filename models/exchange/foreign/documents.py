# SPDX-License-Identifier: MIT
"""Documents as other tools have them: a text with labelled pieces, offsets as the tool counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from claimdesk.models.exchange.reports import Losses
from claimdesk.models.text.spans import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of text: where it is said to be, and the words that are quoted for it, if any."""

    start: int | None
    end: int | None
    quote: str | None = None
    prefix: str = ""
    suffix: str = ""


@dataclass(slots=True)
class ForeignSpan:
    """One annotation with a label."""

    label: str
    pieces: list[Piece]
    where: str
    """Its place in the file, for people."""
    id: str | None = None
    annotator: str | None = None
    state: str = "accepted"
    score: float | None = None
    attributes: list[tuple[str, str]] = field(default_factory=list)
    """What else is said of it, as names with values."""
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ForeignRelation:
    """A relation between two annotations, by their ids."""

    label: str
    source: str
    target: str
    details: tuple[str, ...] = ()
    """What else is said of it."""

    @property
    def words(self) -> str:
        """All that it says, for people."""
        return "; ".join([self.label, *self.details])


@dataclass(slots=True)
class ForeignDocument:
    """One text with what was made of it."""

    text: str
    where: str
    """Its place in the file, for people; empty if the file is one document."""
    spans: list[ForeignSpan] = field(default_factory=list)
    relations: list[ForeignRelation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Lines for the note of the article."""
    problems: list[str] = field(default_factory=list)
    """What could not be read as it is, in sentences that name the place."""
    is_done: bool = False
    """Whether an annotator has finished it."""
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    published_on: str | None = None
    annotator: str | None = None
    """Who made the annotations that name nobody."""
    left_out: Losses = field(default_factory=Counter)
    """What is in the file and has no place."""
    no_text: str = ""
    """Why it has no text, in a sentence."""
    carried: Any = None
    """What Claimdesk put beside the annotations when it wrote the file."""


@dataclass(frozen=True, slots=True)
class Native:
    """A labelled piece as a format writes it for other programs."""

    label: str
    span: Span
