# SPDX-License-Identifier: MIT
"""The dialog for splitting an actor: which aliases and uses belong to the new one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.registry.fields import KindField
from claimdesk.gui.registry.wording import use_role_label
from claimdesk.gui.widgets.labels import literal_title
from claimdesk.gui.widgets.spacing import USUAL
from claimdesk.models.messages.catalogue import _
from claimdesk.models.registry.listing import RegistryRow, Use

_WHAT = Qt.ItemDataRole.UserRole


class SplitDialog(QDialog):
    """Let aliases and uses be ticked; nothing happens unless `decided` is emitted."""

    decided = Signal(str, str, object, object)
    """Name and kind of the new actor, ids of annotations, texts of aliases."""

    def __init__(self, actor: RegistryRow, uses: list[Use], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Split “{name}”").format(name=literal_title(actor.name)))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name = QLineEdit(self)
        self.kind = KindField(self)
        self.kind.show_kind(actor.kind)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(_("What belongs to the new actor"))
        self.list.setHeaderLabels([_("What belongs to it"), _("As"), _("Article")])
        self.list.setUniformRowHeights(True)
        unit = self.fontMetrics().averageCharWidth()
        self.list.setColumnWidth(0, unit * 46)
        self.list.setColumnWidth(1, unit * 14)
        self._names = self._group(_("Aliases, with the mentions in these words"))
        self._places = self._group(_("Places"))
        for alias in actor.aliases:
            self._add(self._names, [alias], alias)
        for use in uses:
            texts = [use.quote, use_role_label(use.role), use.title]
            self._add(self._places, texts, use.annotation_id)
        for group in (self._names, self._places):
            group.setHidden(not group.childCount())
            group.setExpanded(True)
        self._lay_out()
        self.list.itemChanged.connect(self._ticked)
        self.name.textChanged.connect(self._check)
        self.accepted.connect(self._decide)
        self._check()
        self.resize(unit * 92, self.fontMetrics().height() * 26)
        first = (self._names if self._names.childCount() else self._places).child(0)
        if first is not None:
            self.list.setCurrentItem(first)
        self.list.setFocus()

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.button = buttons.addButton(_("Split"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        hint = QLabel(_("Tick with Space what belongs to the new actor."), self)
        hint.setTextFormat(Qt.TextFormat.PlainText)
        form = QFormLayout()
        form.addRow(_("&Name of the new actor"), self.name)
        form.addRow(_("&Kind"), self.kind)
        layout = QVBoxLayout(self)
        layout.setSpacing(USUAL)
        layout.addLayout(form)
        layout.addWidget(hint)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)

    def _group(self, title: str) -> QTreeWidgetItem:
        group = QTreeWidgetItem(self.list, [title])
        group.setFirstColumnSpanned(True)
        group.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        return group

    def _add(self, group: QTreeWidgetItem, texts: list[str], what: int | str) -> None:
        item = QTreeWidgetItem(group, texts)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(0, Qt.CheckState.Unchecked)
        item.setData(0, _WHAT, what)

    def _chosen(self, group: QTreeWidgetItem) -> list[int | str]:
        items = (group.child(place) for place in range(group.childCount()))
        return [
            item.data(0, _WHAT)
            for item in items
            if item is not None and item.checkState(0) == Qt.CheckState.Checked
        ]

    def _ticked(self, _item: QTreeWidgetItem) -> None:
        aliases = self._chosen(self._names)
        if aliases and not self.name.isModified():
            self.name.setText(str(aliases[0]))
        self._check()

    def _check(self) -> None:
        chosen = self._chosen(self._names) or self._chosen(self._places)
        self.button.setEnabled(bool(chosen and self.name.text().strip()))

    def _decide(self) -> None:
        places, aliases = self._chosen(self._places), self._chosen(self._names)
        self.decided.emit(self.name.text(), self.kind.kind(), places, aliases)
