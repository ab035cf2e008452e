# SPDX-License-Identifier: MIT
"""Compares a new model of claims with the one in use, on articles that neither was trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from claimdesk.models.learning.claims.dataset import ClaimExample, TrainingArticle
from claimdesk.models.learning.claims.evaluation import ArticleMatches, Totals, mistakes
from claimdesk.models.learning.claims.model import ClaimModel
from claimdesk.models.learning.claims.training import Trained
from claimdesk.models.learning.gate import Found, beats_rules, chance_of, f_differences
from claimdesk.models.learning.model_store import TrainingResult
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.suggest.data import Pipeline, StoredModel

_MIN_COMPARED = 5
"""Articles on which a model is compared with an earlier one, if there are as many."""
_DIGITS = 16

Counts = tuple[int, int, int, int]
"""As `ArticleMatches.counts`."""


class Comparison:
    """The new model beside the one in use, on articles that neither was trained on."""

    def __init__(
        self,
        articles: Sequence[TrainingArticle],
        trained: Trained,
        active: StoredModel | None,
        report: Mapping[str, Any],
        pipeline: Pipeline,
    ) -> None:
        self._articles, self._trained = articles, trained
        least = trained.model.threshold
        self._judged = [
            ArticleMatches.of(one, [claim for claim, points in found if points >= least])
            for one, found in zip(articles, trained.found, strict=True)
        ]
        self._version: int | None = None
        """The version that the new model is compared with; None: the rules."""
        self._rules = [_by_rules(one) for one in articles]
        self._before: list[Counts | None] = [*self._rules]
        if active is not None:
            by_model = _by_model(articles, active, report, pipeline)
            if sum(counts is not None for counts in by_model) >= _MIN_COMPARED:
                self._version, self._before = active.version, by_model

    def result(self, about: Mapping[str, Any]) -> TrainingResult:
        """Return the report, and the model if it beats the rules and is no worse than before."""
        both = [
            (judged.counts, before)
            for judged, before in zip(self._judged, self._before, strict=True)
            if before is not None
        ]
        now = Totals.of(counts for counts, _before in both)
        before = Totals.of(counts for _now, counts in both)
        differences = self._over_rules()
        better = beats_rules(differences)
        adopted = better and now.quality >= before.quality
        what = "rules" if self._version is None else f"version {self._version}"
        report = {
            **about,
            "adopted": adopted,
            "reason": self._reason(better, adopted, now, before),
            "chance": round(chance_of(differences), 4),
            "compared": len(both),
            "threshold": self._trained.model.threshold,
            "now": now.figures("new"),
            "before": before.figures(what),
            "mistakes": mistakes(self._judged),
            "held_out": self._held_out(),
        }
        return TrainingResult(report, self._trained.model.packed() if adopted else None)

    def _over_rules(self) -> list[float]:
        """Return by how much more the new model finds than the rules in each article."""
        found = []
        for place in (0, 1):  # by content, and by content and source
            before = [Found(counts[place], counts[3]) for counts in self._rules]
            now = [Found(one.counts[place], one.counts[3]) for one in self._judged]
            found.append(f_differences(before, now, [counts[2] for counts in self._rules]))
        return [sum(both) for both in zip(*found, strict=True)]

    def _reason(self, better: bool, adopted: bool, now: Totals, before: Totals) -> str:
        if self._version is None:
            sentence = (
                _("It is better: F {now} after {before} by rules.")
                if adopted
                else _("It is not surely better: F {now} after {before} by rules.")
            )
        elif not better:
            sentence = _("It is not surely better than the rules: F {now}.")
        else:
            sentence = (
                _("It is no worse: F {now} after {before} by version {version}.")
                if adopted
                else _("It is worse: F {now} after {before} by version {version}.")
            )
        return sentence.format(
            now=f"{100 * now.quality:.1f}",
            before=f"{100 * before.quality:.1f}",
            version=self._version,
        )

    def _held_out(self) -> dict[str, list[int]]:
        """For each article, by its text and claims, the counts of models that did not see it."""
        return {_key(judged.article.example): list(judged.counts) for judged in self._judged}


def _by_rules(one: TrainingArticle) -> Counts:
    return ArticleMatches.of(one, [one.table.drafts[i] for i in sorted(one.table.kept)]).counts


def _by_model(
    articles: Sequence[TrainingArticle],
    active: StoredModel,
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
