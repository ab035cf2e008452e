# SPDX-License-Identifier: MIT
"""Keys of coded fields and their values: made from the first label, to stay when that changes."""

from __future__ import annotations

import re
from collections.abc import Container


def free_key(label: str, taken: Container[str], otherwise: str) -> str:
    """Return a key like `label` that is not taken; like `otherwise` if the label has no letters."""
    stem = re.sub(r"\W+", "_", label.lower()).strip("_") or otherwise
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key
