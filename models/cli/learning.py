# SPDX-License-Identifier: MIT
"""`claimdesk learn`: training in this process, at low priority."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from claimdesk.models.cli import output
from claimdesk.models.cli.suggesting import load_engine
from claimdesk.models.project import Project


def learn(path: Path) -> dict[str, Any]:
    """Learn from the finished articles of a project; the report, a JSON object by layer.

    {"claim": as in `claimdesk.models.learning.claims.outcome.Outcome`, without "held_out"}
    Raises ClaimdeskError if the project has nothing to learn from.
    """
    progress = output.Progress("Learning")

    def tell(done: float, step: str) -> None:
        progress.show(done, 1, step)

    with Project.open(path) as project:
        # Here, because it imports what takes long: a wrong name shall be told at once.
        from claimdesk.models.learning.claims.learner import learn_project

        try:
            report = learn_project(project, load_engine(), tell)
        finally:
            progress.clear()
    output.say(report["reason"])
    return {"claim": {key: value for key, value in report.items() if key != "held_out"}}
