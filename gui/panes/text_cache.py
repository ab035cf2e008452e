# SPDX-License-Identifier: MIT
"""Cache the texts of rows for painting, sorting and filtering."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice

from PySide6.QtCore import QObject, QTimer

from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.text.collation import sort_key
from claimdesk.models.text.folding import accentless_key

_WARM_ROWS = 60

Rows = Callable[[], Iterable[AnnotationRow]]
Cells = Callable[[AnnotationRow], tuple[str, ...]]


class TextCache(QObject):
    """The texts of rows by annotation; filled in idle time, a few rows at a time."""

    def __init__(
        self, rows: Rows, cells: Cells, beside: Callable[[AnnotationRow], str], parent: QObject
    ) -> None:
        """`beside` says what a filter finds a row by beyond its `cells`."""
        super().__init__(parent)
        self._rows = rows
        self._cells = cells
        self._beside = beside
        self._texts: dict[int, tuple[str, ...]] = {}
        self._searched: dict[int, str] = {}
        self._waiting: Iterator[AnnotationRow] | None = None
        self._fill_timer = QTimer(self)
        self._fill_timer.setInterval(0)
        self._fill_timer.timeout.connect(self._fill_some)

    def of(self, row: AnnotationRow) -> tuple[str, ...]:
        """Return the texts of the cells of a row."""
        found = self._texts.get(row.id)
        if found is None:
            found = self._texts[row.id] = self._cells(row)
        return found

    def contains(self, row: AnnotationRow, folded: str) -> bool:
        """Return whether a row contains a text, given folded without accents."""
        return folded in self._searched_of(row)

    def matching(self, ids: Collection[int], folded: str) -> set[int]:
        """Return the rows that contain a text, given folded without accents."""
        words = self._searched
        if not words.keys() >= set(ids):
            self._fill()
        return {i for i in ids if folded in words[i]}

    def forget(self, ids: Iterable[int]) -> None:
        """Drop the texts of some rows."""
        for number in ids:
            self._texts.pop(number, None)
            self._searched.pop(number, None)

    def clear(self) -> None:
        """Drop all texts, and begin to fill the cache again."""
        self._texts.clear()
        self._searched.clear()
        self._waiting = None
        self._fill_timer.start()

    def _searched_of(self, row: AnnotationRow) -> str:
        found = self._searched.get(row.id)
        if found is None:
            found = "\n".join(map(accentless_key, (*self.of(row), self._beside(row))))
            self._searched[row.id] = found
        return found

    def _fill(self) -> None:
        for row in self._rows():
            self._searched_of(row)

    def _fill_some(self) -> None:
        """Cache some more rows; those added or changed meanwhile wait until a filter needs them."""
        if self._waiting is None:
            self._waiting = iter(list(self._rows()))
        some = list(islice(self._waiting, _WARM_ROWS))
        for row in some:
            self._searched_of(row)
            for text in self.of(row):
                sort_key(text)  # keeps its keys: sorting by any column then has them
        if not some:
            self._fill_timer.stop()
