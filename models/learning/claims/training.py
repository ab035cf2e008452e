# SPDX-License-Identifier: MIT
"""Training a model of claims, so that it is measured on articles that it did not see.

The articles are dealt into folds. For each fold the first two stages are trained on the others and
applied to it; from these outputs the third and fourth stage learn, and they are measured by the
same folds. What goes into use is trained on all; of the first two stages it is the mean with those
of the folds, which errs less than any of them (bagging: Breiman, Machine Learning 1996).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from claimdesk.models.learning.arrays.crf import (
    Linear,
    TrainingSettings,
    averaged,
    probability,
    scores,
    train,
)
from claimdesk.models.learning.arrays.hashing import Features
from claimdesk.models.learning.arrays.net import Net, Probabilities, train_net
from claimdesk.models.learning.arrays.weights import Weights
from claimdesk.models.learning.claims.candidate_relations import CandidateRelations
from claimdesk.models.learning.claims.candidates import (
    ROLES,
    ClaimCandidate,
    find_candidates,
    selected,
)
from claimdesk.models.learning.claims.dataset import (
    TrainingArticle,
    correctness,
    quality,
    role_labels,
)
from claimdesk.models.learning.claims.model import ClaimModel
from claimdesk.models.learning.claims.ranking import rank_features
from claimdesk.models.learning.claims.reranker import reranker_columns
from claimdesk.models.learning.claims.role_features import Pairs, role_features
from claimdesk.models.messages.catalogue import _

FOLDS = 3
CUES = TrainingSettings(epochs=8, batch=1_500, penalty=3e-4)
ROLE = TrainingSettings(epochs=6, batch=6_000, penalty=1e-4)
RANKS = TrainingSettings(epochs=10, batch=400, penalty=1e-2, rate=0.05, least=3)
_THRESHOLDS = np.arange(0.2, 0.56, 0.02)

Found = list[tuple[ClaimCandidate, float]]
Progress = Callable[[float, str], None]
"""Is called with the progress, 0..1, and the step; an exception in it ends the training."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and what models like it found in each article without having seen it."""

    model: ClaimModel
    found: list[Found]
    """For each article all selected claims with their scores, also those below the threshold."""


def train_claims(articles: Sequence[TrainingArticle], pipeline: str, progress: Progress) -> Trained:
    """Train on these articles; at least FOLDS of them, each with a claim.

    The same articles in the same order give the same model.
    """
    steps = _StepProgress(progress)
    rest = [[one for i, one in enumerate(articles) if i % FOLDS != fold] for fold in range(FOLDS)]
    chances: list[Probabilities] = [np.zeros(0)] * len(articles)
    cues, roles = [], []
    for fold in range(FOLDS):
        cues.append(_train_cues(rest[fold], steps))
        for i in range(fold, len(articles), FOLDS):
            chances[i] = _chances(articles[i], Weights(cues[-1]))
    for fold in range(FOLDS):
        roles.append(_train_roles(articles, chances, _others(len(articles), fold), steps))
        weights = Weights(roles[-1])
        for i in range(fold, len(articles), FOLDS):
            articles[i].found = find_candidates(articles[i].table, chances[i], weights)
    cues.append(_train_cues(articles, steps))
    roles.append(_train_roles(articles, chances, range(len(articles)), steps))
    ranks, points = _train_ranks(articles, steps)
    net, points = _train_net(articles, points, steps)
    found = [selected(one.found, p, 0.0) for one, p in zip(articles, points, strict=True)]
    threshold = _threshold(articles, found)
    model = ClaimModel.of(averaged(cues), averaged(roles), ranks, net, threshold, pipeline)
    return Trained(model, found)


def _others(count: int, fold: int) -> list[int]:
    return [i for i in range(count) if i % FOLDS != fold]


class _StepProgress:
    """Reports the progress of the training; each step counts roughly as much as it takes."""

    def __init__(self, progress: Progress) -> None:
        self._report = progress
        self._done, self._total = 0.0, FOLDS * (1 + 4) + 1.5 * (1 + 4) + 1.5

    def begin(self, name: str, weight: float) -> Callable[[], None]:
        """Return what a training calls now and then."""
        self._report(min(self._done / self._total, 1.0), name)
        self._done += weight
        return lambda: self._report(min(self._done / self._total, 1.0), name)


