# SPDX-License-Identifier: MIT
"""Arrange the rows of a layer: filter, sort and group them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from claimdesk.gui.panes.grouping import FLAT, Group, Grouping, Value
from claimdesk.gui.panes.text_cache import TextCache
from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.text.collation import sort_key
from claimdesk.models.text.folding import accentless_key

Place = tuple[int, Value, str]
"""What decides where a row stands: start, value of its group, key of its sorting."""


class Arrangement:
    """The rows of a list: ids of annotations, and negative numbers that stand for groups."""

    def __init__(
        self,
        rows: Callable[[], Mapping[int, AnnotationRow]],
        layer: str,
        texts: TextCache,
        grouping: Grouping,
        group_text: Callable[[Group, int], str],
    ) -> None:
        """`rows` gives all annotations of the article, in the order of the text."""
        self._all = rows
        self._layer = layer
        self._texts = texts
        self._group_text = group_text
        self.grouping = grouping
        self.sorting: tuple[int, bool] | None = None
        """Column and whether descending; None is the order of the text."""
        self.show_rejected = False
        self._filter = ""
        self._found: set[int] | None = None
        """The rows that the filter finds; None without one."""
        self._places: dict[int, Place] = {}
        self._ordered: list[int] | None = None
        """The rows with a place, sorted, whatever the filter; None if that is to be done."""
        self._groups: dict[int, Group] = {}
        self._numbers: dict[Value, int] = {}
        self._open: set[Value] = set()

    # Reading.

    @property
    def grouped(self) -> bool:
        """Whether rows are under groups."""
        return self.grouping.kind != FLAT

    @property
    def filtered(self) -> bool:
        """Whether a filter is set."""
        return self._found is not None

    def own(self) -> list[AnnotationRow]:
        """Return the annotations of the layer, shown or not."""
        return [row for row in self._all().values() if row.layer == self._layer]

    def group(self, number: int) -> Group | None:
        """Return the group that a number stands for."""
        return self._groups.get(number)

    def number_of(self, group: Group) -> int:
        """Return the number that stands for a group."""
        return self._numbers[group.value]

    def head(self, annotation_id: int) -> int | None:
        """Return the number of the group of a row; None without groups."""
        place = self._places.get(annotation_id)
        return self._numbers.get(place[1]) if place is not None and self.grouped else None

    def is_open(self, group: Group) -> bool:
        """Return whether the rows of a group are shown; a filter shows all that it finds."""
        return self._found is not None or group.value in self._open

    def concerns(self, annotation_id: int) -> bool:
        """Return whether an annotation is, or was until now, one of the rows."""
        row = self._all().get(annotation_id)
        return annotation_id in self._places or (row is not None and row.layer == self._layer)

    # Changing. Afterwards `rows` returns what to show.

    def set_open(self, group: Group, opened: bool) -> bool:
        """Open or close a group; return whether that changed anything."""
        if opened == (group.value in self._open):
            return False
        self._open ^= {group.value}
        return True

    def set_filter(self, text: str) -> None:
        """Show only rows that contain the text, ignoring case and accents."""
        before, self._filter = self._filter, accentless_key(text)
        if not self._filter:
            self._found = None
            return
        narrower = self._found is not None and before in self._filter
        among = self._found if narrower and self._found is not None else self._places
        self._found = self._texts.matching(among, self._filter)

    def begin(self, *, numbers: bool = False) -> None:
        """Forget which groups are open, and with `numbers` also their numbers."""
        if numbers:
            self._numbers.clear()
        self._open = set()
        if self.grouping.opens_new:
            self._open = {self.grouping.value(row) for row in self.own()}

    def place_all(self) -> None:
        """Compute the place of every row."""
        self._places = {}
        for row in self.own():
            place = self._place(row)
            if place is not None:
                self._places[row.id] = place
        self._ordered = None
        if self._filter:
            self._found = self._texts.matching(self._places, self._filter)

    def place(self, ids: Iterable[int]) -> bool:
        """Compute the places of some rows; return whether that changes the shown rows."""
        moved = False
        rows = self._all()
        for number in ids:
            row = rows.get(number)
            place = self._place(row)
            if place != self._places.get(number):
                self._put(number, place)
                moved = True
            if self._found is not None:
                found = place is not None and row is not None
                found = found and self._texts.contains(rows[number], self._filter)
                if found != (number in self._found):
                    self._found ^= {number}
                    moved = True
        return moved

    def rows(self) -> list[int]:
        """Return the rows to show, in order."""
        if self._ordered is None:
            self._ordered = self._sorted()
        found = self._found
        ids = self._ordered if found is None else [i for i in self._ordered if i in found]
        if not self.grouped:
            self._groups = {}
            return list(ids)
        return self._under_groups(ids)

    # Computing places.

    def _put(self, number: int, place: Place | None) -> None:
        self._ordered = None
        if place is None:
            self._places.pop(number, None)
            return
        self._places[number] = place
        if self.grouping.opens_new and place[1] not in self._numbers:
            self._open.add(place[1])

    def _place(self, row: AnnotationRow | None) -> Place | None:
        """Return what decides the place of a row; None if no filter would show it."""
        if row is None or row.layer != self._layer:
            return None
        if row.state == "rejected" and not self.show_rejected:
            return None
        key = "" if self.sorting is None else sort_key(self._texts.of(row)[self.sorting[0]])
        return row.start, self.grouping.value(row), key

    def _sorted(self) -> list[int]:
        places = self._places
        ids = [i for i in self._all() if i in places]
        if self.sorting is not None:
            ids.sort(key=lambda i: places[i][2], reverse=self.sorting[1])
        return ids

    def _under_groups(self, ids: Iterable[int]) -> list[int]:
        groups: dict[Value, Group] = {}
        for i in ids:
            value = self._places[i][1]
            group = groups.get(value)
            if group is None:
                group = groups[value] = self.grouping.new(value)
            group.rows.append(i)
        flat: list[int] = []
        self._groups = {}
        for group in self._in_order(list(groups.values())):
            number = self._numbers.setdefault(group.value, -1 - len(self._numbers))
            self._groups[number] = group
            flat.append(number)
            if self.is_open(group):
                flat.extend(group.rows)
        return flat

    def _in_order(self, groups: list[Group]) -> list[Group]:
        if self.sorting is None:
            return self.grouping.in_order(groups, None, descending=False)
        column, descending = self.sorting
        return self.grouping.in_order(
            groups,
            lambda group: sort_key(self._group_text(group, column)),
            descending=descending,
        )
