# SPDX-License-Identifier: MIT
"""A dialog that asks for values: labelled fields, what is wrong with them, and the buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QVBoxLayout, QWidget
from sqlalchemy import Connection

from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.widgets.buttons import confirm_button, confirm_buttons
from claimdesk.gui.widgets.dialogs import dialog_sheet
from claimdesk.gui.widgets.labels import hint_label, make_room, problem_label, show_problem
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.project import Project

T = TypeVar("T")


class FormDialog(QDialog):
    """The fields stand under one another; the button `verb` accepts, and `refuse` says why not."""

    def __init__(self, title: str, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setStyleSheet(dialog_sheet())
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._loading = hint_label(self, _("Loading…"))
        self._loading.hide()
        self._problem = problem_label(self)
        buttons = confirm_buttons(self, verb)
        self._confirm = confirm_button(buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(self._loading)
        layout.addLayout(self.form)
        layout.addWidget(self._problem)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().height() * 28)

    def load(
        self,
        jobs: Jobs,
        project: Project | None,
        read: Callable[[Connection], T],
        show: Callable[[T], object],
    ) -> None:
        """Ask the project in a job, then call `show`, a method of the dialog, with the answer.

        Until then the dialog says that it is loading, and can only be closed.
        """
        self._confirm.setEnabled(False)
        if project is None:
            return
        self._loading.show()
        jobs.run(_read, project, read, done=partial(self._loaded, show), failed=self._not_loaded)

    def _loaded(self, show: Callable[[T], object], answer: T) -> None:
        self._loading.hide()
        self._confirm.setEnabled(True)
        show(answer)
        make_room(self)
        if not any(field.hasFocus() for field in self._fields()):
            next(self._fields(), self._confirm).setFocus()

    def _fields(self) -> Iterator[QWidget]:
        for row in range(self.form.rowCount()):
            item = self.form.itemAt(row, QFormLayout.ItemRole.FieldRole)
            field = None if item is None else item.widget()
            if field is not None and field.focusPolicy() != Qt.FocusPolicy.NoFocus:
                yield field

    def _not_loaded(self, error: Exception) -> None:
        self._loading.hide()
        show_problem(self._problem, str(error))

    def refuse(self, problem: str, field: QWidget) -> None:
        """Say what is wrong with a field, and go there."""
        show_problem(self._problem, problem)
        field.setFocus()


def _read(project: Project, read: Callable[[Connection], T]) -> T:
    with project.reading() as connection:
        return read(connection)
