# SPDX-License-Identifier: MIT
"""What the analyst said that labels become, by source, in the settings.

A source is known by its format and its labels: the next export of the same project has most of
them again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from PySide6.QtCore import QSettings

_KEY = "import/mappings"
_MOST = 50


def remembered_mapping(
    settings: QSettings, format_name: str, names: Collection[str]
) -> dict[str, str]:
    """Return what names became in the source that has most of them; empty if none is alike."""
    best: dict[str, str] = {}
    for known, targets in _stored(settings):
        shared = {name: targets[name] for name in names if name in targets}
        if known == format_name and len(shared) > len(best):
            best = shared
    return best if 2 * len(best) >= len(names) else {}


def remember_mapping(settings: QSettings, format_name: str, targets: Mapping[str, str]) -> None:
    """Remember what the names of a source became, in place of what was said of the same ones."""
    others = [
        [known, said]
        for known, said in _stored(settings)
        if known != format_name or said.keys() != targets.keys()
    ]
    kept = [*others, [format_name, dict(targets)]][-_MOST:]
    settings.setValue(_KEY, json.dumps(kept, ensure_ascii=False))


def _stored(settings: QSettings) -> list[tuple[str, dict[str, str]]]:
    try:
        found = json.loads(str(settings.value(_KEY) or "[]"))
        return [(str(known), {str(n): str(t) for n, t in said.items()}) for known, said in found]
    except (ValueError, TypeError, AttributeError, RecursionError):
        return []
