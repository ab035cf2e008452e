# SPDX-License-Identifier: MIT
"""Suggestions as one JSON object a file, as `claimdesk suggest --json` prints them."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from claimdesk.models.suggest.data import Suggestions


def json_object(file_name: str, text: str, suggestions: Suggestions) -> dict[str, Any]:
    """Return the object for one file; offsets are code points of `text`, end-exclusive."""
    return {
        "file": PurePath(file_name).name,
        "mentions": [
            {
                "start": m.span.start,
                "end": m.span.end,
                "text": text[m.span.start : m.span.end],
                "actor": m.actor.name,
                "kind": m.actor.kind,
                "score": m.score,
                "origin": m.origin,
            }
            for m in suggestions.mentions
        ],
        "claims": [
            {
                "source": [list(span) for span in c.source],
                "cue": [list(span) for span in c.cue],
                "content": [list(span) for span in c.content],
                "speaker": c.speaker.name if c.speaker is not None else None,
                "speakers": [speaker.name for speaker in c.speakers],
                "stance": c.stance,
                "kind": c.kind,
                "domains": [domain.name for domain in c.domains],
                "codes": dict(c.codes),
                "score": c.score,
                "origin": c.origin,
            }
            for c in suggestions.claims
        ],
        "domains": [
            {
                "start": d.span.start,
                "end": d.span.end,
                "text": text[d.span.start : d.span.end],
                "domain": d.domain.name,
                "score": d.score,
                "origin": d.origin,
            }
            for d in suggestions.domains
        ],
    }
