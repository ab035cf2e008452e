# SPDX-License-Identifier: MIT
"""Events that the analyst marks on time lines, such as a summit; kept with the project."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection
from sqlmodel import Session

from claimdesk.models.store.settings import put_setting, setting

EVENTS = "analysis.events"
_MOST, _LONGEST = 500, 200


class Event(NamedTuple):
    """Something that happened on a day (ISO 8601)."""

    day: str
    label: str


def events(connection: Connection) -> list[Event]:
    """Return the events of the project in order of time. A malformed setting is ignored."""
    try:
        stored = json.loads(setting(connection, EVENTS) or "[]")
    except (ValueError, RecursionError):
        return []
    found = [event for one in stored if (event := _event(one))] if isinstance(stored, list) else []
    return sorted(found)[:_MOST]


def _event(stored: object) -> Event | None:
    if (
        not isinstance(stored, list)
        or len(stored) != 2
        or not all(isinstance(s, str) for s in stored)
    ):
        return None
    day, label = stored
    return Event(day, label[:_LONGEST]) if label and is_day(day) else None


def is_day(text: str) -> bool:
    """Return whether a text is a day such as 2024-05-31."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def set_events(session: Session, wanted: Iterable[Event]) -> None:
    """Keep these events and no others; those without a label are dropped.

    Raises ValueError if one is not on a day.
    """
    kept = sorted({Event(day, " ".join(label.split())[:_LONGEST]) for day, label in wanted})
    for event in kept:
        if not is_day(event.day):
            raise ValueError(f"{event.day} is not a day")
    text = json.dumps([list(event) for event in kept if event.label], ensure_ascii=False)
    put_setting(session, EVENTS, text if text != "[]" else None)
