# SPDX-License-Identifier: MIT
"""Claims in languages that nothing here parses: quotations beside a name that is known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimdesk.models.registry.name_matching import UNSPACED
from claimdesk.models.suggest.claim_drafts import (
    ClaimDraft,
    SpanDraft,
)
from claimdesk.models.suggest.data import MentionSuggestion
from claimdesk.models.suggest.quotes import Quotation
from claimdesk.models.text.spans import Span

RULE = "quoted"

_NEAR = 120
"""Code points that may lie between a quotation and the name of its speaker."""
_SHORT = 3
"""Words of the shortest quotation that counts as speech."""
_SHORT_UNSPACED = 8
"""Its letters, in a script without spaces."""
_SCORE = 0.6
_SENTENCE_END = re.compile(r"[.!?…][\"'”“’»)]*\s|[。！？\n]")
_LETTERS = re.compile(f"[{UNSPACED}]")


def quoted_claims(
    text: str, quotations: Sequence[Quotation], mentions: Sequence[MentionSuggestion]
) -> list[SpanDraft]:
    """Return quotations in sentences that name a speaker; no verb has to be understood."""
    names = [
        mention.span
        for mention in mentions
        if not any(quotation.span.overlaps(mention.span) for quotation in quotations)
    ]
    found = []
    for quotation in quotations:
        near = [(gap, name) for name in names if (gap := _gap(text, quotation.span, name))]
        if near and _is_speech(text[quotation.span.start : quotation.span.end]):
            source = min(near)[1]
            found.append(ClaimDraft((source,), (), (quotation.span,), RULE, score=_SCORE))
    return found


def _is_speech(quoted: str) -> bool:
    return len(quoted.split()) >= _SHORT or len(_LETTERS.findall(quoted)) >= _SHORT_UNSPACED


def _gap(text: str, quotation: Span, name: Span) -> int:
    """Code points from a name to the quotation in its sentence; 0 if they don't belong together."""
    first, second = sorted((quotation, name))
    between = text[first.end : second.start]
    if not between.strip() or len(between) > _NEAR or _SENTENCE_END.search(between):
        return 0
    return len(between)
