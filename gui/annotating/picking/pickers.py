# SPDX-License-Identifier: MIT
"""Open the pickers of the window: for actors, domains and coded values, known or new."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from claimdesk.gui.annotating.picking.picker import Choice, Picker
from claimdesk.gui.annotating.picking.ranking import NewName
from claimdesk.gui.annotating.picking.recent import RecentPicks
from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.wording import brief
from claimdesk.models import codebook, registry
from claimdesk.models.messages.catalogue import _
from claimdesk.models.registry.kind_labels import actor_kind_label
from claimdesk.models.store.queries import ActorRow
from claimdesk.models.store.schema import ACTOR_KINDS
from claimdesk.models.suggest.named_sources import likely_kind

Resolve = Callable[[Session], int | None]
"""The id of what was picked; creates it, in the edit that uses it, if it is new."""
Take = Callable[[Resolve], object]
"""Does the edit with what was picked."""
TakeAll = Callable[[Callable[[Session], Sequence[int]]], object]
"""Does the edit with the ids of all that was picked."""
Apply = Callable[[Session, int | None], int | None]
"""Does an edit with the id that was picked; the id of the annotation that it made, if it did."""


_FIRST_NEW = -10
"""Number of the first new name that is offered; the others are below."""


class Pickers(QObject):
    """Opens pickers next to the words that they are about, with likely choices on top."""

    next_wanted = Signal()
    """Something was taken with Shift+Enter: what comes next is wanted."""

    def __init__(self, desk: Desk, view: ArticleView, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._view = view
        self._window = window
        self._place: QPoint | None = None
        self.recent = RecentPicks(desk)

    def actor(
        self,
        title: str,
        take: Take,
        *,
        words: str = "",
        first: Sequence[int | NewName | None] = (),
        now: int | None = None,
        none: str | None = None,
        place: QPoint | None = None,
    ) -> None:
        """Ask for an actor, offering those that `words` name and those in `first` on top.

        A new name there is offered to be created. `now` is who it is so far, and `none` is the
        label for no actor.
        """
        place = place or self._place
        choices = self._actors(first)
        if none is not None:
            choices.append(Choice(None, none))
        picker = Picker(
            title,
            choices,
            self._window,
            creates=True,
            kind_of=_kind_of,
            words=words,
            likely=_known(first, choices),
            now=now,
        )

        def known(actor_id: int | None) -> None:
            self.recent.note_actor(actor_id)
            take(lambda _session: actor_id)

        picker.picked.connect(known)
        picker.created.connect(lambda name: take(_creating(name, likely_kind(name))))
        picker.created_otherwise.connect(lambda name: self._new_actor(name, take, place))
        self._open(picker, place)

    def _new_actor(self, name: str, take: Take, place: QPoint | None) -> None:
        """Ask for the kind of a new actor, which is created by the edit that uses it."""
        title = _("What is “{name}”?").format(name=brief(name))
        self._pick_kind(
            title,
            lambda kind: take(_creating(name, kind)),
            likely_kind(name),
            place,
        )

    def kind_of_actor(self, actor_id: int) -> None:
        """Ask for the kind of an actor and set it."""
        label = _("Kind of {name}").format(name=self._desk.actor_name(actor_id))
        self._pick_kind(
            _("Kind of actor"),
            lambda kind: self._desk.act(
                label, lambda session: registry.set_kind(session, actor_id, kind)
            ),
        )

    def _pick_kind(
        self,
        title: str,
        take: Callable[[str], object],
        first: str = "",
        place: QPoint | None = None,
    ) -> None:
        kinds = sorted(enumerate(ACTOR_KINDS), key=lambda numbered: numbered[1] != first)
        picker = Picker(
            title, [Choice(i, actor_kind_label(kind)) for i, kind in kinds], self._window
        )
        picker.picked.connect(lambda number: take(ACTOR_KINDS[number]))
        self._open(picker, place)

    def domain(
        self, title: str, take: Take, *, words: str = "", place: QPoint | None = None
    ) -> None:
        """Ask for one domain, or a new one."""
        picker = Picker(title, self._domains(), self._window, creates=True, words=words)

        def known(domain_id: int | None) -> None:
            self.recent.note_domain(domain_id)
            take(lambda _session: domain_id)

        picker.picked.connect(known)
        picker.created.connect(
            lambda name: take(lambda session: codebook.add_domain(session, name))
        )
        self._open(picker, place)

    def domains(
        self,
        title: str,
        take: Callable[[Sequence[int]], object],
        *,
        ticked: Sequence[int] = (),
        first: Sequence[int] = (),
    ) -> None:
        """Ask for several domains, those in `first` on top."""
        picker = Picker(title, self._domains(first), self._window, several=True, ticked=ticked)

        def known(found: Sequence[int]) -> None:
            for domain in reversed(found):
                self.recent.note_domain(domain)
            take(found)

        picker.picked.connect(known)
        self._open(picker)

    def actors(
        self,
        title: str,
        take: TakeAll,
        *,
        ticked: Sequence[int] = (),
        first: Sequence[int | None] = (),
        words: str = "",
    ) -> None:
        """Ask for several actors in order, or for one more that is new; those ticked are on top."""
        choices = self._actors([*ticked, *first], kept=ticked)
        picker = Picker(
            title,
            choices,
            self._window,
            creates=True,
            kind_of=_kind_of,
            several=True,
            ticked=ticked,
            words=words,
            likely=_known([*ticked, *first], choices),
        )

        def known(found: Sequence[int]) -> None:
            for actor in reversed(found):
                self.recent.note_actor(actor)
            take(lambda _session: found)

        def with_new(resolve: Resolve) -> object:
            found = picker.ticked

            def all_of(session: Session) -> Sequence[int]:
                created = resolve(session)
                return found if created is None else [*found, created]

            return take(all_of)

        picker.picked.connect(known)
        picker.created.connect(lambda name: with_new(_creating(name, likely_kind(name))))
        picker.created_otherwise.connect(lambda name: self._new_actor(name, with_new, None))
        self._open(picker)

    def value(
        self, title: str, choices: Sequence[Choice], take: Callable[[int | None], object]
    ) -> None:
        """Ask for one of the values of a coded field, or none."""
        picker = Picker(title, [*choices, Choice(None, _("Not coded"))], self._window)
        picker.picked.connect(take)
        self._open(picker)

    def edit(self, label: str, apply: Apply) -> Take:
        """Return what to do with a choice: one edit, whose annotation becomes the current one."""

        def take(resolve: Resolve) -> None:
            created = self._desk.act(label, lambda session: apply(session, resolve(session)))
            if created is not None and created.value is not None:
                self._view.clear_selection()
                self._desk.set_current(created.value)

        return take

    @contextmanager
    def opened_at(self, place: QPoint) -> Iterator[None]:
        """Open the pickers that are asked for meanwhile at a global place, such as a field."""
        self._place = place
        try:
            yield
        finally:
            self._place = None

    def place(self) -> QPoint:
        """Return where to open a picker: below the selection or the current annotation."""
        if self._place is not None:
            return self._place
        span = self._view.selected_span()
        row = self._desk.current_row()
        if span is None and row is not None and row.pieces:
            span = row.pieces[-1].span
        if span is not None:
            return self._view.place_below(span)
        return self._view.mapToGlobal(self._view.rect().center())

    def _open(self, picker: Picker, place: QPoint | None = None) -> None:
        picker.next_wanted.connect(self.next_wanted)
        picker.show_at(place or self.place())

    def _actors(
        self, first: Sequence[int | NewName | None] = (), *, kept: Sequence[int] = ()
    ) -> list[Choice]:
        """Return the actors: the likely ones, those picked last, those of the article, the others.

        Rejected ones are left out, as are suggested ones that no annotation of the article names
        but rejected ones; those in `kept` are not.
        """
        rows = [row for row in self._desk.annotations.values() if row.state != "rejected"]
        here = {actor for row in rows for actor in (row.actor_id, *row.speaker_ids)}
        actors = [a for a in self._desk.actors.values() if _is_offered(a, here) or a.id in kept]
        wanted = list(dict.fromkeys([*first, *self.recent.actors]))
        order = {actor: place for place, actor in enumerate(wanted)}
        actors.sort(key=lambda a: (order.get(a.id, len(wanted)), a.id not in here))
        choices = [
            (
                order.get(a.id, len(wanted)),
                Choice(a.id, a.name, actor_kind_label(a.kind), a.aliases, a.colour),
            )
            for a in actors
        ]
        for new in wanted:
            if isinstance(new, NewName):
                number = _FIRST_NEW - order[new]
                choices.append((order[new], Choice(number, new.name, _kind_of(new.name), new=True)))
        return [choice for _place, choice in sorted(choices, key=itemgetter(0))]

    def _domains(self, first: Sequence[int] = ()) -> list[Choice]:
        wanted = list(dict.fromkeys([*first, *self.recent.domains]))
        order = {domain: place for place, domain in enumerate(wanted)}
        domains = sorted(self._desk.domains.values(), key=lambda d: order.get(d.id, len(wanted)))
        looks = self._desk.domain_looks
        return [
            Choice(d.id, d.name, "", d.terms, looks[d.id].colour, looks[d.id].code) for d in domains
        ]


def _known(first: Sequence[int | NewName | None], choices: Sequence[Choice]) -> int:
    """Return how many of the likely actors are offered; they come first."""
    return sum(choice.new or (choice.id is not None and choice.id in first) for choice in choices)


def _kind_of(name: str) -> str:
    """Return the kind that a new actor of this name gets, as people read it."""
    return actor_kind_label(likely_kind(name))


def _creating(name: str, kind: str) -> Resolve:
    return lambda session: registry.create_actor(session, name, kind)


def _is_offered(actor: ActorRow, here: Container[int | None]) -> bool:
    """Return whether an actor is one that an analyst may mean; `here` are those of the article."""
    return actor.state == "accepted" or (actor.state == "suggested" and actor.id in here)
