# SPDX-License-Identifier: MIT
"""Learns codes from finished articles, and uses what is better than the rules in articles unseen.

Each field is tried by itself: the articles are dealt into folds, and what the other folds teach
proposes codes for the claims that the rules suggested in a fold and that an analyst has, too.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from claimdesk.models.learning.calibration import Calibration
from claimdesk.models.learning.coding import dataset
from claimdesk.models.learning.coding.coders import DomainCoder
from claimdesk.models.learning.coding.dataset import (
    Case,
    CodeDataset,
    Parse,
    RuleTrial,
    try_rules,
)
from claimdesk.models.learning.coding.model import (
    CODERS,
    MEMORY,
    MIN_CERTAINTY,
    CodeModelContent,
    LearnedField,
    examples_of,
    packed_codes,
)
from claimdesk.models.learning.gate import MIN_ARTICLES, beats_rules, chance_of
from claimdesk.models.learning.model_store import CODE_MODELS, TrainingResult
from claimdesk.models.learning.parses import ParseCache
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.project import Project
from claimdesk.models.suggest.data import DOMAINS, CodedClaim, DomainEntry, StoredModel
from claimdesk.models.suggest.engine import Engine

FOLDS = 10
_TRYING = 0.8
"""Share of the progress that the rules' suggestions take."""
_MOST_CERTAINTY = 0.8
"""The most that is asked of a domain, however precise the rules are."""

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class _Judged:
    """A proposal other than the rules' for one case, by what was learned without its fold."""

    article: int
    fold: int
    probability: float
    right: bool
    """Whether what was learned is right."""
    by_rule: bool
    """Whether the rules are; for domains, that a domain more is wrong."""


@dataclass(frozen=True, slots=True)
class FieldTrial:
    """How often something learned and the rules are right in articles that it did not see."""

    part: str
    articles: int
    cases: int
    rules: int
    learned: int
    differences: tuple[int, ...]
    """How many more are right with what was learned, in each article."""
    sure: tuple[int, int]
    """How many proposals other than the rules' are sure enough, and how many of them are right."""
    used: LearnedField

    @property
    def better(self) -> bool:
        """Whether what was learned is used: it beats the rules, and keeps what it promises."""
        made, right = self.sure
        return beats_rules(self.differences) and right >= self.used.least * made

    def figures(self) -> dict[str, Any]:
        """{"use", "articles", "cases", "rules", "learned", "chance"}: see `learn`."""
        return {
            "use": self.part if self.better else "rules",
            "articles": self.articles,
            "cases": self.cases,
            "rules": self.rules,
            "learned": self.learned,
            "chance": round(chance_of(self.differences), 4),
        }


def learn_project(
    project: Project, engine: Engine, progress: Progress, cache: ParseCache | None = None
) -> dict[str, Any]:
    """Learn codes from the finished articles of a project; return the report."""
    with project.reading() as connection:
        found = dataset.read(connection)
        known = CODE_MODELS.active_report(connection)
    return CODE_MODELS.save(project, learn_if_changed(found, known, engine, progress, cache))


def is_due(project: Project) -> bool:
    """Return whether there is something to learn that was not learned yet."""
    with project.reading() as connection:
        found = dataset.read(connection)
        known = CODE_MODELS.active_report(connection)
    return known.get("state") != found.state and _teaches(found, known)


def _teaches(found: CodeDataset, known: Mapping[str, Any]) -> bool:
    return bool(found.articles or known or any(one["cases"] for one in found.memory.values()))


def learn_if_changed(
    found: CodeDataset,
    known: Mapping[str, Any],
    engine: Engine,
    progress: Progress = lambda *_: None,
    cache: ParseCache | None = None,
) -> TrainingResult:
    """Learn codes, unless `known` is the report on the same claims; then nothing is to be stored.

    Nothing is stored either if there is nothing to learn from and never was.
    """
    if known.get("state") == found.state:
        return TrainingResult({**known, "adopted": False})
    if not _teaches(found, known):
        about = {"layer": CODE_MODELS.layer, "adopted": False, "articles": 0, "claims": 0}
        return TrainingResult({**about, "reason": _reason(False), "fields": {}})
    parses = cache or ParseCache()
    return learn(
        found, engine, lambda text: parses.parsed(text, engine.nlp, engine.pipeline), progress
    )


def current_codes(
    connection: Connection, load: Callable[[], Engine], cache: ParseCache | None = None
) -> StoredModel | None:
    """Return what the finished articles teach of codes now, for who can't store it.

    Learns, with the engine that `load` gives, if what is stored is out of date and there are enough
    articles to learn from.
    """
    found = dataset.read(connection)
    stored = CODE_MODELS.active(connection)
    if CODE_MODELS.active_report(connection).get("state") == found.state:
        return stored
    if len(found.articles) < MIN_ARTICLES:
        return None
    result = learn_if_changed(found, {}, load(), cache=cache)
    return StoredModel.of(0, result.data or b"") if result.report["adopted"] else None


