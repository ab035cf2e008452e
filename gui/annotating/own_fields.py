# SPDX-License-Identifier: MIT
"""Offer the analyst's own fields in a menu in which a key picks the field to code."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from claimdesk.gui.annotating.codes import CodeEditor
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.labels import literal
from claimdesk.gui.window.digit_keys import digit_key
from claimdesk.models.codebook import fields
from claimdesk.models.messages.catalogue import _


class OwnFieldMenu(QObject):
    """Offers the own fields of the selected claims, then asks for the value of the one picked."""

    none_found = Signal()
    """There are no own fields."""

    def __init__(
        self, desk: Desk, selected: Callable[[], Sequence[int]], codes: CodeEditor, place: QWidget
    ) -> None:
        """Create the menu for the annotations that `selected` returns; it opens over `place`."""
        super().__init__(place)
        self._desk = desk
        self._selected = selected
        self._codes = codes
        self._place = place

    def ask(self) -> None:
        """Offer the fields in a menu; the key of a field, or a letter of its name, picks it."""
        rows = (self._desk.annotations.get(number) for number in self._selected())
        claims = [row.id for row in rows if row is not None and row.layer == "claim"]
        if not claims or self._desk.project is None:
            return
        own = fields.own_fields(self._desk.fields.values())
        if not own:
            self.none_found.emit()
            return
        if len(own) == 1:
            self._codes.ask(own[0], claims)
            return
        with self._desk.reading() as connection:
            letters = fields.letters(connection)
        menu = _FieldMenu(self._place.window())
        menu.setAccessibleName(_("Own fields"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for field in own:
            action = menu.addAction(_with_key(field.label, letters.get(field.id)))
            action.triggered.connect(lambda _on=False, f=field: self._codes.ask(f, claims))
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self._place.mapToGlobal(QPoint(self._place.width() // 4, 40)))


class _FieldMenu(QMenu):
    """A menu of fields whose keys may be digits, wherever these stand on the keyboard."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the key of a digit for the digit."""
        pressed = digit_key(event)
        if pressed is not None and pressed.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            none, key = Qt.KeyboardModifier.NoModifier, pressed.key()
            event = QKeyEvent(event.type(), key, none, chr(key))
        super().keyPressEvent(event)


def _with_key(label: str, letter: str | None) -> str:
    """Return a label whose key in the menu is the letter."""
    text = literal(label)
    if not letter:
        return text
    place = text.upper().find(letter)
    return f"{text} (&{letter})" if place < 0 else f"{text[:place]}&{text[place:]}"
