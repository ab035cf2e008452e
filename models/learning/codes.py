# SPDX-License-Identifier: MIT
"""Proposes codes of claims (stance, kind, domains) as the analyst gave them to similar claims.

Trained in milliseconds on the coded claims, whenever they change; nothing is stored. What the rules
propose is one feature among the words, so that it stands where there is little evidence against it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from claimdesk.models.suggest.coding import ProposedCode, ProposedDomain, rule_codes
from claimdesk.models.suggest.data import CodedClaim, DomainEntry

MIN_CLAIMS = 20
"""Coded claims without which the rules alone propose."""
MIN_PRECISION = 0.7
"""Share of right proposals that a similarity must have had to be enough for a domain."""
_MIN_CLAIMS_OF_DOMAIN = 4
_RIDGE = 1.0
_ITERATIONS = 60
_MOST_FEATURES = 1_500
_WORD = re.compile(r"[^\W\d_]{2,}")
_NEGATION = re.compile(r"\b(?:no|not|never|nor|neither|without)\b|n[’']t\b", re.IGNORECASE)
_STOP_WORDS_TEXT = """
    the a an and or of to in on for with by at from as that this it its is are was were be been has
    have had will would we they he she i you our their his her
"""
_STOP_WORDS = frozenset(_STOP_WORDS_TEXT.split())


class LearnedCodes:
    """Proposes stance, kind and domain as the coded claims of a project have them."""

    def __init__(self, claims: Sequence[CodedClaim], domains: Sequence[DomainEntry]) -> None:
        by_rule = [(claim, *rule_codes(claim)) for claim in claims]
        self._fields = {
            "stance": FieldCoder([(c, rule, c.stance) for c, rule, _kind in by_rule if c.stance]),
            "kind": FieldCoder([(c, rule, c.kind) for c, _stance, rule in by_rule if c.kind]),
        }
        self._domains = DomainCoder(claims, domains)

    def code(self, field: str, claim: CodedClaim, by_rule: str | None) -> ProposedCode | None:
        """Return the most probable value of a field; None without enough coded claims."""
        return self._fields[field].propose(claim, by_rule)

    def domain(self, content: str) -> ProposedDomain | None:
        """Return the domain whose claims a content is similar to, if it is similar enough."""
        return self._domains.propose(content)


class FieldCoder:
    """One coded field: a softmax regression over the words of cue and content."""

    def __init__(self, examples: Sequence[tuple[CodedClaim, str | None, str]]) -> None:
        """Train on claims, each with what the rules propose and with the code it has."""
        self._size = len(examples)
        self._keys = sorted({key for _, _, key in examples})
        self._weights: NDArray[np.float64] | None = None
        self._number: dict[str, int] = {}
        if self._size >= MIN_CLAIMS and len(self._keys) > 1:
            self._train(examples)

    def propose(self, claim: CodedClaim, rule: str | None) -> ProposedCode | None:
        """Return the most probable code, whatever its probability; None with too few claims."""
        if self._weights is None:
            return None
        row = [self._number[name] for name in _features(claim, rule) if name in self._number]
        scores = self._weights[row].sum(axis=0) + self._weights[-1]
        odds = np.exp(scores - scores.max())
        best = int(odds.argmax())
        return ProposedCode(self._keys[best], float(odds[best] / odds.sum()), self._size)

    def _train(self, examples: Sequence[tuple[CodedClaim, str | None, str]]) -> None:
        found = [_features(claim, rule) for claim, rule, _ in examples]
        counts = Counter(name for names in found for name in names)
        kept = [name for name, count in counts.most_common(_MOST_FEATURES) if count > 1]
        self._number = {name: i for i, name in enumerate(kept)}
        x = np.zeros((self._size, len(kept) + 1))
        x[:, -1] = 1.0
        for row, names in enumerate(found):
            x[row, [self._number[name] for name in names if name in self._number]] = 1.0
        y = np.zeros((self._size, len(self._keys)))
        y[range(self._size), [self._keys.index(key) for _, _, key in examples]] = 1.0
        self._weights = _fit(x, y)


def _fit(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of a softmax regression with a ridge, by gradient steps with momentum."""
    weights = np.zeros((x.shape[1], y.shape[1]))
    momentum = np.zeros_like(weights)
    # Half the largest eigenvalue of x'x bounds the curvature; the trace of it is above that.
    step = 1.0 / (0.5 * np.linalg.norm(x, 2) ** 2 + _RIDGE)
    for _ in range(_ITERATIONS):
        ahead = weights + 0.9 * momentum
        scores = x @ ahead
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        gradient = x.T @ (odds / odds.sum(axis=1, keepdims=True) - y) + _RIDGE * ahead
        momentum = 0.9 * momentum - step * gradient
        weights = weights + momentum
    return weights


