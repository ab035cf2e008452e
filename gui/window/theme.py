# SPDX-License-Identifier: MIT
"""The theme of the window: palettes, a small style sheet, and icons that follow the palette."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

_ICON_NAME = "icon_name"
_ICON_SIZES = (16, 20, 24, 32, 48)

_LIGHT = {
    QPalette.ColorRole.Window: "#f3f4f6",
    QPalette.ColorRole.WindowText: "#1d2129",
    QPalette.ColorRole.Base: "#ffffff",
    QPalette.ColorRole.AlternateBase: "#f7f8fa",
    QPalette.ColorRole.Text: "#1d2129",
    QPalette.ColorRole.PlaceholderText: "#575e6a",
    QPalette.ColorRole.Button: "#f9fafb",
    QPalette.ColorRole.ButtonText: "#1d2129",
    QPalette.ColorRole.ToolTipBase: "#1d2129",
    QPalette.ColorRole.ToolTipText: "#ffffff",
    QPalette.ColorRole.Highlight: "#dde1e7",
    QPalette.ColorRole.HighlightedText: "#1d2129",
    QPalette.ColorRole.Link: "#3f4753",
    QPalette.ColorRole.Mid: "#d0d4da",
    QPalette.ColorRole.Midlight: "#e5e7eb",
    QPalette.ColorRole.Dark: "#777e8a",
    QPalette.ColorRole.Light: "#ffffff",
    QPalette.ColorRole.Shadow: "#5b6270",
    QPalette.ColorRole.Accent: "#3f4753",
}
_DARK = {
    QPalette.ColorRole.Window: "#22252b",
    QPalette.ColorRole.WindowText: "#e6e8eb",
    QPalette.ColorRole.Base: "#1a1c21",
    QPalette.ColorRole.AlternateBase: "#1f2227",
    QPalette.ColorRole.Text: "#e6e8eb",
    QPalette.ColorRole.PlaceholderText: "#aeb5bf",
    QPalette.ColorRole.Button: "#2c3038",
    QPalette.ColorRole.ButtonText: "#e6e8eb",
    QPalette.ColorRole.ToolTipBase: "#e6e8eb",
    QPalette.ColorRole.ToolTipText: "#1a1c21",
    QPalette.ColorRole.Highlight: "#3b414c",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.Link: "#d5dae1",
    QPalette.ColorRole.Mid: "#3d424c",
    QPalette.ColorRole.Midlight: "#30343c",
    QPalette.ColorRole.Dark: "#8b93a0",
    QPalette.ColorRole.Light: "#3a3f49",
    QPalette.ColorRole.Shadow: "#0d0e11",
    QPalette.ColorRole.Accent: "#d5dae1",
}
_DISABLED = (
    QPalette.ColorRole.Text,
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.ButtonText,
)

_SHEET = """
QMainWindow::separator { background: palette(midlight); width: 5px; height: 5px; }
QMainWindow::separator:hover { background: palette(mid); }
QToolBar { border: 0; padding: 3px 6px; spacing: 2px; }
QToolButton { padding: 4px 7px; border: 1px solid transparent; border-radius: 5px; }
QToolButton[popupMode="2"] { padding-right: 17px; }
QToolButton::menu-indicator {
    subcontrol-origin: border; subcontrol-position: center right; right: 5px;
}
QToolButton:hover { background: palette(midlight); }
QToolButton:pressed, QToolButton:checked { background: palette(mid); }
QToolButton:focus { border-color: palette(accent); }
QTreeView, QListView, QTextEdit, QPlainTextEdit { border: 0; }
QTreeView::item, QListView::item { border: 0; }
QTreeView::item:selected, QListView::item:selected {
    background: palette(highlight); color: palette(highlighted-text);
}
QTreeView::branch:selected { background: palette(highlight); }
QLineEdit, QComboBox { padding: 3px 6px; }
QLineEdit {
    background: palette(base); border: 1px solid palette(dark); border-radius: 4px;
    selection-background-color: palette(highlight);
    selection-color: palette(highlighted-text);
}
QLineEdit:focus { border-color: palette(accent); }
QHeaderView::section {
    background: palette(window); color: palette(placeholder-text);
    border: 0; border-bottom: 1px solid palette(midlight); padding: 3px 6px;
}
QDockWidget {
    titlebar-close-icon: url("ICONS/panel-close.svg");
    titlebar-normal-icon: url("ICONS/panel-float.svg");
}
QDockWidget::title { background: palette(window); padding: 5px 8px; }
QCheckBox::indicator, QTreeView::indicator, QListView::indicator, QGroupBox::indicator,
QTableView::indicator, QMenu::indicator:non-exclusive {
    width: 0.9em; height: 0.9em; border: 1px solid palette(dark); border-radius: 3px;
    background: palette(base);
}
QCheckBox::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked,
QGroupBox::indicator:checked, QTableView::indicator:checked,
QMenu::indicator:non-exclusive:checked {
    background: #525a66; border-color: palette(dark); image: url("ICONS/tick.svg");
}
QCheckBox::indicator:disabled { border-color: palette(mid); }
QRadioButton::indicator {
    width: 0.9em; height: 0.9em; border: 1px solid palette(dark); border-radius: 0.5em;
    background: palette(base);
}
QRadioButton::indicator:checked {
    border: 0.3em solid palette(accent); width: 0.4em; height: 0.4em;
}
QPushButton {
    background: palette(button); border: 1px solid palette(dark); border-radius: 4px;
    padding: 4px 12px; min-height: 1.2em;
}
QPushButton:hover { background: palette(midlight); }
QPushButton:default:hover { background: palette(mid); }
QPushButton:pressed, QPushButton:checked { background: palette(mid); }
QPushButton:default { border-color: palette(accent); background: palette(midlight); }
QPushButton:focus { border: 2px solid palette(accent); padding: 3px 11px; }
QPushButton:disabled { border-color: palette(mid); }
QComboBox {
    background: palette(button); border: 1px solid palette(dark); border-radius: 4px;
}
QComboBox:editable { background: palette(base); }
QComboBox:focus { border-color: palette(accent); }
QComboBox:disabled { border-color: palette(mid); }
QComboBox::drop-down { border: 0; width: 1.4em; }
QComboBox::down-arrow { image: url("ICONS/arrow-down.svg"); width: 0.8em; height: 0.8em; }
QComboBox QLineEdit { border: 0; padding: 0; background: transparent; }
QAbstractSpinBox {
    background: palette(base); border: 1px solid palette(dark); border-radius: 4px;
    padding: 3px 2px 3px 6px;
}
QAbstractSpinBox:focus { border-color: palette(accent); }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; width: 1.4em; }
QAbstractSpinBox::up-arrow { image: url("ICONS/arrow-up.svg"); width: 0.7em; height: 0.7em; }
QAbstractSpinBox::down-arrow { image: url("ICONS/arrow-down.svg"); width: 0.7em; height: 0.7em; }
QAbstractSpinBox QLineEdit { border: 0; padding: 0; background: transparent; }
QCheckBox, QRadioButton { padding: 1px; border: 1px solid transparent; border-radius: 3px; }
QCheckBox:focus, QRadioButton:focus { border-color: palette(accent); }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QStatusBar::item { border: 0; }
QScrollBar:vertical { width: 12px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 12px; background: transparent; margin: 0; }
QScrollBar::handle { background: palette(mid); border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: palette(dark); }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""


