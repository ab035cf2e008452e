# SPDX-License-Identifier: MIT
"""The domains of a claim: its content, sentence, surroundings and the headline, weighed.

The terms of the codebook count most. Lists of words come with Claimdesk for topics that news is
about; they speak for the domain of the topic's name. A topic that the codebook has no domain for
speaks against the others: a claim about it gets no domain rather than a wrong one. A claim whose
content says nothing of a domain gets that of the article only where the article has one main topic.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from claimdesk.models.registry.name_matching import remembered
from claimdesk.models.suggest.data import DomainEntry, RejectedWords
from claimdesk.models.suggest.domains import DomainTerms
from claimdesk.models.suggest.wording import WordList, spelling, words_of
from claimdesk.models.text.spans import Span
from claimdesk.resources.files import read_json

_WEIGHTS = {"strong": 1.0, "plain": 0.6, "weak": 0.25}
_ARENA = 0.7
"""What words count that say in which arena something is disputed, such as a parliament or a court,
where the codebook has no domain for it: the dispute may be about anything."""
_SCENE, _MATTER = 0.85, 1.3
"""What words count in the topic of an article that name a place or platform, and what is done
there: many words set the scene of a ship that is misled by spoofing, but few name the spoofing."""
_AT_ONCE = 1.5
"""What one paragraph counts at most in the topic of an article."""
_TERM = 1.2
"""Weight of a term of the codebook."""
_SENTENCE, _PARAGRAPH, _BEFORE, _RUNNING = 0.3, 0.3, 0.25, 4.0
"""What words of the sentence, of the rest of its paragraph and of the paragraph before count, and
the topic of the article by its share."""
_HEADLINE = 2.0
"""What words of the headline count in the topic of the article."""
_UNKNOWN = 2.0
"""Weight of what the words of an article leave open: a few of them do not say what it is about."""
_BEGINNING = 50_000
"""Code points from which the topic of an article is read."""
_ENOUGH, _BESIDE = 0.6, 0.1
"""Least weight of a domain in all places, and outside of the content and the article's topic."""
_PLAIN, _CLEAR, _CLEARER = 0.25, 1.0, 1.3
"""Weight of words in a content that speak for a topic, that make one clear, and that make it clear
in an article that is about another topic above all: there, one word may be a metaphor."""
_ABOVE_ALL, _FAR_AHEAD = 0.4, 1.5
"""Share of such a topic, and how much more than the next it has."""
_SHARE = 0.6
"""The share of the weight of a topic without a domain that a domain must have."""
_PART = 0.15
"""Share of the article from which a domain is a part of what it is about."""
_LEADING, _AHEAD = 0.2, 1.2
"""Share of the article that makes a topic its main one, and how much more than the next it has."""
_MIXED = 0.25
"""Share of the leading topic under which an article is about several in turn, as a briefing is."""
_FADING, _REACH = 0.6, 8
"""What words count less with each paragraph back where an article has several topics, and how many
paragraphs count."""
_MOST = 3.0
"""Weight that a topic has at most in one place: long contents are not about more."""

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that point to a topic."""

    place: Span
    phrase: str
    topic: str
    weight: float


@dataclass(frozen=True, slots=True)
class FoundDomain:
    """A domain of a claim, and the words that point to it."""

    domain: DomainEntry
    words: tuple[str, ...]
    """Words of its content or sentence; empty where the article's topic decided."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """How much the words speak for each topic, for one claim."""

    content: Weights
    near: Weights
    """In its content and its sentence."""
    total: Weights
    """In all places."""
    shares: Weights
    """Shares of the topics in what the article is about, where the claim stands."""


@cache
def _topics() -> tuple[Mapping[str, Any], ...]:
    return tuple(read_json("topics.json")["topics"])


def _folded(name: str) -> str:
    return " ".join(spelling(word) for word in name.replace("-", " ").split())


