# SPDX-License-Identifier: MIT
"""What the figures and the errors of an evaluation are called."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLocale

from claimdesk.models.messages.catalogue import _


def layer_name(layer: str) -> str:
    """Return the word for a layer of an evaluation."""
    return {
        "claims": _("Claims"),
        "mentions": _("Mentions of actors"),
        "domains": _("Words about domains"),
    }[layer]


def figure_rows(layer: str, figures: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Return what is measured of a layer, for people: its name, what it means, and the figures."""
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
            ("content", _("Content"), _("The contents have at least half their words common")),
            ("content_source", _("… and source"), _("… and the sources share a word")),
            ("all3", _("… and cue"), _("… and the cues share a word, too")),
            ("content_speaker", _("Content and speaker"),
             _("The speaker is the same, or the sources share a word")),
            ("exact_content", _("Content, word for word"), _("The contents are the same")),
            ("exact_all3", _("All three, word for word"),
             _("Source, cue and content are the same")),
            ("span_exact.source", _("Source, piece for piece"),
             _("Pieces of text that are the source of any claim, and equal")),
            ("span_exact.cue", _("Cue, piece for piece"), _("The same for cues")),
            ("span_exact.content", _("Content, piece for piece"), _("The same for contents")),
            ("stance", _("Stance"), _("Share right, of the claims whose content is found")),
            ("kind", _("Kind"), _("Share right, of the claims whose content is found")),
        ],
        "mentions": [
            ("typed", _("Words and kind"), _("The words are the same, and the actor's kind")),
            ("untyped", _("Words"), _("The same words, without article, title and ’s")),
            ("overlap", _("Words in common"), _("At least one character in common")),
            ("linking", _("Actor"), _("Share right, of the mentions whose words are found")),
        ],
        "domains": [
            ("overlap", _("Words in common"), _("At least one character in common")),
            ("untyped", _("Words"), _("The same words")),
            ("naming", _("Domain"), _("Share right, of the words that are found")),
        ],
    }  # fmt: skip


def fault_name(what: str) -> str:
    """Return the words for what is wrong with something."""
    return {
        "missed": _("missed"),
        "spurious": _("too much"),
        "wrong bounds": _("other bounds"),
        "wrong source": _("wrong source"),
        "wrong cue": _("wrong cue"),
        "wrong speaker": _("wrong speaker"),
        "wrong stance": _("wrong stance"),
        "wrong kind": _("wrong kind"),
        "wrong actor": _("wrong actor"),
        "wrong domain": _("wrong domain"),
    }.get(what, what)


def percent(value: float | None) -> str:
    """Return a percentage with one decimal, without its sign."""
    return "–" if value is None else QLocale().toString(float(value), "f", 1)


def count(value: int | None) -> str:
    """Return a number of things."""
    return "" if value is None else QLocale().toString(value)


_AROUND = 2
"""Words that are shown of what two texts have in common, on either side of what differs."""


def difference(one: str, other: str) -> tuple[str, str]:
    """Return two texts without most of the words that both begin or end with."""
    a, b = one.split(), other.split()
    head = _common(a, b)
    tail = _common(a[head:][::-1], b[head:][::-1])
    before, after = max(0, head - _AROUND), max(0, tail - _AROUND)
    return _cut(a, before, after), _cut(b, before, after)


def _common(one: list[str], other: list[str]) -> int:
    """Return how many words two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cut(words: list[str], before: int, after: int) -> str:
    kept = words[before : len(words) - after]
    return " ".join([*["…"] * (before > 0), *kept, *["…"] * (after > 0)])
