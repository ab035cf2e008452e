# SPDX-License-Identifier: MIT
"""What the labels of another tool's file become: guessed, shown on examples, changed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.widgets.labels import hint_label, literal, problem_label, show_problem
from claimdesk.models.exchange.mappable import Mappable, MappingQuestion
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.registry.kind_labels import actor_kind_label
from claimdesk.models.store.queries import FieldRow
from claimdesk.models.store.schema import ACTOR_KINDS

NAME, COUNT, EXAMPLES, BECOMES, CALLED = range(5)
_MOST_ROWS = 200
_NAMED = ("domain", "field")


def target_labels() -> dict[str, str]:
    """Return what people call the targets of `--map`."""
    return {
        **{kind: actor_kind_label(kind) for kind in ACTOR_KINDS},
        "mention": _("Mention of an unknown actor"),
        "domain": _("Domain"),
        "content": _("Content of a claim"),
        "source": _("Source of a claim"),
        "cue": _("Cue of a claim"),
        "speaker": _("Speaker of a claim"),
        "addressee": _("Addressee of a claim"),
        "stance": _("Stance"),
        "kind": _("Kind of claim"),
        "certainty": _("Certainty"),
        "stage": _("Stage"),
        "field": _("Own field"),
        "note": _("Line of the note"),
        "skip": _("Leave out"),
    }


def _sort_label(sort: str) -> str:
    return {
        "label": _("Label"),
        "attribute": _("Attribute"),
        "relation": _("Relation"),
        "variable": _("Variable"),
    }[sort]


class MappingDialog(QDialog):
    """Shows what a corpus marks, and what that becomes; `targets` is the answer."""

    def __init__(
        self,
        question: MappingQuestion,
        remembered: Mapping[str, str],
        fields: Sequence[FieldRow],
        parent: QWidget,
    ) -> None:
        """`remembered` are earlier answers by name, `fields` those that an attribute may fill."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("What the labels become"))
        self._items = question.items[:_MOST_ROWS]
        self._fields = {f"field:{field.key}": field.label for field in fields}
        self.boxes: list[QComboBox] = []
        self._names: dict[tuple[int, bool], str] = {}
        """What is typed for each row, for actors and for what else takes a name."""
        self._make_table()
        for row, item in enumerate(self._items):
            self._fill(row, item, remembered.get(item.name, item.guess))
        self.table.itemChanged.connect(self._keep_name)
        self._problem = problem_label(self)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        take = self.buttons.addButton(_("&Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        take.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(hint_label(self, self._introduction(question)))
        for part in (self.table, self._problem, self.buttons):
            layout.addWidget(part)
        unit = self.fontMetrics().height()
        self.resize(unit * 52, unit * min(30, 12 + 2 * len(self._items)))

    def targets(self) -> dict[str, str]:
        """Return what each name becomes, as `--map` takes them."""
        return {item.name: self._target(row) for row, item in enumerate(self._items)}

    def accept(self) -> None:
        """Take the answer if it can be followed."""
        variables = [
            self._target(row) for row, item in enumerate(self._items) if item.sort == "variable"
        ]
        if variables.count("stance") > 1:
            show_problem(self._problem, _("Only one variable can be the stance; choose one."))
        else:
            super().accept()

    def _introduction(self, question: MappingQuestion) -> str:
        text = _(
            "{file}: {format}. Check what each label becomes; nothing is written before you import."
            " Your choices are remembered for files with these labels."
        ).format(file=question.paths[0].name, format=question.label)
        more = len(question.items) - len(self._items)
        if more:
            rest = ngettext("1 more is read as guessed.", "{n} more are read as guessed.", more)
            text = f"{text} {rest.format(n=more)}"
        return text

    def _make_table(self) -> None:
        self.table = QTableWidget(len(self._items), 5, self)
        self.table.setAccessibleName(_("Labels"))
        headings = [_("In the file"), _("Times"), _("For example"), _("Becomes"), _("Called")]
        self.table.setHorizontalHeaderLabels(headings)
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        unit = self.fontMetrics().height()
        self.table.verticalHeader().setDefaultSectionSize(unit * 2)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(EXAMPLES, QHeaderView.ResizeMode.Stretch)
        for column, width in ((NAME, 11), (COUNT, 4), (BECOMES, 12), (CALLED, 9)):
            self.table.setColumnWidth(column, unit * width)

    def _fill(self, row: int, item: Mappable, target: str) -> None:
        name = item.shown if item.sort == "label" else f"{item.shown} ({_sort_label(item.sort)})"
        examples = " · ".join(item.examples)
        for column, text in ((NAME, name), (COUNT, str(item.count)), (EXAMPLES, examples)):
            cell = QTableWidgetItem(text)
            cell.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            cell.setToolTip("\n".join(item.examples) if column == EXAMPLES else "")
            self.table.setItem(row, column, cell)
        place, _colon, called = target.partition(":")
        box = QComboBox(self.table)
        box.setAccessibleName(item.shown)
        labels = target_labels()
        for choice in item.choices:
            box.addItem(labels[choice], choice)
        if "field" in item.choices and item.sort == "attribute":
            for choice, label in self._fields.items():
                box.addItem(_("Field “{name}”").format(name=literal(label)), choice)
        known = box.findData(target)
        box.setCurrentIndex(max(0, box.findData(place) if known < 0 else known))
        self.boxes.append(box)
        self.table.setCellWidget(row, BECOMES, box)
        self._names[row, place in ACTOR_KINDS] = called
        self._names.setdefault((row, False), item.shown)
        if place in _NAMED:
            self._names[row, False] = called or item.shown
        self.table.setItem(row, CALLED, QTableWidgetItem())
        box.currentIndexChanged.connect(lambda _index: self._show_name(row))
        self._show_name(row)

    def _show_name(self, row: int) -> None:
        """Let the name be typed where the target takes one."""
        cell = self.table.item(row, CALLED)
        if cell is None:
            return
        takes, is_actor = self._takes_name(row)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        tip = _("Without a name, the words in the text name the actor.") if is_actor else ""
        with QSignalBlocker(self.table):
            cell.setText(self._names.get((row, is_actor), "") if takes else "")
            cell.setToolTip(tip)
            cell.setFlags(flags | Qt.ItemFlag.ItemIsEditable if takes else Qt.ItemFlag.NoItemFlags)

    def _takes_name(self, row: int) -> tuple[bool, bool]:
        """Return whether what is chosen takes a name, and whether that is of an actor."""
        chosen = self.boxes[row].currentData()
        is_actor = chosen in ACTOR_KINDS
        is_named = chosen in _NAMED and self._items[row].sort in ("label", "attribute")
        return is_actor or is_named, is_actor

    def _keep_name(self, cell: QTableWidgetItem) -> None:
        takes, is_actor = self._takes_name(cell.row())
        if cell.column() == CALLED and takes:
            self._names[cell.row(), is_actor] = cell.text()

    def _target(self, row: int) -> str:
        chosen = str(self.boxes[row].currentData())
        cell = self.table.item(row, CALLED)
        name = " ".join(cell.text().split()) if cell is not None else ""
        return f"{chosen}:{name}" if name else chosen
