# SPDX-License-Identifier: MIT
"""What came of learning, and the model that came of it, as plain data."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

LAYER = "claim"
LIMIT = 24 * 2**20
"""Bytes of a model at most; one of 300 articles has a tenth of it."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A model learned in a project. Two are equal if version and content are."""

    version: int
    data: bytes = field(repr=False, compare=False)
    digest: str = ""
    """SHA-256 of `data` in hexadecimal digits."""

    @classmethod
    def of(cls, version: int, data: bytes) -> Learned:
        """Return the model with these bytes."""
        return cls(version, data, hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What learning came to: a report for people, and the model if it is to be used.

    The report is JSON: {"layer", "adopted", "reason", "version", "articles", "claims", "seconds",
    "pipeline", "threshold", "compared", "now", "before", "mistakes", "held_out"}.

    - "reason" is a sentence that says why it was adopted or not. "version" is null if it was not.
    - "now" and "before" are {"what", "content", "content_source"}: precision, recall and F in
      percent of the claims found, and found with their source, each as {"p", "r", "f", "tp",
      "gold", "pred"}, over the "compared" articles, on each of which the model was not trained.
      "what" is `rules` or `version N`. Both are null if there was too little to learn from.
    - "mistakes" is what it still gets wrong: {"missed": [{"cue", "count", "example"}], "spurious":
      the same, "bounds": how many claims were found with other bounds, "source": how many with
      another source}.
    - "held_out" is what a later comparison needs, article by article.
    """

    report: dict[str, Any]
    data: bytes | None = field(default=None, repr=False)
    """The model; None if it was not adopted."""
