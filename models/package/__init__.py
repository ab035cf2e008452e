# SPDX-License-Identifier: MIT
"""Claimdesk in Python: a project is opened read-only, its tables as data frames.

    import claimdesk

    with claimdesk.open("study.claimdesk") as project:
        claims = project.claims             # a frame of pandas or polars, if one is installed
        speakers = project.claim_speakers   # otherwise a list of rows, each a dictionary
        project.describe("claims")          # what each column means

This file is the package `claimdesk` itself; its parts, such as `claimdesk.models`, are other
folders (pyproject.toml says which). It is run whenever any of them is imported, so it imports
nothing before it is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimdesk.models.exchange.frames import ProjectFrames

__all__ = ["open"]

# Tools that look for the modules of a package beside its file must not believe that all of
# claimdesk is here; they go by this.
if __spec__ is not None:
    __spec__.has_location = False


def open(
    path: Path | str, *, states: Sequence[str] = ("accepted",), kind: str | None = None
) -> ProjectFrames:
    """Open a project to read its tables, with annotations in these states.

    `kind` is `pandas`, `polars`, `rows` or `dict` (of columns); None: the first that is installed.
    Raises claimdesk.models.messages.errors.ClaimdeskError if the project cannot be read, or a state
    or kind is unknown.
    """
    from claimdesk.models.exchange.frames import open_project

    return open_project(path, states=states, kind=kind)
