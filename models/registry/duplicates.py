# SPDX-License-Identifier: MIT
"""Find actors of a project that are probably the same, each pair with a reason.

Names are compared without case, accents, full stops, short function words and word order. Some
pairs are never proposed: two states, two countries, names that differ in a number or short word.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice

from rapidfuzz import fuzz
from rapidfuzz.process import cdist
from sqlalchemy import Connection
from sqlmodel import Session, select

from claimdesk.models.messages.catalogue import _
from claimdesk.models.registry.gazetteer import gazetteer
from claimdesk.models.registry.person_names import family_names, may_be_same, name_words
from claimdesk.models.store import queries
from claimdesk.models.store.queries import ActorRow
from claimdesk.models.store.schema import Setting
from claimdesk.models.text.folding import accentless_key, name_key

DISMISSED = "duplicates.dismissed"
"""The setting with the pairs that an analyst marked as different: JSON, pairs of ids."""

_ALIKE = 90.0
"""Least similarity of two names (normalised Indel, 0..100) to be examined."""
_WORD_ALIKE = 85.0
"""Least similarity of the words in which two names differ."""
_SHORT_WORD = 5
"""Words shorter than this must be the same in both names."""
_CROWD = 6
"""A key that more actors than this share does not identify any of them."""
_NAMESAKES = 40
"""A family name that more people than this share is not looked at."""
_CHUNK = 256
_MOST_LOOKED_AT = 200_000
"""How many similar pairs are examined; only generated names have more."""
_SMALL = frozenset({"the", "of", "for", "and", "de", "la", "du", "a", "an", "to", "in"})
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "sir", "lord", "gen", "president", "senator"})
_BRACKETED = re.compile(r"\(([^()]{2,12})\)")
_WORD = re.compile(r"[^\W_]+")
_GROUPS = frozenset({"organization", "group", "alliance"})
_LANDS = frozenset({"state", "place"})


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two actors that may be the same; `reason` is a sentence to show, `score` (0..1) the order."""

    first: int
    second: int
    reason: str
    score: float


@dataclass(slots=True)
class _ComparableActor:
    """An actor with the forms of its names that are compared."""

    row: ActorRow
    key: str = ""
    words: tuple[str, ...] = ()
    aliases: dict[str, str] = field(default_factory=dict)
    """Folded alias -> alias as written."""

    @property
    def person(self) -> bool:
        return self.row.kind == "person"


def likely_duplicates(connection: Connection, limit: int = 500) -> list[DuplicatePair]:
    """Return the likely duplicates that were not dismissed, the most likely first."""
    rows = [row for row in queries.actors(connection).values() if row.state != "rejected"]
    return find_duplicates(rows, dismissed(connection))[:limit]


def find_duplicates(
    rows: Iterable[ActorRow], apart: frozenset[tuple[int, int]] = frozenset()
) -> list[DuplicatePair]:
    """Return the likely duplicates among actors, except the pairs of ids in `apart`."""
    actors = [_comparable(row) for row in rows]
    best: dict[tuple[int, int], DuplicatePair] = {}
    for find in (_same_name, _same_alias, _acronyms, _surnames, _shortened, _spellings):
        for one, other, reason, score in find(actors):
            pair = _pair(one.row.id, other.row.id)
            if pair in best or pair in apart or not _may_be_one(one.row, other.row):
                continue
            best[pair] = DuplicatePair(*pair, reason, score)
    return sorted(best.values(), key=lambda found: (-found.score, found.first, found.second))


def dismissed(connection: Connection) -> frozenset[tuple[int, int]]:
    """Return the pairs of actors that an analyst marked as different."""
    value = connection.exec_driver_sql(
        "SELECT value FROM setting WHERE key = ?", (DISMISSED,)
    ).scalar()
    return frozenset(_read(value))


def dismiss(session: Session, first: int, second: int) -> None:
    """Remember in the project that two actors are not the same."""
    row = session.exec(select(Setting).where(Setting.key == DISMISSED)).first()
    pairs = sorted({*_read(row.value if row else None), _pair(first, second)})
    value = json.dumps(pairs, separators=(",", ":"))
    if row is None:
        session.add(Setting(key=DISMISSED, value=value))
    else:
        row.value = value
        session.add(row)
    session.flush()


