# SPDX-License-Identifier: MIT
"""The files that come with Claimdesk, wherever it is installed, also inside an archive."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any


def read_bytes(name: str) -> bytes:
    """Return the content of the resource `name`, a path with forward slashes such as `cues.json`.

    Raise ValueError for a name that leaves the folder, FileNotFoundError if nothing has the name.
    """
    path = PurePosixPath(name)
    leaves = ".." in path.parts or path.is_absolute() or bool(PureWindowsPath(name).drive)
    if leaves or "\\" in name or not path.parts:
        raise ValueError(f"{name!r} is not the name of a resource")
    return resources.files("claimdesk.resources").joinpath(*path.parts).read_bytes()


def read_text(name: str) -> str:
    """Return the text of a resource, which is UTF-8; errors as in `read_bytes`."""
    return read_bytes(name).decode("utf-8")


def read_json(name: str) -> Any:  # noqa: ANN401 - JSON may hold anything
    """Return the JSON value of a resource; errors as in `read_bytes`."""
    return json.loads(read_text(name))
