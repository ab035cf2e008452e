# SPDX-License-Identifier: MIT
"""A dialog that asks for values: labelled fields, what is wrong with them, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from claimdesk.gui.widgets.labels import problem_label, show_problem
from claimdesk.gui.window.theme import dialog_sheet


class FormDialog(QDialog):
    """The fields stand under one another; OK or `confirm` accepts, and `refuse` says why not."""

    def __init__(self, title: str, parent: QWidget | None = None, confirm: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setStyleSheet(dialog_sheet())
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._problem = problem_label(self)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        if confirm:
            buttons.button(QDialogButtonBox.StandardButton.Ok).setText(confirm)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(self.form)
        layout.addWidget(self._problem)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().height() * 28)

    def refuse(self, problem: str, field: QWidget) -> None:
        """Say what is wrong with a field, and go there."""
        show_problem(self._problem, problem)
        field.setFocus()