def learn(
    found: CodeDataset, engine: Engine, parse: Parse, progress: Progress = lambda *_: None
) -> TrainingResult:
    """Try what the coded claims teach in each field; use it where it beats the rules.

    The report is {"layer", "adopted", "reason", "articles", "claims", "seconds", "state",
    "fields"}. "fields" has for each field, and for DOMAINS, {"use": `rules`, `memory` or `model`,
    "articles", "cases": how many claims were compared, "rules", "learned": how many of them are
    right, "chance": see `gate.chance_of`}; of NAMES and WORDS what `MemoryTrial.figures` says.
    "state" tells whether something changed since.
    """
    started = time.monotonic()
    step = _("Trying codes on held-out articles")
    trial = try_rules(found, engine, parse, lambda done: progress(_TRYING * done, step))
    fold_of = {article.id: n % FOLDS for n, article in enumerate(found.articles)}
    trials: dict[str, FieldTrial] = {}
    for number, name in enumerate(found.fields):
        progress(_TRYING + (1 - _TRYING) * number / len(found.fields), step)
        trials[name] = _try_field(name, trial, fold_of)
    trials[DOMAINS] = _try_domains(trial, found.domains, fold_of)
    used = {name: one.used for name, one in trials.items() if one.better}
    report = {
        "layer": CODE_MODELS.layer,
        "adopted": bool(used),
        "reason": _reason(bool(used)),
        "articles": len(found.articles),
        "claims": len(trial.examples),
        "seconds": round(time.monotonic() - started, 1),
        "state": found.state,
        "fields": {**{name: one.figures() for name, one in trials.items()}, **found.memory},
    }
    claims = tuple(claim for _article, claim in trial.examples) if used else ()
    return TrainingResult(report, packed_codes(CodeModelContent(claims, used)))


def _reason(adopted: bool) -> str:
    if adopted:
        return _("Some codes are proposed as you gave them to other claims.")
    return _("Codes are proposed by rules: what was learned is not surely better yet.")


def _try_field(name: str, trial: RuleTrial, fold_of: Mapping[int, int]) -> FieldTrial:
    # Claims left without a code count, too, where others of the article have one: nothing proposed
    # is right for them, but nobody learns from them, since the code may just be missing.
    coding = {article for article, claim in trial.examples if claim.code(name)}
    cases = [case for case in trial.cases if case.article in coding]
    found = [
        _trial(part, cases, _judged_codes(name, part, cases, trial, fold_of), name)
        for part in CODERS
    ]
    return max(found, key=lambda one: (one.better, one.learned))


def _judged_codes(
    name: str, part: str, cases: Sequence[Case], trial: RuleTrial, fold_of: Mapping[int, int]
) -> list[_Judged]:
    judged = []
    for fold, inside in _by_fold(cases, fold_of):
        coder = CODERS[part](examples_of(_outside(trial, fold, fold_of), name))
        for case in inside:
            rule, right = case.suggested.rule(name), case.right.code(name)
            proposed = coder.propose(case.suggested, rule)
            if proposed is not None and proposed[0] != rule:
                learned = proposed[0] == right
                judged.append(_Judged(case.article, fold, proposed[1], learned, rule == right))
    return judged


def _try_domains(
    trial: RuleTrial, domains: Sequence[DomainEntry], fold_of: Mapping[int, int]
) -> FieldTrial:
    """Try to propose a domain where the rules propose none.

    It is right if the claim has it and wrong otherwise: then nothing would have been better. It
    has to be as sure as the domains of the rules are, so that these are not drowned.
    """
    judged = []
    for fold, inside in _by_fold(trial.cases, fold_of):
        coder = DomainCoder(_outside(trial, fold, fold_of), domains)
        for case in inside:
            proposed = None if case.suggested.domains else coder.propose(case.suggested.content)
            if proposed is not None:
                right = proposed[0].name in case.right.domains
                judged.append(_Judged(case.article, fold, proposed[1], right, by_rule=not right))
    proposed_by_rule = [(name, one) for one in trial.cases for name in one.suggested.domains]
    right_by_rule = sum(name in one.right.domains for name, one in proposed_by_rule)
    precision = (right_by_rule + 1) / (len(proposed_by_rule) + 2)
    least = min(max(precision, MIN_CERTAINTY), _MOST_CERTAINTY)
    found = _trial(MEMORY, trial.cases, judged, DOMAINS, least)
    by_rule = sum(set(one.suggested.domains) == set(one.right.domains) for one in trial.cases)
    return replace(found, rules=by_rule, learned=by_rule + sum(found.differences))


def _trial(
    part: str,
    cases: Sequence[Case],
    judged: Sequence[_Judged],
    name: str,
    least: float = MIN_CERTAINTY,
) -> FieldTrial:
    """Count what is right with the learned proposals that are sure enough, and by rules."""
    gained: Counter[int] = Counter()
    sure: list[bool] = []
    for fold in sorted({one.fold for one in judged}):
        calibration = _calibration(one for one in judged if one.fold != fold)
        for one in judged:
            if one.fold == fold and calibration.certainty(one.probability) >= least:
                gained[one.article] += one.right - one.by_rule
                sure.append(one.right)
    by_rule = sum(one.suggested.rule(name) == one.right.code(name) for one in cases)
    articles = sorted({one.article for one in cases})
    return FieldTrial(
        part,
        len(articles),
        len(cases),
        by_rule,
        by_rule + gained.total(),
        tuple(gained[article] for article in articles),
        (len(sure), sum(sure)),
        LearnedField(part, _calibration(judged), least),
    )


def _calibration(judged: Iterable[_Judged]) -> Calibration:
    told = list(judged)
    return Calibration.fitted([one.probability for one in told], [one.right for one in told])


def _by_fold(cases: Iterable[Case], fold_of: Mapping[int, int]) -> Iterable[tuple[int, list[Case]]]:
    folds: dict[int, list[Case]] = {}
    for case in cases:
        folds.setdefault(fold_of[case.article], []).append(case)
    return sorted(folds.items())


def _outside(trial: RuleTrial, fold: int, fold_of: Mapping[int, int]) -> list[CodedClaim]:
    return [claim for article, claim in trial.examples if fold_of[article] != fold]