class TopicWords:
    """Which words point to which topic, for the domains of a codebook."""

    def __init__(
        self,
        domains: Iterable[DomainEntry],
        terms: DomainTerms,
        rejected_words: Iterable[RejectedWords] = (),
    ) -> None:
        """Read the lists; words that are `rejected_words` for a domain point to it no longer."""
        self.domains = {domain.name: domain for domain in domains}
        self._terms = terms
        not_wanted = {(u.text, u.what) for u in rejected_words if u.layer == "domain"}
        entries: dict[str, dict[str, float]] = defaultdict(dict)
        self._emphasis: Weights = {}
        by_name = {_folded(name): name for name in self.domains}
        for name in self.domains:
            entries[_folded(name)][name] = _WEIGHTS["strong"]
        for topic in _topics():
            name = _name_of(topic, by_name)
            if topic.get("scene") or topic.get("matter"):
                self._emphasis[name] = _SCENE if topic.get("scene") else _MATTER
            factor = _ARENA if topic.get("arena") and name not in self.domains else 1.0
            for strength, weight in _WEIGHTS.items():
                for phrase in topic[strength]:
                    if not_wanted.isdisjoint({(remembered(phrase), w) for w in (None, name)}):
                        entries[_folded(phrase)].setdefault(name, factor * weight)
        self._list = WordList(
            {phrase: (phrase, tuple(found.items())) for phrase, found in entries.items() if phrase}
        )

    def emphasis(self, name: str) -> float:
        """Return what the words of a topic count in what an article is about."""
        return self._emphasis.get(name, 1.0)

    def find(self, text: str, span: Span, *, shipped: bool = True) -> list[Evidence]:
        """Return the words of one paragraph that point to a topic, in their order.

        Without the `shipped` lists, which are English, those are the terms of the codebook.
        """
        found = [
            Evidence(term.span, text[term.span.start : term.span.end], term.domain.name, _TERM)
            for term in self._terms.find(text, span)
        ]
        if not shipped:
            return found
        taken = {at for evidence in found for at in range(*evidence.place)}
        words = words_of(text, span.start, span.end)
        for hit in self._list.find(words):
            place = Span(words[hit.first].start, words[hit.after - 1].end)
            if place.start not in taken and place.end - 1 not in taken:
                phrase, topics = hit.value
                found += (Evidence(place, phrase, name, weight) for name, weight in topics)
        return sorted(found, key=lambda evidence: evidence.place)


def _name_of(topic: Mapping[str, Any], by_name: Mapping[str, str]) -> str:
    """Return the domain of the codebook that a topic stands for, or else its own name."""
    names = (topic["name"], *topic["also"], topic.get("otherwise", topic["name"]))
    return next((by_name[n] for n in map(_folded, names) if n in by_name), str(topic["name"]))


def likely_domains(
    text: str, contents: Sequence[Span], sentence: Span, words: TopicWords
) -> list[DomainEntry]:
    """Return the domains that words of a claim point to, the most likely first.

    Words of its content count most, then those of its sentence.
    """
    weights: Weights = defaultdict(float)
    for place, factor in (*((span, 1.0) for span in contents), (sentence, _SENTENCE)):
        _add(weights, _sums(words.find(text, place)), factor)
    found = (name for name in weights if name in words.domains)
    return [words.domains[name] for name in sorted(found, key=lambda name: -weights[name])]


