# SPDX-License-Identifier: MIT
"""The statements that networks are made of: who says what of which domain when, as arrays.

A claim is one statement for each of its speakers and each of its domains. One without a speaker or
a domain is in no cell; with isolates it still has a node.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.analysis.claim_sql import claim_columns
from claimdesk.models.analysis.columns.claims import ClaimColumns
from claimdesk.models.analysis.columns.kept import columns_for
from claimdesk.models.analysis.identities import labels
from claimdesk.models.analysis.networks.options import NetworkOptions, UnfitOptions
from claimdesk.models.analysis.stance_scores import STANCE_SCORES
from claimdesk.models.messages.catalogue import _

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]
Times = NDArray[np.datetime64]

NOBODY = -1
"""In place of the id of a speaker or domain that a claim does not have."""

_NO_TIME = np.datetime64("NaT", "s")


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements as arrays of one length, in order of time and, at equal times, of their ids."""

    claim: Integers
    speaker: Integers
    domain: Integers
    article: Integers
    value: Numbers
    """Of the qualifier; NaN: not coded."""
    time: Times
    """Seconds; NaT: without a date, after all others."""

    def __len__(self) -> int:
        return len(self.claim)

    def only(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Statements:
        """Return the statements at these places or for which this is true."""
        return Statements(*(getattr(self, column.name)[chosen] for column in fields(self)))


@dataclass(frozen=True, slots=True)
class Qualifier:
    """What qualifies a claim as agreeing or not: stance or a boolean field, or else a number."""

    key: str
    is_number: bool

    def levels(self, loaded: Statements) -> Numbers:
        """Return its levels: those that loaded claims have, both ends of a scale always."""
        found = np.unique(loaded.value[~np.isnan(loaded.value)])
        return found if self.is_number else np.union1d(found, [0.0, 1.0])

    def net(self, value: Numbers) -> Numbers:
        """Return what a claim adds to a net cell: the number, or from -1 to 1 for a scale."""
        return value if self.is_number else 2 * value - 1


@dataclass(frozen=True, slots=True)
class Loaded:
    """All statements that are looked at, before anything is left out."""

    statements: Statements
    qualifier: Qualifier
    speakers: Mapping[int, str]
    """Names by id, unique."""
    domains: Mapping[int, str]
    kinds: Mapping[int, str]
    """The kinds of the speakers."""


def load(connection: Connection, options: NetworkOptions, claims: ClaimFilter) -> Loaded:
    """Read the statements of a filter in the range of the options.

    Raises UnknownField for an unknown field, UnfitOptions if it can't be the qualifier.
    """
    qualifier = _qualifier(connection, options.qualifier)
    columns = columns_for(connection)
    if columns is not None:
        return _from_columns(columns, connection, options, qualifier, claims)
    names = ("claim", "speaker_id", "domain_id", "article_id", "published_on", qualifier.key)
    rows = claim_columns(connection, names, claims)
    statements = _arrays(list(zip(*rows, strict=True)) or [()] * len(names))
    return Loaded(
        _in_range(statements, options),
        qualifier,
        labels(connection, "speaker"),
        labels(connection, "domain"),
        {row[0]: row[1] for row in connection.exec_driver_sql("SELECT id, kind FROM actor")},
    )


def _from_columns(
    columns: ClaimColumns,
    connection: Connection,
    options: NetworkOptions,
    qualifier: Qualifier,
    claims: ClaimFilter,
) -> Loaded:
    """Return the same from columns of claims."""
    from claimdesk.models.analysis.columns.counting import Selection
    from claimdesk.models.analysis.columns.names import labels_of

    chosen = Selection(columns, connection, claims, ("speaker", "domain", qualifier.key))
    actors, domains, articles = (columns.tables[t] for t in ("actor", "domain", "article"))
    days = articles.coding("published_on")
    times = np.array([_time(text) for text in days.values], "datetime64[s]")
    codes = chosen.codes("article")
    statements = Statements(
        columns.ids[chosen.rows()],
        np.append(actors.ids, NOBODY)[chosen.codes("speaker")],
        np.append(domains.ids, NOBODY)[chosen.codes("domain")],
        articles.ids[codes],
        np.array([_value(value) for value in chosen.values(qualifier.key)], np.float64)[
            chosen.numbers(qualifier.key)
        ],
        times[days.numbers[codes]],
    )
    return Loaded(
        _in_range(statements.only(np.lexsort((statements.claim, statements.time))), options),
        qualifier,
        labels_of(columns, "speaker").by_id(),
        labels_of(columns, "domain").by_id(),
        dict(zip(actors.ids.tolist(), actors.columns["kind"], strict=True)),
    )


def _qualifier(connection: Connection, key: str) -> Qualifier:
    if key == "stance":
        return Qualifier(key, is_number=False)
    rows = connection.exec_driver_sql(
        "SELECT key, kind FROM field WHERE layer = 'claim' ORDER BY position, id"
    )
    kinds = {row[0]: row[1] for row in rows}
    fitting = [k for k, kind in kinds.items() if kind in ("number", "boolean")]
    if key not in fitting:
        raise UnfitOptions(
            _("“{key}” can't qualify claims; choose one of {fields}.").format(
                key=key, fields=", ".join(["stance", *fitting])
            )
        )
    return Qualifier(key, is_number=kinds[key] == "number")


def _arrays(columns: Sequence[Sequence[object]]) -> Statements:
    claim, speaker, domain, article, published, value = columns
    times = {text: _time(text) for text in set(published)}
    statements = Statements(
        np.array(claim, np.int64),
        _ids(speaker),
        _ids(domain),
        np.array(article, np.int64),
        np.array([_value(one) for one in value], np.float64),
        np.array([times[text] for text in published], "datetime64[s]"),
    )
    order = np.lexsort((statements.claim, statements.time))  # NaT is sorted last
    return statements.only(order)


def _ids(column: Sequence[object]) -> Integers:
    return np.array([NOBODY if one is None else one for one in column], np.int64)


def _value(value: object) -> float:
    if isinstance(value, str):
        return STANCE_SCORES.get(value, np.nan)
    return float(value) if isinstance(value, (int, float)) else np.nan


def _time(text: object) -> np.datetime64:
    """Return the local time that a date says; a date alone is its midnight."""
    try:
        time = datetime.fromisoformat(str(text)).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return _NO_TIME
    return np.datetime64(time, "s")


def _in_range(statements: Statements, options: NetworkOptions) -> Statements:
    chosen = np.ones(len(statements), bool)
    if options.start is not None or options.stop is not None:
        chosen &= ~np.isnat(statements.time)
    if options.start is not None:
        chosen &= statements.time >= np.datetime64(options.start, "s")
    if options.stop is not None:
        chosen &= statements.time <= np.datetime64(options.stop, "s")
    return statements.only(chosen)


def without_duplicates(statements: Statements, options: NetworkOptions) -> Statements:
    """Return the statements that count: complete, and each that says the same once, the first.

    Those are the same that have the same speaker, domain and, unless it is ignored, value of the
    qualifier in the same article or period. One without a date is in a period of its own.
    """
    chosen = (statements.speaker != NOBODY) & (statements.domain != NOBODY)
    if not options.ignores_qualifier:
        chosen &= ~np.isnan(statements.value)
    complete = statements.only(chosen)
    if options.duplicates == "include" or not len(complete):
        return complete
    columns = [complete.speaker, complete.domain, _periods(complete, options)]
    if not options.ignores_qualifier:
        columns.append(np.unique(complete.value, return_inverse=True)[1].astype(np.int64))
    same = _groups(columns)
    _found, first = np.unique(same, return_index=True)
    return complete.only(np.sort(first))


def _groups(columns: Sequence[Integers]) -> Integers:
    """Return a number for each row that equal rows share."""
    groups = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        found, dense = np.unique(column, return_inverse=True)
        # Both factors are at most the number of rows: the product fits into 64 bits.
        groups = np.unique(groups * len(found) + dense, return_inverse=True)[1].astype(np.int64)
    return groups


def _periods(statements: Statements, options: NetworkOptions) -> Integers:
    """Return the article or period of each statement as a number."""
    if options.duplicates == "article":
        return statements.article
    if options.duplicates == "range":
        return np.zeros(len(statements), np.int64)
    undated = np.isnat(statements.time)
    times = np.where(undated, np.datetime64(0, "s"), statements.time)
    periods = _period_numbers(times, options.duplicates, with_year=not options.like_dna)
    periods[undated] = -1 - np.arange(int(undated.sum()))
    return periods


def _period_numbers(times: Times, period: str, *, with_year: bool) -> Integers:
    """Return the number of the year, month or ISO week, counted from the first year on or not.

    Without the year, months and weeks have the numbers 1-12 and 1-53, whatever their year.
    """
    if period == "year":
        return _since(times, "Y") + 10_000
    if period == "month":
        months = _since(times, "M") + 120_000
        return months if with_year else months % 12 + 1
    days = _since(times, "D")
    thursdays = days - (days + 3) % 7 + 3  # 1970-01-01 was a Thursday; its week's number is 1
    if with_year:
        return (thursdays + 7_000_000) // 7
    thursday = thursdays.astype("datetime64[D]")
    first = thursday.astype("datetime64[Y]").astype("datetime64[D]")
    weeks: Integers = (thursday - first).astype(np.int64) // 7 + 1
    return weeks


def _since(times: Times, unit: str) -> Integers:
    return times.astype(f"datetime64[{unit}]").astype(np.int64)
