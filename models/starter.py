# SPDX-License-Identifier: MIT
"""New projects: with the starter codebook, or with the codebook in a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlmodel import Session

from claimdesk.models.codebook import load_codebook
from claimdesk.models.errors import ClaimdeskError
from claimdesk.models.project import Project
from claimdesk.resources import files

STARTER_CODEBOOK = "codebooks/security.json"


def create_project(path: Path, codebook: Path | None = None) -> None:
    """Make a new project at `path` with the codebook of the file `codebook`, or the starter one.

    Its codebook is there from the start: undo does not take it away. Raises ClaimdeskError if
    something is at `path` already or the codebook is none; then no file is made.
    """
    source = STARTER_CODEBOOK if codebook is None else str(codebook)
    content = files.read_json(STARTER_CODEBOOK) if codebook is None else read_codebook(codebook)

    def fill(session: Session) -> None:
        load_codebook(session, content, source)

    Project.create(path, fill).close()


def read_codebook(path: Path) -> Any:  # noqa: ANN401
    """The JSON value in a codebook file. Raises ClaimdeskError naming the file and the place."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ClaimdeskError(f"{path} does not exist; check the name.") from error
    except OSError as error:
        raise ClaimdeskError(f"{path} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ClaimdeskError(f"{path} is not a codebook: it is no UTF-8 text.") from error
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ClaimdeskError(f"{path} is not a codebook: no JSON at {place}.") from error
    except (RecursionError, ValueError) as error:
        raise ClaimdeskError(f"{path} is not a codebook: no JSON that can be read.") from error
