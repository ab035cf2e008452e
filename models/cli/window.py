# SPDX-License-Identifier: MIT
"""From the command line to the window, and what `--version` says."""

from __future__ import annotations

import importlib
import os
import platform
import sqlite3
import sys
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
_WITHOUT_DISPLAYS = ("darwin", "win32")


def open_window(
    project: Annotated[Path | None, typer.Argument(metavar="[PROJECT]")] = None,
) -> None:
    """Open the window, on PROJECT or on the last project."""
    if project is not None and not project.exists():
        raise ClaimdeskError(_("{project} does not exist; check the name.").format(project=project))
    if sys.platform not in _WITHOUT_DISPLAYS and not any(map(os.environ.get, _DISPLAYS)):
        raise ClaimdeskError(
            _(
                "There is no display to open the window on; `claimdesk --help` names "
                "the commands that need none."
            )
        )
    try:
        # By its name at run time: models/ knows nothing of the window and is used without Qt.
        app = importlib.import_module("claimdesk.gui.app")
    except ImportError as error:
        raise ClaimdeskError(_("The window can't open: {error}.").format(error=error)) from error
    # A name that begins with a dash is not to be taken for an option.
    name = str(project) if not str(project).startswith("-") else f"{os.curdir}{os.sep}{project}"
    raise typer.Exit(app.main([name] if project is not None else []))


def versions() -> str:
    """Return one line for each thing whose version matters when something goes wrong."""
    return "\n".join(
        (
            f"claimdesk {_installed('claimdesk')}",
            f"Python {platform.python_version()}",
            f"Qt {_installed('PySide6-Essentials')}",
            f"spaCy {_installed('spacy')}",
            f"SQLite {sqlite3.sqlite_version}",
        )
    )


def _installed(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"