def _train_cues(articles: Sequence[TrainingArticle], steps: _StepProgress) -> Linear:
    labels = np.concatenate([one.labels for one in articles])
    return train(
        np.concatenate([one.features for one in articles]),
        labels,
        np.ones(len(labels), np.int64),
        2,
        CUES,
        steps.begin(_("Learning cues"), 1),
    )


def _chances(article: TrainingArticle, cues: Weights) -> Probabilities:
    found = np.zeros(article.table.size)
    found[article.rows] = probability(scores(cues.table, article.features))
    return found


def _train_roles(
    articles: Sequence[TrainingArticle],
    chances: Sequence[Probabilities],
    chosen: Sequence[int],
    steps: _StepProgress,
) -> Linear:
    features, labels, sizes = [], [], []
    for i in chosen:
        anchors = sorted(articles[i].anchors)
        if anchors:
            pairs = Pairs.around(articles[i].table, anchors)
            features.append(role_features(articles[i].table, pairs, chances[i]))
            labels.append(role_labels(articles[i], pairs))
            sizes.append(pairs.sizes)
    tick = steps.begin(_("Learning sources and contents"), 4)
    rows, right, length = np.concatenate(features), np.concatenate(labels), np.concatenate(sizes)
    return train(rows, right, length, ROLES, ROLE, tick)


def _train_ranks(
    articles: Sequence[TrainingArticle], steps: _StepProgress
) -> tuple[Linear, list[Probabilities]]:
    """Train the third stage; return it, and scores by models that did not see the candidates."""
    features = [
        rank_features(one.table, one.found, CandidateRelations(one.table, one.found))
        for one in articles
    ]
    right = [np.array([correctness(one, c)[1] for c in one.found], np.int64) for one in articles]
    tick = steps.begin(_("Learning which claims to suggest"), 1)

    def fit(chosen: Sequence[int]) -> Linear:
        rows: Features = np.concatenate([features[i] for i in chosen])
        labels = np.concatenate([right[i] for i in chosen])
        return train(rows, labels, np.ones(len(labels), np.int64), 2, RANKS, tick)

    points: list[Probabilities] = [np.zeros(0)] * len(articles)
    for fold in range(FOLDS):
        part = Weights(fit(_others(len(articles), fold)))
        for i in range(fold, len(articles), FOLDS):
            points[i] = probability(scores(part.table, features[i]))
    return fit(range(len(articles))), points


def _train_net(
    articles: Sequence[TrainingArticle], points: Sequence[Probabilities], steps: _StepProgress
) -> tuple[Net, list[Probabilities]]:
    """Train the fourth stage; return it, and scores by nets that did not see the candidates."""
    columns = [
        reranker_columns(one.table, one.found, CandidateRelations(one.table, one.found), p)
        for one, p in zip(articles, points, strict=True)
    ]
    right = [np.array([quality(one, c) for c in one.found]) for one in articles]
    tick = steps.begin(_("Learning which claims to suggest"), 0.5)

    def fit(chosen: Sequence[int]) -> Net:
        before, values, wanted = (
            np.concatenate([part[i] for i in chosen]) for part in (points, columns, right)
        )
        return train_net(before, values, wanted, tick)

    corrected: list[Probabilities] = [np.zeros(0)] * len(articles)
    for fold in range(FOLDS):
        part = fit(_others(len(articles), fold))
        for i in range(fold, len(articles), FOLDS):
            corrected[i] = part.corrected(points[i], columns[i])
    return fit(range(len(articles))), corrected


def _threshold(articles: Sequence[TrainingArticle], found: Sequence[Found]) -> float:
    """Return the threshold with the best F by content: a source is corrected with a key or two."""
    gold = sum(len(one.right) for one in articles)
    judged = [
        (points, correctness(one, candidate)[0])
        for one, claims in zip(articles, found, strict=True)
        for candidate, points in claims
    ]

    def f(least: float) -> float:
        kept = [right for points, right in judged if points >= least]
        return 2 * sum(kept) / max(len(kept) + gold, 1)

    return round(float(max(_THRESHOLDS, key=f)), 2)
