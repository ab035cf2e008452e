# SPDX-License-Identifier: MIT
"""What can be done to articles of the library: suggest, mark, edit details, export, delete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.library import mark_done
from claimdesk.gui.library.batch import ArticleBatches
from claimdesk.gui.library.details import ArticleDetailsDialog
from claimdesk.gui.library.model import ArticleModel
from claimdesk.gui.library.shared_details import SharedDetailsDialog
from claimdesk.gui.project.exporting.exporting import ExportDialog
from claimdesk.gui.widgets.wording import article_status_label, short
from claimdesk.models.editing import edits
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import ARTICLE_STATUSES

_TITLE = 60
"""Characters of a title that a message names."""


class ArticleActions(QObject):
    """Acts on articles by id; every edit is one step of undo."""

    suggestions_requested = Signal(object)
    """Ids of articles that suggestions are to be made for."""

    def __init__(self, desk: Desk, jobs: Jobs, model: ArticleModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._jobs = jobs
        self.batches = ArticleBatches(desk, jobs, self)
        self._model = model
        self._widget = parent

    def show_menu(self, ids: Sequence[int], place: QPoint) -> None:
        """Open the menu of articles at a place of the screen."""
        menu = QMenu(self._widget)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if len(ids) == 1:
            menu.addAction(_("&Open")).triggered.connect(lambda: self._desk.open_article(ids[0]))
            menu.addSeparator()
        menu.addAction(_("&Suggest")).triggered.connect(
            lambda: self.suggestions_requested.emit(list(ids))
        )
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
            action.setEnabled(len(ids) > 1 or self._status(ids[0]) != status)
            action.triggered.connect(lambda _on=False, status=status: self.mark(ids, status))
        menu.addSeparator()
        if len(ids) == 1:
            menu.addAction(_("Edit d&etails…")).triggered.connect(lambda: self.edit_details(ids[0]))
        else:
            edit = menu.addAction(_("S&et outlet, date…"))
            edit.triggered.connect(lambda: self.edit_shared_details(ids))
        menu.addAction(_("E&xport…")).triggered.connect(lambda: self.export(ids))
        menu.addAction(_("De&lete")).triggered.connect(lambda: self.delete(ids))
        menu.popup(place)

    def mark(self, ids: Sequence[int], status: str) -> None:
        """Give articles a status."""
        name = article_status_label(status)
        label = _("Mark as “{status}”").format(status=name)
        if len(ids) == 1:
            mark_done.mark(self._desk, self._jobs, ids, status, label, self._widget)
            return
        message = ngettext(
            "1 article marked as {status}", "{n} articles marked as {status}", len(ids)
        ).format(n=len(ids), status=name)
        change = mark_done.change_to(ids, status)
        act = partial(self.batches.run, label, change, message)
        mark_done.check(self._desk, self._jobs, ids, status, act, self._widget)

    def edit_details(self, article_id: int) -> None:
        """Open the dialog for title, outlet, date and the like."""
        ArticleDetailsDialog(self._desk, self._jobs, article_id, self._widget).open()

    def edit_shared_details(self, ids: Sequence[int]) -> None:
        """Open the dialog that gives several articles the same outlet, date and the like."""
        dialog = SharedDetailsDialog(self._desk, self._jobs, ids, self._widget)
        dialog.applied.connect(partial(self._set_details, ids))
        dialog.open()

    def export(self, ids: Sequence[int]) -> None:
        """Open the dialog of exporting for these articles alone."""
        ExportDialog(self._desk, self._jobs, self._widget.window(), ids).open()

    def delete(self, ids: Sequence[int]) -> None:
        """Delete articles, then say what went with them, with Undo."""
        if self._desk.project is None or not ids:
            return
        project = self._desk.project
        self._jobs.run(_fate, project, ids, done=partial(self._delete, project, ids))

    def _delete(self, project: Project, ids: Sequence[int], fate: _Fate | None) -> None:
        if fate is None or self._desk.project is not project:
            return
        n = len(ids)
        label = ngettext("Delete an article", "Delete {n} articles", n).format(n=n)
        message = _deleted(n, fate.title, fate.counts)
        self.batches.run(label, lambda session: edits.delete_articles(session, ids), message)

    def _set_details(self, ids: Sequence[int], values: dict[str, str | None]) -> None:
        n = len(ids)
        label = ngettext(
            "Edit the details of 1 article", "Edit the details of {n} articles", n
        ).format(n=n)
        message = ngettext("1 article edited", "{n} articles edited", n).format(n=n)
        self.batches.run(label, lambda session: edits.set_articles(session, ids, **values), message)

    def _status(self, article_id: int) -> str | None:
        row = self._model.index_of(article_id).data(Qt.ItemDataRole.UserRole)
        return row.status if row is not None else None


@dataclass(frozen=True, slots=True)
class _Fate:
    """What goes when articles are deleted."""

    title: str
    """That of the first."""
    counts: Mapping[str, int]
    """Annotations by layer."""


def _fate(project: Project, ids: Sequence[int]) -> _Fate | None:
    """Return what goes with articles; None if they are gone already."""
    with project.reading() as connection:
        first = queries.article_rows(connection, ids[:1])
        counts = queries.annotation_counts(connection, ids)
    return _Fate(first[0].title, counts) if first else None


def _deleted(n: int, title: str, counts: Mapping[str, int]) -> str:
    """Return which articles were deleted, and what was annotated in them."""
    claims, mentions, domains = (counts.get(name, 0) for name in ("claim", "actor", "domain"))
    texts = (
        (claims, ngettext("1 claim", "{n} claims", claims)),
        (mentions, ngettext("1 mention of an actor", "{n} mentions of actors", mentions)),
        (domains, ngettext("1 mention of a domain", "{n} mentions of domains", domains)),
    )
    listed = ", ".join(text.format(n=number) for number, text in texts if number)
    if not listed:
        text = ngettext("“{title}” deleted", "{n} articles deleted", n)
    else:
        text = ngettext("“{title}” deleted with {listed}", "{n} articles deleted with {listed}", n)
    return text.format(n=n, title=short(title, _TITLE), listed=listed)
