# SPDX-License-Identifier: MIT
"""Learns mentions in a project, in this process: for the command line and the worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from claimdesk.models.learning.mentions import dataset, model_versions
from claimdesk.models.learning.mentions.training import Parse, Step, learn
from claimdesk.models.learning.regression_check import check_example
from claimdesk.models.store.project import Project


def learn_mentions(
    project: Project,
    parse: Parse,
    *,
    language: str = "en",
    step: Step = lambda _done, _text: None,
    stopped: Callable[[], bool] = lambda: False,
) -> dict[str, Any]:
    """Learn from the finished articles and use what is better; the report (see `Learned`)."""
    with project.reading() as connection:
        folds = dataset.read(connection, language)
    return model_versions.keep(
        project, learn(folds, parse, check_example(), step=step, stopped=stopped)
    )
