# SPDX-License-Identifier: MIT
"""What the figures and the errors of an evaluation are called."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale


def _tr(text: str) -> str:
    return QCoreApplication.translate("evaluation", text)


def layer_name(layer: str) -> str:
    """The word for a layer of an evaluation."""
    return {
        "claims": _tr("Claims"),
        "mentions": _tr("Mentions of actors"),
        "domains": _tr("Words about domains"),
    }[layer]


def figure_rows(layer: str, figures: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """What is measured of a layer, for people: its name, what it means, and the figures."""
    rows = []
    for path, name, meaning in _figures()[layer]:
        values: Any = figures
        for part in path.split("."):
            values = values.get(part) if values else None
        if values is not None:
            rows.append((name, meaning, values))
    return rows


def _figures() -> dict[str, list[tuple[str, str, str]]]:
    return {
        "claims": [
            ("content", _tr("Content"), _tr("The contents have at least half their words common")),
            ("content_source", _tr("… and source"), _tr("… and the sources share a word")),
            ("all3", _tr("… and cue"), _tr("… and the cues share a word, too")),
            ("content_speaker", _tr("Content and speaker"),
             _tr("The speaker is the same, or the sources share a word")),
            ("exact_content", _tr("Content, word for word"), _tr("The contents are the same")),
            ("exact_all3", _tr("All three, word for word"),
             _tr("Source, cue and content are the same")),
            ("span_exact.source", _tr("Source, piece for piece"),
             _tr("Pieces of text that are the source of any claim, and equal")),
            ("span_exact.cue", _tr("Cue, piece for piece"), _tr("The same for cues")),
            ("span_exact.content", _tr("Content, piece for piece"), _tr("The same for contents")),
            ("stance", _tr("Stance"), _tr("Share right, of the claims whose content is found")),
            ("kind", _tr("Kind"), _tr("Share right, of the claims whose content is found")),
        ],
        "mentions": [
            ("typed", _tr("Words and kind"), _tr("The words are the same, and the actor's kind")),
            ("untyped", _tr("Words"), _tr("The same words, without article, title and ’s")),
            ("overlap", _tr("Words in common"), _tr("At least one character in common")),
            ("linking", _tr("Actor"), _tr("Share right, of the mentions whose words are found")),
        ],
        "domains": [
            ("overlap", _tr("Words in common"), _tr("At least one character in common")),
            ("untyped", _tr("Words"), _tr("The same words")),
            ("naming", _tr("Domain"), _tr("Share right, of the words that are found")),
        ],
    }  # fmt: skip


def fault_name(what: str) -> str:
    """The words for what is wrong with something."""
    return {
        "missed": _tr("missed"),
        "spurious": _tr("too much"),
        "wrong bounds": _tr("other bounds"),
        "wrong source": _tr("wrong source"),
        "wrong cue": _tr("wrong cue"),
        "wrong speaker": _tr("wrong speaker"),
        "wrong stance": _tr("wrong stance"),
        "wrong kind": _tr("wrong kind"),
        "wrong actor": _tr("wrong actor"),
        "wrong domain": _tr("wrong domain"),
    }.get(what, what)


def percent(value: float | None) -> str:
    """A percentage with one decimal, without its sign."""
    return "–" if value is None else QLocale().toString(float(value), "f", 1)


def count(value: int | None) -> str:
    """A number of things."""
    return "" if value is None else QLocale().toString(value)


_AROUND = 2
"""Words that are shown of what two texts have in common, on either side of what differs."""


def difference(one: str, other: str) -> tuple[str, str]:
    """Two texts without most of the words that both begin or end with."""
    a, b = one.split(), other.split()
    head = _common(a, b)
    tail = _common(a[head:][::-1], b[head:][::-1])
    before, after = max(0, head - _AROUND), max(0, tail - _AROUND)
    return _cut(a, before, after), _cut(b, before, after)


def _common(one: list[str], other: list[str]) -> int:
    """How many words two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cut(words: list[str], before: int, after: int) -> str:
    kept = words[before : len(words) - after]
    return " ".join([*["…"] * (before > 0), *kept, *["…"] * (after > 0)])
