# SPDX-License-Identifier: MIT
"""What is open: a project, one of its articles, and the current annotation.

The one place where the window meets the store. Views show what the desk holds and refresh on its
signals, never on one another; gestures become edits through `act`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from sqlmodel import Session

from claimdesk.models import queries
from claimdesk.models.errors import ClaimdeskError
from claimdesk.models.history import Changes
from claimdesk.models.project import Project
from claimdesk.models.queries import ActorRow, AnnotationRow, ArticleText, DomainRow, FieldRow

T = TypeVar("T")

_NAME_TABLES = frozenset({"actor", "alias", "domain", "term", "field", "choice"})


class Desk(QObject):
    """The open project with what the window shows of it; every attribute is ready to read."""

    project_changed = Signal()
    """Another project is open, or none."""
    article_changed = Signal()
    """Another article is open, or none."""
    article_edited = Signal()
    """Fields of the open article changed, such as its title or status."""
    annotations_changed = Signal(object)
    """frozenset of ids: annotations of the open article that came, changed or went."""
    names_changed = Signal()
    """Actors, domains or coded values changed."""
    library_changed = Signal(object)
    """frozenset of ids: articles that came, changed, went, or whose annotations did."""
    current_changed = Signal(object)
    """Id of the annotation that is current now, or None."""
    saved = Signal(str)
    """Label of an edit that is on disk."""
    failed = Signal(str)
    """A sentence for the analyst: what was not done, and why."""
    told = Signal(str)
    """A sentence for the status bar: something that went well."""
    _changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project: Project | None = None
        self.article: ArticleText | None = None
        self.annotations: dict[int, AnnotationRow] = {}
        """The annotations of the open article by id, in the order of the text."""
        self.actors: dict[int, ActorRow] = {}
        self.domains: dict[int, DomainRow] = {}
        self.fields: dict[str, FieldRow] = {}
        self.current: int | None = None
        # Observers are called in the thread that wrote; the signal brings them to the window's.
        self._changed.connect(self._refresh)

    def open(self, project: Project) -> None:
        """Show `project`; the one before is closed."""
        self.close()
        self.project = project
        project.observe(self._changed.emit)
        self._read_names()
        self.project_changed.emit()
        self.names_changed.emit()

    def close(self) -> None:
        """Close the project, if one is open."""
        if self.project is None:
            return
        self.open_article(None)
        project, self.project = self.project, None
        self.actors, self.domains, self.fields = {}, {}, {}
        project.close()
        self.project_changed.emit()

    def open_article(self, article_id: int | None) -> None:
        """Show an article of the project, or none."""
        self.article, self.annotations, self.current = None, {}, None
        if self.project is not None and article_id is not None:
            with self.project.reading() as connection:
                self.article = queries.article(connection, article_id)
                found = queries.article_annotations(connection, article_id)
            self.annotations = {row.id: row for row in found}
        self.article_changed.emit()
        self.current_changed.emit(None)

    def set_current(self, annotation_id: int | None) -> None:
        """Make an annotation of the open article the current one."""
        if annotation_id not in self.annotations:
            annotation_id = None
        if annotation_id != self.current:
            self.current = annotation_id
            self.current_changed.emit(annotation_id)

    def current_row(self) -> AnnotationRow | None:
        """The current annotation."""
        return None if self.current is None else self.annotations.get(self.current)

    def act(self, label: str, change: Callable[[Session], T]) -> T | None:
        """Do one edit named `label`; None, and `failed`, if it could not be done."""
        if self.project is None:
            return None
        try:
            with self.project.edit(label) as session:
                result = change(session)
        except ClaimdeskError as error:
            self.failed.emit(str(error))
            return None
        self.saved.emit(label)
        return result

    def undo(self) -> None:
        """Undo the last edit."""
        self._revert(Project.undo)

    def redo(self) -> None:
        """Redo the edit that was undone last."""
        self._revert(Project.redo)

    def actor_name(self, actor_id: int | None) -> str | None:
        """The name of an actor, None if it is unknown."""
        actor = self.actors.get(actor_id) if actor_id is not None else None
        return actor.name if actor else None

    def choice_label(self, field: str, choice_id: int | None) -> str | None:
        """The label of a value of a coded field, None if it is not coded."""
        for choice in self.fields[field].choices if field in self.fields else ():
            if choice.id == choice_id:
                return choice.label
        return None

    def _revert(self, revert: Callable[[Project], Changes | None]) -> None:
        if self.project is None:
            return
        try:
            changes = revert(self.project)
        except ClaimdeskError as error:
            self.failed.emit(str(error))
            return
        if changes is not None:
            self._show(changes)
            self.saved.emit(changes.label)

    def _show(self, changes: Changes) -> None:
        """Bring what was undone or redone before the eyes."""
        here = self.article.id if self.article else None
        if changes.articles and here not in changes.articles:
            self.open_article(min(changes.articles))
        self.set_current(
            min((i for i in changes.annotations if i in self.annotations), default=None)
        )

    def _read_names(self) -> None:
        assert self.project is not None
        with self.project.reading() as connection:
            self.actors = queries.actors(connection)
            self.domains = queries.domains(connection)
            self.fields = queries.fields(connection)

    def _refresh(self, changes: Changes) -> None:
        if self.project is None:
            return
        if not _NAME_TABLES.isdisjoint(changes.rows):
            self._read_names()
            self.names_changed.emit()
        if self.article is not None and self.article.id in changes.articles:
            self._refresh_article(self.article.id, changes)
        if changes.articles:
            self.library_changed.emit(changes.articles)

    def _refresh_article(self, article_id: int, changes: Changes) -> None:
        assert self.project is not None
        if article_id in changes.rows.get("article", ()):
            with self.project.reading() as connection:
                self.article = queries.article(connection, article_id)
            if self.article is None:
                self.open_article(None)
                return
            self.article_edited.emit()
        if changes.annotations:
            self._refresh_annotations(article_id, changes.annotations)

    def _refresh_annotations(self, article_id: int, ids: Iterable[int]) -> None:
        assert self.project is not None
        with self.project.reading() as connection:
            found = queries.annotations_by_id(connection, ids)
        here = {row.id: row for row in found if row.article_id == article_id}
        touched = frozenset(i for i in ids if i in here or i in self.annotations)
        kept = {i: row for i, row in self.annotations.items() if i not in touched}
        moved = any(
            i not in here or i not in self.annotations or here[i].start != self.annotations[i].start
            for i in touched
        )
        if moved:
            rows = sorted([*kept.values(), *here.values()], key=lambda row: (row.start, row.id))
            self.annotations = {row.id: row for row in rows}
        else:
            self.annotations.update(here)
        if self.current is not None and self.current not in self.annotations:
            self.current = None
            self.current_changed.emit(None)
        self.annotations_changed.emit(touched)
