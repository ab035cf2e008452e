# SPDX-License-Identifier: MIT
"""Learning claims from finished articles: train, compare with what is in use, adopt if no worse."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from claimdesk.models.learning.claims import examples as reading
from claimdesk.models.learning.claims import versions
from claimdesk.models.learning.claims.dataset import TrainingArticle, prepare
from claimdesk.models.learning.claims.evaluation import ArticleMatches, Totals, mistakes
from claimdesk.models.learning.claims.examples import ClaimExample
from claimdesk.models.learning.claims.model import ClaimModel, pipeline_name
from claimdesk.models.learning.claims.result import LAYER, Learned, Outcome
from claimdesk.models.learning.claims.training import Trained, train_claims
from claimdesk.models.learning.parses import ParseCache
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.project import Project

if TYPE_CHECKING:
    from spacy.language import Language

    from claimdesk.models.suggest.data import Pipeline
    from claimdesk.models.suggest.engine import Engine

FEWEST = 6
"""Articles that are needed; with fewer, how good a model is can't be told."""
_ENOUGH = 5
"""Articles on which a model is compared with an earlier one, if there are as many."""
_PARSING = 0.3
"""Share of the progress that reading takes."""
_DIGITS = 16

Tell = Callable[[float, str], None]
"""Is told the progress, 0..1, and the step; what it raises ends the learning."""
Counts = tuple[int, int, int, int]


def learn_project(
    project: Project, engine: Engine, tell: Tell, cache: ParseCache | None = None
) -> dict[str, Any]:
    """Learn from the finished articles of a project and keep what is no worse; the report.

    Raises ClaimdeskError if there is nothing to learn from.
    """
    with project.reading() as connection:
        examples = reading.read(connection)
        active, report = versions.active(connection), versions.SHELF.active_report(connection)
    if not examples:
        raise ClaimdeskError(
            _("{path} has no finished article with accepted claims; mark articles as done.").format(
                path=project.path
            )
        )
    return versions.keep(project, learn(examples, active, report, engine, tell, cache))


def learn(
    examples: Sequence[ClaimExample],
    active: Learned | None,
    report: Mapping[str, Any],
    engine: Engine,
    tell: Tell,
    cache: ParseCache | None = None,
) -> Outcome:
    """A model learned from these examples, if it is no worse than `active` with its `report`.

    Takes seconds to a minute; parses are taken from `cache`, and kept there.
    """
    started = time.monotonic()
    nlp, pipeline = engine.nlp, engine.pipeline
    about: dict[str, Any] = {
        "layer": LAYER,
        "version": None,
        "articles": len(examples),
        "claims": sum(len(example.claims) for example in examples),
        "pipeline": pipeline_name(pipeline),
    }
    if engine.lacks_parser:
        return _nothing(about, "The language pipeline has no English parser to learn with.")
    if len(examples) < FEWEST:
        return _nothing(about, f"There are too few finished articles; {FEWEST} are needed.")
    articles = _lessons(examples, nlp, pipeline, cache or ParseCache(), tell)
    if len(articles) < FEWEST or sum(bool(one.anchors) for one in articles) < FEWEST:
        return _nothing(about, f"There are too few articles with cues; {FEWEST} are needed.")

    def tell_training(progress: float, step: str) -> None:
        tell(_PARSING + (0.95 - _PARSING) * progress, step)

    trained = train_claims(articles, pipeline_name(pipeline), tell_training)
    tell(0.95, "comparing")
    outcome = _Comparison(articles, trained, active, report, pipeline).outcome(about)
    outcome.report["seconds"] = round(time.monotonic() - started, 1)
    tell(1.0, "done")
    return outcome


def _nothing(about: Mapping[str, Any], reason: str) -> Outcome:
    missing = dict.fromkeys(("now", "before", "mistakes", "threshold"))
    return Outcome({**about, "adopted": False, "reason": reason, "compared": 0, **missing})


