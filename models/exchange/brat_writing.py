# SPDX-License-Identifier: MIT
"""brat standoff, written: a folder with a text and an annotation file for each article.

- A mention is a text-bound with the kind of its actor as type.
- A claim is an event `Claim` whose trigger is its cue, or `Statement`, triggered by its content,
  if it has none; arguments are Source and Content; attributes are Stance, Kind, Certainty, Domain.
- Words about a domain are a text-bound `Domain`.
- `N1<tab>Reference T1 Claimdesk:person/12<tab>Mara Lindt` says which actor or domain is meant.

brat allows no line break in a fragment or a note: a span with some is written as several
fragments, a note as one for each of its lines. Names lose the line breaks that they have.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sqlalchemy import Connection

from claimdesk.models.exchange.brat_claims import PLAIN_NOTE, annotations_of
from claimdesk.models.exchange.brat_lines import read_ann
from claimdesk.models.exchange.brat_text import BratText, whole
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.export_files import Written
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import ActorRow, AnnotationRow, ArticleText
from claimdesk.models.text.spans import Span

_NAME = 60
_UNSAFE = re.compile(r"[^\w.-]+")
_ROLES = ("source", "content")


def write_brat(project: Project, output: Path, states: Sequence[str]) -> Written:
    """Write the annotations in `states` into the new folder `output`; rows written by table.

    Raises ClaimdeskError if `output` exists, cannot be written or does not read back as it should.
    """
    if output.exists():
        raise ClaimdeskError(_("{output} exists already; name a new folder.").format(output=output))
    if not output.absolute().parent.is_dir():
        raise ClaimdeskError(
            _("{parent} is not a folder; create it first.").format(parent=output.parent)
        )
    draft = output.with_name(f".claimdesk-{secrets.token_hex(6)}.part")
    try:
        draft.mkdir()
        with project.reading() as connection:
            written = _write(connection, draft, states)
        draft.rename(output)
    except OSError as error:
        reason = error.strerror or error
        raise ClaimdeskError(
            _("{output} cannot be written: {reason}; nothing changed.").format(
                output=output, reason=reason
            )
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return written


def _write(connection: Connection, folder: Path, states: Sequence[str]) -> Written:
    book = _Book(connection)
    written = Written(Counter(article=0, annotation=0, claim=0))
    for article_id in sorted(queries.article_ids(connection)):
        article = queries.article(connection, article_id)
        if article is None:
            continue
        found = queries.article_annotations(connection, article_id)
        rows = [row for row in found if row.state in states and row.pieces]
        written.left_out += _write_article(folder, article, rows, book)
        written.rows["article"] += 1
        written.rows["annotation"] += len(rows)
        written.rows["claim"] += sum(row.layer == "claim" for row in rows)
    return written


def _write_article(
    folder: Path, article: ArticleText, rows: Sequence[AnnotationRow], book: _Book
) -> Counter[str]:
    """Write the two files of an article; what they cannot hold."""
    stem = f"{article.id:05d}-{_UNSAFE.sub('-', article.title)[:_NAME].strip('-.')}"
    text, ann = folder / f"{stem}.txt", folder / f"{stem}.ann"
    text.write_text(article.body, encoding="utf-8", newline="\n")
    lines = _Lines(article.body, book)
    for row in rows:
        lines.add(row)
    ann.write_text("".join(f"{line}\n" for line in lines.lines), encoding="utf-8", newline="\n")
    _verify(text, ann, rows)
    return lines.left_out


def _verify(text: Path, ann: Path, rows: Sequence[AnnotationRow]) -> None:
    """Read what was written; raises ClaimdeskError if it says something else."""
    there, file = BratText(text), read_ann(ann)
    body = there.article.body
    found = annotations_of(file, body, there.place(file).spans, None)
    wanted = sorted(_told(row.layer, _spans(row), body, row.note) for row in rows)
    read = sorted(_told(a.layer, a.spans, body, a.note) for a in found.annotations)
    if wanted != read or found.left_out or found.notes or file.reports:
        raise ClaimdeskError(
            _("{name} did not read back as it was written; try again.").format(name=ann.name)
        )


def _spans(row: AnnotationRow) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = {}
    for piece in row.pieces:
        spans.setdefault(piece.role, []).append(piece.span)
    return spans


def _told(
    layer: str, spans: Mapping[str, Sequence[Span]], body: str, note: str | None
) -> tuple[str, list[tuple[str, list[Span]]], str]:
    """Return an annotation as far as the format holds it."""
    placed = sorted((role, whole(body, pieces)) for role, pieces in spans.items() if pieces)
    return layer, placed, "\n".join(_note_lines(note))


def _note_lines(note: str | None) -> list[str]:
    """Return the lines of a note as they are written and read again."""
    return [line.rstrip("\r") for line in (note or "").strip().split("\n")]


class _Book:
    """Names of the project by id."""

    def __init__(self, connection: Connection) -> None:
        self.actors: dict[int, ActorRow] = queries.actors(connection)
        self.domains = {i: row.name for i, row in queries.domains(connection).items()}
        self.choices = {
            choice.id: choice.key
            for field in queries.fields(connection).values()
            for choice in field.choices
        }


class _Lines:
    """The lines of one annotation file."""

    def __init__(self, body: str, book: _Book) -> None:
        self._body, self._book = body, book
        self._count = dict.fromkeys("TENA#", 0)
        self.lines: list[str] = []
        self.left_out: Counter[str] = Counter()

    def add(self, row: AnnotationRow) -> None:
        """Add one annotation."""
        target = {"actor": self._mention, "claim": self._claim, "domain": self._domain}
        own = target[row.layer](row)
        if row.note and row.note.strip():
            lines = _note_lines(row.note)
            self.left_out["line ends of notes"] += "\n".join(lines) != row.note
            for line in lines:
                self._line("#", f"{PLAIN_NOTE} {own}\t{line}")

    def _mention(self, row: AnnotationRow) -> str:
        actor = self._book.actors.get(row.actor_id) if row.actor_id is not None else None
        own = self._words("Mention" if actor is None else actor.kind.capitalize(), row, "mention")
        self._refer(own, actor)
        return own

    def _domain(self, row: AnnotationRow) -> str:
        own = self._words("Domain", row, "evidence")
        name = self._book.domains.get(row.domain_id) if row.domain_id is not None else None
        if name is not None:
            self._line("N", f"Reference {own} Claimdesk:domain/{row.domain_id}\t{self._flat(name)}")
        return own

    def _claim(self, row: AnnotationRow) -> str:
        cued = bool(row.role("cue"))
        trigger = self._words("Claim" if cued else "Statement", row, "cue" if cued else "content")
        named = {
            role: self._words(role.capitalize(), row, role) for role in _ROLES if row.role(role)
        }
        kind = "Claim" if cued else "Statement"
        arguments = " ".join(f"{role.capitalize()}:{own}" for role, own in named.items())
        event = self._line("E", f"{kind}:{trigger} {arguments}".rstrip())
        actor = self._book.actors.get(row.speaker_id) if row.speaker_id is not None else None
        self._refer(named.get("source", trigger), actor)
        for name, value in self._codes(row):
            self._line("A", f"{name} {event} {self._flat(value)}")
        return event

    def _codes(self, row: AnnotationRow) -> Iterator[tuple[str, str]]:
        for name in ("stance", "kind", "certainty"):
            choice = row.choice_id(name)
            if choice in self._book.choices:
                yield name.capitalize(), self._book.choices[choice]
        for domain in row.domain_ids:
            if domain in self._book.domains:
                yield "Domain", self._book.domains[domain]

    def _words(self, kind: str, row: AnnotationRow, role: str) -> str:
        spans = [part for piece in row.role(role) for part in _fragments(self._body, piece.span)]
        offsets = ";".join(f"{start} {end}" for start, end in spans)
        words = " ".join(self._body[start:end] for start, end in spans)
        return self._line("T", f"{kind} {offsets}\t{words}")

    def _refer(self, own: str, actor: ActorRow | None) -> None:
        if actor is not None:
            key = f"Claimdesk:{actor.kind}/{actor.id}"
            self._line("N", f"Reference {own} {key}\t{self._flat(actor.name)}")

    def _flat(self, name: str) -> str:
        flat = " ".join(name.split())
        self.left_out["white space of names"] += flat != name
        return flat

    def _line(self, kind: str, rest: str) -> str:
        self._count[kind] += 1
        own = f"{kind}{self._count[kind]}"
        self.lines.append(f"{own}\t{rest}")
        return own


def _fragments(body: str, span: Span) -> Iterator[Span]:
    """Return the pieces of a span between line breaks."""
    start = span.start
    for line in body[span.start : span.end].split("\n"):
        if line.strip():
            yield Span(start, start + len(line))
        start += len(line) + 1
