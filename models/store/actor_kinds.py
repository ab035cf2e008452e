# SPDX-License-Identifier: MIT
"""The kinds of actors, for the schema and for processes that do not import it."""

from __future__ import annotations

ACTOR_KINDS = ("state", "alliance", "organization", "person", "group", "place")
