# SPDX-License-Identifier: MIT
"""Merge annotations that an edit has made equal, so that each of them counts once.

Duplicates are two mentions of an actor, mentions of a domain, or claims of the same speakers, in
the same article and with the same pieces of text by role. An accepted one is kept rather than a
rejected one, and that rather than a suggested one. It takes over the note, codes, own fields and
lists of actors that it lacks. Both are kept if their codes contradict each other, or if they are by
two annotators. Annotations that name nobody are not duplicates, except claims, whose words suffice.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from claimdesk.models.store.coded_fields import columns_of
from claimdesk.models.store.schema import now
from claimdesk.models.store.speakers import SPEAKER_SET

_RANK = {"accepted": 0, "rejected": 1, "suggested": 2}

_NAMES = {
    "actor": ("mention", "actor_id"),
    "claim": ("claim", SPEAKER_SET),
    "domain": ("domain_mention", "domain_id"),
}
"""The table of each layer, and the SQL for whom or what an annotation names."""

_COLUMNS = {layer: columns_of(layer) for layer in _NAMES}
"""The codes in the table of each layer."""

_LISTS = {
    "actor": (),
    "claim": (("addressee", "claim_id"),),
    "domain": (("partner", "domain_mention_id"),),
}
"""The lists of actors of each layer: table, and its column for the annotation."""

DOMAINS = "domains"
"""Stands for the list of a claim's domains, which counts as one code."""


def own_field_code(field_id: int) -> str:
    """Return the code that stands for an own field."""
    return f"field {field_id}"


@dataclass(slots=True)
class _Duplicate:
    """An annotation with what decides whether and how it is merged."""

    id: int
    state: str
    annotator: int | None
    note: str | None
    codes: dict[str, Hashable] = field(default_factory=dict)
    """What is coded, by column, `DOMAINS` or `own_field_code`."""
    lists: dict[str, set[int]] = field(default_factory=dict)
    """Actors by the table that lists them."""


def merge_duplicates(
    session: Session, touched: Iterable[int], *, prefer: Collection[int] = (), same: str = ""
) -> dict[int, int]:
    """Merge annotations that an edit `touched` with their duplicates; return deleted id -> kept id.

    Among equals the one in `prefer` is kept, then the oldest. Claims merge only with claims that
    the edit did not touch: other duplicates existed before. The code `same` of a claim must be that
    of its duplicate; other codes may also be missing in one of them.
    """
    session.flush()
    ids = set(touched)
    merger = _Merger(session, ids, set(prefer), same)
    for layer in _NAMES:
        for duplicates in merger.groups(layer):
            merger.merge(layer, duplicates)
    if merger.gone:
        session.expire_all()
    return merger.gone


