# SPDX-License-Identifier: MIT
"""A picture that is written and rendered again says the same as the screen."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pypdfium2
import pytest
from lxml import etree
from PIL import Image
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from claimdesk.gui.plots.plot import Plot, plot_kinds
from claimdesk.models.analysis.charts import (
    DOUBLE_COLUMN,
    SINGLE_COLUMN,
    Chart,
    Column,
    Figure,
    PictureStyle,
)
from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.analysis.pictures import picture
from claimdesk.models.analysis.print_figures import Graph, GraphNode
from claimdesk.models.store import queries
from tests.gui.plots.conftest import Sample
from tests.gui.plots.test_sums import fill

SCALE = 4
COLOURS = {"supportive": "#1f78b4", "neutral": "#8a8a8a"}
"""Those of the codebook; they are hatched by nothing, so that they can be measured."""


def made(sample: Sample, kind: str, qtbot: QtBot) -> tuple[Plot, Figure]:
    """Return a plot that shows the claims, and its figure for print."""
    plot = plot_kinds()[kind]()
    qtbot.addWidget(plot)
    with sample.project.reading() as connection:
        plot.set_fields(queries.fields(connection))
        figures = plot.reader()(connection, ClaimFilter())
    plot.resize(900, 500)
    plot.show_figures(figures)
    printer = plot.printer()
    assert printer is not None
    return plot, printer(figures)


def rendered_svg(content: bytes) -> np.ndarray[Any, Any]:
    renderer = QSvgRenderer(QByteArray(content))
    assert renderer.isValid()
    image = QImage(renderer.defaultSize() * SCALE, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        renderer.render(painter)
    pixels = np.frombuffer(bytes(image.constBits()), np.uint8)
    return pixels.reshape(image.height(), -1, 4)[:, :, 2::-1]


def rendered_pdf(content: bytes) -> np.ndarray[Any, Any]:
    page = pypdfium2.PdfDocument(content)[0]
    return np.asarray(page.render(scale=SCALE).to_pil().convert("RGB"))


def lengths(pixels: np.ndarray[Any, Any], colour: str) -> list[int]:
    """Return the lengths of the bars of a colour from the top, that of its key left out."""
    wanted = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
    same = (np.abs(pixels.astype(int) - wanted) <= 3).all(axis=2)
    rows = np.flatnonzero(same.any(axis=1))
    bands = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    found = []
    for band in bands:
        line = same[band[len(band) // 2]]
        places = np.flatnonzero(line)
        # Bars begin left of the key at the right.
        runs = np.split(places, np.flatnonzero(np.diff(places) > 2) + 1)
        found += [len(run) for run in runs if run[0] < 0.75 * len(line)]
    return found


@pytest.mark.parametrize("kind", ["stacked_bars", "grouped_bars", "diverging_bars"])
@pytest.mark.parametrize("form", ["svg", "pdf"])
def test_bars_are_as_long_as_their_counts(
    qtbot: QtBot, sample: Sample, kind: str, form: str
) -> None:
    for _number in range(5):
        sample.claim("Eastquay", "supportive")
    for _number in range(3):
        sample.claim("Southmole", "supportive")
    plot, figure = made(sample, kind, qtbot)
    counts = [
        int(row[2]) for row in plot.table().rows if row[1] == "supportive" and row[0] != "Not coded"
    ]
    assert sorted(counts) == [2, 3, 5]
    content = picture(figure, form, PictureStyle(width=DOUBLE_COLUMN))
    pixels = rendered_svg(content) if form == "svg" else rendered_pdf(content)
    found = lengths(pixels, COLOURS["supportive"])
    assert len(found) == len(counts)
    unit = sum(found) / sum(counts)
    for length, count in zip(found, counts, strict=True):
        assert length == pytest.approx(count * unit, rel=0.03)


@pytest.mark.drill
@pytest.mark.parametrize("kind", sorted(plot_kinds()))
def test_every_label_and_number_is_in_the_pdf_as_text_and_in_the_svg(
    qtbot: QtBot, sample: Sample, kind: str
) -> None:
    fill(sample, random.Random(4))
    plot, figure = made(sample, kind, qtbot)
    for width in (SINGLE_COLUMN, DOUBLE_COLUMN):
        style = PictureStyle(width=width)
        document = pypdfium2.PdfDocument(picture(figure, "pdf", style))
        text = " ".join(document[0].get_textpage().get_text_range().split())
        svg = picture(figure, "svg", style)
        # Letters are outlines, and a comment says what they spell.
        spelled = [node.text for node in etree.fromstring(svg).iter(etree.Comment)]
        for words in (figure.title, *figure.axes):
            assert words in text
            assert not words or f" {words} " in spelled
        assert rendered_svg(svg).min() < 100
        for number in shown_numbers(figure):
            assert str(number) in text
    assert plot.table().rows


def shown_numbers(figure: Figure) -> Sequence[int]:
    """Return the sums of the first rows, which are written in or beside the marks."""
    _head, rows = figure.table()
    kind = getattr(figure, "kind", "")
    is_written = kind in ("stacked", "diverging", "heat map") or hasattr(figure, "cells")
    return [int(row[-1]) for row in rows[:5] if kind and is_written]


@pytest.mark.drill
@pytest.mark.parametrize("kind", sorted(plot_kinds()))
def test_scales_have_at_most_five_steps_and_bars_begin_at_zero(
    qtbot: QtBot, sample: Sample, kind: str
) -> None:
    fill(sample, random.Random(4))
    _plot, figure = made(sample, kind, qtbot)
    for width in (SINGLE_COLUMN, DOUBLE_COLUMN):
        style = PictureStyle(width=width)
        svg = etree.fromstring(picture(figure, "svg", style))
        for name in ("xtick", "ytick") if figure.axes[0] in ("Claims", "Month") else ():
            ticks = [tick for tick in svg.iter() if (tick.get("id") or "").startswith(name)]
            words = [node.text.strip() for tick in ticks for node in tick.iter(etree.Comment)]
            numbers = [int(word) for word in words if word.isdecimal() and len(word) < 4]
            for one, other in pairwise(split_at_panels(numbers)):
                assert one == other
            assert len(split_at_panels(numbers)[0]) <= 5
            assert not numbers or 0 in numbers


def split_at_panels(numbers: list[int]) -> list[list[int]]:
    """Return the numbers of each panel, all of which have the same scale."""
    if numbers.count(0) < 2:
        return [numbers]
    size = len(numbers) // numbers.count(0)
    return [numbers[at : at + size] for at in range(0, len(numbers), size)]


def test_series_of_one_brightness_differ_in_grey() -> None:
    blue, green, red = "#1f78b4", "#2f8030", "#c0504d"
    columns = (
        Column("for", blue, 1.0, "for"),
        Column("rather for", green, 1.0, "rather for"),
        Column("neither", "#7a7a7a", 0.0, "neither"),
        Column("rather against", red, -1.0, "rather against"),
        Column("against", blue, -1.0, "against"),
    )
    chart = Chart("stacked", "", "", ("",), columns, ((100,) * 5,), "")
    grey = np.asarray(Image.open(io.BytesIO(picture(chart, "png"))).convert("L"), float)
    rows, places = np.nonzero(grey < 200)
    # The one bar is the largest thing; the keys stand at the right of it.
    line = grey[int(np.median(rows[places < grey.shape[1] * 0.7]))]
    inside = np.flatnonzero(line[: int(grey.shape[1] * 0.75)] < 250)
    left, width = inside[0], (inside[-1] - inside[0]) / 5
    middle = int(np.median(rows[places < grey.shape[1] * 0.7]))
    looks = []
    for number in range(5):
        start = int(left + number * width)
        part = grey[middle - 15 : middle + 15, start + 8 : start + int(width) - 8]
        # How bright it is, and how much stripes across, up and aslant change it.
        rising = np.abs(part[1:, 1:] - part[:-1, :-1]).mean()
        falling = np.abs(part[1:, :-1] - part[:-1, 1:]).mean()
        across, up = part.mean(axis=0).std(), part.mean(axis=1).std()
        looks.append((part.mean(), across, up, rising - falling))
    for one, other in combinations(looks, 2):
        assert max(abs(a - b) for a, b in zip(one, other, strict=True)) > 5


def test_a_dense_network_names_its_largest_nodes() -> None:
    chance = random.Random(4)
    nodes = [
        GraphNode(f"Town {n}", chance.gauss(0, 0.2), chance.gauss(0, 0.2), 0.3, False, "#3344ff")
        for n in range(300)
    ]
    great = ("Northport", "Southmole", "Eastquay")
    for place, name in enumerate(great):
        nodes.append(GraphNode(name, 0.1 * place - 0.1, 0.02 * place, 1.0, False, "#3344ff"))
    figure = Graph("Network", "", ("", ""), ("Name",), (("Town",),), tuple(nodes), (), ())
    written = picture(figure, "pdf", PictureStyle(SINGLE_COLUMN))
    words = pypdfium2.PdfDocument(written)[0].get_textpage().get_text_range()
    for name in great:
        assert name in words
