# SPDX-License-Identifier: MIT
"""Writing a REFI-QDA project; refi_codes.py says how. Elements stand in the schema's order."""

from __future__ import annotations

import re
import secrets
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

from claimdesk.models.exchange import refi_codes
from claimdesk.models.exchange.corpus import (
    Corpus,
    CorpusActor,
    CorpusAnnotation,
    CorpusArticle,
    CorpusCode,
    CorpusDomain,
)
from claimdesk.models.exchange.reports import Loss, Written
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import FieldRow
from claimdesk.models.text.normalization import xml_text
from claimdesk.models.text.spans import Span

_SPECIAL = re.compile('[&<>"\r\n\t]')
_ENTITIES = {
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;",
    "\t": "&#9;",
}  # fmt: skip
_QUOTED = 80
_IN_MEMORY = 4_000_000
_SIZE = 1 << 20


def escaped(text: str) -> str:
    """Return a text for an attribute or an element, in which it comes back as it is."""
    return _SPECIAL.sub(lambda found: _ENTITIES[found[0]], xml_text(text))


class _Guids:
    """New identifiers, never one twice."""

    def __init__(self) -> None:
        self._start = secrets.token_hex(10)
        self._count = 0

    def new(self) -> str:
        self._count += 1
        start = self._start
        return f"{start[:8]}-{start[8:12]}-4{start[13:16]}-8{start[17:20]}-{self._count:012x}"


