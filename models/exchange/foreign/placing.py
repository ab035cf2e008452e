# SPDX-License-Identifier: MIT
"""Another tool's document in Claimdesk's terms: pieces placed in the body, labels mapped."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from claimdesk.models.articles.read import ArticleFile, article_of
from claimdesk.models.exchange.corpus import (
    CorpusActor,
    CorpusAnnotation,
    CorpusArticle,
    CorpusDomain,
)
from claimdesk.models.exchange.foreign import carried as own
from claimdesk.models.exchange.foreign.claim_parts import ClaimParts, Key
from claimdesk.models.exchange.foreign.documents import (
    ForeignDocument,
    ForeignRelation,
    ForeignSpan,
    Piece,
)
from claimdesk.models.exchange.foreign.labels import Labels, shortened
from claimdesk.models.exchange.foreign.mapping import NOTE, OWN_LABELS, Target
from claimdesk.models.exchange.foreign.offsets import (
    Counted,
    Unit,
    counted,
    find_words,
    same_words,
)
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store import limits
from claimdesk.models.store.queries import UnplacedPiece
from claimdesk.models.text.spans import Span, joined

_LABEL = 500
"""Characters of a label that are kept in the name of a domain."""


@dataclass(slots=True)
class Placed:
    """The pieces of one annotation in the body."""

    spans: list[Span] = field(default_factory=list)
    waiting: list[Piece] = field(default_factory=list)
    """Pieces whose words are not where they are said to be, nor anywhere else for certain."""
    placeless: list[Piece] = field(default_factory=list)


def article_file(document: ForeignDocument, origin: str) -> ArticleFile:
    """Return the article of a document, with what the file says of it."""
    file = article_of(document.text, None, None)
    said = {
        name: getattr(document, name) or getattr(file, name)
        for name in ("title", "outlet", "author", "url", "published_on")
    }
    shown = origin.encode("utf-8", "replace").decode()
    return replace(file, **said, origin=shown, encoding="utf-8")


class Placing:
    """Turns one document into an article with annotations."""

    def __init__(
        self,
        document: ForeignDocument,
        file: ArticleFile,
        labels: Labels,
        units: tuple[Unit, Unit],
        distinct: frozenset[str],
    ) -> None:
        """`units` are how the format says that offsets count, and how its file usually does.

        `distinct` are the labels that share their kind of actor with another label.
        """
        self._document = document
        self._file = file
        self._labels = labels
        self._distinct = distinct
        self._carried = self._unpacked()
        body = file.body
        usual = units[0] if self._carried else units[1]
        self._view: Counted = counted(document, body, units[0], usual)
        self._notes: list[str] = [*document.notes]
        self._claims = ClaimParts(self._meaning)
        self.problems: list[str] = [*document.problems]
        """What is to be reported, in sentences that name the place."""

    @property
    def unit(self) -> Unit:
        """How the offsets of the document count."""
        return self._view.unit

    def article(self) -> CorpusArticle:
        """Return the article."""
        document, carried = self._document, self._carried
        placed = [(span, self._placed(span)) for span in document.spans]
        annotations: list[CorpusAnnotation] = []
        if carried:
            natives = Counter(
                (piece.start, piece.end, span.label) for span, one in placed for piece in one.spans
            )
            annotations, gone = own.take_present(carried, natives, self._file.body)
            placed = [(span, self._still(span, one, natives)) for span, one in placed]
            self._report_gone(gone, carried.unreadable)
        self._read_relations()
        made: dict[Key, CorpusAnnotation | None] = {
            id(span): self._annotation(span, one) for span, one in placed
        }
        annotations += self._claims.put_together(made)
        status = "done" if document.is_done else "unread"
        file = self._file
        if carried:
            status = carried.status or status
            file = own.apply_article(file, carried)
            self._notes += carried.notes
        return CorpusArticle(file, status, annotations, self._notes)

    def _unpacked(self) -> own.Carried | None:
        if self._document.carried is None:
            return None
        return own.unpack(self._document.carried, self._document.where or _("The file"))

    @staticmethod
    def _still(span: ForeignSpan, one: Placed, left: Counter[own.Key]) -> Placed:
        """Return the pieces that no annotation of Claimdesk's own stands for."""
        kept: list[Span] = []
        for piece in one.spans:
            key = (piece.start, piece.end, span.label)
            if left[key] > 0:
                left[key] -= 1
                kept.append(piece)
        return Placed(kept, one.waiting, one.placeless)

    def _report_gone(self, gone: int, unreadable: int) -> None:
        if gone:
            self._problem(
                self._document.where,
                ngettext(
                    "the words of 1 annotation of Claimdesk were changed there; they are read as "
                    "they are now",
                    "the words of {n} annotations of Claimdesk were changed there; they are read "
                    "as they are now",
                    gone,
                ).format(n=gone),
            )
        if unreadable:
            self._problem(
                self._document.where,
                _("what Claimdesk put into the file was changed and cannot be read"),
            )

    def _problem(self, where: str, what: str) -> None:
        self.problems.append(f"{where}: {what}." if where else f"{what[:1].upper()}{what[1:]}.")

    # Places

    def _placed(self, span: ForeignSpan) -> Placed:
        placed = Placed()
        for piece in span.pieces:
            self._place(span, piece, placed)
        placed.spans = joined(placed.spans)
        return placed

    def _place(self, span: ForeignSpan, piece: Piece, placed: Placed) -> None:
        body = self._file.body
        there = self._view.span(piece)
        quoted = piece.quote is not None and piece.quote.strip() != ""
        if (
            there is not None
            and there.start < there.end
            and (not quoted or same_words(body[slice(*there)], piece.quote or ""))
        ):
            placed.spans.append(self._as_quoted(span, piece, there))
            return
        if not quoted:
            placed.placeless.append(piece)
            return
        found = find_words(body, piece)
        if len(found) == 1:
            placed.spans.append(found[0])
            if piece.start is not None:
                self._problem(
                    span.where,
                    _(
                        "“{quote}” is not at {start}-{end} but elsewhere once; it is put there"
                    ).format(quote=shortened(piece.quote or ""), start=piece.start, end=piece.end),
                )
            return
        placed.waiting.append(piece)
        self._problem(span.where, self._unfound(piece, len(found)))

    def _as_quoted(self, span: ForeignSpan, piece: Piece, there: Span) -> Span:
        """Return the words without white space at their ends that the quote does not have."""
        words, quote = self._file.body[there.start : there.end], (piece.quote or "").strip()
        bare = words.strip()
        if piece.quote in (None, words) or bare != quote or piece.quote != quote:
            return there
        start = there.start + len(words) - len(words.lstrip())
        self._problem(
            span.where,
            _("“{quote}” is not all that is at {start}-{end}; its words are taken").format(
                quote=shortened(quote), start=piece.start, end=piece.end
            ),
        )
        return Span(start, start + len(bare))

    @staticmethod
    def _unfound(piece: Piece, times: int) -> str:
        shown = shortened(piece.quote or "")
        if not times:
            return _("“{quote}” is not in the text; it waits for review").format(quote=shown)
        if piece.start is None:
            return _("“{quote}” is in the text {n} times; it waits for review").format(
                quote=shown, n=times
            )
        return _(
            "“{quote}” is not at {start}-{end} but elsewhere {n} times; it waits for review"
        ).format(quote=shown, start=piece.start, end=piece.end, n=times)

    # Annotations

    def _annotation(self, span: ForeignSpan, placed: Placed) -> CorpusAnnotation | None:
        for piece in placed.placeless:
            self._note_placeless(span, piece)
        if not placed.spans and not placed.waiting:
            return None
        target = self._target(span.label)
        if target.place == "skip":
            self._labels.skip(span.label)
            return None
        if target.place == "note":
            said = [f"{span.label}: {self._words(placed)}", *_lines(span), *span.notes]
            self._notes.append("; ".join(said))
            return None
        return self._mapped(span, placed, target)

    def _target(self, label: str) -> Target:
        """Return what a label becomes, and count it unless it is Claimdesk's own."""
        return self._own_target(label) or self._labels.target(label)

    def _meaning(self, label: str) -> Target:
        return self._own_target(label) or self._labels.mapping.target(label)

    def _own_target(self, label: str) -> Target | None:
        if self._carried and label in OWN_LABELS and not self._labels.mapping.says(label):
            return Target("claim", OWN_LABELS[label])
        return None

    def _mapped(self, span: ForeignSpan, placed: Placed, target: Target) -> CorpusAnnotation:
        role = {"mention": "mention", "domain": "evidence"}.get(target.place, target.value or "")
        layer = {"mention": "actor"}.get(target.place, target.place)
        actor: CorpusActor | None = None
        domains: tuple[CorpusDomain, ...] = ()
        if target.place == "mention" and target.value:
            actor = CorpusActor(_name(target.name or self._words(placed)), target.value)
        if target.place == "domain":
            domains = (CorpusDomain(_label(target.value or span.label)),)
        codes, lines = self._labels.coded(layer, span.attributes)
        notes = [*lines, *span.notes]
        if target.place == "mention" and span.label in self._distinct:
            notes.insert(0, span.label)
        return CorpusAnnotation(
            layer,
            {role: placed.spans} if placed.spans else {},
            span.annotator or self._document.annotator,
            actor,
            codes,
            domains,
            note="\n".join(notes) or None,
            state=span.state,
            score=span.score,
            unplaced=[self._waiting(role, piece) for piece in placed.waiting],
        )

    def _waiting(self, role: str, piece: Piece) -> UnplacedPiece:
        start = 0 if piece.start is None else self._view.point(piece.start) or 0
        return UnplacedPiece(0, role, start, piece.quote or "", piece.prefix, piece.suffix)

    def _words(self, placed: Placed) -> str:
        body = self._file.body
        words = [body[start:end] for start, end in placed.spans]
        return " ".join(" ".join(words or [piece.quote or "" for piece in placed.waiting]).split())

    # Notes

    def _note_placeless(self, span: ForeignSpan, piece: Piece) -> None:
        where = f" ({span.where})" if span.where else ""
        place = f"{span.label} {piece.start}-{piece.end}{where}"
        said = "; ".join([place, *_lines(span), *span.notes])
        self._notes.append(said)
        empty = piece.start is not None and piece.start == piece.end
        fault = (
            _("there are no words from {start} to {end}")
            if empty
            else _("{start} to {end} is not in the text")
        ).format(start=piece.start, end=piece.end)
        self._problem(
            span.where, _("{fault}; it is kept in the note of the article").format(fault=fault)
        )

    def _read_relations(self) -> None:
        """Join parts to claims, and keep each other relation in the note where it begins."""
        by_id = self._by_id()
        for relation in self._document.relations:
            source, target = by_id.get(relation.source), by_id.get(relation.target)
            if source is None or target is None:
                self._problem(
                    self._document.where,
                    _("relation “{label}” names {id}, which is not in the file").format(
                        label=shortened(relation.label),
                        id=relation.source if source is None else relation.target,
                    ),
                )
                self._notes.append(f"{relation.words}: {relation.source} → {relation.target}")
            elif self._is_noted(relation, source, target):
                source.notes.append(f"{relation.words} → {self._said(target)}")

    def _is_noted(
        self, relation: ForeignRelation, source: ForeignSpan, target: ForeignSpan
    ) -> bool:
        """Return whether a relation is a line of a note, as it is no part of a claim."""
        meant = self._labels.relation(relation.label)
        if meant.place == "claim":
            ends = (id(source), source.label), (id(target), target.label)
            return not self._claims.join(meant.value or "", *ends)
        return meant == NOTE

    def _by_id(self) -> dict[str, ForeignSpan]:
        """Return the first annotation of each id; reports those of one id at different places."""
        by_id: dict[str, ForeignSpan] = {}
        for span in self._document.spans:
            first = span if span.id is None else by_id.setdefault(span.id, span)
            if first.pieces != span.pieces:
                self._problem(
                    span.where,
                    _(
                        "{id} is there for the second time; both are kept, and relations to {id} "
                        "mean the first one"
                    ).format(id=span.id),
                )
        return by_id

    def _said(self, span: ForeignSpan) -> str:
        pieces = [self._view.span(piece) for piece in span.pieces]
        words = " ".join(self._file.body[s.start : s.end] for s in pieces if s is not None)
        return f"{span.label} “{shortened(words)}”"


def _lines(span: ForeignSpan) -> list[str]:
    return [f"{name}: {value}" for name, value in span.attributes]


def _name(words: str) -> str:
    """Return a name that a project can keep."""
    return words.encode()[: limits.LONGEST_NAME // 2].decode("utf-8", "ignore")


def _label(label: str) -> str:
    return " ".join(label.split())[:_LABEL] or "—"
