# SPDX-License-Identifier: MIT
"""Choosing a colour: twelve that everyone can tell apart, any other, or none."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QColorDialog,
    QGridLayout,
    QPushButton,
    QWidget,
)

from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.labels import literal_tip
from claimdesk.gui.widgets.spacing import TIGHT
from claimdesk.models.messages.catalogue import _

SWATCHES = (
    "#d55e00", "#e69f00", "#e1be6a", "#117733", "#56b4e9", "#006cd1",
    "#332288", "#aa4499", "#cc6677", "#882255", "#661100", "#bbbbbb",
)  # fmt: skip
"""Any two differ by at least 16 in CIELAB as people with normal sight, protanopia, deuteranopia or
tritanopia see them (simulated after Machado, Oliveira and Fernandes 2009)."""

_COLUMNS = 7
_LIGHT = 0.55
"""From this luma (ITU-R BT.601) on, a black tick is easier to see than a white one."""


def next_colour(taken: list[str | None]) -> str:
    """Return the swatch that is used least so far, the first of them."""
    used = [(colour or "").lower() for colour in taken]
    return min(SWATCHES, key=used.count)


class _Swatch(QAbstractButton):
    """One colour to choose; without one, the choice of none."""

    def __init__(self, colour: str | None, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.colour = colour
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(literal_tip(name))

    @guarded
    def sizeHint(self) -> QSize:
        side = round(self.fontMetrics().height() * 1.5)
        return QSize(side, side)

    @guarded
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            side = min(self.width(), self.height())
            area = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
            palette = self.palette()
            if self.hasFocus():
                painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 2))
                painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 5, 5)
            chip = area.adjusted(4, 4, -4, -4)
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Dark), 1))
            painter.setBrush(QColor(self.colour) if self.colour else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(chip, 4, 4)
            if self.colour is None:
                painter.drawLine(chip.bottomLeft(), chip.topRight())
            if self.isChecked():
                painter.setPen(_tick_pen(self.colour, palette, side))
                painter.drawPolyline(_tick(chip))


def _tick(area: QRectF) -> list[QPointF]:
    def at(x: float, y: float) -> QPointF:
        return QPointF(area.x() + area.width() * x, area.y() + area.height() * y)

    return [at(0.25, 0.52), at(0.43, 0.70), at(0.76, 0.32)]


def _tick_pen(colour: str | None, palette: QPalette, side: int) -> QPen:
    if colour is None:
        ink = palette.color(QPalette.ColorRole.WindowText)
    else:
        shown = QColor(colour)
        luma = 0.299 * shown.redF() + 0.587 * shown.greenF() + 0.114 * shown.blueF()
        ink = QColor("#000000" if luma > _LIGHT else "#ffffff")
    pen = QPen(ink, max(2.0, side / 11))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


class ColourPicker(QWidget):
    """Shows a colour and lets another be chosen; arrow keys move among the swatches."""

    picked = Signal(object)
    """`#rrggbb` that the analyst chose, or None for no colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(TIGHT)
        for place, (colour, name) in enumerate(self._offered()):
            swatch = _Swatch(colour, name, self)
            self._group.addButton(swatch)
            grid.addWidget(swatch, place // _COLUMNS, place % _COLUMNS)
        self._own = _Swatch("#000000", _("Own colour"), self)
        self._group.addButton(self._own)
        grid.addWidget(self._own, 1, _COLUMNS - 1)
        self._other = QPushButton(_("Other…"), self)
        self._other.setAutoDefault(False)
        self._other.setToolTip(_("Choose any colour"))
        grid.addWidget(self._other, 0, _COLUMNS, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(_COLUMNS + 1, 1)
        self._colour: str | None = None
        self._group.buttonClicked.connect(self._clicked)
        self._other.clicked.connect(self._ask)
        self.show_colour(None)

    def show_colour(self, colour: str | None) -> None:
        """Show `colour`, `#rrggbb` or none, as the one that is set."""
        self._colour = colour
        buttons = {b.colour: b for b in self._group.buttons() if isinstance(b, _Swatch)}
        known = buttons.get(colour.lower() if colour else None)
        keep_size = self._own.sizePolicy()
        keep_size.setRetainSizeWhenHidden(True)
        self._own.setSizePolicy(keep_size)
        if colour is not None and (known is None or known is self._own):
            self._own.colour = colour.lower()
            known = self._own
        self._own.setVisible(known is self._own)
        if known is not None:
            known.setChecked(True)
        self.update()

    def _offered(self) -> list[tuple[str | None, str]]:
        names = (
            _("Vermilion"), _("Orange"), _("Sand"), _("Green"),
            _("Sky blue"), _("Blue"), _("Indigo"), _("Purple"),
            _("Rose"), _("Wine"), _("Brown"), _("Grey"),
        )  # fmt: skip
        return [(None, _("No colour")), *zip(SWATCHES, names, strict=True)]

    def _clicked(self, button: QAbstractButton) -> None:
        assert isinstance(button, _Swatch)
        self._pick(button.colour)

    def _pick(self, colour: str | None) -> None:
        if colour != self._colour:
            self.show_colour(colour)
            self.picked.emit(colour)

    def _ask(self) -> None:
        dialog = QColorDialog(QColor(self._colour or SWATCHES[0]), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(_("Choose a colour"))
        dialog.colorSelected.connect(lambda colour: self._pick(colour.name()))
        dialog.open()
