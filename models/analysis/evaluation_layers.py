# SPDX-License-Identifier: MIT
"""The layers of an evaluation: figures, and what is wrong where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from claimdesk.models.analysis.claim_scores import (
    ROLES,
    ClaimScores,
    ClaimTokens,
    claim_tokens,
    cues_touch,
    sources_touch,
)
from claimdesk.models.analysis.matching import Counts, Tokenised, alike, match
from claimdesk.models.analysis.mention_scores import (
    Mentions,
    MentionScores,
    Named,
    accuracy,
    bare,
)
from claimdesk.models.analysis.names import Names
from claimdesk.models.store.queries import AnnotationRow, ArticleText
from claimdesk.models.text.spans import Span

Rows = Sequence[AnnotationRow]

MISSED = "missed"
SPURIOUS = "spurious"

_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `wanted` is what the corpus says, `found` what was suggested."""

    article_id: int
    title: str
    layer: str
    what: str
    """`missed`, `spurious`, or `wrong …` (source, cue, speaker, stance, kind, span, actor, …)."""
    start: int
    end: int
    """Where its words are, code points of the body."""
    text: str
    wanted: str | None = None
    found: str | None = None
    annotation: int | None = None
    """The suggestion; None where there is none."""

    def as_json(self) -> dict[str, Any]:
        """Without the article, which the list is grouped by."""
        values = asdict(self)
        del values["article_id"], values["title"]
        return values


