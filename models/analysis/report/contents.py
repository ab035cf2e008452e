# SPDX-License-Identifier: MIT
"""What a report says: blocks of text, tables and charts, in order, without any layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from sqlalchemy import Connection

from claimdesk.models.analysis.charts import Chart, ChartKind, PictureStyle, chart_table, read_chart
from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.analysis.cross_table import CrossTable, read_cross_table, share_interval
from claimdesk.models.analysis.distribution import count_claims
from claimdesk.models.analysis.field_labels import Fields, field_names, in_order, value_label
from claimdesk.models.exchange.document_blocks import (
    Definition,
    Heading,
    Paragraph,
    Table,
    TextBlock,
)
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.queries import DomainRow

IN_REPORT = PictureStyle(width=165, title="", note="")
"""Titles and notes are the report's own."""


_DEEPEST = 50
"""Levels of domains that are shown; recursion ends there."""


class UnknownView(ClaimdeskError):
    """Words that do not name a view."""


@dataclass(frozen=True, slots=True)
class View:
    """A chart of two fields."""

    kind: ChartKind
    rows: str
    columns: str


VIEWS = (
    View("stacked", "speaker", "stance"),
    View("diverging", "domain", "stance"),
    View("heat map", "speaker", "domain"),
    View("time line", "month", "stance"),
    View("stacked", "outlet", "stance"),
)
"""What a report shows if nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its caption."""

    chart: Chart
    caption: str


Block = TextBlock | Picture


def report_blocks(
    connection: Connection, title: str, claims: ClaimFilter, views: Sequence[View] = VIEWS
) -> list[Block]:
    """Return the blocks of the report of a project for the claims that a filter lets through.

    Raises UnknownField for a view of an unknown field.
    """
    fields = queries.fields(connection)
    return [
        Heading(title, 1),
        *_corpus(connection, claims, fields),
        *_views(connection, claims, fields, views),
        *_fields_together(connection, claims, fields),
        *_codebook(connection, fields),
    ]


def view_of(words: str) -> View:
    """Return the view that is written as KIND:ROWS:COLUMNS. Raises UnknownView for another."""
    kinds = {kind.replace(" ", "-"): kind for kind in get_args(ChartKind)}
    kind, *by = words.split(":")
    if kind not in kinds or len(by) != 2 or not all(by):
        raise UnknownView(
            _("“{view}” is not a view. Write KIND:ROWS:COLUMNS; KIND is one of {kinds}.").format(
                view=words, kinds=", ".join(sorted(kinds))
            )
        )
    return View(kinds[kind], *by)


def _corpus(connection: Connection, claims: ClaimFilter, fields: Fields) -> Iterator[Block]:
    articles, first, last, outlets = connection.exec_driver_sql(
        "SELECT count(*), min(date(published_on)), max(date(published_on)), "
        "count(DISTINCT outlet) FROM article"
    ).one()
    yield Heading(_("Corpus"), 2)
    size = ngettext("1 article", "{n} articles", articles).format(n=articles)
    sources = ngettext("1 outlet", "{n} outlets", outlets).format(n=outlets)
    span = "" if first is None else _(", published from {first} to {last}")
    yield Paragraph(f"{size}, {sources}{span.format(first=first, last=last)}.")
    names = field_names(fields)
    conditions = [
        f"{names.get(field, field)}: {value_label(field, value, fields)}"
        for field, value in claims.where
    ]
    yield Paragraph(claims.sentence(count_claims(connection, claims), conditions))


def _views(
    connection: Connection, claims: ClaimFilter, fields: Fields, views: Sequence[View]
) -> Iterator[Block]:
    for number, view in enumerate(views, 1):
        chart = read_chart(connection, view.kind, view.rows, view.columns, claims, fields)
        yield Heading(chart.title, 2)
        if not chart.total:
            yield Paragraph(_("No claims are coded in both fields."))
            continue
        caption = _("Figure {n}. {title}.").format(n=number, title=chart.title)
        yield Picture(chart, f"{caption} {chart.note}".strip())
        # A heat map shows its numbers itself.
        if chart.kind != "heat map":
            yield _chart_table(chart)


def _chart_table(chart: Chart) -> Table:
    head, rows = chart_table(chart)
    if chart.kind == "time line":
        rows = [row for row in rows if row[-1]]
    return Table(head, tuple(tuple(map(str, row)) for row in rows))


def _fields_together(
    connection: Connection, claims: ClaimFilter, fields: Fields
) -> Iterator[Block]:
    if not {"stance", "kind"} <= fields.keys():
        return
    table = read_cross_table(connection, "kind", "stance", claims).coded()
    if not table.total:
        return
    names = field_names(fields)
    yield Heading(
        _("{rows} and {columns}").format(rows=names["kind"], columns=names["stance"].lower()), 2
    )
    rows = [table.rows.index(value) for value in in_order("kind", table.rows, fields)]
    columns = [table.columns.index(value) for value in in_order("stance", table.columns, fields)]
    yield _share_table(table.part(rows, columns), fields)
    yield Paragraph(_independence_sentence(table))


def _share_table(table: CrossTable, fields: Fields) -> Table:
    head = [value_label(table.column_field, value, fields) for value in table.columns]
    rows = []
    for value, counts, shares in zip(table.rows, table.counts, table.row_shares(), strict=True):
        cells = [f"{count} ({share:.0%})" for count, share in zip(counts, shares, strict=True)]
        low, high = share_interval(sum(counts), table.total)
        total = f"{sum(counts)} ({low:.0%}–{high:.0%})"
        rows.append((value_label(table.row_field, value, fields), *cells, total))
    return Table(("", *head, _("All, with the 95 % interval of its share")), tuple(rows))


def _independence_sentence(table: CrossTable) -> str:
    test = table.independence()
    if test is None:
        return _("Too few values for a test.")
    figures = _("Chi-square {x:.2f}, {df} degrees of freedom, p = {p:.3g}, Cramér’s V {v:.2f}.")
    sentence = figures.format(x=test.statistic, df=test.degrees, p=test.p, v=test.cramers_v)
    if test.holds:
        return sentence
    warning = _("In {small} of {cells} cells fewer than 5 claims are expected: do not rely on p.")
    return f"{sentence} {warning.format(small=test.small, cells=test.cells)}"


def _codebook(connection: Connection, fields: Fields) -> Iterator[Block]:
    yield Heading(_("Codebook"), 2)
    domains = queries.domains(connection)
    if domains:
        yield Heading(_("Domains"), 3)
    for domain, depth in _by_parent(domains, None, 0):
        terms = ", ".join(domain.terms)
        text = " ".join(
            part
            for part in (domain.definition, terms and _("Terms: {terms}.").format(terms=terms))
            if part
        )
        yield Definition(domain.name, text, depth)
    for field in queries.fields_of(fields.values(), "claim"):
        if field.choices:
            yield Heading(field.label, 3)
        for choice in field.choices:
            yield Definition(choice.label, choice.definition or "")


def _by_parent(
    domains: Mapping[int, DomainRow], parent: int | None, depth: int
) -> Iterator[tuple[DomainRow, int]]:
    for domain in domains.values():
        if domain.parent_id == parent and depth < _DEEPEST:
            yield domain, depth
            yield from _by_parent(domains, domain.id, depth + 1)
