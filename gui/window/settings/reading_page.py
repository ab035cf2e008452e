# SPDX-License-Identifier: MIT
"""The settings pages of reading and annotating."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFontComboBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from claimdesk.gui.widgets.labels import hint_label
from claimdesk.gui.window.settings.preferences import MEASURES, SIZES, Preferences
from claimdesk.models.messages.catalogue import _


class ReadingPage(QWidget):
    """Sets font, size, line width and colours; changes apply at once."""

    def __init__(
        self, preferences: Preferences, colours: str, set_colours: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._preferences = preferences
        self.family = QFontComboBox(self)
        self.family.setEditable(False)
        self.point_size = QDoubleSpinBox(self)
        self.point_size.setRange(*SIZES)
        self.point_size.setDecimals(1)
        self.point_size.setSingleStep(0.5)
        self.point_size.setSuffix(_(" pt"))
        self.measure = QSpinBox(self)
        self.measure.setRange(*MEASURES)
        self.measure.setSingleStep(5)
        self.measure.setSuffix(_(" characters"))
        self.colours = QComboBox(self)
        for mode, text in (
            ("system", _("Same as system")),
            ("light", _("Light")),
            ("dark", _("Dark")),
        ):
            self.colours.addItem(text, mode)
        self.colours.setCurrentIndex(max(0, self.colours.findData(colours)))
        self.defaults = QPushButton(_("Restore defaults"), self)
        self.defaults.setToolTip(_("Restore font, size and line width"))
        self._lay_out()
        self._show()
        self.family.currentFontChanged.connect(self._set_font)
        self.point_size.valueChanged.connect(self._set_font)
        self.measure.valueChanged.connect(preferences.set_measure)
        self.colours.activated.connect(lambda _row: set_colours(self.colours.currentData()))
        self.defaults.clicked.connect(self._reset)

    def _lay_out(self) -> None:
        layout = QFormLayout(self)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        for text, field in (
            (_("&Font of the article"), self.family),
            (_("&Size"), self.point_size),
            (_("&Line width"), self.measure),
            (_("&Colours"), self.colours),
        ):
            layout.addRow(text, field)
            field.setAccessibleName(text.replace("&", ""))
        layout.addRow(self.defaults)

    def _show(self) -> None:
        widgets = (self.family, self.point_size, self.measure)
        for widget in widgets:
            widget.blockSignals(True)
        self.family.setCurrentFont(QFont(self._preferences.family()))
        self.point_size.setValue(self._preferences.size())
        self.measure.setValue(self._preferences.measure())
        for widget in widgets:
            widget.blockSignals(False)

    def _set_font(self) -> None:
        self._preferences.set_font(self.family.currentFont().family(), self.point_size.value())

    def _reset(self) -> None:
        self._preferences.reset()
        self._show()


class AnnotatingPage(QWidget):
    """Sets the annotator and whether suggestions are made automatically."""

    def __init__(
        self, annotator: str, set_annotator: Callable[[str], None], suggest_on_open: QAction
    ) -> None:
        super().__init__()
        self._set_annotator = set_annotator
        self.annotator = QLineEdit(annotator, self)
        self.annotator.setAccessibleName(_("Annotator"))
        self.suggest = QCheckBox(_("Make suggestions when an article is &opened"), self)
        self.suggest.setChecked(suggest_on_open.isChecked())
        # The command stores it, so that menu and settings always agree.
        self.suggest.clicked.connect(suggest_on_open.trigger)
        self.annotator.editingFinished.connect(self.keep)
        hint = hint_label(self, _("Your name is recorded with every edit from now on."))
        layout = QFormLayout(self)
        layout.addRow(_("&Annotator"), self.annotator)
        layout.addRow(hint)
        layout.addRow(self.suggest)

    def keep(self) -> None:
        """Store the name in the field, unless it is empty."""
        name = self.annotator.text().strip()
        if name and self.annotator.isModified():
            self.annotator.setModified(False)
            self._set_annotator(name)
