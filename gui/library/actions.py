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
from claimdesk.models.editing import edits
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
            menu.addAction(self.tr("&Open")).triggered.connect(
                lambda: self._desk.open_article(ids[0])
            )
            menu.addSeparator()
        for status, text in zip(
            ARTICLE_STATUSES,
            (
                self.tr("Mark as &unread"),
                self.tr("Mark as &in progress"),
                self.tr("Mark as &done"),
            ),
            strict=True,
        ):
            action = menu.addAction(text)
            action.setEnabled(any(self._status(i) != status for i in ids))
            action.triggered.connect(lambda _on=False, status=status: self.mark(ids, status))
        menu.addSeparator()
        if len(ids) == 1:
            menu.addAction(self.tr("Edit d&etails…")).triggered.connect(
                lambda: self.edit_details(ids[0])
            )
        menu.addAction(self.tr("De&lete…")).triggered.connect(lambda: self.ask_to_delete(ids))
        menu.popup(place)

    def mark(self, ids: Sequence[int], status: str) -> None:
        """Give articles a status."""
        label = self.tr("Mark as “{}”").format(self._model.status_name(status).lower())
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
        box.setWindowTitle(self.tr("Delete articles"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self._question([row.title for row in rows]))
        box.setInformativeText(self._consequence(counts, len(rows)))
        delete = box.addButton(self.tr("Delete"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        delete.clicked.connect(lambda: self._delete([row.id for row in rows]))
        box.open()

    def _delete(self, ids: Sequence[int]) -> None:
        def change(session: Session) -> None:
            for article in ids:
                edits.delete_article(session, article)

        label = (
            self.tr("Delete an article")
            if len(ids) == 1
            else self.tr("Delete %n articles", None, len(ids))
        )
        self._desk.act(label, change)

    def _question(self, titles: Sequence[str]) -> str:
        if len(titles) == 1:
            return self.tr("Delete “{}”?").format(titles[0])
        return self.tr("Delete these %n articles?", None, len(titles))

    def _consequence(self, counts: dict[str, int], articles: int) -> str:
        names = {
            "claim": (self.tr("1 claim"), self.tr("%n claims", None, counts.get("claim", 0))),
            "actor": (
                self.tr("1 mention of an actor"),
                self.tr("%n mentions of actors", None, counts.get("actor", 0)),
            ),
            "domain": (
                self.tr("1 mention of a domain"),
                self.tr("%n mentions of domains", None, counts.get("domain", 0)),
            ),
        }
        parts = [
            one if counts[layer] == 1 else many
            for layer, (one, many) in names.items()
            if counts.get(layer)
        ]
        if not parts:
            sentence = self.tr("Nothing is annotated yet.")
        else:
            listed = ", ".join(parts)
            own = (
                self.tr("Its annotations go too: {}.")
                if articles == 1
                else self.tr("Their annotations go too: {}.")
            )
            sentence = own.format(listed)
        return sentence + " " + self.tr("Undo brings everything back.")

    def _status(self, article_id: int) -> str | None:
        row = self._model.index_of(article_id).data(Qt.ItemDataRole.UserRole)
        return row.status if row is not None else None
