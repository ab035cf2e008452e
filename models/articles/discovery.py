# SPDX-License-Identifier: MIT
"""Finding the modules that bring a reader or a format, by the end of their names."""

from __future__ import annotations

from importlib import import_module
from importlib.resources import files


def import_modules(package: str, ending: str) -> None:
    """Import the modules of a package whose names end in `ending`; each registers itself."""
    names = {entry.name.partition(".")[0] for entry in files(package).iterdir()}
    for name in sorted(names):
        if name.endswith(ending):
            import_module(f"{package}.{name}")
