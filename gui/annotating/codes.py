# SPDX-License-Identifier: MIT
"""Code annotations in any coded field: ask for the value and record it as one edit.

Keys, panes, menus and the card all come here, for the fields of every project and for the
analyst's own.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QInputDialog, QWidget

from claimdesk.gui.annotating.picking.picker import Choice
from claimdesk.gui.annotating.picking.pickers import Pickers
from claimdesk.gui.annotating.typed import editable_text, take_typed
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.labels import literal_title
from claimdesk.models.codebook import fields
from claimdesk.models.editing.codes import code_text, set_code
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.coded_fields import CodeValue
from claimdesk.models.store.queries import FieldRow, fields_of

LAYERS = ("claim", "domain", "actor")
"""The layers in the order in which a command is about them if several are selected."""


class CodeEditor(QObject):
    """Sets the codes of annotations of the open article."""

    def __init__(self, desk: Desk, pickers: Pickers, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._pickers = pickers
        self._window = window

    def set(self, field: FieldRow, ids: Sequence[int], value: CodeValue | None) -> bool:
        """Code annotations as one edit and return whether that succeeded; None means not coded."""
        # A number may still be as it was typed.
        text = value.strip() if isinstance(value, str) else code_text(field, value)
        label = _("{field}: {value}").format(field=field.label, value=text or _("not coded"))
        done = self._desk.act(label, lambda session: set_code(session, ids, field.key, value))
        return done is not None

    def ask(self, field: FieldRow, ids: Sequence[int]) -> None:
        """Ask for the value of a field, or “not coded”, and set it."""
        if not ids:
            return
        if field.kind == "choice":
            rows = field.choices
            choices = [Choice(c.id, c.label, c.definition or "", (), c.colour) for c in rows]
            self._pickers.value(field.label, choices, lambda picked: self.set(field, ids, picked))
        elif field.kind == "boolean":
            choices = [Choice(1, _("Yes")), Choice(0, _("No"))]
            self._pickers.value(
                field.label,
                choices,
                lambda picked: self.set(field, ids, None if picked is None else bool(picked)),
            )
        else:
            self._ask_typed(field, ids)

    def field(self, layer: str, key: str) -> FieldRow | None:
        """Return the field of a layer with a key; None if there is none."""
        rows = fields_of(self._desk.fields.values(), layer)
        return next((row for row in rows if row.key == key), None)

    def _ask_typed(self, field: FieldRow, ids: Sequence[int]) -> None:
        row = self._desk.annotations.get(ids[0])
        value = row.codes.get(field.key) if row is not None else None
        shown = editable_text(value)
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(literal_title(field.label))
        dialog.setLabelText(
            _("A number; empty for not coded:")
            if field.kind == "number"
            else _("A text; empty for not coded:")
        )
        used = self._used_texts(field)
        if used:
            dialog.setComboBoxItems([shown, *(text for text in used if text != shown)])
            dialog.setComboBoxEditable(True)
        dialog.setTextValue(shown)
        dialog.setOkButtonText(_("Save"))

        def take(text: str) -> None:
            take_typed(self._window, field, text, lambda meant: self.set(field, ids, meant))

        def typed(text: str) -> None:
            if text == shown:
                self.set(field, ids, value)
            else:
                take(text)

        dialog.textValueSelected.connect(typed)
        dialog.open()

    def _used_texts(self, field: FieldRow) -> list[str]:
        if field.kind != "text":
            return []
        with self._desk.reading() as connection:
            return fields.used_texts(connection, field.id)
