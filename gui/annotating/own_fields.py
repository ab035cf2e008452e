# SPDX-License-Identifier: MIT
"""Setting the analyst's own fields of the current claims: a menu of fields, then the value."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from claimdesk.gui.annotating.picking.picker import Choice, Picker
from claimdesk.gui.annotating.typed import shown_value, take_typed
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.labels import literal, literal_title
from claimdesk.gui.window.digit_keys import digit_key
from claimdesk.models.codebook import fields
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import queries
from claimdesk.models.store.queries import FieldRow

_YES, _NO = 1, 0


class OwnFields(QObject):
    """Asks for a value and records it as one edit."""

    def __init__(
        self, desk: Desk, chosen: Callable[[], Sequence[int]], place: QWidget, window: QWidget
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._chosen = chosen
        self._place = place
        self._window = window

    def ask(self) -> None:
        """Offer the fields in a menu; the key of a field, or a letter of its name, picks it."""
        claims = self._claims()
        if not claims or self._desk.project is None:
            return
        own = fields.own_fields(self._desk.fields.values())
        if not own:
            self._desk.failed.emit(
                _("There are no own fields yet; add one in the codebook, under Own fields.")
            )
            return
        if len(own) == 1:
            self.ask_value(own[0], claims)
            return
        with self._desk.project.reading() as connection:
            letters = fields.letters(connection)
        menu = _FieldMenu(self._window)
        menu.setAccessibleName(_("Own fields"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for field in own:
            action = menu.addAction(_with_key(field.label, letters.get(field.id)))
            action.triggered.connect(lambda _on=False, f=field: self.ask_value(f, claims))
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self._corner())

    def ask_value(self, field: FieldRow, claims: Sequence[int]) -> None:
        """Ask for the value of one field and set it."""
        if field.kind == "choice":
            choices = [
                Choice(c.id, c.label, c.definition or "", (), c.colour) for c in field.choices
            ]
            self._pick(field, claims, choices, lambda number: number)
        elif field.kind == "boolean":
            choices = [Choice(_YES, _("Yes")), Choice(_NO, _("No"))]
            self._pick(field, claims, choices, bool)
        else:
            self._type(field, claims)

    def _pick(
        self,
        field: FieldRow,
        claims: Sequence[int],
        choices: list[Choice],
        value: Callable[[int], fields.Value],
    ) -> None:
        offered = [*choices, Choice(None, _("Not coded"))]
        picker = Picker(field.label, offered, self._window)
        picker.picked.connect(
            lambda number: self._set(field, claims, None if number is None else value(number))
        )
        picker.show_at(self._corner())

    def _type(self, field: FieldRow, claims: Sequence[int]) -> None:
        assert self._desk.project is not None
        with self._desk.project.reading() as connection:
            known = queries.own_values_by_id(connection, claims[:1])
            used = fields.used_texts(connection, field.id) if field.kind == "text" else []
        value = known.get(claims[0], {}).get(field.id)
        shown = shown_value(value)
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(literal_title(field.label))
        dialog.setLabelText(
            _("A number; empty for not coded:")
            if field.kind == "number"
            else _("A text; empty for not coded:")
        )
        if used:
            dialog.setComboBoxItems([shown, *(text for text in used if text != shown)])
            dialog.setComboBoxEditable(True)
        dialog.setTextValue(shown)

        def typed(text: str) -> None:
            if text == shown:
                self._set(field, claims, value)
                return
            take_typed(self._window, field, text, lambda meant: self._set(field, claims, meant))

        dialog.textValueSelected.connect(typed)
        dialog.open()

    def _set(self, field: FieldRow, claims: Sequence[int], value: fields.Value) -> None:
        self._desk.act(
            f"{field.label}: {self._told(field, value)}",
            lambda session: fields.set_value(session, claims, field.id, value),
        )

    def _told(self, field: FieldRow, value: fields.Value) -> str:
        if value is None or value == "":
            return _("not coded")
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if field.kind == "choice":
            return next((c.label for c in field.choices if c.id == value), str(value))
        return shown_value(value)

    def _claims(self) -> list[int]:
        rows = (self._desk.annotations.get(number) for number in self._chosen())
        return [row.id for row in rows if row is not None and row.layer == "claim"]

    def _corner(self) -> QPoint:
        return self._place.mapToGlobal(QPoint(self._place.width() // 4, 40))


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
