# SPDX-License-Identifier: MIT
"""Remember what the analyst picked last, so that pickers can offer it first."""

from __future__ import annotations

from PySide6.QtCore import QObject

from claimdesk.gui.desk.desk import Desk
from claimdesk.models.store.queries import AnnotationRow

_KEPT = 12


class RecentPicks(QObject):
    """Actors and domains that were picked last, and the domains of the claims decided last."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._forget()
        desk.annotations_changed.connect(self._remember_coded)
        desk.project_changed.connect(self._forget)

    def _forget(self) -> None:
        self.actors: list[int] = []
        """The latest first."""
        self._domains: list[int] = []
        self._coded: dict[int, tuple[int, ...]] = {}
        """Domains of the claims that were decided, by annotation; the latest last."""
        self._claim: int | None = None
        """The claim that was decided last."""

    def note_actor(self, actor_id: int | None) -> None:
        """Note that an actor was picked."""
        _remember(self.actors, actor_id)

    def note_domain(self, domain_id: int | None) -> None:
        """Note that a domain was picked."""
        _remember(self._domains, domain_id)

    @property
    def domains(self) -> list[int]:
        """The latest first: those picked, then those of claims that were decided."""
        coded = (domain for found in reversed(self._coded.values()) for domain in found)
        return list(dict.fromkeys([*self._domains, *coded]))

    def coded(self, but: int) -> tuple[int, ...]:
        """Return the domains of the claim that was decided last, other than `but`."""
        known = self._desk.domains
        for annotation, domains in reversed(self._coded.items()):
            if annotation != but and all(domain in known for domain in domains):
                return domains
        return ()

    def last_claim(self) -> AnnotationRow | None:
        """Return the claim that is current, if it is decided, or else the one decided last."""
        current = self._desk.current_row()
        last = self._desk.annotations.get(self._claim or 0)
        for row in (current, last):
            if row is not None and row.layer == "claim" and row.state == "accepted":
                return row
        return None

    def _remember_coded(self, ids: frozenset[int]) -> None:
        """Note what the current claim was coded with, when it is decided or corrected."""
        row = self._desk.current_row()
        if row is None or row.id not in ids or row.state != "accepted" or row.layer != "claim":
            return
        self._claim = row.id
        for speaker in reversed(row.speaker_ids):
            self.note_actor(speaker)
        if row.domain_ids:
            self._coded.pop(row.id, None)
            self._coded[row.id] = row.domain_ids


def _remember(recent: list[int], number: int | None) -> None:
    if number is None:
        return
    if number in recent:
        recent.remove(number)
    recent.insert(0, number)
    del recent[_KEPT:]
