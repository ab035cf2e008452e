# SPDX-License-Identifier: MIT
"""One page of the codebook editor: the list of entries and the form of the current one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.codebook.colours import next_colour
from claimdesk.gui.codebook.dialogs import DeleteDialog, MergeDialog, RecodeDialog
from claimdesk.gui.codebook.entries import CodeSource, Entry, Uses, name_problem, outlets
from claimdesk.gui.codebook.form import EntryForm
from claimdesk.gui.codebook.list import EntryList
from claimdesk.gui.codebook.model import EntryModel
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.buttons import push_button
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.models.codebook import EVERYWHERE, Scope
from claimdesk.models.messages.catalogue import _


class CodebookPage(QWidget):
    """Edits one list of the codebook; `add_hint` says what is typed to add an entry."""

    refused = Signal(str)
    """Why a name that was typed was not taken."""

    example_opened = Signal(int)
    """Id of an annotation that is an example and was clicked."""

    def __init__(self, entries: CodeSource, add_hint: str, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._source = entries
        self._desk = desk
        self._model = EntryModel(entries, self)
        self._list = EntryList(self._model, self)
        self._list.setAccessibleName(_("Entries"))
        self._new = QLineEdit(self)
        self._new.setPlaceholderText(add_hint)
        self._new.setAccessibleName(add_hint)
        self._refreshing = False
        left = self._left()
        self._form = EntryForm(entries, self)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(left)
        splitter.addWidget(self._form)
        splitter.setChildrenCollapsible(False)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([400, 460])
        layout = QVBoxLayout(self)
        layout.addWidget(splitter)
        self._list.selectionModel().currentChanged.connect(self._current_changed)
        self._list.deletion_requested.connect(self.delete_current)
        self._new.returnPressed.connect(self._add)
        self._model.refused.connect(self.refused)
        self._form.refused.connect(self.refused)
        self._form.example_opened.connect(self.example_opened)
        self.refresh()

    def refresh(self) -> None:
        """Show the entries as they are now, the same one current."""
        kept, row = self._current_id(), self._list.currentIndex().row()
        self._refreshing = True
        self._model.refresh()
        index = self._model.index_of(kept)
        if not index.isValid() and self._model.rowCount():
            index = self._model.index(min(max(row, 0), self._model.rowCount() - 1))
        self._list.setCurrentIndex(index)
        self._refreshing = False
        self._show(index)

    def refresh_uses(self) -> None:
        """Count the uses of the entries again, and read their examples."""
        self._model.refresh_uses()
        self._form.refresh_examples()

    def commit(self) -> bool:
        """Save all that is typed anywhere on the page; False if something could not be saved."""
        self._list.finish_renaming()
        if not self._form.commit():
            return False
        return not self._new.text().strip() or self._add()

    def delete_current(self) -> None:
        """Delete the current entry, after asking if something uses it."""
        entry = self._model.entry(self._list.currentIndex())
        if entry is None or not self._form.commit():
            return
        uses = self._source.uses([entry.id]).get(entry.id, Uses())
        if not uses.total and not uses.children:
            self._source.delete(entry.id, None)
            return
        question = DeleteDialog(entry, uses, self._others(entry), self._source.has_terms, self)
        question.decided.connect(lambda target: self._source.delete(entry.id, target))
        question.open()

    def merge_current(self) -> None:
        """Ask what the current entry is merged into, and merge it."""
        entry = self._model.entry(self._list.currentIndex())
        if entry is None or not self._form.commit():
            return
        others = self._others(entry)
        if not others:
            self.refused.emit(_("There is nothing else to merge it into; add one first."))
            return
        question = MergeDialog(self._source, entry, others, self)
        question.decided.connect(lambda target, terms: self._merge(entry.id, target, terms))
        question.open()

    def recode_current(self) -> None:
        """Ask what the uses of the current entry become, and recode them."""
        entry = self._model.entry(self._list.currentIndex())
        if entry is None or not self._form.commit():
            return
        scopes = [(_("All articles"), EVERYWHERE)]
        if self._desk.article is not None:
            scopes.append((_("The open article"), Scope(article_id=self._desk.article.id)))
        scopes += [
            (_("Articles of {outlet}").format(outlet=outlet), Scope(outlet=outlet))
            for outlet in outlets(self._desk)
        ]
        question = RecodeDialog(self._source, entry, self._others(entry), scopes, self)
        question.decided.connect(lambda target, scope: self._source.recode(entry.id, target, scope))
        question.open()

    def _merge(self, entry_id: int, target: int, terms: bool) -> None:
        if self._source.merge(entry_id, target, terms=terms):
            self._list.setCurrentIndex(self._model.index_of(target))

    def _others(self, entry: Entry) -> list[Entry]:
        return [other for other in self._source.read() if other.id != entry.id]

    def _left(self) -> QWidget:
        side = QWidget(self)
        side.setMinimumWidth(self.fontMetrics().averageCharWidth() * 42)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._list, 1)
        adding = QHBoxLayout()
        adding.addWidget(self._new, 1)
        adding.addWidget(push_button(self, _("Add"), act=self._add))
        layout.addLayout(adding)
        row = QHBoxLayout()
        row.addWidget(self._arrow("↑", _("Move up (Alt+Up)"), self._list.move_up))
        row.addWidget(self._arrow("↓", _("Move down (Alt+Down)"), self._list.move_down))
        if self._source.has_terms:
            out, into = (
                _("Move out (Alt+Left)"),
                _("Move into the one above (Alt+Right)"),
            )
            row.addWidget(self._arrow("←", out, self._list.outdent_current))
            row.addWidget(self._arrow("→", into, self._list.indent_current))
        row.addStretch(1)
        layout.addLayout(row)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(push_button(self, _("Merge…"), act=self.merge_current))
        row.addWidget(push_button(self, _("Recode…"), act=self.recode_current))
        row.addWidget(push_button(self, _("Delete…"), act=self.delete_current))
        layout.addLayout(row)
        return side

    def _arrow(self, arrow: str, tip: str, act: Callable[[], object]) -> QToolButton:
        button = QToolButton(self)
        button.setText(arrow)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda: act())
        return button

    def _current_id(self) -> int | None:
        entry = self._model.entry(self._list.currentIndex())
        return entry.id if entry else None

    def _add(self) -> bool:
        name = self._new.text().strip()
        if not name:
            self._new.setFocus()
            return False
        if not self._form.commit():
            return False
        problem = name_problem(self._source, " ".join(name.split()))
        if problem is not None:
            self.refused.emit(problem)
            self._new.setFocus()
            return False
        colour = next_colour([entry.colour for entry in self._source.read()])
        created = self._source.add(name, colour)
        if created is None:
            self._new.setFocus()
            return False
        self._new.clear()
        self._list.setCurrentIndex(self._model.index_of(created))
        return True

    def _current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        if self._refreshing:
            return
        if self._form.commit():
            self._show(self._list.currentIndex())
        elif previous.isValid():
            # What was typed can't be saved yet, so the entry that it belongs to stays in view.
            kept = self._model.entry(previous)
            QTimer.singleShot(0, self, lambda: self._return_to(kept.id if kept else None))

    def _return_to(self, entry_id: int | None) -> None:
        self._refreshing = True
        self._list.setCurrentIndex(self._model.index_of(entry_id))
        self._refreshing = False

    def _show(self, index: QModelIndex) -> None:
        self._form.show_entry(self._model.entry(index), self._source.read())

    @guarded
    def sizeHint(self) -> QSize:
        unit = self.fontMetrics().height()
        return QSize(unit * 50, unit * 33)
