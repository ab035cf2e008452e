# SPDX-License-Identifier: MIT
"""What a program that was killed left half-made goes; what another is making stays."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from claimdesk.models.codebook.starter import create_project
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.project import Project
from claimdesk.models.store.repair.repair import repair

CREATE = """
import sys
from pathlib import Path
from claimdesk.models.store.project import Project

def fill(_session):
    print("half made", flush=True)
    sys.stdin.read()

Project.create(Path(sys.argv[1]), fill)
"""


@pytest.fixture
def creating(tmp_path: Path) -> subprocess.Popen[bytes]:
    """A program that is half through making a project."""
    command = [sys.executable, "-P", "-c", CREATE, str(tmp_path / "half.claimdesk")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline().strip() == b"half made"
        yield process
        process.kill()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def half_made(folder: Path) -> list[Path]:
    return [path for path in folder.glob(".claimdesk-new-*") if path.is_dir()]


@pytest.mark.drill
def test_what_a_killed_program_left_is_cleared_away(
    creating: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    assert len(half_made(tmp_path)) == 1
    create_project(tmp_path / "a.claimdesk")
    assert len(half_made(tmp_path)) == 1, "it is being made"
    creating.kill()
    creating.wait()
    Project.open(tmp_path / "a.claimdesk").close()
    assert half_made(tmp_path) == []
    # The lock of the name that it was to have is a file that the next one takes over.
    create_project(tmp_path / "half.claimdesk")
    assert names(tmp_path) == {"a.claimdesk", "half.claimdesk"}


def test_what_a_program_on_another_computer_left_stays(tmp_path: Path) -> None:
    left = tmp_path / ".claimdesk-new-0123456789ab"
    left.mkdir()
    (left / "new").write_bytes(b"half made")
    lock = left.with_name(f"{left.name}.lock")
    lock.write_text(json.dumps({"program": "claimdesk", "process": 7, "host": "elsewhere"}))
    create_project(tmp_path / "a.claimdesk")
    assert (left / "new").exists()
    assert lock.exists()


def test_a_repair_leaves_nothing_behind(tmp_path: Path) -> None:
    damaged, new = tmp_path / "a.claimdesk", tmp_path / "new.claimdesk"
    create_project(damaged)
    repair(damaged, new)
    assert names(tmp_path) == {"a.claimdesk", "new.claimdesk"}
    damaged.write_bytes(b"nothing that could be read")
    with pytest.raises(ClaimdeskError):
        repair(damaged, tmp_path / "other.claimdesk")
    assert names(tmp_path) == {"a.claimdesk", "new.claimdesk"}
