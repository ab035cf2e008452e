# SPDX-License-Identifier: MIT
"""The articles of a library: filtered, searched, sorted and counted in SQL, beside their texts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import Connection

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.search.article_values import (
    NAMED,
    ONE_EACH,
    articles_naming,
    status_order,
)
from claimdesk.models.search.words_query import words_query
from claimdesk.models.store.storage import driver
from claimdesk.models.text.folding import name_key

SORT_KEYS = ("date", "added", "title", "outlet", "status", "to decide", "claims")

_CONTEXT = 70
"""Characters of a snippet before and after the first word that was found."""


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Which articles are listed. What is None or empty leaves none out."""

    words: str = ""
    """What is searched for, as `words_query` takes it."""
    status: str | None = None
    outlet: str | None = None
    """Empty for articles without an outlet."""
    since: str | None = None
    until: str | None = None
    """ISO dates, both included; or the beginnings of dates, such as 2024."""
    language: str | None = None
    annotator_id: int | None = None
    actor_id: int | None = None
    """An actor that is mentioned, or makes a claim."""
    domain_id: int | None = None
    choice_id: int | None = None
    """A value of a coded field, built in or own, that an annotation has."""
    field_id: int | None = None
    """A coded field of the analyst's own in which an annotation has a value."""
    month: str | None = None
    """Such as 2024-05; empty for articles without a date."""
    to_decide: bool = False
    """Only those with suggestions to decide."""
    claims_to_decide: bool | None = None
    """Only those with suggested claims, or only those without."""
    sample_id: int | None = None
    versions: str | None = None
    """`first` leaves out articles that are versions of another, `linked` all that have none."""

    @property
    def is_empty(self) -> bool:
        """Whether it lists every article."""
        return self == ArticleFilter()

    def to_json(self) -> str:
        """Return it as JSON, without what leaves nothing out."""
        return json.dumps({k: v for k, v in asdict(self).items() if v not in (None, "", False)})

    @classmethod
    def from_json(cls, text: str) -> ArticleFilter:
        """Return the filter of a JSON text. Raises ClaimdeskError if it is none."""
        try:
            found = json.loads(text)
            known = {field.name for field in fields(cls)}
            if isinstance(found, dict) and all(map(_is_plain, found.values())):
                return cls(**{k: v for k, v in found.items() if k in known})
        except (ValueError, TypeError, RecursionError):
            pass
        raise ClaimdeskError(_("This filter can't be read; save it again."))


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int)


_FLAGS = ("claims_to_decide",)
_BESIDE_DATES = frozenset(["status", "outlet", "language"])
"""Fields that stand in the index of what is listed, and not in that of dates."""
_PARAMETER = re.compile(r":(\w+)")
_NEWEST = "published_on DESC, id DESC"
_ORDER = {
    "date": _NEWEST,
    "added": "id DESC",
    "title": "title COLLATE NOCASE, id",
    "outlet": f"outlet IS NULL, outlet COLLATE NOCASE, {_NEWEST}",
    "status": f"{status_order('status')}, {_NEWEST}",
    "to decide": f"(SELECT count(*) FROM annotation INDEXED BY annotation_to_decide "
    f"WHERE article_id = article.id AND state = 'suggested') DESC, {_NEWEST}",
    "claims": f"(SELECT count(*) FROM annotation WHERE article_id = article.id "
    f"AND layer = 'claim' AND state = 'accepted') DESC, {_NEWEST}",
}
_BY_FIELD = {
    **{field: f"{value} = :{field}" for field, value in ONE_EACH.items() if field not in _FLAGS},
    **{field: f"id IN ({articles_naming(field)})" for field in NAMED},
    # Its SELECT is of one article alone.
    "annotator_id": f"EXISTS ({articles_naming('annotator_id')})",
}
"""The condition that a field of the filter is, by the field."""
_FOUND = (
    "SELECT indexed.article_id FROM article_words CROSS JOIN article_words_of AS indexed "
    "ON indexed.id = article_words.rowid WHERE article_words MATCH :words"
)


