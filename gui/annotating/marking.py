# SPDX-License-Identifier: MIT
"""Turn the selected words into annotations and into the parts of claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

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
from claimdesk.models.store.queries import AnnotationRow, ArticleText
from claimdesk.models.store.schema import Actor
from claimdesk.models.text.paragraphs import paragraph_bounds
from claimdesk.models.text.reading import words_in
from claimdesk.models.text.spans import Span, trimmed
from claimdesk.models.text.words import sentence_at, snapped


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
        else:
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
        if row is not None and row.layer == "claim" and row.role("content"):
            self._record_like(row, _spans(row), _("Duplicate {what}"))

    def alike(self) -> None:
        """Record a claim of the selected words, or the sentence, coded as the last one was.

        The last one is the current claim if it is decided, or else the one decided before.
        """
        article, last = self._desk.article, self._pickers.recent.last_claim()
        if article is None:
            return
        if last is None:
            self._desk.status_message.emit(_("Make a claim with C first; L makes another like it."))
            return
        span = self._view.selected_span() or sentence_at(article.body, self._view.caret())
        if span.start < span.end:
            paragraph = paragraph_bounds(article.body, span.start)
            near = [
                source for source in _spans(last).get("source", ()) if source.overlaps(paragraph)
            ]
            source = [source for source in near if not source.overlaps(span)]
            spans = {"content": [span], **({"source": source} if source else {})}
            self._record_like(last, spans, _("Claim like {what}"))

    def _record_like(
        self, row: AnnotationRow, spans: Mapping[str, Sequence[Span]], label: str
    ) -> None:
        create = self._like(row, [spans])
        created = self._desk.act(label.format(what=quoted(row)), lambda session: create(session)[0])
        if created is not None:
            self._view.clear_selection()
            self._desk.set_current(created.value)

    def split(self) -> None:
        """Let each piece of the current claim be a claim; one of a single piece ends at the caret.

        Those that are split off have the same speaker and codes, and follow.
        """
        row, article = self._desk.current_row(), self._desk.article
        if row is None or row.layer != "claim" or article is None:
            return
        pieces = [piece.span for piece in row.role("content")]
        if len(pieces) == 1:
            pieces = _parts(article.body, pieces[0], self._view.caret())
        if len(pieces) < 2:
            self._desk.status_message.emit(_("Put the caret where the second claim begins."))
            return
        create = self._like(row, [_spans(row) | {"content": [piece]} for piece in pieces[1:]])

        def change(session: Session) -> None:
            edits.set_role(session, row.id, "content", pieces[:1])
            create(session)

        self._desk.act(_("Split {what}").format(what=quoted(row)), change)
        self._view.clear_selection()

    def _like(
        self, row: AnnotationRow, contents: Sequence[Mapping[str, Sequence[Span]]]
    ) -> Callable[[Session], list[int]]:
        """Return an edit that records claims with these spans, coded as `row` is."""
        with self._desk.reading() as connection:
            details = queries.annotation_details(connection, row.id)
        addressees = details.addressee_ids if details is not None else ()

        def create(session: Session) -> list[int]:
            claims = [
                edits.create_claim(
                    session,
                    row.article_id,
                    spans,
                    speaker_id=row.speaker_id,
                    further_speakers=row.further_speaker_ids,
                    domain_ids=row.domain_ids,
                )
                for spans in contents
            ]
            for key, value in row.codes.items():
                set_code(session, claims, key, value)
            set_addressees(session, claims, addressees)
            edits.set_note(session, claims, row.note or "")
            return claims

        return create

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
        near = ranking.speakers_near(
            article.body, row, rows, self._desk.actors, self._desk.resolver
        )

        def apply(session: Session, actor: int | None) -> None:
            edits.set_speaker(session, [claim], actor)
            stored = None if actor is None else session.get(Actor, actor)
            source = None if stored is None else near.source(actor, stored.name)
            if source is not None:
                edits.set_role(session, claim, "source", [source])

        before = ranking.previous_speaker(row.start, rows)
        self._pickers.actor(
            _("Who says it?"),
            self._pickers.edit(_("Speaker of {what}").format(what=quoted(row)), apply),
            first=near.picks([before, *self._pickers.recent.actors]),
            none=_("Nobody named"),
        )


def _spans(row: AnnotationRow) -> dict[str, list[Span]]:
    """Return where the parts of an annotation stand, by role."""
    roles = dict.fromkeys(piece.role for piece in row.pieces)
    return {role: [piece.span for piece in row.role(role)] for role in roles}


def _parts(text: str, content: Span, caret: int) -> list[Span]:
    """Return a content in two at the word of the caret, without white space at the cut."""
    if not content.start < caret < content.end:
        return []
    begins = snapped(text, Span(caret, content.end)).start
    parts = (Span(content.start, begins), Span(begins, content.end))
    return [part for part in (trimmed(text, one) for one in parts) if part.start < part.end]
