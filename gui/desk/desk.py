# SPDX-License-Identifier: MIT
"""The desk: the open project, the open article, and the annotations that are selected in it.

It is the only place where the window meets the store. Views show what the desk holds and refresh on
its signals, never on each other; gestures become edits through `act`.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QElapsedTimer, QLocale, QObject, QThread, QTimer, Signal
from sqlalchemy import Connection
from sqlmodel import Session

from claimdesk.gui.desk.annotations import Annotations
from claimdesk.gui.desk.reference_data import TABLES, ReferenceData
from claimdesk.models.codebook.looks import DomainLook
from claimdesk.models.messages.errors import ClaimdeskError, NotSaved
from claimdesk.models.registry import ActorResolver
from claimdesk.models.store import history, queries, sqlite_errors, storage
from claimdesk.models.store.history import Changes
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import (
    ActorRow,
    AnnotationRow,
    ArticleText,
    DomainRow,
    FieldRow,
)
from claimdesk.models.text import collation

T = TypeVar("T")

_SETTINGS = "setting"
_LIBRARY_MILLISECONDS = 200
"""After `library_changed`, further changes are collected until none came for this long …"""
_LIBRARY_MOST_MILLISECONDS = 2000
"""… or at the latest after this."""
_PORTION = 32
"""Annotations written by another thread that are refreshed in one turn of the event loop."""


@dataclass(frozen=True, slots=True)
class Committed(Generic[T]):
    """An edit that is on disk, with what its change returned."""

    value: T
    edit: int | None = None
    """The step of the history that it is."""


class Desk(QObject):
    """The open project with what the window shows of it; every attribute is ready to read."""

    project_changed = Signal()
    """Another project is open, or none."""
    project_opened = Signal()
    """A project is open, and everything that shows projects knows it: an article can be opened."""
    project_closing = Signal()
    """The open project is about to be closed."""
    article_changed = Signal()
    """Another article is open, or none."""
    article_edited = Signal()
    """Fields of the open article changed, such as its title or status."""
    annotations_changed = Signal(object)
    """frozenset of ids: annotations of the open article that were added, changed or removed."""
    names_changed = Signal(object)
    """frozenset of Name: actors, domains, coded fields and values that were added or removed or
    have another name or colour. Empty if only what their own lists show changed."""
    library_changed = Signal(object)
    """frozenset of ids: articles that were added, changed or removed, or whose annotations were."""
    settings_changed = Signal()
    """Settings of the project changed, such as its guideline."""
    current_changed = Signal(object)
    """Id of the annotation that is current now, or None."""
    selection_changed = Signal()
    """Other annotations are selected, or none; emitted after `current_changed`."""
    saved = Signal(str)
    """Label of an edit that is on disk."""
    failed = Signal(str)
    """A sentence for the analyst: what could not be done, and why."""
    status_message = Signal(str)
    """A sentence for the status bar: what succeeded, or what failed in the background."""
    undo_offered = Signal(str, int)
    """What one edit did to many things at once, and the step of the history that it is."""
    _background_changes = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        collation.use_language(QLocale().name())
        self.project: Project | None = None
        self.retry_prompt: Callable[[NotSaved], bool] | None = None
        """Asks what to do about an edit that the disk refused; returns whether to retry it."""
        self._reader: Connection | None = None
        self.article: ArticleText | None = None
        self._annotations = Annotations()
        self._reference_data = ReferenceData()
        self.selected: tuple[int, ...] = ()
        """The annotations that commands act on, as the lists and the text show them."""
        self.current: int | None = None
        """The one of them that the text and the inspector show, if any."""
        self._pending_annotations: dict[int, None] = {}
        self._pending_articles: set[int] = set()
        self._portion_timer = QTimer(self)
        # Restarted after each portion, so that pending events are handled in between.
        self._portion_timer.setSingleShot(True)
        self._portion_timer.setInterval(0)
        self._portion_timer.timeout.connect(self._refresh_next_portion)
        self._library_timer = QTimer(self)
        self._library_timer.setSingleShot(True)
        self._library_timer.setInterval(_LIBRARY_MILLISECONDS)
        self._library_timer.timeout.connect(lambda: self._schedule_library_changed(frozenset()))
        self._library_elapsed = QElapsedTimer()
        self._library_elapsed.start()
        self._background_changes.connect(self._take_background_changes)

    @property
    def actors(self) -> dict[int, ActorRow]:
        """The actors by id, in the order of their names."""
        return self._reference_data.actors

    @property
    def resolver(self) -> ActorResolver:
        """Finds the actors by name; do not keep it, it is replaced with the actors."""
        return self._reference_data.resolver

    @property
    def domains(self) -> dict[int, DomainRow]:
        """The domains by id, in the order of the codebook."""
        return self._reference_data.domains

    @property
    def domain_looks(self) -> dict[int, DomainLook]:
        """In which colour and with which letters each domain is shown, by id."""
        return self._reference_data.domain_looks

    @property
    def fields(self) -> dict[str, FieldRow]:
        """The coded fields by key."""
        return self._reference_data.fields

    @property
    def annotations(self) -> dict[int, AnnotationRow]:
        """The annotations of the open article by id, in the order of the text."""
        return self._annotations.rows

    @property
    def counts(self) -> Counter[tuple[str, str]]:
        """How many annotations of the open article each layer has in each state."""
        return self._annotations.counts

    def open(self, project: Project) -> None:
        """Show `project`; the one before is closed."""
        self.close()
        self.project = project
        self._reader = storage.reading_engine(project.path).connect()
        project.observe(self._observe)
        with self.reading() as connection:
            named = self._reference_data.read_all(connection)
        self.project_changed.emit()
        self.names_changed.emit(named)
        self.project_opened.emit()

    def close(self) -> None:
        """Close the project, if one is open."""
        if self.project is None:
            return
        self.project_closing.emit()
        self.open_article(None)
        self._portion_timer.stop()
        self._library_timer.stop()
        self._pending_annotations.clear()
        self._pending_articles.clear()
        project, self.project = self.project, None
        self._reference_data = ReferenceData()
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        project.close()
        self.project_changed.emit()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Return a connection that reads the open project as it is now; only for the GUI thread.

        It is reused, since a new one takes some milliseconds to read the schema of the file.
        Raises ClaimdeskError if the file can't be read.
        """
        assert self.project is not None and self._reader is not None
        try:
            with self._reader.begin():
                yield self._reader
        except storage.FAILURES as error:
            raise sqlite_errors.unreadable(self.project.path, error) from error

    def undo_labels(self) -> tuple[str | None, str | None]:
        """Return the labels of the edits that `undo` and `redo` would act on."""
        if self.project is None:
            return None, None
        with self.reading() as connection:
            undo, redo = history.undo_target(connection), history.redo_target(connection)
        return undo[1] if undo else None, redo[1] if redo else None

    def open_article(self, article_id: int | None) -> None:
        """Show an article of the project, or none."""
        self.article, self.current, self.selected = None, None, ()
        rows: list[AnnotationRow] = []
        if self.project is not None and article_id is not None:
            with self.reading() as connection:
                self.article = queries.article(connection, article_id)
                rows = queries.article_annotations(connection, article_id)
        self._annotations = Annotations(rows)
        self.article_changed.emit()
        self.current_changed.emit(None)
        self.selection_changed.emit()

    def open_annotation(self, annotation_id: int) -> None:
        """Open the article that an annotation is in, and make it the current one."""
        if self.project is None:
            return
        with self.reading() as connection:
            rows = queries.annotations_by_id(connection, [annotation_id])
        if rows:
            if self.article is None or self.article.id != rows[0].article_id:
                self.open_article(rows[0].article_id)
            self.set_current(annotation_id)

    def set_current(self, annotation_id: int | None) -> None:
        """Make an annotation of the open article the current one, and the only one selected."""
        self.select(() if annotation_id is None else (annotation_id,), annotation_id)

    def select(self, ids: Iterable[int], current: int | None = None) -> None:
        """Select annotations of the open article, one of which may be the current one."""
        selected = tuple(i for i in dict.fromkeys(ids) if i in self.annotations)
        if current not in selected:
            current = None
        if (selected, current) == (self.selected, self.current):
            return
        before, self.selected, self.current = self.current, selected, current
        if current != before:
            self.current_changed.emit(current)
        self.selection_changed.emit()

    def current_row(self) -> AnnotationRow | None:
        """Return the current annotation."""
        return None if self.current is None else self.annotations.get(self.current)

    def act(self, label: str, change: Callable[[Session], T]) -> Committed[T] | None:
        """Make one edit named `label`; None, after `failed`, if it could not be made."""

        def edit(project: Project) -> tuple[T, int | None]:
            with project.edit(label) as session:
                return change(session), history.open_changeset(session.connection())

        committed = self._commit(edit)
        if committed is None:
            return None
        self.saved.emit(label)
        return Committed(*committed.value)

    def offer_undo(self, text: str, done: Committed[T]) -> None:
        """Say what an edit did to many things at once; it can be undone from where that is said."""
        if done.edit is not None:
            self.undo_offered.emit(text, done.edit)

    def wants_retry(self, error: NotSaved) -> bool:
        """Ask whether an edit that the disk refused should be tried again."""
        return self.retry_prompt is not None and self.retry_prompt(error)

    def undo(self) -> None:
        """Undo the last edit."""
        self._revert(Project.undo)

    def undo_step(self, edit: int) -> None:
        """Undo one edit of the history; refused if later ones changed the same rows."""
        self._revert(lambda project: project.undo(edit))

    def is_undoable(self, edit: int) -> bool:
        """Return whether an edit of the history is there and not undone."""
        if self.project is None:
            return False
        with self.reading() as connection:
            return history.standing_edit(connection, edit) is not None

    def redo(self) -> None:
        """Redo the edit that was undone last."""
        self._revert(Project.redo)

    def walk(self, place: tuple[int, int], step: int) -> Iterator[AnnotationRow]:
        """Iterate over all annotations from (start, id), forwards or backwards, wrapping around."""
        return self._annotations.walk(place, step)

    def waiting(self, layer: str | None = None) -> int:
        """Count the suggestions to decide, of one layer or of all."""
        return self._annotations.waiting(layer)

    def actor_name(self, actor_id: int | None) -> str | None:
        """Return the name of an actor, None if it is unknown."""
        actor = self.actors.get(actor_id) if actor_id is not None else None
        return actor.name if actor else None

    def choice_label(self, field: str, choice_id: int | None) -> str | None:
        """Return the label of a value of a coded field, None if it is not coded."""
        for choice in self.fields[field].choices if field in self.fields else ():
            if choice.id == choice_id:
                return choice.label
        return None

    def _commit(self, edit: Callable[[Project], T]) -> Committed[T] | None:
        """Run `edit`, and again for as long as the disk refuses it and the analyst retries.

        What was typed is still in `edit`, so that it can run again, perhaps on a copy.
        """
        while self.project is not None:
            try:
                return Committed(edit(self.project))
            except NotSaved as error:
                if not self.wants_retry(error):
                    return None
            except ClaimdeskError as error:
                self.failed.emit(str(error))
                return None
        return None

    def _revert(self, revert: Callable[[Project], Changes | None]) -> None:
        committed = self._commit(revert)
        if committed is not None and committed.value is not None:
            self._show(committed.value)
            self.saved.emit(committed.value.label)

    def _show(self, changes: Changes) -> None:
        """Show what was undone or redone."""
        here = self.article.id if self.article else None
        if changes.articles and here not in changes.articles:
            self.open_article(min(changes.articles))
        self.set_current(
            min((i for i in changes.annotations if i in self.annotations), default=None)
        )

    def _observe(self, changes: Changes) -> None:
        """Take changes in the thread that wrote them; the signal carries them to the GUI thread."""
        if QThread.currentThread() is self.thread():
            self._refresh(changes)
        else:
            self._background_changes.emit(changes)

    def _take_background_changes(self, changes: Changes) -> None:
        """Refresh what another thread wrote, in portions that leave time for keys and painting."""
        if self.project is None:
            return
        self._pending_annotations.update(dict.fromkeys(self._of_open_article(changes)))
        self._refresh_names(changes)
        self._refresh_open_article(changes)
        self._portion_timer.start()
        self._schedule_library_changed(changes.articles)

    def _refresh_next_portion(self) -> None:
        ids = [i for i, _unused in zip(self._pending_annotations, range(_PORTION), strict=False)]
        for annotation_id in ids:
            del self._pending_annotations[annotation_id]
        self._refresh_annotations(ids)
        if self._pending_annotations:
            self._portion_timer.start()

    def _of_open_article(self, changes: Changes) -> list[int]:
        """Return the changed annotations of the open article; an import changes millions."""
        if self.article is None or self.article.id not in changes.articles:
            return []
        if len(changes.annotations) <= _PORTION:
            return list(changes.annotations)
        with self.reading() as connection:
            there = queries.annotation_ids(connection, self.article.id)
        known = dict.fromkeys([*self._annotations.rows, *there])
        return [number for number in known if number in changes.annotations]

    def _schedule_library_changed(self, articles: Set[int]) -> None:
        """Emit `library_changed` at once, but collect changes that follow closely."""
        waiting = self._library_timer.isActive()
        self._pending_articles.update(articles)
        if waiting and self._library_elapsed.elapsed() < _LIBRARY_MOST_MILLISECONDS:
            self._library_timer.start()
        elif self._pending_articles:
            self._library_timer.start()
            self._library_elapsed.restart()
            pending, self._pending_articles = frozenset(self._pending_articles), set()
            self.library_changed.emit(pending)

    def _refresh(self, changes: Changes) -> None:
        if self.project is None:
            return
        self._refresh_names(changes)
        self._refresh_open_article(changes)
        self._refresh_annotations(self._of_open_article(changes))
        self._schedule_library_changed(changes.articles)

    def _refresh_names(self, changes: Changes) -> None:
        if _SETTINGS in changes.rows:
            self.settings_changed.emit()
        if TABLES & changes.rows.keys():
            with self.reading() as connection:
                changed = self._reference_data.read(connection, changes.rows)
            self.names_changed.emit(changed)

    def _refresh_open_article(self, changes: Changes) -> None:
        assert self.project is not None
        if self.article is None or self.article.id not in changes.rows.get("article", ()):
            return
        before = self.article
        with self.reading() as connection:
            self.article = queries.article(connection, before.id)
        if self.article is None:
            self.open_article(None)
        elif self.article.body != before.body:
            # Every offset may have changed: everything is read again at the same moment.
            selected, current = self.selected, self.current
            self.open_article(before.id)
            self.select(selected, current)
        else:
            self.article_edited.emit()

    def _refresh_annotations(self, ids: Iterable[int]) -> None:
        """Read annotations again and emit which of the open article changed."""
        if self.project is None or self.article is None or not ids:
            return
        article_id = self.article.id
        with self.reading() as connection:
            rows = queries.annotations_by_id(connection, ids)
        here = {row.id: row for row in rows if row.article_id == article_id}
        touched = self._annotations.take(ids, here)
        if not touched:
            return
        self.select(self.selected, self.current)  # without those that were removed
        self.annotations_changed.emit(touched)
