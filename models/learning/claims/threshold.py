# SPDX-License-Identifier: MIT
"""How sure a claim has to be to be suggested: the project's setting behind “more” and “surer”."""

from __future__ import annotations

import contextlib

from sqlalchemy import Connection
from sqlmodel import Session

from claimdesk.models.store.settings import put_setting, setting

_KEY = "suggest.threshold"
LOWEST, HIGHEST = 0.05, 0.95
"""Below the lowest, hardly one in twenty is right, and they would be many."""


def threshold(connection: Connection) -> float | None:
    """Return the least score of a claim to be suggested; None: what the model advises."""
    value = setting(connection, _KEY)
    with contextlib.suppress(ValueError):
        if value is not None and LOWEST <= float(value) <= HIGHEST:
            return float(value)
    return None


def set_threshold(session: Session, value: float | None) -> None:
    """Suggest claims from this score on, or with None as the model advises.

    Raises ValueError if it is not between LOWEST and HIGHEST.
    """
    if value is not None and not LOWEST <= value <= HIGHEST:
        raise ValueError(f"a threshold lies between {LOWEST} and {HIGHEST}, not at {value}")
    put_setting(session, _KEY, None if value is None else f"{value:.3f}")
