# SPDX-License-Identifier: MIT
"""Keys of coded fields and their values: made from the first label, to stay when that changes."""

from __future__ import annotations

import re
from collections.abc import Container

CLAIM_FIELDS = (
    "speaker",
    "speaker_kind",
    "country",
    "domain",
    "main_domain",
    "stance",
    "kind",
    "outlet",
    "author",
    "article",
    "annotator",
    "date",
    "week",
    "month",
    "quarter",
    "year",
)
"""What every project can count claims by; the analyst's own fields come beside these by key."""

RESERVED_KEYS = frozenset({*CLAIM_FIELDS, "certainty", "stage", "claims"})
"""Keys that an own field cannot have, because they mean something else in figures."""


def free_key(label: str, taken: Container[str], otherwise: str) -> str:
    """Return a key like `label` that is not taken; like `otherwise` if the label has no letters."""
    stem = re.sub(r"\W+", "_", label.lower()).strip("_") or otherwise
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key
