# SPDX-License-Identifier: MIT
"""The cue lexicon: words that introduce reported speech and belief, from resources/cues.json."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from claimdesk.resources.files import read_json

if TYPE_CHECKING:
    from spacy.tokens import Token


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
        self._bases: dict[str, str] = {}
        """Verbs by their regular forms; of those in -s only where the verb ends in -e."""
        for group in data["verbs"]:
            for words in group["words"]:
                self._add_verb(words, group)
        self.prepositional = {cue.words: cue for cue in _cues(data["prepositional"])}
        self.nouns = {cue.words: cue for cue in _cues(data["nouns"])}
        self.adjectives = {cue.words: cue for cue in _cues(data["adjectives"])}
        self.expressing = frozenset(data["expressing"])
        """Verbs that are one cue with a noun such as `concern`."""
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
        for form in _regular_forms(words):
            self._bases.setdefault(form, words)

    def frames(self) -> Iterator[tuple[str, list[str]]]:
        """Return each verb with its frames in alphabetical order."""
        return ((words, sorted(readings)) for words, readings in self._verbs.items())

    def lemma(self, word: str, lemma: str) -> str:
        """Return the verb's lemma in lower case; pipelines take `hoped` for a form of `hop`."""
        return self._bases.get(word.lower(), lemma.lower())

    def readings(self, token: Token) -> dict[str, Cue]:
        """Return the readings of a token's verb by frame."""
        return self.verb(self.lemma(token.text, token.lemma_))

    def verb(self, lemma: str) -> dict[str, Cue]:
        """Return the readings of a verb by frame; empty for a verb that is not a cue."""
        return self._verbs.get(lemma, {})


_SHORT_VERB = re.compile("[^aeiou]*[aeiou][^aeiouwxy]")
"""A verb of one syllable whose last letter is doubled before -ed, such as `rip`."""


def _regular_forms(verb: str) -> Iterator[str]:
    """Return the forms that pipelines take for those of other verbs; none of several words."""
    if " " in verb:
        return
    if verb.endswith("e"):
        yield f"{verb}s"
        yield f"{verb}d"
        yield f"{verb if verb.endswith('ee') else verb[:-1]}ing"
    elif _SHORT_VERB.fullmatch(verb):
        yield from (f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing")
    else:
        y = verb.endswith("y") and verb[-2] not in "aeou"
        yield f"{verb[:-1]}ied" if y else f"{verb}ed"
        yield f"{verb}ing"
        if verb[-1] not in "wxyh" and verb[-2] in "aeiou":
            yield from (f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing")


def _cues(groups: list[dict[str, Any]]) -> Iterable[Cue]:
    for group in groups:
        for words in group["words"]:
            yield Cue(words, frozenset(), group["kind"], group["stance"])


@cache
def cue_lexicon() -> CueLexicon:
    """Return the lexicon that Claimdesk ships, read once."""
    return CueLexicon(read_json("cues.json"))
