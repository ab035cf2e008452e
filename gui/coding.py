# SPDX-License-Identifier: MIT
"""Recording and correcting: annotations from a selection, fields by picker."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPoint, Signal
from PySide6.QtWidgets import QInputDialog, QWidget
from sqlmodel import Session

from claimdesk.gui import likely
from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.bounds import quoted, short
from claimdesk.gui.desk import Desk
from claimdesk.gui.panes.layers import (
    ACTOR_KIND,
    DOMAINS,
    KIND,
    SPEAKER,
    STANCE,
    ClaimModel,
    actor_kind_label,
)
from claimdesk.gui.panes.pane import Pane
from claimdesk.gui.picker import Choice, Picker
from claimdesk.models import codebook, editing, registry
from claimdesk.models.queries import AnnotationRow
from claimdesk.models.schema import ACTOR_KINDS
from claimdesk.models.spans import Span

Apply = Callable[[Session, int | None], int | None]
"""Does an edit with the id that was picked; the id of the annotation that it made, if it did."""

_RECENT = 12


class Coding(QObject):
    """Turns selections, pickers and keys into edits of the open article."""

    went_on = Signal()
    """The current annotation is coded and the next one wanted."""

    def __init__(self, desk: Desk, view: ArticleView, claims: ClaimModel, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._view = view
        self._claims = claims
        self._window = window
        self._recent_actors: list[int] = []
        self._recent_domains: list[int] = []
        self._coded: dict[int, tuple[int, ...]] = {}
        """Domains of the claims that were decided, by annotation; the latest last."""
        desk.annotations_changed.connect(self._remember_coded)
        desk.project_changed.connect(self._forget)

    def _forget(self) -> None:
        self._recent_actors, self._recent_domains, self._coded = [], [], {}

    # Annotations from a selection.

    def mention(self) -> None:
        """Record the selected words as a mention; a known name needs no question."""
        article, span = self._desk.article, self._view.selected_span()
        if article is None or span is None:
            return
        words = article.body[span.start : span.end]

        def record(session: Session, actor_id: int | None) -> int:
            return editing.create_mention(session, article.id, span, actor_id)

        known = self._known_actor(words)
        label = self.tr("Mention “{words}”").format(words=short(words))
        if known is not None:
            self._act(label, record, known)
        else:
            self._pick_actor(self.tr("Which actor?"), label, record, typed=words)

    def claim(self) -> None:
        """Record the selected words as the content of a claim, then ask who speaks."""
        article, span = self._desk.article, self._view.selected_span()
        if article is None or span is None:
            return
        words = short(article.body[span.start : span.end])
        created = self._desk.act(
            self.tr("Claim “{words}”").format(words=words),
            lambda session: editing.create_claim(session, article.id, {"content": [span]}),
        )
        if created is not None:
            self._show(created)
            self._ask_speaker_beside(created)

    def domain(self) -> None:
        """Record the selected words as about a domain; without any, the domains of the claim."""
        article, span = self._desk.article, self._view.selected_span()
        if article is None or span is None:
            self.domains()
            return
        words = short(article.body[span.start : span.end])

        def record(session: Session, domain_id: int | None) -> int:
            return editing.create_domain_mention(session, article.id, span, domain_id)

        self._pick_domain(
            self.tr("Which domain?"), self.tr("Domain “{words}”").format(words=words), record
        )

    def role_from_selection(self, role: str) -> None:
        """Let the selected words be the source, cue or content of the current claim."""
        row, span = self._desk.current_row(), self._view.selected_span()
        if row is None or row.layer != "claim" or span is None or self._desk.article is None:
            return
        words = self._desk.article.body[span.start : span.end]
        label = self.tr("Set the {role}").format(role=self.role_name(role))

        def change(session: Session, speaker: int | None) -> None:
            editing.set_role(session, row.id, role, [span])
            if speaker is not None:
                editing.set_claim(session, [row.id], speaker_id=speaker)

        speaker = self._known_actor(words) if role == "source" else None
        if role == "source" and speaker is None:
            self._pick_actor(self.tr("Who is this?"), label, change, typed=words)
        else:
            self._act(label, change, speaker)
        self._view.clear_selection()

    def role_name(self, role: str) -> str:
        """The word for a role."""
        return {
            "mention": self.tr("mention"),
            "source": self.tr("source"),
            "cue": self.tr("cue"),
            "content": self.tr("content"),
            "evidence": self.tr("evidence"),
        }[role]

    # Fields of what is selected.

    def speaker(self, ids: Sequence[int] = ()) -> None:
        """Pick who speaks; for a mention, which actor is meant. With a selection, the source."""
        if self._view.selected_span() is not None and not ids:
            self.role_from_selection("source")
            return
        chosen = self._chosen(ids, "claim")
        if not chosen:
            self._actor_of_mention(ids)
            return
        row = self._desk.annotations[chosen[0]]
        self._pick_actor(
            self.tr("Who says it?"),
            self.tr("Speaker of {what}").format(what=self._what(chosen)),
            lambda session, actor: editing.set_claim(session, chosen, speaker_id=actor),
            typed=row.quote("source") if row.speaker_id is None else "",
            first=[row.speaker_id, *(n.actor_id for n in self._beside(row))],
            none=self.tr("Nobody named"),
        )

    def _ask_speaker_beside(self, claim: int) -> None:
        """Ask who makes a new claim, first of all those named beside it, who become its source."""
        row = self._desk.annotations[claim]
        beside = self._beside(row)
        sources = {naming.actor_id: naming.span for naming in reversed(beside)}

        def apply(session: Session, actor: int | None) -> None:
            editing.set_claim(session, [claim], speaker_id=actor)
            if actor in sources:
                editing.set_role(session, claim, "source", [sources[actor]])

        before = likely.previous_speaker(row.start, self._desk.annotations.values())
        self._pick_actor(
            self.tr("Who says it?"),
            self.tr("Speaker of {what}").format(what=self._what([claim])),
            apply,
            first=[*(naming.actor_id for naming in beside), before],
            none=self.tr("Nobody named"),
        )

    def _beside(self, row: AnnotationRow) -> list[likely.Naming]:
        """The actors that are named beside the content of a claim, the nearest first."""
        content, article = row.role("content"), self._desk.article
        if article is None or not content:
            return []
        return likely.speakers(
            article.body,
            Span(content[0].span.start, content[-1].span.end),
            self._desk.annotations.values(),
            self._desk.actors,
        )

    def stance(self, number: int) -> None:
        """Give the current claims the stance with this number in the codebook's order, from 0."""
        choices = self._desk.fields["stance"].choices if "stance" in self._desk.fields else ()
        chosen = self._chosen((), "claim")
        if number < len(choices) and chosen:
            self._code("stance", "stance_id", chosen, choices[number].id)

    def pick_choice(self, field: str, ids: Sequence[int] = ()) -> None:
        """Pick the stance or kind of the current claims."""
        chosen = self._chosen(ids, "claim")
        if not chosen or field not in self._desk.fields:
            return
        found = self._desk.fields[field]
        choices = [Choice(c.id, c.label, c.definition or "", (), c.colour) for c in found.choices]
        choices.append(Choice(None, self.tr("Not coded")))
        picker = self._picker(found.label, choices)
        picker.picked.connect(lambda choice: self._code(field, f"{field}_id", chosen, choice))
        self._open(picker)

    def domains(self, ids: Sequence[int] = ()) -> None:
        """Pick the domains of the current claims, or the one of a domain mention."""
        mentions = self._chosen(ids, "domain")
        if mentions:
            self._pick_domain(
                self.tr("Which domain?"),
                self.tr("Domain of {what}").format(what=self._what(mentions)),
                lambda session, domain: editing.set_domain(session, mentions, domain),
            )
            return
        claims = self._chosen(ids, "claim")
        if not claims:
            return
        ticked = self._desk.annotations[claims[0]].domain_ids
        row = self._desk.annotations[claims[0]]
        first = [*ticked, *likely.domains(row, self._desk.annotations.values())]
        recent = self._recently_coded(but=row.id)
        picker = self._picker(
            self.tr("Domains of the claim"),
            self._domain_choices([*first, *recent]),
            several=True,
            ticked=ticked,
        )
        label = self.tr("Domains of {what}").format(what=self._what(claims))
        picker.picked.connect(lambda found: self._set_domains(label, claims, found))
        self._open(picker)

    def repeat_domains(self, ids: Sequence[int] = ()) -> None:
        """Give claims the domains of the claim that was decided before them, and go on."""
        claims = self._chosen(ids, "claim")
        domains = self._recently_coded(but=claims[0]) if claims else ()
        if claims and domains:
            label = self.tr("Same domains for {what}").format(what=self._what(claims))
            self._set_domains(label, claims, domains)
            self.went_on.emit()

    def _recently_coded(self, but: int) -> tuple[int, ...]:
        """The domains of the claim that was decided last, other than `but`."""
        known = self._desk.domains
        for annotation, domains in reversed(self._coded.items()):
            if annotation != but and all(domain in known for domain in domains):
                return domains
        return ()

    def _remember_coded(self, ids: frozenset[int]) -> None:
        """Note what the current claim was coded with, when it is decided or corrected."""
        row = self._desk.current_row()
        if row is None or row.id not in ids or row.state != "accepted" or row.layer != "claim":
            return
        _remember(self._recent_actors, row.speaker_id)
        if row.domain_ids:
            self._coded.pop(row.id, None)
            self._coded[row.id] = row.domain_ids

    def note(self) -> None:
        """Ask for the note of the current annotation."""
        row = self._desk.current_row()
        if row is None:
            return
        text, taken = QInputDialog.getMultiLineText(
            self._window, self.tr("Note"), self.tr("Note on this annotation:"), row.note or ""
        )
        if taken and text.strip() != (row.note or ""):
            self._desk.act(
                self.tr("Note on {what}").format(what=self._what([row.id])),
                lambda session: editing.set_note(session, [row.id], text),
            )

    def open_cell(self, pane: Pane, index: QModelIndex) -> None:
        """Open the picker that belongs to a cell of a pane."""
        ids = pane.selected() or pane.model.ids_below(index)
        row, column = pane.model.annotation(index), index.column()
        if pane.model.layer == "actor":
            group = pane.model.group(index)
            if group is not None and group.key is not None and column == ACTOR_KIND:
                self._pick_kind_of(group.key)
            elif row is not None:
                self._actor_of_mention(ids)
        elif pane.model.layer == "domain":
            self.domains(ids)
        elif column == SPEAKER:
            self.speaker(ids)
        elif column in (STANCE, KIND):
            self.pick_choice("stance" if column == STANCE else "kind", ids)
        elif column == DOMAINS:
            self.domains(ids)
        elif row is not None:
            self._desk.set_current(row.id)
            self._view.setFocus()

    # Pickers.

    def _actor_of_mention(self, ids: Sequence[int]) -> None:
        chosen = self._chosen(ids, "actor")
        if not chosen:
            return
        row = self._desk.annotations[chosen[0]]
        self._pick_actor(
            self.tr("Which actor is meant?"),
            self.tr("Actor of {what}").format(what=self._what(chosen)),
            lambda session, actor: editing.set_actor(session, chosen, actor),
            typed=row.quote("mention") if row.actor_id is None else "",
            first=[row.actor_id],
        )

    def _pick_actor(
        self,
        title: str,
        label: str,
        apply: Apply,
        *,
        typed: str = "",
        first: Sequence[int | None] = (),
        none: str | None = None,
    ) -> None:
        """Ask for an actor, those in `first` on top, and do `apply` with it."""
        choices = self._actor_choices(first)
        if none is not None:
            choices.append(Choice(None, none))
        picker = self._picker(title, choices, creates=True, typed=typed)
        picker.picked.connect(lambda actor: self._act(label, apply, actor))
        picker.created.connect(lambda name: self._create_actor(name, label, apply))
        self._open(picker)

    def _create_actor(self, name: str, label: str, apply: Apply) -> None:
        """Ask of which kind the new actor is, then create and take it in one edit."""
        picker = self._picker(
            self.tr("What is “{name}”?").format(name=short(name)),
            self._kind_choices(likely.kind(name)),
        )

        def create(number: int) -> None:
            self._do(
                label,
                lambda session: apply(
                    session, registry.create_actor(session, name, ACTOR_KINDS[number])
                ),
            )

        picker.picked.connect(create)
        self._open(picker)

    def _pick_kind_of(self, actor_id: int) -> None:
        picker = self._picker(self.tr("Kind of actor"), self._kind_choices())
        label = self.tr("Kind of {name}").format(name=self._desk.actor_name(actor_id))
        picker.picked.connect(
            lambda number: self._desk.act(
                label, lambda session: registry.set_kind(session, actor_id, ACTOR_KINDS[number])
            )
        )
        self._open(picker)

    def _pick_domain(self, title: str, label: str, apply: Apply) -> None:
        picker = self._picker(title, self._domain_choices(), creates=True)

        def take(domain_id: int | None) -> None:
            _remember(self._recent_domains, domain_id)
            self._do(label, lambda session: apply(session, domain_id))

        picker.picked.connect(take)
        picker.created.connect(
            lambda name: self._do(
                label, lambda session: apply(session, codebook.add_domain(session, name))
            )
        )
        self._open(picker)

    def _picker(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        creates: bool = False,
        several: bool = False,
        ticked: Sequence[int] = (),
        typed: str = "",
    ) -> Picker:
        return Picker(
            title,
            choices,
            self._window,
            creates=creates,
            several=several,
            ticked=ticked,
            typed=typed,
        )

    def _open(self, picker: Picker) -> None:
        """Show a picker beside the words that it is about."""
        picker.went_on.connect(self.went_on)
        picker.show_at(self._place())

    def _place(self) -> QPoint:
        span = self._view.selected_span()
        row = self._desk.current_row()
        if span is None and row is not None and row.pieces:
            span = row.pieces[-1].span
        return (
            self._view.place_below(span)
            if span is not None
            else self._view.mapToGlobal(self._view.rect().center())
        )

    def _actor_choices(self, first: Sequence[int | None] = ()) -> list[Choice]:
        named = self._named_actors()
        actors = [a for a in self._desk.actors.values() if a.state == "accepted" or a.id in named]
        wanted = list(dict.fromkeys([*first, *self._recent_actors]))
        order = {actor: place for place, actor in enumerate(wanted)}
        actors.sort(key=lambda a: (order.get(a.id, len(wanted)), a.id not in named))
        return [
            Choice(a.id, a.name, actor_kind_label(self._claims, a.kind), a.aliases, a.colour)
            for a in actors
        ]

    def _named_actors(self) -> set[int | None]:
        rows = self._desk.annotations.values()
        return {row.actor_id for row in rows} | {row.speaker_id for row in rows}

    def _domain_choices(self, first: Sequence[int] = ()) -> list[Choice]:
        coded = (domain for found in reversed(self._coded.values()) for domain in found)
        wanted = list(dict.fromkeys([*first, *self._recent_domains, *coded]))
        order = {domain: place for place, domain in enumerate(wanted)}
        domains = sorted(self._desk.domains.values(), key=lambda d: order.get(d.id, len(wanted)))
        return [Choice(d.id, d.name, "", d.terms, d.colour) for d in domains]

    def _kind_choices(self, first: str = "") -> list[Choice]:
        kinds = sorted(enumerate(ACTOR_KINDS), key=lambda numbered: numbered[1] != first)
        return [Choice(i, actor_kind_label(self._claims, kind)) for i, kind in kinds]

    # Edits.

    def _act(self, label: str, apply: Apply, actor_id: int | None) -> None:
        _remember(self._recent_actors, actor_id)
        self._do(label, lambda session: apply(session, actor_id))

    def _do(self, label: str, change: Callable[[Session], int | None]) -> None:
        created = self._desk.act(label, change)
        if created is not None:
            self._show(created)

    def _code(self, field: str, column: str, ids: Sequence[int], choice: int | None) -> None:
        value = self._desk.choice_label(field, choice) or self.tr("not coded")
        self._desk.act(
            f"{self._desk.fields[field].label}: {value}",
            lambda session: editing.set_claim(session, ids, **{column: choice}),
        )

    def _set_domains(self, label: str, claims: Sequence[int], domains: Sequence[int]) -> None:
        for domain in reversed(domains):
            _remember(self._recent_domains, domain)
        self._desk.act(label, lambda session: editing.set_domains(session, claims, domains))

    def _show(self, annotation_id: int) -> None:
        self._view.clear_selection()
        self._desk.set_current(annotation_id)

    def _chosen(self, ids: Sequence[int], layer: str) -> list[int]:
        """Those of `ids`, or of the current annotation, that are of the layer."""
        current = self._desk.current
        wanted = ids or ([current] if current is not None else [])
        rows: list[AnnotationRow] = [
            self._desk.annotations[i] for i in wanted if i in self._desk.annotations
        ]
        return [row.id for row in rows if row.layer == layer]

    def _known_actor(self, words: str) -> int | None:
        wanted = " ".join(words.split()).casefold().removeprefix("the ")
        for actor in self._desk.actors.values():
            if wanted in (name.casefold() for name in (actor.name, *actor.aliases)):
                return actor.id
        return None

    def _what(self, ids: Sequence[int]) -> str:
        rows = [self._desk.annotations[i] for i in ids if i in self._desk.annotations]
        if len(rows) != 1:
            return self.tr("{n} annotations").format(n=len(ids))
        return quoted(rows[0])


def _remember(recent: list[int], number: int | None) -> None:
    if number is None:
        return
    if number in recent:
        recent.remove(number)
    recent.insert(0, number)
    del recent[_RECENT:]
