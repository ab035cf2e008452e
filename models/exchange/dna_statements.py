# SPDX-License-Identifier: MIT
"""Claims as the statements of Discourse Network Analyzer: which there are and what they say.

- A claim is one statement for each of its speakers and each of its domains, as networks count it.
- A statement is one stretch of text: from the first piece of the content to the last one.
- Agreement is for or against and never empty: a claim that is neither is left out.
- Every statement has a value of every variable. Numbers and booleans that some statement lacks are
  therefore short texts, as are choices; an empty text says that there is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product

from claimdesk.models.exchange.corpus import Corpus, CorpusActor, CorpusAnnotation, CorpusValue
from claimdesk.models.exchange.dna_tables import LONGEST
from claimdesk.models.exchange.reports import Loss, Losses
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.spans import Span

SPEAKER, DOMAIN, STANCE = "organization", "concept", "agreement"
"""The variables that every statement has."""

NOTE = " note"
"""In place of the key of a field, which has no space."""
_AGREEMENT = {"supportive": 1, "conditional": 1, "opposed": 0, "sceptical": 0}
_SOFTENED = ("conditional", "sceptical")
_INTEGERS = range(-(2**31), 2**31)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; values are by the name of the field, those of choices are their labels."""

    span: Span
    annotator: str | None
    speaker: CorpusActor | None
    domain: str
    agreement: int
    values: dict[str, CorpusValue]


@dataclass(slots=True)
class OwnVariable:
    """A variable that a field of claims becomes, by the values that statements have."""

    name: str
    count: int = 0
    is_boolean: bool = True
    is_integer: bool = True
    is_short: bool = True

    def add(self, value: CorpusValue) -> None:
        """Take a value into account."""
        self.count += 1
        self.is_boolean &= isinstance(value, bool)
        self.is_integer &= _integer(value) is not None
        words = said(value)
        self.is_short &= len(words) <= LONGEST and words == line(words)

    def kind(self, statements: int) -> str:
        """Return the kind of variable that holds what this many statements say."""
        if self.count == statements and (self.is_boolean or self.is_integer):
            return "boolean" if self.is_boolean else "integer"
        return "short text" if self.is_short else "long text"


@dataclass(slots=True)
class Plan:
    """What a first reading of a corpus says of its variables and coders."""

    statements: int = 0
    variables: dict[str, OwnVariable] = field(default_factory=dict)
    """By the key of the field."""
    annotators: list[str] = field(default_factory=list)

    def kinds(self) -> list[tuple[str, str, str]]:
        """Return key, name and kind of the own variables."""
        return [
            (key, each.name, each.kind(self.statements)) for key, each in self.variables.items()
        ]


def plan(corpus: Corpus) -> Plan:
    """Read a corpus to learn which variables and coders its statements need."""
    found = Plan()
    names: dict[str | None, None] = {}
    taken = {SPEAKER, DOMAIN, STANCE}
    for article in corpus.articles():
        for annotation in article.annotations:
            for statement in statements_of(annotation):
                found.statements += 1
                names[statement.annotator] = None
                for key, value in statement.values.items():
                    if key not in found.variables:
                        found.variables[key] = OwnVariable(_free(key, taken))
                    found.variables[key].add(value)
    found.annotators = [name for name in names if name]
    return found


def statements_of(claim: CorpusAnnotation) -> Iterator[Statement]:
    """Yield the statements that an annotation becomes; none if it is left out."""
    span, agreement = _hull(claim), _agreement(claim)
    if claim.layer != "claim" or span is None or agreement is None:
        return
    values: dict[str, CorpusValue] = {
        code.field: code.value if code.label is None else code.label
        for code in claim.codes
        if code.field != "stance"
    }
    if claim.note and claim.note.strip():
        values[NOTE] = claim.note
    speakers: Sequence[CorpusActor | None] = claim.speakers or (None,)
    domains = [domain.name for domain in claim.domains] or [""]
    for speaker, domain in product(speakers, domains):
        yield Statement(span, claim.annotator, speaker, domain, agreement, values)


def losses(claim: CorpusAnnotation) -> Losses:
    """Return what the statements of a claim do not say."""
    found: Losses = Counter()
    if _hull(claim) is None:
        found[Loss("claims without text", _("claims without a place in the text"))] = 1
        return found
    if _agreement(claim) is None:
        words = _("claims that are neither for nor against something")
        found[Loss("claims neither for nor against", words)] = 1
        return found
    code = claim.code("stance")
    words = _("stances between for and against, written as the nearer of the two")
    found[Loss("stances between for and against", words)] = int(
        code is not None and code.value in _SOFTENED
    )
    content = len(claim.spans.get("content", ()))
    others = sum(map(len, claim.spans.values())) - content
    gaps = content - 1 if content else others - 1
    found[Loss("sources and cues", _("sources and cues"))] = others if content else 0
    found[Loss("gaps", _("gaps between the pieces of a claim"))] = gaps
    return +found


def seconds(published_on: str | None) -> int | None:
    """Return the seconds since 1970 of a local date and time taken as UTC; None if there is none.

    The first second of 1970 stands for no date, which the file cannot hold.
    """
    try:
        moment = datetime.fromisoformat(published_on or "")
    except ValueError:
        return None
    apart = moment.replace(tzinfo=None, microsecond=0) - datetime(1970, 1, 1)
    return int(apart.total_seconds()) or None


def said(value: CorpusValue) -> str:
    """Return a value as people write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    return str(int(value)) if value.is_integer() else repr(value)


def stored(value: CorpusValue | None, kind: str) -> str | int:
    """Return a value as a variable of a kind holds it."""
    if kind in ("boolean", "integer") and isinstance(value, bool | int | float):
        return int(value)
    return "" if value is None else said(value)


def line(words: str | None) -> str:
    """Return a text on one line."""
    return " ".join((words or "").split())


def cut(words: str | None) -> str:
    """Return a text on one line, as long as a short text may be."""
    one = line(words)
    return one if len(one) <= LONGEST else one[: LONGEST - 1].rstrip() + "…"


def _hull(claim: CorpusAnnotation) -> Span | None:
    pieces = claim.spans.get("content") or [p for own in claim.spans.values() for p in own]
    held = [piece for piece in pieces if piece.start < piece.end]
    if not held:
        return None
    return Span(min(piece.start for piece in held), max(piece.end for piece in held))


def _agreement(claim: CorpusAnnotation) -> int | None:
    code = claim.code("stance")
    return None if code is None else _AGREEMENT.get(str(code.value))


def _integer(value: CorpusValue) -> int | None:
    if isinstance(value, bool | str) or not float(value).is_integer():
        return None
    return int(value) if int(value) in _INTEGERS else None


def _free(key: str, taken: set[str]) -> str:
    """Return the name of a variable for a field, which no other has, in whatever case."""
    base = line(key)[: LONGEST - 10] or "field"
    name, number = base, 2
    while name.casefold() in taken:
        name, number = f"{base} {number}", number + 1
    taken.add(name.casefold())
    return name