class _Merger:
    """One run of merging."""

    def __init__(self, session: Session, touched: set[int], prefer: set[int], same: str) -> None:
        self._connection = session.connection()
        self._touched = touched
        self._prefer = prefer
        self._same = same
        self.gone: dict[int, int] = {}

    def groups(self, layer: str) -> Iterator[list[_Duplicate]]:
        """Yield the duplicates of a layer in groups, those to keep first."""
        alike: dict[Hashable, list[int]] = {}
        for own_id, key in self._named_alike(layer).items():
            alike.setdefault(key, []).append(own_id)
        near = [one for ids in self._with_touched(alike) for one in ids]
        places = self._places(near)
        equal: dict[Hashable, list[int]] = {}
        for key, ids in alike.items():
            for one in ids:
                if places.get(one):
                    equal.setdefault((key, places[one]), []).append(one)
        groups = list(self._with_touched(equal))
        duplicates = self._read(layer, [one for ids in groups for one in ids])
        for ids in groups:
            yield sorted((duplicates[one] for one in ids), key=self._order)

    def merge(self, layer: str, duplicates: Iterable[_Duplicate]) -> None:
        """Merge each duplicate into the first one before it that it agrees with."""
        staying: list[_Duplicate] = []
        for duplicate in duplicates:
            into = next((one for one in staying if self._fits(layer, one, duplicate)), None)
            if into is None:
                staying.append(duplicate)
            else:
                self._take_over(layer, into, duplicate)
                self._run("DELETE FROM annotation WHERE id = ?", duplicate.id)
                self.gone[duplicate.id] = into.id

    def _order(self, duplicate: _Duplicate) -> tuple[int, bool, int]:
        return _RANK[duplicate.state], duplicate.id not in self._prefer, duplicate.id

    def _with_touched(self, groups: dict[Hashable, list[int]]) -> Iterator[list[int]]:
        for ids in groups.values():
            if len(ids) > 1 and not self._touched.isdisjoint(ids):
                yield ids

    def _fits(self, layer: str, stays: _Duplicate, goes: _Duplicate) -> bool:
        if layer == "claim" and (stays.id in self._touched) == (goes.id in self._touched):
            return False
        if None not in (stays.annotator, goes.annotator) and stays.annotator != goes.annotator:
            return False
        if layer == "claim" and stays.codes.get(self._same) != goes.codes.get(self._same):
            return False
        if goes.state == "suggested" != stays.state:
            return True
        return _agree(stays, goes)

    def _take_over(self, layer: str, stays: _Duplicate, goes: _Duplicate) -> None:
        notes = [note for note in (stays.note, goes.note) if note]
        note = "\n".join(dict.fromkeys(notes)) or None
        if note != stays.note:
            self._run("UPDATE annotation SET note = ? WHERE id = ?", note, stays.id)
            stays.note = note
        if stays.state == goes.state:
            if stays.annotator is None is not goes.annotator:
                stays.annotator = goes.annotator
                statement = "UPDATE annotation SET annotator_id = ? WHERE id = ?"
                self._run(statement, stays.annotator, stays.id)
            self._take_over_codes(layer, stays, goes)
            self._take_over_lists(layer, stays, goes)
        self._run("UPDATE annotation SET updated = ? WHERE id = ?", now(), stays.id)

    def _take_over_codes(self, layer: str, stays: _Duplicate, goes: _Duplicate) -> None:
        for code in goes.codes.keys() - stays.codes.keys():
            stays.codes[code] = goes.codes[code]
            if code in _COLUMNS[layer]:
                statement = f"UPDATE {_NAMES[layer][0]} SET {code} = ? WHERE id = ?"  # noqa: S608
                self._run(statement, goes.codes[code], stays.id)
            elif code == DOMAINS:
                statement = "UPDATE claim_domain SET claim_id = ? WHERE claim_id = ?"
                self._run(statement, stays.id, goes.id)
            else:
                self._run(
                    "UPDATE field_value SET annotation_id = ? "
                    "WHERE annotation_id = ? AND 'field ' || field_id = ?",
                    *(stays.id, goes.id, code),
                )

    def _take_over_lists(self, layer: str, stays: _Duplicate, goes: _Duplicate) -> None:
        for table, owner in _LISTS[layer]:
            for actor in sorted(goes.lists[table] - stays.lists[table]):
                statement = f"UPDATE {table} SET {owner} = ? WHERE {owner} = ? AND actor_id = ?"  # noqa: S608
                self._run(statement, stays.id, goes.id, actor)
            stays.lists[table] |= goes.lists[table]

    def _named_alike(self, layer: str) -> dict[int, Hashable]:
        """Return the annotations that name what a touched one names and begin at the same place."""
        table, column = _NAMES[layer]
        unnamed = "" if layer == "claim" else f"WHERE {column} IS NOT NULL"
        name = f"coalesce({column}, 0)"
        first = "coalesce((SELECT min(start) FROM span WHERE annotation_id = annotation.id), -1)"
        # By their articles, since one actor may be named in all articles of the project.
        rows = self._run(
            f"WITH touched AS (SELECT article_id AS article, {name} AS name, {first} AS first "  # noqa: S608
            f"FROM json_each(?) JOIN {table} ON {table}.id = value "
            f"JOIN annotation ON annotation.id = {table}.id {unnamed}) "
            f"SELECT annotation.id, article_id, {name}, {first} FROM annotation "
            f"CROSS JOIN {table} ON {table}.id = annotation.id "
            "WHERE article_id IN (SELECT article FROM touched) AND layer = ? "
            f"AND (article_id, {name}) IN (SELECT article, name FROM touched) "
            f"AND (article_id, {name}, {first}) IN (SELECT article, name, first FROM touched)",
            *(_list(self._touched), layer),
        )
        return {one: tuple(key) for one, *key in rows}

    def _places(self, ids: Iterable[int]) -> dict[int, Hashable]:
        """Return the pieces of annotations by role; those that wait for review by their words."""
        found: dict[int, list[Any]] = {}
        rows = self._run(
            "SELECT annotation_id, role, start, \"end\", '' FROM span "
            "WHERE annotation_id IN (SELECT value FROM json_each(?1)) "
            "UNION ALL SELECT annotation_id, role, start, -1, quote FROM unplaced_span "
            "WHERE annotation_id IN (SELECT value FROM json_each(?1)) ",
            _list(ids),
        )
        for one, *piece in rows:
            found.setdefault(one, []).append(tuple(piece))
        return {one: tuple(sorted(pieces)) for one, pieces in found.items()}

    def _read(self, layer: str, ids: list[int]) -> dict[int, _Duplicate]:
        table, columns, wanted = _NAMES[layer][0], _COLUMNS[layer], _list(ids)
        among = "IN (SELECT value FROM json_each(?))"
        selected = ", ".join(("annotation.id", "state", "annotator_id", "note", *columns))
        rows = self._run(
            f"SELECT {selected} FROM annotation "  # noqa: S608
            f"JOIN {table} ON {table}.id = annotation.id WHERE annotation.id {among}",
            wanted,
        )
        duplicates = {}
        for one, state, annotator, note, *codes in rows:
            found = zip(columns, codes, strict=True)
            coded: dict[str, Hashable] = {name: code for name, code in found if code is not None}
            lists: dict[str, set[int]] = {name: set() for name, _owner in _LISTS[layer]}
            duplicates[one] = _Duplicate(one, state, annotator, note, coded, lists)
        values = f"SELECT * FROM field_value WHERE annotation_id {among}"  # noqa: S608
        for row in self._connection.exec_driver_sql(values, (wanted,)).mappings():
            code = (row["choice_id"], row["number"], row["text"])
            duplicates[row["annotation_id"]].codes[own_field_code(row["field_id"])] = code
        for name, owner in _LISTS[layer]:
            statement = f"SELECT {owner}, actor_id FROM {name} WHERE {owner} {among}"  # noqa: S608
            for one, actor in self._run(statement, wanted):
                duplicates[one].lists[name].add(actor)
        if layer == "claim":
            statement = f"SELECT claim_id, domain_id FROM claim_domain WHERE claim_id {among} "  # noqa: S608
            for one, domain in self._run(f"{statement} ORDER BY claim_id, domain_id", wanted):
                known: Any = duplicates[one].codes.get(DOMAINS, ())
                duplicates[one].codes[DOMAINS] = (*known, domain)
        return duplicates

    def _run(self, statement: str, *values: object) -> list[Any]:
        found = self._connection.exec_driver_sql(statement, values)
        return list(found) if found.returns_rows else []


def _agree(stays: _Duplicate, goes: _Duplicate) -> bool:
    """Return whether no code says otherwise; what is rejected may also not say more."""
    both = stays.state == goes.state
    for name, code in goes.codes.items():
        if stays.codes.get(name, code if both else None) != code:
            return False
    return both or all(goes.lists[name] <= stays.lists[name] for name in goes.lists)


def _list(ids: Iterable[int]) -> str:
    return json.dumps(list(ids))
