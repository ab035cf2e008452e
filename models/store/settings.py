# SPDX-License-Identifier: MIT
"""Settings of a project that people write, such as its guideline. Recorded, so undone as well."""

from __future__ import annotations

from sqlalchemy import Connection, delete
from sqlmodel import Session, col, select

from claimdesk.models.store.schema import Setting

_GUIDELINE = "guideline"


def setting(connection: Connection, key: str) -> str | None:
    """Return the value of a setting, None if it is not set."""
    return connection.execute(
        select(Setting.value).where(col(Setting.key) == key)
    ).scalar_one_or_none()


def put_setting(session: Session, key: str, value: str | None) -> None:
    """Set a setting; None takes it away."""
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
    """Return how the project is to be annotated: plain text, empty if nobody has written one."""
    return setting(connection, _GUIDELINE) or ""


def set_guideline(session: Session, text: str) -> None:
    """Write the guideline; white space at its ends is dropped."""
    put_setting(session, _GUIDELINE, text.strip() or None)
