# SPDX-License-Identifier: MIT
"""Asks what many words are to mean: which actor or domain, known or new."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from claimdesk.gui.desk import Desk
from claimdesk.gui.panes.layers import ClaimModel, actor_kind_label
from claimdesk.gui.picker import Choice, Picker
from claimdesk.models import codebook, registry
from claimdesk.models.schema import ACTOR_KINDS
from claimdesk.models.search import same

Resolve = Callable[[Session], int]
"""The id of what was picked; creates it, in the edit that uses it, if it is new."""
Take = Callable[[Resolve], object]


class Targets(QObject):
    """Pickers of actors and domains, beside the words that they are about."""

    def __init__(self, desk: Desk, claims: ClaimModel, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._claims = claims
        self._window = window

    def known_actor(self, words: str) -> int | None:
        """The actor that goes by these words, with or without “the” before them."""
        bare = words.strip()
        bare = bare[4:] if bare[:4].casefold() == "the " else bare
        for actor in self._desk.actors.values():
            if any(same(name, words) or same(name, bare) for name in (actor.name, *actor.aliases)):
                return actor.id
        return None

    def name(self, layer: str, number: int | None) -> str:
        """The name of an actor or domain."""
        if layer == "actor":
            return self._desk.actor_name(number) or self.tr("unknown")
        domain = self._desk.domains.get(number) if number is not None else None
        return domain.name if domain else self.tr("unknown")

    def pick(self, layer: str, title: str, words: str, place: QPoint, take: Take) -> None:
        """Let the analyst pick an actor or a domain, or create one named as typed."""
        choices = self._actors() if layer == "actor" else self._domains()
        typed = words if layer == "actor" else ""
        picker = Picker(title, choices, self._window, creates=True, typed=typed)
        picker.picked.connect(lambda number: take(lambda _session: number))
        if layer == "actor":
            picker.created.connect(lambda name: self._pick_kind(name, place, take))
        else:
            picker.created.connect(
                lambda name: take(lambda session: codebook.add_domain(session, name))
            )
        picker.show_at(place)

    def _pick_kind(self, name: str, place: QPoint, take: Take) -> None:
        kinds = [Choice(i, actor_kind_label(self._claims, k)) for i, k in enumerate(ACTOR_KINDS)]
        picker = Picker(self.tr("What is “{name}”?").format(name=name), kinds, self._window)
        picker.picked.connect(
            lambda number: take(
                lambda session: registry.create_actor(session, name, ACTOR_KINDS[number])
            )
        )
        picker.show_at(place)

    def _actors(self) -> list[Choice]:
        """The actors, those of the open article first."""
        rows = self._desk.annotations.values()
        here = {row.actor_id for row in rows} | {row.speaker_id for row in rows}
        actors = [a for a in self._desk.actors.values() if a.state == "accepted" or a.id in here]
        actors.sort(key=lambda actor: actor.id not in here)
        return [
            Choice(a.id, a.name, actor_kind_label(self._claims, a.kind), a.aliases, a.colour)
            for a in actors
        ]

    def _domains(self) -> list[Choice]:
        return [Choice(d.id, d.name, "", d.terms, d.colour) for d in self._desk.domains.values()]
