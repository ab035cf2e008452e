# SPDX-License-Identifier: MIT
"""Names of the figures and the errors of an evaluation."""

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
    """Return the rows for a layer: the name of a figure, what it means, and its values."""
    rows = []
    for path, name, meaning in _figures()[layer]:
        values: Any = figures
        for part in path.split("."):
            values = values.get(part) if values else None
        if values is not None:
            rows.append((name, meaning, values))
    of_found = _("Percentage right among the claims whose content was found")
    rows += [(values["label"], of_found, values) for values in figures.get("fields", {}).values()]
    return rows


def _figures() -> dict[str, list[tuple[str, str, str]]]:
    return {
        "claims": [
            ("every_field", _("Right in every field"),
             _("The contents share at least half of their words, and speaker, domains and all "
               "codes that the corpus has are the same")),
            ("content", _("Content"), _("The contents share at least half of their words")),
            ("content_source", _("… and source"), _("… and the sources share a word")),
            ("all3", _("… and cue"), _("… and the cues also share a word")),
            ("content_speaker", _("Content and speaker"),
             _("The contents share at least half of their words, and the speaker is the same")),
            ("exact_content", _("Content, word for word"), _("The contents are the same")),
            ("exact_all3", _("All three, word for word"),
             _("Source, cue and content are the same")),
            ("span_exact.source", _("Source, piece for piece"),
             _("Equal pieces of text that are the source of any claim")),
            ("span_exact.cue", _("Cue, piece for piece"), _("The same for cues")),
            ("span_exact.content", _("Content, piece for piece"), _("The same for contents")),
            ("speaker", _("Speaker"),
             _("Percentage right among the claims whose content was found")),
            ("domains", _("Domains"), _("The domains of the claims whose content was found")),
            ("stance", _("Stance"), _("Percentage right among the claims whose content was found")),
            ("kind", _("Kind"), _("Percentage right among the claims whose content was found")),
            ("certainty", _("Certainty"),
             _("Percentage right among the claims whose content was found")),
        ],
        "mentions": [
            ("every_field", _("Right in every field"),
             _("The words are the same, the kind, and the actor")),
            ("typed", _("Words and kind"), _("The words are the same, and the actor's kind")),
            ("untyped", _("Words"), _("The same words, without article, title and ’s")),
            ("overlap", _("Words in common"), _("At least one character in common")),
            ("linking", _("Actor"),
             _("Percentage right among the mentions whose words were found")),
        ],
        "domains": [
            ("every_field", _("Right in every field"), _("The same words and domain")),
            ("overlap", _("Words in common"), _("At least one character in common")),
            ("untyped", _("Words"), _("The same words")),
            ("naming", _("Domain"), _("Percentage right among the words that were found")),
        ],
    }  # fmt: skip


def fault_title(layer: str, what: str) -> str:
    """Return the name of a kind of error, such as “Claims: wrong source”."""
    return _("{layer}: {error}").format(layer=layer_name(layer), error=_fault_name(what))


def _fault_name(what: str) -> str:
    return {
        "missed": _("missed"),
        "spurious": _("not in the corpus"),
        "wrong bounds": _("different bounds"),
        "wrong source": _("wrong source"),
        "wrong cue": _("wrong cue"),
        "wrong speaker": _("wrong speaker"),
        "wrong stance": _("wrong stance"),
        "wrong kind": _("wrong kind"),
        "wrong actor": _("wrong actor"),
        "wrong domain": _("wrong domain"),
        "wrong domains": _("wrong domains"),
        "wrong certainty": _("wrong certainty"),
    }.get(what) or _("wrong value of “{field}”").format(field=what.removeprefix("wrong "))


def percent(value: float | None) -> str:
    """Return a percentage with one decimal, without its sign."""
    return "–" if value is None else QLocale().toString(float(value), "f", 1)


def count(value: int | None) -> str:
    """Return a number as people write it; an empty text for None."""
    return "" if value is None else QLocale().toString(value)


_CONTEXT = 2
"""Shared words that are shown on either side of a difference."""


def difference(one: str, other: str) -> tuple[str, str]:
    """Return two texts shortened to where they differ, with a few shared words around it."""
    a, b = one.split(), other.split()
    head = _shared_start(a, b)
    tail = _shared_start(a[head:][::-1], b[head:][::-1])
    before, after = max(0, head - _CONTEXT), max(0, tail - _CONTEXT)
    return _cut(a, before, after), _cut(b, before, after)


def _shared_start(one: list[str], other: list[str]) -> int:
    """Return how many words two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cut(words: list[str], before: int, after: int) -> str:
    middle = words[before : len(words) - after]
    return " ".join([*["…"] * (before > 0), *middle, *["…"] * (after > 0)])
