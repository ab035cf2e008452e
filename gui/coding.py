# SPDX-License-Identifier: MIT
"""Recording and correcting: annotations from a selection, fields by picker, bounds by key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPoint
from PySide6.QtWidgets import QInputDialog, QWidget
from sqlmodel import Session

from claimdesk.gui.article.view import ArticleView
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
from claimdesk.models.spans import Span, word_edge

Apply = Callable[[Session, int | None], int | None]
"""Does an edit with the id that was picked; the id of the annotation that it made, if it did."""

_RECENT = 12
_SHORT = 28
_MAIN_ROLE = {"actor": "mention", "claim": "content", "domain": "evidence"}


class Coding(QObject):
    """Turns selections, pickers and keys into edits of the open article."""

    def __init__(self, desk: Desk, view: ArticleView, claims: ClaimModel, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._view = view
        self._claims = claims
        self._window = window
        self._recent_actors: list[int] = []
        self._recent_domains: list[int] = []
        view.bounds_dragged.connect(self._bounds_dragged)

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
        label = self.tr("Mention “{words}”").format(words=_short(words))
        if known is not None:
            self._act(label, record, known)
        else:
            self._pick_actor(self.tr("Which actor?"), label, record, typed=words)

    def claim(self) -> None:
        """Record the selected words as the content of a claim, then ask who speaks."""
        article, span = self._desk.article, self._view.selected_span()
        if article is None or span is None:
            return
        words = _short(article.body[span.start : span.end])
        created = self._desk.act(
            self.tr("Claim “{words}”").format(words=words),
            lambda session: editing.create_claim(session, article.id, {"content": [span]}),
        )
        if created is not None:
            self._show(created)
            self.speaker()

    def domain(self) -> None:
        """Record the selected words as about a domain; without any, the domains of the claim."""
        article, span = self._desk.article, self._view.selected_span()
        if article is None or span is None:
            self.domains()
            return
        words = _short(article.body[span.start : span.end])

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
        speaker = self._known_actor(words) if role == "source" else None

        def change(session: Session) -> None:
            editing.set_role(session, row.id, role, [span])
            if speaker is not None:
                editing.set_claim(session, [row.id], speaker_id=speaker)

        self._desk.act(self.tr("Set the {role}").format(role=self.role_name(role)), change)
        self._view.clear_selection()

    def add_piece(self) -> None:
        """Add the selected words as a further piece of the content, or what the row is about."""
        row, span = self._desk.current_row(), self._view.selected_span()
        if row is None or span is None:
            return
        role = _MAIN_ROLE[row.layer]
        self._desk.act(
            self.tr("Add a piece to the {role}").format(role=self.role_name(role)),
            lambda session: editing.add_span(session, row.id, role, span),
        )
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
        typed = self._desk.annotations[chosen[0]].quote("source")
        known = self._desk.actor_name(self._desk.annotations[chosen[0]].speaker_id)
        self._pick_actor(
            self.tr("Who says it?"),
            self.tr("Speaker of {what}").format(what=self._what(chosen)),
            lambda session, actor: editing.set_claim(session, chosen, speaker_id=actor),
            typed=known or typed,
            none=self.tr("Nobody named"),
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
        picker = self._picker(
            self.tr("Domains of the claim"), self._domain_choices(), several=True, ticked=ticked
        )
        label = self.tr("Domains of {what}").format(what=self._what(claims))
        picker.picked.connect(lambda found: self._set_domains(label, claims, found))
        self._open(picker)

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

    # Bounds.

    def nudge(self, edge: str, step: int, *, by_word: bool) -> None:
        """Move the start or end edge of what the current annotation is about."""
        row, article = self._desk.current_row(), self._desk.article
        if row is None or article is None:
            return
        pieces = row.role(_MAIN_ROLE[row.layer])
        if not pieces:
            return
        piece = pieces[0] if edge == "start" else pieces[-1]
        old = piece.span
        point = old.start if edge == "start" else old.end
        moved = word_edge(article.body, point, step) if by_word else point + step
        new = Span(moved, old.end) if edge == "start" else Span(old.start, moved)
        if 0 <= new.start < new.end <= len(article.body):
            self._bounds_dragged(row.id, piece.role, *old, *new)

    def _bounds_dragged(
        self, annotation_id: int, role: str, old_start: int, old_end: int, start: int, end: int
    ) -> None:
        self._desk.act(
            self.tr("Bounds of {what}").format(what=self._what([annotation_id])),
            lambda session: editing.move_span(
                session, annotation_id, role, Span(old_start, old_end), Span(start, end)
            ),
        )

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
            typed=self._desk.actor_name(row.actor_id) or row.quote("mention"),
        )

    def _pick_actor(
        self, title: str, label: str, apply: Apply, *, typed: str = "", none: str | None = None
    ) -> None:
        choices = self._actor_choices()
        if none is not None:
            choices.append(Choice(None, none))
        picker = self._picker(title, choices, creates=True, typed=typed)
        picker.picked.connect(lambda actor: self._act(label, apply, actor))
        picker.created.connect(lambda name: self._create_actor(name, label, apply))
        self._open(picker)

    def _create_actor(self, name: str, label: str, apply: Apply) -> None:
        """Ask of which kind the new actor is, then create and take it in one edit."""
        picker = self._picker(
            self.tr("What is “{name}”?").format(name=_short(name)), self._kind_choices()
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

    def _actor_choices(self) -> list[Choice]:
        named = self._named_actors()
        actors = [a for a in self._desk.actors.values() if a.state == "accepted" or a.id in named]
        order = {actor: place for place, actor in enumerate(self._recent_actors)}
        actors.sort(key=lambda a: (order.get(a.id, _RECENT), a.id not in named))
        return [
            Choice(a.id, a.name, actor_kind_label(self._claims, a.kind), a.aliases, a.colour)
            for a in actors
        ]

    def _named_actors(self) -> set[int | None]:
        rows = self._desk.annotations.values()
        return {row.actor_id for row in rows} | {row.speaker_id for row in rows}

    def _domain_choices(self) -> list[Choice]:
        order = {domain: place for place, domain in enumerate(self._recent_domains)}
        domains = sorted(self._desk.domains.values(), key=lambda d: order.get(d.id, _RECENT))
        return [Choice(d.id, d.name, "", d.terms, d.colour) for d in domains]

    def _kind_choices(self) -> list[Choice]:
        return [Choice(i, actor_kind_label(self._claims, k)) for i, k in enumerate(ACTOR_KINDS)]

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
        return f"“{_short(rows[0].quote(_MAIN_ROLE[rows[0].layer]))}”"


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _SHORT else words[: _SHORT - 1].rstrip() + "…"


def _remember(recent: list[int], number: int | None) -> None:
    if number is None:
        return
    if number in recent:
        recent.remove(number)
    recent.insert(0, number)
    del recent[_RECENT:]