class Layer:
    """What the layers have in common."""

    layer = ""
    key = ""

    def __init__(self, right: Names, own: Names) -> None:
        self._right = right
        self._own = own
        self._gold = 0
        self.faults: list[Fault] = []

    def add(self, article: ArticleText, gold: Rows, found: Rows) -> None:
        """Count one article."""
        raise NotImplementedError

    def figures(self) -> dict[str, Any]:
        """Figures by name, ready for JSON."""
        raise NotImplementedError

    @property
    def is_annotated(self) -> bool:
        """Whether the corpus has annotations of the layer."""
        return self._gold > 0

    def _tell(
        self,
        article: ArticleText,
        what: str,
        row: AnnotationRow,
        *,
        found: AnnotationRow | None = None,
        said: tuple[str | None, str | None] = (None, None),
    ) -> None:
        """Note what is wrong with the words of `row`; `said` is what is wanted and what is there.

        `found` is the suggestion that it is about.
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
                found.id if found else None,
            )
        )


_MAIN = {"claim": "content", "actor": "mention", "domain": "evidence"}


class ClaimLayer(Layer):
    """Claims: the figures of claim_scores, and speaker, stance and kind where the corpus has them.

    `content_speaker`: pairs of `content` that name the same speaker or whose sources share a token.
    """

    layer = "claim"
    key = "claims"

    def __init__(self, right: Names, own: Names) -> None:
        super().__init__(right, own)
        self._scores = ClaimScores()
        self._speaker = Counts()
        self._has_speakers = False
        self._coded = {"stance": [0, 0], "kind": [0, 0]}

    def add(self, article: ArticleText, gold: Rows, found: Rows) -> None:
        """Count one article."""
        text = Tokenised(article.body)
        there = [_tokens(text, row) for row in gold]
        seen = [_tokens(text, row) for row in found]
        pairs = self._scores.add(there, seen)
        self._gold += len(gold)
        self._count_speakers(gold, found, there, seen)
        for i, j in pairs.items():
            self._tell_differences(article, gold[i], found[j], there[i], seen[j])
        for i in set(range(len(gold))) - pairs.keys():
            self._tell(article, MISSED, gold[i])
        for j in set(range(len(found))) - set(pairs.values()):
            self._tell(article, SPURIOUS, found[j], found=found[j])

    def figures(self) -> dict[str, Any]:
        """Figures by name."""
        figures = self._scores.figures()
        if self._has_speakers:
            figures["content_speaker"] = self._speaker.figures()
        for name, (right, of) in self._coded.items():
            if of:
                figures[name] = accuracy(right, of)
        return figures

    def _count_speakers(
        self,
        gold: Rows,
        found: Rows,
        there: Sequence[ClaimTokens],
        seen: Sequence[ClaimTokens],
    ) -> None:
        self._has_speakers |= any(row.speaker_id is not None for row in gold)
        near = alike([one["content"] for one in there], [one["content"] for one in seen])
        pairs = match(
            [
                [
                    j
                    for j in js
                    if there[i]["source"] & seen[j]["source"] or self._same(gold[i], found[j])
                ]
                for i, js in enumerate(near)
            ]
        )
        self._speaker.add(
            len(pairs),
            sum(bool(one["content"]) for one in there),
            sum(bool(one["content"]) for one in seen),
        )

    def _same(self, gold: AnnotationRow, found: AnnotationRow) -> bool:
        """Return whether both name the same speaker."""
        names = self._right.actor_names(gold.speaker_id)
        return bool(names & self._own.actor_names(found.speaker_id))

    def _tell_differences(
        self,
        article: ArticleText,
        gold: AnnotationRow,
        found: AnnotationRow,
        there: ClaimTokens,
        seen: ClaimTokens,
    ) -> None:
        def tell(what: str, wanted: str | None, got: str | None) -> None:
            self._tell(article, what, gold, found=found, said=(wanted, got))

        for role, touch in (("source", sources_touch), ("cue", cues_touch)):
            if not touch(there, seen) and (there[role] or seen[role]):
                tell(f"wrong {role}", gold.quote(role) or None, found.quote(role) or None)
        if there["content"] != seen["content"]:
            tell("wrong bounds", gold.quote("content"), found.quote("content"))
        if gold.speaker_id is not None and not self._same(gold, found):
            names = self._right.actor(gold.speaker_id), self._own.actor(found.speaker_id)
            tell("wrong speaker", *names)
        for name in self._coded:
            self._compare_code(name, gold, found, tell)

    def _compare_code(
        self,
        name: str,
        gold: AnnotationRow,
        found: AnnotationRow,
        tell: Callable[[str, str | None, str | None], None],
    ) -> None:
        wanted, got = gold.choice_id(name), found.choice_id(name)
        if wanted is None:
            return
        same = bool(self._right.choice_names(wanted) & self._own.choice_names(got))
        self._coded[name][0] += same
        self._coded[name][1] += 1
        if not same:
            tell(f"wrong {name}", self._right.choice(wanted), self._own.choice(got))


class MentionLayer(Layer):
    """Mentions of actors: span, kind of the actor, and which actor is meant."""

    layer = "actor"
    key = "mentions"

    def __init__(self, right: Names, own: Names) -> None:
        super().__init__(right, own)
        self._scores = MentionScores()

    def add(self, article: ArticleText, gold: Rows, found: Rows) -> None:
        """Count one article."""
        self._gold += len(gold)
        there, wanted = self._mentions(article, gold, self._right)
        seen, given = self._mentions(article, found, self._own)
        self._scores.add(there, seen)
        for span, row in wanted.items():
            if span in given:
                self._tell_differences(article, row, given[span], there[span], seen[span])
        _tell_spans(self._tell, article, wanted, given)

    def figures(self) -> dict[str, Any]:
        """Figures by name."""
        return self._scores.figures()

    def _mentions(
        self, article: ArticleText, rows: Rows, names: Names
    ) -> tuple[Mentions, dict[Span, AnnotationRow]]:
        """Return the mentions of an article by their span, which is what they are compared by."""
        found = {bare(article.body, span): row for row in rows if (span := _hull(row)) is not None}
        mentions = {
            span: Named(names.kind(row.actor_id), names.actor_names(row.actor_id))
            for span, row in found.items()
        }
        return mentions, found

    def _tell_differences(
        self,
        article: ArticleText,
        gold: AnnotationRow,
        found: AnnotationRow,
        there: Named,
        seen: Named,
    ) -> None:
        if there.kind != seen.kind:
            said = (there.kind, seen.kind)
            self._tell(article, "wrong kind", gold, found=found, said=said)
        if there.names and not there.names & seen.names:
            said = (self._right.actor(gold.actor_id), self._own.actor(found.actor_id))
            self._tell(article, "wrong actor", gold, found=found, said=said)


class DomainLayer(Layer):
    """Mentions of domains: words in common, and the domain where the corpus names it."""

    layer = "domain"
    key = "domains"

    def __init__(self, right: Names, own: Names) -> None:
        super().__init__(right, own)
        self._scores = MentionScores()

    def add(self, article: ArticleText, gold: Rows, found: Rows) -> None:
        """Count one article."""
        self._gold += len(gold)
        wanted, given = _by_span(gold), _by_span(found)
        self._scores.add(_domains(wanted, self._right), _domains(given, self._own))
        for span, row in wanted.items():
            other = given.get(span)
            if other is not None and row.domain_id is not None:
                names = self._right.domain_names(row.domain_id)
                if not names & self._own.domain_names(other.domain_id):
                    said = (self._right.domain(row.domain_id), self._own.domain(other.domain_id))
                    self._tell(article, "wrong domain", row, found=other, said=said)
        _tell_spans(self._tell, article, wanted, given)

    def figures(self) -> dict[str, Any]:
        """{"overlap", "untyped", "naming"}: naming is of those whose words are the same."""
        figures = self._scores.figures()
        return {
            "overlap": figures["overlap"],
            "untyped": figures["untyped"],
            "naming": figures["linking"],
        }


def _tokens(text: Tokenised, row: AnnotationRow) -> ClaimTokens:
    return claim_tokens(text, {role: [p.span for p in row.role(role)] for role in ROLES})


def _hull(row: AnnotationRow) -> Span | None:
    """From the first to the last of its words."""
    if not row.pieces:
        return None
    return Span(row.start, max(piece.span.end for piece in row.pieces))


def _by_span(rows: Rows) -> dict[Span, AnnotationRow]:
    return {span: row for row in rows if (span := _hull(row)) is not None}


def _domains(rows: dict[Span, AnnotationRow], names: Names) -> Mentions:
    return {span: Named(None, names.domain_names(row.domain_id)) for span, row in rows.items()}


def _tell_spans(
    tell: Callable[..., None],
    article: ArticleText,
    wanted: dict[Span, AnnotationRow],
    given: dict[Span, AnnotationRow],
) -> None:
    """Note what was missed, found for nothing, or found with other bounds."""
    alone = {span: row for span, row in given.items() if span not in wanted}
    for span, row in wanted.items():
        if span in given:
            continue
        near = next((other for other in alone if other.overlaps(span)), None)
        if near is None:
            tell(article, MISSED, row)
        else:
            found = alone.pop(near)
            said = tuple(" ".join(article.body[s:e].split()) for s, e in (span, near))
            tell(article, "wrong bounds", row, found=found, said=said)
    for row in alone.values():
        tell(article, SPURIOUS, row, found=row)
