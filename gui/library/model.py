# SPDX-License-Identifier: MIT
"""The library's list of articles: all ids in order, rows read a page at a time when shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import (
    QDate,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QStandardItemModel

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.wording import date_text
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.search import library
from claimdesk.models.search.library import Snippet
from claimdesk.models.store import queries
from claimdesk.models.store.queries import ArticleRow

Index = QModelIndex | QPersistentModelIndex

ROW = Qt.ItemDataRole.UserRole
"""The ArticleRow of an index, or None if the article is gone."""
HEADING = Qt.ItemDataRole.UserRole + 2
"""The Heading of an index, or None if it is an article."""

_PAGE = 64
_KEPT = 64 * _PAGE


@dataclass(frozen=True, slots=True)
class Heading:
    """The line above the articles of a group."""

    title: str
    count: int
    unfolded: bool
    """Whether the articles are listed below it."""


class ArticleModel(QStandardItemModel):
    """The articles that the library lists, maybe under headings.

    Of QStandardItemModel it uses only the number of rows: a view asks for it twice per row when it
    lays them out, and Python would need 0.2 s to answer for 100,000 articles. Other models of Qt
    insert many rows one by one, each of which moves all below.
    """

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(0, 1, parent)
        self._desk = desk
        self._ids: list[int] = []
        self._places: dict[int, int] = {}
        self._rows: dict[int, ArticleRow | None] = {}
        self._snippets: dict[int, Snippet] = {}
        self._headings: Sequence[Heading] = ()
        """Those that are listed: the first stands in the list as -1, the next as -2."""
        self.words = ""
        """What was searched for; its surroundings are read with each page."""

    @property
    def ids(self) -> Sequence[int]:
        """The ids of the articles, and numbers below 0 of headings, in the order of the list."""
        return self._ids

    def set_ids(
        self,
        ids: list[int],
        headings: Sequence[Heading] = (),
        places: dict[int, int] | None = None,
    ) -> None:
        """List these articles and headings; what is the same at both ends stays untouched.

        `places` says where each id stands, if that is known: it takes 10 ms for 100,000.
        """
        self._headings = headings
        old = self._ids
        shorter = min(len(old), len(ids))
        head = _longest(shorter, lambda a, b: old[a:b] == ids[a:b])
        ends = len(old), len(ids)
        tail = _longest(
            shorter - head,
            lambda a, b: old[ends[0] - b : ends[0] - a] == ids[ends[1] - b : ends[1] - a],
        )
        self._rows.clear()
        if len(old) > head + tail:
            left = old[:head] + old[len(old) - tail :]
            self._place(left, places if left == ids else None)
            self.removeRows(head, len(old) - tail - head)
        if len(ids) > head + tail:
            self._place(ids, places)
            self.insertRows(head, len(ids) - tail - head)

    def refresh_rows(self, ids: Iterable[int]) -> None:
        """Read articles again that changed."""
        for article in ids:
            self._rows.pop(article, None)
            if article in self._places:
                index = self.index(self._places[article], 0)
                self.dataChanged.emit(index, index)

    def refresh_all(self) -> None:
        """Read what is shown again."""
        self._rows.clear()
        self._snippets.clear()
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, 0))

    def in_order(self, ids: Iterable[int]) -> bool:
        """Return whether listed articles still stand between the right neighbours, newest first."""
        for article in ids:
            place = self._places[article]
            around = self._ids[max(0, place - 1) : place + 2]
            rows = [row for i in around if (row := self._row(i)) is not None]
            keys = [(row.published_on or "", row.id) for row in rows]
            if keys != sorted(keys, reverse=True):
                return False
        return True

    def number_at(self, index: Index) -> int | None:
        """Return the id of the article at an index, or the number below 0 of its heading."""
        return self._ids[index.row()] if 0 <= index.row() < len(self._ids) else None

    def id_at(self, index: Index) -> int | None:
        """Return the article at an index."""
        number = self.number_at(index)
        return None if number is None or number < 0 else number

    def index_of(self, article_id: int | None) -> QModelIndex:
        """Return where an article is listed; invalid if it is not."""
        place = self._places.get(article_id) if article_id is not None else None
        return QModelIndex() if place is None else self.index(place, 0)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.id_at(index) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @guarded
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        article = self.id_at(index)
        if article is None:
            return self._heading_data(self.number_at(index), role)
        if role == HEADING:
            return None
        row = self._row(article)
        if role == ROW or row is None:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.ToolTipRole:
            # Marked as rich text and escaped: a tag in a headline is only characters.
            return f"<b>{escape(row.title)}</b><br>{escape(self._text(row))}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}, {self._text(row)}"
        return None

    def _heading_data(self, number: int | None, role: int) -> object:
        if number is None or -number > len(self._headings):
            return None
        heading = self._headings[-number - 1]
        if role == HEADING:
            return heading
        if role == Qt.ItemDataRole.DisplayRole:
            return heading.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = ngettext("{title}, 1 article", "{title}, {n} articles", heading.count)
            text = text.format(title=heading.title, n=heading.count)
            return text if heading.unfolded else _("{group}, folded").format(group=text)
        return None

    def snippet(self, article_id: int) -> Snippet | None:
        """Return what was found in an article that is shown; None if it is not in its text."""
        return self._snippets.get(article_id)

    def status_name(self, status: str) -> str:
        """Return how the window calls a status."""
        names = {
            "unread": _("Unread"),
            "in progress": _("In progress"),
            "done": _("Done"),
        }
        return names[status]

    def counts(self, row: ArticleRow) -> list[str]:
        """Return its accepted claims and its suggestions to decide, each unless there are none."""
        parts = []
        if row.claims:
            parts.append(ngettext("1 claim", "{n} claims", row.claims).format(n=row.claims))
        if row.undecided:
            parts.append(
                ngettext("{n} to decide", "{n} to decide", row.undecided).format(n=row.undecided)
            )
        return parts

    def _text(self, row: ArticleRow) -> str:
        snippet = self._snippets.get(row.id)
        found = [snippet.text] if snippet is not None else []
        parts = [row.outlet, shown_date(row.published_on), self.status_name(row.status)]
        return " · ".join(part for part in [*parts, *self.counts(row), *found] if part)

    def _place(self, ids: list[int], places: dict[int, int] | None = None) -> None:
        self._ids = ids
        self._places = places_of(ids) if places is None else places

    def _row(self, article: int) -> ArticleRow | None:
        if article not in self._rows:
            self._read_page(self._places[article] // _PAGE * _PAGE)
        return self._rows.get(article)

    def _read_page(self, first: int) -> None:
        if self._desk.project is None:
            return
        if len(self._rows) >= _KEPT:
            self._rows.clear()
            self._snippets.clear()
        page = [number for number in self._ids[first : first + _PAGE] if number > 0]
        with self._desk.reading() as connection:
            found = {row.id: row for row in queries.article_rows(connection, page)}
            if self.words.strip():
                self._snippets.update(library.snippets(connection, page, self.words))
        self._rows.update({article: found.get(article) for article in page})


def places_of(ids: Sequence[int]) -> dict[int, int]:
    """Return where each id stands in a list."""
    return dict(zip(ids, range(len(ids)), strict=True))


def _longest(most: int, fits: Callable[[int, int], bool]) -> int:
    """Return how many of up to `most` places fit from the first on.

    `fits` says whether all of a range do; each place is asked about twice at most on average.
    """
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if fits(least, middle):
            least = middle
        else:
            most = middle - 1
    return least


def shown_date(iso: str | None, *, year: bool = True) -> str:
    """Return a date as people write it, such as 12 May 2024; unchanged if it is not a date."""
    if not iso:
        return ""
    date = QDate.fromString(iso, Qt.DateFormat.ISODate)
    if not date.isValid():
        return iso
    return date_text(date) if year else QLocale().toString(date, "d MMM")