class ArticleTopics:
    """What an article is about, paragraph by paragraph; very long ones in parts."""

    def __init__(
        self, text: str, paragraphs: Sequence[Span], words: TopicWords, *, english: bool = True
    ) -> None:
        self._text = text
        self._english = english
        self._words = words
        self._paragraphs = list(paragraphs)
        self._starts = [span.start for span in self._paragraphs]
        self._read: dict[int, list[Evidence]] = {}
        self._running: Weights | None = None

    def _in_paragraph(self, number: int) -> list[Evidence]:
        found = self._read.get(number)
        if found is None:
            found = self._words.find(self._text, self._paragraphs[number], shipped=self._english)
            self._read[number] = found
        return found

    def _shares(self) -> Weights:
        """Return the share of each topic in the article; the headline counts more.

        Words that speak of several topics say little about it.
        """
        if self._running is None:
            total: Weights = defaultdict(float)
            for number in range(bisect_left(self._starts, _BEGINNING)):
                for name, weight in _sums(self._in_paragraph(number), squared=True).items():
                    place = _HEADLINE if number == 0 else 1.0
                    total[name] += min(_AT_ONCE, weight) * place * self._words.emphasis(name)
            whole = sum(total.values()) + _UNKNOWN
            self._running = {name: weight / whole for name, weight in total.items()}
        return self._running

    def _shares_at(self, number: int) -> Weights:
        """Return the share of each topic for the claims of one paragraph.

        In an article about several topics in turn, the paragraphs up to this one count as much as
        the whole article.
        """
        shares = self._shares()
        if max(shares.values(), default=0.0) >= _MIXED:
            return shares
        recent: Weights = defaultdict(float)
        for back in range(min(_REACH, number + 1)):
            _add(recent, _sums(self._in_paragraph(number - back), squared=True), _FADING**back)
        whole = sum(recent.values()) + _UNKNOWN
        mixed: Weights = defaultdict(float)
        for name in (*shares, *recent):
            mixed[name] = (shares.get(name, 0.0) + recent.get(name, 0.0) / whole) / 2
        return mixed

    def domains(
        self, contents: Sequence[Span], sentence: Span, source: Sequence[Span] = ()
    ) -> tuple[FoundDomain, ...]:
        """Return the domains of a claim with these contents in this sentence.

        Words of its `source` say who speaks, not of what.
        """
        inside = [e for span in contents for e in self._within(span)]
        speaker = [e for span in source for e in self._within(span)]
        beside = _without(self._within(sentence), [*inside, *speaker])
        at = max(0, bisect_left(self._starts, sentence.end) - 1)
        around = _without(self._in_paragraph(at), [*inside, *speaker, *beside])
        content, shares = _sums(inside), self._shares_at(at)
        near: Weights = defaultdict(float)
        for sums, factor in ((content, 1.0), (_sums(beside), _SENTENCE)):
            _add(near, sums, factor)
        total: Weights = defaultdict(float, near)
        for sums, factor in (
            (_sums(around), _PARAGRAPH),
            (_sums(self._in_paragraph(at - 1) if at else ()), _BEFORE),
            (shares, _RUNNING),
        ):
            _add(total, sums, factor)
        weighed = _Weighed(content, near, total, shares)
        return self._chosen(weighed, [*inside, *beside])

    def _chosen(self, weighed: _Weighed, words: Sequence[Evidence]) -> tuple[FoundDomain, ...]:
        content, total = weighed.content, weighed.total
        order = sorted(
            self._words.domains,
            key=lambda name: (content.get(name, 0.0) < _TERM, -total.get(name, 0.0), name),
        )
        if not order or not self._is_enough(order[0], weighed):
            return ()
        first, *others = order
        second = max(others, key=lambda name: content.get(name, 0.0), default=first)
        least = max(1.0, content.get(first, 0.0))
        chosen = [first, second] if content.get(second, 0.0) >= least else [first]
        return tuple(
            FoundDomain(self._words.domains[name], _phrases(words, name))
            for name in dict.fromkeys(chosen)
        )

    def _is_enough(self, name: str, weighed: _Weighed) -> bool:
        """Return whether a domain stands against the topics that the codebook has no domain for.

        It does if a term of the codebook stands in the content. Else they are compared in content
        and sentence if the content has words of a domain that the article is about; in all places
        if it is not.
        """
        inside = weighed.content.get(name, 0.0)
        if inside >= _TERM:
            return True
        if inside < _PLAIN:
            return self._is_carried(name, weighed)
        if weighed.shares.get(name, 0.0) >= _PART:
            return weighed.near[name] >= _SHARE * self._other(weighed.near)
        return weighed.total[name] >= max(_ENOUGH, _SHARE * self._other(weighed.total))

    def _is_carried(self, name: str, weighed: _Weighed) -> bool:
        """Return whether a claim has a domain that its content says nothing of.

        The article must be about it above all, or the words around agree with the article; a
        content that is clearly about another topic has none.
        """
        shares = weighed.shares
        share, weight = shares.get(name, 0.0), weighed.total.get(name, 0.0)
        next_share = max((s for n, s in shares.items() if n != name), default=0.0)
        clear = _CLEARER if share >= max(_ABOVE_ALL, _FAR_AHEAD * next_share) else _CLEAR
        if max((w for n, w in weighed.content.items() if n != name), default=0.0) >= clear:
            return False
        if share >= max(_LEADING, _AHEAD * next_share):
            return True
        around = weight - _RUNNING * share
        return around >= _BESIDE and weight >= max(_ENOUGH, self._other(weighed.total))

    def _other(self, weights: Weights) -> float:
        """Return the most weight of a topic that the codebook has no domain for."""
        return max((w for n, w in weights.items() if n not in self._words.domains), default=0.0)

    def _within(self, span: Span) -> list[Evidence]:
        last = bisect_left(self._starts, span.end)
        first = max(0, bisect_right(self._starts, span.start) - 1)
        found = (e for number in range(first, last) for e in self._in_paragraph(number))
        return [e for e in found if span.start <= e.place.start < span.end]


def _add(weights: Weights, more: Weights, factor: float) -> None:
    for name, weight in more.items():
        weights[name] += factor * weight


def _without(found: Sequence[Evidence], known: Sequence[Evidence]) -> list[Evidence]:
    places = {evidence.place for evidence in known}
    return [evidence for evidence in found if evidence.place not in places]


def _sums(found: Sequence[Evidence], *, squared: bool = False) -> Weights:
    """Return how much some words speak for each topic; each phrase counts once."""
    weights = {(e.phrase, e.topic): e.weight ** (2 if squared else 1) for e in found}
    sums: Weights = defaultdict(float)
    for (_phrase, name), weight in weights.items():
        sums[name] = min(_MOST, sums[name] + weight)
    return sums


def _phrases(found: Sequence[Evidence], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e.phrase for e in found if e.topic == name))[:3]
