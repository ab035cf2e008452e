# SPDX-License-Identifier: MIT
"""The models of mentions that a project keeps: which is in use, and the way back.

A model can be learned again, so keeping one or going back writes no history; nothing that an
analyst decided depends on it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from claimdesk.models.errors import ClaimdeskError
from claimdesk.models.history import Changes
from claimdesk.models.learning.chain import LIMIT
from claimdesk.models.learning.mentions import LAYER, Learned
from claimdesk.models.project import Project
from claimdesk.models.schema import now
from claimdesk.models.suggest.types import Recogniser

KEPT = 5
"""Versions that a project keeps; the oldest that is not in use goes."""


@dataclass(frozen=True, slots=True)
class Version:
    """One model of the project, as a list of them shows it."""

    version: int
    active: bool
    created: str
    report: Mapping[str, Any]
    """As in `Learned`; empty if it can't be read."""


def versions(connection: Connection) -> list[Version]:
    """The models of the project, the newest first."""
    rows = connection.exec_driver_sql(
        "SELECT version, active, created, report FROM model WHERE layer = ? ORDER BY version DESC",
        (LAYER,),
    )
    return [Version(row[0], bool(row[1]), row[2], _report(row[3])) for row in rows]


def active(connection: Connection) -> Recogniser | None:
    """The model in use; None without one, also if it is too large to be one."""
    row = connection.exec_driver_sql(
        "SELECT version, data FROM model WHERE layer = ? AND active AND length(data) <= ? "
        "ORDER BY version DESC LIMIT 1",
        (LAYER, LIMIT),
    ).first()
    return Recogniser(int(row[0]), bytes(row[1])) if row is not None else None


def keep(project: Project, learned: Learned) -> dict[str, Any]:
    """Put a model to use that was adopted; the report, with its version. Others change nothing."""
    if learned.data is None:
        return learned.report
    with project.unrecorded() as (connection, told):
        row = connection.exec_driver_sql(
            "SELECT coalesce(max(version), 0) + 1 FROM model WHERE layer = ?", (LAYER,)
        ).one()
        report = {**learned.report, "version": int(row[0])}
        connection.exec_driver_sql("UPDATE model SET active = 0 WHERE layer = ?", (LAYER,))
        connection.exec_driver_sql(
            "INSERT INTO model (layer, version, active, report, data, created) "
            "VALUES (?, ?, 1, ?, ?, ?)",
            (LAYER, row[0], json.dumps(report), learned.data, now()),
        )
        connection.exec_driver_sql(
            "DELETE FROM model WHERE layer = ? AND version <= ? - ?", (LAYER, row[0], KEPT)
        )
        told.append(_changed(connection, "A new model of mentions"))
    return report


def activate(project: Project, version: int | None) -> None:
    """Use this version from now on; None: names, rules and memory alone.

    Raises ClaimdeskError if the project has no such version.
    """
    with project.unrecorded() as (connection, told):
        if version is not None and version not in [v.version for v in versions(connection)]:
            raise ClaimdeskError(f"{project.path} has no model of mentions {version}.")
        connection.exec_driver_sql(
            "UPDATE model SET active = (version IS ?) WHERE layer = ?", (version, LAYER)
        )
        told.append(_changed(connection, "Another model of mentions"))


def _changed(connection: Connection, label: str) -> Changes:
    rows = connection.exec_driver_sql("SELECT id FROM model WHERE layer = ?", (LAYER,))
    return Changes(label, rows={"model": frozenset(row[0] for row in rows)})


def _report(text: str) -> Mapping[str, Any]:
    try:
        report = json.loads(text)
    except ValueError:
        return {}
    return report if isinstance(report, dict) else {}