class ProjectWriter:
    """Writes one project. Articles are written as they come, what they name at the end."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._guids = _Guids()
        self._users: dict[str, str] = {}
        self._actors: dict[tuple[CorpusActor, bool], str] = {}
        self._domains: dict[int | str | None, str] = {}
        self._extra: list[CorpusDomain] = []
        self._fields = {(field.layer, field.key): field for field in corpus.fields}
        self._values: dict[tuple[str, str], dict[str, str]] = {}
        self._written = Written()
        for domain in corpus.domains:
            self._domains[domain.key] = self._guids.new()

    def write(self, output: IO[bytes]) -> Written:
        """Write the corpus as a project."""
        with (
            zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive,
            SpooledTemporaryFile(_IN_MEMORY) as sources,
            SpooledTemporaryFile(_IN_MEMORY) as notes,
            SpooledTemporaryFile(_IN_MEMORY) as links,
        ):
            parts = (sources, notes, links)
            for article in self._corpus.articles():
                self._article(archive, article, parts)
            with archive.open("project.qde", "w", force_zip64=True) as file:
                file.write(self._head().encode())
                for name, part in zip(("Sources", "Notes", "Links"), parts, strict=True):
                    _copy(part, name, file)
                file.write(f"{self._sets()}</Project>".encode())
        return self._written

    # Articles

    def _article(
        self, archive: zipfile.ZipFile, one: CorpusArticle, parts: Sequence[IO[bytes]]
    ) -> None:
        sources, notes, links = parts
        guid = self._guids.new()
        archive.writestr(f"sources/{guid}.txt", one.article.body.encode())
        named: list[str] = []
        drawn: list[str] = []
        lines = [
            f'<TextSource guid="{guid}" name="{escaped(one.article.title)}" '
            f'plainTextPath="internal://{guid}.txt">'
        ]
        for annotation in one.annotations:
            lines += self._selections(one.article.body, annotation, named, drawn)
        if one.notes:
            lines.append(self._note(refi_codes.NOTE, "\n".join(one.notes), None, named))
        lines += self._metadata(one)
        lines.append("</TextSource>")
        sources.write("".join(lines).encode())
        notes.write("".join(named).encode())
        links.write("".join(drawn).encode())
        self._written.articles += 1

    def _metadata(self, one: CorpusArticle) -> Iterator[str]:
        values = {name: getattr(one.article, key) for name, key in refi_codes.METADATA.items()}
        for name, value in {**values, refi_codes.STATUS: one.status}.items():
            if value:
                yield (
                    f'<VariableValue><VariableRef targetGUID="{refi_codes.fixed(name)}"/>'
                    f"<TextValue>{escaped(value)}</TextValue></VariableValue>"
                )

    def _selections(
        self, body: str, annotation: CorpusAnnotation, notes: list[str], links: list[str]
    ) -> Iterator[str]:
        """Yield the selections of an annotation, the head first."""
        pieces = list(pieces_of(annotation))
        if not pieces:
            loss = Loss("annotations without a place", _("annotations without a place"))
            self._written.left_out[loss] += 1
            return
        self._written.annotations += 1
        self._written.claims += annotation.layer == "claim"
        head = ""
        for role, span in pieces:
            guid = self._guids.new()
            codes = self._codes_of(annotation, role, is_head=not head)
            refs = ""
            if head:
                links.append(
                    f'<Link guid="{self._guids.new()}" name="{refi_codes.LINK}" '
                    f'direction="OneWay" originGUID="{head}" targetGUID="{guid}"/>'
                )
            else:
                head = guid
                refs = "".join(self._notes_of(annotation, notes))
            yield self._selection(guid, body, span, codes, annotation.annotator, refs)

    def _selection(
        self, guid: str, body: str, span: Span, codes: Iterable[str], by: str | None, notes: str
    ) -> str:
        start, end = span
        words = " ".join(body[start : min(end, start + _QUOTED)].split())
        user = "" if by is None else f' creatingUser="{self._user(by)}"'
        codings = "".join(
            f'<Coding guid="{self._guids.new()}"{user}><CodeRef targetGUID="{code}"/></Coding>'
            for code in codes
        )
        return (
            f'<PlainTextSelection guid="{guid}" name="{escaped(words)}" startPosition="{start}" '
            f'endPosition="{end}"{user}>{codings}{notes}</PlainTextSelection>'
        )

    def _codes_of(self, annotation: CorpusAnnotation, role: str, *, is_head: bool) -> Iterator[str]:
        """Yield the codes of a piece: all of them on the head, else what kind of piece it is."""
        if annotation.layer == "claim":
            yield refi_codes.ROLE[role]
            if is_head:
                yield from (self._domain(each) for each in annotation.domains)
                yield from (self._actor(each) for each in annotation.speakers)
        elif annotation.layer == "domain":
            domains = annotation.domains[:1]
            yield self._domain(domains[0]) if domains else refi_codes.DOMAIN_MENTION
            if is_head:
                yield from (self._actor(each) for each in annotation.partners)
        else:
            yield refi_codes.ACTOR if annotation.actor is None else self._actor(annotation.actor)
        if is_head:
            yield from (self._actor(each, addressed=True) for each in annotation.addressees)
            for code in annotation.codes:
                if self._kind(annotation.layer, code) not in (None, "text"):
                    yield self._value(annotation.layer, code)

    def _kind(self, layer: str, code: CorpusCode) -> str | None:
        field = self._fields.get((layer, code.field))
        return None if field is None else field.kind

    def _notes_of(self, annotation: CorpusAnnotation, notes: list[str]) -> Iterator[str]:
        by = annotation.annotator
        if annotation.note:
            yield self._note(refi_codes.NOTE, annotation.note, by, notes)
        for code in annotation.codes:
            if self._kind(annotation.layer, code) == "text":
                name = f"{annotation.layer}.{code.field}"
                yield self._note(name, str(code.value), by, notes)

    def _note(self, name: str, text: str, by: str | None, notes: list[str]) -> str:
        guid = self._guids.new()
        user = "" if by is None else f' creatingUser="{self._user(by)}"'
        held = xml_text(text)
        loss = Loss("texts with control characters", _("texts with control characters"))
        self._written.left_out[loss] += held != text
        notes.append(
            f'<Note guid="{guid}" name="{escaped(name)}"{user}>'
            f"<PlainTextContent>{escaped(text)}</PlainTextContent></Note>"
        )
        return f'<NoteRef targetGUID="{guid}"/>'

    # What annotations name

    def _user(self, name: str) -> str:
        if name not in self._users:
            self._users[name] = self._guids.new()
        return self._users[name]

    def _actor(self, actor: CorpusActor, addressed: bool = False) -> str:
        key = (actor, addressed)
        if key not in self._actors:
            self._actors[key] = self._guids.new()
        return self._actors[key]

    def _domain(self, domain: CorpusDomain) -> str:
        key = domain.name if domain.key is None else domain.key
        if key not in self._domains:
            self._domains[key] = self._guids.new()
            self._extra.append(domain)
        return self._domains[key]

    def _value(self, layer: str, code: CorpusCode) -> str:
        values = self._values.setdefault((layer, code.field), {})
        name = value_name(code)
        if name not in values:
            values[name] = self._guids.new()
        return values[name]

    # Users and codebook

    def _head(self) -> str:
        name = escaped(Path(self._corpus.source).stem or refi_codes.ORIGIN)
        users = "".join(
            f'<User guid="{guid}" name="{escaped(user)}"/>' for user, guid in self._users.items()
        )
        variables = "".join(
            f'<Variable guid="{refi_codes.fixed(each)}" name="{each}" typeOfVariable="Text"/>'
            for each in (*refi_codes.METADATA, refi_codes.STATUS)
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            f'<Project xmlns="{refi_codes.NAMESPACE}" name="{name}" origin="{refi_codes.ORIGIN}">'
            + (f"<Users>{users}</Users>" if users else "")
            + f"<CodeBook><Codes>{''.join(self._codes())}</Codes></CodeBook>"
            f"<Variables>{variables}</Variables>"
        )

    def _codes(self) -> Iterator[str]:
        yield from domain_codes([*self._corpus.domains, *self._extra], self._domains)
        roles = "".join(
            _code(refi_codes.ROLE[role], role.capitalize()) for role in refi_codes.ROLES
        )
        yield _code(refi_codes.CLAIM, "Claim", inside=roles)
        yield _code(refi_codes.DOMAIN_MENTION, "Domain mention")
        yield self._actor_codes(refi_codes.ACTOR, "Actor", refi_codes.KIND, addressed=False)
        yield self._actor_codes(
            refi_codes.ADDRESSEE, "Addressee", refi_codes.KIND_OF_ADDRESSEE, addressed=True
        )
        for (layer, key), field in self._fields.items():
            yield self._field_code(layer, key, field)

    def _actor_codes(
        self, root: str, name: str, kinds: Mapping[str, str], *, addressed: bool
    ) -> str:
        inside = {kind: "" for kind in kinds}
        for (actor, as_addressee), guid in self._actors.items():
            if as_addressee == addressed:
                inside[actor.kind] += _code(guid, actor.name)
        codes = (
            _code(kinds[kind], kind.capitalize(), inside=codes, codable=False)
            for kind, codes in inside.items()
            if codes
        )
        return _code(root, name, inside="".join(codes))

    def _field_code(self, layer: str, key: str, field: FieldRow) -> str:
        values = self._values.setdefault((layer, key), {})
        inside = ""
        for choice in field.choices:
            guid = values.pop(choice.label, None) or self._guids.new()
            inside += _code(guid, choice.label, choice.definition, choice.colour)
        inside += "".join(_code(guid, name) for name, guid in values.items())
        values[""] = guid = self._guids.new()
        return _code(guid, field.label, inside=inside, codable=False)

    def _sets(self) -> str:
        sets = "".join(
            f'<Set guid="{self._guids.new()}" name="{escaped(f"{layer}.{key}:{field.kind}")}">'
            f'<MemberCode targetGUID="{self._values[layer, key][""]}"/></Set>'
            for (layer, key), field in self._fields.items()
        )
        return f"<Sets>{sets}</Sets>" if sets else ""


def pieces_of(annotation: CorpusAnnotation) -> Iterator[tuple[str, Span]]:
    """Yield the placed pieces of an annotation with their roles, the head first."""
    roles = refi_codes.ROLES if annotation.layer == "claim" else tuple(annotation.spans)
    for role in roles:
        for span in annotation.spans.get(role, ()):
            yield role, span


def value_name(code: CorpusCode) -> str:
    """Return what the code of a value is called."""
    if isinstance(code.value, bool):
        return "yes" if code.value else "no"
    return str(code.label or code.value)


def domain_codes(
    domains: Sequence[CorpusDomain], guids: Mapping[int | str | None, str]
) -> Iterator[str]:
    """Yield the codes of domains, each with those inside it."""
    known = {domain.key for domain in domains}
    inside: dict[object, list[CorpusDomain]] = {}
    for domain in domains:
        parent = domain.parent if domain.parent in known else None
        inside.setdefault(parent, []).append(domain)

    def code(domain: CorpusDomain) -> str:
        key = domain.name if domain.key is None else domain.key
        codes = "" if domain.key is None else "".join(map(code, inside.get(domain.key, ())))
        return _code(guids[key], domain.name, domain.definition, domain.colour, codes)

    yield from map(code, inside.get(None, ()))


def _code(
    guid: str,
    name: str,
    definition: str | None = None,
    colour: str | None = None,
    inside: str = "",
    *,
    codable: bool = True,
) -> str:
    shown = f' color="{colour}"' if colour else ""
    said = f"<Description>{escaped(definition)}</Description>" if definition else ""
    start = f'<Code guid="{guid}" name="{escaped(name)}" isCodable="{str(codable).lower()}"{shown}'
    return f"{start}>{said}{inside}</Code>" if said or inside else f"{start}/>"


def codebook(domains: Sequence[CorpusDomain]) -> bytes:
    """Return a codebook of domains as a REFI-QDA file."""
    guids = _Guids()
    codes = "".join(domain_codes(domains, {domain.key: guids.new() for domain in domains}))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<CodeBook xmlns="{refi_codes.BOOK_NAMESPACE}" origin="{refi_codes.ORIGIN}">'
        f"<Codes>{codes}</Codes></CodeBook>\n"
    ).encode()


def _copy(part: IO[bytes], name: str, file: IO[bytes]) -> None:
    if part.tell():
        part.seek(0)
        file.write(f"<{name}>".encode())
        shutil.copyfileobj(part, file, _SIZE)
        file.write(f"</{name}>".encode())
