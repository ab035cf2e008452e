# SPDX-License-Identifier: MIT
"""The learned models that a project stores: their versions, which is in use, and going back to one.

A model can be learned again, so storing or activating one writes no history; nothing that an
analyst decided depends on it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.history import Changes
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import now
from claimdesk.models.suggest.data import StoredModel

VERSIONS_KEPT = 5
"""Versions that a project keeps, besides the one in use and the one in use before it."""
MAX_BYTES = 24 * 2**20
"""Bytes of a model at most; one of 300 articles has a tenth of it."""


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """What training came to: a report for people, and the model if it is to be used.

    The report is JSON. Both kinds of models say {"layer", "adopted", "reason", "articles",
    "seconds", "now", "before", "mistakes"}; the rest is documented where they are learned
    (`claims.learner.learn`, `mentions.learner.learn`).
    """

    report: dict[str, Any]
    data: bytes | None = field(default=None, repr=False)
    """The model; None if it was not adopted."""


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """One stored model, as a list of them shows it."""

    version: int
    active: bool
    created: str
    """UTC, ISO 8601."""
    report: Mapping[str, Any]
    """The report that it was adopted on; empty if it can't be read."""
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class ModelStore:
    """The models of one layer, in any project."""

    layer: str

    def versions(self, connection: Connection) -> list[ModelVersion]:
        """Return the models of the project, the newest first."""
        rows = connection.exec_driver_sql(
            "SELECT version, active, created, report, length(data) FROM model WHERE layer = ? "
            "ORDER BY version DESC",
            (self.layer,),
        )
        return [
            ModelVersion(version, bool(active), created, _report(report), size)
            for version, active, created, report, size in rows
        ]

    def active(self, connection: Connection) -> StoredModel | None:
        """Return the model in use; None without one.

        Its content is not checked here: whatever reads it refuses one that is damaged. The content
        of a model that is too large is empty.
        """
        row = connection.exec_driver_sql(
            "SELECT version, CASE WHEN length(data) <= ? THEN data ELSE x'' END FROM model "
            "WHERE layer = ? AND active ORDER BY version DESC LIMIT 1",
            (MAX_BYTES, self.layer),
        ).first()
        return StoredModel.of(int(row[0]), bytes(row[1])) if row is not None else None

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

    def save(self, project: Project, result: TrainingResult) -> dict[str, Any]:
        """Store an adopted model and use it from now on; return the report, with its version.

        Without a model nothing changes. Raises ClaimdeskError if the model is too large.
        """
        report, data = result.report, result.data
        if data is None:
            return report
        if len(data) > MAX_BYTES:
            raise ClaimdeskError(
                _("The model is too large to be stored: {count} bytes.").format(count=len(data))
            )
        with project.unrecorded() as (connection, changes):
            version, before = self._next(connection), self.active_version(connection)
            report = {**report, "version": version}
            connection.exec_driver_sql("UPDATE model SET active = 0 WHERE layer = ?", (self.layer,))
            connection.exec_driver_sql(
                "INSERT INTO model (layer, version, active, report, data, created) "
                "VALUES (?, ?, 1, ?, ?, ?)",
                (self.layer, version, json.dumps(report), data, now()),
            )
            self._delete_oldest(connection, before)
            changes.append(self._changes(connection, _("Store a learned model")))
        return report

    def activate(self, project: Project, version: int | None) -> None:
        """Use this version from now on; None: none of them.

        Raises ClaimdeskError if the project has no such version.
        """
        with project.unrecorded() as (connection, changes):
            known = connection.exec_driver_sql(
                "SELECT 1 FROM model WHERE layer = ? AND version = ?", (self.layer, version)
            ).first()
            if version is not None and known is None:
                raise ClaimdeskError(self._unknown_version(project, version))
            connection.exec_driver_sql(
                "UPDATE model SET active = (version IS ?) WHERE layer = ?", (version, self.layer)
            )
            changes.append(self._changes(connection, _("Use another learned model")))

    def _unknown_version(self, project: Project, version: int) -> str:
        sentences = {
            "claim": _("{path} has no model of claims {version}."),
            "actor": _("{path} has no model of mentions {version}."),
            "domain": _("{path} has no learned codes {version}."),
        }
        return sentences[self.layer].format(path=project.path, version=version)

    def _next(self, connection: Connection) -> int:
        row = connection.exec_driver_sql(
            "SELECT coalesce(max(version), 0) + 1 FROM model WHERE layer = ?", (self.layer,)
        ).one()
        return int(row[0])

    def _delete_oldest(self, connection: Connection, previous: int | None) -> None:
        connection.exec_driver_sql(
            "DELETE FROM model WHERE layer = ? AND NOT active AND version IS NOT ? AND version <= "
            "(SELECT version FROM model WHERE layer = ? ORDER BY version DESC LIMIT 1 OFFSET ?)",
            (self.layer, previous, self.layer, VERSIONS_KEPT),
        )

    def _changes(self, connection: Connection, label: str) -> Changes:
        rows = connection.exec_driver_sql("SELECT id FROM model WHERE layer = ?", (self.layer,))
        return Changes(label, rows={"model": frozenset(row[0] for row in rows)})


def _report(text: str) -> Mapping[str, Any]:
    try:
        report = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return report if isinstance(report, dict) else {}


CLAIM_MODELS = ModelStore("claim")
"""The models of claims; without one in use, rules alone find claims."""
MENTION_MODELS = ModelStore("actor")
"""The models of mentions; without one in use, names, rules and memory find mentions."""
CODE_MODELS = ModelStore("domain")
"""What was learned of the codes and domains of claims, with what is right by rules and by what was
learned in each field. The table knows layers of annotations only, and nothing else is learned for
that of domains."""
