# SPDX-License-Identifier: MIT
"""Settings of a project, such as its guideline; changes are recorded and can be undone."""

from __future__ import annotations

from sqlalchemy import Connection, delete
from sqlmodel import Session, col, select

from claimdesk.models.store.schema import Setting

_GUIDELINE = "guideline"
SUGGESTION_QUEUE = "suggest.queue"
"""What waits for suggestions: it names articles by id, so it stays in this file."""


def setting(connection: Connection, key: str) -> str | None:
    """Return the value of a setting, None if it is not set."""
    return connection.execute(
        select(Setting.value).where(col(Setting.key) == key)
    ).scalar_one_or_none()


def put_setting(session: Session, key: str, value: str | None) -> None:
    """Set a setting; None removes it."""
    if value is None:
        session.execute(delete(Setting).where(col(Setting.key) == key))
        return
    row = session.exec(select(Setting).where(Setting.key == key)).first()
    if row is None:
        session.add(Setting(key=key, value=value))
    else:
        row.value = value
    session.flush()


def guideline(connection: Connection) -> str:
    """Return the guideline of the project: plain text, empty if there is none."""
    return setting(connection, _GUIDELINE) or ""


def set_guideline(session: Session, text: str) -> None:
    """Set the guideline; surrounding white space is dropped."""
    put_setting(session, _GUIDELINE, text.strip() or None)