def _features(claim: CodedClaim, rule: str | None) -> set[str]:
    cue, content = _words(claim.cue), _words(claim.content)
    found = {f"cue={word}" for word in cue} | {f"says={word}" for word in content}
    # Twice, so that the rules' proposal weighs more than any one word.
    found |= {f"rule={rule}", f"rule!={rule}"}
    if _NEGATION.search(claim.cue):
        found.add("cue not")
    if _NEGATION.search(claim.content):
        found.add("says not")
    return found


def _words(text: str) -> list[str]:
    return [
        word for word in (m[0].lower() for m in _WORD.finditer(text)) if word not in _STOP_WORDS
    ]


class DomainCoder:
    """Domains of claims by similarity of their words: centroids of TF-IDF weights.

    A domain's terms count as a few claims about it (three to eight did best on headlines and bills,
    see Rocchio's classifier). The similarity that is enough is read off the coded claims, each
    against the centroids without it; if none is right often enough, nothing is proposed.
    """

    def __init__(self, claims: Sequence[CodedClaim], domains: Sequence[DomainEntry]) -> None:
        self._domains = {domain.name: domain for domain in domains}
        coded = [(_words(c.content), c.domains) for c in claims if c.domains]
        counts = Counter(name for _, names in coded for name in names)
        self._known = {name for name, n in counts.items() if n >= _MIN_CLAIMS_OF_DOMAIN}
        self._known &= self._domains.keys()
        self._size = len(coded)
        self._inverse_document_frequencies = _inverse_document_frequencies(
            [words for words, _ in coded]
        )
        self._sums: dict[str, Counter[str]] = defaultdict(Counter)
        for name in self._known:
            terms = _words(" ".join((name, *self._domains[name].terms)))
            for word, weight in self._vector(terms).items():
                self._sums[name][word] += 3 * weight  # type: ignore[assignment]
        vectors = [(self._vector(words), names) for words, names in coded]
        for vector, names in vectors:
            self._add(vector, names, 1)
        self._min_similarity = self._threshold(vectors)

    def propose(self, content: str) -> ProposedDomain | None:
        """Return the domain that the words are most similar to, if they are similar enough."""
        if self._min_similarity is None:
            return None
        found = self._nearest(self._vector(_words(content)))
        if found is None or found[1] < self._min_similarity:
            return None
        return ProposedDomain(self._domains[found[0]], found[1], self._size)

    def _vector(self, words: Iterable[str]) -> dict[str, float]:
        weights = {
            word: (1 + math.log(count)) * self._inverse_document_frequencies.get(word, 1.0)
            for word, count in Counter(words).items()
        }
        length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        return {word: weight / length for word, weight in weights.items()}

    def _add(self, vector: Mapping[str, float], names: Iterable[str], sign: int) -> None:
        for name in self._known.intersection(names):
            for word, weight in vector.items():
                self._sums[name][word] += sign * weight  # type: ignore[assignment]

    def _nearest(self, vector: Mapping[str, float]) -> tuple[str, float] | None:
        best = None
        for name, total in self._sums.items():
            length = math.sqrt(sum(weight**2 for weight in total.values())) or 1.0
            similarity = sum(weight * total[word] for word, weight in vector.items()) / length
            if best is None or similarity > best[1]:
                best = name, similarity
        return best

    def _threshold(
        self, vectors: Sequence[tuple[Mapping[str, float], tuple[str, ...]]]
    ) -> float | None:
        tried = []
        for vector, names in vectors:
            self._add(vector, names, -1)
            found = self._nearest(vector)
            self._add(vector, names, 1)
            if found is not None:
                tried.append((found[1], found[0] in names))
        tried.sort(reverse=True)
        right, enough = 0, None
        for number, (similarity, is_right) in enumerate(tried, 1):
            right += is_right
            if number >= _MIN_CLAIMS_OF_DOMAIN and right >= MIN_PRECISION * number:
                enough = similarity
        return enough


def _inverse_document_frequencies(texts: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return how telling a word is: the inverse document frequency, smoothed."""
    counts = Counter(word for words in texts for word in set(words))
    size = len(texts)
    return {word: 1 + math.log((1 + size) / (1 + count)) for word, count in counts.items()}
