# SPDX-License-Identifier: MIT
"""What a brat file says in Claimdesk's terms. Each text-bound becomes one annotation.

- A claim is an event with a role Content: its pieces are Source, Cue, Content (Content2, …). The
  trigger of an event `Claim` without a Cue is the cue.
- A mention is a text-bound whose type is a kind of actor; the actor is named by its reference to
  other data, or else by its words. One of the type `Mention` has no known actor.
- Words about a domain are a text-bound `Domain` that a reference names; a text-bound of a type that
  is none of these is about a domain with the name of the type.
- The speakers are the actors that roles Speaker name, or those that the sources mention or refer
  to; several speak together.
- Attributes Stance, Kind, Certainty and Domain of a claim are values of the codebook.

Everything else, other events, relations, attributes and links, becomes lines of the note of the
annotation that it is about, or of the article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from claimdesk.models.exchange.brat_lines import (
    AnnFile,
    Attribute,
    Event,
    Reference,
    Relation,
    TextBound,
)
from claimdesk.models.exchange.corpus import CorpusActor, CorpusAnnotation, CorpusCode, CorpusDomain
from claimdesk.models.exchange.foreign.claim_parts import ClaimParts, Key
from claimdesk.models.exchange.foreign.labels import Labels, shortened
from claimdesk.models.exchange.foreign.mapping import NOTE, LabelMapping
from claimdesk.models.exchange.labels import actor_kind
from claimdesk.models.exchange.reports import Loss, Losses
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import FieldRow
from claimdesk.models.store.schema import ACTOR_KINDS
from claimdesk.models.text.spans import Span, joined

ROLES = ("source", "cue", "content")
CODES = ("stance", "kind", "certainty")
_DOMAIN = "domain"

NOT_CLAIMS = frozenset({"discuss", "discard"})
"""Events that annotators set aside for others to look at."""

_OWN_EVENTS = frozenset({"claim", "statement"})
_PIECES = frozenset({"source", "cue", "content", "claim", "statement", "attribution"}) | NOT_CLAIMS
"""Types of text-bounds that are parts of claims wherever there are claims."""

OWN = "Claimdesk"
"""The data that references of Claimdesk's own files name; keys are `KIND/ID`."""

PLAIN_NOTE = "AnnotatorNotes"
_SHOWN = 80
_MOST_HOPS = 8

Places = Mapping[str, Sequence[Span]]


@dataclass(slots=True)
class FileContents:
    """What a file says: its annotations, the notes on the article, and what is left out."""

    annotations: list[CorpusAnnotation]
    notes: list[str] = field(default_factory=list)
    left_out: Losses = field(default_factory=Counter)
    fields: list[FieldRow] = field(default_factory=list)
    """The own fields that attributes became."""


def annotations_of(
    file: AnnFile,
    body: str,
    places: Places,
    annotator: str | None,
    mapping: LabelMapping | None = None,
    distinct: frozenset[str] = frozenset(),
) -> FileContents:
    """Return what a file says of `body`, in which `places` are the spans of its text-bounds.

    `mapping` says what the types of text-bounds become; those in `distinct` are kept in notes, as
    others become the same kind of actor.
    What is wrong in a line is added to the reports of the file.
    """
    mapping = mapping or LabelMapping()
    return _Interpreter(file, body, places, annotator, mapping, distinct).contents()


def bounds_to_map(file: AnnFile) -> list[TextBound]:
    """Return the text-bounds of a file whose types can be mapped: no parts of claims."""
    parts = {
        line_id
        for event in file.events.values()
        for line_id in (event.trigger, *(target for _role, target in event.arguments))
        if event.type.casefold() in _OWN_EVENTS
    }
    return [
        bound
        for line_id, bound in file.text_bounds.items()
        if line_id not in parts and bound.type.casefold() not in (_DOMAIN, "mention")
    ]


def attributes_to_map(file: AnnFile) -> list[Attribute]:
    """Return the attributes of a file that can be mapped: not those that are codes of claims."""
    return [each for each in file.attributes if each.name.casefold() not in (*CODES, _DOMAIN)]


