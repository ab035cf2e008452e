# SPDX-License-Identifier: MIT
"""A combo box that is as wide as what is chosen, for rows of controls with little room."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QWidget

from claimdesk.gui.widgets.guarded import guarded


class SlimCombo(QComboBox):
    """Takes the width of the text that is chosen, and not that of the longest one."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.currentIndexChanged.connect(self.updateGeometry)
        self.currentTextChanged.connect(self.updateGeometry)

    @guarded
    def sizeHint(self) -> QSize:
        return self._slim(super().sizeHint())

    @guarded
    def minimumSizeHint(self) -> QSize:
        return self._slim(super().minimumSizeHint())

    def _slim(self, hint: QSize) -> QSize:
        metrics = self.fontMetrics()
        texts = [self.itemText(place) for place in range(self.count())]
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        own = metrics.horizontalAdvance(self.currentText())
        return QSize(hint.width() - widest + own, hint.height())
