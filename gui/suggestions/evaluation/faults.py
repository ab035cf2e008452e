# SPDX-License-Identifier: MIT
"""The errors of an evaluation as rows that can be filtered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt

from claimdesk.gui.suggestions.evaluation.wording import difference, fault_name, layer_name
from claimdesk.gui.widgets.labels import literal_tip
from claimdesk.gui.widgets.line_table import Index, LineTableModel
from claimdesk.models.analysis.evaluation_layers import Fault
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.folding import accentless_key

WHAT, WORDS, WANTED, FOUND, ARTICLE = range(5)

Kind = tuple[str, str]
"""A layer and what is wrong; either empty for any."""


class FaultModel(LineTableModel[Fault]):
    """The errors of the chosen kind that have the typed words."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: Sequence[Fault] = ()
        self._kind: Kind = ("", "")
        self._words = ""

    def headings(self) -> Sequence[str]:
        return (
            _("Error"),
            _("Words"),
            _("The corpus says"),
            _("Suggested"),
            _("Article"),
        )

    def set_faults(self, faults: Sequence[Fault]) -> None:
        """Show the errors of another evaluation."""
        self._all = faults
        self._kind = ("", "")
        self._fill()

    def set_filter(self, kind: Kind, words: str) -> None:
        """Show only those of a kind that have some words in them."""
        self._kind, self._words = kind, accentless_key(words)
        self._fill()

    def kinds(self) -> list[tuple[Kind, str, int]]:
        """Layers and what is wrong in them, what people call that, and how often it is."""
        counts = Counter((fault.layer, fault.what) for fault in self._all)
        layers = Counter(fault.layer for fault in self._all)
        found = []
        for layer, number in layers.items():
            found.append(((layer, ""), layer_name(layer), number))
            found += [
                (kind, f"{layer_name(layer)}: {fault_name(kind[1])}", count)
                for kind, count in counts.most_common()
                if kind[0] == layer
            ]
        return found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        fault = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _cells(fault)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "; ".join(filter(None, _cells(fault)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tip(_cells(fault)[index.column()])
        return None

    def _fill(self) -> None:
        self.set_lines([fault for fault in self._all if self._fits(fault)])

    def _fits(self, fault: Fault) -> bool:
        layer, what = self._kind
        if (layer and fault.layer != layer) or (what and fault.what != what):
            return False
        return any(self._words in accentless_key(cell) for cell in _cells(fault))


def _cells(fault: Fault) -> tuple[str, ...]:
    wanted, found = fault.wanted or "", fault.found or ""
    if fault.what == "wrong bounds":
        wanted, found = difference(wanted, found)
    return (
        f"{layer_name(fault.layer)}: {fault_name(fault.what)}",
        fault.text,
        wanted,
        found,
        fault.title,
    )
