# SPDX-License-Identifier: MIT
"""The articles of an import as a table whose cells can be edited, and the files that failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from claimdesk.gui.library.details import date_problem, language_problem
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.models.exchange.import_options import SKIP, TAKE
from claimdesk.models.exchange.reports import FileNote
from claimdesk.models.exchange.staged_duplicates import DuplicateGroup
from claimdesk.models.exchange.staging import StagedArticle, StagedImport
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.collation import sort_key

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_Line = StagedArticle | FileNote

TAKE_COLUMN, TITLE, DATE, OUTLET, LANGUAGE, WORDS, KIND, PROBLEMS = range(8)
FIELD_OF = {TITLE: "title", DATE: "published_on", OUTLET: "outlet", LANGUAGE: "language"}
_SHOWN = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
_CHECKABLE, _EDITABLE = (
    _SHOWN | Qt.ItemFlag.ItemIsUserCheckable,
    _SHOWN | Qt.ItemFlag.ItemIsEditable,
)
ALL, WITH_PROBLEMS, DUPLICATES = "all", "problems", "duplicates"
"""Which articles are listed."""


def headings() -> tuple[str, ...]:
    """Return the headings of the columns."""
    return (
        _("Take"),
        _("Title"),
        _("Date"),
        _("Outlet"),
        _("Language"),
        _("Words"),
        _("Kind"),
        _("Problems"),
    )


def value_problem(field: str, text: str) -> str | None:
    """Return what is wrong with a value that was typed; None if nothing."""
    if field == "published_on":
        return date_problem(text)
    if field == "language":
        return language_problem(text)
    if field == "title" and not text:
        return _("An article needs a title; type one.")
    return None


class PreviewModel(QAbstractTableModel):
    """The lines of a staged import; `refused` gets the sentence for a value that cannot be."""

    def __init__(
        self, staged: StagedImport, refused: Callable[[str], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._staged = staged
        self._refused = refused
        self._headings = headings()
        self._listed = ALL
        self._order = (-1, Qt.SortOrder.AscendingOrder)
        self._lines: list[_Line] = []
        self._member_of: dict[int, DuplicateGroup] = {}
        self._first_of: dict[int, DuplicateGroup] = {}
        self._left_out: set[int] = set()
        self.reload()

    # What is listed.

    def reload(self) -> None:
        """Show what the import holds now."""
        self.beginResetModel()
        self._note_groups()
        lines: list[_Line] = [one for one in self._staged.articles if self._is_listed(one)]
        if self._listed != DUPLICATES:
            lines += self._staged.failed
        column, order = self._order
        if column >= 0:
            lines.sort(
                key=lambda line: self._sort_key(line, column),
                reverse=order == Qt.SortOrder.DescendingOrder,
            )
        self._lines = lines
        self.endResetModel()

    def show(self, listed: str) -> None:
        """List all articles, those with problems, or duplicates."""
        self._listed = listed
        self.reload()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if self._order != (column, order):
            self._order = (column, order)
            self.reload()

    def groups_changed(self) -> None:
        """Show another choice for duplicates."""
        self._note_groups()
        self._changed_all()

    def article(self, row: int) -> StagedArticle | None:
        """Return the article in a row; None if it is a file that failed."""
        line = self._lines[row] if 0 <= row < len(self._lines) else None
        return line if isinstance(line, StagedArticle) else None

    def file(self, row: int) -> str:
        """Return the file that the line in a row is about."""
        return self._lines[row].file if 0 <= row < len(self._lines) else ""

    def row_of(self, number: int) -> int:
        """Return the row of an article; 0 if it is not listed."""
        lines = enumerate(self._lines)
        return next(
            (at for at, one in lines if isinstance(one, StagedArticle) and one.number == number), 0
        )

    def group_of(self, number: int) -> DuplicateGroup | None:
        """Return the group of duplicates that an article is in."""
        return self._member_of.get(number) or self._first_of.get(number)

    def set_value(self, numbers: Sequence[int], field: str, text: str) -> bool:
        """Give articles a value; return False if it is refused."""
        value = " ".join(text.split())
        problem = value_problem(field, value)
        if problem is not None:
            self._refused(problem)
            return False
        self._staged.set(numbers, field, value or None)
        self._changed_all()
        return True

    def take(self, numbers: Sequence[int], wanted: bool) -> None:
        """Say whether articles come in."""
        self._staged.take(numbers, wanted)
        self.groups_changed()

    def _note_groups(self) -> None:
        groups = self._staged.groups
        self._member_of = {n: group for group in reversed(groups) for n in group.members}
        self._first_of = {group.first: group for group in groups if group.first is not None}
        ticked = [one.number for one in self._staged.articles if one.take]
        self._left_out = set(ticked) - set(self._staged.taken())

    def _is_listed(self, one: StagedArticle) -> bool:
        if self._listed == WITH_PROBLEMS:
            return bool(one.problems) or one.number in self._member_of
        return self._listed == ALL or self.group_of(one.number) is not None

    def _sort_key(self, line: _Line, column: int) -> tuple[object, ...]:
        if not isinstance(line, StagedArticle):
            return (1, "")
        if column == WORDS:
            return (0, line.words)
        if column == TAKE_COLUMN:
            return (0, not line.take)
        return (0, sort_key(self._text(line, column)))

    def _changed_all(self) -> None:
        if self._lines:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self._lines) - 1, len(self._headings) - 1)
            )

    # The table.

    @guarded
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @guarded
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._headings)

    @guarded
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._headings[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.article(index.row()) is None:
            return _SHOWN
        if index.column() == TAKE_COLUMN:
            return _CHECKABLE
        return _EDITABLE if index.column() in FIELD_OF else _SHOWN

    @guarded
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line, column = self._lines[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(line, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{self._text(line, column)}\n{line.file}".strip()
        if role == Qt.ItemDataRole.TextAlignmentRole and column == WORDS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if not isinstance(line, StagedArticle) or column != TAKE_COLUMN:
            return None
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if self._comes_in(line) else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _("Taken") if self._comes_in(line) else _("Left out")
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.article(index.row())
        if line is None:
            return False
        if role == Qt.ItemDataRole.CheckStateRole:
            self._toggle(line, Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        field = FIELD_OF.get(index.column())
        return field is not None and self.set_value([line.number], field, str(value))

    def _toggle(self, line: StagedArticle, wanted: bool) -> None:
        group = self._member_of.get(line.number)
        if wanted and line.take and group is not None and group.choice == SKIP:
            group.choice = TAKE  # its box was empty since it is the same as another
        self.take([line.number], wanted)

    def _comes_in(self, line: StagedArticle) -> bool:
        return line.take and line.number not in self._left_out

    def _text(self, line: _Line, column: int) -> str:
        if not isinstance(line, StagedArticle):
            name = Path(line.file).name
            reason = line.reason.replace(line.file, name) if line.file else line.reason
            return {TITLE: name, PROBLEMS: reason}.get(column, "")
        texts = {
            TITLE: line.title,
            DATE: line.published_on or "",
            OUTLET: line.outlet or "",
            LANGUAGE: line.language,
            WORDS: QLocale().toString(line.words),
            KIND: line.kind,
        }
        return texts[column] if column in texts else self._problems(line, column)

    def _problems(self, line: StagedArticle, column: int) -> str:
        if column != PROBLEMS:
            return ""
        group = self._member_of.get(line.number)
        same = () if group is None else (same_as(group, line.number),)
        return " ".join((*same, *line.problems))


def same_as(group: DuplicateGroup, number: int) -> str:
    """Return what an article is the same as, as a sentence."""
    if group.exact:
        sentence = (
            _("The same as “{title}” in the project.")
            if group.first_id is not None
            else _("The same as “{title}”.")
        )
    else:
        sentence = (
            _("{share} % the same as “{title}” in the project.")
            if group.first_id is not None
            else _("{share} % the same as “{title}”.")
        )
    share = round(100 * group.members.get(number, 1.0))
    return sentence.format(share=share, title=group.title)
