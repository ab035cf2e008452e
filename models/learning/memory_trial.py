# SPDX-License-Identifier: MIT
"""Whether what decisions say about words holds in articles that did not say it.

For each finished article, the decisions in the others say which names it should have and which
words it should not; its own decisions say whether that is so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from claimdesk.models.learning.memory import MIN_REJECTIONS
from claimdesk.models.registry.name_matching import folded, is_learnable, remembered
from claimdesk.models.store import queries
from claimdesk.models.suggest.data import MIN_AGREEMENT, NAMES, WORDS

_DECISIONS = """
SELECT article_id, annotation.layer, span.quote, coalesce(mention.actor_id, 0),
  annotation.state = 'accepted', article.status = 'done'
FROM annotation JOIN span ON span.annotation_id = annotation.id
JOIN article ON article.id = annotation.article_id
LEFT JOIN mention ON mention.id = annotation.id
WHERE annotation.layer IN ('actor', 'domain') AND annotation.state <> 'suggested'
  AND NOT EXISTS (SELECT 1 FROM span AS other
    WHERE other.annotation_id = span.annotation_id AND other.id <> span.id)
"""
_Decisions = Mapping[tuple[str, str], Counter[tuple[int, bool]]]
"""Layer and words -> actor (0 without one) and whether it was accepted, with how often."""


@dataclass(slots=True)
class MemoryTrial:
    """How often decisions elsewhere, and rules without them, are right in finished articles."""

    articles: set[int] = field(default_factory=set)
    cases: int = 0
    rules: int = 0
    learned: int = 0

    def add(self, article: int, count: int, *, rules: bool, learned: bool) -> None:
        """Count so many decisions of an article."""
        self.articles.add(article)
        self.cases += count
        self.rules += count * rules
        self.learned += count * learned

    def figures(self) -> dict[str, int | str]:
        """{"use", "articles", "cases", "rules", "learned"}.

        What was decided about the very words is used at once, and no more once it turns out to be
        wrong more often than the rules.
        """
        return {
            "use": "memory" if self.learned >= self.rules else "rules",
            "articles": len(self.articles),
            "cases": self.cases,
            "rules": self.rules,
            "learned": self.learned,
        }


def try_memory(connection: Connection) -> dict[str, dict[str, int | str]]:
    """Return the figures of NAMES and WORDS."""
    everywhere: defaultdict[tuple[str, str], Counter[tuple[int, bool]]] = defaultdict(Counter)
    inside: defaultdict[int, defaultdict[tuple[str, str], Counter[tuple[int, bool]]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for article, layer, quote, actor, accepted, done in connection.exec_driver_sql(_DECISIONS):
        words = layer, remembered(quote)
        everywhere[words][actor, bool(accepted)] += 1
        if done:
            inside[article][words][actor, bool(accepted)] += 1
    registry = _registry(connection)
    names, rejected_words = MemoryTrial(), MemoryTrial()
    for article, words, own, others in _left_out(everywhere, inside):
        meant = _meant(others) if words[0] == "actor" and is_learnable(words[1]) else None
        left_alone = _left_alone(others)
        for (actor, accepted), count in own.items():
            if meant is not None:
                by_rule = accepted and registry.get(folded(words[1])) == actor
                names.add(article, count, rules=by_rule, learned=accepted and actor == meant)
            if left_alone:
                rejected_words.add(article, count, rules=accepted, learned=not accepted)
    return {NAMES: names.figures(), WORDS: rejected_words.figures()}


def _left_out(
    everywhere: _Decisions, inside: Mapping[int, _Decisions]
) -> Iterator[tuple[int, tuple[str, str], Counter[tuple[int, bool]], Counter[tuple[int, bool]]]]:
    """Yield article, words, and the decisions about them there and in all other articles."""
    for article, decisions in inside.items():
        for words, own in decisions.items():
            yield article, words, own, everywhere[words] - own


def _meant(decisions: Counter[tuple[int, bool]]) -> int | None:
    """Return the actor that words mean, as `memory` has it; None if nobody knows."""
    actors: Counter[int] = Counter()
    for (actor, accepted), count in decisions.items():
        if accepted and actor:
            actors[actor] += count
    if not actors or actors.total() < MIN_AGREEMENT * decisions.total():
        return None
    return max(actors.items(), key=lambda item: (item[1], -item[0]))[0]


def _left_alone(decisions: Counter[tuple[int, bool]]) -> bool:
    accepted = sum(count for (_actor, right), count in decisions.items() if right)
    return not accepted and decisions.total() >= MIN_REJECTIONS


def _registry(connection: Connection) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in queries.actors(connection).values():
        if row.state == "accepted":
            for name in (row.name, *row.aliases):
                found.setdefault(folded(name), row.id)
    return found
