# SPDX-License-Identifier: MIT
"""Learns claims from finished articles: train, compare with rules and what is in use, adopt."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from claimdesk.models.learning.claims import dataset
from claimdesk.models.learning.claims.comparison import Comparison
from claimdesk.models.learning.claims.dataset import ClaimExample, TrainingArticle, prepare
from claimdesk.models.learning.claims.model import pipeline_name
from claimdesk.models.learning.claims.training import Progress, train_claims
from claimdesk.models.learning.model_store import CLAIM_MODELS, TrainingResult
from claimdesk.models.learning.parses import ParseCache
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.project import Project
from claimdesk.models.suggest.data import StoredModel
from claimdesk.models.suggest.engine import Engine

MIN_ARTICLES = 6
"""Articles that are needed; with fewer, one can't say how good a model is."""
_PARSING = 0.3
"""Share of the progress that reading takes."""


def learn_project(
    project: Project, engine: Engine, progress: Progress, cache: ParseCache | None = None
) -> dict[str, Any]:
    """Learn from the finished articles of a project and use what is no worse; return the report.

    Raises ClaimdeskError if there is nothing to learn from.
    """
    with project.reading() as connection:
        examples = dataset.read(connection)
        active = CLAIM_MODELS.active(connection)
        report = CLAIM_MODELS.active_report(connection)
    if not examples:
        raise ClaimdeskError(
            _("{path} has no finished article with accepted claims; mark articles as done.").format(
                path=project.path
            )
        )
    return CLAIM_MODELS.save(project, learn(examples, active, report, engine, progress, cache))


def learn(
    examples: Sequence[ClaimExample],
    active: StoredModel | None,
    report: Mapping[str, Any],
    engine: Engine,
    progress: Progress,
    cache: ParseCache | None = None,
) -> TrainingResult:
    """Train on these examples; adopt what beats the rules and is no worse than `active`.

    `report` is the one of `active`. Whether the rules are beaten says `gate.beats_rules`.

    Takes seconds to a minute; parses are taken from `cache`, and kept there.

    The report is {"layer", "adopted", "reason", "version", "articles", "claims", "seconds",
    "pipeline", "threshold", "compared", "chance", "now", "before", "mistakes", "held_out"}.

    - "reason" is a sentence that says why it was adopted or not. "version" is null if it was not.
    - "now" and "before" are {"what", "content", "content_source"}: precision, recall and F in
      percent of the claims found, and found with their source, each as {"p", "r", "f", "tp",
      "gold", "pred"}, over the "compared" articles, on each of which the model was not trained.
      "what" is `rules` or `version N`. Both are null if there was too little to learn from.
    - "mistakes" is what it still gets wrong: {"missed": [{"cue", "count", "example"}], "spurious":
      the same, "bounds": how many claims were found with other bounds, "source": how many with
      another source}.
    - "held_out" is what a later comparison needs, article by article.
    """
    started = time.monotonic()
    pipeline = engine.pipeline
    about: dict[str, Any] = {
        "layer": CLAIM_MODELS.layer,
        "version": None,
        "articles": len(examples),
        "claims": sum(len(example.claims) for example in examples),
        "pipeline": pipeline_name(pipeline),
    }
    if engine.lacks_parser:
        return _nothing(about, _("The language pipeline has no English parser to learn with."))
    if len(examples) < MIN_ARTICLES:
        return _nothing(
            about,
            _("There are too few finished articles; {minimum} are needed.").format(
                minimum=MIN_ARTICLES
            ),
        )
    articles = _prepared(examples, engine, cache or ParseCache(), progress)
    if len(articles) < MIN_ARTICLES or sum(bool(one.anchors) for one in articles) < MIN_ARTICLES:
        return _nothing(
            about,
            _("There are too few articles with cues; {minimum} are needed.").format(
                minimum=MIN_ARTICLES
            ),
        )

    def training_progress(done: float, step: str) -> None:
        progress(_PARSING + (0.95 - _PARSING) * done, step)

    trained = train_claims(articles, pipeline_name(pipeline), training_progress)
    progress(0.95, _("Comparing with the version in use"))
    result = Comparison(articles, trained, active, report, pipeline).result(about)
    result.report["seconds"] = round(time.monotonic() - started, 1)
    progress(1.0, _("Done"))
    return result


def _nothing(about: Mapping[str, Any], reason: str) -> TrainingResult:
    missing = dict.fromkeys(("now", "before", "mistakes", "threshold"))
    return TrainingResult({**about, "adopted": False, "reason": reason, "compared": 0, **missing})


def _prepared(
    examples: Sequence[ClaimExample], engine: Engine, cache: ParseCache, progress: Progress
) -> list[TrainingArticle]:
    found: list[TrainingArticle] = []
    for number, example in enumerate(examples):
        progress(_PARSING * number / len(examples), _("Reading the finished articles"))
        one = prepare(example, cache.parsed(example.text, engine.nlp, engine.pipeline))
        if one is not None:
            found.append(one)
    cache.trim()
    # Dealt into folds in this order, each fold gets its share of those with cues.
    return sorted(found, key=lambda one: not one.anchors)
