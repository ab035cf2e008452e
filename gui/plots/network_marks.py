# SPDX-License-Identifier: MIT
"""What can be pointed at and chosen in a network."""

from __future__ import annotations

from typing import NamedTuple


class NetworkMark(NamedTuple):
    """A node by its key, or a link by those of both ends."""

    first: str
    second: str | None = None
