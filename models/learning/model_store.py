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

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.history import Changes
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import now

KEPT = 5
"""Versions that a project keeps, besides the one in use and the one in use before it."""


@dataclass(frozen=True, slots=True)
class Version:
    """One model of the project, as a list of them shows it."""

    version: int
    active: bool
    created: str
    report: Mapping[str, Any]
    """What learning said of it; empty if it can't be read."""
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The models of one layer in any project."""

    layer: str
    name: str
    """What they find, in the words of a message, such as `claims`."""
    limit: int
    """Bytes that a model may have."""

    def versions(self, connection: Connection) -> list[Version]:
        """Return the models of the project, the newest first."""
        rows = connection.exec_driver_sql(
            "SELECT version, active, created, report, length(data) FROM model WHERE layer = ? "
            "ORDER BY version DESC",
            (self.layer,),
        )
        return [
            Version(version, bool(active), created, _report(report), size)
            for version, active, created, report, size in rows
        ]

    def active(self, connection: Connection) -> tuple[int, bytes] | None:
        """Version and content of the model in use; None without one.

        It is not looked into here. The content of one that is too large is empty.
        """
        row = connection.exec_driver_sql(
            "SELECT version, CASE WHEN length(data) <= ? THEN data ELSE x'' END FROM model "
            "WHERE layer = ? AND active ORDER BY version DESC LIMIT 1",
            (self.limit, self.layer),
        ).first()
        return (int(row[0]), bytes(row[1])) if row is not None else None

    def active_version(self, connection: Connection) -> int | None:
        """Return which version is in use; None without one."""
        row = connection.exec_driver_sql(
            "SELECT version FROM model WHERE layer = ? AND active ORDER BY version DESC LIMIT 1",
            (self.layer,),
        ).first()
        return int(row[0]) if row is not None else None

    def active_report(self, connection: Connection) -> Mapping[str, Any]:
        """Return the report of the model in use; empty if there is none."""
        return next((v.report for v in self.versions(connection) if v.active), {})

    def keep(self, project: Project, report: dict[str, Any], data: bytes | None) -> dict[str, Any]:
        """Put a model to use that was found no worse; the report, with its version.

        Without `data` nothing changes. Raises ClaimdeskError if the model is too large.
        """
        if data is None:
            return report
        if len(data) > self.limit:
            raise ClaimdeskError(
                _("The model is too large to be kept: {count} bytes.").format(count=len(data))
            )
        with project.unrecorded() as (connection, told):
            version, before = self._next(connection), self.active_version(connection)
            report = {**report, "version": version}
            connection.exec_driver_sql("UPDATE model SET active = 0 WHERE layer = ?", (self.layer,))
            connection.exec_driver_sql(
                "INSERT INTO model (layer, version, active, report, data, created) "
                "VALUES (?, ?, 1, ?, ?, ?)",
                (self.layer, version, json.dumps(report), data, now()),
            )
            self._forget_oldest(connection, before)
            told.append(self._changed(connection, f"A new model of {self.name}"))
        return report

    def activate(self, project: Project, version: int | None) -> None:
        """Use this version from now on; None: none of them.

        Raises ClaimdeskError if the project has no such version.
        """
        with project.unrecorded() as (connection, told):
            known = connection.exec_driver_sql(
                "SELECT 1 FROM model WHERE layer = ? AND version = ?", (self.layer, version)
            ).first()
            if version is not None and known is None:
                raise ClaimdeskError(
                    _("{path} has no model of {name} {version}.").format(
                        path=project.path, name=self.name, version=version
                    )
                )
            connection.exec_driver_sql(
                "UPDATE model SET active = (version IS ?) WHERE layer = ?", (version, self.layer)
            )
            told.append(self._changed(connection, f"Another model of {self.name}"))

    def _next(self, connection: Connection) -> int:
        row = connection.exec_driver_sql(
            "SELECT coalesce(max(version), 0) + 1 FROM model WHERE layer = ?", (self.layer,)
        ).one()
        return int(row[0])

    def _forget_oldest(self, connection: Connection, spared: int | None) -> None:
        connection.exec_driver_sql(
            "DELETE FROM model WHERE layer = ? AND NOT active AND version IS NOT ? AND version <= "
            "(SELECT version FROM model WHERE layer = ? ORDER BY version DESC LIMIT 1 OFFSET ?)",
            (self.layer, spared, self.layer, KEPT),
        )

    def _changed(self, connection: Connection, label: str) -> Changes:
        rows = connection.exec_driver_sql("SELECT id FROM model WHERE layer = ?", (self.layer,))
        return Changes(label, rows={"model": frozenset(row[0] for row in rows)})


def _report(text: str) -> Mapping[str, Any]:
    try:
        report = json.loads(text)
    except ValueError:
        return {}
    return report if isinstance(report, dict) else {}
