# SPDX-License-Identifier: MIT
"""The form of one entry: name, definition, colour, and for domains terms and parent."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.codebook.colours import ColourPicker
from claimdesk.gui.codebook.entries import CodeSource, Entry, name_problem
from claimdesk.gui.codebook.examples import ExampleList
from claimdesk.gui.widgets.chips import chip
from claimdesk.gui.widgets.spacing import BESIDE, CLOSE, USUAL
from claimdesk.models.messages.catalogue import _

_LINES = 9
"""Lines that a definition shows at most where nothing but a colour follows it."""


class SavedField:
    """A text field that knows what is saved of it and saves the rest when it is left.

    `normal` brings a typed text into the form that is saved; `save` says whether it could be.
    """

    def __init__(
        self,
        widget: QLineEdit | QPlainTextEdit,
        normal: Callable[[str], str],
        save: Callable[[str], bool],
        *,
        required: bool = False,
    ) -> None:
        self.widget = widget
        self._normal = normal
        self._save = save
        self._required = required
        self._saved = ""

    def load(self, value: str) -> None:
        """Show the saved text of another entry."""
        self._saved = value
        if self._text() != value:
            self._write(value)

    def refresh(self, value: str) -> None:
        """Show what is saved now, unless something else is being typed."""
        pending = self._pending()
        self._saved = value
        if pending and self._pending():
            return
        same = self._text() == value or (self.widget.hasFocus() and not self._pending())
        if not same:
            self._write(value)

    def commit(self) -> bool:
        """Save what was typed; False if that could not be done."""
        if self._required and not self._normal(self._text()):
            self._write(self._saved)
        if self._pending() and not self._save(self._normal(self._text())):
            return False
        self.refresh(self._saved)
        return True

    def _pending(self) -> bool:
        return self._normal(self._text()) != self._saved

    def _text(self) -> str:
        if isinstance(self.widget, QLineEdit):
            return self.widget.text()
        return self.widget.toPlainText()

    def _write(self, value: str) -> None:
        if isinstance(self.widget, QLineEdit):
            place = self.widget.cursorPosition()
            self.widget.setText(value)
            self.widget.setCursorPosition(min(place, len(value)))
            return
        place = self.widget.textCursor().position()
        self.widget.setPlainText(value)
        cursor = self.widget.textCursor()
        end = self.widget.document().characterCount() - 1
        cursor.setPosition(min(place, end), QTextCursor.MoveMode.MoveAnchor)
        self.widget.setTextCursor(cursor)


class EntryForm(QWidget):
    """Shows one entry; text is saved when its field is left, the rest at once."""

    refused = Signal(str)
    """Why a name that was typed was not taken."""
    example_opened = Signal(int)
    """Id of an annotation that is an example and was clicked."""

    def __init__(self, entries: CodeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._source = entries
        self._entry: Entry | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(CLOSE)
        self._layout.setContentsMargins(BESIDE)
        self._name = QLineEdit(self)
        self._definition = QPlainTextEdit(self)
        self._definition.setPlaceholderText(_("When to use it, and when not"))
        self._colour = ColourPicker(self)
        self._terms = QPlainTextEdit(self)
        self._terms.setPlaceholderText(_("One word or phrase per line"))
        self._parent = QComboBox(self)
        self._add(_("&Name"), self._name)
        self._add(_("De&finition"), self._definition, stretch=3)
        self._add(_("Colour"), self._colour)
        if entries.has_terms:
            self._add(_("&Terms that point to it, one per line"), self._terms, stretch=4)
            self._add(_("&Inside the domain"), self._parent)
        else:
            self._definition.setMaximumHeight(self.fontMetrics().lineSpacing() * _LINES)
        self._examples = ExampleList(self)
        self._examples.opened.connect(self.example_opened)
        self._add(_("E&xamples, newest first"), self._examples, stretch=4)
        self._terms.setVisible(entries.has_terms)
        self._parent.setVisible(entries.has_terms)
        self._fields = self._saved_fields()
        self._colour.picked.connect(lambda colour: self._set(colour=colour))
        self._parent.activated.connect(lambda: self._set(parent_id=self._parent.currentData()))
        self.setEnabled(False)

    def show_entry(self, entry: Entry | None, all_entries: Sequence[Entry]) -> None:
        """Show an entry, or none; the same one again leaves what is being typed."""
        same = entry is not None and self._entry is not None and entry.id == self._entry.id
        self._entry = entry
        self.setEnabled(entry is not None)
        for field, value in zip(self._fields, _texts(entry), strict=False):
            field.refresh(value) if same else field.load(value)
        self._colour.show_colour(entry.colour if entry else None)
        self._offer_parents(entry, all_entries)
        self.refresh_examples()

    def refresh_examples(self) -> None:
        """Read the examples again."""
        entry = self._entry
        self._examples.show_examples(self._source.examples(entry.id) if entry else [])

    def commit(self) -> bool:
        """Save what is typed in any field; False if something could not be saved."""
        return self._entry is None or all([field.commit() for field in self._fields])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        field = next((f for f in self._fields if f.widget is watched), None)
        if field is not None and self._entry is not None and _leaves(field, event):
            field.commit()
        return super().eventFilter(watched, event)

    def _saved_fields(self) -> list[SavedField]:
        fields = [
            SavedField(self._name, _one_line, self._rename, required=True),
            SavedField(
                self._definition, str.strip, lambda text: self._set(definition=text or None)
            ),
        ]
        if self._source.has_terms:
            fields.append(SavedField(self._terms, _lines, self._set_terms))
        for field in fields:
            field.widget.installEventFilter(self)
            if isinstance(field.widget, QPlainTextEdit):
                field.widget.setTabChangesFocus(True)
        return fields

    def _add(self, text: str, widget: QWidget, stretch: int = 0) -> None:
        label = QLabel(text, self)
        label.setBuddy(widget)
        widget.setAccessibleName(text.replace("&", ""))
        if self._layout.count():
            self._layout.addSpacing(USUAL)
        self._layout.addWidget(label)
        self._layout.addWidget(widget, stretch)
        if stretch:
            widget.setMinimumHeight(round(self.fontMetrics().lineSpacing() * 2.6))
            widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _offer_parents(self, entry: Entry | None, all_entries: Sequence[Entry]) -> None:
        self._parent.clear()
        self._parent.addItem(_("None"), None)
        barred = _and_inside(entry, all_entries)
        for other in all_entries:
            if other.id not in barred:
                name = "   " * other.depth + other.name
                self._parent.addItem(chip(other.colour or "#00000000"), name, other.id)
        place = self._parent.findData(entry.parent_id if entry else None)
        self._parent.setCurrentIndex(max(0, place))

    def _set(self, **values: str | int | None) -> bool:
        assert self._entry is not None
        column, value = next(iter(values.items()))
        if getattr(self._entry, column) == value:
            return True
        return self._source.set(self._entry.id, **values)

    def _rename(self, name: str) -> bool:
        assert self._entry is not None
        problem = name_problem(self._source, name, self._entry.id)
        if problem is not None:
            self.refused.emit(problem)
            return False
        return self._set(name=name)

    def _set_terms(self, text: str) -> bool:
        assert self._entry is not None
        return self._source.set_terms(self._entry.id, text.splitlines())


def _texts(entry: Entry | None) -> tuple[str, str, str]:
    if entry is None:
        return "", "", ""
    return entry.name, entry.definition or "", "\n".join(entry.terms)


def _leaves(field: SavedField, event: QEvent) -> bool:
    """Whether the field loses the focus, or Enter (in several lines: with Ctrl) is pressed."""
    if event.type() == QEvent.Type.FocusOut:
        return True
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
        return False
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return control or isinstance(field.widget, QLineEdit)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> str:
    lines = (_one_line(line) for line in text.splitlines())
    return "\n".join(dict.fromkeys(line for line in lines if line))


def _and_inside(entry: Entry | None, all_entries: Sequence[Entry]) -> set[int]:
    """Return the entry and all that are inside it, which it can't be put into."""
    found = {entry.id} if entry else set()
    while True:
        more = {e.id for e in all_entries if e.parent_id in found} - found
        if not more:
            return found
        found |= more
