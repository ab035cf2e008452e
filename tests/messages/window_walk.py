# SPDX-License-Identifier: MIT
"""Walks through the real window in the pseudo-language and writes every text that it meets.

python window_walk.py FOLDER, with CLAIMDESK_LANGUAGE=pseudo; a line of JSON for each text:
[where it was met, the text].
"""

from __future__ import annotations

import faulthandler
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from pseudo import make_project
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QModelIndex,
    QSettings,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QFontComboBox,
    QGraphicsTextItem,
    QGraphicsView,
    QPlainTextEdit,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QTextEdit,
    QTreeView,
    QWidget,
)

from claimdesk.gui.app import Start, application
from claimdesk.gui.window.workbench import Workbench

_TEXTS = (
    *("text", "title", "placeholderText", "toolTip", "statusTip", "whatsThis", "prefix", "suffix"),
    *("accessibleName", "accessibleDescription", "windowTitle", "specialValueText"),
)
"""The methods of widgets and actions that return what people read."""
_MOST_ROWS = 40
_PAUSE = 250
_PATIENCE_SECONDS = 900
_ENDING = {"quit", "restore"}
"""Commands that would end the walk."""


class Walk:
    """Notes every text that the window shows while commands run one after another."""

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        self.seen: set[tuple[str, str]] = set()
        self.where = "start"
        self.closing: list[QWidget] = []
        bench.window.statusBar().messageChanged.connect(lambda text: self.note("status", text))
        # A dialog that waits for an answer holds up the command that opened it.
        self.closer = QTimer()
        self.closer.setInterval(_PAUSE)
        self.closer.timeout.connect(self.close_dialogs)
        self.closer.start()

    def note(self, kind: str, text: object) -> None:
        if isinstance(text, str) and text and (kind, text) not in self.seen:
            self.seen.add((kind, text))
            sys.stdout.write(json.dumps([f"{self.where}: {kind}", text]) + "\n")

    def read_all(self) -> None:
        for widget in QApplication.allWidgets():
            if not _is_foreign(widget):
                self.read(widget)

    def read(self, widget: QWidget) -> None:
        for thing in [widget, *widget.actions()]:
            for name in _TEXTS:
                method = getattr(thing, name, None)
                if callable(method):
                    self.note(f"{type(thing).__name__}.{name}", method())
        for kind, text in more_texts(widget):
            self.note(f"{type(widget).__name__}.{kind}", text)

    def close_dialogs(self) -> None:
        """Read and close what is open above the window, topmost first."""
        for _level in range(4):
            top = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            # While one is read, events are processed and the timer may come here again.
            if top is None or top is self.bench.window or top in self.closing:
                return
            self.closing.append(top)
            self.walk_pages(top)
            top.close()
            if isinstance(top, QDialog) and top.isVisible():
                top.reject()
            self.closing.remove(top)
            QApplication.processEvents()

    def walk_pages(self, top: QWidget) -> None:
        for stack in top.findChildren(QStackedWidget):
            for number in range(stack.count()):
                stack.setCurrentIndex(number)
                QApplication.processEvents()
        self.read_all()

    def pause(self) -> None:
        QTest.qWait(_PAUSE)
        self.bench.jobs.wait()
        QTest.qWait(_PAUSE // 5)

    def run(self, name: str, action: QAction) -> None:
        self.where = name
        if not action.isEnabled():
            return
        action.trigger()
        self.pause()
        self.read_all()
        for dialog in self.bench.window.findChildren(QDialog):
            if dialog.isVisible():
                self.walk_pages(dialog)
                dialog.close()
        self.close_dialogs()
        if self.bench.desk.project is None:
            raise SystemExit(f"{name} closed the project")

    def walk(self) -> None:
        bench = self.bench
        for dock in bench.window.docks.values():
            dock.show()
            dock.raise_()
            self.where = f"dock {dock.objectName()}"
            self.pause()
            self.read_all()
        names = [name for _menu, ids in bench.commands.by_menu() for name in ids]
        for layer in ("claim", "actor", "domain"):
            ids = [row.id for row in bench.desk.annotations.values() if row.layer == layer]
            for name in names:
                if name not in _ENDING:
                    bench.desk.set_current(ids[0] if ids else None)
                    self.run(f"{layer}/{name}", bench.commands[name])
            self.where = f"{layer}/words"
        cursor = bench.view.textCursor()
        for name in ("mention", "claim", "domain", "every_mention", "every_domain"):
            cursor.setPosition(5)
            cursor.movePosition(
                QTextCursor.MoveOperation.NextWord, QTextCursor.MoveMode.KeepAnchor, 2
            )
            bench.view.setTextCursor(cursor)
            self.run(f"words/{name}", bench.commands[name])


def _is_foreign(widget: QWidget) -> bool:
    """Names of fonts and of files are not ours."""
    above: QWidget | None = widget
    while above is not None:
        if isinstance(above, QFontComboBox) or (
            isinstance(above, QFileDialog) and above is not widget
        ):
            return True
        above = above.parentWidget()
    return False


def more_texts(widget: QWidget) -> Iterator[tuple[str, object]]:
    """What a widget shows that no method of all widgets returns."""
    for kind, read in _READERS.items():
        if isinstance(widget, kind):
            yield from read(widget)


def _tabs(bar: QTabBar | QTabWidget) -> Iterator[tuple[str, object]]:
    for number in range(bar.count()):
        yield "tab", bar.tabText(number)
        yield "tab tip", bar.tabToolTip(number)


def _items(box: QComboBox) -> Iterator[tuple[str, object]]:
    for number in range(box.count()):
        yield "item", box.itemText(number)


def _plain(page: QTextEdit | QPlainTextEdit) -> Iterator[tuple[str, object]]:
    yield "plain", page.toPlainText()


def _rows(view: QAbstractItemView) -> Iterator[tuple[str, object]]:
    if view.model() is not None:
        yield from model_texts(view.model(), QModelIndex(), deep=isinstance(view, QTreeView))


def _scene(view: QGraphicsView) -> Iterator[tuple[str, object]]:
    for item in view.scene().items() if view.scene() is not None else ():
        if isinstance(item, QGraphicsTextItem):
            yield "plot", item.toPlainText()


def _filters(dialog: QFileDialog) -> Iterator[tuple[str, object]]:
    for each in dialog.nameFilters():
        yield "filter", each


_READERS: dict[type[QWidget], Callable[[Any], Iterator[tuple[str, object]]]] = {
    QTabBar: _tabs,
    QTabWidget: _tabs,
    QComboBox: _items,
    QTextEdit: _plain,
    QPlainTextEdit: _plain,
    QAbstractItemView: _rows,
    QGraphicsView: _scene,
    QFileDialog: _filters,
}


def model_texts(
    model: QAbstractItemModel, parent: QModelIndex, *, deep: bool
) -> Iterator[tuple[str, object]]:
    """What the headers and the first rows of a model say, and if `deep` the rows in these."""
    roles = (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
    for column in range(columns):
        for role in roles:
            yield f"header {column}", model.headerData(column, Qt.Orientation.Horizontal, role)
        for row in range(min(model.rowCount(parent), _MOST_ROWS)):
            index = model.index(row, column, parent)
            for role in roles:
                yield f"cell {column}", index.data(role)
            if deep and column == 0:
                yield from model_texts(model, index, deep=False)


def main() -> int:
    faulthandler.dump_traceback_later(_PATIENCE_SECONDS, exit=True)
    folder = Path(sys.argv[1])
    project = make_project(folder)
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("suggest_on_open", False)
    settings.setValue("learn_when_done", False)
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    application([], "light")
    start = Start(settings, project, QSize(1440, 900))
    while start.workbench is None or start.workbench.desk.article is None:
        QTest.qWait(20)
    walk = Walk(start.workbench)
    walk.walk()
    start.window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
