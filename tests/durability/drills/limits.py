# SPDX-License-Identifier: MIT
"""Files that the system lets grow no further: a full disk as the operating system reports it."""

from __future__ import annotations

import random
import resource
from pathlib import Path

from claimdesk.models.exchange.formats import export_project
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.project import Project
from drills import edits, small, state

Figures = dict[str, int]

_AT_ONCE = 12
"""Edits at most before the limit is drawn anew."""


def drill(limits: int, seed: int, folder: Path) -> Figures:
    """Draw a limit so many times while a project is edited and exported."""
    chance = random.Random(seed)
    path = folder / "p.claimdesk"
    figures = {"limits": limits, "refused": 0, "changed": 0, "unusable": 0, "exports_in_part": 0}
    small.create(path)
    with Project.open(path) as project:
        for _ in range(limits):
            _edit_until_refused(project, chance, figures)
            _export(project, folder / "out.jsonl", chance, figures)
            _usable(project, chance, figures)
    figures["damaged"] = int(not check(path)["ok"])
    return figures


def _edit_until_refused(project: Project, chance: random.Random, figures: Figures) -> None:
    wal = project.path.with_name(project.path.name + "-wal")
    _limit(wal.stat().st_size + chance.randrange(40_000))
    for _ in range(_AT_ONCE):
        before = _state(project)
        try:
            edits.do(project, "claim", chance)
        except ClaimdeskError:
            figures["refused"] += 1
            figures["changed"] += _state(project) != before
            break
    _limit(resource.RLIM_INFINITY)


def _export(project: Project, output: Path, chance: random.Random, figures: Figures) -> None:
    beside = sorted(output.parent.iterdir())
    _limit(chance.randrange(10_000))
    try:
        export_project(project, "jsonl", output)
    except ClaimdeskError:
        figures["exports_in_part"] += sorted(output.parent.iterdir()) != beside
    else:
        output.unlink()
    _limit(resource.RLIM_INFINITY)


def _usable(project: Project, chance: random.Random, figures: Figures) -> None:
    before = _state(project)
    edits.do(project, "claim", chance)
    figures["unusable"] += _state(project) == before


def _limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _state(project: Project) -> str:
    with project.reading() as connection:
        return state.fingerprint(state.driver(connection))
