# SPDX-License-Identifier: MIT
"""Learns mentions from finished articles: train, evaluate on held-out articles, adopt if better."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from claimdesk.models.learning.gate import MIN_ARTICLES, beats_rules, chance_of
from claimdesk.models.learning.mentions import dataset
from claimdesk.models.learning.mentions.dataset import Fold, MentionExample
from claimdesk.models.learning.mentions.evaluation import (
    Evaluation,
    corrected_classes,
    evaluate,
)
from claimdesk.models.learning.mentions.model import packed_model
from claimdesk.models.learning.mentions.training import (
    Parse,
    parse_example,
    parse_fold,
    train_mentions,
)
from claimdesk.models.learning.model_store import MENTION_MODELS, TrainingResult
from claimdesk.models.learning.regression_check import check_example
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store.project import Project
from claimdesk.models.suggest.data import Knowledge
from claimdesk.models.suggest.known_names import KnownNames

Progress = Callable[[float, str], None]
"""Is called with the progress, 0..1, and the step."""


def learn_project(
    project: Project, parse: Parse, *, language: str = "en", progress: Progress = lambda *_: None
) -> dict[str, Any]:
    """Learn from the finished articles of a project and use what is better; return the report."""
    with project.reading() as connection:
        folds = dataset.read(connection, language)
    return MENTION_MODELS.save(project, learn(folds, parse, check_example(), progress=progress))


def learn(
    folds: Sequence[Fold],
    parse: Parse,
    check: MentionExample,
    *,
    progress: Progress = lambda *_: None,
) -> TrainingResult:
    """Train on all examples; adopt only what is better on held-out articles and forgets nothing.

    The report is {"layer", "adopted", "reason", "articles", "mentions", "seconds", "now", "before",
    "classes", "check", "mistakes", "trained_on", "chance"}. "now" and "before" are figures as in
    MentionScores over the same articles, none of which the model was trained on; "before" is of
    names, rules and memory alone. "classes" are those that the model decides about. "check" has
    {"now", "before"} of each class in an article of another project. "mistakes" is {"missed",
    "spurious"}: [words, kind, count], most frequent first.
    """
    started = time.monotonic()
    examples = [example for fold in folds for example in fold.examples]
    report: dict[str, Any] = {
        "layer": MENTION_MODELS.layer,
        "adopted": False,
        "articles": len(examples),
        "mentions": sum(len(example.mentions) for example in examples),
    }
    if len(examples) < MIN_ARTICLES:
        return TrainingResult({**report, "reason": _too_few(len(examples))})
    parsed = []
    for number, fold in enumerate(folds):
        progress(0.4 * number / len(folds), _("Reading the finished articles"))
        parsed.append(parse_fold(fold, parse))
    models = []
    for number, held_out in enumerate(parsed):
        progress(0.4 + 0.5 * number / len(folds), _("Trying it on held-out articles"))
        models.append(
            train_mentions([one for part in parsed if part is not held_out for one in part])
        )
    progress(0.9, _("Training on all of them"))
    everything = [one for part in parsed for one in part]
    model, on_folds = train_mentions(everything), list(zip(parsed, models, strict=True))
    classes = corrected_classes(everything)
    on_check = [([parse_example(check, KnownNames(Knowledge()), parse)], model)]
    held_out_result, check_result = evaluate(on_folds, classes), evaluate(on_check, classes)
    if worse := held_out_result.worse_classes() | check_result.missed_classes():
        classes -= worse
        held_out_result, check_result = evaluate(on_folds, classes), evaluate(on_check, classes)
    objection = _objection(held_out_result, check_result)
    report |= {
        **held_out_result.figures(),
        "classes": sorted(classes),
        "check": check_result.by_class(),
        "mistakes": held_out_result.mistakes.figures(),
        "trained_on": sorted(example.key for example in examples),
        "chance": round(chance_of(held_out_result.differences()), 4),
        "seconds": round(time.monotonic() - started, 1),
        "adopted": objection is None,
        "reason": objection or _("It is better on articles that it was not trained on."),
    }
    return TrainingResult(report, packed_model(model, classes) if objection is None else None)


def _too_few(count: int) -> str:
    return ngettext(
        "Mark at least {minimum} articles with mentions as done; there is 1.",
        "Mark at least {minimum} articles with mentions as done; there are {n}.",
        count,
    ).format(minimum=MIN_ARTICLES, n=count)


def _objection(held_out: Evaluation, check: Evaluation) -> str | None:
    """Return why a model is not adopted; None if it is."""
    now, before = (held_out.figures()[key]["typed"]["f"] for key in ("now", "before"))
    if not beats_rules(held_out.differences()):
        sentence = _("It is not surely better on held-out articles: F {now}, without it {before}.")
        return sentence.format(now=f"{now:.1f}", before=f"{before:.1f}")
    if worse := held_out.worse_classes():
        return _("It gets worse on held-out articles at: {classes}.").format(
            classes=_class_names(worse)
        )
    if missed := check.missed_classes():
        return _("It finds less than before in an article of another project: {classes}.").format(
            classes=_class_names(missed)
        )
    return None


def _class_names(classes: Iterable[str]) -> str:
    names = {
        "person": _("persons"),
        "body": _("organizations and groups"),
        "land": _("states and places"),
    }
    return ", ".join(names[name] for name in sorted(classes))
