# SPDX-License-Identifier: MIT
"""The kinds of actors, for the tables and for processes that do without them."""

from __future__ import annotations

ACTOR_KINDS = ("state", "alliance", "organization", "person", "group", "place")
