# SPDX-License-Identifier: MIT
"""Sort a table by a click on a heading, and remember that by the key of the column."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QTableView

from claimdesk.gui.widgets.column_settings import ColumnSettings, Sorting


class ColumnSorting(QObject):
    """The first click on a heading sorts, the second reverses, the third restores the usual order.

    A column that is gone sorts nothing until it is there again.
    """

    changed = Signal()
    """The analyst sorts by something else."""

    def __init__(
        self,
        view: QTableView,
        keys: Callable[[], Sequence[str]],
        remembered: ColumnSettings | None = None,
        usual: Sorting | None = None,
    ) -> None:
        """`keys` gives those of the columns now; `usual` is None for an order of no column."""
        super().__init__(view)
        self._header = view.horizontalHeader()
        self._keys = keys
        self._remembered = remembered
        self._usual = usual
        self._chosen = remembered.sorting() if remembered is not None else None
        self._header.setSectionsClickable(True)
        self._header.sectionClicked.connect(self._click)
        self.show()

    @property
    def current(self) -> Sorting | None:
        """What the table is sorted by; None for an order of no column."""
        chosen = self._chosen
        return chosen if chosen is not None and chosen.key in self._keys() else self._usual

    def show(self) -> None:
        """Show the arrow in the heading by which the table is sorted."""
        current = self.current
        self._header.setSortIndicatorShown(current is not None)
        if current is not None:
            way = (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder)[current.descending]
            self._header.setSortIndicator(list(self._keys()).index(current.key), way)

    def _click(self, section: int) -> None:
        key, current = self._keys()[section], self.current
        if current is None or current.key != key:
            self._chosen = Sorting(key)
        else:
            self._chosen = None if current.descending else Sorting(key, descending=True)
        if self._remembered is not None:
            self._remembered.set_sorting(self._chosen)
        self.show()
        self.changed.emit()
