# SPDX-License-Identifier: MIT
"""Writing an export so that it is whole and true, or not there at all."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.disk import draft_of, sync_folder
from claimdesk.models.store.project import Project


@dataclass(slots=True)
class Written:
    """What an export holds, and what the format made the writer change or leave out."""

    rows: Counter[str] = field(default_factory=Counter)
    """How many rows were written, by table."""
    left_out: Counter[str] = field(default_factory=Counter)
    """How many there are of what is left out, by what it is."""


def write_verified(
    output: Path, project: Project, write: Callable[[Path], None], verify: Callable[[Path], None]
) -> None:
    """Let `write` fill a new file beside `output` and `verify` read it; then it becomes `output`.

    What was at `output` stays as it was until the new file is on disk and verified, and if anything
    fails. Raises ClaimdeskError if the place cannot be written, or is a folder or a project.
    """
    _check_place(output, project)
    draft = draft_of(output)
    try:
        write(draft)
        verify(draft)
        draft.replace(output)
        sync_folder(output.parent)
    except OSError as error:
        reason = error.strerror or error
        raise ClaimdeskError(
            _("{output} cannot be written: {reason}; nothing changed.").format(
                output=output, reason=reason
            )
        ) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _check_place(output: Path, project: Project) -> None:
    if output.is_dir():
        raise ClaimdeskError(_("{output} is a folder; name a file in it.").format(output=output))
    if output.suffix == project.path.suffix == ".claimdesk" or output.absolute() == project.path:
        raise ClaimdeskError(
            _("{output} would replace a project; choose another name.").format(output=output)
        )
    if output.exists() and not output.is_file():
        raise ClaimdeskError(
            _("{output} is not an ordinary file; choose another name.").format(output=output)
        )
    beside = {f"{project.path.name}{end}" for end in ("-wal", "-shm", "-journal", ".lock")}
    if output.name in beside and output.absolute().parent.resolve() == project.path.parent:
        raise ClaimdeskError(
            _("{output} belongs to the project; choose another name.").format(output=output)
        )
    if not output.absolute().parent.is_dir():
        raise ClaimdeskError(
            _("{parent} is not a folder; create it first.").format(parent=output.parent)
        )
