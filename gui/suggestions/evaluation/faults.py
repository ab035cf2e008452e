# SPDX-License-Identifier: MIT
"""The errors of an evaluation as a table that can be filtered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt

from claimdesk.gui.suggestions.evaluation.wording import difference, fault_title, layer_name
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.labels import literal_tip
from claimdesk.gui.widgets.line_table import Index, LineTableModel
from claimdesk.models.analysis.evaluation_layers import Fault
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.folding import accentless_key

WHAT, WORDS, WANTED, FOUND, ARTICLE = range(5)

FaultKind = tuple[str, str]
"""A layer and what is wrong in it; either may be empty for any."""


class FaultModel(LineTableModel[Fault]):
    """The errors of the chosen kind that contain the typed words."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: Sequence[Fault] = ()
        self._kind: FaultKind = ("", "")
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

    def set_filter(self, kind: FaultKind, words: str) -> None:
        """Show only the errors of a kind that contain some words."""
        self._kind, self._words = kind, accentless_key(words)
        self._fill()

    def kinds(self) -> list[tuple[FaultKind, str, int]]:
        """Return the kinds of errors, each with its name for people and its number."""
        counts = Counter((fault.layer, fault.what) for fault in self._all)
        layers = Counter(fault.layer for fault in self._all)
        kinds = []
        for layer, number in layers.items():
            kinds.append(((layer, ""), layer_name(layer), number))
            kinds += [
                (kind, fault_title(*kind), count)
                for kind, count in counts.most_common()
                if kind[0] == layer
            ]
        return kinds

    @guarded
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
    expected, suggested = fault.wanted or "", fault.found or ""
    if fault.what == "wrong bounds":
        expected, suggested = difference(expected, suggested)
    return (
        fault_title(fault.layer, fault.what),
        fault.text,
        expected,
        suggested,
        fault.title,
    )
