# SPDX-License-Identifier: MIT
"""Score predicted claims with the figures that the literature on attribution uses.

Claims are matched one to one if the token Jaccard of their contents is at least 0.5 (`content`),
and the sources share a token or neither has one (`content_source`), or have a Jaccard of at least
0.5 (`content_source_half`), or the cues share a token (`content_cue`), or all three (`all3`).
`exact_content` and `exact_all3` are pairs of `content` with the same tokens. `span_exact` are
contiguous runs of tokens of a role, `token` its tokens, whichever claims they belong to (PolNeAR:
Newell, Margolin and Ruths, LREC 2018; spans as in CofeNet: Wang et al., COLING 2022).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from claimdesk.models.analysis.matching import (
    Counts,
    Tokenised,
    Tokens,
    alike,
    jaccard,
    match,
    runs,
)
from claimdesk.models.text.spans import Span

ROLES = ("source", "cue", "content")

ClaimTokens = Mapping[str, Tokens]
"""The tokens of each role of a claim."""


def claim_tokens(text: Tokenised, spans: Mapping[str, Iterable[Span]]) -> ClaimTokens:
    """Return the tokens of a claim with these spans by role."""
    return {role: text.inside(spans.get(role, ())) for role in ROLES}


def sources_touch(one: ClaimTokens, other: ClaimTokens) -> bool:
    """Return whether the sources share a token, or neither claim has one."""
    return bool(one["source"] & other["source"]) or not (one["source"] or other["source"])


def cues_touch(one: ClaimTokens, other: ClaimTokens) -> bool:
    """Return whether the cues share a token."""
    return bool(one["cue"] & other["cue"])


def _sources_alike(one: ClaimTokens, other: ClaimTokens) -> bool:
    neither = not (one["source"] or other["source"])
    return neither or jaccard(one["source"], other["source"]) >= 0.5


_CONDITIONS: dict[str, Callable[[ClaimTokens, ClaimTokens], bool]] = {
    "content": lambda _one, _other: True,
    "content_source": sources_touch,
    "content_source_half": _sources_alike,
    "content_cue": cues_touch,
    "all3": lambda one, other: sources_touch(one, other) and cues_touch(one, other),
}


class ClaimScores:
    """Sums the counts over articles; ignores claims without content on both sides."""

    def __init__(self) -> None:
        self._flat = {name: Counts() for name in (*_CONDITIONS, "exact_content", "exact_all3")}
        self._by_role = {
            name: {role: Counts() for role in ROLES} for name in ("span_exact", "token")
        }

    def add(self, gold: Sequence[ClaimTokens], predicted: Sequence[ClaimTokens]) -> dict[int, int]:
        """Count one article; return the pairs of `content`, index of gold -> index of predicted.

        The indices are those of the given sequences. Claims without content are in no pair.
        """
        gold_places = [i for i, claim in enumerate(gold) if claim["content"]]
        predicted_places = [j for j, claim in enumerate(predicted) if claim["content"]]
        pairs = self._count(
            [gold[i] for i in gold_places], [predicted[j] for j in predicted_places]
        )
        return {gold_places[i]: predicted_places[j] for i, j in pairs.items()}

    def _count(
        self, gold: Sequence[ClaimTokens], predicted: Sequence[ClaimTokens]
    ) -> dict[int, int]:
        for role in ROLES:
            self._count_role(role, gold, predicted)
        paired: dict[int, int] = {}
        near = alike(
            [claim["content"] for claim in gold], [claim["content"] for claim in predicted]
        )
        for name, condition in _CONDITIONS.items():
            pairs = match(
                [[j for j in js if condition(gold[i], predicted[j])] for i, js in enumerate(near)]
            )
            self._flat[name].add(len(pairs), len(gold), len(predicted))
            paired = pairs if name == "content" else paired
        same = [[gold[i][role] == predicted[j][role] for role in ROLES] for i, j in paired.items()]
        self._flat["exact_content"].add(sum(s[-1] for s in same), len(gold), len(predicted))
        self._flat["exact_all3"].add(sum(map(all, same)), len(gold), len(predicted))
        return paired

    def _count_role(
        self, role: str, gold: Sequence[ClaimTokens], predicted: Sequence[ClaimTokens]
    ) -> None:
        gold_tokens = frozenset[int]().union(*(claim[role] for claim in gold))
        predicted_tokens = frozenset[int]().union(*(claim[role] for claim in predicted))
        both = len(gold_tokens & predicted_tokens)
        self._by_role["token"][role].add(both, len(gold_tokens), len(predicted_tokens))
        g = Counter(run for claim in gold for run in runs(claim[role]))
        p = Counter(run for claim in predicted for run in runs(claim[role]))
        self._by_role["span_exact"][role].add((g & p).total(), g.total(), p.total())

    def figures(self) -> dict[str, Any]:
        """Return {"content": {"p", "r", "f", "tp", "gold", "pred"}, …, "span_exact": {role: …}}."""
        flat = {name: counts.figures() for name, counts in self._flat.items()}
        by_role = {
            name: {role: counts.figures() for role, counts in roles.items()}
            for name, roles in self._by_role.items()
        }
        return {**flat, **by_role}
