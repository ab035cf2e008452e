# SPDX-License-Identifier: MIT
"""What the decisions of a project say about words: names to look for, words to leave alone.

Nothing is stored: all of it is read from the annotations each time, so that undoing a decision
also undoes what was learned from it. Only what an analyst wants to see again is a setting.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection
from sqlmodel import Session

from claimdesk.models.registry.name_matching import is_learnable, remembered
from claimdesk.models.store.settings import put_setting, setting
from claimdesk.models.suggest.data import MIN_AGREEMENT, LearnedName, Memory, RejectedWords
from claimdesk.models.text.collation import sort_key

MIN_REJECTIONS = 2
"""Rejections after which words are no longer suggested; one alone costs more than it gains."""
_AGAIN = "suggest_again"

# A piece of a split mention is not a name by itself.
_MENTIONS = """
SELECT span.quote, actor.id, actor.kind, annotation.state, count(*)
FROM annotation
JOIN span ON span.annotation_id = annotation.id
JOIN mention ON mention.id = annotation.id
LEFT JOIN actor ON actor.id = mention.actor_id
WHERE annotation.layer = 'actor' AND annotation.state <> 'suggested' AND span.role = 'mention'
  AND NOT EXISTS (SELECT 1 FROM span AS other
    WHERE other.annotation_id = span.annotation_id AND other.id <> span.id)
  AND annotation.article_id NOT IN (SELECT value FROM json_each(?))
GROUP BY 1, 2, 3, 4
"""
_EVIDENCE = """
SELECT span.quote, domain.name, annotation.state, count(*)
FROM annotation
JOIN span ON span.annotation_id = annotation.id
JOIN domain_mention ON domain_mention.id = annotation.id
LEFT JOIN domain ON domain.id = domain_mention.domain_id
WHERE annotation.layer = 'domain' AND annotation.state <> 'suggested' AND span.role = 'evidence'
  AND annotation.article_id NOT IN (SELECT value FROM json_each(?))
GROUP BY 1, 2, 3
"""


def memory(connection: Connection, without: Iterable[int] = ()) -> Memory:
    """Return what the decisions of the project say about words, but for those in some articles."""
    left_out = (json.dumps(list(without)),)
    mentions = [tuple(row) for row in connection.exec_driver_sql(_MENTIONS, left_out)]
    evidence = [tuple(row) for row in connection.exec_driver_sql(_EVIDENCE, left_out)]
    kinds = [(quote, kind, state, count) for quote, _id, kind, state, count in mentions]
    discounted = _discounted(connection)
    rejected = (*_rejected("actor", kinds), *_rejected("domain", evidence))
    told = tuple(entry for entry in rejected if _is_rejected(entry, discounted))
    return Memory(_names(mentions), told)


def rejected_words(connection: Connection) -> list[RejectedWords]:
    """Return the words that are no longer suggested, most often rejected first."""
    return sorted(
        memory(connection).rejected_words, key=lambda entry: (-entry.rejected, sort_key(entry.text))
    )


def suggest_again(session: Session, entries: Iterable[RejectedWords]) -> None:
    """Let words be suggested again, until they are rejected twice more."""
    discounted = _discounted(session.connection())
    discounted |= {_key(entry): entry.rejected for entry in entries}
    put_setting(session, _AGAIN, json.dumps([[*key, count] for key, count in discounted.items()]))


def _names(mentions: Iterable[tuple[object, ...]]) -> tuple[LearnedName, ...]:
    meant: defaultdict[str, Counter[int]] = defaultdict(Counter)
    decided: Counter[str] = Counter()
    for quote, actor_id, _kind, state, count in mentions:
        text = remembered(str(quote))
        if not is_learnable(text):
            continue
        decided[text] += int(str(count))
        if state == "accepted" and isinstance(actor_id, int):
            meant[text][actor_id] += int(str(count))
    found = []
    for text, actors in meant.items():
        actor_id, accepted = max(actors.items(), key=lambda item: (item[1], -item[0]))
        if actors.total() >= MIN_AGREEMENT * decided[text]:
            found.append(LearnedName(text, actor_id, accepted, decided[text]))
    return tuple(sorted(found, key=lambda name: (-name.accepted, name.text)))


def _rejected(layer: str, rows: Iterable[tuple[object, ...]]) -> Iterable[RejectedWords]:
    """Of rows of words, what they mean, state and count: what only rejections speak of."""
    accepted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    rejected: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for quote, what, state, count in rows:
        side = accepted if state == "accepted" else rejected
        side[remembered(str(quote))][str(what or "")] += int(str(count))
    for text, counts in rejected.items():
        if not accepted[text].total() and counts.total() >= MIN_REJECTIONS:
            yield RejectedWords(layer, text, None, counts.total())
            continue
        for what, count in counts.items():
            if what and count >= MIN_REJECTIONS and not accepted[text][what]:
                yield RejectedWords(layer, text, what, count)


_Key = tuple[str, str, str | None]


def _key(entry: RejectedWords) -> _Key:
    return entry.layer, entry.text, entry.what


def _is_rejected(entry: RejectedWords, discounted: Mapping[_Key, int]) -> bool:
    return entry.rejected - discounted.get(_key(entry), 0) >= MIN_REJECTIONS


def _discounted(connection: Connection) -> dict[_Key, int]:
    """How many rejections of which words do not count; what is not of this form is left out."""
    try:
        stored = json.loads(setting(connection, _AGAIN) or "[]")
    except (ValueError, RecursionError):
        return {}
    found: dict[_Key, int] = {}
    for entry in stored if isinstance(stored, list) else []:
        match entry:
            case [str(layer), str(text), str() | None as what, int(count)]:
                found[layer, text, what] = count
    return found
