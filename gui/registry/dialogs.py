# SPDX-License-Identifier: MIT
"""Dialogs that open before actors are merged, deleted or coloured, and say what would change."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.codebook.colours import ColourPicker
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.registry.fields import ActorField
from claimdesk.gui.registry.wording import counts_text, names_text
from claimdesk.gui.widgets.chips import chip
from claimdesk.gui.widgets.labels import literal_title, make_room
from claimdesk.gui.widgets.spacing import USUAL
from claimdesk.models import registry
from claimdesk.models.messages.catalogue import _
from claimdesk.models.registry import ActorImpact
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import ActorRow

_ID = Qt.ItemDataRole.UserRole


def _plain_label(parent: QWidget, text: str = "") -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _buttons(dialog: QDialog, word: str) -> tuple[QDialogButtonBox, QPushButton]:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, dialog)
    action = buttons.addButton(word, QDialogButtonBox.ButtonRole.AcceptRole)
    action.setDefault(True)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons, action


def preview(project: Project, ids: list[int]) -> ActorImpact:
    """Return what names these actors."""
    with project.reading() as connection:
        return registry.impact_of(connection, ids)


class MergeDialog(QDialog):
    """Let one of several actors be chosen to stay; nothing happens unless `decided` is emitted."""

    decided = Signal(int, object)
    """The actor that stays, and the list of the others."""

    def __init__(
        self, desk: Desk, jobs: Jobs, actors: Sequence[ActorRow], keep: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._jobs = jobs
        self._actors = list(actors)
        self.setWindowTitle(_("Merge actors"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Which name stays?"))
        for actor in self._actors:
            item = QListWidgetItem(chip(actor.colour or "#00000000"), actor.name)
            item.setData(_ID, actor.id)
            self.list.addItem(item)
            if actor.id == keep:
                self.list.setCurrentItem(item)
        line = self.fontMetrics().height() * 2
        self.list.setFixedHeight(line * min(8, len(actors)) + 8)
        self.moves = _plain_label(self)
        self.aliases = _plain_label(self)
        self.aliases.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        buttons, _merge = _buttons(self, _("Merge"))
        layout = QVBoxLayout(self)
        layout.setSpacing(USUAL)
        for widget in (
            _plain_label(self, _("Which name stays?")),
            *(self.list, self.moves, self.aliases, buttons),
        ):
            layout.addWidget(widget)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)
        self.list.currentRowChanged.connect(self._preview)
        self.list.itemActivated.connect(self.accept)
        self.accepted.connect(self._decide)
        self._preview()

    def _keep(self) -> ActorRow:
        return self._actors[max(0, self.list.currentRow())]

    def _others(self) -> list[ActorRow]:
        return [actor for actor in self._actors if actor is not self._keep()]

    def _preview(self) -> None:
        self.aliases.setText(
            _("{names}, with all other names, stay as aliases.").format(
                names=names_text([actor.name for actor in self._others()])
            )
        )
        make_room(self)
        if self._desk.project is not None:
            ids = [actor.id for actor in self._others()]
            self._jobs.run(preview, self._desk.project, ids, done=self._show, name="merge preview")

    def _show(self, found: ActorImpact) -> None:
        name = self._keep().name
        self.moves.setText(
            _("{counts} will move to “{name}”.").format(name=name, counts=counts_text(found))
            if counts_text(found)
            else _("Nothing names the others yet.")
        )
        make_room(self)

    def _decide(self) -> None:
        self.decided.emit(self._keep().id, [actor.id for actor in self._others()])


class DeleteDialog(QDialog):
    """Let it be chosen what becomes of the uses of deleted actors; `decided` tells."""

    decided = Signal(object)
    """The actor that takes over the uses, or None to leave them without one."""

    def __init__(self, desk: Desk, jobs: Jobs, actors: Sequence[ActorRow], parent: QWidget) -> None:
        super().__init__(parent)
        names = names_text([actor.name for actor in actors])
        self.setWindowTitle(_("Delete {names}").format(names=literal_title(names)))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._names = names
        self.sentence = _plain_label(self, _("Looking where {names} is used…").format(names=names))
        ids = [actor.id for actor in actors]
        self.move_to = QRadioButton(_("&Let another actor take over:"), self)
        self.field = ActorField(desk, self, without=ids)
        self.field.setAccessibleName(_("Actor that takes over"))
        self.field.setPlaceholderText(_("Name of an actor"))
        self.leave = QRadioButton(_("L&eave them without an actor"), self)
        self.leave.setChecked(True)
        buttons, self.button = _buttons(self, _("Delete"))
        row = QHBoxLayout()
        row.addWidget(self.move_to)
        row.addWidget(self.field, 1)
        layout = QVBoxLayout(self)
        layout.setSpacing(USUAL)
        layout.addWidget(self.sentence)
        layout.addLayout(row)
        layout.addWidget(self.leave)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 64)
        self.field.textEdited.connect(lambda: self.move_to.setChecked(True))
        self.field.textChanged.connect(self._check)
        self.leave.toggled.connect(self._check)
        self.accepted.connect(
            lambda: self.decided.emit(None if self.leave.isChecked() else self.field.actor())
        )
        self.button.setEnabled(False)
        self._known = False
        if desk.project is not None:
            jobs.run(preview, desk.project, ids, done=self._show)

    def _show(self, found: ActorImpact) -> None:
        counts = counts_text(found)
        self.sentence.setText(
            _("Uses of {names}: {counts}.").format(names=self._names, counts=counts)
            if counts
            else _("Nothing names {names}.").format(names=self._names)
        )
        for widget in (self.move_to, self.field, self.leave):
            widget.setVisible(bool(counts))
        self._known = True
        self._check()
        self.adjustSize()

    def _check(self) -> None:
        decided = self.leave.isChecked() or self.field.actor() is not None
        self.button.setEnabled(self._known and decided)


class ColourDialog(QDialog):
    """Let a colour be chosen for actors."""

    decided = Signal(object)
    """`#rrggbb`, or None for no colour."""

    def __init__(self, colour: str | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Colour"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picker = ColourPicker(self)
        picker.show_colour(colour)
        picker.picked.connect(self._take)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(picker)
        layout.addWidget(buttons)

    def _take(self, colour: object) -> None:
        self.decided.emit(colour)
        self.accept()
