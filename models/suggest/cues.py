# SPDX-License-Identifier: MIT
"""The cue lexicon: words that introduce reported speech and belief, from resources/cues.json."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from claimdesk.resources.files import read_json


@dataclass(frozen=True, slots=True)
class Cue:
    """What one word or phrase says about the claim it introduces."""

    words: str
    frames: frozenset[str] = frozenset()
    """Where the content stands: clause, quote, addressee, infinitive, object, as, small."""
    kind: str | None = None
    stance: str | None = None


class CueLexicon:
    """Cues by lemma, for verbs by frame."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._verbs: dict[str, dict[str, Cue]] = {}
        for group in data["verbs"]:
            for words in group["words"]:
                self._add_verb(words, group)
        self.prepositional = {cue.words: cue for cue in _cues(data["prepositional"])}
        self.nouns = {cue.words: cue for cue in _cues(data["nouns"])}
        self.adjectives = {cue.words: cue for cue in _cues(data["adjectives"])}
        self.raising = frozenset(data["impersonal"]["raising"])
        self.passive = frozenset(data["impersonal"]["passive_only"])
        self.adverbs = frozenset(data["adverbs"])
        self.people = frozenset(data["people"])
        self.bodies = frozenset(data["bodies"])
        self.documents = frozenset(data["documents"])

    def _add_verb(self, words: str, group: dict[str, Any]) -> None:
        frames = frozenset(group["frames"])
        cue = Cue(words, frames, group["kind"], group["stance"])
        readings = self._verbs.setdefault(words, {})
        for frame in frames:
            readings.setdefault(frame, cue)

    def frames(self) -> Iterator[tuple[str, list[str]]]:
        """Return each verb with its frames in alphabetical order."""
        return ((words, sorted(readings)) for words, readings in self._verbs.items())

    def lemma(self, word: str, lemma: str) -> str:
        """Return the verb's lemma in lower case, also for a word in -ing tagged as a noun."""
        word, lemma = word.lower(), lemma.lower()
        if lemma != word or not word.endswith("ing"):
            return lemma
        stem = word[:-3]
        known = (base for base in (stem, stem + "e", stem[:-1]) if base in self._verbs)
        return next(known, lemma)

    def verb(self, lemma: str) -> dict[str, Cue]:
        """Return the readings of a verb by frame; empty for a verb that is not a cue."""
        return self._verbs.get(lemma, {})


def _cues(groups: list[dict[str, Any]]) -> Iterable[Cue]:
    for group in groups:
        for words in group["words"]:
            yield Cue(words, frozenset(), group["kind"], group["stance"])


@cache
def cue_lexicon() -> CueLexicon:
    """Return the lexicon that Claimdesk ships, read once."""
    return CueLexicon(read_json("cues.json"))
