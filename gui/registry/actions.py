# SPDX-License-Identifier: MIT
"""Commands of the registry: each asks first and is one step of undo."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.registry.dialogs import ColourDialog, DeleteDialog, MergeDialog
from claimdesk.gui.registry.splitting import SplitDialog
from claimdesk.gui.registry.uses import find_uses
from claimdesk.gui.registry.wording import names_text
from claimdesk.models import registry
from claimdesk.models.messages.catalogue import _
from claimdesk.models.registry import listing
from claimdesk.models.registry.listing import Use
from claimdesk.models.store.queries import ActorRow

_NEW_KIND = "organization"


class ActorActions(QObject):
    """Acts on actors by id."""

    choose_next = Signal(int)
    """The actor to select next: the one that a command left or made."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._jobs = jobs
        self._widget = parent

    def ask_to_merge(self, ids: Sequence[int], keep: int) -> None:
        """Ask which of the actors stays, then merge; `keep` is the default."""
        actors = self._actors(ids)
        if len(actors) > 1:
            question = MergeDialog(self._desk, self._jobs, actors, keep, self._widget)
            question.decided.connect(self._merge)
            question.open()

    def ask_to_split(self, actor_id: int) -> None:
        """Ask what of an actor belongs to a new one, then split."""
        if self._desk.project is not None:
            done = partial(self._ask_what_to_split, actor_id)
            self._jobs.run(find_uses, self._desk.project, actor_id, done=done)

    def ask_to_delete(self, ids: Sequence[int]) -> None:
        """Show where actors are used and ask what becomes of it, then delete them."""
        actors = self._actors(ids)
        if actors:
            question = DeleteDialog(self._desk, self._jobs, actors, self._widget)
            question.decided.connect(partial(self._delete, actors))
            question.open()

    def ask_for_colour(self, ids: Sequence[int]) -> None:
        """Let a colour be chosen for actors."""
        actors = self._actors(ids)
        if actors:
            question = ColourDialog(actors[0].colour, self._widget)
            question.decided.connect(partial(self._colour, actors))
            question.open()

    def accept(self, ids: Sequence[int]) -> None:
        """Accept those of the actors that are still to be decided."""
        actors = [actor for actor in self._actors(ids) if actor.state != "accepted"]
        if actors:
            label = _("Accept {names}").format(names=self._names(actors))
            proposed = [actor.id for actor in actors]
            self._desk.act(label, lambda session: registry.accept_actors(session, proposed))

    def add(self, name: str) -> None:
        """Add an actor of a name that can be corrected in the table."""
        known = self._desk.resolver.find(name)

        def change(session: Session) -> int:
            return known or registry.create_actor(session, name, _NEW_KIND)

        created = self._desk.act(_("Add actor “{name}”").format(name=name), change)
        if created is not None:
            self.choose_next.emit(created.value)

    def _merge(self, keep: int, others: list[int]) -> None:
        label = _("Merge {names} into “{keep}”").format(
            names=self._names(self._actors(others)), keep=self._desk.actors[keep].name
        )
        if self._desk.act(label, lambda session: registry.merge_actors(session, keep, others)):
            self.choose_next.emit(keep)

    def _ask_what_to_split(self, actor_id: int, uses: list[Use]) -> None:
        if self._desk.project is None:
            return
        with self._desk.project.reading() as connection:
            row = listing.actor_rows(connection, [actor_id]).get(actor_id)
        if row is not None:
            question = SplitDialog(row, uses, self._widget)
            question.decided.connect(partial(self._split, actor_id))
            question.open()

    def _split(
        self, actor_id: int, name: str, kind: str, places: list[int], aliases: list[str]
    ) -> None:
        old = self._desk.actors[actor_id].name
        created = self._desk.act(
            _("Split “{new}” from “{old}”").format(new=name, old=old),
            lambda session: registry.split_actor(
                session, actor_id, name, kind, annotations=places, aliases=aliases
            ),
        )
        if created is not None:
            self.choose_next.emit(created.value)

    def _delete(self, actors: list[ActorRow], replacement: int | None) -> None:
        def change(session: Session) -> None:
            for actor in actors:
                registry.delete_actor(session, actor.id, replacement)

        deleted = self._desk.act(_("Delete {names}").format(names=self._names(actors)), change)
        if deleted and replacement is not None:
            self.choose_next.emit(replacement)

    def _colour(self, actors: list[ActorRow], colour: str | None) -> None:
        ids = [actor.id for actor in actors]
        label = _("Colour {names}").format(names=self._names(actors))
        self._desk.act(label, lambda session: registry.set_colour(session, ids, colour))

    def _actors(self, ids: Sequence[int]) -> list[ActorRow]:
        return [self._desk.actors[i] for i in ids if i in self._desk.actors]

    def _names(self, actors: Sequence[ActorRow]) -> str:
        return names_text([actor.name for actor in actors])