def _read(value: str | None) -> Iterator[tuple[int, int]]:
    """Yield the pairs in a setting. Damaged ones are skipped: they would only be proposed again."""
    try:
        found = json.loads(value or "[]")
    except (ValueError, RecursionError):
        return
    for pair in found if isinstance(found, list) else ():
        if isinstance(pair, list) and len(pair) == 2 and all(type(i) is int for i in pair):
            yield _pair(*pair)


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _comparable(row: ActorRow) -> _ComparableActor:
    words = _words(row.name)
    aliases = {_key(_words(alias)): alias for alias in row.aliases}
    aliases.update({_key(_words(found)): found for found in _BRACKETED.findall(row.name)})
    aliases.pop("", None)
    return _ComparableActor(row, _key(words), words, aliases)


def _words(name: str) -> tuple[str, ...]:
    """Return the folded words that count, in order, without a bracket after the name."""
    bare = _BRACKETED.sub(" ", name) if name.strip()[:1] != "(" else name
    found = tuple(_WORD.findall(_folded(bare)))
    return tuple(w for w in found if w not in _SMALL and w not in _TITLES) or found


def _folded(name: str) -> str:
    return accentless_key(name).replace(".", "")


def _key(words: Sequence[str]) -> str:
    return " ".join(sorted(words))


_ScoredPairs = Iterator[tuple[_ComparableActor, _ComparableActor, str, float]]


def _same_name(actors: Sequence[_ComparableActor]) -> _ScoredPairs:
    by_key: dict[str, list[_ComparableActor]] = defaultdict(list)
    for actor in actors:
        if actor.key:
            by_key[actor.key].append(actor)
    for group in by_key.values():
        for one, other in combinations(group[: 4 * _CROWD], 2):
            if name_key(one.row.name) == name_key(other.row.name):
                yield one, other, _("The same name."), 1.0
            else:
                yield one, other, _("The same words."), 0.98


def _same_alias(actors: Sequence[_ComparableActor]) -> _ScoredPairs:
    named: dict[str, list[_ComparableActor]] = defaultdict(list)
    called: dict[str, list[_ComparableActor]] = defaultdict(list)
    for actor in actors:
        named[actor.key].append(actor)
        for key in actor.aliases:
            called[key].append(actor)
    for key, group in called.items():
        for one in group[:_CROWD]:
            for other in named.get(key, ())[:_CROWD]:
                if one is not other and _alike_kinds(one.row, other.row):
                    yield (
                        one,
                        other,
                        _("“{alias}” is a name of both.").format(alias=one.aliases[key]),
                        0.96,
                    )
        if len(group) > _CROWD or (" " not in key and any(actor.person for actor in group)):
            continue
        for one, other in combinations(group, 2):
            if _alike_kinds(one.row, other.row):
                yield (
                    one,
                    other,
                    _("Both are also called “{alias}”.").format(alias=one.aliases[key]),
                    0.9,
                )


def _acronyms(actors: Sequence[_ComparableActor]) -> _ScoredPairs:
    long: dict[str, list[_ComparableActor]] = defaultdict(list)
    for actor in actors:
        if not actor.person:
            for initials in _initials(actor.row.name):
                long[initials].append(actor)
    for actor in actors:
        letters = actor.row.name.replace(".", "").strip()
        if actor.person or not (letters.isupper() and letters.isalpha() and 2 <= len(letters) <= 8):
            continue
        full = long.get(_folded(letters), ())
        if len(full) > (_CROWD if len(letters) > 2 else 1):
            continue
        for other in full:
            if _alike_kinds(actor.row, other.row):
                reason = _("“{name}” are the initials of “{other}”.").format(
                    name=actor.row.name, other=other.row.name
                )
                yield actor, other, reason, 0.85 + 0.01 * len(letters)


def _initials(name: str) -> set[str]:
    """Return the initials of a name of several words, with and without its small words."""
    words = _WORD.findall(_folded(_BRACKETED.sub(" ", name)))
    kept = [word for word in words if word not in _SMALL]
    return {"".join(w[0] for w in found) for found in (words, kept) if len(found) > 1}


