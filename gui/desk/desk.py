# SPDX-License-Identifier: MIT
"""What is open: a project, one of its articles, and the annotations that are chosen in it.

The one place where the window meets the store. Views show what the desk holds and refresh on its
signals, never on one another; gestures become edits through `act`.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from PySide6.QtCore import QElapsedTimer, QLocale, QObject, QThread, QTimer, Signal
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from claimdesk.gui.desk.annotations import Annotations
from claimdesk.gui.desk.reference_data import TABLES, Names
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError, NotSaved
from claimdesk.models.registry import ActorResolver
from claimdesk.models.store import history, queries, storage
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
"""After articles were told, those that change next are told once nothing came for this long …"""
_LIBRARY_MOST_MILLISECONDS = 2000
"""… or at the latest after this."""
_PORTION = 32
"""Annotations that another thread wrote and that are shown in one turn of the event loop."""


class Desk(QObject):
    """The open project with what the window shows of it; every attribute is ready to read."""

    project_changed = Signal()
    """Another project is open, or none."""
    project_closing = Signal()
    """The open project is about to be closed."""
    article_changed = Signal()
    """Another article is open, or none."""
    article_edited = Signal()
    """Fields of the open article changed, such as its title or status."""
    annotations_changed = Signal(object)
    """frozenset of ids: annotations of the open article that came, changed or went."""
    names_changed = Signal(object)
    """frozenset of Name: actors, domains, coded fields and values that came, went, or are called
    or coloured otherwise. Empty if they changed in what shows nowhere but in lists of them."""
    library_changed = Signal(object)
    """frozenset of ids: articles that came, changed, went, or whose annotations did."""
    settings_changed = Signal()
    """Settings of the project changed, such as its guideline."""
    current_changed = Signal(object)
    """Id of the annotation that is current now, or None."""
    chosen_changed = Signal()
    """Other annotations are chosen, or none; told after `current_changed`."""
    saved = Signal(str)
    """Label of an edit that is on disk."""
    failed = Signal(str)
    """A sentence for the analyst: what was not done, and why."""
    told = Signal(str)
    """A sentence for the status bar: what went well, or failed where nobody waited for it."""
    _changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        collation.use_language(QLocale().name())
        self.project: Project | None = None
        self.ask_again: Callable[[NotSaved], bool] | None = None
        """Asks what to do about an edit that the disk refused; whether to do it once more."""
        self._reader: Connection | None = None
        self.article: ArticleText | None = None
        self._annotations = Annotations()
        self._names = Names()
        self.chosen: tuple[int, ...] = ()
        """What commands act on: the annotations that the lists and the text show as selected."""
        self.current: int | None = None
        """The one of them that the text and the inspector show; None while none stands out."""
        self._late: dict[int, None] = {}
        self._late_articles: set[int] = set()
        self._turn = QTimer(self)
        # Started anew after each portion: whatever became due meanwhile has its turn before it.
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._show_late)
        self._library_turn = QTimer(self)
        self._library_turn.setSingleShot(True)
        self._library_turn.setInterval(_LIBRARY_MILLISECONDS)
        self._library_turn.timeout.connect(lambda: self._tell_library_soon(frozenset()))
        self._library_told = QElapsedTimer()
        self._library_told.start()
        self._changed.connect(self._arrived)

    @property
    def actors(self) -> dict[int, ActorRow]:
        """The actors by id, in the order of their names."""
        return self._names.actors

    @property
    def resolver(self) -> ActorResolver:
        """Finds the actors by name; to be asked anew each time."""
        return self._names.resolver

    @property
    def domains(self) -> dict[int, DomainRow]:
        """The domains by id, in the order of the codebook."""
        return self._names.domains

    @property
    def fields(self) -> dict[str, FieldRow]:
        """The coded fields by key."""
        return self._names.fields

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
            named = self._names.read_all(connection)
        self.project_changed.emit()
        self.names_changed.emit(named)

    def close(self) -> None:
        """Close the project, if one is open."""
        if self.project is None:
            return
        self.project_closing.emit()
        self.open_article(None)
        self._turn.stop()
        self._library_turn.stop()
        self._late.clear()
        self._late_articles.clear()
        project, self.project = self.project, None
        self._names = Names()
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        project.close()
        self.project_changed.emit()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the open project as it is now; only for the window's thread.

        It is kept, since a new one reads the shape of the file again, some milliseconds each time.
        Raises ClaimdeskError if the file can't be read.
        """
        assert self.project is not None and self._reader is not None
        try:
            with self._reader.begin():
                yield self._reader
        except DatabaseError as error:
            raise ClaimdeskError(
                _("{path} can't be read ({orig}).").format(path=self.project.path, orig=error.orig)
            ) from error

    def undo_labels(self) -> tuple[str | None, str | None]:
        """Return labels of the edits that `undo` and `redo` would turn back and bring back."""
        if self.project is None:
            return None, None
        with self.reading() as connection:
            undo, redo = history.undo_target(connection), history.redo_target(connection)
        return undo[1] if undo else None, redo[1] if redo else None

    def open_article(self, article_id: int | None) -> None:
        """Show an article of the project, or none."""
        self.article, self.current, self.chosen = None, None, ()
        found: list[AnnotationRow] = []
        if self.project is not None and article_id is not None:
            with self.reading() as connection:
                self.article = queries.article(connection, article_id)
                found = queries.article_annotations(connection, article_id)
        self._annotations = Annotations(found)
        self.article_changed.emit()
        self.current_changed.emit(None)
        self.chosen_changed.emit()

    def set_current(self, annotation_id: int | None) -> None:
        """Make an annotation of the open article the current one, and the only one chosen."""
        self.choose(() if annotation_id is None else (annotation_id,), annotation_id)

    def choose(self, ids: Iterable[int], current: int | None = None) -> None:
        """Choose annotations of the open article, one of which may be the current one."""
        chosen = tuple(i for i in dict.fromkeys(ids) if i in self.annotations)
        if current not in chosen:
            current = None
        if (chosen, current) == (self.chosen, self.current):
            return
        before, self.chosen, self.current = self.current, chosen, current
        if current != before:
            self.current_changed.emit(current)
        self.chosen_changed.emit()

    def current_row(self) -> AnnotationRow | None:
        """Return the current annotation."""
        return None if self.current is None else self.annotations.get(self.current)

    def act(self, label: str, change: Callable[[Session], T]) -> T | None:
        """Do one edit named `label`; None, and `failed`, if it could not be done."""
        while self.project is not None:
            try:
                with self.project.edit(label) as session:
                    result = change(session)
            except NotSaved as error:
                # What was typed is still in `change`: it can be done once more.
                if self.ask_again is None or not self.ask_again(error):
                    return None
            except ClaimdeskError as error:
                self.failed.emit(str(error))
                return None
            else:
                self.saved.emit(label)
                return result
        return None

    def undo(self) -> None:
        """Undo the last edit."""
        self._revert(Project.undo)

    def undo_step(self, edit: int) -> None:
        """Undo one edit of the history; refused if later ones changed the same rows."""
        self._revert(lambda project: project.undo(edit))

    def redo(self) -> None:
        """Redo the edit that was undone last."""
        self._revert(Project.redo)

    def walk(self, place: tuple[int, int], step: int) -> Iterator[AnnotationRow]:
        """Return all annotations from a (start, id) on, or back, and round to where it began."""
        return self._annotations.walk(place, step)

    def waiting(self, layer: str | None = None) -> int:
        """Return how many suggestions wait for a decision, of one layer or of all."""
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

    def _revert(self, revert: Callable[[Project], Changes | None]) -> None:
        while self.project is not None:
            try:
                changes = revert(self.project)
            except NotSaved as error:
                if self.ask_again is None or not self.ask_again(error):
                    return
            except ClaimdeskError as error:
                self.failed.emit(str(error))
                return
            else:
                if changes is not None:
                    self._show(changes)
                    self.saved.emit(changes.label)
                return

    def _show(self, changes: Changes) -> None:
        """Bring what was undone or redone before the eyes."""
        here = self.article.id if self.article else None
        if changes.articles and here not in changes.articles:
            self.open_article(min(changes.articles))
        self.set_current(
            min((i for i in changes.annotations if i in self.annotations), default=None)
        )

    def _observe(self, changes: Changes) -> None:
        """Called in the thread that wrote; the signal brings it to the window's."""
        if QThread.currentThread() is self.thread():
            self._refresh(changes)
        else:
            self._changed.emit(changes)

    def _arrived(self, changes: Changes) -> None:
        """Take up what another thread wrote, in portions that leave time for keys and painting."""
        if self.project is None:
            return
        self._late.update(dict.fromkeys(changes.annotations))
        self._refresh_names(changes)
        self._refresh_open_article(changes)
        self._turn.start()
        self._tell_library_soon(changes.articles)

    def _show_late(self) -> None:
        ids = [i for i, _unused in zip(self._late, range(_PORTION), strict=False)]
        for annotation_id in ids:
            del self._late[annotation_id]
        self._refresh_annotations(ids)
        if self._late:
            self._turn.start()

    def _tell_library_soon(self, articles: frozenset[int]) -> None:
        """Tell at once, but what follows closely only when that has come to rest."""
        waiting = self._library_turn.isActive()
        self._late_articles |= articles
        if waiting and self._library_told.elapsed() < _LIBRARY_MOST_MILLISECONDS:
            self._library_turn.start()
        elif self._late_articles:
            self._library_turn.start()
            self._library_told.restart()
            late, self._late_articles = frozenset(self._late_articles), set()
            self.library_changed.emit(late)

    def _refresh(self, changes: Changes) -> None:
        if self.project is None:
            return
        self._refresh_names(changes)
        self._refresh_open_article(changes)
        self._refresh_annotations(changes.annotations)
        self._tell_library_soon(changes.articles)

    def _refresh_names(self, changes: Changes) -> None:
        if _SETTINGS in changes.rows:
            self.settings_changed.emit()
        if TABLES & changes.rows.keys():
            with self.reading() as connection:
                changed = self._names.read(connection, changes.rows)
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
            # Every offset may be another now: all of it is read again at one moment.
            chosen, current = self.chosen, self.current
            self.open_article(before.id)
            self.choose(chosen, current)
        else:
            self.article_edited.emit()

    def _refresh_annotations(self, ids: Iterable[int]) -> None:
        """Read annotations again and tell which of the open article came, changed or went."""
        if self.project is None or self.article is None or not ids:
            return
        article_id = self.article.id
        with self.reading() as connection:
            found = queries.annotations_by_id(connection, ids)
        here = {row.id: row for row in found if row.article_id == article_id}
        touched = self._annotations.take(ids, here)
        if not touched:
            return
        self.choose(self.chosen, self.current)  # without those that went
        self.annotations_changed.emit(touched)
