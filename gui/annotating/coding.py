# SPDX-License-Identifier: MIT
"""Coding: the fields of annotations, by picker and key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtWidgets import QInputDialog, QWidget
from sqlmodel import Session

from claimdesk.gui.annotating.picking import ranking
from claimdesk.gui.annotating.picking.pickers import Pickers
from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.panes.layers import ACTOR_KIND, DOMAINS, KIND, SPEAKER, STANCE
from claimdesk.gui.panes.pane import Pane
from claimdesk.gui.widgets.wording import quoted
from claimdesk.models.editing import edits
from claimdesk.models.editing.addressees import set_addressees, set_partners
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import queries
from claimdesk.models.store.queries import AnnotationDetails


class Coding(QObject):
    """Turns what is picked into fields of the annotations that are chosen."""

    went_on = Signal()
    """The current annotation is coded and the next one wanted."""

    def __init__(self, desk: Desk, view: ArticleView, pickers: Pickers, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._view = view
        self._pickers = pickers
        self._window = window
        pickers.went_on.connect(self.went_on)

    def speaker(self, ids: Sequence[int] = ()) -> None:
        """Pick who speaks; for a mention, which actor is meant."""
        article = self._desk.article
        chosen = self._chosen(ids, "claim")
        if not chosen or article is None:
            self._actor_of_mention(ids)
            return
        row, rows = self._desk.annotations[chosen[0]], self._desk.annotations.values()
        beside = ranking.speakers(article.body, row, rows, self._desk.actors)
        self._pickers.actor(
            _("Who says it?"),
            self._pickers.edit(
                _("Speaker of {what}").format(what=self._what(chosen)),
                lambda session, actor: edits.set_claim(session, chosen, speaker_id=actor),
            ),
            typed=row.words("source") if row.speaker_id is None else "",
            first=[row.speaker_id, *(naming.actor_id for naming in beside)],
            none=_("Nobody named"),
        )

    def _actor_of_mention(self, ids: Sequence[int]) -> None:
        chosen = self._chosen(ids, "actor")
        if not chosen:
            return
        row = self._desk.annotations[chosen[0]]
        self._pickers.actor(
            _("Which actor is meant?"),
            self._pickers.edit(
                _("Actor of {what}").format(what=self._what(chosen)),
                lambda session, actor: edits.set_actor(session, chosen, actor),
            ),
            typed=row.words("mention") if row.actor_id is None else "",
            first=[row.actor_id],
        )

    def stance(self, number: int) -> None:
        """Give the chosen claims the stance with this number in the codebook's order, from 0."""
        choices = self._desk.fields["stance"].choices if "stance" in self._desk.fields else ()
        chosen = self._chosen((), "claim")
        if number < len(choices) and chosen:
            self._code("stance", chosen, choices[number].id)

    def pick_choice(self, field: str, ids: Sequence[int] = ()) -> None:
        """Pick the stance, kind or certainty of the chosen claims."""
        chosen = self._chosen(ids, "claim")
        if chosen and field in self._desk.fields:
            self._pickers.value(
                self._desk.fields[field], lambda choice: self._code(field, chosen, choice)
            )

    def _code(self, field: str, ids: Sequence[int], choice: int | None) -> None:
        value = self._desk.choice_label(field, choice) or _("not coded")
        self._desk.act(
            f"{self._desk.fields[field].label}: {value}",
            lambda session: edits.set_claim(session, ids, **{f"{field}_id": choice}),
        )

    def certainty(self, ids: Sequence[int] = ()) -> None:
        """Pick the certainty of the chosen claims, or the stage of a domain mention."""
        mentions = self._chosen(ids, "domain")
        if not mentions or "stage" not in self._desk.fields:
            self.pick_choice("certainty", ids)
            return
        field = self._desk.fields["stage"]

        def code(stage: int | None) -> None:
            value = self._desk.choice_label("stage", stage) or _("not coded")
            self._desk.act(
                f"{field.label}: {value}",
                lambda session: edits.set_stage(session, mentions, stage),
            )

        self._pickers.value(field, code)

    def parties(self, ids: Sequence[int] = ()) -> None:
        """Pick to whom the chosen claims are said, or with whom a domain is worked on."""
        claims, mentions = self._chosen(ids, "claim"), self._chosen(ids, "domain")
        if claims:
            self._ask_parties(
                claims,
                _("To whom is it said?"),
                _("Addressees of {what}"),
                lambda details: details.addressee_ids,
                set_addressees,
            )
        elif mentions:
            self._ask_parties(
                mentions,
                _("With whom?"),
                _("Partners in {what}"),
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
        """Pick the domains of the chosen claims, or the one of a domain mention."""
        mentions = self._chosen(ids, "domain")
        claims = self._chosen(ids, "claim")
        if mentions:
            self._pickers.domain(
                _("Which domain?"),
                self._pickers.edit(
                    _("Domain of {what}").format(what=self._what(mentions)),
                    lambda session, domain: edits.set_domain(session, mentions, domain),
                ),
            )
        elif claims:
            row = self._desk.annotations[claims[0]]
            label = _("Domains of {what}").format(what=self._what(claims))
            content = [piece.span for piece in row.role("content")]
            inside = ranking.domains(content, self._desk.annotations.values())
            self._pickers.domains(
                _("Domains of the claim"),
                lambda found: self._set_domains(label, claims, found),
                ticked=row.domain_ids,
                first=[*row.domain_ids, *inside, *self._pickers.recent.coded(but=row.id)],
            )

    def repeat_domains(self, ids: Sequence[int] = ()) -> None:
        """Give claims the domains of the claim that was decided before them, and go on."""
        claims = self._chosen(ids, "claim")
        domains = self._pickers.recent.coded(but=claims[0]) if claims else ()
        if claims and domains:
            label = _("Same domains for {what}").format(what=self._what(claims))
            self._set_domains(label, claims, domains)
            self.went_on.emit()

    def _set_domains(self, label: str, claims: Sequence[int], domains: Sequence[int]) -> None:
        self._desk.act(label, lambda session: edits.set_domains(session, claims, domains))

    def note(self) -> None:
        """Ask for the note of the current annotation."""
        row = self._desk.current_row()
        if row is None:
            return
        text, taken = QInputDialog.getMultiLineText(
            self._window, _("Note"), _("Note on this annotation:"), row.note or ""
        )
        if taken and text.strip() != (row.note or ""):
            self._desk.act(
                _("Note on {what}").format(what=self._what([row.id])),
                lambda session: edits.set_note(session, [row.id], text),
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

    def _chosen(self, ids: Sequence[int], layer: str) -> list[int]:
        """Return those of `ids`, or of what is chosen on the desk, that are of the layer."""
        rows = (self._desk.annotations.get(i) for i in ids or self._desk.selected)
        return [row.id for row in rows if row is not None and row.layer == layer]

    def _what(self, ids: Sequence[int]) -> str:
        rows = [self._desk.annotations[i] for i in ids if i in self._desk.annotations]
        if len(rows) != 1:
            return _("{n} annotations").format(n=len(ids))
        return quoted(rows[0])
