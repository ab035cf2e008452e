# SPDX-License-Identifier: MIT
"""Claims in a parsed chunk: source, cue and content by rules on the dependency parse.

The rules know neither actors nor codebooks. A learned model can take their place; their drafts are
among its features.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claimdesk.models.suggest import bounds, syntax
from claimdesk.models.suggest.claim_drafts import (
    GOOD,
    ClaimDraft,
    Paragraph,
    SpanDraft,
    TokenDraft,
)
from claimdesk.models.suggest.cues import Cue, CueLexicon
from claimdesk.models.suggest.direct_speech import DirectSpeech, introduction
from claimdesk.models.suggest.phrases import Phrases
from claimdesk.models.suggest.quotes import Quotation
from claimdesk.models.suggest.reporting_verbs import ReportingVerbs
from claimdesk.models.suggest.syntax import NONE, Tokens
from claimdesk.models.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc


_JUDGED = ("supportive", "opposed")
"""Stances of verbs of praise and blame."""
_THIRD = frozenset({"he", "she", "it", "they"})
CONTINUED = ("clause", "quotation", "object", "sentence", "as")
"""Rules whose claims a quotation in the next sentence may go on with."""


_BESIDE = ("clause", "quotation", "as", "infinitive")
"""Rules whose claims may stand beside what is said: `…, adding that …`, `…, calling it …`."""


def introduced(
    doc: Doc, chunk: Span, quotations: list[Quotation], content: tuple[Span, ...]
) -> SpanDraft | None:
    """Return the claim whose `content` are the quotations after a chunk that ends in a colon."""
    paragraph = paragraph_of(doc, chunk, quotations)
    colon = len(doc) - 1
    found = introduction(doc, colon, paragraph) if colon > 0 else None
    if found is None:
        return None
    source, verb = found
    draft = ClaimDraft(
        source, frozenset(range(verb.i, colon)), NONE, "colon", None, False, GOOD, verb.i
    )
    return replace(placed(doc, chunk.start, draft), content=content)


def paragraph_of(doc: Doc, chunk: Span, quotations: list[Quotation]) -> Paragraph:
    """Return the parsed chunk with those of the article's quotations that overlap it."""
    return Paragraph(doc, _token_ranges(doc, chunk, quotations))


def draft_claims(paragraph: Paragraph, lexicon: CueLexicon) -> list[TokenDraft]:
    """Return the claims as tokens of the paragraph, in the order of their contents."""
    return all_drafts(paragraph, lexicon)[0]


def all_drafts(
    paragraph: Paragraph, lexicon: CueLexicon
) -> tuple[list[TokenDraft], list[TokenDraft]]:
    """Return the claims of `draft_claims`, and all that the rules found before any was dropped."""
    speech = DirectSpeech(paragraph, lexicon)
    reports = ReportingVerbs(paragraph, lexicon, speech)
    phrases = Phrases(paragraph, lexicon)
    drafts = [*speech.find(), phrases.headline()]
    for token in paragraph.doc:
        if speech.holds(token):
            continue
        if syntax.is_verbal(token) and token.lower_ != "according":
            drafts.append(phrases.participle(token) or reports.find(token))
        else:
            drafts.append(phrases.find(token))
    every = [draft for draft in drafts if draft is not None]
    kept = _with_later_quotations(_without_nested(every, paragraph), paragraph, speech)
    return _trimmed(paragraph, kept), every


def _without_nested(drafts: list[TokenDraft], paragraph: Paragraph) -> list[TokenDraft]:
    """Return the drafts but for those that stand inside the content of a surer one.

    What somebody else is reported to say, or how the speaker sees a thing, stays as a claim of its
    own; `…, adding that …` and `…, while others said …` are cut off from the content before.
    """
    inside: set[int] = set()
    kept: list[TokenDraft] = []
    for draft in sorted(drafts, key=lambda d: (-d.score, -len(d.content))):
        nested = draft.anchor in inside
        first = _separate_from(draft, paragraph) if nested else None
        outer = _holding(kept, draft.anchor, first) if first is not None else None
        if first is not None and outer is not None:
            content = frozenset(i for i in outer.content if i < first)
            kept[kept.index(outer)] = replace(outer, content=content)
            if draft.rule != "according" and paragraph.doc[draft.anchor].tag_ == "VBG":
                draft = replace(draft, source=outer.source)
        elif nested and is_own_claim(draft, paragraph):
            kept.append(draft)
            continue
        elif nested or not _may_hold(draft, kept, paragraph):
            continue
        kept.append(draft)
        inside |= draft.content
    return kept


def _may_hold(draft: TokenDraft, kept: list[TokenDraft], paragraph: Paragraph) -> bool:
    """Return whether what stands inside the content of a less sure draft are claims of their own.

    As in `he accused the council of what he called cowardice`.
    """
    return all(is_own_claim(one, paragraph) for one in kept if one.anchor in draft.content)


def _separate_from(draft: TokenDraft, paragraph: Paragraph) -> int | None:
    """Return the token from which a nested claim stands beside what is said, not inside it."""
    doc, verb = paragraph.doc, paragraph.doc[draft.anchor]
    if draft.rule == "according":
        rest = doc[max(draft.source) + 1 : verb.sent.end]
        return verb.i if all(t.is_punct or t.is_space for t in rest) else None
    if draft.rule not in _BESIDE or paragraph.quotation_at[verb.i] is not None:
        return None
    contrast = next((c.i for c in verb.children if c.lower_ == "while"), None)
    if contrast is not None:
        return contrast if draft.source else None
    first = min(draft.cue)
    return first if verb.tag_ == "VBG" and first > 0 and doc[first - 1].is_punct else None


