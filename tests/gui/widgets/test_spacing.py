# SPDX-License-Identifier: MIT
"""All distances between widgets come from one place, gui/widgets/spacing.py."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

GUI = Path(__file__).parents[3] / "gui"
SPACING = GUI / "widgets" / "spacing.py"
SETTERS = {
    "addSpacing",
    "insertSpacing",
    "marginsAdded",
    "marginsRemoved",
    "QMargins",
    "setContentsMargins",
    "setDocumentMargin",
    "setHorizontalSpacing",
    "setMargin",
    "setSpacing",
    "setVerticalSpacing",
    "setViewportMargins",
}


def by_hand(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of the calls that set a distance by a number."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            if name in SETTERS and any(map(is_number, node.args)):
                yield node.lineno, ast.unparse(node)


def is_number(node: ast.expr) -> bool:
    """Whether an argument is a distance of its own; `2 * USUAL` is a multiple of a given one."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float) and node.value != 0
    if isinstance(node, ast.UnaryOp):
        return is_number(node.operand)
    if isinstance(node, ast.IfExp):
        return is_number(node.body) or is_number(node.orelse)
    if isinstance(node, ast.BinOp):
        both = is_number(node.left), is_number(node.right)
        return all(both) if isinstance(node.op, ast.Mult) else any(both)
    return False


def test_no_widget_sets_a_distance_by_hand() -> None:
    found = [
        f"{path.relative_to(GUI).as_posix()}:{line}: {text}"
        for path in sorted(GUI.rglob("*.py"))
        if path != SPACING
        for line, text in by_hand(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("row.setSpacing(3)", True),
        ("row.setContentsMargins(\n    0,\n    8,\n    0,\n    0,\n)", True),
        ("row.setContentsMargins(0, 8 if first else 0, 0, 0)", True),
        ("row.setContentsMargins(QMargins(1, 0, 0, 0))", True),
        ("row.setSpacing(USUAL + 1)", True),
        ("row.setSpacing(-4)", True),
        ("row.setSpacing(0)", False),
        ("row.setSpacing(2 * USUAL)", False),
        ("row.setContentsMargins(BAR)", False),
        ("row.setContentsMargins(0, CLOSE, 0, 0)", False),
    ],
)
def test_numbers_are_told_from_given_distances(source: str, found: bool) -> None:
    assert bool(list(by_hand(source))) == found
