# SPDX-License-Identifier: MIT
"""In which order the keyboard comes by the controls of a widget: as the eye does, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

_TAB = Qt.FocusPolicy.TabFocus.value


def controls(widget: QWidget) -> Iterator[QWidget]:
    """Return what can have the keyboard now below a widget, a list before what is in it.

    Qt's own order is that in which the widgets were made, and some are made again and again.
    """
    for child in _in_rows(_shown_children(widget)):
        if _takes_keys(child):
            yield child
        yield from controls(child)


def holds(widget: QWidget, other: QWidget | None) -> bool:
    """Return whether the other widget is this one or in it."""
    return other is not None and (other is widget or widget.isAncestorOf(other))


def _shown_children(widget: QWidget) -> list[QWidget]:
    children = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [child for child in children if child.isVisible() and not child.isWindow()]


def _takes_keys(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy().value & _TAB)
    return by_tab and widget.isEnabled() and widget.focusProxy() is None


def _in_rows(widgets: Sequence[QWidget]) -> Iterator[QWidget]:
    """Sort widgets by rows from above, and each row from its left."""
    row: list[QWidget] = []
    for widget in sorted(widgets, key=lambda widget: widget.y()):
        if row and widget.geometry().center().y() > min(w.geometry().bottom() for w in row):
            yield from sorted(row, key=lambda widget: widget.x())
            row = []
        row.append(widget)
    yield from sorted(row, key=lambda widget: widget.x())
