# SPDX-License-Identifier: MIT
"""Guards what Qt calls while it paints: an error there is reported, and the window goes on.

Qt knows no exceptions. What an overridden method raises stays behind until Python is called from
somewhere else, while Qt goes on with a painter that is still at work, and may then crash. So the
methods that widgets, models, delegates and plots override for painting raise nothing.
"""

from __future__ import annotations

import functools
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import Any, ParamSpec, TypeVar

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainterPath

P = ParamSpec("P")
T = TypeVar("T")

_DEFAULTS: dict[str, Callable[[], object]] = {
    "paint": lambda: None,
    "paintEvent": lambda: None,
    "data": lambda: None,
    "headerData": lambda: None,
    "sizeHint": QSize,
    "minimumSizeHint": QSize,
    "rowCount": lambda: 0,
    "columnCount": lambda: 0,
    "boundingRect": QRectF,
    "shape": QPainterPath,
}
"""The methods that are guarded, and what each returns after an error."""

GUARDED = frozenset(_DEFAULTS)
"""Their names."""
_FOREIGN = ("paint", "paintEvent", "boundingRect", "shape")


def guarded(method: Callable[P, T], name: str = "") -> Callable[P, T]:
    """Let a method that Qt calls while it paints report errors instead of raising them.

    `name` is what Qt calls it by, if the function has another name.
    """
    default = _DEFAULTS[name or method.__name__]

    @functools.wraps(method)
    def run(*args: P.args, **options: P.kwargs) -> T:
        try:
            return method(*args, **options)
        except Exception as error:
            report(error)
            return default()  # type: ignore[return-value]

    run.__guarded__ = True  # type: ignore[attr-defined]
    return run


def guard_classes(classes: Iterable[Any]) -> None:
    """Guard the painting of classes of another package."""
    for one in classes:
        for name in _FOREIGN:
            method = vars(one).get(name) if isinstance(one, type) else None
            if callable(method) and not hasattr(method, "__guarded__"):
                setattr(one, name, guarded(method, name))


def report(error: BaseException) -> None:
    """Report an error to whoever watches for them, and let go of the painters that it holds."""
    sys.excepthook(type(error), error, error.__traceback__)
    let_go(error)


def let_go(error: BaseException) -> None:
    """Drop what the frames of an error refer to, such as a painter of what is gone soon."""
    traceback.clear_frames(error.__traceback__)
