# SPDX-License-Identifier: MIT
"""Writing brat standoff: a text and an annotation file for each article.

- A mention is a text-bound with the kind of its actor as type.
- A claim is an event `Claim` whose trigger is its cue, or `Statement`, triggered by its content,
  or by its source, if it has none; arguments are Source and Content; attributes are Stance, Kind,
  Certainty, Domain.
- Words about a domain are a text-bound `Domain`.
- `N1<tab>Reference T1 Claimdesk:person/12<tab>Mara Lindt` says which actor or domain is meant; the
  source of a joint claim has one for each speaker.

brat allows no line break in a fragment or a note: a span with some is written as several
fragments, a note as one for each of its lines. Names lose the line breaks that they have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from claimdesk.models.exchange.brat_claims import CODES, PLAIN_NOTE, annotations_of
from claimdesk.models.exchange.brat_lines import read_ann
from claimdesk.models.exchange.brat_text import BratText, whole
from claimdesk.models.exchange.corpus import CorpusActor, CorpusAnnotation, CorpusArticle
from claimdesk.models.exchange.file_names import name_of_title
from claimdesk.models.exchange.reports import Loss, Losses
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.spans import Span

_ROLES = ("source", "content")


def write_article(folder: Path, article: CorpusArticle) -> tuple[list[CorpusAnnotation], Losses]:
    """Write the two files of an article; return the annotations in them, and what is lost."""
    text, ann = _files_of(folder, article)
    body = article.article.body
    text.write_text(body, encoding="utf-8", newline="\n")
    lines = _Lines(body)
    annotations = _placed(article)
    for annotation in annotations:
        lines.add(annotation)
    ann.write_text("".join(f"{line}\n" for line in lines.lines), encoding="utf-8", newline="\n")
    lines.left_out[Loss("white space", _("spans that are white space"))] += _wordless(article)
    return annotations, lines.left_out


def is_as_written(folder: Path, article: CorpusArticle) -> bool:
    """Read the files of an article; return whether they say what it says."""
    text, ann = _files_of(folder, article)
    there, file = BratText(text), read_ann(ann)
    body = there.article.body
    contents = annotations_of(file, body, there.place(file).spans, None)
    wanted = sorted(_comparable(each, body) for each in _placed(article))
    read = sorted(_comparable(each, body) for each in contents.annotations)
    return wanted == read and not (contents.left_out or contents.notes or file.reports)


def _files_of(folder: Path, article: CorpusArticle) -> tuple[Path, Path]:
    stem = f"{article.id or 0:05d}-{name_of_title(article.article.title)}"
    return folder / f"{stem}.txt", folder / f"{stem}.ann"


def _placed(article: CorpusArticle) -> list[CorpusAnnotation]:
    """Return the annotations with the spans that have words: brat knows no other."""
    body = article.article.body
    worded = (
        replace(each, spans={role: _worded(body, spans) for role, spans in each.spans.items()})
        for each in article.annotations
    )
    return [each for each in worded if any(each.spans.values())]


def _worded(body: str, spans: Sequence[Span]) -> list[Span]:
    return [span for span in spans if body[span.start : span.end].strip()]


def _wordless(article: CorpusArticle) -> int:
    """Return how many spans are white space."""
    body = article.article.body
    spans = [s for each in article.annotations for own in each.spans.values() for s in own]
    return len(spans) - len(_worded(body, spans))


def _comparable(
    annotation: CorpusAnnotation, body: str
) -> tuple[str, list[tuple[str, list[Span]]], str]:
    """Return an annotation as far as the files are compared with it."""
    placed = sorted(
        (role, whole(body, pieces)) for role, pieces in annotation.spans.items() if pieces
    )
    return annotation.layer, placed, "\n".join(_note_lines(annotation.note))


def _note_lines(note: str | None) -> list[str]:
    """Return the lines of a note as they are written and read again."""
    return [line.rstrip("\r") for line in (note or "").strip().split("\n")]


class _Lines:
    """The lines of one annotation file."""

    def __init__(self, body: str) -> None:
        self._body = body
        self._count = dict.fromkeys("TENA#", 0)
        self.lines: list[str] = []
        self.left_out: Losses = Counter()

    def add(self, annotation: CorpusAnnotation) -> None:
        """Add one annotation."""
        add = {"actor": self._mention, "claim": self._claim, "domain": self._domain}
        line_id = add[annotation.layer](annotation)
        if annotation.note and annotation.note.strip():
            lines = _note_lines(annotation.note)
            loss = Loss("line ends of notes", _("line ends of notes"))
            self.left_out[loss] += "\n".join(lines) != annotation.note
            for line in lines:
                self._line("#", f"{PLAIN_NOTE} {line_id}\t{line}")

    def _mention(self, annotation: CorpusAnnotation) -> str:
        actor = annotation.actor
        kind = "Mention" if actor is None else actor.kind.capitalize()
        line_id = self._text_bound(kind, annotation, "mention")
        self._refer(line_id, actor)
        return line_id

    def _domain(self, annotation: CorpusAnnotation) -> str:
        line_id = self._text_bound("Domain", annotation, "evidence")
        for domain in annotation.domains:
            name = self._flat(domain.name)
            self._line("N", f"Reference {line_id} Claimdesk:domain/{domain.key}\t{name}")
        return line_id

    def _claim(self, annotation: CorpusAnnotation) -> str:
        spans = annotation.spans
        first = next(role for role in ("cue", "content", "source") if spans.get(role))
        kind = "Claim" if first == "cue" else "Statement"
        trigger = self._text_bound(kind, annotation, first)
        pieces = {
            role: self._text_bound(role.capitalize(), annotation, role)
            for role in _ROLES
            if spans.get(role)
        }
        arguments = " ".join(f"{role.capitalize()}:{piece}" for role, piece in pieces.items())
        event = self._line("E", f"{kind}:{trigger} {arguments}".rstrip())
        for speaker in annotation.speakers:
            self._refer(pieces.get("source", trigger), speaker)
        for name, value in _attributes(annotation):
            self._line("A", f"{name} {event} {self._flat(value)}")
        return event

    def _text_bound(self, kind: str, annotation: CorpusAnnotation, role: str) -> str:
        pieces = annotation.spans.get(role, ())
        spans = [part for piece in pieces for part in _fragments(self._body, piece)]
        offsets = ";".join(f"{start} {end}" for start, end in spans)
        words = " ".join(self._body[start:end] for start, end in spans)
        return self._line("T", f"{kind} {offsets}\t{words}")

    def _refer(self, line_id: str, actor: CorpusActor | None) -> None:
        if actor is not None:
            key = f"Claimdesk:{actor.kind}/{actor.key}"
            self._line("N", f"Reference {line_id} {key}\t{self._flat(actor.name)}")

    def _flat(self, name: str) -> str:
        flat = " ".join(name.split())
        self.left_out[Loss("white space of names", _("white space of names"))] += flat != name
        return flat

    def _line(self, kind: str, rest: str) -> str:
        """Add a line; return its id."""
        self._count[kind] += 1
        line_id = f"{kind}{self._count[kind]}"
        self.lines.append(f"{line_id}\t{rest}")
        return line_id


def _attributes(annotation: CorpusAnnotation) -> Iterator[tuple[str, str]]:
    codes = {code.field: code for code in annotation.codes}
    for name in CODES:
        if name in codes:
            yield name.capitalize(), str(codes[name].value)
    for domain in annotation.domains:
        yield "Domain", domain.name


def _fragments(body: str, span: Span) -> Iterator[Span]:
    """Yield the pieces of a span between line breaks."""
    start = span.start
    for line in body[span.start : span.end].split("\n"):
        if line.strip():
            yield Span(start, start + len(line))
        start += len(line) + 1
