# SPDX-License-Identifier: MIT
"""The report of a learned model as people read it.

A report is JSON from the project file, which nobody vouches for: what is missing or of another form
is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QLocale

from claimdesk.models.learning.model_store import CODE_MODELS
from claimdesk.models.messages.catalogue import _
from claimdesk.models.registry.kind_labels import actor_kind_label

_FIGURES = {
    "claim": ("content", "content_source"),
    "actor": ("typed", "untyped"),
}
MAIN = {"claim": "content_source", "actor": "typed"}
"""By which figure models of a layer are compared in a word."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that is measured: precision, recall and F in percent, now and before."""

    name: str
    now: tuple[float, float, float]
    before: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something that a model commonly gets wrong."""

    what: str
    words: str
    count: int
    example: str = ""


def figures(layer: str, report: Mapping[str, Any]) -> list[Figure]:
    """Return what was measured of a model, on articles that it was not trained on."""
    now, before = _object(report.get("now")), _object(report.get("before"))
    found = []
    for key in _FIGURES[layer]:
        values = _prf(now.get(key))
        if values is not None:
            found.append(Figure(_figure_name(key), values, _prf(before.get(key))))
    return found


def main_figure(layer: str, report: Mapping[str, Any]) -> float | None:
    """Return the F in percent that a model of a layer is known by."""
    values = _prf(_object(report.get("now")).get(MAIN[layer]))
    return values[2] if values else None


def mistakes(report: Mapping[str, Any]) -> list[Mistake]:
    """Return what a model commonly gets wrong, most often first."""
    told = _object(report.get("mistakes"))
    found = [
        *_listed(told.get("missed"), _("missed")),
        *_listed(told.get("spurious"), _("too much")),
    ]
    for key, what in (("bounds", _("other bounds")), ("source", _("other source"))):
        count = told.get(key)
        if isinstance(count, int) and count:
            found.append(Mistake(what, "", count))
    return sorted(found, key=lambda mistake: -mistake.count)


def origin(layer: str, report: Mapping[str, Any], when: str) -> str:
    """Return when a model was learned and, if its report says so, from how much."""
    articles = report.get("articles")
    things = report.get({"claim": "claims", "actor": "mentions"}[layer])
    if not isinstance(articles, int) or not isinstance(things, int):
        return _("Learned on {when}.").format(when=when)
    sentences = {
        "claim": _("Learned on {when} from {articles} articles with {things} claims."),
        "actor": _("Learned on {when} from {articles} articles with {things} mentions."),
    }
    number = QLocale().toString
    return sentences[layer].format(when=when, articles=number(articles), things=number(things))


def sentence(layer: str, report: Mapping[str, Any]) -> str:
    """Return what came of learning, in a sentence for the status bar."""
    reason = report.get("reason")
    why = reason if isinstance(reason, str) else ""
    if layer == CODE_MODELS.layer:
        return why
    if report.get("adopted") is not True:
        sentences = {
            "claim": _("No new version of claims was adopted. {reason}"),
            "actor": _("No new version of mentions was adopted. {reason}"),
        }
        return sentences[layer].format(reason=why).strip()
    now = main_figure(layer, report)
    before = _prf(_object(report.get("before")).get(MAIN[layer]))
    if now is None or before is None:
        return {
            "claim": _("Learned from your claims."),
            "actor": _("Learned from your mentions."),
        }[layer]
    sentences = {
        "claim": _("Learned from your claims: F {now}, before {before}."),
        "actor": _("Learned from your mentions: F {now}, before {before}."),
    }
    return sentences[layer].format(now=percent(now), before=percent(before[2]))


def percent(value: float) -> str:
    """Return a percentage with one decimal, without its sign."""
    return QLocale().toString(float(value), "f", 1)


def _figure_name(key: str) -> str:
    return {
        "content": _("Content"),
        "content_source": _("Content and source"),
        "typed": _("Words and kind"),
        "untyped": _("Words"),
    }[key]


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _prf(value: object) -> tuple[float, float, float] | None:
    match value:
        case {"p": float() | int() as p, "r": float() | int() as r, "f": float() | int() as f}:
            return float(p), float(r), float(f)
    return None


def _listed(value: object, what: str) -> Iterator[Mistake]:
    for entry in value if isinstance(value, list) else []:
        match entry:
            case {"cue": str(words), "count": int(count), "example": str(example)}:
                yield Mistake(what, words, count, example)
            case [str(words), str(kind), int(count)]:
                yield Mistake(what, words, count, actor_kind_label(kind))
