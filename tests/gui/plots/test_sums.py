# SPDX-License-Identifier: MIT
"""Every plot shows as many claims as its sentence says, whatever is coded and filtered."""

from __future__ import annotations

import random
import re
from collections.abc import Hashable, Iterator
from itertools import chain, product

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import Connection

from claimdesk.gui.plots.captions import caption
from claimdesk.gui.plots.kinds.cross_table import CrossTablePlot
from claimdesk.gui.plots.kinds.diverging_bars import DivergingBars
from claimdesk.gui.plots.kinds.grouped_bars import GroupedBars
from claimdesk.gui.plots.kinds.heat_map import HeatMap
from claimdesk.gui.plots.kinds.multiples import SmallMultiples
from claimdesk.gui.plots.kinds.network import NetworkPlot
from claimdesk.gui.plots.kinds.stacked_bars import StackedBars
from claimdesk.gui.plots.kinds.time_line import TimeLinePlot
from claimdesk.gui.plots.mark_canvas import Block, Place
from claimdesk.gui.plots.pair_plot import PairPlot
from claimdesk.gui.plots.plot import Plot
from claimdesk.models.analysis.charts import ChartKind, read_chart
from claimdesk.models.analysis.claim_filter import ClaimFilter, OneOf
from claimdesk.models.analysis.distribution import claim_ids, count_claims
from claimdesk.models.codebook.keys import CLAIM_FIELDS
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.store import queries
from claimdesk.models.store.schema import Annotation
from claimdesk.models.text.spans import Span
from tests.gui.plots.conftest import Sample

pytestmark = pytest.mark.drill

FIELDS = (*CLAIM_FIELDS, "urgency")
KINDS: tuple[ChartKind, ...] = ("stacked", "grouped", "diverging", "heat map", "time line")
ONE_FIELD = (StackedBars, GroupedBars, DivergingBars, NetworkPlot)
TWO_FIELDS = (HeatMap, SmallMultiples, CrossTablePlot)
SEVERAL = {"speaker", "speaker_kind", "country", "domain", "main_domain"}
"""The fields in which a claim counts for each of its values."""
SEEDS = [1, 2, *(pytest.param(seed, marks=pytest.mark.drill) for seed in range(3, 8))]


def fill(sample: Sample, chance: random.Random) -> None:
    """Add claims at random: with no, one or three speakers and domains, coded or not."""
    for number in range(3):
        dates = {} if number == 2 else {"published_on": f"202{number}-0{number + 1}-03"}
        sample.article(f"More {number}", outlet=chance.choice(["The Buoy", "The Pier"]), **dates)
    actors = [sample.actor(f"Town {number:02}") for number in range(16)]
    with sample.project.reading() as connection:
        domains = list(queries.domains(connection))
        stances = [choice.id for choice in queries.fields(connection)["stance"].choices]
    with sample.project.edit("Add claims") as session:
        for _number in range(60):
            speakers = chance.sample(actors, chance.choice([0, 1, 1, 2, 3]))
            created = edits.create_claim(
                session,
                chance.choice(sample.articles),
                {"content": [edits.Span(4, 20)]},
                speaker_id=speakers[0] if speakers else None,
                further_speakers=speakers[1:],
                domain_ids=chance.sample(domains, chance.choice([0, 1, 1, 2])),
            )
            set_code(session, [created], "stance", chance.choice([None, *stances]))
            set_code(session, [created], "urgency", chance.choice([None, 1.0, 2.0]))
            annotation = session.get(Annotation, created)
            assert annotation is not None
            annotation.state = chance.choice(["accepted", "accepted", "suggested", "rejected"])


def filters(sample: Sample) -> Iterator[ClaimFilter]:
    yield ClaimFilter(state="all")
    yield ClaimFilter(article_id=sample.articles[3])
    yield ClaimFilter.having({"stance": OneOf(("supportive", None))}, state="all")


def claims_without(connection: Connection, claims: ClaimFilter, *fields: str) -> set[int]:
    """Which of the claims of a filter are not coded in some of these fields."""
    every = ClaimFilter("all")
    found = [claim_ids(connection, every.with_value(field, None)) for field in fields]
    return set(claim_ids(connection, claims)).intersection(chain.from_iterable(found))


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"(?<![\w-])\d+(?![\w-])", text)]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_plot_shows_as_many_claims_as_its_sentence_names(
    qtbot: QtBot, sample: Sample, seed: int
) -> None:
    fill(sample, random.Random(seed))
    with sample.project.reading() as connection:
        fields = queries.fields(connection)
        for kind, claims in product(ONE_FIELD, filters(sample)):
            plot = kind()
            qtbot.addWidget(plot)
            plot.set_fields(fields)
            for field in FIELDS if kind is not NetworkPlot else ("",):
                plot.set_options({"field": field})
                plot.show_figures(plot.reader()(connection, claims))
                check(connection, plot, claims)
    sample.project.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_every_plot_of_two_fields_shows_as_many_claims_as_its_sentence_names(
    qtbot: QtBot, sample: Sample, seed: int
) -> None:
    chance = random.Random(seed)
    fill(sample, chance)
    with sample.project.reading() as connection:
        fields = queries.fields(connection)
        for kind, claims in product(TWO_FIELDS, filters(sample)):
            plot = kind()
            qtbot.addWidget(plot)
            plot.set_fields(fields)
            for _pair in range(4):
                rows, columns = chance.sample(FIELDS, 2)
                plot.set_options({"rows": rows, "columns": columns})
                figures = plot.reader()(connection, claims)
                plot.show_figures(figures)
                every = claim_ids(connection, claims)
                missing = claims_without(connection, claims, rows, columns)
                counts = count_claims(connection, claims)
                words = caption(claims, counts, [plot], [len(every)], fields)
                told = numbers(plot.note(len(every)))
                cells = figures.total
                for field in (rows, columns):
                    assert len(claims_without(connection, claims, field)) in [*told, 0], words
                if SEVERAL.isdisjoint((rows, columns)):
                    assert cells == len(every) - len(missing), words
                if cells != len(every):
                    assert cells in told, words
    sample.project.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_field_crossed_with_itself_shows_every_claim_that_is_coded(
    qtbot: QtBot, sample: Sample, seed: int
) -> None:
    chance = random.Random(seed)
    fill(sample, chance)
    fill_with_numbers(sample, 70 + seed, chance)
    with sample.project.reading() as connection:
        fields = queries.fields(connection)
        for kind, claims in product((HeatMap, CrossTablePlot), filters(sample)):
            plot = kind()
            qtbot.addWidget(plot)
            plot.set_fields(fields)
            for field in FIELDS:
                plot.set_options({"rows": field, "columns": field})
                figures = plot.reader()(connection, claims)
                plot.show_figures(figures)
                every = claim_ids(connection, claims)
                coded = len(every) - len(claims_without(connection, claims, field))
                assert figures.total == coded or (figures.total > coded and field in SEVERAL)
                assert figures.total in [*numbers(plot.note(len(every))), len(every)]
                check_marks(connection, plot, claims)
    sample.project.close()


