# SPDX-License-Identifier: MIT
"""Concordance lines as rows: article, what stands before, the match, what stands after."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from claimdesk.gui.widgets.labels import literal_tip
from claimdesk.gui.widgets.line_table import Index, LineTableModel
from claimdesk.models.messages.catalogue import _
from claimdesk.models.search.search import Line

ARTICLE, LEFT, MATCH, RIGHT = range(4)
MOST_SHOWN = 2000
"""Lines that are listed; what is found beyond is counted."""


class LineModel(LineTableModel[Line]):
    """The lines that a search has found so far."""

    def headings(self) -> Sequence[str]:
        return _("Article"), _("Before"), _("Found"), _("After")

    def add_lines(self, lines: Sequence[Line]) -> None:
        """Add lines at the end, as far as they are listed."""
        super().add_lines(lines[: MOST_SHOWN - len(self.lines)])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return (_article(line), line.left, line.match, line.right)[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_article(line)}: {line.left}{line.match}{line.right}"
        if role == Qt.ItemDataRole.ToolTipRole and column == ARTICLE:
            return literal_tip(_article(line))
        if role == Qt.ItemDataRole.TextAlignmentRole and column == LEFT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and column == MATCH:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return None


def _article(line: Line) -> str:
    return f"{line.published_on}  {line.title}" if line.published_on else line.title
