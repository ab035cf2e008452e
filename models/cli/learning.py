# SPDX-License-Identifier: MIT
"""`claimdesk learn`: train in this process, at low priority."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimdesk.models.cli import output
from claimdesk.models.cli.suggesting import load_engine
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.project import Project
from claimdesk.models.suggest import preferences

if TYPE_CHECKING:
    from claimdesk.models.learning.claims.training import Progress
    from claimdesk.models.learning.parses import ParseCache
    from claimdesk.models.suggest.engine import Engine


def learn(path: Path) -> dict[str, Any]:
    """Learn from the articles of a project that are done; return a report by layer.

    {"claim": as in `learning.claims.learner.learn`, without "held_out",
    "actor": as in `learning.mentions.learner.learn`,
    "domain": as in `learning.coding.learner.learn`}
    Raises ClaimdeskError if the project has nothing to learn from.
    """
    progress = output.Progress(_("Learning"))

    def show(done: float, step: str) -> None:
        progress.show(done, 1, step)

    with Project.open(path) as project:
        # Here, because it imports what takes long: a wrong name is reported at once.
        from claimdesk.models.learning.coding import learner as code_learner
        from claimdesk.models.learning.mentions import learner as mention_learner
        from claimdesk.models.learning.parses import ParseCache

        with project.reading() as connection:
            wanted = preferences.pipeline(connection)
        engine, cache = load_engine(wanted), ParseCache()
        try:
            mentions = mention_learner.learn_project(
                project, lambda text: cache.parsed(text, engine.nlp, engine.pipeline), progress=show
            )
            claims = _learn_claims(project, engine, cache, show, needed=not mentions["articles"])
            codes = code_learner.learn_project(project, engine, show, cache)
        finally:
            progress.clear()
    for report in (claims, mentions, codes):
        output.say(report["reason"])
    shown = {key: value for key, value in claims.items() if key != "held_out"}
    return {"claim": shown, "actor": mentions, "domain": codes}


def _learn_claims(
    project: Project, engine: Engine, cache: ParseCache, progress: Progress, *, needed: bool
) -> dict[str, Any]:
    """Learn claims; without any, report why, or fail if they are `needed`."""
    from claimdesk.models.learning.claims.learner import learn_project

    try:
        return learn_project(project, engine, progress, cache)
    except ClaimdeskError as error:
        if needed:
            raise
        return {"layer": "claim", "adopted": False, "version": None, "reason": str(error)}
