# SPDX-License-Identifier: MIT
"""The line above the plots: a legend that wraps, and the numbers of what is pointed at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from claimdesk.gui.plots.plot import LegendEntry
from claimdesk.gui.widgets.guarded import guarded


class FlowLayout(QLayout):
    """Places widgets side by side and wraps them like the words of a text."""

    def __init__(self, parent: QWidget | None = None, *, across: int, down: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._across = across
        self._down = down
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem, /) -> None:
        self._items.append(item)

    def insert(self, place: int, widget: QWidget) -> None:
        """Add a widget before the one at a place."""
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int, /) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int, /) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int, /) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, area: QRect, /) -> None:
        super().setGeometry(area)
        self._place(area, move=True)

    @guarded
    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() + self._across for hint in hints)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def _place(self, area: QRect, *, move: bool) -> int:
        """Lay the items out in lines as wide as `area`; return the height."""
        lines: list[list[QLayoutItem]] = [[]]
        left = 0
        for item in self._items:
            if item.isEmpty():
                continue
            width = item.sizeHint().width()
            if lines[-1] and left + width > area.width():
                lines.append([])
                left = 0
            lines[-1].append(item)
            left += width + self._across
        top = area.top()
        for line in lines:
            height = max((item.sizeHint().height() for item in line), default=0)
            if move:
                self._place_line(line, QPoint(area.left(), top), height)
            top += height + self._down
        return top - area.top() - self._down

    def _place_line(self, line: Sequence[QLayoutItem], start: QPoint, height: int) -> None:
        left = start.x()
        for item in line:
            hint = item.sizeHint()
            item.setGeometry(QRect(QPoint(left, start.y() + (height - hint.height()) // 2), hint))
            left += hint.width() + self._across


class _Chip(QWidget):
    """One colour and its name."""

    def __init__(self, entry: LegendEntry, parent: QWidget) -> None:
        super().__init__(parent)
        self._entry = entry
        self.setAccessibleName(entry.label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @guarded
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        side = metrics.ascent()
        return QSize(
            side + side // 2 + metrics.horizontalAdvance(self._entry.label), metrics.height()
        )

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            side = self.fontMetrics().ascent()
            chip = QRectF(0.5, (self.height() - side) // 2 + 0.5, side - 1, side - 1)
            painter.setPen(QPen(self._entry.edge, 1))
            painter.setBrush(self._entry.fill)
            painter.drawRect(chip)
            painter.setPen(self.palette().color(self.foregroundRole()))
            text = self.rect().adjusted(side + side // 2, 0, 0, 0)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self._entry.label)


class Legend(QWidget):
    """Names of the colours and patterns of the plots."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        metrics = self.fontMetrics()
        self._flow = FlowLayout(self, across=metrics.averageCharWidth() * 2, down=3)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @property
    def labels(self) -> list[str]:
        """The names that are shown."""
        chips = self.findChildren(_Chip, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [chip.accessibleName() for chip in chips if not chip.isHidden()]

    def show_entries(self, entries: Sequence[LegendEntry]) -> None:
        """Show a chip for each entry."""
        while (item := self._flow.takeAt(0)) is not None:
            chip = item.widget()
            if chip is not None:
                chip.hide()
                chip.deleteLater()
        for entry in entries:
            chip = _Chip(entry, self)
            self._flow.addWidget(chip)
            chip.show()
        self.updateGeometry()


class Readout(QWidget):
    """One line of text at the right, elided to its width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.full_text = ""
        """The whole text, also when it is elided."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self.full_text = text
        self.setAccessibleName(text)
        self.update()

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            text = self.fontMetrics().elidedText(
                self.full_text, Qt.TextElideMode.ElideRight, self.width()
            )
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text
            )
