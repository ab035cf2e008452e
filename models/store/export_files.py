# SPDX-License-Identifier: MIT
"""Writing an export so that it is whole and true, or not there at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.disk import draft_of, move, sync_folder, write_atomically
from claimdesk.models.store.project import Project
from claimdesk.models.store.regular_files import resolved


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
        raise _cannot_be_written(output, error) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def write_small(output: Path, content: bytes) -> None:
    """Write a file in place of one that is there, or not at all.

    Raises ClaimdeskError if the place cannot be written.
    """
    try:
        write_atomically(output, content)
    except OSError as error:
        raise _cannot_be_written(output, error) from error


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Write files that belong together, each in place of one that is there; or none of them.

    All are on disk beside their places before the first gets its name. Raises ClaimdeskError if a
    place cannot be written.
    """
    drafts = {output: draft_of(output) for output in contents}
    output = Path()
    try:
        for output, content in contents.items():
            if output.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            write_atomically(drafts[output], content)
        for output, draft in drafts.items():
            move(draft, output)
            sync_folder(output.parent)
    except OSError as error:
        raise _cannot_be_written(output, error) from error
    finally:
        for draft in drafts.values():
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)


def write_folder(
    output: Path, write: Callable[[Path], None], verify: Callable[[Path], None]
) -> None:
    """Let `write` fill a new folder beside `output` and `verify` read it; then it becomes `output`.

    Raises ClaimdeskError if `output` exists or the place cannot be written.
    """
    if output.exists():
        raise ClaimdeskError(_("{output} exists already; name a new folder.").format(output=output))
    if not output.absolute().parent.is_dir():
        raise ClaimdeskError(
            _("{parent} is not a folder; create it first.").format(parent=output.parent)
        )
    draft = output.with_name(f".claimdesk-{secrets.token_hex(6)}.part")
    try:
        draft.mkdir()
        write(draft)
        verify(draft)
        draft.rename(output)
    except OSError as error:
        raise _cannot_be_written(output, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _cannot_be_written(output: Path, error: OSError) -> ClaimdeskError:
    return ClaimdeskError(
        _("{output} cannot be written: {reason}; nothing changed.").format(
            output=output, reason=error.strerror or error
        )
    )


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
    if output.name in beside and resolved(output.absolute().parent) == project.path.parent:
        raise ClaimdeskError(
            _("{output} belongs to the project; choose another name.").format(output=output)
        )
    if not output.absolute().parent.is_dir():
        raise ClaimdeskError(
            _("{parent} is not a folder; create it first.").format(parent=output.parent)
        )
