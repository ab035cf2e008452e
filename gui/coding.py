# SPDX-License-Identifier: MIT
"""Recording and correcting: annotations from a selection, fields by picker."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtWidgets import QInputDialog, QWidget
from sqlmodel import Session

from claimdesk.gui import likely
from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.bounds import quoted, short
from claimdesk.gui.desk import Desk
from claimdesk.gui.panes.layers import ACTOR_KIND, DOMAINS, KIND, SPEAKER, STANCE
from claimdesk.gui.panes.pane import Pane
from claimdesk.gui.pickers import Pickers, Resolve, Take
from claimdesk.gui.wording import role_label
from claimdesk.models import editing, queries
from claimdesk.models.parties import set_addressees, set_partners
from claimdesk.models.queries import AnnotationDetails, AnnotationRow
from claimdesk.models.spans import Span

Apply = Callable[[Session, int | None], int | None]
"""Does an edit with the id that was picked; the id of the annotation that it made, if it did."""


class Coding(QObject):
    """Turns selections, pickers and keys into edits of the open article."""

    went_on = Signal()
    """The current annotation is coded and the next one wanted."""

    def __init__(self, desk: Desk, view: ArticleView, pickers: Pickers, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._view = view
        self._pickers = pickers
        self._window = window
        pickers.went_on.connect(self.went_on)

    # Annotations from a selection.

    def mention(self) -> None:
        """Record the selected words as a mention; a known name needs no question."""
        article, span = self._desk.article, self._view.selected_span()
        if article is None or span is None:
            return
        words = article.body[span.start : span.end]
        known = likely.named(words, self._desk.actors.values())
        record = self._doing(
            self.tr("Mention “{words}”").format(words=short(words)),
            lambda session, actor: editing.create_mention(session, article.id, span, actor),
        )
        if known is None:
            self._pickers.actor(self.tr("Which actor?"), record, typed=words)
        else:
            self._pickers.recent.took_actor(known)
            record(lambda _session: known)

    def claim(self) -> None:
        """Record the selected words as the content of a claim, then ask who speaks.

        It is about the domains that are marked in it, as a suggested claim would be.
        """
        article, span = self._desk.article, self._view.selected_span()
        if article is None or span is None:
            return
        words = short(article.body[span.start : span.end])
        inside = likely.domains([span], self._desk.annotations.values())

        def create(session: Session) -> int:
            claim = editing.create_claim(session, article.id, {"content": [span]})
            editing.set_domains(session, [claim], inside)
            return claim

        created = self._desk.act(self.tr("Claim “{words}”").format(words=words), create)
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
        record = self._doing(
            self.tr("Domain “{words}”").format(words=words),
            lambda session, domain: editing.create_domain_mention(
                session, article.id, span, domain
            ),
        )
        self._pickers.domain(self.tr("Which domain?"), record)

    def role_from_selection(self, role: str) -> None:
        """Let the selected words be the source, cue or content of the current claim."""
        row, span = self._desk.current_row(), self._view.selected_span()
        if row is None or row.layer != "claim" or span is None or self._desk.article is None:
            return
        words = self._desk.article.body[span.start : span.end]

        def change(session: Session, speaker: int | None) -> None:
            editing.set_role(session, row.id, role, [span])
            if speaker is not None:
                editing.set_claim(session, [row.id], speaker_id=speaker)

        take = self._doing(self.tr("Set the {role}").format(role=role_label(role)), change)
        speaker = likely.named(words, self._desk.actors.values()) if role == "source" else None
        if role == "source" and speaker is None:
            self._pickers.actor(self.tr("Who is this?"), take, typed=words)
        else:
            self._pickers.recent.took_actor(speaker)
            take(lambda _session: speaker)
        self._view.clear_selection()

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
        self._pickers.actor(
            self.tr("Who says it?"),
            self._doing(
                self.tr("Speaker of {what}").format(what=self._what(chosen)),
                lambda session, actor: editing.set_claim(session, chosen, speaker_id=actor),
            ),
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
        self._pickers.actor(
            self.tr("Who says it?"),
            self._doing(self.tr("Speaker of {what}").format(what=self._what([claim])), apply),
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

    def _actor_of_mention(self, ids: Sequence[int]) -> None:
        chosen = self._chosen(ids, "actor")
        if not chosen:
            return
        row = self._desk.annotations[chosen[0]]
        self._pickers.actor(
            self.tr("Which actor is meant?"),
            self._doing(
                self.tr("Actor of {what}").format(what=self._what(chosen)),
                lambda session, actor: editing.set_actor(session, chosen, actor),
            ),
            typed=row.quote("mention") if row.actor_id is None else "",
            first=[row.actor_id],
        )

    def stance(self, number: int) -> None:
        """Give the current claims the stance with this number in the codebook's order, from 0."""
        choices = self._desk.fields["stance"].choices if "stance" in self._desk.fields else ()
        chosen = self._chosen((), "claim")
        if number < len(choices) and chosen:
            self._code("stance", chosen, choices[number].id)

    def pick_choice(self, field: str, ids: Sequence[int] = ()) -> None:
        """Pick the stance, kind or certainty of the current claims."""
        chosen = self._chosen(ids, "claim")
        if chosen and field in self._desk.fields:
            self._pickers.value(
                self._desk.fields[field], lambda choice: self._code(field, chosen, choice)
            )

    def _code(self, field: str, ids: Sequence[int], choice: int | None) -> None:
        value = self._desk.choice_label(field, choice) or self.tr("not coded")
        self._desk.act(
            f"{self._desk.fields[field].label}: {value}",
            lambda session: editing.set_claim(session, ids, **{f"{field}_id": choice}),
        )

    def certainty(self, ids: Sequence[int] = ()) -> None:
        """Pick the certainty of the current claims, or the stage of a domain mention."""
        mentions = self._chosen(ids, "domain")
        if not mentions or "stage" not in self._desk.fields:
            self.pick_choice("certainty", ids)
            return
        field = self._desk.fields["stage"]

        def code(stage: int | None) -> None:
            value = self._desk.choice_label("stage", stage) or self.tr("not coded")
            self._desk.act(
                f"{field.label}: {value}",
                lambda session: editing.set_stage(session, mentions, stage),
            )

        self._pickers.value(field, code)

    def parties(self, ids: Sequence[int] = ()) -> None:
        """Pick to whom the current claims are said, or with whom a domain is worked on."""
        claims, mentions = self._chosen(ids, "claim"), self._chosen(ids, "domain")
        if claims:
            self._ask_parties(
                claims,
                self.tr("To whom is it said?"),
                self.tr("Addressees of {what}"),
                lambda details: details.addressee_ids,
                set_addressees,
            )
        elif mentions:
            self._ask_parties(
                mentions,
                self.tr("With whom?"),
                self.tr("Partners in {what}"),
                lambda details: details.partner_ids,
                set_partners,
            )

    def _ask_parties(
        self,
        ids: Sequence[int],
        title: str,
        label: str,
        known: Callable[[AnnotationDetails], Sequence[int]],
        change: Callable[[Session, Sequence[int], Sequence[int]], None],
    ) -> None:
        with self._desk.reading() as connection:
            details = queries.annotation_details(connection, ids[0])
        label = label.format(what=self._what(ids))
        self._pickers.actors(
            title,
            lambda found: self._desk.act(label, lambda session: change(session, ids, found)),
            ticked=known(details) if details is not None else (),
        )

    def domains(self, ids: Sequence[int] = ()) -> None:
        """Pick the domains of the current claims, or the one of a domain mention."""
        mentions = self._chosen(ids, "domain")
        claims = self._chosen(ids, "claim")
        if mentions:
            self._pickers.domain(
                self.tr("Which domain?"),
                self._doing(
                    self.tr("Domain of {what}").format(what=self._what(mentions)),
                    lambda session, domain: editing.set_domain(session, mentions, domain),
                ),
            )
        elif claims:
            row = self._desk.annotations[claims[0]]
            label = self.tr("Domains of {what}").format(what=self._what(claims))
            content = [piece.span for piece in row.role("content")]
            inside = likely.domains(content, self._desk.annotations.values())
            self._pickers.domains(
                self.tr("Domains of the claim"),
                lambda found: self._set_domains(label, claims, found),
                ticked=row.domain_ids,
                first=[*row.domain_ids, *inside, *self._pickers.recent.coded(but=row.id)],
            )

    def repeat_domains(self, ids: Sequence[int] = ()) -> None:
        """Give claims the domains of the claim that was decided before them, and go on."""
        claims = self._chosen(ids, "claim")
        domains = self._pickers.recent.coded(but=claims[0]) if claims else ()
        if claims and domains:
            label = self.tr("Same domains for {what}").format(what=self._what(claims))
            self._set_domains(label, claims, domains)
            self.went_on.emit()

    def _set_domains(self, label: str, claims: Sequence[int], domains: Sequence[int]) -> None:
        self._desk.act(label, lambda session: editing.set_domains(session, claims, domains))

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
        if pane.model.cells.layer == "actor":
            group = pane.model.group(index)
            if group is not None and group.key is not None and column == ACTOR_KIND:
                self._pickers.kind_of_actor(group.key)
            elif row is not None:
                self._actor_of_mention(ids)
        elif pane.model.cells.layer == "domain":
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

    # Edits.

    def _doing(self, label: str, apply: Apply) -> Take:
        """What a picker does with what was picked: one edit, whose annotation becomes current."""

        def take(resolve: Resolve) -> None:
            created = self._desk.act(label, lambda session: apply(session, resolve(session)))
            if created is not None:
                self._show(created)

        return take

    def _show(self, annotation_id: int) -> None:
        self._view.clear_selection()
        self._desk.set_current(annotation_id)

    def _chosen(self, ids: Sequence[int], layer: str) -> list[int]:
        """Those of `ids`, or of the current annotation, that are of the layer."""
        current = self._desk.current
        wanted = ids or ([current] if current is not None else [])
        rows = (self._desk.annotations.get(i) for i in wanted)
        return [row.id for row in rows if row is not None and row.layer == layer]

    def _what(self, ids: Sequence[int]) -> str:
        rows = [self._desk.annotations[i] for i in ids if i in self._desk.annotations]
        if len(rows) != 1:
            return self.tr("{n} annotations").format(n=len(ids))
        return quoted(rows[0])
