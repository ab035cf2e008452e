# SPDX-License-Identifier: MIT
"""Share the width of a table among its columns, so that nothing has to be scrolled sideways."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QSettings, Qt, QTimer
from PySide6.QtWidgets import QMenu, QTableView

from claimdesk.gui.widgets.labels import literal
from claimdesk.models.messages.catalogue import ngettext

_LEAST, _LEAST_WIDEST = 0.85, 0.6
"""Of its usual width, what a column gets at least before another one gives way."""


def share_width(
    room: int,
    wanted: Sequence[int],
    usual: Mapping[int, int],
    headings: Mapping[int, int],
    chosen: Mapping[int, int],
) -> dict[int, int]:
    """Return the widths of those of the `wanted` columns that fit into `room` pixels.

    The widest one gets what is left. Columns that have no room give way from the right; the first
    and the widest stay. `headings` are the widths of the headings, which are never cut; `chosen`
    are widths that the analyst gave.
    """
    widest = max(wanted, key=lambda column: usual[column])
    shares = {n: _LEAST_WIDEST if n == widest else _LEAST for n in wanted}
    least = {n: max(headings[n], round(usual[n] * shares[n])) for n in wanted}
    least.update({n: width for n, width in chosen.items() if n in least})
    kept = list(wanted)
    for column in reversed(wanted[1:]):
        if sum(least[n] for n in kept) <= room:
            break
        if column != widest:
            kept.remove(column)
    lacking = {n: max(0, usual[n] - least[n]) for n in kept if n not in chosen}
    spare = max(0, room - sum(least[n] for n in kept))
    grown = min(1.0, spare / (sum(lacking.values()) or 1))
    widths = {n: least[n] + int(lacking.get(n, 0) * grown) for n in kept}
    if widest not in chosen:
        widths[widest] += max(0, room - sum(widths.values()))
    return widths


@dataclass(frozen=True, slots=True)
class HiddenColumnSettings:
    """Where it is remembered which columns of a table the analyst hid, by their keys."""

    settings: QSettings
    group: str

    def is_hidden(self, key: str, *, at_first: bool = False) -> bool:
        """Return whether a column is hidden; `at_first` says it of one that was never chosen."""
        return str(self.settings.value(self._name(key), int(at_first))) == "1"

    def set_hidden(self, key: str, hidden: bool) -> None:
        """Remember whether a column is hidden."""
        self.settings.setValue(self._name(key), int(hidden))

    def _name(self, key: str) -> str:
        return f"{self.group}/hidden/{key}"


class SharedColumns(QObject):
    """Shares the width of a table among its columns whenever there is more or less room.

    The menu of the heading hides and shows columns, and tells how many have no room.
    """

    def __init__(
        self,
        view: QTableView,
        usual: Callable[[], Sequence[tuple[str, int]]],
        remembered: HiddenColumnSettings | None = None,
    ) -> None:
        """`usual` gives the key and width in characters of each column; the first always stays.

        What the analyst hides is hidden again next time if it is `remembered`.
        """
        super().__init__(view)
        self._view = view
        self._usual = usual
        self._given: dict[int, int] = {}
        self._chosen: dict[int, int] = {}
        self._remembered = remembered
        self._hidden = self._remembered_hidden()
        self._crowded = 0
        self._revealed = 0
        header = view.horizontalHeader()
        header.setStretchLastSection(False)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_menu)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the width again when the room changes, as with a scroll bar."""
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self.share)
        return super().eventFilter(watched, event)

    def forget(self) -> None:
        """Begin anew with other columns."""
        self._given, self._chosen, self._revealed = {}, {}, 0
        self._hidden = self._remembered_hidden()
        self.share()

    def reveal(self, column: int) -> None:
        """Show a column that is wanted now; another one gives way."""
        if self._view.isColumnHidden(column):
            self._hidden.discard(column)
            self._revealed = column
            self.share()

    def share(self) -> None:
        """Give each column its room; a width that the analyst chose stays."""
        view, room = self._view, self._view.viewport().width()
        characters = [width for _key, width in self._usual()]
        wanted = [n for n in range(len(characters)) if n not in self._hidden]
        # What comes last gives way first.
        wanted.sort(key=lambda n: (n > 0, n != self._revealed))
        if room <= 0 or not wanted:
            return
        for column, width in self._given.items():
            if view.columnWidth(column) not in (0, width):
                self._chosen[column] = view.columnWidth(column)
        unit = view.fontMetrics().averageCharWidth()
        usual = {n: unit * characters[n] for n in wanted}
        headings = {
            n: view.fontMetrics().horizontalAdvance(self._name(n)) + 3 * unit for n in wanted
        }
        widths = share_width(room, wanted, usual, headings, self._chosen)
        self._crowded = len(wanted) - len(widths)
        for column in range(len(characters)):
            view.setColumnHidden(column, column not in widths)
            if column in widths:
                view.setColumnWidth(column, widths[column])
        # As the heading took them: it has a least width.
        self._given = {column: view.columnWidth(column) for column in widths}

    def _name(self, column: int) -> str:
        return str(self._view.model().headerData(column, Qt.Orientation.Horizontal) or "")

    def _set_hidden(self, column: int, hidden: bool) -> None:
        if hidden:
            self._hidden.add(column)
        else:
            self._hidden.discard(column)
            self._revealed = column
        if self._remembered is not None:
            self._remembered.set_hidden(self._usual()[column][0], hidden)
        self.share()

    def _remembered_hidden(self) -> set[int]:
        stored = self._remembered
        if stored is None:
            return set()
        columns = enumerate(self._usual())
        return {place for place, (key, _width) in columns if place and stored.is_hidden(key)}

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in range(1, len(self._usual())):
            action = menu.addAction(literal(self._name(column)))
            action.setCheckable(True)
            action.setChecked(column not in self._hidden)
            action.toggled.connect(lambda shown, n=column: self._set_hidden(n, not shown))
        if self._crowded:
            menu.addSeparator()
            menu.addAction(no_room(self._crowded)).setEnabled(False)
        menu.popup(self._view.horizontalHeader().mapToGlobal(place))


def no_room(columns: int) -> str:
    """Say how many columns have no room, and what helps."""
    return ngettext(
        "1 column has no room; widen the panel to see it.",
        "{n} columns have no room; widen the panel to see them.",
        columns,
    ).format(n=columns)
