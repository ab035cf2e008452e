# SPDX-License-Identifier: MIT
"""Digit keys on every keyboard layout.

On layouts that type digits with Shift (French, Czech, Bépo), a digit key types another character.
It is recognised by its position: the scan codes of the digit row are the same on all keyboards of a
platform.
"""

from __future__ import annotations

import sys
import unicodedata

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_ROW = (1, 2, 3, 4, 5, 6, 7, 8, 9, 0)
_LEVEL_3 = 0x80
"""Mod5 of X11 and xkb: AltGr, for which Qt has no modifier there."""

# Set 1 of the scan codes of PCs, which Windows reports.
_WINDOWS = {2 + place: digit for place, digit in enumerate(_ROW)}
# The codes of evdev, which are those of set 1, as X11 and Wayland count them.
_LINUX = {8 + code: digit for code, digit in _WINDOWS.items()}
# kVK_ANSI_1 and the others of macOS, which reports no scan codes.
_MAC = dict(zip((18, 19, 20, 21, 23, 22, 26, 28, 25, 29), _ROW, strict=True))


def digit_key(event: QKeyEvent) -> QKeyCombination | None:
    """Return the key of a digit as if digits needed no Shift; None for other keys.

    It is recognised by what it types, or else by its position. The keypad counts as the digit row.
    """
    modifiers = event.modifiers() & ~_KEYPAD
    typed = _typed(event)
    if typed is not None:
        # Shift may have been necessary to type the digit; it does not count.
        return QKeyCombination(modifiers & ~_SHIFT, Qt.Key(Qt.Key.Key_0 + typed))
    place = None if modifiers & _SHIFT else _place(event)
    return None if place is None else QKeyCombination(modifiers, Qt.Key(Qt.Key.Key_0 + place))


def _typed(event: QKeyEvent) -> int | None:
    if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
        return event.key() - Qt.Key.Key_0
    text = event.text()
    # Digits of any script, but not ², which is beside the 1 on French keyboards.
    return unicodedata.decimal(text, None) if len(text) == 1 else None


def _place(event: QKeyEvent) -> int | None:
    if sys.platform == "darwin":
        return _MAC.get(event.nativeVirtualKey())
    if sys.platform == "win32":
        return _WINDOWS.get(event.nativeScanCode())
    if event.nativeModifiers() & _LEVEL_3:
        return None
    return _LINUX.get(event.nativeScanCode())
