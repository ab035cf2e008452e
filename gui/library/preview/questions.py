# SPDX-License-Identifier: MIT
"""What an import asks: what columns hold, and which number of a date is the day."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QPushButton, QWidget

from claimdesk.gui.library.preview.columns_dialog import columns_sentence
from claimdesk.gui.widgets.elided import ElidedLabel
from claimdesk.gui.widgets.labels import plain_label
from claimdesk.models.articles.columns import TableColumns
from claimdesk.models.articles.dates import find_date
from claimdesk.models.exchange.staging import StagedImport
from claimdesk.models.messages.catalogue import _, ngettext

_MOST = 4
"""Sources of dates, and sets of columns, that have a line of their own."""


class Questions(QWidget):
    """One line for each set of columns, and one for each source of unclear dates."""

    columns_wanted = Signal(object)
    """The columns of a table (TableColumns) are to be changed."""
    order_chosen = Signal(object, object)
    """Sources, and whether their dates begin with the day; None: that isn't known."""

    def __init__(self, staged: StagedImport, parent: QWidget) -> None:
        super().__init__(parent)
        self._staged = staged
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._parts: list[QWidget] = []
        self.reload()

    def reload(self) -> None:
        """Ask what is to be asked of the import now."""
        for part in self._parts:
            self._grid.removeWidget(part)
            part.deleteLater()
        self._parts = []
        self._ask_for_columns()
        self._ask_for_dates()
        self.setVisible(bool(self._parts))

    def _ask_for_columns(self) -> None:
        tables: dict[str, tuple[TableColumns, list[str]]] = {}
        for path, found in self._staged.tables.items():
            for table in found:
                tables.setdefault(table.key, (table, []))[1].append(Path(path).name)
        for table, names in list(tables.values())[:_MOST]:
            more = ngettext("{name} and {n} more", "{name} and {n} more", len(names) - 1)
            name = more.format(name=names[0], n=len(names) - 1) if names[1:] else names[0]
            button = QPushButton(_("Change…"), self)
            button.setAccessibleName(_("Change what the columns of {name} hold").format(name=name))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, table=table: self.columns_wanted.emit(table))
            self._add(f"{name}:", columns_sentence(table), button)

    def _ask_for_dates(self) -> None:
        sources = self._staged.unclear_sources()
        shown = [[source] for source in list(sources)[:_MOST]]
        if len(sources) > _MOST:
            shown.append(list(sources)[_MOST:])
        for names in shown:
            example = sources[names[0]][0].unclear_date or ""
            name = names[0]
            if names[1:]:
                name = ngettext("{n} other source", "{n} other sources", len(names)).format(
                    n=len(names)
                )
            question = _("Which date is {date}?").format(date=example)
            self._add(f"{name}:", question, self._order_box(names, example))

    def _order_box(self, names: list[str], example: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(_("Which date is {date}?").format(date=example))
        box.addItem(_("not known: leave the date empty"), None)
        for first, words in (
            (True, _("{date}: the day is first")),
            (False, _("{date}: the month is first")),
        ):
            box.addItem(words.format(date=find_date(example, first)), first)
        known = self._staged.unclear_sources()[names[0]][0].published_on
        chosen = {str(find_date(example, first)): first for first in (True, False)}.get(known or "")
        box.setCurrentIndex(box.findData(chosen) if chosen is not None else 0)
        box.activated.connect(lambda _row: self.order_chosen.emit(names, box.currentData()))
        return box

    def _add(self, name: str, text: str, widget: QWidget) -> None:
        row = self._grid.rowCount()
        label, words = plain_label(self, name), ElidedLabel(self)
        words.show_text(text)
        for column, part in enumerate((label, words, widget)):
            self._grid.addWidget(part, row, column)
            self._parts.append(part)
