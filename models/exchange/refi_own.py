# SPDX-License-Identifier: MIT
"""Reading what Claimdesk wrote as a REFI-QDA project, as refi_codes.py says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from claimdesk.models.articles.language import guess_language
from claimdesk.models.articles.read import ArticleFile
from claimdesk.models.exchange import refi_codes
from claimdesk.models.exchange.coded_texts import Code, domains_of, report_faults, tidy_name
from claimdesk.models.exchange.corpus import (
    CorpusActor,
    CorpusAnnotation,
    CorpusArticle,
    CorpusCode,
    CorpusDomain,
)
from claimdesk.models.exchange.hostile_xml import child, local
from claimdesk.models.exchange.refi_project import Note, Scan, field_of, plain, target
from claimdesk.models.exchange.reports import ImportReport
from claimdesk.models.exchange.source_text import POINTS, UNITS, Range, SourceText
from claimdesk.models.store.schema import ARTICLE_STATUSES
from claimdesk.models.text.normalization import clean_body
from claimdesk.models.text.spans import Span

_ROLE = {guid: role for role, guid in refi_codes.ROLE.items()}
_KIND = {guid: kind for kind, guid in refi_codes.KIND.items()}
_ADDRESSED = {guid: kind for kind, guid in refi_codes.KIND_OF_ADDRESSEE.items()}


@dataclass(slots=True)
class _Piece:
    guid: str
    span: Span | None
    codes: list[str]
    by: str | None
    notes: list[Note]


@dataclass(slots=True)
class _Said:
    """What the codes of a head say."""

    layer: str = "actor"
    actors: list[CorpusActor] = field(default_factory=list)
    addressees: list[CorpusActor] = field(default_factory=list)
    domains: list[CorpusDomain] = field(default_factory=list)
    codes: list[CorpusCode] = field(default_factory=list)


class OwnProject:
    """Tells what the codes of such a project mean."""

    def __init__(self, found: Scan) -> None:
        self._found = found
        self._heads = {piece: head for head, piece in found.links}
        self._actors: dict[str, CorpusActor] = {}
        self._addressees: dict[str, CorpusActor] = {}
        self._values: dict[str, tuple[str, CorpusCode]] = {}
        domains: list[Code] = []
        fields = {guid: field_of(name) for guid, name in found.sets.items()}
        placed: dict[object, str] = {}
        for code in found.codes:
            key, inside = str(code.key), placed.get(code.parent, "")
            if key in _KIND or key in _ADDRESSED or key in refi_codes.ROOTS or key in _ROLE:
                placed[key] = key
            elif inside in _KIND:
                self._actors[key] = CorpusActor(tidy_name(code.name), _KIND[inside], key)
            elif inside in _ADDRESSED:
                self._addressees[key] = CorpusActor(tidy_name(code.name), _ADDRESSED[inside], None)
            elif fields.get(key):
                placed[key] = key
            elif (own := fields.get(str(code.parent))) is not None:
                self._values[key] = own[0], CorpusCode(own[1], *_value(own[2], code.name))
            else:
                domains.append(code)
        self._domains = domains_of(domains)
        self._name_addressees()

    @property
    def domains(self) -> list[CorpusDomain]:
        """The domains of its codebook."""
        return list(self._domains.values())

    def _name_addressees(self) -> None:
        """Take each addressee for the actor of the same name and kind, the n-th for the n-th."""
        known: dict[tuple[str, str], list[CorpusActor]] = {}
        for actor in self._actors.values():
            known.setdefault((actor.name, actor.kind), []).append(actor)
        for guid, actor in self._addressees.items():
            same = known.get((actor.name, actor.kind), [])
            if same:
                self._addressees[guid] = same.pop(0)
            else:
                self._addressees[guid] = CorpusActor(actor.name, actor.kind, guid)

    def article(self, element: Any, text: str, where: str, report: ImportReport) -> CorpusArticle:  # noqa: ANN401
        """Return a source as an article with its annotations."""
        body = clean_body(text)
        values = dict(self._found.values_of(element))
        status = values.pop(refi_codes.STATUS, "")
        known: dict[str, Any] = {
            key: values.pop(name, None) for name, key in refi_codes.METADATA.items()
        }
        title = element.get("name") or ""
        article = ArticleFile(
            title=title,
            body=body,
            language=known.pop("language", None) or guess_language(body),
            origin=title,
            **known,
        )
        notes = [line for note in self._found.notes_of(element) for line in note.text.split("\n")]
        notes += [f"{name}: {value}" for name, value in values.items()]
        found = CorpusArticle(
            article, status if status in ARTICLE_STATUSES else "unread", notes=notes
        )
        faults: list[str] = []
        pieces = self._pieces(element, SourceText(text, body, (POINTS, UNITS)), faults)
        found.annotations += self._annotations(pieces)
        report_faults(where, title, faults, report)
        return found

    def _pieces(self, element: Any, text: SourceText, faults: list[str]) -> list[_Piece]:  # noqa: ANN401
        selections = [each for each in element if local(each) == "PlainTextSelection"]
        ranges = [
            Range(_int(each, "startPosition"), _int(each, "endPosition"), each.get("name"))
            for each in selections
        ]
        placed = text.place(ranges)
        faults += filter(None, placed.faults)
        return [
            self._piece(each, span) for each, span in zip(selections, placed.spans, strict=True)
        ]

    def _piece(self, element: Any, span: Span | None) -> _Piece:  # noqa: ANN401
        codings = [each for each in element if local(each) == "Coding"]
        codes = [
            target(reference)
            for each in codings
            if (reference := child(each, "CodeRef")) is not None
        ]
        by = next((user for each in (*codings, element) if (user := self._found.user(each))), None)
        return _Piece(plain(element.get("guid")), span, codes, by, self._found.notes_of(element))

    def _annotations(self, pieces: Sequence[_Piece]) -> Iterator[CorpusAnnotation]:
        own: dict[str, list[_Piece]] = {}
        for piece in pieces:
            own.setdefault(self._heads.get(piece.guid, piece.guid), []).append(piece)
        for together in own.values():
            found = self._annotation(together)
            if found is not None:
                yield found

    def _annotation(self, pieces: Sequence[_Piece]) -> CorpusAnnotation | None:
        head = pieces[0]
        said = self._said(head.codes)
        spans: dict[str, list[Span]] = {}
        for piece in pieces:
            if piece.span is not None:
                spans.setdefault(_role(said.layer, piece.codes), []).append(piece.span)
        if not spans:
            return None
        speakers = said.actors
        is_domain = said.layer == "domain"
        return CorpusAnnotation(
            said.layer,
            spans,
            head.by,
            None if is_domain or not speakers else speakers[0],
            codes=[*said.codes, *self._texts(head.notes, said.layer)],
            domains=said.domains,
            further_speakers=speakers[1:] if said.layer == "claim" else (),
            addressees=said.addressees,
            partners=speakers if is_domain else (),
            note=self._note(head.notes, said.layer),
        )

    def _said(self, guids: Sequence[str]) -> _Said:
        said = _Said()
        if any(guid in _ROLE or guid == refi_codes.CLAIM for guid in guids):
            said.layer = "claim"
        elif any(guid == refi_codes.DOMAIN_MENTION or guid in self._domains for guid in guids):
            said.layer = "domain"
        for guid in guids:
            if guid in self._actors:
                said.actors.append(self._actors[guid])
            elif guid in self._addressees:
                said.addressees.append(self._addressees[guid])
            elif guid in self._domains:
                said.domains.append(self._domains[guid])
            elif guid in self._values and self._values[guid][0] == said.layer:
                said.codes.append(self._values[guid][1])
        return said

    def _texts(self, notes: Sequence[Note], layer: str) -> Iterator[CorpusCode]:
        for note in notes:
            key = self._text_field(note.name, layer)
            if key is not None:
                yield CorpusCode(key, note.text)

    def _text_field(self, name: str, layer: str) -> str | None:
        own = field_of(f"{name}:text")
        return own[1] if own is not None and own[0] == layer else None

    def _note(self, notes: Sequence[Note], layer: str) -> str | None:
        said = [note.text for note in notes if self._text_field(note.name, layer) is None]
        return "\n".join(said) or None


def _role(layer: str, codes: Sequence[str]) -> str:
    """Return the role of a piece of an annotation of this layer."""
    if layer == "claim":
        return next((_ROLE[guid] for guid in codes if guid in _ROLE), "content")
    return "evidence" if layer == "domain" else "mention"


def _value(kind: str, name: str) -> tuple[str | float | bool, str | None]:
    """Return the value that a code of a field says, and its label if it is a choice."""
    if kind == "boolean":
        return name == "yes", None
    if kind == "number":
        try:
            return float(name), None
        except ValueError:
            return name, None
    return name, name


def _int(element: Any, name: str) -> int:  # noqa: ANN401
    try:
        return int(element.get(name) or "")
    except ValueError:
        return -1