def apply(application: QApplication, mode: str = "system") -> None:
    """Set style and palette; `mode` is `light`, `dark` or `system`."""
    palette = _palette(_DARK if _is_dark(mode) else _LIGHT)
    with as_file(files("claimdesk.resources").joinpath("icons")) as icons:
        sheet = _SHEET.replace("ICONS", icons.as_posix())
    if application.styleSheet() == sheet and application.palette() == palette:
        return  # setting them again would style every widget again
    # Otherwise a style sheet keeps fonts and palettes from reaching the children of a widget.
    application.setAttribute(Qt.ApplicationAttribute.AA_UseStyleSheetPropagationInWidgetStyles)
    application.setStyle("Fusion")
    application.setPalette(palette)
    application.setStyleSheet(sheet)
    for widget in application.allWidgets():
        for owner in (widget, *widget.actions()):
            name = owner.property(_ICON_NAME)
            if name and isinstance(owner, QAction | QAbstractButton):
                owner.setIcon(icon(name))


def _is_dark(mode: str) -> bool:
    if mode == "system":
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return mode == "dark"


def _palette(colours: dict[QPalette.ColorRole, str]) -> QPalette:
    palette = QPalette()
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    faded = QColor(colours[QPalette.ColorRole.Dark])
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, faded)
    return palette


def give_icon(owner: QAction | QAbstractButton, name: str) -> None:
    """Give a button or an action an icon that is redrawn when the palette changes."""
    owner.setProperty(_ICON_NAME, name)
    owner.setIcon(icon(name))


def icon(name: str) -> QIcon:
    """Return the icon `resources/icons/NAME.svg` in the text colour of the palette."""
    return _icon(name, QGuiApplication.palette().color(QPalette.ColorRole.ButtonText).name())


@cache
def _icon(name: str, colour: str) -> QIcon:
    source = files("claimdesk.resources").joinpath("icons", f"{name}.svg").read_text("utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    result = QIcon()
    for size in _ICON_SIZES:
        pixmap = QPixmap(QSize(size, size))
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            renderer.render(painter, QRectF(0, 0, size, size))
        result.addPixmap(pixmap)
    return result
