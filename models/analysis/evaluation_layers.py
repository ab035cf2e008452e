# SPDX-License-Identifier: MIT
"""Evaluate one layer of annotations (claims, mentions, domains): figures, and errors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from claimdesk.models.analysis.claim_fields import ClaimFields
from claimdesk.models.analysis.claim_scores import (
    ROLES,
    ClaimScores,
    ClaimTokens,
    claim_tokens,
    cues_touch,
    sources_touch,
)
from claimdesk.models.analysis.matching import Counts, Tokenised, alike, jaccard, match
from claimdesk.models.analysis.mention_scores import (
    Mentions,
    MentionScores,
    Named,
    bare,
)
from claimdesk.models.analysis.names import ComparableNames
from claimdesk.models.store.queries import AnnotationRow, ArticleText
from claimdesk.models.text.spans import Span

AnnotationRows = Sequence[AnnotationRow]

EVERY_FIELD = "every_field"
MISSED = "missed"
SPURIOUS = "spurious"

_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Fault:
    """One error: `wanted` is what the corpus says, `found` what was suggested."""

    article_id: int
    title: str
    layer: str
    what: str
    """`missed`, `spurious`, or `wrong …` (source, cue, bounds, actor, or the key of a field)."""
    start: int
    end: int
    """Where its words are, in code points of the body."""
    text: str
    wanted: str | None = None
    found: str | None = None
    annotation: int | None = None
    """The id of the suggestion; None if nothing was suggested."""

    def as_json(self) -> dict[str, Any]:
        """Return it without the article, which the report groups errors by."""
        values = asdict(self)
        del values["article_id"], values["title"]
        return values


class LayerEvaluation:
    """Scores one layer, article by article, and collects its errors; a base class."""

    layer = ""
    key = ""

    def __init__(self, right: ComparableNames, own: ComparableNames) -> None:
        self._right = right
        self._own = own
        self._gold = 0
        self.faults: list[Fault] = []

    def add(self, article: ArticleText, gold: AnnotationRows, predicted: AnnotationRows) -> None:
        """Count one article."""
        raise NotImplementedError

    def figures(self) -> dict[str, Any]:
        """Figures by name, ready for JSON."""
        raise NotImplementedError

    def found_faults(self) -> list[Fault]:
        """Return the errors, once all articles are counted."""
        return self.faults

    @property
    def is_annotated(self) -> bool:
        """Whether the corpus has annotations of the layer."""
        return self._gold > 0

    def _add_fault(
        self,
        article: ArticleText,
        what: str,
        row: AnnotationRow,
        *,
        predicted: AnnotationRow | None = None,
        said: tuple[str | None, str | None] = (None, None),
    ) -> None:
        """Record what is wrong with the words of `row`.

        `predicted` is the suggestion that it is about; `said` is what the corpus and the suggestion
        say.
        """
        spans = [piece.span for piece in row.role(_MAIN[row.layer])]
        if not spans:
            return
        hull = Span(spans[0].start, max(span.end for span in spans))
        text = " ".join(" … ".join(article.body[start:end] for start, end in spans).split())
        shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
        self.faults.append(
            Fault(
                article.id,
                article.title,
                self.key,
                what,
                *hull,
                shown,
                *said,
                predicted.id if predicted else None,
            )
        )


_MAIN = {"claim": "content", "actor": "mention", "domain": "evidence"}


class ClaimLayer(LayerEvaluation):
    """Claims: right in every field that the corpus uses, the figures of claim_scores, the fields.

    `content_speaker`: pairs of `content` that have a speaker in common, or both name none.
    """

    layer = "claim"
    key = "claims"

    def __init__(self, right: ComparableNames, own: ComparableNames) -> None:
        super().__init__(right, own)
        self._scores = ClaimScores()
        self._fields = ClaimFields(right, own)
        self._speaker = Counts()

    def add(self, article: ArticleText, gold: AnnotationRows, predicted: AnnotationRows) -> None:
        """Count one article."""
        text = Tokenised(article.body)
        gold_tokens = [_tokens(text, row) for row in gold]
        predicted_tokens = [_tokens(text, row) for row in predicted]
        self._scores.add(gold_tokens, predicted_tokens)
        self._gold += len(gold)
        in_corpus = [row for row, one in zip(gold, gold_tokens, strict=True) if one["content"]]
        suggested = sum(bool(one["content"]) for one in predicted_tokens)
        self._fields.add_claims(in_corpus, suggested)
        near = self._candidates(gold, predicted, gold_tokens, predicted_tokens)
        alike_speakers = [[j for j, same in each if same] for each in near]
        self._speaker.add(len(match(alike_speakers)), len(in_corpus), suggested)
        pairs = match([[j for j, _same in each] for each in near])
        for i, j in pairs.items():
            self._compare_pair(article, gold[i], predicted[j], gold_tokens[i], predicted_tokens[j])
        for i in set(range(len(gold))) - pairs.keys():
            self._add_fault(article, MISSED, gold[i])
        for j in set(range(len(predicted))) - set(pairs.values()):
            self._add_fault(article, SPURIOUS, predicted[j], predicted=predicted[j])

    def figures(self) -> dict[str, Any]:
        """Figures by name; what an analyst need not correct comes first."""
        every = self._fields.every_field()
        figures = self._scores.figures()
        if self._fields.has_speakers:
            figures["content_speaker"] = self._speaker.figures()
        first = {} if every is None else {EVERY_FIELD: every}
        return {**first, **figures, **self._fields.figures()}

    def found_faults(self) -> list[Fault]:
        """Return the errors, without those in fields that the corpus does not use."""
        unused = {_wrong(name) for name in self._fields.unused()}
        return [fault for fault in self.faults if fault.what not in unused]

    def _candidates(
        self,
        gold: AnnotationRows,
        predicted: AnnotationRows,
        gold_tokens: Sequence[ClaimTokens],
        predicted_tokens: Sequence[ClaimTokens],
    ) -> list[list[tuple[int, bool]]]:
        """Return for each claim of the corpus what may be it, and whether the speaker is the same.

        The most alike comes first; of an inner and an outer claim on the same words the one with
        the same speaker.
        """
        contents = [one["content"] for one in predicted_tokens]
        near = alike([one["content"] for one in gold_tokens], contents)
        found = []
        for row, one, candidates in zip(gold, gold_tokens, near, strict=True):
            ranked = [
                (jaccard(one["content"], contents[j]), same, j)
                for j in candidates
                for same in [self._fields.same_speaker(row, predicted[j])]
            ]
            found.append([(j, same) for _share, same, j in sorted(ranked, reverse=True)])
        return found

    def _compare_pair(
        self,
        article: ArticleText,
        gold: AnnotationRow,
        predicted: AnnotationRow,
        gold_tokens: ClaimTokens,
        predicted_tokens: ClaimTokens,
    ) -> None:
        def add_fault(what: str, wanted: str | None, got: str | None) -> None:
            self._add_fault(article, what, gold, predicted=predicted, said=(wanted, got))

        for role, touch in (("source", sources_touch), ("cue", cues_touch)):
            if not touch(gold_tokens, predicted_tokens) and (
                gold_tokens[role] or predicted_tokens[role]
            ):
                add_fault(f"wrong {role}", gold.quote(role) or None, predicted.quote(role) or None)
        if gold_tokens["content"] != predicted_tokens["content"]:
            add_fault("wrong bounds", gold.quote("content"), predicted.quote("content"))
        for other in self._fields.add_pair(gold, predicted):
            add_fault(_wrong(other.field), other.wanted, other.found)


def _wrong(field: str) -> str:
    return f"wrong {field}"


class MentionLayer(LayerEvaluation):
    """Mentions of actors: span, kind of the actor, and which actor is meant."""

    layer = "actor"
    key = "mentions"

    def __init__(self, right: ComparableNames, own: ComparableNames) -> None:
        super().__init__(right, own)
        self._scores = MentionScores()

    def add(self, article: ArticleText, gold: AnnotationRows, predicted: AnnotationRows) -> None:
        """Count one article."""
        self._gold += len(gold)
        expected, gold_rows = self._mentions(article, gold, self._right)
        suggested, predicted_rows = self._mentions(article, predicted, self._own)
        self._scores.add(expected, suggested)
        for span, row in gold_rows.items():
            if span in predicted_rows:
                self._compare_pair(
                    article, row, predicted_rows[span], expected[span], suggested[span]
                )
        _compare_spans(self._add_fault, article, gold_rows, predicted_rows)

    def figures(self) -> dict[str, Any]:
        """Figures by name."""
        return self._scores.figures()

    def _mentions(
        self, article: ArticleText, rows: AnnotationRows, names: ComparableNames
    ) -> tuple[Mentions, dict[Span, AnnotationRow]]:
        """Return the mentions of an article by their span, which is what they are compared by."""
        by_span = {
            bare(article.body, span): row for row in rows if (span := _hull(row)) is not None
        }
        mentions = {
            span: Named(
                names.kind(row.actor_id),
                names.actor_names(row.actor_id),
                names.actor_key(row.actor_id),
            )
            for span, row in by_span.items()
        }
        return mentions, by_span

    def _compare_pair(
        self,
        article: ArticleText,
        gold: AnnotationRow,
        predicted: AnnotationRow,
        expected: Named,
        suggested: Named,
    ) -> None:
        if expected.kind != suggested.kind:
            said = (expected.kind, suggested.kind)
            self._add_fault(article, "wrong kind", gold, predicted=predicted, said=said)
        if expected.names and not expected.is_same(suggested):
            said = (self._right.actor(gold.actor_id), self._own.actor(predicted.actor_id))
            self._add_fault(article, "wrong actor", gold, predicted=predicted, said=said)


class DomainLayer(LayerEvaluation):
    """Mentions of domains: words in common, and the domain where the corpus names it."""

    layer = "domain"
    key = "domains"

    def __init__(self, right: ComparableNames, own: ComparableNames) -> None:
        super().__init__(right, own)
        self._scores = MentionScores()

    def add(self, article: ArticleText, gold: AnnotationRows, predicted: AnnotationRows) -> None:
        """Count one article."""
        self._gold += len(gold)
        gold_rows, predicted_rows = _by_span(gold), _by_span(predicted)
        self._scores.add(_domains(gold_rows, self._right), _domains(predicted_rows, self._own))
        for span, row in gold_rows.items():
            other = predicted_rows.get(span)
            if other is not None and row.domain_id is not None:
                names = self._right.domain_names(row.domain_id)
                if not names & self._own.domain_names(other.domain_id):
                    said = (self._right.domain(row.domain_id), self._own.domain(other.domain_id))
                    self._add_fault(article, "wrong domain", row, predicted=other, said=said)
        _compare_spans(self._add_fault, article, gold_rows, predicted_rows)

    def figures(self) -> dict[str, Any]:
        """Figures by name; "naming" is of those whose words are the same."""
        figures = self._scores.figures()
        return {
            EVERY_FIELD: figures[EVERY_FIELD],
            "overlap": figures["overlap"],
            "untyped": figures["untyped"],
            "naming": figures["linking"],
        }


def _tokens(text: Tokenised, row: AnnotationRow) -> ClaimTokens:
    return claim_tokens(text, {role: [p.span for p in row.role(role)] for role in ROLES})


def _hull(row: AnnotationRow) -> Span | None:
    """Return the span from the first to the last of its words."""
    if not row.pieces:
        return None
    return Span(row.start, max(piece.span.end for piece in row.pieces))


def _by_span(rows: AnnotationRows) -> dict[Span, AnnotationRow]:
    return {span: row for row in rows if (span := _hull(row)) is not None}


def _domains(rows: dict[Span, AnnotationRow], names: ComparableNames) -> Mentions:
    return {span: Named(None, names.domain_names(row.domain_id)) for span, row in rows.items()}


def _compare_spans(
    add_fault: Callable[..., None],
    article: ArticleText,
    gold: dict[Span, AnnotationRow],
    predicted: dict[Span, AnnotationRow],
) -> None:
    """Record what was missed, is spurious, or has different bounds."""
    unmatched = {span: row for span, row in predicted.items() if span not in gold}
    for span, row in gold.items():
        if span in predicted:
            continue
        near = next((other for other in unmatched if other.overlaps(span)), None)
        if near is None:
            add_fault(article, MISSED, row)
        else:
            other = unmatched.pop(near)
            said = tuple(" ".join(article.body[s:e].split()) for s, e in (span, near))
            add_fault(article, "wrong bounds", row, predicted=other, said=said)
    for row in unmatched.values():
        add_fault(article, SPURIOUS, row, predicted=row)