def article_ids(
    connection: Connection,
    wanted: ArticleFilter | str = "",
    *,
    sort: str = "date",
    among: Iterable[int] | None = None,
    group: ArticleFilter | None = None,
) -> list[int]:
    """Return the ids of the articles that a filter, or a search for words, lists, in order.

    `among` leaves out all but the given ones, `group` all that it does not list either.
    No text is read, whatever is asked for.
    """
    if isinstance(wanted, str):
        wanted = ArticleFilter(words=wanted)
    by_date = sort == "date"
    where, values = _conditions(wanted, by_date=by_date)
    if group is not None:
        inside, more = _conditions(group, by_date=by_date)
        # The same names may stand for other values.
        where += [_PARAMETER.sub(r":group_\1", one) for one in inside]
        values.update({f"group_{name}": value for name, value in more.items()})
    if among is not None:
        where.append("id IN (SELECT value FROM json_each(:among))")
        values["among"] = json.dumps(list(among))
    chosen = f"WHERE {' AND '.join(where)} " if where else ""
    inner = f"SELECT id FROM article {chosen}ORDER BY {_ORDER[sort]} LIMIT -1"
    statement = f"SELECT json_group_array(id) FROM ({inner})"
    (found,) = driver(connection).execute(statement, values).fetchone()
    return [int(number) for number in json.loads(found)]


def condition(wanted: ArticleFilter) -> tuple[str, dict[str, Any]]:
    """Return an SQL condition on `article` that holds for what a filter lists, and its values."""
    where, values = _conditions(wanted)
    return " AND ".join(where) or "1", values


def _conditions(
    wanted: ArticleFilter, *, by_date: bool = False
) -> tuple[list[str], dict[str, Any]]:
    """Return conditions on `article`, and their values; `by_date`: which is read in that order."""
    where: list[str] = []
    values: dict[str, Any] = {}

    def add(condition: str, name: str, value: object) -> None:
        if value is not None:
            where.append(condition)
            values[name] = value

    query = words_query(wanted.words)
    if query is not None:
        # The plus keeps SQLite from looking up each article that has a frequent word: going
        # through an index of all articles in order is quicker.
        add(f"+id {'NOT ' if query.excluding else ''}IN ({_FOUND})", "words", query.match)
    elif wanted.words.strip():
        where.append("0")
    for field, one in _BY_FIELD.items():
        if by_date and field in _BESIDE_DATES:
            # In the order of dates, SQLite would go to each article beside its long text; the
            # index of what is listed says it in a fifth of the time.
            one = f"+id IN (SELECT id FROM article WHERE {one})"
        add(one, field, getattr(wanted, field))
    add("published_on >= :since", "since", wanted.since or None)
    until = wanted.until + "\U0010ffff" if wanted.until else None
    add("published_on <= :until", "until", until)
    add(
        "id IN (SELECT article_id FROM sampled_article WHERE sample_id = :sample)",
        "sample",
        wanted.sample_id,
    )
    where += _flags(wanted, by_date=by_date)
    return where, values


def _flags(wanted: ArticleFilter, *, by_date: bool) -> Iterator[str]:
    """Yield the conditions that compare with no value."""
    # The plus lets SQLite go through the index of dates instead of sorting what it found.
    plus = "+" if by_date else ""
    if wanted.to_decide:
        yield f"{plus}id IN (SELECT article_id FROM annotation WHERE state = 'suggested')"
    if wanted.claims_to_decide is not None:
        yield f"{'' if wanted.claims_to_decide else 'NOT '}{plus}{ONE_EACH['claims_to_decide']}"
    if wanted.versions == "first":
        yield "id NOT IN (SELECT article_id FROM article_version)"
    elif wanted.versions == "linked":
        yield (
            "id IN (SELECT article_id FROM article_version UNION SELECT first_id "
            "FROM article_version)"
        )


