# SPDX-License-Identifier: MIT
"""Turn the selected words into annotations and into the parts of claims."""

from __future__ import annotations

from PySide6.QtCore import QObject
from sqlmodel import Session

from claimdesk.gui.annotating.picking import ranking
from claimdesk.gui.annotating.picking.pickers import Pickers
from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.wording import brief, quoted, role_label
from claimdesk.models.editing import edits
from claimdesk.models.editing.addressees import set_addressees
from claimdesk.models.editing.codes import set_code
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import queries
from claimdesk.models.store.queries import ArticleText
from claimdesk.models.text.reading import words_in
from claimdesk.models.text.spans import Span
from claimdesk.models.text.words import sentence_at


class Marking(QObject):
    """Turns the selection into annotations and asks whom or what they name."""

    def __init__(self, desk: Desk, view: ArticleView, pickers: Pickers) -> None:
        super().__init__(view)
        self._desk = desk
        self._view = view
        self._pickers = pickers

    def mention(self) -> None:
        """Record the selected words as a mention; a known name needs no question."""
        article, span = self._desk.article, self._view.selected_span()
        if article is None or span is None:
            self._ask_for_words()
            return
        words = words_in(article.body, span)
        known = ranking.actor_named(words, self._desk.resolver)
        record = self._pickers.edit(
            _("Mention “{words}”").format(words=brief(words)),
            lambda session, actor: edits.create_mention(session, article.id, span, actor),
        )
        if known is None:
            self._pickers.actor(_("Which actor?"), record, words=words)
        else:
            self._pickers.recent.note_actor(known)
            record(lambda _session: known)

    def claim(self) -> None:
        """Record the selected words as the content of a claim, then ask who speaks.

        It is about the domains that are marked in it, as a suggested claim would be.
        """
        article, span = self._desk.article, self._view.selected_span()
        if article is None or span is None:
            self._ask_for_words()
            return
        self._claim(article, span)

    def claim_sentence(self) -> None:
        """Record the sentence under the caret as the content of a claim, then ask who speaks."""
        article = self._desk.article
        if article is None:
            return
        span = sentence_at(article.body, self._view.caret())
        if span.start < span.end:
            self._claim(article, span)
        else:
            self._desk.status_message.emit(_("Put the caret into a sentence first."))

    def duplicate(self) -> None:
        """Record a claim with the same words and codes as the current one; it becomes current."""
        row = self._desk.current_row()
        if row is None or row.layer != "claim" or not row.role("content"):
            return
        with self._desk.reading() as connection:
            details = queries.annotation_details(connection, row.id)
        addressees = details.addressee_ids if details is not None else ()

        def create(session: Session) -> int:
            roles = dict.fromkeys(piece.role for piece in row.pieces)
            claim = edits.create_claim(
                session,
                row.article_id,
                {role: [piece.span for piece in row.role(role)] for role in roles},
                speaker_id=row.speaker_id,
                further_speakers=row.further_speaker_ids,
                domain_ids=row.domain_ids,
            )
            for key, value in row.codes.items():
                set_code(session, [claim], key, value)
            set_addressees(session, [claim], addressees)
            edits.set_note(session, [claim], row.note or "")
            return claim

        created = self._desk.act(_("Duplicate {what}").format(what=quoted(row)), create)
        if created is not None:
            self._desk.set_current(created.value)

    def _claim(self, article: ArticleText, span: Span) -> None:
        words = brief(article.body[span.start : span.end])
        inside = ranking.marked_domains([span], self._desk.annotations.values())

        def create(session: Session) -> int:
            claim = edits.create_claim(session, article.id, {"content": [span]})
            edits.set_domains(session, [claim], inside)
            return claim

        created = self._desk.act(_("Claim “{words}”").format(words=words), create)
        if created is not None:
            self._view.clear_selection()
            self._desk.set_current(created.value)
            self._ask_speaker(article, created.value)

    def domain(self) -> None:
        """Record the selected words as about a domain."""
        article, span = self._desk.article, self._view.selected_span()
        if article is None or span is None:
            self._ask_for_words()
            return
        words = brief(article.body[span.start : span.end])
        record = self._pickers.edit(
            _("Domain “{words}”").format(words=words),
            lambda session, domain: edits.create_domain_mention(session, article.id, span, domain),
        )
        self._pickers.domain(_("Which domain?"), record)

    def _ask_for_words(self) -> None:
        self._desk.status_message.emit(
            _("Select words in the text first; then M marks a mention, C a claim, D a domain.")
        )

    def role(self, role: str) -> None:
        """Let the selected words be the source, cue or content of the current claim."""
        row, span = self._desk.current_row(), self._view.selected_span()
        if row is None or row.layer != "claim" or self._desk.article is None:
            return
        if span is None:
            self._desk.status_message.emit(_("Select words in the text first."))
            return
        words = words_in(self._desk.article.body, span)

        def change(session: Session, speaker: int | None) -> None:
            edits.set_role(session, row.id, role, [span])
            if speaker is not None and speaker not in row.speaker_ids:
                edits.set_speaker(session, [row.id], speaker)

        take = self._pickers.edit(_("Set the {role}").format(role=role_label(role)), change)
        speaker = ranking.actor_named(words, self._desk.resolver) if role == "source" else None
        joint = bool(row.further_speaker_ids)
        if role == "source" and speaker is None and not joint:
            self._pickers.actor(_("Who is this?"), take, words=words)
        else:
            self._pickers.recent.note_actor(speaker)
            take(lambda _session: speaker)
        self._view.clear_selection()

    def _ask_speaker(self, article: ArticleText, claim: int) -> None:
        """Ask who makes a new claim, offering first those named near it, who become its source."""
        row, rows = self._desk.annotations[claim], self._desk.annotations.values()
        beside = ranking.likely_speakers(article.body, row, rows, self._desk.actors)
        sources = {naming.actor_id: naming.span for naming in reversed(beside)}

        def apply(session: Session, actor: int | None) -> None:
            edits.set_speaker(session, [claim], actor)
            if actor in sources:
                edits.set_role(session, claim, "source", [sources[actor]])

        before = ranking.previous_speaker(row.start, rows)
        self._pickers.actor(
            _("Who says it?"),
            self._pickers.edit(_("Speaker of {what}").format(what=quoted(row)), apply),
            first=[*(naming.actor_id for naming in beside), before],
            none=_("Nobody named"),
        )
