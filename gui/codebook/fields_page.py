# SPDX-License-Identifier: MIT
"""The page of the analyst's own fields for claims: added, renamed, ordered, keyed, deleted."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.codebook.entries import counts_text, name_problem
from claimdesk.gui.codebook.list import EntryList
from claimdesk.gui.codebook.model import EntryModel
from claimdesk.gui.codebook.sources import OwnFieldSource
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.buttons import push_button
from claimdesk.gui.widgets.labels import hint_label
from claimdesk.gui.widgets.spacing import BESIDE
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import FieldRow


def kind_name(kind: str) -> str:
    """Return the word for a kind of field."""
    return {
        "choice": _("Choice of values"),
        "number": _("Number"),
        "boolean": _("Yes or no"),
        "text": _("Text"),
    }[kind]


class FieldsPage(QWidget):
    """Edits the own fields; the values of a choice have a page of their own."""

    refused = Signal(str)
    """Why something that was typed was not taken."""
    values_requested = Signal(str)
    """Key of the field whose values are to be edited."""
    done = Signal(str)
    """What was done."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._source = OwnFieldSource(desk)
        self._model = EntryModel(self._source, self)
        self._list = EntryList(self._model, self)
        self._list.setAccessibleName(_("Own fields"))
        self._new = QLineEdit(self)
        self._new.setPlaceholderText(_("New field"))
        self._new.setAccessibleName(_("New field"))
        self._kind = QComboBox(self)
        self._kind.setAccessibleName(_("Kind of the new field"))
        for kind in ("choice", "number", "boolean", "text"):
            self._kind.addItem(kind_name(kind), kind)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(self._left())
        splitter.addWidget(self._right())
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([440, 420])
        QVBoxLayout(self).addWidget(splitter)
        self._new.returnPressed.connect(self._add)
        self._letter.editingFinished.connect(self._save_letter)
        self._list.selectionModel().currentChanged.connect(self._show)
        self._list.deletion_requested.connect(self.delete_current)
        self._model.refused.connect(self.refused)
        self.refresh()

    def refresh(self) -> None:
        """Show the fields as they are now, the same one current."""
        current = self._current()
        self._model.refresh()
        index = self._model.index_of(current.id if current else None)
        if not index.isValid() and self._model.rowCount():
            index = self._model.index(0)
        self._list.setCurrentIndex(index)
        self._show()

    def refresh_uses(self) -> None:
        """Count the values again."""
        self._model.refresh_uses()

    def commit(self) -> bool:
        """Save all that is typed; False if something could not be saved."""
        self._list.finish_renaming()
        self._save_letter()
        return not self._new.text().strip() or self._add()

    def delete_current(self) -> None:
        """Delete the current field, and say how many values went with it."""
        field = self._current()
        if field is None:
            return
        uses = counts_text(self._source.uses([field.id])[field.id])
        if self._source.delete(field.id) and uses:
            text = _("“{name}” deleted, with its values in {uses}. Undo brings them back.")
            self.done.emit(text.format(name=field.label, uses=uses))

    def _left(self) -> QWidget:
        side = QWidget(self)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._list, 1)
        adding = QHBoxLayout()
        adding.addWidget(self._new, 1)
        adding.addWidget(self._kind)
        adding.addWidget(push_button(self, _("Add"), act=self._add))
        layout.addLayout(adding)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(push_button(self, _("Delete"), act=self.delete_current))
        layout.addLayout(row)
        return side

    def _right(self) -> QWidget:
        side = QWidget(self)
        form = QFormLayout(side)
        form.setContentsMargins(BESIDE)
        self._kind_label = QLabel(side)
        self._kind_label.setTextFormat(Qt.TextFormat.PlainText)
        self._key_label = QLabel(side)
        self._key_label.setTextFormat(Qt.TextFormat.PlainText)
        self._key_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._letter = QLineEdit(side)
        self._letter.setMaxLength(1)
        self._letter.setMaximumWidth(self.fontMetrics().averageCharWidth() * 8)
        self._letter.setAccessibleName(_("Key"))
        self._letter.setToolTip(_("F, then this letter, sets the field of a claim"))
        self._values = push_button(self, _("Edit its values"), act=self._edit_values)
        form.addRow(_("Kind"), self._kind_label)
        form.addRow(_("&Key"), self._letter)
        form.addRow(_("Name in figures"), self._key_label)
        form.addRow(self._values)
        hint = _("On a claim, F opens its own fields; the key of a field then picks it.")
        form.addRow(hint_label(side, hint))
        return side

    def _current(self) -> FieldRow | None:
        entry = self._model.entry(self._list.currentIndex())
        rows = self._source.rows()
        return next((row for row in rows if entry is not None and row.id == entry.id), None)

    def _show(self) -> None:
        field = self._current()
        self._letter.setEnabled(field is not None)
        self._kind_label.setText(kind_name(field.kind) if field else "–")
        self._key_label.setText(field.key if field else "–")
        self._values.setVisible(field is not None and field.kind == "choice")
        letter = self._source.letter(field.id) if field else ""
        if not self._letter.hasFocus() or not self._letter.isModified():
            self._letter.setText(letter)

    def _add(self) -> bool:
        name = " ".join(self._new.text().split())
        if not name:
            self._new.setFocus()
            return False
        problem = name_problem(self._source, name)
        if problem is not None:
            self.refused.emit(problem)
            return False
        created = self._source.add(name, self._kind.currentData())
        if created is None:
            return False
        self._new.clear()
        self._list.setCurrentIndex(self._model.index_of(created))
        return True

    def _save_letter(self) -> None:
        field = self._current()
        if field is None or not self._letter.isModified():
            return
        letter = self._letter.text().strip() or None
        self._letter.setModified(False)
        if letter != (self._source.letter(field.id) or None):
            self._source.set_letter(field.id, letter)
        self._letter.setText(self._source.letter(field.id))

    def _edit_values(self) -> None:
        field = self._current()
        if field is not None:
            self.values_requested.emit(field.key)
