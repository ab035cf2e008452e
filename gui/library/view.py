# SPDX-License-Identifier: MIT
"""The library: the articles of the project, searched, opened, marked and deleted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy import Connection

from claimdesk.gui.desk.debounce import debounce_timer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.library.actions import ArticleActions
from claimdesk.gui.library.delegate import ArticleDelegate
from claimdesk.gui.library.empty import EmptyLibrary, NothingFound
from claimdesk.gui.library.filtering import FilterButton, group_title
from claimdesk.gui.library.list import ArticleList, Kept
from claimdesk.gui.library.model import ArticleModel, Heading, places_of
from claimdesk.gui.widgets.spacing import BAR
from claimdesk.gui.window import theme
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.search import grouping, library
from claimdesk.models.search.grouping import Group, Grouping
from claimdesk.models.search.library import ArticleFilter
from claimdesk.models.store import queries, word_index
from claimdesk.models.store.project import Project

_SEARCH_AFTER = 150
"""Milliseconds of rest after which what was typed is searched for."""
_ONE_BY_ONE = 200
"""Up to so many changed articles are looked at one by one; for more, all are listed again."""


@dataclass(frozen=True, slots=True)
class _Listed:
    """What is listed: ids in order, and numbers below 0 for the headings of groups."""

    ids: list[int]
    count: int
    """How many articles were found, whether or not their group is unfolded."""
    groups: Sequence[Group] = ()
    unfolded: tuple[ArticleFilter, ...] = ()
    """The groups whose articles are listed."""
    places: dict[int, int] | None = None
    """Where each id stands; found beside the window too."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What matches a search in a project, and how many articles have each status."""

    project: Project
    search: ArticleFilter
    listed: _Listed | None
    """None if it was not asked for."""
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Layout:
    """How what is found is listed."""

    sort: str
    grouping: Grouping | None
    unfolded: tuple[ArticleFilter, ...] | None
    """None: the first group."""

    def listed(self, connection: Connection, search: ArticleFilter) -> _Listed:
        """Return what is listed of what matches a search."""
        if self.grouping is None:
            ids = library.article_ids(connection, search, sort=self.sort)
            return _Listed(ids, len(ids), places=places_of(ids))
        groups = grouping.groups(connection, search, self.grouping)
        unfolded = self.unfolded
        if unfolded is None:
            unfolded = tuple(group.wanted for group in groups[:1])
        ids = []
        for number, group in enumerate(groups, 1):
            ids.append(-number)
            if group.wanted in unfolded:
                ids += library.article_ids(connection, search, sort=self.sort, group=group.wanted)
        count = library.count(connection, search)
        return _Listed(ids, count, groups, unfolded, places_of(ids))


def _find(project: Project, search: ArticleFilter, layout: _Layout) -> _Found:
    try:
        with project.reading() as connection:
            listed = layout.listed(connection, search)
    except ClaimdeskError:
        if not search.words or project.read_only_reason is not None:
            raise
        # All of the index of words can be made again from the articles.
        with project.unrecorded() as (connection, _changes):
            word_index.rebuild(connection)
        with project.reading() as connection:
            listed = layout.listed(connection, search)
    with project.reading() as connection:
        return _Found(project, search, listed, queries.article_counts(connection))


def _count(project: Project, search: ArticleFilter) -> _Found:
    with project.reading() as connection:
        return _Found(project, search, None, queries.article_counts(connection))


