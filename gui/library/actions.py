# SPDX-License-Identifier: MIT
"""What can be done to articles of the library: mark, edit details, delete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget
from sqlmodel import Session

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.library import mark_done
from claimdesk.gui.library.details import ArticleDetailsDialog
from claimdesk.gui.library.model import ArticleModel
from claimdesk.gui.widgets.wording import article_status_label, short
from claimdesk.models.editing import edits
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store import queries
from claimdesk.models.store.schema import ARTICLE_STATUSES

_TITLE = 60
"""Characters of a title that a message names."""


class ArticleActions(QObject):
    """Acts on articles by id; every act is one step of undo."""

    def __init__(self, desk: Desk, model: ArticleModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._model = model
        self._widget = parent

    def show_menu(self, ids: Sequence[int], place: QPoint) -> None:
        """Open the menu of articles at a place of the screen."""
        menu = QMenu(self._widget)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if len(ids) == 1:
            menu.addAction(_("&Open")).triggered.connect(lambda: self._desk.open_article(ids[0]))
            menu.addSeparator()
        for status, text in zip(
            ARTICLE_STATUSES,
            (
                _("Mark as &unread"),
                _("Mark as &in progress"),
                _("Mark as &done"),
            ),
            strict=True,
        ):
            action = menu.addAction(text)
            action.setEnabled(any(self._status(i) != status for i in ids))
            action.triggered.connect(lambda _on=False, status=status: self.mark(ids, status))
        menu.addSeparator()
        if len(ids) == 1:
            menu.addAction(_("Edit d&etails…")).triggered.connect(lambda: self.edit_details(ids[0]))
        menu.addAction(_("De&lete")).triggered.connect(lambda: self.delete(ids))
        menu.popup(place)

    def mark(self, ids: Sequence[int], status: str) -> None:
        """Give articles a status."""
        label = _("Mark as “{status}”").format(status=article_status_label(status))
        mark_done.mark(self._desk, ids, status, label, self._widget)

    def edit_details(self, article_id: int) -> None:
        """Open the dialog for title, outlet, date and the like."""
        ArticleDetailsDialog(self._desk, article_id, self._widget).open()

    def delete(self, ids: Sequence[int]) -> None:
        """Delete articles, then say what went with them, with Undo."""
        if self._desk.project is None or not ids:
            return
        with self._desk.project.reading() as connection:
            counts = queries.annotation_counts(connection, ids)
            rows = queries.article_rows(connection, ids)
        if not rows:
            return

        def change(session: Session) -> None:
            for row in rows:
                edits.delete_article(session, row.id)

        n = len(rows)
        label = ngettext("Delete an article", "Delete {n} articles", n).format(n=n)
        done = self._desk.act(label, change)
        if done is not None:
            self._desk.offer_undo(_deleted([row.title for row in rows], counts), done)

    def _status(self, article_id: int) -> str | None:
        row = self._model.index_of(article_id).data(Qt.ItemDataRole.UserRole)
        return row.status if row is not None else None


def _deleted(titles: Sequence[str], counts: Mapping[str, int]) -> str:
    """Return which articles were deleted, and what was annotated in them."""
    claims, mentions, domains = (counts.get(name, 0) for name in ("claim", "actor", "domain"))
    texts = (
        (claims, ngettext("1 claim", "{n} claims", claims)),
        (mentions, ngettext("1 mention of an actor", "{n} mentions of actors", mentions)),
        (domains, ngettext("1 mention of a domain", "{n} mentions of domains", domains)),
    )
    listed = ", ".join(text.format(n=number) for number, text in texts if number)
    n, title = len(titles), short(titles[0], _TITLE)
    if not listed:
        text = ngettext("“{title}” deleted", "{n} articles deleted", n)
    else:
        text = ngettext("“{title}” deleted with {listed}", "{n} articles deleted with {listed}", n)
    return text.format(n=n, title=title, listed=listed)
