# SPDX-License-Identifier: MIT
"""The table model of the search panel: article, context before, match, context after."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.labels import literal_tip
from claimdesk.gui.widgets.line_table import Index, LineTableModel
from claimdesk.models.messages.catalogue import _
from claimdesk.models.search.concordance import ConcordanceLine

ARTICLE, LEFT, MATCH, RIGHT = range(4)
MOST_SHOWN = 2000
"""Maximum number of listed lines; further matches are only counted."""


class LineModel(LineTableModel[ConcordanceLine]):
    """The lines found so far."""

    def headings(self) -> Sequence[str]:
        return _("Article"), _("Before"), _("Found"), _("After")

    def add_lines(self, lines: Sequence[ConcordanceLine]) -> None:
        """Append lines, up to the maximum."""
        super().add_lines(lines[: MOST_SHOWN - len(self.lines)])

    @guarded
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


def _article(line: ConcordanceLine) -> str:
    date = (line.published_on or "").replace("T", " ")
    return f"{date}  {line.title}" if date else line.title
