# SPDX-License-Identifier: MIT
"""Ctrl+K: any command with its key, any article, actor and domain, found by typing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtGui import QKeySequence

from claimdesk.gui.window.feature_base import Command, Feature
from claimdesk.gui.window.palette.palette import Goal, Palette
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _
from claimdesk.models.registry.kind_labels import actor_kind_label
from claimdesk.models.store import queries, uses

_NATIVE = QKeySequence.SequenceFormat.NativeText


class PaletteFeature(Feature):
    """Opens the palette and goes where the analyst wants to go."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench

    def commands(self) -> Sequence[Command]:
        return [
            Command(
                id="palette",
                text=_("&Go to anything…"),
                run=self._open,
                menu="edit",
                at=250,
                keys=("Ctrl+K",),
                tip=_("Find any command, article, actor or domain by typing"),
            )
        ]

    def _open(self) -> None:
        goals = [*self._commands(), *self._articles(), *self._names()]
        palette = Palette(goals, self._bench.window)
        palette.chosen.connect(lambda goal: goal.run())
        palette.show_over(self._bench.window)

    def _commands(self) -> Iterator[Goal]:
        commands = self._bench.commands
        for menu, names in commands.by_menu():
            for name in names:
                action = commands[name]
                keys = ", ".join(key.toString(_NATIVE) for key in action.shortcuts())
                text = commands.words(name)
                if name != "palette":
                    yield Goal(text, menu, action.trigger, keys, commands.obstacle(name))

    def _articles(self) -> Iterator[Goal]:
        project = self._bench.desk.project
        if project is None:
            return
        with project.reading() as connection:
            rows = queries.articles(connection)
        for row in rows:
            title = " ".join(row.title.split()) or _("Untitled")
            yield Goal(title, _("article"), partial(self._bench.desk.open_article, row.id))

    def _names(self) -> Iterator[Goal]:
        desk = self._bench.desk
        for domain in desk.domains.values():
            run = partial(self._go_to_use, "domain", domain.id, domain.name)
            yield Goal(domain.name, _("domain"), run, words=domain.terms)
        for actor in desk.actors.values():
            if actor.state != "rejected":
                kind = actor_kind_label(actor.kind)
                run = partial(self._go_to_use, "actor", actor.id, actor.name)
                yield Goal(actor.name, kind, run, words=actor.aliases)

    def _go_to_use(self, kind: str, number: int, name: str) -> None:
        """Go to where an actor or domain is named: the next place here, or another article."""
        desk = self._bench.desk
        if desk.project is None:
            return
        with desk.project.reading() as connection:
            here = desk.article.id if desk.article is not None else None
            found = uses.place_of_use(connection, kind, number, here, desk.current)
        if found is None:
            desk.status_message.emit(_("No annotation names {name} yet.").format(name=name))
            return
        article, annotation = found
        if article != here:
            desk.open_article(article)
        desk.set_current(annotation)
        self._bench.view.setFocus()