def _holding(kept: list[TokenDraft], anchor: int, first: int) -> TokenDraft | None:
    """Return the claim before token `first` whose content holds the anchor."""
    for outer in kept:
        if anchor in outer.content:
            before = outer.anchor < first and min(outer.content) < first
            return outer if before else None
    return None


def _with_later_quotations(
    drafts: list[TokenDraft], paragraph: Paragraph, speech: DirectSpeech
) -> list[TokenDraft]:
    """Give a quoted sentence without a speaker to the claim of the sentence before."""
    found, doc = list(drafts), paragraph.doc
    for number in speech.unattributed():
        start, end = paragraph.quotations[number]
        before = next((t for t in reversed(doc[:start]) if not t.is_space), None)
        if before is None or not before.is_punct or before.text in (",", ":", "(", "-"):
            continue
        sentence = before.sent
        claims = [
            draft
            for draft in found
            if sentence.start <= draft.anchor < sentence.end and draft.rule in CONTINUED
        ]
        if claims:
            claim = max(claims, key=lambda draft: draft.score)
            content = claim.content | frozenset(range(start, end))
            found[found.index(claim)] = replace(claim, content=content)
    return found


def is_own_claim(draft: TokenDraft, paragraph: Paragraph) -> bool:
    """Return whether a claim inside another's content is separate: said by others, or a view."""
    reading = draft.reading
    if not draft.source or reading is None or paragraph.quotation_at[draft.anchor] is not None:
        return False
    if draft.rule == "as":
        called = "small" in reading.frames and _is_finite(draft, paragraph)
        return "as" in reading.frames or called
    if any(paragraph.doc[i].pos_ == "PRON" for i in draft.source):
        return _is_said_by_third(draft, reading, paragraph)
    if draft.rule == "object":
        judged = reading.stance in _JUDGED and _is_finite(draft, paragraph)
        return judged or _is_named(draft, paragraph)
    said = {"clause", "quote"} <= reading.frames or _is_named(draft, paragraph)
    return draft.rule == "clause" and said


def _is_said_by_third(draft: TokenDraft, reading: Cue, paragraph: Paragraph) -> bool:
    """Return whether he, she, it or they say it: `Keller added that they had warned of …`."""
    words = {paragraph.doc[i].lower_ for i in draft.source}
    said = draft.rule == "clause" and {"clause", "quote"} <= reading.frames
    return said and not _THIRD.isdisjoint(words) and _is_finite(draft, paragraph)


def _is_finite(draft: TokenDraft, paragraph: Paragraph) -> bool:
    return paragraph.doc[draft.anchor].tag_ in syntax.FINITE


def _is_named(draft: TokenDraft, paragraph: Paragraph) -> bool:
    """Return whether the source has a name and the verb is finite."""
    named = any(paragraph.doc[i].pos_ == "PROPN" for i in draft.source)
    return named and _is_finite(draft, paragraph)


def _trimmed(paragraph: Paragraph, drafts: list[TokenDraft]) -> list[TokenDraft]:
    seen: set[tuple[Tokens, Tokens]] = set()
    found = []
    for draft in drafts:
        content = paragraph.trimmed(draft.content)
        if draft.rule == "clause":
            content = paragraph.trimmed(bounds.shortened(paragraph, content))
        if content and (draft.cue, content) not in seen:
            seen.add((draft.cue, content))
            source = paragraph.trimmed(draft.source)
            found.append(replace(draft, source=source, content=content))
    return sorted(found, key=lambda draft: (min(draft.content), draft.anchor))


def _token_ranges(doc: Doc, chunk: Span, quotations: list[Quotation]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for quotation in quotations:
        start = max(quotation.span.start, chunk.start) - chunk.start
        end = min(quotation.span.end, chunk.end) - chunk.start
        part = doc.char_span(start, end, alignment_mode="expand")
        if part is None:
            continue
        first = max(part.start, found[-1][1]) if found else part.start
        if first < part.end:
            found.append((first, part.end))
    return found


def placed(doc: Doc, offset: int, draft: TokenDraft) -> SpanDraft:
    """Return a draft of a parsed chunk that begins at `offset` as spans of the article."""

    def spans(tokens: Tokens) -> tuple[Span, ...]:
        found = (_place(doc, *run) for run in syntax.runs(doc, tokens))
        return tuple(Span(offset + s.start, offset + s.end) for s in found if s.start < s.end)

    return ClaimDraft(
        spans(draft.source),
        spans(draft.cue),
        spans(draft.content),
        draft.rule,
        draft.reading,
        draft.negated,
        draft.score,
    )


def _place(doc: Doc, first: int, last: int) -> Span:
    """Return the span of tokens; a token may end in white space, a span must not."""
    start, end = doc[first], doc[last - 1]
    lead = len(start.text) - len(start.text.lstrip())
    return Span(start.idx + lead, max(start.idx + lead, end.idx + len(end.text.rstrip())))