class _Interpreter:
    """Turns one file into annotations, and tracks what of it was used."""

    def __init__(
        self,
        file: AnnFile,
        body: str,
        places: Places,
        annotator: str | None,
        mapping: LabelMapping,
        distinct: frozenset[str],
    ) -> None:
        self._file = file
        self._mapping = mapping
        self._distinct = distinct
        self._body = body
        self._places = places
        self._annotator = annotator
        self._claims = {
            line_id: event for line_id, event in file.events.items() if self._is_claim(event)
        }
        self._pieces = self._pieces_of_claims()
        self._aside = self._set_aside()
        self._owners = {line_id: line_id for line_id in (*self._own_bounds(), *self._claims)}
        self._notes: dict[str, list[str]] = {}
        self._codes: dict[str, list[CorpusCode]] = {}
        self._domains: dict[str, list[CorpusDomain]] = {}
        self._contents = FileContents([])
        self._labels = Labels(mapping)
        self._parts = ClaimParts(mapping.target)

    def contents(self) -> FileContents:
        """Return all that the file says."""
        self._gather_notes()
        bounds = self._own_bounds()
        make = {"actor": self._mention, "domain": self._domain, "claim": self._part}
        made: dict[Key, CorpusAnnotation | None] = {
            line_id: make[layer](line_id)
            for layer in make
            for line_id in bounds
            if self._layer(line_id) == layer
        }
        made |= {line_id: self._claim(line_id, event) for line_id, event in self._claims.items()}
        self._contents.annotations = self._parts.put_together(made)
        self._count_the_rest()
        return self._contents

    # What is what

    def _is_claim(self, event: Event) -> bool:
        kind = event.type.casefold()
        contents = [target for role, target in event.arguments if _plain(role) == "content"]
        if kind in NOT_CLAIMS or contents:
            return kind not in NOT_CLAIMS and any(self._places.get(one) for one in contents)
        # What Claimdesk writes where the content of a claim was not marked.
        own = kind in _OWN_EVENTS and all(_plain(role) in ROLES for role, _one in event.arguments)
        return own and bool(self._places.get(event.trigger))

    def _pieces_of_claims(self) -> dict[str, str]:
        """Return text-bounds that are a trigger or piece of a claim, and that claim."""
        pieces: dict[str, str] = {}
        for line_id, event in self._claims.items():
            pieces.setdefault(event.trigger, line_id)
            for role, target in event.arguments:
                if _plain(role) in ROLES:
                    pieces.setdefault(target, line_id)
        return pieces

    def _set_aside(self) -> set[str]:
        """Return text-bounds that are part only of what annotators set aside, or of no claim."""
        file = self._file
        aside = {
            line_id
            for event in file.events.values()
            if event.type.casefold() in NOT_CLAIMS
            for line_id in (event.trigger, *(target for _role, target in event.arguments))
        }
        if self._claims:
            aside |= {
                line_id
                for line_id, bound in file.text_bounds.items()
                if bound.type.casefold().partition("-")[0] in _PIECES
            }
        return aside - self._pieces.keys()

    def _own_bounds(self) -> list[str]:
        """Return text-bounds that are annotations of their own, in the order of the file."""
        return [line_id for line_id in self._file.text_bounds if self._layer(line_id) is not None]

    def _layer(self, line_id: str) -> str | None:
        bound = self._file.text_bounds[line_id]
        if not self._places.get(line_id):
            return None
        if self._mapping.says(bound.type):
            place = self._mapping.target(bound.type).place
            return {"mention": "actor", "domain": "domain", "claim": "claim"}.get(place)
        if actor_kind(bound.type) or bound.type.casefold() == "mention":
            return "actor"
        return None if line_id in self._pieces or line_id in self._aside else "domain"

    # Annotations

    def _mention(self, line_id: str) -> CorpusAnnotation:
        spans = {"mention": self._places[line_id]}
        actor = self._actor(line_id)
        kind = self._file.text_bounds[line_id].type
        notes = [kind if kind in self._distinct else None, self._note(line_id)]
        note = "\n".join(each for each in notes if each) or None
        codes = self._codes.get(line_id, ())
        return CorpusAnnotation("actor", spans, self._annotator, actor, codes, note=note)

    def _part(self, line_id: str) -> CorpusAnnotation:
        """Return the claim of which a text-bound is the only part that the file marks."""
        role = self._mapping.target(self._file.text_bounds[line_id].type).value or "content"
        spans = {role: self._places[line_id]}
        codes = self._codes.get(line_id, ())
        return CorpusAnnotation(
            "claim", spans, self._annotator, codes=codes, note=self._note(line_id)
        )

    def _domain(self, line_id: str) -> CorpusAnnotation:
        kind = self._file.text_bounds[line_id].type
        name = self._reference_name(line_id) if kind.casefold() == "domain" else kind
        if self._mapping.says(kind):
            name = self._mapping.target(kind).value or kind
        domains = (CorpusDomain(name),) if name else ()
        spans = {"evidence": self._places[line_id]}
        codes, note = self._codes.get(line_id, ()), self._note(line_id)
        return CorpusAnnotation(
            "domain", spans, self._annotator, codes=codes, domains=domains, note=note
        )

    def _claim(self, line_id: str, event: Event) -> CorpusAnnotation:
        speakers = self._speakers(event)
        return CorpusAnnotation(
            "claim",
            self._roles(event),
            self._annotator,
            speakers[0] if speakers else None,
            further_speakers=speakers[1:],
            codes=self._codes.get(line_id, ()),
            domains=self._domains.get(line_id, ()),
            note=self._note(line_id),
        )

    def _actor(self, line_id: str) -> CorpusActor | None:
        bound = self._file.text_bounds.get(line_id)
        kind = self._kind(bound.type) if bound else None
        spans = self._places.get(line_id)
        if kind is None or not spans:
            return None
        words = " ".join(self._body[start:end] for start, end in spans)
        said = self._mapping.target(bound.type).name if bound else None
        name = self._reference_name(line_id) or said or " ".join(words.split())
        return CorpusActor(name, kind, self._key(line_id))

    def _kind(self, label: str) -> str | None:
        """Return the kind of actor that a type of text-bounds means; None if it is none."""
        target = self._mapping.target(label)
        return target.value if target.place == "mention" else None

    def _reference_name(self, line_id: str) -> str:
        """Return what a reference calls a text-bound; empty without one."""
        return next((link.name for link in self._file.references.get(line_id, ()) if link.name), "")

    def _key(self, line_id: str) -> str | None:
        """Return what tells an actor of Claimdesk's own file from another one of its name."""
        return next(
            (link.key for link in self._file.references.get(line_id, ()) if _is_own(link)), None
        )

    def _actors_named(self, line_id: str) -> list[CorpusActor]:
        """Return the actor that a text-bound mentions, or those that references to it name."""
        actor = self._actor(line_id)
        return self._referenced_actors(line_id) if actor is None else [actor]

    def _referenced_actors(self, line_id: str) -> list[CorpusActor]:
        """Return the actors that references of Claimdesk's own name."""
        return [
            CorpusActor(link.name, kind, link.key)
            for link in self._file.references.get(line_id, ())
            for kind in [link.key.partition("/")[0]]
            if _is_own(link) and link.name and kind in ACTOR_KINDS
        ]

    def _roles(self, event: Event) -> dict[str, list[Span]]:
        pieces: dict[str, list[Span]] = {}
        for role, target in event.arguments:
            name = _plain(role)
            if name in ROLES and target in self._places:
                pieces.setdefault(name, []).extend(self._places[target])
        if "cue" not in pieces and event.type.casefold() == "claim":
            pieces["cue"] = list(self._places.get(event.trigger, ()))
        apart = {role: joined(pieces[role]) for role in ROLES if role in pieces}
        return {role: spans for role, spans in apart.items() if spans}

    def _speakers(self, event: Event) -> list[CorpusActor]:
        """Return who speaks, each once, in the order of the arguments."""
        for wanted in ("speaker", "source"):
            targets = [target for role, target in event.arguments if _plain(role) == wanted]
            found = [actor for target in targets for actor in self._actors_named(target)]
            if found:
                return list(dict.fromkeys(found))
        return list(dict.fromkeys(self._referenced_actors(event.trigger)))

    def _read_attributes(self) -> None:
        for attribute in self._file.attributes:
            name = attribute.name.casefold()
            target, claimed = attribute.target, attribute.target in self._claims
            if self._mapping.attributes.get(attribute.name, NOTE) != NOTE:
                self._map_attribute(attribute)
            elif name in CODES and attribute.value and claimed:
                self._codes.setdefault(target, []).append(CorpusCode(name, attribute.value))
            elif name == _DOMAIN and attribute.value and claimed:
                self._domains.setdefault(target, []).append(CorpusDomain(attribute.value))
            else:
                value = "" if attribute.value is None else f": {attribute.value}"
                self._add_note(target, f"{attribute.name}{value}")

    def _map_attribute(self, attribute: Attribute) -> None:
        """Read an attribute as the analyst says."""
        owner = self._owner(attribute.target)
        layer = "claim" if owner in self._claims else self._layer(owner) if owner else None
        said = [(attribute.name, attribute.value or "yes")]
        codes, lines = self._labels.coded(layer or "", said) if layer else ([], [])
        if owner is None or lines or layer is None:
            self._add_note(attribute.target, ": ".join(said[0]))
        self._codes.setdefault(owner or "", []).extend(codes)

    # Notes

    def _note(self, line_id: str) -> str | None:
        return "\n".join(self._notes.get(line_id, ())).strip() or None

    def _gather_notes(self) -> None:
        """Let what has no place of its own become lines of notes."""
        for target, notes in self._file.notes.items():
            for note in notes:
                plain = note.kind == PLAIN_NOTE
                self._add_note(target, note.words if plain else f"{note.kind}: {note.words}", plain)
        self._read_attributes()
        for line_id, links in self._file.references.items():
            for link in links:
                if not _is_own(link):
                    self._add_note(line_id, f"{link.data}:{link.key} {link.name}".strip())
        for line_id, event in self._file.events.items():
            self._note_event(line_id, event)
        self._read_relations()
        for line_id in self._file.text_bounds:
            if not self._places.get(line_id):
                self._note_placeless(line_id)

    def _read_relations(self) -> None:
        for relation in self._file.relations:
            if not self._is_noted(relation):
                continue
            said = self._arguments_text(
                relation.arguments, "; " if relation.arguments[0][0] else " = "
            )
            self._add_note(relation.arguments[0][1], f"{relation.type}: {said}")

    def _is_noted(self, relation: Relation) -> bool:
        """Return whether a relation is a line of a note, as it is no part of a claim."""
        meant = self._labels.relation(relation.type)
        ends = [
            (line_id, self._file.text_bounds.get(line_id)) for _r, line_id in relation.arguments
        ]
        if meant.place == "claim" and len(ends) == 2 and all(bound for _id, bound in ends):
            (one, first), (other, second) = ends
            named = (one, first.type if first else ""), (other, second.type if second else "")
            return not self._parts.join(meant.value or "", *named)
        return meant.place != "skip"

    def _note_event(self, line_id: str, event: Event) -> None:
        for target in (event.trigger, *(target for _role, target in event.arguments)):
            if not self._is_there(target):
                self._file.report(
                    event.line, _("{id} is not in the file; it is left out").format(id=target)
                )
        if event.type.casefold() in NOT_CLAIMS:
            return
        if line_id in self._claims:
            others = [one for one in event.arguments if not self._is_part(*one)]
            if others:
                self._add_note(line_id, self._arguments_text(others))
            return
        trigger = self._file.text_bounds.get(event.trigger)
        if event.arguments or trigger is None or trigger.type != event.type:
            said = self._arguments_text(event.arguments)
            self._add_note(event.trigger, f"{event.type}: {said}" if said else event.type)

    def _note_placeless(self, line_id: str) -> None:
        """Keep a text-bound without words as a line in the note of the article."""
        bound = self._file.text_bounds[line_id]
        shown = shortened(bound.words or "", _SHOWN)
        words = f" “{shown}”" if shown else ""
        offsets = ";".join(f"{start} {end}" for start, end in bound.spans)
        where = _("{file}, line {number}").format(file=self._file.path.name, number=bound.line)
        self._contents.notes.append(f"{bound.type}{words} {offsets}".rstrip() + f" ({where})")
        self._file.report(
            bound.line,
            _("{fault}; it is kept in the note of the article").format(fault=bound.fault),
        )

    def _add_note(self, target: str, words: str, plain: bool = False) -> None:
        """Add words to the note of what they are about, or of the article.

        Those of people come first.
        """
        owner = self._owner(target)
        if owner is None:
            about = self._words(target)
            self._contents.notes.append(f"{about}: {words}" if about else words)
            return
        notes = self._notes.setdefault(owner, [])
        if not plain and (target.startswith("T") and target != owner):
            words = f"{self._words(target)}: {words}"
        notes.append(words)

    def _owner(self, line_id: str) -> str | None:
        """Return the annotation that something in the file belongs to."""
        for _hop in range(_MOST_HOPS):
            if line_id in self._owners:
                return line_id
            if line_id in self._file.events:
                line_id = self._file.events[line_id].trigger
            elif line_id in self._pieces:
                line_id = self._pieces[line_id]
            else:
                line_id = self._file.targets.get(line_id, "")
        return None

    def _arguments_text(self, arguments: Sequence[tuple[str, str]], between: str = "; ") -> str:
        return between.join(f"{role} {self._words(line_id)}".strip() for role, line_id in arguments)

    def _words(self, line_id: str) -> str:
        """Return what an id stands for, so that people know it."""
        if line_id in self._file.events:
            event = self._file.events[line_id]
            words = self._words(event.trigger) if event.trigger in self._file.text_bounds else ""
            return f"{event.type} {words}".strip()
        if line_id not in self._file.text_bounds:
            return line_id
        spans = self._places.get(line_id)
        if not spans:
            return f"“{shortened(self._file.text_bounds[line_id].words or line_id, _SHOWN)}”"
        words = " ".join(self._body[s : min(e, s + 2 * _SHOWN)] for s, e in spans)
        return f"“{shortened(words, _SHOWN)}”"

    def _is_there(self, line_id: str) -> bool:
        file = self._file
        return line_id in file.text_bounds or line_id in file.events or line_id in file.targets

    def _is_part(self, role: str, target: str) -> bool:
        """Return whether an argument of a claim is one of its pieces, or its speaker."""
        name = _plain(role)
        if name == "speaker":
            return bool(self._actors_named(target))
        return name in ROLES and target in self._places

    # What is left out

    def _count_the_rest(self) -> None:
        left = self._contents.left_out
        left += self._labels.skipped
        self._contents.fields = self._labels.fields
        for line_id, bound in self._file.text_bounds.items():
            place = self._mapping.target(bound.type).place if self._places.get(line_id) else ""
            if place == "note":
                self._contents.notes.append(f"{bound.type}: {self._words(line_id)}")
            elif place == "skip":
                words = _("annotations “{label}”").format(label=bound.type)
                left[Loss(f"annotations “{bound.type}”", words)] += 1
        for event in self._file.events.values():
            if event.type.casefold() in NOT_CLAIMS:
                words = _("events “{type}”").format(type=event.type)
                left[Loss(f"events “{event.type}”", words)] += 1
        for line_id in self._aside:
            aside = self._file.text_bounds.get(line_id)
            if aside is not None and self._layer(line_id) is None and self._places.get(line_id):
                words = _("text-bounds “{type}” outside claims").format(type=aside.type)
                left[Loss(f"text-bounds “{aside.type}” outside claims", words)] += 1


def _is_own(link: Reference) -> bool:
    return link.data == OWN


def _plain(role: str) -> str:
    """`Content2` is a further piece of `Content`."""
    return role.rstrip("0123456789").casefold()
