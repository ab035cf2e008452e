# SPDX-License-Identifier: MIT
"""Code annotations by picker and key: who speaks, domains, addressees and coded fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from claimdesk.gui.annotating.codes import LAYERS, CodeEditor
from claimdesk.gui.annotating.picking import ranking
from claimdesk.gui.annotating.picking.likely_domains import LikelyDomains
from claimdesk.gui.annotating.picking.pickers import Pickers
from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.panes.columns import Coded, Picked
from claimdesk.gui.panes.pane import Pane
from claimdesk.gui.widgets.wording import quoted
from claimdesk.models.editing import edits
from claimdesk.models.editing.addressees import set_addressees, set_partners
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import queries
from claimdesk.models.store.queries import AnnotationDetails, AnnotationRow, FieldRow

LIKELY = 6
"""How many likely domains have a key of their own."""
_LIKELY = 3
"""Domains that the words of a claim point to and that stand before those picked lately."""


class Coding(QObject):
    """Gives the selected annotations what is picked for them."""

    next_wanted = Signal()
    """The current annotation is coded and the next one wanted."""

    def __init__(
        self, desk: Desk, view: ArticleView, pickers: Pickers, codes: CodeEditor, window: QWidget
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._view = view
        self._pickers = pickers
        self._codes = codes
        self._window = window
        self._parts: dict[str, Callable[[Sequence[int]], None]] = {
            "speaker": self.speaker,
            "actor": self.speaker,
            "actor_kind": self._kind_of_actor,
            "domains": self.domains,
            "parties": self.parties,
        }
        self._likely_domains = LikelyDomains(desk)
        pickers.next_wanted.connect(self.next_wanted)

    def pick(self, part: str, ids: Sequence[int] = ()) -> None:
        """Open the picker of a part of annotations, such as `speaker` or `domains`."""
        self._parts[part](ids)

    def code(self, key: str, ids: Sequence[int] = ()) -> None:
        """Ask for the value of the coded field with a key; nothing if no annotation has it."""
        for layer in LAYERS:
            field, of_layer = self._codes.field(layer, key), self._of_layer(ids, layer)
            if field is not None and of_layer:
                self._codes.ask(field, of_layer)
                return

    def certainty(self) -> None:
        """Ask for the certainty of the selected claims, or the stage of domain mentions."""
        self.code("stage" if self._of_layer((), "domain") else "certainty")

    def code_choice(self, field: FieldRow, number: int) -> None:
        """Give the selected annotations the value with this number in the codebook, from 0."""
        ids = self._of_layer((), field.layer)
        if number < len(field.choices) and ids:
            self._codes.set(field, ids, field.choices[number].id)

    def speaker(self, ids: Sequence[int] = ()) -> None:
        """Pick who speaks; for a mention, which actor is meant."""
        article = self._desk.article
        claims = self._of_layer(ids, "claim")
        if not claims or article is None:
            self._actor_of_mention(ids)
            return
        row, rows = self._desk.annotations[claims[0]], self._desk.annotations.values()
        if row.further_speaker_ids:
            self.speakers(ids)
            return
        near = ranking.speakers_near(
            article.body, row, rows, self._desk.actors, self._desk.resolver
        )
        self._pickers.actor(
            _("Who says it?"),
            self._pickers.edit(
                _("Speaker of {what}").format(what=self._what(claims)),
                lambda session, actor: edits.set_speaker(session, claims, actor),
            ),
            words=row.words("source"),
            first=[row.speaker_id, *near.picks(self._pickers.recent.actors)],
            now=row.speaker_id,
            none=_("Nobody named"),
        )

    def speakers(self, ids: Sequence[int] = ()) -> None:
        """Pick all who say the selected claims together, in order."""
        article, claims = self._desk.article, self._of_layer(ids, "claim")
        if not claims or article is None:
            return
        row, rows = self._desk.annotations[claims[0]], self._desk.annotations.values()
        beside = ranking.likely_speakers(article.body, row, rows, self._desk.actors)
        label = _("Speakers of {what}").format(what=self._what(claims))

        def take(found: Callable[[Session], Sequence[int]]) -> None:
            self._desk.act(
                label, lambda session: edits.set_speakers(session, claims, found(session))
            )

        self._pickers.actors(
            _("Who says it together?"),
            take,
            ticked=row.speaker_ids,
            first=[naming.actor_id for naming in beside],
            words=row.words("source"),
        )

    def _actor_of_mention(self, ids: Sequence[int]) -> None:
        mentions = self._of_layer(ids, "actor")
        if not mentions:
            return
        row = self._desk.annotations[mentions[0]]
        self._pickers.actor(
            _("Which actor is meant?"),
            self._pickers.edit(
                _("Actor of {what}").format(what=self._what(mentions)),
                lambda session, actor: edits.set_actor(session, mentions, actor),
            ),
            words=row.words("mention"),
            first=[row.actor_id],
            now=row.actor_id,
        )

    def _kind_of_actor(self, ids: Sequence[int]) -> None:
        actors = {self._desk.annotations[i].actor_id for i in self._of_layer(ids, "actor")}
        actor = actors.pop() if len(actors) == 1 else None
        if actor is not None:
            self._pickers.kind_of_actor(actor)

    def parties(self, ids: Sequence[int] = ()) -> None:
        """Pick to whom the selected claims are said, or with whom a domain is worked on."""
        claims, mentions = self._of_layer(ids, "claim"), self._of_layer(ids, "domain")
        if claims:
            self._ask_parties(
                claims,
                _("To whom is it said?"),
                _("Addressees of {what}"),
                lambda details: details.addressee_ids,
                set_addressees,
                self._named_near(claims[0]),
            )
        elif mentions:
            self._ask_parties(
                mentions,
                _("With whom?"),
                _("Partners in {what}"),
                lambda details: details.partner_ids,
                set_partners,
                self._named_near(mentions[0]),
            )

    def _ask_parties(
        self,
        ids: Sequence[int],
        title: str,
        label: str,
        known: Callable[[AnnotationDetails], Sequence[int]],
        change: Callable[[Session, Sequence[int], Sequence[int]], None],
        first: Sequence[int],
    ) -> None:
        with self._desk.reading() as connection:
            details = queries.annotation_details(connection, ids[0])
        label = label.format(what=self._what(ids))
        self._pickers.actors(
            title,
            lambda found: self._desk.act(
                label, lambda session: change(session, ids, found(session))
            ),
            ticked=known(details) if details is not None else (),
            first=first,
        )

    def _named_near(self, annotation_id: int) -> list[int]:
        """Return the actors named in or near an annotation, but those who speak, nearest first."""
        article, row = self._desk.article, self._desk.annotations[annotation_id]
        if article is None:
            return []
        rows = self._desk.annotations.values()
        near = ranking.named_near(article.body, row, rows, self._desk.actors)
        return [n.actor_id for n in near if n.actor_id not in row.speaker_ids]

    def domains(self, ids: Sequence[int] = ()) -> None:
        """Pick the domains of the selected claims, or the one of a domain mention."""
        mentions = self._of_layer(ids, "domain")
        claims = self._of_layer(ids, "claim")
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
            self._pickers.domains(
                _("Domains of the claim"),
                lambda found: self._set_domains(label, claims, found),
                ticked=row.domain_ids,
                first=[*row.domain_ids, *self._likely(row)],
            )

    def _likely(self, row: AnnotationRow) -> list[int]:
        """Return domains that a claim may be about.

        They are those marked in it, then those of the last claim, then those its words point to.
        """
        content = [piece.span for piece in row.role("content")]
        inside = ranking.marked_domains(content, self._desk.annotations.values())
        coded = self._pickers.recent.coded(but=row.id)
        return [*inside, *coded, *self._likely_domains.of(row)[:_LIKELY]]

    def likely_domains(self, ids: Sequence[int] = ()) -> list[int]:
        """Return the domains that have a key of their own for the first of the claims."""
        claims = self._of_layer(ids, "claim")
        if not claims:
            return []
        row = self._desk.annotations[claims[0]]
        found = dict.fromkeys([*self._likely(row), *self._pickers.recent.domains])
        return [n for n in found if n in self._desk.domains and (n,) != row.domain_ids][:LIKELY]

    def only_domain(self, number: int, ids: Sequence[int] = ()) -> None:
        """Give claims the likely domain with this number, from 0, and no other; then go on."""
        claims, likely = self._of_layer(ids, "claim"), self.likely_domains(ids)
        if number < len(likely):
            label = _("Domains of {what}").format(what=self._what(claims))
            self._set_domains(label, claims, likely[number : number + 1])
            self.next_wanted.emit()

    def repeat_domains(self, ids: Sequence[int] = ()) -> None:
        """Give claims the domains of the claim that was decided before them, and continue."""
        claims = self._of_layer(ids, "claim")
        domains = self._pickers.recent.coded(but=claims[0]) if claims else ()
        if claims and domains:
            label = _("Same domains for {what}").format(what=self._what(claims))
            self._set_domains(label, claims, domains)
            self.next_wanted.emit()

    def _set_domains(self, label: str, claims: Sequence[int], domains: Sequence[int]) -> None:
        self._desk.act(label, lambda session: edits.set_domains(session, claims, domains))

    def open_cell(self, pane: Pane, index: QModelIndex) -> None:
        """Open the editor of a cell of a pane for all rows that are selected there."""
        with self._pickers.opened_at(_below_cell(pane, index)):
            self._open_cell(pane, index)

    def _open_cell(self, pane: Pane, index: QModelIndex) -> None:
        ids = pane.selected() or pane.model.ids_below(index)
        editor, row = pane.model.editor(index), pane.model.annotation(index)
        if isinstance(editor, Picked):
            self.pick(editor.part, ids if editor.several else pane.model.ids_below(index))
        elif isinstance(editor, Coded):
            self._codes.ask(editor.field, self._of_layer(ids, editor.field.layer))
        elif row is not None:
            self._desk.set_current(row.id)
            self._view.setFocus()

    def _of_layer(self, ids: Sequence[int], layer: str) -> list[int]:
        """Return those of `ids`, or of what is selected on the desk, that are of the layer."""
        rows = (self._desk.annotations.get(i) for i in ids or self._desk.selected)
        return [row.id for row in rows if row is not None and row.layer == layer]

    def _what(self, ids: Sequence[int]) -> str:
        rows = [self._desk.annotations[i] for i in ids if i in self._desk.annotations]
        if len(rows) != 1:
            return _("{n} annotations").format(n=len(ids))
        return quoted(rows[0])


def _below_cell(pane: Pane, index: QModelIndex) -> QPoint:
    view = pane.view
    shown = view.visualRect(view.model().index(index.row(), index.column()))
    return view.viewport().mapToGlobal(shown.bottomLeft())
