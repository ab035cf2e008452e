# SPDX-License-Identifier: MIT
"""Remember how the analyst arranged a table: hidden columns, widths, order and sorting.

All is stored by the keys of columns. What is stored of a column that another project does not have
stays stored until that column is there again.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QSettings

_WIDEST = 1000
"""Average characters; what is stored beyond is no width."""


class Sorting(NamedTuple):
    """The key of the column to sort by, and whether the largest comes first."""

    key: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class ColumnSettings:
    """The settings of one table, below a group of their own."""

    settings: QSettings
    group: str

    def is_hidden(self, key: str, *, at_first: bool = False) -> bool:
        """Return whether a column is hidden; `at_first` says it of one that was never chosen."""
        return str(self.settings.value(self._name("hidden", key), int(at_first))) == "1"

    def set_hidden(self, key: str, hidden: bool) -> None:
        """Remember whether a column is hidden."""
        self.settings.setValue(self._name("hidden", key), int(hidden))

    def width(self, key: str) -> float | None:
        """Return the width that a column was given, in average characters; None for none."""
        try:
            width = float(str(self.settings.value(self._name("width", key))))
        except ValueError:
            return None
        return width if math.isfinite(width) and 0 < width <= _WIDEST else None

    def set_width(self, key: str, characters: float) -> None:
        """Remember the width of a column."""
        self.settings.setValue(self._name("width", key), f"{characters:.2f}")

    def order(self) -> list[str]:
        """Return the keys in the order that columns were dragged into; empty for the usual one."""
        stored = self._json("order")
        if not isinstance(stored, list) or not all(isinstance(key, str) for key in stored):
            return []
        return list(dict.fromkeys(stored))

    def set_order(self, keys: Sequence[str]) -> None:
        """Remember the order of columns; those that are not among the keys keep their places."""
        self.settings.setValue(f"{self.group}/order", json.dumps(woven(keys, self.order())))

    def sorting(self) -> Sorting | None:
        """Return what the table was sorted by; None for its usual order."""
        stored = self._json("sorting")
        if not isinstance(stored, list) or list(map(type, stored)) != [str, bool]:
            return None
        return Sorting(*stored)

    def set_sorting(self, sorting: Sorting | None) -> None:
        """Remember what the table is sorted by."""
        self.settings.setValue(f"{self.group}/sorting", json.dumps(sorting))

    def forget_columns(self) -> None:
        """Forget which columns are hidden, their widths and their order."""
        for name in ("hidden", "width", "order"):
            self.settings.remove(f"{self.group}/{name}")

    def _name(self, what: str, key: str) -> str:
        return f"{self.group}/{what}/{key}"

    def _json(self, what: str) -> object:
        try:
            stored: object = json.loads(str(self.settings.value(f"{self.group}/{what}")))
        except ValueError:
            return None
        return stored


def woven(first: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return the first keys, and each of the others behind the one that it stands behind."""
    result = list(first)
    for place, key in enumerate(others):
        if key not in result:
            result.insert(result.index(others[place - 1]) + 1 if place else 0, key)
    return result
