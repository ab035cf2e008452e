# SPDX-License-Identifier: MIT
"""Share the width of a table among its columns, so that nothing has to be scrolled sideways."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from claimdesk.gui.widgets.column_settings import ColumnSettings, woven
from claimdesk.gui.widgets.labels import literal
from claimdesk.models.messages.catalogue import _, ngettext

_LEAST = 0.85
"""Of its usual width, what a column gets at least before another one gives way."""


def share_width(
    room: int,
    wanted: Sequence[int],
    usual: Mapping[int, int],
    headings: Mapping[int, int],
    chosen: Mapping[int, int],
) -> dict[int, int]:
    """Return the widths of those of the `wanted` columns that fit into `room` pixels.

    The widest one gets what is left, unless the analyst gave it a width: then the widest of the
    others does. Columns that have no room give way from the right; the first and the widest stay.
    `headings` are the widths of the headings, which are never cut; `chosen` are widths that the
    analyst gave, perhaps in a wider window: they become narrower before any column gives way.
    """
    widest = max(wanted, key=lambda column: usual[column])
    least = {n: max(headings[n], round(usual[n] * _LEAST)) for n in wanted}
    least.update(_narrowed(chosen, least, room))
    kept = list(wanted)
    for column in reversed(wanted[1:]):
        if sum(least[n] for n in kept) <= room:
            break
        if column != widest:
            kept.remove(column)
    if widest not in chosen:
        # With none left to give way, the widest one becomes narrower.
        over, spare = sum(least[n] for n in kept) - room, least[widest] - headings[widest]
        least[widest] -= max(0, min(over, spare, least[widest] // 3))
    lacking = {n: max(0, usual[n] - least[n]) for n in kept if n not in chosen}
    free_room = max(0, room - sum(least[n] for n in kept))
    grown = min(1.0, free_room / (sum(lacking.values()) or 1))
    widths = {n: least[n] + int(lacking.get(n, 0) * grown) for n in kept}
    free = [n for n in kept if n not in chosen]
    if free:
        widths[max(free, key=lambda n: usual[n])] += max(0, room - sum(widths.values()))
    return widths


def _narrowed(chosen: Mapping[int, int], least: Mapping[int, int], room: int) -> dict[int, int]:
    """Return the chosen widths, narrowed towards the least ones as far as room is lacking."""
    widths = {n: width for n, width in chosen.items() if n in least}
    above = {n: max(0, width - least[n]) for n, width in widths.items()}
    lacking = sum(widths.get(n, width) for n, width in least.items()) - room
    share = min(1.0, max(0, lacking) / (sum(above.values()) or 1))
    return {n: width - math.ceil(above[n] * share) for n, width in widths.items()}


class TableColumn(NamedTuple):
    """What is to be known of a column to give it its room."""

    key: str
    """Tells it from the other columns of the table; never shown."""
    width: int
    """Its usual width in average characters."""
    hidden: bool = False
    """Whether it is hidden until the analyst asks for it."""


class SharedColumns(QObject):
    """Shares the width of a table among its columns whenever there is more or less room.

    The menu of the heading hides and shows columns, and tells how many have no room. Columns are
    dragged into another order, and the edges of headings give them another width. The first column
    always stays where it is.
    """

    def __init__(
        self,
        view: QTableView,
        columns: Callable[[], Sequence[TableColumn]],
        remembered: ColumnSettings | None = None,
    ) -> None:
        """`columns` gives those of the table now.

        What the analyst arranges is arranged again next time if it is `remembered`.
        """
        super().__init__(view)
        self._view = view
        self._header = view.horizontalHeader()
        self._columns = columns
        self._remembered = remembered
        self._hidden: dict[str, bool] = {}
        self._chosen: dict[str, float] = {}
        """Widths that the analyst gave, in average characters."""
        self._arranging = False
        self._crowded = 0
        self._revealed = ""
        self._set_up_header()
        view.viewport().installEventFilter(self)
        self.take_columns()

    def _set_up_header(self) -> None:
        header = self._header
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(False)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_menu)
        header.sectionResized.connect(self._section_resized)
        header.sectionMoved.connect(self._section_moved)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the width again when the room changes, as with a scroll bar."""
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self.share)
        return super().eventFilter(watched, event)

    def take_columns(self) -> None:
        """Arrange the columns that the table has now as the analyst left them."""
        self._revealed = ""
        if self._remembered is not None:
            for column in self._columns():
                self._recall(self._remembered, column)
            self._put_in_order(self._remembered.order())
        self.share()

    def reveal(self, column: int) -> None:
        """Show a column that is wanted now; another one gives way."""
        if self._view.isColumnHidden(column):
            key = self._columns()[column].key
            self._hidden[key] = False
            self._revealed = key
            self.share()

    def share(self) -> None:
        """Give each column its room; a width that the analyst chose stays."""
        columns, view = self._columns(), self._view
        wanted = [n for n in range(len(columns)) if not self._is_hidden(n)]
        # What comes last gives way first.
        wanted.sort(key=self._precedence)
        room = view.viewport().width()
        if room <= 0 or not wanted:
            return
        unit = self._unit()
        usual = {n: unit * columns[n].width for n in wanted}
        advance = view.fontMetrics().horizontalAdvance
        headings = {n: advance(self._name(n)) + 3 * unit for n in wanted}
        given = {n: self._chosen.get(columns[n].key) for n in wanted}
        chosen = {n: round(width * unit) for n, width in given.items() if width is not None}
        widths = share_width(room, wanted, usual, headings, chosen)
        self._crowded = len(wanted) - len(widths)
        self._arranging = True
        for column in range(len(columns)):
            view.setColumnHidden(column, column not in widths)
            if column in widths:
                view.setColumnWidth(column, widths[column])
        self._arranging = False

    def _precedence(self, column: int) -> tuple[bool, bool, int]:
        revealed = self._columns()[column].key == self._revealed
        return column > 0, not revealed, self._header.visualIndex(column)

    def _unit(self) -> int:
        return self._view.fontMetrics().averageCharWidth()

    def _name(self, column: int) -> str:
        return str(self._view.model().headerData(column, Qt.Orientation.Horizontal) or "")

    def _is_hidden(self, place: int) -> bool:
        column = self._columns()[place]
        return place > 0 and self._hidden.get(column.key, column.hidden)

    def _recall(self, remembered: ColumnSettings, column: TableColumn) -> None:
        self._hidden[column.key] = remembered.is_hidden(column.key, at_first=column.hidden)
        width = remembered.width(column.key)
        if width is not None:
            self._chosen[column.key] = width

    # What the analyst arranges.

    def _put_in_order(self, order: Sequence[str]) -> None:
        """Move the columns into an order; one that is not in it stays behind its neighbour."""
        keys = [column.key for column in self._columns()]
        self._arranging = True
        wanted = [key for key in woven(order, keys) if key in keys]
        # The first column stays in front, whatever is stored.
        wanted.sort(key=lambda key: key != keys[0])
        for place, key in enumerate(wanted):
            self._header.moveSection(self._header.visualIndex(keys.index(key)), place)
        self._arranging = False

    def _section_resized(self, column: int, _before: int, width: int) -> None:
        columns = self._columns()
        if self._arranging or width <= 0 or not 0 <= column < len(columns):
            return
        key = columns[column].key
        self._chosen[key] = width / self._unit()
        if self._remembered is not None:
            self._remembered.set_width(key, self._chosen[key])

    def _section_moved(self, _column: int, _before: int, _after: int) -> None:
        if self._arranging or self._remembered is None:
            return
        columns, header = self._columns(), self._header
        places = [header.logicalIndex(place) for place in range(header.count())]
        self._remembered.set_order([columns[n].key for n in places if 0 <= n < len(columns)])

    def _set_hidden(self, key: str, hidden: bool) -> None:
        self._hidden[key] = hidden
        if not hidden:
            self._revealed = key
        if self._remembered is not None:
            self._remembered.set_hidden(key, hidden)
        self.share()

    def _reset(self) -> None:
        """Arrange the columns as they are at first."""
        self._hidden, self._chosen = {}, {}
        if self._remembered is not None:
            self._remembered.forget_columns()
        self._put_in_order(())
        self.share()

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        columns = self._columns()
        for n in map(self._header.logicalIndex, range(1, len(columns))):
            action = menu.addAction(literal(self._name(n)))
            action.setCheckable(True)
            action.setChecked(not self._is_hidden(n))
            key = columns[n].key
            action.toggled.connect(lambda shown, key=key: self._set_hidden(key, not shown))
        menu.addSeparator()
        if self._crowded:
            menu.addAction(no_room(self._crowded)).setEnabled(False)
        menu.addAction(_("Reset the columns"), self._reset)
        menu.popup(self._header.mapToGlobal(place))


def no_room(columns: int) -> str:
    """Say how many columns have no room, and what helps."""
    return ngettext(
        "1 column has no room; widen the panel to see it.",
        "{n} columns have no room; widen the panel to see them.",
        columns,
    ).format(n=columns)
