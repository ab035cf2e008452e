# SPDX-License-Identifier: MIT
"""A dialog that asks for values: labelled fields, what is wrong with them, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QVBoxLayout, QWidget

from claimdesk.gui.widgets.buttons import confirm_buttons
from claimdesk.gui.widgets.dialogs import dialog_sheet
from claimdesk.gui.widgets.labels import problem_label, show_problem


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
        self._problem = problem_label(self)
        layout = QVBoxLayout(self)
        layout.addLayout(self.form)
        layout.addWidget(self._problem)
        layout.addWidget(confirm_buttons(self, verb))
        self.setMinimumWidth(self.fontMetrics().height() * 28)

    def refuse(self, problem: str, field: QWidget) -> None:
        """Say what is wrong with a field, and go there."""
        show_problem(self._problem, problem)
        field.setFocus()
