# SPDX-License-Identifier: MIT
"""Decide together on all suggestions with the same words for the same actor or domain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject
from sqlmodel import Session

from claimdesk.gui.annotating.bulk.wording import brief_words, name_of
from claimdesk.gui.annotating.review import Review
from claimdesk.gui.desk.desk import Desk
from claimdesk.models.editing import edits, occurrences
from claimdesk.models.editing.edits import MAIN_ROLE
from claimdesk.models.messages.catalogue import _, ngettext

Change = Callable[[Session, Sequence[int]], None]


class SimilarSuggestions(QObject):
    """Decides on suggestions similar to the current annotation, in the article or the project."""

    def __init__(self, desk: Desk, review: Review, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._review = review

    def accept(self, *, everywhere: bool) -> None:
        """Accept the suggestions with the words and the actor or domain of the current one."""
        self._decide(edits.accept, _("Accept all “{words}”"), _accepted, everywhere=everywhere)

    def reject(self, *, everywhere: bool) -> None:
        """Reject the suggestions with the words and the actor or domain of the current one."""
        self._decide(edits.reject, _("Reject all “{words}”"), _rejected, everywhere=everywhere)

    def _decide(
        self, change: Change, label: str, message: Callable[[int], str], *, everywhere: bool
    ) -> None:
        """Decide in the article or `everywhere`, then say how many that were, with Undo."""
        row = self._desk.current_row()
        if row is None or row.layer == "claim":
            self._desk.status_message.emit(_("Go to a mention or a domain first."))
            return
        rows = self._desk.annotations.values()
        here = occurrences.similar_suggestions_among(rows, row)

        def decide(session: Session) -> Mapping[int, Sequence[int]]:
            found: Mapping[int, Sequence[int]] = {row.article_id: here}
            if everywhere:
                found = occurrences.similar_suggestions(session.connection(), row)
            change(session, [number for ids in found.values() for number in ids])
            return found

        words = brief_words(row.quote(MAIN_ROLE[row.layer]))
        done = self._desk.act(label.format(words=words), decide) if here or everywhere else None
        count = sum(map(len, done.value.values())) if done is not None else 0
        if done is not None and count:
            name = name_of(self._desk, row.layer, row.actor_id or row.domain_id)
            self._desk.offer_undo(
                message(count).format(
                    n=count, words=words, name=name, articles=_articles(len(done.value))
                ),
                done,
            )
            self._review.skip()
        elif everywhere:
            self._desk.status_message.emit(_("No similar suggestions left."))
        elif not here:
            self._desk.status_message.emit(_("No similar suggestions left in this article."))


def _accepted(n: int) -> str:
    return ngettext(
        "1 suggestion of “{words}” as {name} accepted in {articles}",
        "{n} suggestions of “{words}” as {name} accepted in {articles}",
        n,
    )


def _rejected(n: int) -> str:
    return ngettext(
        "1 suggestion of “{words}” as {name} rejected in {articles}",
        "{n} suggestions of “{words}” as {name} rejected in {articles}",
        n,
    )


def _articles(n: int) -> str:
    return ngettext("1 article", "{n} articles", n).format(n=n)
