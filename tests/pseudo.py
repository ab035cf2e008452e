# SPDX-License-Identifier: MIT
"""Finds text that escaped the message catalogue, in a process whose language marks messages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

LANGUAGE = {"CLAIMDESK_LANGUAGE": "pseudo"}
"""The environment of such a process."""

_MARKED = re.compile(r"⟦[^⟧]*⟧")
_WORD = re.compile(r"[^\W\d_]{2,}")


def unmarked(text: str, known: Collection[str]) -> Iterator[str]:
    """The parts of a text that are neither messages nor known; `known` is data and names."""
    for part in _MARKED.split(text):
        rest = part.strip(" \t\n.,:;–—-·…“”\"'()[]<>&|")
        if _WORD.search(rest) and rest not in known and part.strip() not in known:
            yield rest
