# SPDX-License-Identifier: MIT
"""Which labels, attributes and relations the documents of another tool have, with examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from claimdesk.models.exchange.foreign.documents import ForeignDocument, ForeignSpan
from claimdesk.models.exchange.foreign.mapping import (
    ATTRIBUTE_TARGETS,
    LABEL_TARGETS,
    RELATION_TARGETS,
    LabelMapping,
    Target,
)
from claimdesk.models.exchange.foreign.offsets import Unit, counted
from claimdesk.models.exchange.mappable import Mappable, Sightings


def mappable_in(documents: Iterable[ForeignDocument], declared: Unit) -> list[Mappable]:
    """Return what of documents can be mapped; what Claimdesk itself wrote needs no mapping."""
    found = NamesFound()
    for document in documents:
        if document.carried is None:
            _see(document, declared, found)
    return found.mappable()


class NamesFound:
    """The names of labels, attributes and relations that a corpus has."""

    def __init__(self) -> None:
        self.labels = Sightings()
        self.attributes = Sightings()
        self.relations = Sightings()

    def mappable(self) -> list[Mappable]:
        """Return all of them, each with its guess."""
        guess = LabelMapping()
        return [
            *_listed("label", self.labels, guess.target, LABEL_TARGETS),
            *_listed("attribute", self.attributes, guess.attribute, ATTRIBUTE_TARGETS),
            *_listed("relation", self.relations, guess.relation, RELATION_TARGETS),
        ]


def _listed(
    sort: str, seen: Sightings, guess: Callable[[str], Target], choices: tuple[str, ...]
) -> list[Mappable]:
    prefix = "" if sort == "label" else f"{sort}:"
    return [
        Mappable(
            f"{prefix}{name}",
            name,
            sort,
            seen.counts[name],
            seen.examples(name),
            str(guess(name)),
            choices,
        )
        for name in seen.names()
    ]


def _see(document: ForeignDocument, declared: Unit, found: NamesFound) -> None:
    view = counted(document, document.text, declared, declared)

    def words(span: ForeignSpan) -> str:
        places = [view.span(piece) for piece in span.pieces]
        return " … ".join(document.text[s.start : s.end] for s in places if s is not None)

    by_id: dict[str, ForeignSpan] = {}
    for span in document.spans:
        found.labels.add(span.label, words(span))
        for name, value in span.attributes:
            found.attributes.add(name, value)
        if span.id is not None:
            by_id.setdefault(span.id, span)
    for relation in document.relations:
        ends = [by_id.get(end) for end in (relation.source, relation.target)]
        shown = " → ".join(words(end) for end in ends if end is not None)
        found.relations.add(relation.label, shown)
