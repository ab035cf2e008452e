# SPDX-License-Identifier: MIT
"""What the analyst decided about imports and is not asked again, in the settings."""

from __future__ import annotations

import json
from collections.abc import Mapping

from PySide6.QtCore import QSettings

_PREVIEW = "import/preview"
_COLUMNS = "import/columns"
_DATES = "import/day_first"
_MOST = 200
"""Sets of columns, and sources of dates, that are remembered; the oldest are forgotten."""


def is_previewed(settings: QSettings) -> bool:
    """Return whether imports are shown before they are written."""
    return str(settings.value(_PREVIEW, True)).lower() != "false"


def set_previewed(settings: QSettings, wanted: bool) -> None:
    """Say whether imports are shown before they are written."""
    settings.setValue(_PREVIEW, wanted)


def column_maps(settings: QSettings) -> dict[str, dict[str, str]]:
    """Return what columns hold, by their headings, for each set of columns."""
    found = _stored(settings, _COLUMNS)
    return {
        key: {str(heading): str(field) for heading, field in each.items()}
        for key, each in found.items()
        if isinstance(each, dict)
    }


def remember_columns(settings: QSettings, key: str, fields: Mapping[str, str]) -> None:
    """Remember what the columns of a set hold."""
    _remember(settings, _COLUMNS, key, dict(fields))


def day_first(settings: QSettings) -> dict[str, bool]:
    """Return how 03/04/2024 is meant, by source."""
    found = _stored(settings, _DATES)
    return {key: value for key, value in found.items() if isinstance(value, bool)}


def remember_day_first(settings: QSettings, source: str, value: bool | None) -> None:
    """Remember how a source writes dates; None forgets it."""
    _remember(settings, _DATES, source, value)


def _stored(settings: QSettings, name: str) -> dict[str, object]:
    try:
        found = json.loads(str(settings.value(name) or "{}"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _remember(settings: QSettings, name: str, key: str, value: object) -> None:
    found = _stored(settings, name)
    found.pop(key, None)
    if value is not None:
        found[key] = value
    kept = dict(list(found.items())[-_MOST:])
    settings.setValue(name, json.dumps(kept, ensure_ascii=False))
