# SPDX-License-Identifier: MIT
"""What a brat file says in Claimdesk's terms: claims and mentions of actors; the rest is counted.

- A claim is an event with a role Content: its pieces are Source, Cue, Content (Content2, …). The
  trigger of an event `Claim` without a Cue is the cue.
- A mention is a text-bound whose type is a kind of actor; the actor is named by its reference to
  other data, or else by its words. One of the type `Mention` means nobody that is known.
- Words about a domain are a text-bound `Domain` that a reference names.
- The speaker is the actor that the role Speaker names, or the one that the source is a mention of
  or refers to.
- Attributes Stance, Kind, Certainty and Domain of a claim are values of the codebook.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from claimdesk.models.exchange.annotated import CorpusAnnotation, NamedActor
from claimdesk.models.exchange.brat_lines import AnnFile, Event
from claimdesk.models.exchange.brat_text import joined
from claimdesk.models.schema import ACTOR_KINDS
from claimdesk.models.spans import Span

ROLES = ("source", "cue", "content")
CODES = ("stance", "kind", "certainty", "domain")

NO_CLAIM = frozenset({"discuss", "discard"})
"""Events that annotators set aside for others to look at."""

KINDS = {
    **{kind: kind for kind in ACTOR_KINDS},
    **dict.fromkeys(("per", "pers", "politician"), "person"),
    **dict.fromkeys(("org", "organisation", "company", "institution", "agency"), "organization"),
    **dict.fromkeys(("gpe", "country", "nation"), "state"),
    **dict.fromkeys(("loc", "location", "fac", "facility", "city"), "place"),
    **dict.fromkeys(("norp",), "group"),
}
"""Types of text-bounds, in lower case, that are kinds of actors."""

OWN = "Claimdesk"
"""The data that references of Claimdesk's own files name; keys are `KIND/ID`."""

_MAX_NAME = 200

Places = Mapping[str, Sequence[Span]]


def annotations_of(
    file: AnnFile, body: str, places: Places, annotator: str | None
) -> tuple[list[CorpusAnnotation], Counter[str]]:
    """The annotations of a file, and how many there are of what is left out, by what it is.

    `places` are the spans in `body` of each text-bound.
    """
    found = _Reading(file, body, places, annotator)
    annotations = [*found.mentions(), *found.domains(), *found.claims()]
    return annotations, found.left_out()


class _Reading:
    """One file, and what of it was used."""

    def __init__(self, file: AnnFile, body: str, places: Places, annotator: str | None) -> None:
        self._file = file
        self._body = body
        self._places = places
        self._annotator = annotator
        self._used: set[str] = {event.trigger for event in file.events.values()}
        self._notes: set[str] = set()
        self._referred: set[str] = set()
        self._left: Counter[str] = Counter(file.counted)
        self._codes = self._codes_by_event()

    def mentions(self) -> Iterator[CorpusAnnotation]:
        """The text-bounds that mean actors."""
        for own, bound in self._file.text_bounds.items():
            actor = self._actor(own)
            nobody = bound.type.casefold() == "mention" and bool(self._places.get(own))
            if actor is not None or nobody:
                self._used.add(own)
                spans = {"mention": self._places[own]}
                yield CorpusAnnotation(
                    "actor", spans, self._annotator, actor, note=self._note(own, bound.type)
                )

    def domains(self) -> Iterator[CorpusAnnotation]:
        """The text-bounds that are about domains."""
        for own, bound in self._file.text_bounds.items():
            if bound.type.casefold() == "domain" and self._places.get(own):
                self._used.add(own)
                name = self._named(own)
                codes = (("domain", name),) if name else ()
                spans = {"evidence": self._places[own]}
                note = self._note(own, bound.type)
                yield CorpusAnnotation("domain", spans, self._annotator, codes=codes, note=note)

    def claims(self) -> Iterator[CorpusAnnotation]:
        """The events that are claims."""
        for own, event in self._file.events.items():
            spans = self._roles(event)
            if event.type.casefold() in NO_CLAIM:
                self._left[f"events “{event.type}”"] += 1
            elif not spans.get("content"):
                self._left[f"events “{event.type}” without Content"] += 1
            else:
                self._used.update(target for _role, target in event.arguments)
                yield CorpusAnnotation(
                    "claim",
                    spans,
                    self._annotator,
                    self._speaker(event),
                    self._codes.pop(own, ()),
                    self._note(own, event.type),
                )

    def left_out(self) -> Counter[str]:
        """What was not used, once mentions and claims are read."""
        left = self._left
        for own, bound in self._file.text_bounds.items():
            if own not in self._used:
                left[f"text-bounds “{bound.type}”"] += 1
        left["attributes"] += sum(map(len, self._codes.values()))
        left["links to other data"] += len(self._file.references.keys() - self._referred)
        left["notes"] += len(self._file.notes.keys() - self._notes)
        return +left

    def _actor(self, own: str) -> NamedActor | None:
        bound = self._file.text_bounds.get(own)
        kind = KINDS.get(bound.type.casefold()) if bound else None
        spans = self._places.get(own)
        if kind is None or not spans:
            return None
        words = " ".join(self._body[start:end] for start, end in spans)
        name = self._named(own) or " ".join(words.split())
        return NamedActor(name[:_MAX_NAME].strip(), kind)

    def _named(self, own: str) -> str:
        """What a reference calls a text-bound; empty without one."""
        reference = self._file.references.get(own)
        if reference is None:
            return ""
        self._referred.add(own)
        return reference.name

    def _meant(self, own: str) -> NamedActor | None:
        """The actor that a reference of Claimdesk's own names."""
        reference = self._file.references.get(own)
        if reference is None or reference.data != OWN or not reference.name:
            return None
        kind = reference.key.partition("/")[0]
        self._referred.add(own)
        return NamedActor(reference.name[:_MAX_NAME], kind) if kind in ACTOR_KINDS else None

    def _roles(self, event: Event) -> dict[str, list[Span]]:
        pieces: dict[str, list[Span]] = {}
        for role, target in event.arguments:
            name = _plain(role)
            if name in ROLES and target in self._places:
                pieces.setdefault(name, []).extend(self._places[target])
        if "cue" not in pieces and event.type.casefold() == "claim":
            pieces["cue"] = list(self._places[event.trigger])
        apart = {role: joined(pieces[role]) for role in ROLES if role in pieces}
        return {role: spans for role, spans in apart.items() if spans}

    def _speaker(self, event: Event) -> NamedActor | None:
        for wanted in ("speaker", "source"):
            for role, target in event.arguments:
                if _plain(role) == wanted and (actor := self._actor(target) or self._meant(target)):
                    return actor
        return self._meant(event.trigger)

    def _codes_by_event(self) -> dict[str, list[tuple[str, str]]]:
        codes: dict[str, list[tuple[str, str]]] = {}
        for attribute in self._file.attributes:
            name = attribute.name.casefold()
            if name in CODES and attribute.value and attribute.target in self._file.events:
                codes.setdefault(attribute.target, []).append((name, attribute.value))
            else:
                self._left["attributes"] += 1
        return codes

    def _note(self, own: str, kind: str) -> str | None:
        self._notes.add(own)
        return "\n".join(self._file.notes.get(own, ())) or None


def _plain(role: str) -> str:
    """`Content2` is a further piece of `Content`."""
    return role.rstrip("0123456789").casefold()
