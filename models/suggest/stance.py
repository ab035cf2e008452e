# SPDX-License-Identifier: MIT
"""Proposes a claim's stance and kind from its cue, its negation and the words of its content."""

from __future__ import annotations

import re
from functools import cache

from claimdesk.models.suggest.claim_drafts import SpanDraft
from claimdesk.models.suggest.cues import cue_lexicon

_DEMAND = re.compile(r"\b(?:should|must|ought to|needs? to|ha(?:s|ve) to)\b", re.IGNORECASE)
_PREDICTION = re.compile(r"\b(?:will|would|could|may|might|is going to|are going to|won’t|won't)\b")
_DENIAL = re.compile(r"\b(?:deny|denies|denied|denying|refut\w+|untrue|not true)\b", re.IGNORECASE)
_OPPOSITE = {"supportive": "opposed", "opposed": "supportive"}
_ORDER = ("opposed", "sceptical", "conditional", "supportive")


@cache
def _pattern(stance: str) -> re.Pattern[str]:
    words = sorted(cue_lexicon().stance_words[stance], key=len, reverse=True)
    joined = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"\b(?:{joined})s?\b", re.IGNORECASE)


def stance_of(text: str, claim: SpanDraft) -> str | None:
    """Return the key of a stance, or None where nothing speaks for one."""
    stance = claim.reading.stance if claim.reading is not None else None
    if stance is not None:
        return _OPPOSITE.get(stance, stance) if claim.negated else stance
    content = " ".join(text[span.start : span.end] for span in claim.content)
    counts = {key: len(_pattern(key).findall(content)) for key in _ORDER}
    if not any(counts.values()):
        return "neutral" if _is_plain(claim) and not _DEMAND.search(content) else None
    for key in ("opposed", "sceptical"):
        if counts[key] and counts[key] >= counts["supportive"]:
            return key
    if counts["conditional"] and _begins_with_condition(content, counts["supportive"]):
        return "conditional"
    return "supportive" if counts["supportive"] else None


def _is_plain(claim: SpanDraft) -> bool:
    """Return whether the cue only reports, as `said` does."""
    reading = claim.reading
    said = reading is not None and {"clause", "quote"} <= reading.frames
    return said and reading is not None and reading.kind == "assertion"


def _begins_with_condition(content: str, supportive: int) -> bool:
    match = _pattern("conditional").search(content)
    return match is not None and (supportive == 0 or match[0].lower().startswith("need"))


def kind_of(text: str, claim: SpanDraft) -> str | None:
    """Return the key of a claim kind, or None where the cue is not in the lexicon."""
    kind = claim.reading.kind if claim.reading is not None else None
    if kind not in (None, "assertion"):
        return kind
    cue = " ".join(text[span.start : span.end] for span in claim.cue)
    if _DENIAL.search(cue):
        return "denial"
    if not claim.content:
        return kind
    first, last = claim.content[0], claim.content[-1]
    if text[last.start : last.end].rstrip("”\"'’ ").endswith("?"):
        return "question"
    opening = text[first.start : min(first.end, first.start + 200)]
    if _DEMAND.search(opening):
        return "demand"
    return "prediction" if _PREDICTION.search(opening) else kind
