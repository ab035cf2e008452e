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
    project: Annotated[
        Path | None, typer.Argument(metavar=_("[PROJECT]"), help=_("A project file."))
    ] = None,
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
        # Imported by name at run time: models/ does not depend on the window and works without Qt.
        app = importlib.import_module("claimdesk.gui.app")
    except ImportError as error:
        raise ClaimdeskError(_("The window can't open: {error}.").format(error=error)) from error
    # A name that begins with a dash must not be taken for an option.
    name = str(project) if not str(project).startswith("-") else f"{os.curdir}{os.sep}{project}"
    raise typer.Exit(app.main([name] if project is not None else []))


def versions() -> str:
    """Return the versions that matter when something goes wrong, one a line."""
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
        return _("not installed")