def _surnames(actors: Sequence[_ComparableActor]) -> _ScoredPairs:
    full: dict[str, list[_ComparableActor]] = defaultdict(list)
    for actor in actors:
        if actor.person and len(actor.words) > 1:
            for surname in {_folded(word) for word in family_names(actor.row.name)}:
                full[surname].append(actor)
    for actor in actors:
        if not actor.person or len(actor.words) != 1:
            continue
        found = full.get(actor.words[0], ())
        # Two people of that name: the surname alone does not say which.
        if len(found) == 1:
            reason = _("“{name}” is the surname of “{other}”.").format(
                name=actor.row.name, other=found[0].row.name
            )
            yield actor, found[0], reason, 0.8


def _shortened(actors: Sequence[_ComparableActor]) -> _ScoredPairs:
    """Yield persons one of whom has a shorter name: fewer given names, or initials."""
    named: dict[str, list[_ComparableActor]] = defaultdict(list)
    for actor in actors:
        if actor.person and len(words := name_words(actor.row.name)) > 1:
            named[_folded(words[-1])].append(actor)
    for group in named.values():
        if len(group) > _NAMESAKES:
            continue
        for one in group:
            longer = [other for other in group if _is_shorter(one.row.name, other.row.name)]
            # Two people of that name: the shorter one does not say which.
            if len(longer) == 1:
                reason = _("“{name}” is a shorter form of “{other}”.").format(
                    name=one.row.name, other=longer[0].row.name
                )
                yield one, longer[0], reason, 0.88


def _is_shorter(one: str, other: str) -> bool:
    return len(one) < len(other) and may_be_same(one, other)


def _spellings(actors: Sequence[_ComparableActor]) -> _ScoredPairs:
    """Yield pairs whose names are spelt almost alike, with the same digits."""
    groups: dict[str, list[_ComparableActor]] = defaultdict(list)
    for actor in actors:
        if len(actor.key) >= _SHORT_WORD and actor.row.kind != "state":
            groups[_digits(actor.key)].append(actor)
    for group in groups.values():
        for one, other, score in islice(_close(group), _MOST_LOOKED_AT):
            if _alike_kinds(one.row, other.row) and _only_spelt_otherwise(one, other):
                reason = _("“{name}” and “{other}” are spelt almost alike.").format(
                    name=one.row.name, other=other.row.name
                )
                yield one, other, reason, 0.007 * score


def _close(
    actors: Sequence[_ComparableActor],
) -> Iterator[tuple[_ComparableActor, _ComparableActor, float]]:
    """Yield pairs with similar keys; most are ruled out by their lengths before a comparison."""
    order = sorted(actors, key=lambda actor: len(actor.key))
    keys = [actor.key for actor in order]
    least = _ALIKE / (200 - _ALIKE)
    end = 0
    for first in range(0, len(keys), _CHUNK):
        last = min(first + _CHUNK, len(keys))
        while end < len(keys) and len(keys[end]) * least <= len(keys[last - 1]):
            end += 1
        scores = cdist(keys[first:last], keys[first:end], scorer=fuzz.ratio, score_cutoff=_ALIKE)
        for row, column in zip(*(found.tolist() for found in scores.nonzero()), strict=True):
            if column > row:
                yield order[first + row], order[first + column], float(scores[row, column])


def _only_spelt_otherwise(one: _ComparableActor, other: _ComparableActor) -> bool:
    mine, theirs = set(one.words) - set(other.words), set(other.words) - set(one.words)
    if len(mine) != len(theirs):
        return False
    return all(any(_same_word(word, near) for near in theirs) for word in mine)


def _same_word(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORT_WORD:
        return False
    lands = gazetteer()
    if any(
        w in known for w in (one, other) for known in (lands.adjectives, lands.people, _lands())
    ):
        return False
    return fuzz.ratio(one, other) >= _WORD_ALIKE


def _digits(word: str) -> str:
    return "".join(letter for letter in word if letter.isdigit())


def _lands() -> frozenset[str]:
    return frozenset(_folded(state.name) for state in gazetteer().states.values())


def _alike_kinds(one: ActorRow, other: ActorRow) -> bool:
    kinds = {one.kind, other.kind}
    return len(kinds) == 1 or kinds <= _GROUPS or kinds <= _LANDS


def _may_be_one(one: ActorRow, other: ActorRow) -> bool:
    """Return whether two actors can be the same: not of two countries, not a person and a state."""
    if one.country and other.country and one.country != other.country:
        return False
    return {one.kind, other.kind} != {"person", "state"}
