# SPDX-License-Identifier: MIT
"""An error in painting is told in a dialog, whatever was painting, and the program goes on."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from claimdesk.gui.widgets.guarded import GUARDED

_GUI = Path(__file__).parents[4] / "gui"

# In a process of its own: what is tested against ends the process.
_PROGRAM = """
import importlib.util, sys, types
if importlib.util.find_spec("claimdesk") is None:
    checkout = types.ModuleType("claimdesk")
    checkout.__path__ = [sys.argv[1]]
    sys.modules["claimdesk"] = checkout
from pathlib import Path
from PySide6.QtCore import QAbstractListModel, QRectF, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QVBoxLayout, QWidget
from claimdesk.gui.app import application
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.window.crash import reports
from claimdesk.gui.window.crash.dialog import CrashDialog
from claimdesk.gui.window.crash.guard import Guard
from claimdesk.gui.window.main_window import MainWindow

kind, place = sys.argv[2], Path(sys.argv[3])
reports.folder = lambda: place / "reports"
app = application([], "light")

def fail(one):
    if one == kind:
        raise ValueError("in " + one)

class Widget(QWidget):
    def paintEvent(self, event):
        painter = QPainter(self)
        painter.save()
        fail("unguarded widget")
        painter.restore()
        painter.end()

class Guarded(QWidget):
    @guarded
    def paintEvent(self, event):
        with QPainter(self) as painter:
            painter.save()
            fail("widget")
            picture = QPixmap(10, 10)
            with QPainter(picture) as inner:
                fail("picture")
            painter.drawPixmap(0, 0, picture)
            painter.restore()

class Delegate(QStyledItemDelegate):
    @guarded
    def paint(self, painter, option, index):
        painter.save()
        fail("delegate")
        painter.restore()
    @guarded
    def sizeHint(self, option, index):
        fail("size of an item")
        return QSize(20, 20)

class Model(QAbstractListModel):
    @guarded
    def rowCount(self, parent=None):
        fail("number of rows")
        return 5
    @guarded
    def data(self, index, role=0):
        fail("model")
        return b"no text" if kind == "value of a wrong type" else str(index.row())

window = MainWindow(QSettings(str(place / "s.ini"), QSettings.Format.IniFormat))
guard = Guard(window)
guard.install()
inside = QWidget()
layout = QVBoxLayout(inside)
for one in (Widget(), Guarded()):
    one.setMinimumSize(40, 40)
    layout.addWidget(one)
view = QListView()
model, delegate = Model(), Delegate()
view.setModel(model)
if kind in ("delegate", "size of an item"):
    view.setItemDelegate(delegate)
layout.addWidget(view)
if kind.startswith("plot"):
    import pyqtgraph as pg
    import claimdesk.gui.plots.plot_view
    class Item(pg.GraphicsObject):
        @guarded
        def boundingRect(self):
            fail("plot, size")
            return QRectF(0, 0, 10, 10)
        @guarded
        def paint(self, painter, *_rest):
            painter.save()
            fail("plot")
            painter.restore()
    class Axis(pg.AxisItem):
        def tickStrings(self, *_any):
            fail("plot, axis")
            return []
        def generateDrawSpecs(self, painter):
            fail("plot, inside the library")
            return super().generateDrawSpecs(painter)
    plot = pg.PlotWidget(axisItems={"bottom": Axis("bottom")})
    plot.addItem(Item())
    layout.addWidget(plot)
window.setCentralWidget(inside)
window.resize(500, 500)
window.show()

def paint_again(number):
    window.resize(500 + number, 500)
    for widget in inside.findChildren(QWidget):
        widget.update()
    if kind != "unguarded widget":
        window.grab()

def step(number=0):
    # Until what is expected is there; otherwise a few times more than it takes.
    paint_again(number % 50)
    patience = 8 if kind in ("nothing", "value of a wrong type") else 400
    if number >= 8 and (number >= patience or window.findChildren(CrashDialog)):
        app.exit(0)
    else:
        QTimer.singleShot(15, lambda: step(number + 1))

QTimer.singleShot(0, step)
app.exec()
app.processEvents()  # what was reported last
dialogs = window.findChildren(CrashDialog)
print(len(dialogs), *(dialog.message.text().splitlines()[0] for dialog in dialogs))
"""
_KINDS = (
    "nothing", "value of a wrong type", "unguarded widget", "widget", "picture", "delegate",
    "size of an item", "number of rows", "model", "plot", "plot, size", "plot, axis",
    "plot, inside the library",
)  # fmt: skip


@pytest.mark.drill
def test_no_error_in_painting_ends_the_program(tmp_path: Path) -> None:
    """All kinds at once, since most of the time goes into starting a program."""
    running = {}
    for kind in _KINDS:
        place = tmp_path / kind
        place.mkdir()
        running[kind] = subprocess.Popen(
            [sys.executable, "-P", "-c", _PROGRAM, str(_GUI.parent), kind, str(place)],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    for kind, process in running.items():
        output, errors = process.communicate()
        last = output.strip().splitlines()[-1:] or [""]
        assert process.returncode == 0, f"{kind}: {process.returncode}\n{errors}"
        if kind in ("nothing", "value of a wrong type"):
            assert last == ["0"], f"{kind}: {last}\n{errors}"
        else:
            assert last[0].startswith("1 ") and "ValueError" in last[0], f"{kind}: {last}\n{errors}"


def test_whatever_paints_is_guarded() -> None:
    """No method that Qt calls while it paints may raise, and no painter may outlive its block."""
    found = []
    for path in sorted(_GUI.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        ended = {
            id(item.context_expr)
            for node in ast.walk(tree)
            if isinstance(node, ast.With)
            for item in node.items
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found += [
                    f"{path}:{method.lineno} {method.name} is not guarded"
                    for method in node.body
                    if isinstance(method, ast.FunctionDef)
                    and method.name in GUARDED
                    and any("Q" in ast.unparse(b) or "pg." in ast.unparse(b) for b in node.bases)
                    and not any(ast.unparse(d) == "guarded" for d in method.decorator_list)
                ]
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "QPainter":
                lasting = id(node) not in ended
                found += [f"{path}:{node.lineno} no `with` ends the painter"] if lasting else []
    assert found == []
