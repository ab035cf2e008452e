# SPDX-License-Identifier: MIT
"""Names of the files that articles are written to."""

from __future__ import annotations

import re

_LONGEST = 60
_UNSAFE = re.compile(r"[^\w.-]+")


def name_of_title(title: str) -> str:
    """Return a part of a file name, safe on every system, that is like a title; it may be empty."""
    return _UNSAFE.sub("-", title)[:_LONGEST].strip("-.")