def fill_with_numbers(sample: Sample, count: int, chance: random.Random) -> None:
    """Code so many different numbers, more than are shown one by one."""
    with sample.project.edit("Add numbers") as session:
        for number in range(count):
            created = edits.create_claim(session, sample.articles[3], {"content": [Span(4, 20)]})
            set_code(session, [created], "urgency", float(number))
            set_code(session, [created], "stance", chance.choice([None, 1]))


def check_marks(connection: Connection, plot: PairPlot, claims: ClaimFilter) -> None:
    """Choose each cell and each sum: they lead to as many claims as they say."""
    figures = plot.reader()(connection, claims)
    marks: list[Hashable] = []
    plot.mark_chosen.connect(lambda mark, _words: marks.append(mark))
    view = plot.canvas if isinstance(plot, HeatMap) else plot.view
    for row in range(len(figures.rows) + 1):
        for column in {row, len(figures.columns), (row + 1) % (len(figures.columns) + 1)}:
            count, place = figures.at(row, column), Place(row, column)
            marks.clear()
            view.chosen.emit(Block(place, place))
            assert len(marks) == bool(count)
            if marks:
                found = len(claim_ids(connection, plot.claims_of(marks[0], claims)))
                several = figures.row_field in SEVERAL and len(figures.rows) in (row, column)
                assert found == count or (several and found < count)
    plot.mark_chosen.disconnect()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_time_line_shows_as_many_claims_as_its_sentence_names(
    qtbot: QtBot, sample: Sample, seed: int
) -> None:
    fill(sample, random.Random(seed))
    with sample.project.reading() as connection:
        fields = queries.fields(connection)
        for unit, claims in product(("", "date", "month", "year"), filters(sample)):
            plot = TimeLinePlot()
            qtbot.addWidget(plot)
            plot.set_fields(fields)
            plot.set_options({"unit": unit})
            figures = plot.reader()(connection, claims)
            plot.show_figures(figures)
            every = claim_ids(connection, claims)
            undated = claims_without(connection, claims, "date")
            counts = count_claims(connection, claims)
            words = caption(claims, counts, [plot], [len(every)], fields)
            assert counts.of(claims) == len(every)
            assert len(undated) in [*numbers(plot.note(len(every))), 0], words
            assert sum(int(row[-1]) for row in plot.table().rows) == len(every) - len(undated)
            far = sum(step.total for step in figures.far)
            assert figures.total == len(every) - len(undated) - far
            assert far in [*numbers(plot.note(len(every))), 0], words
    sample.project.close()


def check(connection: Connection, plot: Plot, claims: ClaimFilter) -> None:
    counts = count_claims(connection, claims)
    every = set(claim_ids(connection, claims))
    told = numbers(plot.note(len(every)))
    sentence = caption(claims, counts, [plot], [len(every)], queries.fields(connection))
    assert counts.of(claims) == len(every)
    if isinstance(plot, NetworkPlot):
        assert plot.frame is not None
        linked = set(plot.frame.network.statements.claim.tolist())
        assert len(every - linked) in [*told, 0], sentence
        return
    assert isinstance(plot, StackedBars)
    missing = claims_without(connection, claims, "stance") if plot.diverging else set()
    assert len(missing) in [*told, 0], sentence
    bars = sum(int(row[-1]) for row in plot.table().rows)
    if bars != len(every - missing):
        assert plot.field in SEVERAL, sentence
        assert bars in told, sentence


@pytest.mark.parametrize("seed", SEEDS)
def test_every_picture_shows_the_claims_that_its_note_does_not_name(
    sample: Sample, seed: int
) -> None:
    fill(sample, random.Random(seed))
    chance = random.Random(seed)
    with sample.project.reading() as connection:
        fields = queries.fields(connection)
        for claims, kind in product(filters(sample), KINDS):
            rows, columns = chance.sample(FIELDS, 2)
            chart = read_chart(connection, kind, rows, columns, claims, fields)
            for field in (rows, columns):
                missing = len(claims_without(connection, claims, field))
                assert missing in [*numbers(chart.note), 0], (chart.note, field)
            if SEVERAL.isdisjoint((rows, columns)):
                hidden = (rows,) if kind in ("stacked", "grouped", "time line") else (rows, columns)
                left = claims_without(connection, claims, *hidden)
                assert chart.total == len(claim_ids(connection, claims)) - len(left)
    sample.project.close()