def _lessons(
    examples: Sequence[ClaimExample],
    nlp: Language,
    pipeline: Pipeline,
    cache: ParseCache,
    tell: Tell,
) -> list[TrainingArticle]:
    found: list[TrainingArticle] = []
    for number, example in enumerate(examples):
        tell(_PARSING * number / len(examples), "reading")
        one = prepare(example, cache.parsed(example.text, nlp, pipeline))
        if one is not None:
            found.append(one)
    cache.trim()
    # Dealt into folds in this order, each fold gets its share of those with cues.
    return sorted(found, key=lambda one: not one.anchors)


class _Comparison:
    """The new model beside the one in use, on articles that neither was trained on."""

    def __init__(
        self,
        articles: Sequence[TrainingArticle],
        trained: Trained,
        active: Learned | None,
        report: Mapping[str, Any],
        pipeline: Pipeline,
    ) -> None:
        self._lessons, self._trained = articles, trained
        least = trained.model.threshold
        self._judged = [
            ArticleMatches.of(one, [claim for claim, points in found if points >= least])
            for one, found in zip(articles, trained.found, strict=True)
        ]
        self._what = "rules"
        self._before: list[Counts | None] = [_by_rules(one) for one in articles]
        if active is not None:
            by_model = _by_model(articles, active, report, pipeline)
            if sum(counts is not None for counts in by_model) >= _ENOUGH:
                self._what, self._before = f"version {active.version}", by_model

    def outcome(self, about: Mapping[str, Any]) -> Outcome:
        """Return the report, and the model if it is no worse."""
        both = [
            (judged.counts, before)
            for judged, before in zip(self._judged, self._before, strict=True)
            if before is not None
        ]
        now = Totals.of(counts for counts, _unused in both)
        before = Totals.of(counts for _unused, counts in both)
        adopted = now.quality >= before.quality
        report = {
            **about,
            "adopted": adopted,
            "reason": _reason(adopted, now, before, self._what),
            "compared": len(both),
            "threshold": self._trained.model.threshold,
            "now": now.figures("new"),
            "before": before.figures(self._what),
            "mistakes": mistakes(self._judged),
            "held_out": self._held_out(),
        }
        return Outcome(report, self._trained.model.packed() if adopted else None)

    def _held_out(self) -> dict[str, list[int]]:
        """For each article, by its text and claims, the counts of models that did not see it."""
        return {_key(judged.article.example): list(judged.counts) for judged in self._judged}


def _reason(adopted: bool, now: Totals, before: Totals, what: str) -> str:
    figures = f"F {100 * now.quality:.1f} after {100 * before.quality:.1f} by {what}"
    return f"It is no worse: {figures}." if adopted else f"It is worse: {figures}."


def _by_rules(one: TrainingArticle) -> Counts:
    return ArticleMatches.of(one, [one.table.drafts[i] for i in sorted(one.table.kept)]).counts


def _by_model(
    articles: Sequence[TrainingArticle],
    active: Learned,
    report: Mapping[str, Any],
    pipeline: Pipeline,
) -> list[Counts | None]:
    """Return what a model reaches where it was not trained; None where that can't be told."""
    try:
        model = ClaimModel.read(active.data)
        model.check_pipeline(pipeline)
    except ClaimdeskError:
        return [None] * len(articles)
    known = report.get("held_out")
    held_out: Mapping[str, Any] = known if isinstance(known, dict) else {}
    seen = {key.partition(" ")[0] for key in held_out}
    found: list[Counts | None] = []
    for one in articles:
        key = _key(one.example)
        match held_out.get(key):
            case [int(content), int(sourced), int(right), int(all_)]:
                found.append((content, sourced, right, all_))
            case _ if key.partition(" ")[0] in seen:
                found.append(None)
            case _:
                found.append(ArticleMatches.of(one, model.claims(one.table)).counts)
    return found


def _key(example: ClaimExample) -> str:
    return f"{example.key[:_DIGITS]} {example.state[:_DIGITS]}"
