# SPDX-License-Identifier: MIT
"""Proposes codes of claims (stance, kind, domains …) as the analyst gave them to similar claims.

Trained in milliseconds. What the rules propose goes first: it stands until the coded claims speak
against it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from claimdesk.models.suggest.data import CodedClaim, DomainEntry

_MIN_CLAIMS_OF_DOMAIN = 4
_RIDGE = 1.0
_ITERATIONS = 60
_POWERS = 12
_MOST_FEATURES = 1_500
_RULE_WEIGHT = 2.0
"""Log odds that the rules are right before any claim was coded."""
_RULE_SHARE = 0.5
"""The same as a probability, for the memory."""
_SMOOTHING = 2.0
"""Claims that what is known of all claims counts as, beside those with the same rule or cue."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_NEGATION = re.compile(r"\b(?:no|not|never|nor|neither|without)\b|n[’']t\b", re.IGNORECASE)
_STOP_WORDS_TEXT = """
    the a an and or of to in on for with by at from as that this it its is are was were be been has
    have had will would we they he she i you our their his her
"""
_STOP_WORDS = frozenset(_STOP_WORDS_TEXT.split())


@dataclass(frozen=True, slots=True)
class CodeExample:
    """A claim, what the rules propose in a field, and the code that it has there."""

    claim: CodedClaim
    rule: str | None
    key: str


class Coder(Protocol):
    """Proposes the code of a field."""

    def propose(self, claim: CodedClaim, rule: str | None) -> tuple[str, float] | None:
        """Return the most probable code and its probability; None if nothing was learned.

        `rule` is what the rules propose.
        """


class CodeMemory:
    """What claims were coded with for which the rules proposed the same, and with the same cue.

    Counts with a hierarchy of Dirichlet priors (MacKay and Peto, A hierarchical Dirichlet language
    model, 1995): those of the cue are smoothed by those of the rules' proposal, these by those of
    all claims and by the proposal itself.
    """

    def __init__(self, examples: Sequence[CodeExample]) -> None:
        self._all = Counter(one.key for one in examples)
        self._by_rule: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
        self._by_cue: defaultdict[tuple[str | None, str], Counter[str]] = defaultdict(Counter)
        for one in examples:
            self._by_rule[one.rule][one.key] += 1
            self._by_cue[one.rule, _cue(one.claim)][one.key] += 1

    def propose(self, claim: CodedClaim, rule: str | None) -> tuple[str, float] | None:
        """Return the most probable code and its probability; None if nothing was learned."""
        keys = self._all.keys() | ({rule} - {None})
        if not self._all:
            return None
        of_rule, of_cue = self._by_rule[rule], self._by_cue[rule, _cue(claim)]
        found: dict[str, float] = {}
        for key in sorted(str(key) for key in keys):
            chance = (self._all[key] + 1) / (self._all.total() + len(keys))
            if rule is not None:
                chance = (1 - _RULE_SHARE) * chance + _RULE_SHARE * (key == rule)
            for counts in (of_rule, of_cue):
                chance = (counts[key] + _SMOOTHING * chance) / (counts.total() + _SMOOTHING)
            found[key] = chance
        best = max(found, key=lambda key: (found[key], key == rule))
        return best, found[best]


class CodeRegression:
    """A softmax regression over the words of cue and content and the rules' proposal.

    Its weights are drawn towards the proposal of the rules, not towards nothing.
    """

    def __init__(self, examples: Sequence[CodeExample]) -> None:
        """Train on claims, each with what the rules propose and with the code it has."""
        rules = {one.rule for one in examples if one.rule is not None}
        self._keys = sorted({one.key for one in examples} | rules)
        self._weights: NDArray[np.float64] | None = None
        self._number: dict[str, int] = {}
        if len(self._keys) > 1:
            self._train(examples)

    def propose(self, claim: CodedClaim, rule: str | None) -> tuple[str, float] | None:
        """Return the most probable code and its probability; None if nothing was learned."""
        if self._weights is None:
            return None
        row = [self._number[name] for name in _features(claim, rule) if name in self._number]
        scores = self._weights[row].sum(axis=0) + self._weights[-1]
        odds = np.exp(scores - scores.max())
        best = int(odds.argmax())
        return self._keys[best], float(odds[best] / odds.sum())

    def _train(self, examples: Sequence[CodeExample]) -> None:
        found = [_features(one.claim, one.rule) for one in examples]
        counts = Counter(name for names in found for name in sorted(names))
        kept = [name for name, count in counts.most_common(_MOST_FEATURES) if count > 1]
        by_rule = [_rule(key) for key in self._keys]
        kept += [name for name in by_rule if name not in set(kept)]
        self._number = {name: i for i, name in enumerate(kept)}
        x = np.zeros((len(examples), len(kept) + 1))
        x[:, -1] = 1.0
        for row, names in enumerate(found):
            x[row, [self._number[name] for name in names if name in self._number]] = 1.0
        y = np.zeros((len(examples), len(self._keys)))
        y[range(len(examples)), [self._keys.index(one.key) for one in examples]] = 1.0
        before = np.zeros((x.shape[1], len(self._keys)))
        before[[self._number[name] for name in by_rule], range(len(self._keys))] = _RULE_WEIGHT
        self._weights = _fit(x, y, before)


def _fit(
    x: NDArray[np.float64], y: NDArray[np.float64], before: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights of a softmax regression with a ridge around `before`, by steps with momentum."""
    weights = before.copy()
    momentum = np.zeros_like(weights)
    # Half the largest eigenvalue of x'x bounds the curvature.
    step = 1.0 / (0.5 * _largest_eigenvalue(x) + _RIDGE)
    for _ in range(_ITERATIONS):
        ahead = weights + 0.9 * momentum
        scores = x @ ahead
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        odds /= odds.sum(axis=1, keepdims=True)
        gradient = x.T @ (odds - y) + _RIDGE * (ahead - before)
        momentum = 0.9 * momentum - step * gradient
        weights = weights + momentum
    return weights


def _largest_eigenvalue(x: NDArray[np.float64]) -> float:
    """Return that of x'x, by power iteration, a little too large rather than too small."""
    direction = np.ones(x.shape[1])
    for _ in range(_POWERS):
        direction = x.T @ (x @ (direction / np.linalg.norm(direction)))
    return 1.1 * float(np.linalg.norm(direction))


def _features(claim: CodedClaim, rule: str | None) -> set[str]:
    found = {f"cue={word}" for word in _words(claim.cue)}
    found |= {f"says={word}" for word in _words(claim.content)}
    found.add(_rule(rule))
    if _NEGATION.search(claim.cue):
        found.add("cue not")
    if _NEGATION.search(claim.content):
        found.add("says not")
    return found


def _rule(key: str | None) -> str:
    return "no rule" if key is None else f"rule={key}"


def _cue(claim: CodedClaim) -> str:
    return " ".join(claim.cue.lower().split())


def _words(text: str) -> list[str]:
    return [
        word for word in (m[0].lower() for m in _WORD.finditer(text)) if word not in _STOP_WORDS
    ]


class DomainCoder:
    """Domains of claims by similarity of their words: centroids of TF-IDF weights.

    A domain's terms count as a few claims about it (three to eight did best on headlines and bills,
    see Rocchio's classifier).
    """

    def __init__(self, claims: Sequence[CodedClaim], domains: Sequence[DomainEntry]) -> None:
        self._domains = {domain.name: domain for domain in domains}
        coded = [(_words(c.content), c.domains) for c in claims if c.domains]
        counts = Counter(name for _, names in coded for name in names)
        known = {name for name, n in counts.items() if n >= _MIN_CLAIMS_OF_DOMAIN}
        known &= self._domains.keys()
        self._inverse_document_frequencies = _inverse_document_frequencies(
            [words for words, _ in coded]
        )
        self._sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for name in sorted(known):
            self._add(_words(" ".join((name, *self._domains[name].terms))), (name,), 3)
        for words, names in coded:
            self._add(words, known.intersection(names), 1)
        self._lengths = {name: _length(total) for name, total in self._sums.items()}

    def propose(self, content: str) -> tuple[DomainEntry, float] | None:
        """Return the domain that the words are most similar to and how similar, 0..1."""
        vector = self._vector(_words(content))
        best: tuple[str, float] | None = None
        for name, total in self._sums.items():
            similarity = sum(weight * total[word] for word, weight in vector.items())
            similarity /= self._lengths[name]
            if similarity > 0 and (best is None or similarity > best[1]):
                best = name, similarity
        return None if best is None else (self._domains[best[0]], min(best[1], 1.0))

    def _vector(self, words: Iterable[str]) -> dict[str, float]:
        weights = {
            word: (1 + math.log(count)) * self._inverse_document_frequencies.get(word, 1.0)
            for word, count in Counter(words).items()
        }
        length = _length(weights)
        return {word: weight / length for word, weight in weights.items()}

    def _add(self, words: Iterable[str], names: Iterable[str], times: int) -> None:
        vector = self._vector(words)
        for name in names:
            for word, weight in vector.items():
                self._sums[name][word] += times * weight  # type: ignore[assignment]


def _length(vector: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight**2 for weight in vector.values())) or 1.0


def _inverse_document_frequencies(texts: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return how telling a word is: the inverse document frequency, smoothed."""
    counts = Counter(word for words in texts for word in set(words))
    size = len(texts)
    return {word: 1 + math.log((1 + size) / (1 + count)) for word, count in counts.items()}
