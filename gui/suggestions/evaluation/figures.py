# SPDX-License-Identifier: MIT
"""The figures of an evaluation, layer by layer."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

from claimdesk.gui.suggestions.evaluation.wording import count, figure_rows, layer_name, percent
from claimdesk.models.messages.catalogue import _

_NAME_WIDTH = 36
_WIDTH = 14
_MEANING = 7


class FiguresTable(QTreeWidget):
    """A group per layer, a row per figure."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Figures"))
        self.setHeaderLabels(
            [
                _("Figure"),
                _("Precision %"),
                _("Recall %"),
                _("F %"),
                _("Right"),
                _("In corpus"),
                _("Suggested"),
                _("What counts as right"),
            ]
        )
        self.setUniformRowHeights(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(14)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        unit = self.fontMetrics().averageCharWidth()
        self.setColumnWidth(0, unit * _NAME_WIDTH)
        for column in range(1, _MEANING):
            self.setColumnWidth(column, unit * _WIDTH)
            self.headerItem().setTextAlignment(
                column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )

    def show_layers(self, layers: dict[str, dict[str, Any]]) -> None:
        """Show the figures of each layer."""
        self.clear()
        for layer, figures in layers.items():
            top = QTreeWidgetItem(self, [layer_name(layer)])
            font = QFont(self.font())
            font.setWeight(QFont.Weight.DemiBold)
            top.setFont(0, font)
            for name, meaning, values in figure_rows(layer, figures):
                self._add(top, name, meaning, values)
        self.expandAll()

    def as_text(self) -> str:
        """Return the figures as lines of tab-separated columns."""
        heads = [self.headerItem().text(column) for column in range(_MEANING)]
        lines = ["\t".join(heads)]
        for number in range(self.topLevelItemCount()):
            top = self.topLevelItem(number)
            assert top is not None
            lines.append(top.text(0))
            for row in range(top.childCount()):
                item = top.child(row)
                assert item is not None
                lines.append("\t".join(item.text(c) for c in range(_MEANING)))
        return "\n".join(lines)

    def _add(self, top: QTreeWidgetItem, name: str, meaning: str, values: dict[str, Any]) -> None:
        if "accuracy" in values:
            cells = ["–", "–", percent(values["accuracy"])]
            numbers = [values["right"], values["of"], None]
        else:
            cells = [percent(values[key]) for key in ("p", "r", "f")]
            numbers = [values.get("tp"), values["gold"], values["pred"]]
        item = QTreeWidgetItem(top, [name, *cells, *map(count, numbers), meaning])
        item.setForeground(_MEANING, self.palette().placeholderText())
        for column in range(1, _MEANING):
            item.setTextAlignment(
                column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