class LibraryPanel(QWidget):
    """The list of articles with its search field."""

    import_requested = Signal()
    paste_requested = Signal()
    suggestions_requested = Signal(object)
    """Ids of articles that suggestions are to be made for."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._jobs = jobs
        self._waiting = False
        self._step_later: int | None = None
        self._search = ArticleFilter()
        self._grouping: Grouping | None = None
        self._listed = _Listed([], 0)
        self._model = ArticleModel(desk, self)
        self._list = ArticleList(self._model, self)
        self._actions = ArticleActions(desk, jobs, self._model, self)
        self._field = QLineEdit(self)
        self._filter = FilterButton(desk, jobs, self)
        self._stack = QStackedWidget(self)
        self._empty = EmptyLibrary(self)
        self._nothing = NothingFound(self)
        self._count = QLabel(self)
        self._debounce = debounce_timer(_SEARCH_AFTER, self._reload, self)
        self._lay_out()
        self._connect()
        self._project_changed()

    @property
    def search(self) -> ArticleFilter:
        """What is listed."""
        return self._search

    def show_sample(self, sample: int) -> None:
        """List the articles of a sample."""
        self._field.clear()
        self._filter.apply(ArticleFilter(sample_id=sample))

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def step(self, count: int) -> None:
        """Open the article that stands `count` places below the open one, once it is known.

        While none is open, the one that is selected, or the first.
        """
        if self._waiting:
            self._step_later = count
            return
        here = self._desk.article.id if self._desk.article else None
        index = self._model.index_of(here)
        row = index.row() + count if index.isValid() else max(0, self._list.currentIndex().row())
        numbers = self._model.ids
        while 0 <= row < len(numbers) and numbers[row] < 0:
            row += 1 if count > 0 else -1  # past a heading
        if 0 <= row < len(numbers):
            self._desk.open_article(numbers[row])

    def _lay_out(self) -> None:
        self._field.setPlaceholderText(_("Search articles"))
        self._field.setAccessibleName(_("Search articles"))
        self._field.setToolTip(
            _(
                "Finds words in headline, outlet, author and text. Also: “a phrase”, OR, NOT, "
                "NEAR(two words, 5), title:word, begin*"
            )
        )
        self._field.setClearButtonEnabled(True)
        glass = QAction(self)
        theme.give_icon(glass, "search")
        self._field.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        for page in (self._list, self._empty, self._nothing):
            self._stack.addWidget(page)
        # What an empty list says must not keep the panel wide.
        self._stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._count.setForegroundRole(self._count.palette().ColorRole.PlaceholderText)
        self._count.setContentsMargins(BAR)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(BAR)
        head.addWidget(self._field, 1)
        head.addWidget(self._filter)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._count)

    def _connect(self) -> None:
        desk = self._desk
        desk.project_changed.connect(self._project_changed)
        desk.article_changed.connect(self._show_open)
        desk.library_changed.connect(self._changed)
        self._field.textChanged.connect(self._typed)
        self._filter.words_wanted.connect(self._field.setText)
        self._filter.changed.connect(self._reload)
        self._list.folded.connect(self._fold)
        self._field.returnPressed.connect(self._to_results)
        self._list.opened.connect(self._open)
        self._list.deletion_requested.connect(lambda: self._actions.delete(self._list.chosen()))
        self._list.menu_requested.connect(self._show_menu)
        self._actions.suggestions_requested.connect(self.suggestions_requested)
        self._empty.import_requested.connect(self.import_requested)
        self._empty.paste_requested.connect(self.paste_requested)
        self._nothing.clear_requested.connect(self._show_all)

    def _typed(self, words: str) -> None:
        self._filter.words = words
        self._debounce.start()

    def _fold(self, number: int) -> None:
        """List the articles below a heading, or no longer; of groups that overlap one at a time."""
        assert self._grouping is not None
        group, unfolded = self._listed.groups[-number - 1].wanted, self._listed.unfolded
        if group in unfolded:
            unfolded = tuple(other for other in unfolded if other != group)
        else:
            unfolded = (group,) if self._grouping.overlaps else (*unfolded, group)
        self._listed = replace(self._listed, unfolded=unfolded)
        self._reload()

    def _show_all(self) -> None:
        self._field.clear()
        self._filter.grouping = None
        self._filter.apply(ArticleFilter())

    def _project_changed(self) -> None:
        self._field.clear()
        self._filter.reset()
        self._search = ArticleFilter()
        self._debounce.stop()
        self._waiting, self._step_later = False, None
        self._model.set_ids([])
        self._count.clear()
        opened = self._desk.project is not None
        self.setEnabled(opened)
        self._stack.setCurrentWidget(self._list)
        if opened:
            self._reload()

    def _reload(self) -> None:
        """Find in the background what matches, and list it."""
        same = self._filter.grouping == self._grouping
        self._grouping = self._filter.grouping
        if self._desk.project is not None:
            self._waiting = True
            self._jobs.run(
                _find,
                self._desk.project,
                replace(self._filter.wanted, words=self._field.text()),
                _Layout(self._filter.sort, self._grouping, self._listed.unfolded if same else None),
                done=self._found,
                failed=self._not_found,
                name="library",
            )

    def _found(self, found: _Found) -> None:
        if found.project is not self._desk.project:
            return
        if found.listed is not None:
            self._waiting, self._search = False, found.search
            self._show_listed(found.listed)
        self._tell_counts(found.counts)
        if self._step_later is not None and not self._waiting:
            count, self._step_later = self._step_later, None
            self.step(count)

    def _show_listed(self, listed: _Listed) -> None:
        self._listed = listed
        headings = [
            Heading(
                group_title(self._grouping.by, group.name),
                group.count,
                group.wanted in listed.unfolded,
            )
            for group in listed.groups
            if self._grouping is not None
        ]
        with Kept(self._list, self._model):
            self._list.show_snippets(bool(self._search.words.strip()))
            self._model.words = self._search.words
            self._model.set_ids(listed.ids, headings, listed.places)
            self._model.refresh_all()
        if not self._list.selectionModel().hasSelection():
            self._select_open()

    def _not_found(self, error: Exception) -> None:
        self._waiting = False
        self._desk.failed.emit(str(error))

    def _tell_counts(self, counts: dict[str, int]) -> None:
        total, shown = sum(counts.values()), self._listed.count
        page: QWidget = self._list
        if not self._model.ids:
            page = self._nothing if total else self._empty
        self._stack.setCurrentWidget(page)
        self._field.setVisible(bool(total) or bool(self._field.text()))
        self._filter.setVisible(bool(total))
        self._count.setVisible(bool(total))
        number = QLocale().toString
        if not self._is_everything():
            text = _("{shown} of {total} articles").format(shown=number(shown), total=number(total))
        else:
            text = ngettext("1 article", "{n} articles", total).format(n=number(total))
            text += " · " + _("{n} done").format(n=number(counts.get("done", 0)))
        self._count.setText(text)

    def _changed(self, ids: Iterable[int]) -> None:
        ids = list(ids)
        self._model.refresh_rows(ids)
        if self._waiting or len(ids) > _ONE_BY_ONE or not self._fits(ids):
            self._reload()
        elif self._desk.project is not None:
            self._jobs.run(
                _count, self._desk.project, self._search, done=self._found, name="library counts"
            )

    def _is_everything(self) -> bool:
        return not self._search.words.strip() and replace(self._search, words="").is_empty

    def _fits(self, ids: list[int]) -> bool:
        """Whether the list holds these articles exactly if it should, and in their places."""
        if self._grouping is not None:
            return False
        with self._desk.reading() as connection:
            wanted = set(library.article_ids(connection, self._search, among=ids))
        listed = {i for i in ids if self._model.index_of(i).isValid()}
        newest_first = self._filter.sort == "date"
        return wanted == listed and newest_first and self._model.in_order(listed)

    def _show_open(self) -> None:
        """Mark the open article, and select it alone; none if it is not listed, or not yet."""
        delegate = self._list.itemDelegate()
        assert isinstance(delegate, ArticleDelegate)
        delegate.open_id = self._desk.article.id if self._desk.article else None
        self._select_open()
        self._list.viewport().update()

    def _select_open(self) -> None:
        index = self._model.index_of(self._desk.article.id if self._desk.article else None)
        if not index.isValid():
            self._list.clearSelection()
        elif self._list.selectedIndexes() != [index]:
            self._list.select_only(index)

    def _open(self, article: int) -> None:
        # Opening the same one again would lose the current annotation.
        if self._desk.article is None or self._desk.article.id != article:
            self._desk.open_article(article)

    def _to_results(self) -> None:
        """Go from the search field into the list."""
        if not self._list.currentIndex().isValid() and self._model.rowCount():
            self._list.select_only(self._model.index(0, 0))
        self._list.setFocus()

    def _show_menu(self, place: QPoint) -> None:
        chosen = self._list.chosen()
        if chosen:
            self._actions.show_menu(chosen, place)
