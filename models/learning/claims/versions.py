# SPDX-License-Identifier: MIT
"""The models that a project keeps: which is in use, what each was adopted on, and the way back.

A model can be learned again, so keeping one or going back to one writes no history; nothing that an
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
from claimdesk.models.learning.claims.outcome import LAYER, LIMIT, Learned, Outcome
from claimdesk.models.project import Project
from claimdesk.models.schema import now

KEPT = 5
"""Versions that a project keeps, besides the one in use and the one in use before it."""


@dataclass(frozen=True, slots=True)
class Version:
    """One model of the project, as a list of them shows it."""

    version: int
    active: bool
    created: str
    report: Mapping[str, Any]
    """As in `Outcome`; empty if it can't be read."""
    size: int
    """Bytes."""


def versions(connection: Connection) -> list[Version]:
    """The models of the project, the newest first."""
    rows = connection.exec_driver_sql(
        "SELECT version, active, created, report, length(data) FROM model WHERE layer = ? "
        "ORDER BY version DESC",
        (LAYER,),
    )
    return [
        Version(version, bool(active), created, _report(report), size)
        for version, active, created, report, size in rows
    ]


def active(connection: Connection) -> Learned | None:
    """The model in use; None if suggestions are made by rules alone.

    It is not looked into here: `claims.ClaimModel.read` refuses one that is damaged.
    """
    row = connection.exec_driver_sql(
        "SELECT version, CASE WHEN length(data) <= ? THEN data ELSE x'' END FROM model "
        "WHERE layer = ? AND active ORDER BY version DESC LIMIT 1",
        (LIMIT, LAYER),
    ).first()
    return Learned.of(int(row[0]), bytes(row[1])) if row is not None else None


def active_version(connection: Connection) -> int | None:
    """Which version is in use; None: rules alone."""
    row = connection.exec_driver_sql(
        "SELECT version FROM model WHERE layer = ? AND active ORDER BY version DESC LIMIT 1",
        (LAYER,),
    ).first()
    return int(row[0]) if row is not None else None


def active_report(connection: Connection) -> Mapping[str, Any]:
    """The report of the model in use; empty if there is none."""
    return next((v.report for v in versions(connection) if v.active), {})


def keep(project: Project, outcome: Outcome) -> dict[str, Any]:
    """Put a model to use that was found no worse; the report, with its version.

    An outcome without a model changes nothing. Raises ClaimdeskError if the model is too large.
    """
    if outcome.data is None:
        return outcome.report
    if len(outcome.data) > LIMIT:
        raise ClaimdeskError(f"The model is too large to be kept: {len(outcome.data)} bytes.")
    with project.unrecorded() as (connection, told):
        version, before = _next(connection), active_version(connection)
        report = {**outcome.report, "version": version}
        connection.exec_driver_sql("UPDATE model SET active = 0 WHERE layer = ?", (LAYER,))
        connection.exec_driver_sql(
            "INSERT INTO model (layer, version, active, report, data, created) "
            "VALUES (?, ?, 1, ?, ?, ?)",
            (LAYER, version, json.dumps(report), outcome.data, now()),
        )
        _forget_oldest(connection, before)
        told.append(_changed(connection, "A new model of claims"))
    return report


def activate(project: Project, version: int | None) -> None:
    """Use this version from now on; None: rules alone.

    Raises ClaimdeskError if the project has no such version.
    """
    with project.unrecorded() as (connection, told):
        known = connection.exec_driver_sql(
            "SELECT 1 FROM model WHERE layer = ? AND version = ?", (LAYER, version)
        ).first()
        if version is not None and known is None:
            raise ClaimdeskError(f"{project.path} has no model of claims {version}.")
        connection.exec_driver_sql(
            "UPDATE model SET active = (version IS ?) WHERE layer = ?", (version, LAYER)
        )
        told.append(_changed(connection, "Another model of claims"))


def _next(connection: Connection) -> int:
    row = connection.exec_driver_sql(
        "SELECT coalesce(max(version), 0) + 1 FROM model WHERE layer = ?", (LAYER,)
    ).one()
    return int(row[0])


def _forget_oldest(connection: Connection, spared: int | None) -> None:
    connection.exec_driver_sql(
        "DELETE FROM model WHERE layer = ? AND NOT active AND version IS NOT ? AND version <= "
        "(SELECT version FROM model WHERE layer = ? ORDER BY version DESC LIMIT 1 OFFSET ?)",
        (LAYER, spared, LAYER, KEPT),
    )


def _changed(connection: Connection, label: str) -> Changes:
    rows = connection.exec_driver_sql("SELECT id FROM model WHERE layer = ?", (LAYER,))
    return Changes(label, rows={"model": frozenset(row[0] for row in rows)})


def _report(text: str) -> Mapping[str, Any]:
    try:
        report = json.loads(text)
    except ValueError:
        return {}
    return report if isinstance(report, dict) else {}
