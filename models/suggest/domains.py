# SPDX-License-Identifier: MIT
"""Finds the codebook's terms in a text: longest match, singular and plural, either spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from claimdesk.models.messages.catalogue import _
from claimdesk.models.registry.name_matching import remembered
from claimdesk.models.suggest.data import DomainEntry, DomainSuggestion, RejectedWords
from claimdesk.models.suggest.wording import spelling
from claimdesk.models.text.reading import readable
from claimdesk.models.text.spans import Span

_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[ \u00a0]|[-‐‑–]")
_HYPHEN = re.compile(r"[-‐‑]")
_LONGEST = 8
_Word = tuple[Span, str, str]
"""Place, spelling and key of a word."""

_KEPT = frozenset({"ss", "us", "is"})


@lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    """Return a word as terms are compared: lower case, singular, American spelling."""
    return spelling(_singular(word.lower()))


def _singular(word: str) -> str:
    if len(word) <= 3 or word[-2:] in _KEPT or not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


class DomainTerms:
    """The terms of a codebook; joined and separate spelling of two words are the same."""

    def __init__(
        self, domains: Iterable[DomainEntry], rejected: Iterable[RejectedWords] = ()
    ) -> None:
        self._rejected = {(entry.text, entry.what) for entry in rejected if entry.layer == "domain"}
        self._terms: dict[tuple[str, ...], tuple[str, DomainEntry]] = {}
        self._longest: dict[str, int] = {}
        for domain in domains:
            for term in domain.terms:
                self._add(term, domain)

    def _add(self, term: str, domain: DomainEntry) -> None:
        keys = tuple(_key(word) for word in _WORD.findall(readable(term)))[:_LONGEST]
        if not keys or (len(keys) == 1 and len(term.strip()) < 2):
            return
        variants = {keys}
        for i in range(len(keys) - 1):
            variants.add((*keys[:i], keys[i] + keys[i + 1], *keys[i + 2 :]))
        for variant in variants:
            self._terms.setdefault(variant, (term, domain))
            self._longest[variant[0]] = max(self._longest.get(variant[0], 0), len(variant))

    def find(self, text: str, span: Span) -> list[DomainSuggestion]:
        """Return the longest matches in one chunk of `text`, from left to right."""
        words = [(Span(*m.span()), m[0], _key(m[0])) for m in _WORD.finditer(text, *span)]
        found: list[DomainSuggestion] = []
        at = 0
        while at < len(words):
            length = min(self._longest.get(words[at][2], 0), len(words) - at)
            while length and not self._matches(text, words[at : at + length]):
                length -= 1
            if not length and (found_pair := self._pair(text, words[at : at + 2])) is not None:
                found.append(found_pair)
                length = 2
            elif length:
                part = words[at : at + length]
                term, domain = self._terms[tuple(key for _, _, key in part)]
                place = Span(part[0][0].start, part[-1][0].end)
                found.append(_suggestion(place, term, domain, length))
            at += length or 1
        return [suggestion for suggestion in found if not self._is_rejected(text, suggestion)]

    def _is_rejected(self, text: str, found: DomainSuggestion) -> bool:
        words = remembered(text[found.span.start : found.span.end])
        return not self._rejected.isdisjoint({(words, None), (words, found.domain.name)})

    def _pair(self, text: str, pair: list[_Word]) -> DomainSuggestion | None:
        """Return two words with a hyphen for a term that is written as one."""
        if len(pair) < 2 or not _HYPHEN.fullmatch(text, pair[0][0].end, pair[1][0].start):
            return None
        entry = self._terms.get((pair[0][2] + pair[1][2],))
        place = Span(pair[0][0].start, pair[1][0].end)
        return _suggestion(place, *entry, 1) if entry is not None else None

    def _matches(self, text: str, part: list[_Word]) -> bool:
        entry = self._terms.get(tuple(key for _, _, key in part))
        if entry is None:
            return False
        if entry[0].isupper() and not all(word.isupper() for _, word, _ in part):
            return False
        return all(
            _GAP.fullmatch(text, one[0].end, other[0].start) for one, other in pairwise(part)
        )


def _suggestion(span: Span, term: str, domain: DomainEntry, length: int) -> DomainSuggestion:
    score = 0.6 if length == 1 else 0.8
    reason = _("Term “{term}” of the codebook.").format(term=term)
    return DomainSuggestion(span, domain, score, "rule:codebook", reason)
