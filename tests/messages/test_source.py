# SPDX-License-Identifier: MIT
"""No module builds a text for people outside the message catalogue, as its source shows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRANSLATE = {"_", "ngettext"}
SETTERS = {
    *("setText", "setToolTip", "setPlaceholderText", "setWindowTitle", "setStatusTip", "setTitle"),
    *(
        "setWhatsThis",
        "setAccessibleName",
        "setAccessibleDescription",
        "setHeaderLabels",
        "setItem",
    ),
    *("addItem", "addItems", "addAction", "addTab", "addButton", "addMenu", "addRow", "addSection"),
    *("showMessage", "setLabelText", "setInformativeText", "setDetailedText", "setSuffix"),
    *("setPrefix", "setSpecialValueText", "setIconText", "setTabText", "setTabToolTip", "setLabel"),
    *("setPlainText", "setHtml", "setFormat", "setNameFilter", "insertItem", "show_text"),
    *("complain", "inform", "confirm", "choose", "plain_label", "act", "edit", "notice"),
    *("print_text", "BadParameter", "fail", "Progress"),
    *("QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction"),
    *("QMenu", "QDockWidget", "QMessageBox", "QTreeWidgetItem", "QListWidgetItem", "QLineEdit"),
    *("QTableWidgetItem", "QProgressDialog", "getOpenFileName", "getOpenFileNames"),
    *("getSaveFileName", "getExistingDirectory", "getText"),
}
"""What shows a text, or keeps it to show it."""
NAMES = {"Claimdesk"}
DATA = {"accepted", "all", "again", "copy", "network", "stance"}
"""What goes beside a text to say which was chosen."""
_WORD = re.compile(r"[A-Za-z]{2,}")


def modules() -> list[Path]:
    return sorted([*(ROOT / "gui").rglob("*.py"), *(ROOT / "models").rglob("*.py")])


def called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def error_names() -> set[str]:
    """ClaimdeskError and every class that is one."""
    names, before = {"ClaimdeskError"}, set()
    classes = [
        node
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    while names != before:
        before = set(names)
        names |= {
            node.name
            for node in classes
            for base in node.bases
            if isinstance(base, ast.Name) and base.id in names
        }
    return names


def literals(node: ast.AST) -> Iterator[ast.Constant]:
    """Texts in an expression that become part of its value as they stand."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node
    elif isinstance(node, ast.Call):
        # What other functions make of their arguments is theirs to answer for.
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "join"):
            for each in (node.func.value, *node.args, *(k.value for k in node.keywords)):
                yield from literals(each)
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)
    elif not isinstance(node, ast.Subscript | ast.Compare | ast.Lambda):
        for child in ast.iter_child_nodes(node):
            yield from literals(child)


def bare_texts(path: Path, names: set[str]) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or called(node) not in names:
            continue
        for argument in (*node.args, *(k.value for k in node.keywords if k.arg in _TEXT_KEYWORDS)):
            for text in literals(argument):
                if _WORD.search(text.value) and text.value not in NAMES | DATA:
                    yield f"{path.relative_to(ROOT)}:{text.lineno}: {called(node)}({text.value!r})"


_TEXT_KEYWORDS = {"text", "title", "label", "message", "help", "metavar", "description", "epilog"}


@pytest.mark.drill
def test_errors_speak_from_the_catalogue() -> None:
    names = error_names()
    assert [each for path in modules() for each in bare_texts(path, names)] == []


def test_what_is_shown_comes_from_the_catalogue() -> None:
    assert [each for path in modules() for each in bare_texts(path, SETTERS)] == []
