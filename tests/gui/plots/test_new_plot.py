# SPDX-License-Identifier: MIT
"""A new kind of plot is one class: registered, it can be chosen, is read in a job, and chooses
the claims of what is clicked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import Connection

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.plots import bar_figures
from claimdesk.gui.plots.fields import value_label
from claimdesk.gui.plots.kinds.stacked_bars import StackedBars
from claimdesk.gui.plots.panel import DistributionPanel
from claimdesk.gui.plots.plot import Plot, Table, plot_kinds, register_plot, unregister_plot
from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.analysis.distribution import distribution
from claimdesk.models.messages.errors import ClaimdeskError

After = Callable[[Callable[[], object]], None]


@dataclass(frozen=True)
class Read:
    """Counts by outlet, and the thread that counted them."""

    counts: dict[str | None, int]
    thread: int


@dataclass(frozen=True)
class OutletReader:
    def __call__(self, connection: Connection, claims: ClaimFilter) -> Read:
        rows = distribution(connection, ["outlet"], claims)
        return Read({row["outlet"]: row["claims"] for row in rows}, threading.get_ident())


class OutletButtons(Plot):
    """A button per outlet."""

    kind = "outlets"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.read: Read | None = None
        self.buttons: dict[str | None, QPushButton] = {}
        self.column = QVBoxLayout(self)

    @staticmethod
    def title() -> str:
        return "Outlets"

    @classmethod
    def caption(cls, plots: Sequence[Any]) -> str:
        return "A button per outlet."

    def reader(self) -> OutletReader:
        return OutletReader()

    def show_figures(self, figures: Read) -> None:
        self.read = figures
        for outlet, count in figures.counts.items():
            if outlet not in self.buttons:
                button = self.buttons[outlet] = QPushButton(self)
                button.clicked.connect(partial(self._clicked, outlet))
                self.column.addWidget(button)
                button.show()
            self.buttons[outlet].setText(f"{outlet}: {count}")

    def claims_of(self, mark: Hashable, claims: ClaimFilter) -> ClaimFilter:
        assert mark is None or isinstance(mark, str)
        return claims.with_value("outlet", mark)

    def table(self) -> Table:
        counts = self.read.counts if self.read else {}
        return Table(("Outlet", "Claims"), tuple((str(key), n) for key, n in counts.items()))

    def _clicked(self, outlet: str | None) -> None:
        self.mark_chosen.emit(outlet, f"claims of {outlet}")


@pytest.fixture
def toy() -> Iterator[None]:
    plot_kinds()  # those of the program come first, whichever test is the first to load them
    register_plot(OutletButtons)
    yield
    unregister_plot(OutletButtons.kind)


@pytest.fixture
def toy_panel(toy: None, panel: DistributionPanel, after: After) -> DistributionPanel:
    """The panel with the new plot at the right, over the whole project."""
    after(panel.project_button.click)
    after(lambda: panel.slots[1].choose_kind("outlets"))
    return panel


def outlets(panel: DistributionPanel) -> OutletButtons:
    plot = panel.plots[1]
    assert isinstance(plot, OutletButtons)
    return plot


def test_it_can_be_chosen_once_it_is_registered(toy: None, panel: DistributionPanel) -> None:
    chooser = panel.slots[0].chooser
    assert chooser.isVisible()
    titles = [chooser.itemText(i) for i in range(chooser.count())]
    assert {"Bars", "For and against", "Network"} < set(titles)
    assert titles[-1] == "Outlets"


def test_two_kinds_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match="stacked_bars"):

        @register_plot
        class Other(Plot):
            kind = "stacked_bars"


def test_its_figures_are_read_in_a_job_and_follow_scope_and_edits(
    toy_panel: DistributionPanel, sample: Any, after: After
) -> None:
    plot = outlets(toy_panel)
    assert plot.read is not None
    assert plot.read.thread != threading.get_ident()
    assert plot.table() == Table(("Outlet", "Claims"), (("The Buoy", 4), ("The Anchor", 2)))
    assert toy_panel.sentence == (
        "6 accepted claims of the whole project. By speaker, stacked by stance. "
        "A button per outlet."
    )
    after(lambda: sample.claim("Eastquay", "opposed", article=1))
    assert plot.table().rows == (("The Buoy", 4), ("The Anchor", 3))
    after(toy_panel.suggested_box.click)
    assert plot.table().rows == (("The Buoy", 5), ("The Anchor", 3))
    after(toy_panel.article_button.click)
    assert plot.table().rows == (("The Buoy", 5),)


def test_a_clicked_mark_chooses_its_claims(
    toy_panel: DistributionPanel, desk: Desk, sample: Any, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(toy_panel.claims_chosen) as chosen:
        qtbot.mouseClick(outlets(toy_panel).buttons["The Buoy"], Qt.MouseButton.LeftButton)
    ids, words = chosen.args
    assert ids == sorted(row.id for row in desk.annotations.values() if row.state == "accepted")
    assert len(ids) == 4
    assert words == "Claims in The Buoy: 4 of 6"


def test_what_reading_it_fails_of_is_said(
    toy_panel: DistributionPanel, after: After, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> Read:
        raise ClaimdeskError("No outlets today.")

    monkeypatch.setattr(OutletReader, "__call__", fail)
    after(toy_panel.refresh)
    assert toy_panel.sentence == "No outlets today."


def test_the_bars_can_be_chosen_again(toy_panel: DistributionPanel, after: After) -> None:
    after(lambda: toy_panel.slots[1].choose_kind("stacked_bars"))
    plot = toy_panel.plots[1]
    assert isinstance(plot, StackedBars)
    assert plot.field == "speaker"
    assert plot.rows[0] == ("Northport", {"supportive": 2, "opposed": 1})


def test_the_figures_of_bars_are_rows_to_export(panel: DistributionPanel) -> None:
    assert panel.plots[0].table() == Table(
        ("Speaker", "Stance", "Claims"),
        (
            ("Northport", "supportive", 2),
            ("Northport", "opposed", 1),
            ("Southmole", "Not coded", 1),
        ),
    )


def test_bars_are_named_and_sorted_in_the_job(
    panel: DistributionPanel, after: After, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = []

    def recording(*args: Any) -> str:
        threads.append(threading.get_ident())
        return value_label(*args)

    monkeypatch.setattr(bar_figures, "value_label", recording)
    after(panel.project_button.click)
    assert threads
    assert threading.get_ident() not in threads
