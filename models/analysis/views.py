# SPDX-License-Identifier: MIT
"""Views of the claims that a project keeps: which plots, of which claims, under a name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection
from sqlmodel import Session

from claimdesk.models.analysis.claim_filter import STATES, Between, OneOf, Value
from claimdesk.models.analysis.identities import Identity
from claimdesk.models.store.settings import put_setting, setting

VIEWS = "analysis.views"
_MOST, _LONGEST, _MOST_PLOTS = 200, 100, 8
_MOST_PICKED, _LONGEST_WORDS, _MOST_CLAIMS = 10, 500, 1_000_000
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class PickedClaims:
    """Claims that a mark stood for when the view was kept, and the words for them."""

    words: str
    claims: frozenset[int]


@dataclass(frozen=True, slots=True)
class SavedView:
    """What a panel of plots shows."""

    name: str
    of_article: bool
    """Whether it is about one article, whichever is open, and not about the project."""
    suggested: bool
    """Whether suggestions are counted, too."""
    plots: tuple[tuple[str, Mapping[str, str]], ...]
    """Kind and options of each plot."""
    where: tuple[tuple[str, Value], ...] = ()
    """Fields and the value that claims must have in each."""
    picked: tuple[PickedClaims, ...] = ()
    """Filters that no field describes, such as a word or a node of a network."""
    state: str = "all"
    """The state that filters let through: one of accepted, suggested or all."""


def saved_views(connection: Connection) -> list[SavedView]:
    """Return the views of the project by name. What is malformed is left out."""
    try:
        stored = json.loads(setting(connection, VIEWS) or "[]")
    except (ValueError, RecursionError):
        return []
    found = {}
    for one in stored[:_MOST] if isinstance(stored, list) else []:
        try:
            view = _read(one)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            continue
        found[view.name] = view
    return sorted(found.values(), key=lambda view: view.name.casefold())


def put_view(session: Session, view: SavedView) -> None:
    """Keep a view; it replaces one of the same name. Raises ValueError without a name."""
    name = " ".join(view.name.split())[:_LONGEST]
    if not name:
        raise ValueError("a view needs a name")
    kept = [one for one in saved_views(session.connection()) if one.name != name]
    _put(session, [*kept, replace(view, name=name)])


def delete_view(session: Session, name: str) -> None:
    """Forget the view of a name."""
    _put(session, [one for one in saved_views(session.connection()) if one.name != name])


def _put(session: Session, views: Iterable[SavedView]) -> None:
    rows = [
        {
            "name": view.name,
            "article": view.of_article,
            "suggested": view.suggested,
            "plots": [[kind, dict(options)] for kind, options in view.plots],
            "where": [[field, _written(value)] for field, value in view.where],
            "picked": [[one.words, _runs(one.claims)] for one in view.picked],
            "state": view.state,
        }
        for view in views
    ]
    put_setting(session, VIEWS, json.dumps(rows, ensure_ascii=False) if rows else None)


def _read(stored: Mapping[str, Any]) -> SavedView:
    plots = tuple(
        (str(kind), {str(key): str(value) for key, value in options.items()})
        for kind, options in stored["plots"][:_MOST_PLOTS]
    )
    where = tuple((str(field), _value(value, 0)) for field, value in stored["where"])
    name = " ".join(str(stored["name"]).split())[:_LONGEST]
    if not name or not plots:
        raise ValueError
    picked = tuple(
        PickedClaims(str(words)[:_LONGEST_WORDS], _ids(runs))
        for words, runs in stored.get("picked", [])[:_MOST_PICKED]
    )
    state = str(stored.get("state", "all"))
    if state not in ("all", *STATES):
        raise ValueError
    return SavedView(
        name, bool(stored["article"]), bool(stored["suggested"]), plots, where, picked, state
    )


def _runs(ids: frozenset[int]) -> list[list[int]]:
    """Return ids as runs without gaps: the first and the last of each."""
    runs: list[list[int]] = []
    for one in sorted(ids):
        if runs and runs[-1][1] == one - 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    return runs


def _ids(runs: Iterable[Iterable[object]]) -> frozenset[int]:
    """Return the ids of runs. Raises ValueError if they are malformed or far too many."""
    found: set[int] = set()
    for run in runs:
        first, last = map(_whole, run)
        if not 0 <= last - first < _MOST_CLAIMS - len(found):
            raise ValueError
        found.update(range(first, last + 1))
    return frozenset(found)


def _written(value: Value) -> object:
    if isinstance(value, Identity):
        return {"id": value.id, "label": value.label}
    if isinstance(value, OneOf):
        return {"any": [_written(one) for one in value.values]}
    if isinstance(value, Between):
        return {"from": value.first, "to": value.last}
    return value


def _value(stored: object, depth: int) -> Value:
    if isinstance(stored, int):
        return _whole(stored)
    if stored is None or isinstance(stored, str | float):
        return stored
    if not isinstance(stored, dict) or depth >= _DEEPEST:
        raise ValueError
    if "id" in stored:
        return Identity(_whole(stored["id"]), str(stored["label"]))
    if "any" in stored:
        return OneOf(tuple(_value(one, depth + 1) for one in stored["any"]))
    first, last = stored["from"], stored["to"]
    if not isinstance(first, str | int | float) or not isinstance(last, str | int | float):
        raise ValueError
    return Between(first, last)


def _whole(stored: object) -> int:
    """Return a whole number that SQLite can hold."""
    if not isinstance(stored, int) or not -(2**63) <= stored < 2**63:
        raise ValueError
    return stored
