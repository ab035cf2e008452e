# SPDX-License-Identifier: MIT
"""What can be done to articles of the library: mark, edit details, delete."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget
from sqlmodel import Session

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.library import mark_done
from claimdesk.gui.library.details import ArticleDetailsDialog
from claimdesk.gui.library.model import ArticleModel
from claimdesk.gui.widgets.wording import article_status_label
from claimdesk.models.editing import edits
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store import queries
from claimdesk.models.store.schema import ARTICLE_STATUSES


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
        menu.addAction(_("De&lete…")).triggered.connect(lambda: self.ask_to_delete(ids))
        menu.popup(place)

    def mark(self, ids: Sequence[int], status: str) -> None:
        """Give articles a status."""
        label = _("Mark as “{status}”").format(status=article_status_label(status))
        mark_done.mark(self._desk, ids, status, label, self._widget)

    def edit_details(self, article_id: int) -> None:
        """Open the dialog for title, outlet, date and the like."""
        ArticleDetailsDialog(self._desk, article_id, self._widget).open()

    def ask_to_delete(self, ids: Sequence[int]) -> None:
        """Delete articles once the analyst has read what goes with them; Enter deletes nothing."""
        if self._desk.project is None or not ids:
            return
        with self._desk.project.reading() as connection:
            counts = queries.annotation_counts(connection, ids)
            rows = queries.article_rows(connection, ids)
        if not rows:
            return
        box = QMessageBox(self._widget)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(_("Delete articles"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self._question([row.title for row in rows]))
        box.setInformativeText(self._consequence(counts, len(rows)))
        delete = box.addButton(_("Delete"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        delete.clicked.connect(lambda: self._delete([row.id for row in rows]))
        box.open()

    def _delete(self, ids: Sequence[int]) -> None:
        def change(session: Session) -> None:
            for article in ids:
                edits.delete_article(session, article)

        label = ngettext("Delete an article", "Delete {n} articles", len(ids)).format(n=len(ids))
        self._desk.act(label, change)

    def _question(self, titles: Sequence[str]) -> str:
        if len(titles) == 1:
            return _("Delete “{title}”?").format(title=titles[0])
        return ngettext("Delete this article?", "Delete these {n} articles?", len(titles)).format(
            n=len(titles)
        )

    def _consequence(self, counts: dict[str, int], articles: int) -> str:
        claims, mentions = counts.get("claim", 0), counts.get("actor", 0)
        domains = counts.get("domain", 0)
        texts = (
            (claims, ngettext("1 claim", "{n} claims", claims)),
            (mentions, ngettext("1 mention of an actor", "{n} mentions of actors", mentions)),
            (domains, ngettext("1 mention of a domain", "{n} mentions of domains", domains)),
        )
        parts = [text.format(n=number) for number, text in texts if number]
        if not parts:
            sentence = _("Nothing is annotated yet. Undo brings everything back.")
        else:
            listed = ", ".join(parts)
            own = ngettext(
                "Its annotations go too: {listed}. Undo brings everything back.",
                "Their annotations go too: {listed}. Undo brings everything back.",
                articles,
            )
            sentence = own.format(listed=listed)
        return sentence

    def _status(self, article_id: int) -> str | None:
        row = self._model.index_of(article_id).data(Qt.ItemDataRole.UserRole)
        return row.status if row is not None else None
