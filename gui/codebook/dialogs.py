# SPDX-License-Identifier: MIT
"""Dialogs that open before an entry of the codebook is deleted, merged or recoded."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.codebook.entries import CodeSource, Entry, Uses, counts_text
from claimdesk.gui.widgets.chips import chip
from claimdesk.gui.widgets.labels import literal_title
from claimdesk.gui.widgets.spacing import USUAL
from claimdesk.models.codebook import EVERYWHERE, Scope
from claimdesk.models.messages.catalogue import _, ngettext


class DeleteDialog(QDialog):
    """Ask before an entry in use is deleted; nothing happens unless `decided` is emitted."""

    decided = Signal(object)
    """The id of the entry that takes over the uses, or None to leave them without one."""

    def __init__(
        self, entry: Entry, uses: Uses, others: Sequence[Entry], domains: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Delete “{name}”").format(name=literal_title(entry.name)))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setSpacing(USUAL)
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


class _TargetDialog(QDialog):
    """A dialog with a target, a preview of what would change, and a button that does it."""

    def __init__(self, title: str, others: Sequence[Entry], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = QFormLayout(self)
        self.target = QComboBox(self)
        for other in others:
            self.target.addItem(chip(other.colour or "#00000000"), other.name, other.id)
        self.preview = QLabel(self)
        self.preview.setTextFormat(Qt.TextFormat.PlainText)
        self.preview.setWordWrap(True)
        self.preview.setMinimumWidth(self.fontMetrics().averageCharWidth() * 48)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.act = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.act.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def finish(self, word: str) -> None:
        """Put the preview and the buttons below what was added."""
        self.act.setText(word)
        self.form.addRow(self.preview)
        self.form.addRow(self.buttons)

    def add_row(self, text: str, widget: QWidget) -> None:
        """Add a labelled field."""
        widget.setAccessibleName(text.replace("&", ""))
        self.form.addRow(text, widget)


class MergeDialog(_TargetDialog):
    """Ask what an entry is merged into; nothing happens unless `decided` is emitted."""

    decided = Signal(int, bool)
    """Id of the entry that stays, and whether it takes over the terms."""

    def __init__(
        self, source: CodeSource, entry: Entry, others: Sequence[Entry], parent: QWidget
    ) -> None:
        super().__init__(parent=parent, others=others, title="")
        self.setWindowTitle(_("Merge “{name}”").format(name=literal_title(entry.name)))
        self._entry = entry
        self._uses = source.uses_in(entry.id, EVERYWHERE)
        self.add_row(_("Merge &into"), self.target)
        self.terms = QCheckBox(_("Take over its &terms, and its definition if missing"), self)
        self.terms.setChecked(True)
        self.terms.setVisible(source.has_terms)
        if source.has_terms:
            self.form.addRow(self.terms)
        self.finish(_("Merge"))
        self.target.currentIndexChanged.connect(self._update_preview)
        self.terms.toggled.connect(self._update_preview)
        self.accepted.connect(
            lambda: self.decided.emit(self.target.currentData(), self.terms.isChecked())
        )
        self._update_preview()

    def _update_preview(self) -> None:
        takes = self.terms.isChecked()
        uses = counts_text(self._uses, terms=takes)
        target = self.target.currentText()
        sentences = [
            _("{uses} will move to “{target}”.").format(target=target, uses=uses)
            if uses
            else _("Nothing uses “{name}”.").format(name=self._entry.name)
        ]
        if self._uses.children:
            sentences.append(_("What is inside it goes inside “{target}”.").format(target=target))
        if self._uses.terms and not takes:
            lost = counts_text(Uses(terms=self._uses.terms), terms=True)
            sentences.append(_("Deleted with it: {lost}.").format(lost=lost))
        sentences.append(
            _("“{name}” is then gone; undo brings it back.").format(name=self._entry.name)
        )
        self.preview.setText(" ".join(sentences))


class RecodeDialog(_TargetDialog):
    """Ask what the uses of an entry become, and where; the entry itself stays."""

    decided = Signal(object, object)
    """Id of the other entry or None for none, and the Scope."""

    def __init__(
        self,
        source: CodeSource,
        entry: Entry,
        others: Sequence[Entry],
        scopes: Sequence[tuple[str, Scope]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent=parent, others=others, title="")
        self.setWindowTitle(_("Recode “{name}”").format(name=literal_title(entry.name)))
        self._source, self._entry = source, entry
        none = _("No domain") if source.has_terms else _("Not coded")
        self.target.addItem(chip("#00000000"), none, None)
        self.scope = QComboBox(self)
        for text, scope in scopes:
            self.scope.addItem(text, scope)
        self.add_row(_("Uses &become"), self.target)
        self.add_row(_("I&n"), self.scope)
        self.finish(_("Recode"))
        self.target.currentIndexChanged.connect(self._update_preview)
        self.scope.currentIndexChanged.connect(self._update_preview)
        self.accepted.connect(
            lambda: self.decided.emit(self.target.currentData(), self.scope.currentData())
        )
        self._update_preview()

    def _update_preview(self) -> None:
        uses = self._source.uses_in(self._entry.id, self.scope.currentData())
        self.act.setEnabled(bool(uses.total))
        if not uses.total:
            self.preview.setText(_("Nothing there uses “{name}”.").format(name=self._entry.name))
            return
        sentence = _("“{name}” becomes “{target}” in {uses}; “{name}” itself stays.")
        name, target = self._entry.name, self.target.currentText()
        self.preview.setText(sentence.format(name=name, target=target, uses=counts_text(uses)))
