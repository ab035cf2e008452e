# SPDX-License-Identifier: MIT
"""Claims in a parsed stretch: source, cue and content by rules on the dependency parse.

The rules know neither actors nor codebooks. Another finder with the call of `find_claims` can
take their place, or use their drafts as features.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claimdesk.models.spans import Span
from claimdesk.models.suggest import syntax
from claimdesk.models.suggest.cues import CueLexicon, cue_lexicon
from claimdesk.models.suggest.drafts import GOOD, Draft, FoundClaim, Paragraph
from claimdesk.models.suggest.phrases import Phrases
from claimdesk.models.suggest.quotes import Quotation
from claimdesk.models.suggest.reports import Reports
from claimdesk.models.suggest.speech import Speech, introduction
from claimdesk.models.suggest.syntax import NONE, Tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_claims(doc: Doc, stretch: Span, quotations: list[Quotation]) -> list[FoundClaim]:
    """The claims in one parsed stretch of an article, in the order of their contents.

    `quotations` are those of the article that overlap the stretch.
    """
    paragraph = Paragraph(doc, _token_ranges(doc, stretch, quotations))
    return [_found(doc, stretch.start, draft) for draft in draft_claims(paragraph, cue_lexicon())]


def introduced(
    doc: Doc, stretch: Span, quotations: list[Quotation], content: tuple[Span, ...]
) -> FoundClaim | None:
    """The claim whose `content` are the quotations after a stretch that ends in a colon."""
    paragraph = Paragraph(doc, _token_ranges(doc, stretch, quotations))
    colon = len(doc) - 1
    found = introduction(doc, colon, paragraph) if colon > 0 else None
    if found is None:
        return None
    source, verb = found
    draft = Draft(source, frozenset(range(verb.i, colon)), NONE, "colon", None, False, GOOD, verb.i)
    return _found(doc, stretch.start, draft).with_content(content)


def draft_claims(paragraph: Paragraph, lexicon: CueLexicon) -> list[Draft]:
    """The claims as tokens of the paragraph, in the order of their contents."""
    speech = Speech(paragraph, lexicon)
    reports = Reports(paragraph, lexicon, speech)
    phrases = Phrases(paragraph, lexicon)
    drafts = [*speech.find(), phrases.headline()]
    for token in paragraph.doc:
        if speech.holds(token):
            continue
        if syntax.is_verbal(token) and token.lower_ != "according":
            drafts.append(phrases.participle(token) or reports.find(token))
        else:
            drafts.append(phrases.find(token))
    kept = _without_nested([draft for draft in drafts if draft is not None], paragraph)
    return _trimmed(paragraph, kept)


def _without_nested(drafts: list[Draft], paragraph: Paragraph) -> list[Draft]:
    """The drafts but for those that stand inside the content of a surer one.

    What somebody else is reported to say, or how the speaker sees a thing, stays as a claim of its
    own; `…, adding that …` after a content is cut off from it.
    """
    inside: set[int] = set()
    anchors: set[int] = set()
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (-d.score, -len(d.content))):
        nested = draft.anchor in inside
        if nested and (outer := _cut_before(draft, kept, paragraph)) is not None:
            kept[kept.index(outer)] = replace(
                outer, content=frozenset(i for i in outer.content if i < min(draft.cue))
            )
            draft = replace(draft, source=outer.source)
        elif nested and _is_own_claim(draft, paragraph):
            kept.append(draft)
            continue
        elif nested or not anchors.isdisjoint(draft.content):
            continue
        kept.append(draft)
        inside |= draft.content
        anchors.add(draft.anchor)
    return kept


def _cut_before(draft: Draft, kept: list[Draft], paragraph: Paragraph) -> Draft | None:
    """The claim whose content `draft` follows, as in `…, adding that …`."""
    doc, first = paragraph.doc, min(draft.cue)
    if doc[draft.anchor].tag_ != "VBG" or first == 0 or not doc[first - 1].is_punct:
        return None
    if draft.rule not in ("clause", "quotation") or paragraph.quotation_at[first] is not None:
        return None
    for outer in kept:
        if draft.anchor in outer.content:
            before = any(i < first for i in outer.content)
            return outer if before and outer.anchor < first else None
    return None


def _is_own_claim(draft: Draft, paragraph: Paragraph) -> bool:
    """Whether a claim inside another's content is told as such: said by others, or a view."""
    reading = draft.reading
    if not draft.source or reading is None or paragraph.quotation_at[draft.anchor] is not None:
        return False
    if draft.rule == "as":
        return "as" in reading.frames
    said = draft.rule == "clause" and {"clause", "quote"} <= reading.frames
    return said and all(paragraph.doc[i].pos_ != "PRON" for i in draft.source)


def _trimmed(paragraph: Paragraph, drafts: list[Draft]) -> list[Draft]:
    seen: set[tuple[Tokens, Tokens]] = set()
    found = []
    for draft in drafts:
        content = paragraph.trimmed(draft.content)
        if content and (draft.cue, content) not in seen:
            seen.add((draft.cue, content))
            source = paragraph.trimmed(draft.source)
            found.append(replace(draft, source=source, content=content))
    return sorted(found, key=lambda draft: (min(draft.content), draft.anchor))


def _token_ranges(doc: Doc, stretch: Span, quotations: list[Quotation]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for quotation in quotations:
        start = max(quotation.span.start, stretch.start) - stretch.start
        end = min(quotation.span.end, stretch.end) - stretch.start
        part = doc.char_span(start, end, alignment_mode="expand")
        if part is None:
            continue
        first = max(part.start, found[-1][1]) if found else part.start
        if first < part.end:
            found.append((first, part.end))
    return found


def _found(doc: Doc, offset: int, draft: Draft) -> FoundClaim:
    def spans(tokens: Tokens) -> tuple[Span, ...]:
        return tuple(
            Span(offset + doc[first].idx, offset + doc[last - 1].idx + len(doc[last - 1]))
            for first, last in syntax.runs(doc, tokens)
        )

    return FoundClaim(
        spans(draft.source),
        spans(draft.cue),
        spans(draft.content),
        draft.rule,
        draft.reading,
        draft.negated,
        draft.score,
    )
