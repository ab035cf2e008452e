# SPDX-License-Identifier: MIT
"""The question what happens to the uses of an entry that is deleted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.annotating.picking.picker import chip
from claimdesk.gui.codebook.entries import Entry, Uses, counts_text
from claimdesk.gui.widgets.labels import literal_title
from claimdesk.models.messages.catalogue import _, ngettext


class DeleteDialog(QDialog):
    """Asks before an entry in use is deleted; nothing happens unless `decided` is emitted."""

    decided = Signal(object)
    """The id of the entry that takes over the uses, or None to leave them without one."""

    def __init__(
        self, entry: Entry, uses: Uses, others: Sequence[Entry], domains: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Delete “{name}”").format(name=literal_title(entry.name)))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        for text in self._sentences(entry, uses):
            label = QLabel(text, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            layout.addWidget(label)
        self._move = QRadioButton(_("&Move them to"), self)
        self._leave = QRadioButton(
            _("&Leave them without a domain") if domains else _("&Leave them not coded"),
            self,
        )
        self._target = QComboBox(self)
        self._target.setAccessibleName(_("Move them to"))
        for other in others:
            self._target.addItem(chip(other.colour or "#00000000"), other.name, other.id)
        if uses.total:
            self._add_choices(layout, bool(others))
        layout.addWidget(self._buttons())

    def _add_choices(self, layout: QVBoxLayout, can_move: bool) -> None:
        row = QHBoxLayout()
        row.addWidget(self._move)
        row.addWidget(self._target, 1)
        layout.addLayout(row)
        layout.addWidget(self._leave)
        self._move.setEnabled(can_move)
        self._target.setEnabled(can_move)
        self._target.activated.connect(lambda: self._move.setChecked(True))
        (self._move if can_move else self._leave).setChecked(True)

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        delete = buttons.addButton(_("Delete"), QDialogButtonBox.ButtonRole.AcceptRole)
        delete.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(self._decide)
        return buttons

    def _decide(self) -> None:
        moves = self._move.isChecked() and self._target.currentIndex() >= 0
        self.decided.emit(self._target.currentData() if moves else None)

    def _sentences(self, entry: Entry, uses: Uses) -> list[str]:
        found = []
        if uses.total:
            sentence = ngettext("{uses} uses “{name}”.", "{uses} use “{name}”.", uses.total)
            found.append(sentence.format(uses=counts_text(uses), name=entry.name))
        if uses.children:
            found.append(
                ngettext(
                    "The domain inside it moves up one level.",
                    "The {n} domains inside it move up one level.",
                    uses.children,
                ).format(n=uses.children)
            )
        return found
