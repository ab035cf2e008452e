# SPDX-License-Identifier: MIT
"""Claims without a parser: quotations beside a verb of saying and a name, and `according to`."""

from __future__ import annotations

import re

from claimdesk.models.suggest.claim_drafts import (
    ClaimDraft,
    SpanDraft,
)
from claimdesk.models.suggest.cues import Cue, cue_lexicon
from claimdesk.models.suggest.quotes import Quotation
from claimdesk.models.text.spans import Span, trimmed

_SAID = (
    "said|says|say|told|added|adds|wrote|writes|tweeted|replied|asked|explained|announced|declared"
    "|argued|argues|noted|notes|warned|warns|insisted|insists|stated|states|claimed|claims"
)
_PART = r"(?:[A-Z]\.|(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Prof)\.|[A-Z][\w’'-]*)"
_NAME = rf"(?:{_PART}|[Hh]e|[Ss]he|[Tt]hey)(?: (?:{_PART}|of|the|and(?= [A-Z])))*"
_SAID_NAME = re.compile(rf"\s*,?\s*(?P<cue>{_SAID})\s+(?P<source>{_NAME})")
_NAME_SAID = re.compile(rf"\s*,?\s*(?P<source>{_NAME})\s+(?P<cue>{_SAID})\b")
_BEFORE = re.compile(rf"(?P<source>{_NAME})\s+(?P<cue>{_SAID})\b[^.“”\"]{{0,60}}?[,:]?\s*$")
_ACCORDING = re.compile(rf"(?P<cue>[Aa]ccording to)\s+(?P<source>(?:the |a |an )?{_NAME})")
_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?!\s|$)[^.!?]*)*")
_SHORT = 3
"""Words of the shortest quotation that counts as speech."""


def regex_claims(text: str, paragraph: Span, quotations: list[Quotation]) -> list[SpanDraft]:
    """Return the claims in one paragraph of `text`, found by patterns alone."""
    found = []
    for quotation in quotations:
        span = quotation.span
        if len(text[span.start : span.end].split()) < _SHORT:
            continue
        limit = min(paragraph.end, span.end + 200)
        match = _SAID_NAME.match(text, span.end, limit) or _NAME_SAID.match(text, span.end, limit)
        if match is None:
            start = max(paragraph.start, span.start - 200)
            match = _last(_BEFORE, text, start, span.start)
        if match is not None:
            found.append(_claim(match, (span,), 0.8, "pattern"))
    for match in _ACCORDING.finditer(text, *paragraph):
        content = _around(text, paragraph, match)
        if content is not None:
            found.append(_claim(match, (content,), 0.7, "pattern"))
    return found


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    return pattern.search(text, start, end)


def _claim(match: re.Match[str], content: tuple[Span, ...], score: float, rule: str) -> SpanDraft:
    cue = Span(*match.span("cue"))
    reading: Cue | None = cue_lexicon().verb("say").get("quote")
    return ClaimDraft((Span(*match.span("source")),), (cue,), content, rule, reading, False, score)


def _around(text: str, paragraph: Span, match: re.Match[str]) -> Span | None:
    """Return the rest of the sentence that `according to` belongs to."""
    for sentence in _SENTENCE.finditer(text, *paragraph):
        if sentence.start() <= match.start() < sentence.end():
            before = trimmed(text, Span(sentence.start(), match.start()))
            after = trimmed(text, Span(match.end(), sentence.end()))
            best = max(before, after, key=lambda span: span.end - span.start)
            while best.start < best.end and not text[best.start].isalnum():
                best = Span(best.start + 1, best.end)
            while best.end > best.start and text[best.end - 1] in " ,;:–—-":
                best = Span(best.start, best.end - 1)
            return best if best.end - best.start > 3 else None
    return None