def count(connection: Connection, wanted: ArticleFilter) -> int:
    """Return how many articles a filter lists."""
    where, values = condition(wanted)
    statement = f"SELECT count(*) FROM article WHERE {where}"
    (found,) = driver(connection).execute(statement, values).fetchone()
    return int(found)


@dataclass(frozen=True, slots=True)
class Snippet:
    """The words around what was found in an article."""

    text: str
    start: int
    end: int
    """Where in it the first word is that was found, in code points; equal if none is."""


def snippets(connection: Connection, ids: Iterable[int], words: str) -> dict[int, Snippet]:
    """Return what stands around the first word found in the texts of some articles."""
    query = words_query(words)
    if query is None or query.pattern is None or query.excluding:
        return {}
    rows = driver(connection).execute(
        "SELECT id, body FROM article WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    found = {}
    for article, body in rows:
        match = query.pattern.search(body) or query.pattern.search(name_key(body))
        if match is not None:
            found[article] = _snippet(body, match.start(), match.end())
    return found


def _snippet(body: str, start: int, end: int) -> Snippet:
    first, last = max(0, start - _CONTEXT), min(len(body), end + _CONTEXT)
    before = " ".join(("…" if first else "", *body[first:start].split())).lstrip()
    before += " " if body[start - 1 : start].isspace() and before else ""
    hit = " ".join(body[start:end].split())
    after = " ".join(body[end:last].split()) + ("…" if last < len(body) else "")
    gap = " " if body[end : end + 1].isspace() else ""
    return Snippet(f"{before}{hit}{gap}{after}", len(before), len(before) + len(hit))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a project has come."""

    articles: dict[str, int]
    """By status."""
    claims: int
    to_decide: int
    by_day: dict[str, int]
    """Accepted claims by the day (UTC) on which they were made or last changed."""
    per_article: dict[int, int]
    """How many of the articles that are begun or done have each number of accepted claims."""


def progress(connection: Connection) -> Progress:
    """Count articles and claims; reads all annotations, so not in the window's thread."""
    sqlite = driver(connection)
    by_status = dict(sqlite.execute("SELECT status, count(*) FROM article GROUP BY status"))
    (to_decide,) = sqlite.execute(
        "SELECT count(*) FROM annotation WHERE state = 'suggested'"
    ).fetchone()
    by_day = dict(
        sqlite.execute(
            "SELECT substr(updated, 1, 10), count(*) FROM annotation "
            "WHERE layer = 'claim' AND state = 'accepted' GROUP BY 1 ORDER BY 1"
        )
    )
    per_article = dict(
        sqlite.execute(
            "SELECT claims, count(*) FROM (SELECT (SELECT count(*) FROM annotation WHERE "
            "article_id = article.id AND layer = 'claim' AND state = 'accepted') AS claims "
            "FROM article WHERE status <> 'unread') GROUP BY claims"
        )
    )
    return Progress(by_status, sum(by_day.values()), int(to_decide), by_day, per_article)


def outlets(connection: Connection) -> list[str]:
    """Return the names of all outlets, in order."""
    rows = driver(connection).execute(
        "SELECT DISTINCT outlet FROM article WHERE outlet IS NOT NULL "
        "ORDER BY outlet COLLATE NOCASE"
    )
    return [row[0] for row in rows]


def languages(connection: Connection) -> list[str]:
    """Return the languages of all articles, in order."""
    rows = driver(connection).execute("SELECT DISTINCT language FROM article ORDER BY 1")
    return [row[0] for row in rows]


def annotators(connection: Connection) -> dict[str, int]:
    """Return the ids of the annotators by name, in order."""
    rows = driver(connection).execute("SELECT name, id FROM annotator ORDER BY name")
    return dict(rows.fetchall())


def samples(connection: Connection) -> dict[str, int]:
    """Return the ids of the samples by name, in the order in which they were drawn."""
    rows = driver(connection).execute("SELECT name, id FROM article_sample ORDER BY id")
    return dict(rows.fetchall())
