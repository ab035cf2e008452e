# SPDX-License-Identifier: MIT
"""The panel shows what the project holds as of the last edit, and chooses what is clicked."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPalette, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.plots.chart import Chart
from claimdesk.gui.plots.fields import value_label
from claimdesk.gui.plots.kinds.stacked_bars import StackedBars
from claimdesk.gui.plots.panel import DistributionPanel
from claimdesk.models import codebook, registry
from claimdesk.models.analysis.claim_filter import OneOf
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.text.spans import Span

After = Callable[[Callable[[], object]], None]


def bars(panel: DistributionPanel, number: int = 0) -> StackedBars:
    plot = panel.plots[number]
    assert isinstance(plot, StackedBars)
    return plot


def rows(panel: DistributionPanel, number: int = 0) -> list[tuple[str, dict[str, int]]]:
    return bars(panel, number).rows


def chart(panel: DistributionPanel, number: int = 0) -> Chart:
    drawn = bars(panel, number).chart
    assert drawn is not None
    return drawn


def picture(panel: DistributionPanel, number: int = 0) -> QImage:
    return chart(panel, number).plot.grab().toImage()


def series(panel: DistributionPanel, row: int) -> list[int]:
    return [place for place, count in enumerate(chart(panel).rows[row].counts) if count]


def hover(panel: DistributionPanel, qtbot: QtBot, row: int, segment: int | None) -> None:
    view = chart(panel)
    qtbot.mouseMove(view.plot.viewport(), view.segment_center(row, segment))


@pytest.mark.drill
def test_start_up_does_not_import_pyqtgraph() -> None:
    code = "import sys, claimdesk.gui.plots.panel; sys.exit('pyqtgraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_claims_of_the_article_by_speaker_and_by_domain(panel: DistributionPanel) -> None:
    assert rows(panel) == [
        ("Northport", {"supportive": 2, "opposed": 1}),
        ("Southmole", {"Not coded": 1}),
    ]
    assert bars(panel, 1).rows == [
        ("Tide tables", {"supportive": 2}),
        ("Dredging", {"opposed": 1}),
        ("Lighthouses", {"supportive": 1}),
        ("Not coded", {"Not coded": 1}),
    ]
    assert panel.sentence == (
        "4 accepted claims of this article. By speaker and by domain, stacked by stance. "
        "By domain: 5 in all, since a claim with several counts for each."
    )


def test_a_joint_claim_stands_in_the_bar_of_each_speaker(
    panel: DistributionPanel, desk: Desk, sample: Any, after: After, qtbot: QtBot
) -> None:
    joint = sample.claim("Southmole", "opposed", "Dredging")
    others = [sample.actor("Northport"), sample.actor("Westpier")]
    with qtbot.waitSignal(panel.refreshed):
        desk.act(
            "Speakers",
            lambda session: [edits.add_speaker(session, [joint], other) for other in others],
        )
    assert rows(panel) == [
        ("Northport", {"supportive": 2, "opposed": 2}),
        ("Southmole", {"opposed": 1, "Not coded": 1}),
        ("Westpier", {"opposed": 1}),
    ]
    assert panel.sentence.startswith("5 accepted claims of this article. ")
    assert "By speaker: 7 in all, since a claim with several counts for each." in panel.sentence
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        point = chart(panel).segment_center(2, None)
        qtbot.mouseClick(chart(panel).plot.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert chosen.args[0] == [joint]


def test_suggestions_count_when_asked_for(panel: DistributionPanel, after: After) -> None:
    plain = picture(panel)
    after(panel.suggested_box.click)
    assert rows(panel) == [
        ("Northport", {"supportive": 2, "opposed": 1}),
        ("Southmole", {"Not coded": 1, "supportive, to decide": 1}),
    ]
    assert panel.sentence.startswith("Claims of this article: 4 accepted, 1 to decide.")
    assert picture(panel) != plain


def test_suggestions_are_told_apart_without_colour(panel: DistributionPanel, after: After) -> None:
    after(panel.suggested_box.click)
    suggested = series(panel, 1)[-1]
    view = chart(panel)
    solid, hatched = (
        {
            picture(panel).pixelColor(view.segment_center(row, place) + QPoint(x, 0)).lightness()
            for x in range(20, 32)
        }
        for row, place in ((0, series(panel, 0)[0]), (1, suggested))
    )
    assert len(solid) == 1
    assert max(hatched) - min(hatched) > 60


def test_the_whole_project(panel: DistributionPanel, after: After) -> None:
    after(panel.project_button.click)
    assert rows(panel) == [
        ("Northport", {"supportive": 2, "opposed": 1}),
        ("Eastquay", {"neutral": 1}),
        ("Southmole", {"Not coded": 1}),
        ("Nobody named", {"neutral": 1}),
    ]
    assert panel.sentence.startswith("6 accepted claims of the whole project")
    after(panel.article_button.click)
    assert len(rows(panel)) == 2


def test_another_article(panel: DistributionPanel, desk: Desk, sample: Any, after: After) -> None:
    after(lambda: desk.open_article(sample.articles[1]))
    assert rows(panel) == [("Eastquay", {"neutral": 1}), ("Nobody named", {"neutral": 1})]


def test_every_edit_and_undo_is_followed(
    panel: DistributionPanel, desk: Desk, sample: Any, after: After
) -> None:
    before = rows(panel)
    shown = picture(panel)
    opposed = desk.fields["stance"].choices[2].id
    claim = next(row.id for row in desk.annotations.values() if row.state == "accepted")

    def oppose() -> None:
        desk.act("Oppose", lambda session: set_code(session, [claim], "stance", opposed))

    after(oppose)
    assert rows(panel)[0] == ("Northport", {"supportive": 1, "opposed": 2})
    assert picture(panel) != shown
    after(desk.undo)
    assert rows(panel) == before
    assert picture(panel) == shown
    after(lambda: desk.act("Delete", lambda s: edits.delete_annotations(s, [claim])))
    assert rows(panel)[0] == ("Northport", {"supportive": 1, "opposed": 1})
    after(
        lambda: desk.act(
            "Rename", lambda s: registry.rename_actor(s, sample.actors["Southmole"], "South Mole")
        )
    )
    assert rows(panel)[1][0] == "South Mole"


def test_edits_of_other_articles_are_followed_in_the_project(
    panel: DistributionPanel, sample: Any, after: After
) -> None:
    after(panel.project_button.click)
    after(lambda: sample.claim("Eastquay", "opposed", article=1))
    assert ("Eastquay", {"neutral": 1, "opposed": 1}) in rows(panel)


def test_many_edits_at_once_end_in_the_last(
    panel: DistributionPanel, sample: Any, qtbot: QtBot
) -> None:
    for _ in range(15):
        sample.claim("Westbay", "neutral")
    qtbot.waitUntil(lambda: rows(panel)[0] == ("Westbay", {"neutral": 15}))


def test_what_is_hidden_is_counted_when_it_is_shown(
    panel: DistributionPanel, sample: Any, after: After, qtbot: QtBot
) -> None:
    panel.hide()
    with qtbot.assertNotEmitted(panel.refreshed, wait=100):
        sample.claim("Southmole", "neutral")
    after(panel.show)
    assert rows(panel)[1] == ("Southmole", {"neutral": 1, "Not coded": 1})


@pytest.mark.parametrize(
    ("field", "labels"),
    [
        ("stance", ["supportive", "opposed", "neutral", "Not coded"]),
        ("outlet", ["The Buoy", "The Anchor"]),
        ("month", ["Mar 2026", "Apr 2026"]),
        ("week", ["Week of 2026-03-02", "Week of 2026-04-06"]),
        ("quarter", ["Q1 2026", "Q2 2026"]),
        ("speaker_kind", ["State", "Unknown"]),
        ("kind", ["Not coded"]),
        ("urgency", ["Not coded"]),
    ],
)
def test_every_field(panel: DistributionPanel, after: After, field: str, labels: list[str]) -> None:
    after(panel.project_button.click)
    after(lambda: bars(panel).set_options({"field": field}))
    found = [label for label, _counts in rows(panel)]
    assert sorted(found) == sorted(labels)
    if field not in ("stance", "outlet"):
        assert found == labels
    assert sum(sum(counts.values()) for _label, counts in rows(panel)) == 6


def test_several_values_are_named_as_one_is_or_counted() -> None:
    assert value_label("month", OneOf(("2024-01", "2024-02")), {}) == "Jan 2024, Feb 2024"
    assert value_label("country", OneOf(("DE", "JP", "FR", "AU")), {}) == "4 countries"


def test_stances_keep_the_order_of_the_codebook(panel: DistributionPanel, after: After) -> None:
    after(panel.project_button.click)
    after(lambda: bars(panel).set_options({"field": "stance"}))
    found = [label for label, _counts in rows(panel)]
    assert found == ["supportive", "neutral", "opposed", "Not coded"]


def test_a_field_that_is_new_in_the_codebook_can_be_chosen(
    panel: DistributionPanel, desk: Desk, after: After
) -> None:
    more = {"fields": [{"key": "tone", "label": "Tone", "choices": []}]}
    after(lambda: desk.act("Add", lambda s: codebook.load_codebook(s, more, "more.json")))
    assert bars(panel).field == "speaker"
    after(lambda: bars(panel).set_options({"field": "tone"}))
    assert rows(panel) == [("Not coded", {"supportive": 2, "opposed": 1, "Not coded": 1})]
    assert "By tone and by domain, stacked by stance." in panel.sentence


@pytest.mark.parametrize("segment", [0, 1, None])
def test_a_click_on_a_bar_chooses_its_claims(
    panel: DistributionPanel, desk: Desk, qtbot: QtBot, segment: int | None
) -> None:
    view = chart(panel)
    place = None if segment is None else series(panel, 0)[segment]
    point = view.segment_center(0, place)
    if segment is None:  # its label
        point.setX(12)
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        qtbot.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=point)
    ids, words = chosen.args
    northport = [
        row for row in desk.annotations.values() if desk.actor_name(row.speaker_id) == "Northport"
    ]
    wanted = {0: "supportive", 1: "opposed", None: None}[segment]
    assert ids == [
        row.id
        for row in northport
        if wanted is None or desk.choice_label("stance", row.codes.get("stance")) == wanted
    ]
    assert (
        words
        == {
            0: "Supportive claims by Northport: 2 of 4",
            1: "Opposed claims by Northport: 1 of 4",
            None: "Claims by Northport: 3 of 4",
        }[segment]
    )


def test_a_click_beside_the_bars_chooses_nothing(panel: DistributionPanel, qtbot: QtBot) -> None:
    view = chart(panel)
    below = view.segment_center(1, None) + QPoint(0, view.plot.height() // 2)
    with qtbot.assertNotEmitted(panel.claims_chosen, wait=100):
        qtbot.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=below)


def test_a_click_chooses_suggestions_only_where_they_are(
    panel: DistributionPanel, desk: Desk, after: After, qtbot: QtBot
) -> None:
    after(panel.suggested_box.click)
    point = chart(panel).segment_center(1, series(panel, 1)[-1])
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        qtbot.mouseClick(chart(panel).plot.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert chosen.args[0] == [
        row.id for row in desk.annotations.values() if row.state == "suggested"
    ]
    assert chosen.args[1] == "Undecided, supportive claims by Southmole: 1 of 5"


def test_keys_walk_through_the_bars_and_choose(panel: DistributionPanel, qtbot: QtBot) -> None:
    plot = chart(panel).plot
    panel.activateWindow()
    plot.setFocus()
    qtbot.waitUntil(plot.hasFocus)
    assert panel.reading == "Northport: 3 claims (2 supportive; 1 opposed)"
    assert plot.accessibleName() == "Claims by Speaker, stacked by stance"
    walked = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right):
        before = picture(panel)
        qtbot.keyClick(plot, key)
        walked.append(plot.accessibleDescription())
        assert picture(panel) != before
    assert walked == [
        "Northport · supportive: 2 claims",
        "Northport · opposed: 1 claim",
        "Southmole: 1 claim (1 Not coded)",
        "Southmole · Not coded: 1 claim",
    ]
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        qtbot.keyClick(plot, Qt.Key.Key_Return)
    assert len(chosen.args[0]) == 1
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    assert panel.reading.startswith("Northport: 3")


def test_the_current_bar_stays_current_when_others_come(
    panel: DistributionPanel, sample: Any, qtbot: QtBot
) -> None:
    plot = chart(panel).plot
    panel.activateWindow()
    plot.setFocus()
    qtbot.waitUntil(plot.hasFocus)
    qtbot.keyClick(plot, Qt.Key.Key_End)
    assert panel.reading.startswith("Southmole: 1 claim")
    for _ in range(4):
        sample.claim("Southmole", "neutral")
    qtbot.waitUntil(lambda: rows(panel)[0][0] == "Southmole")
    qtbot.waitUntil(lambda: panel.reading == "Southmole: 5 claims (4 neutral; 1 Not coded)")


def test_hovering_tells_exact_numbers(panel: DistributionPanel, qtbot: QtBot) -> None:
    opposed = series(panel, 0)[1]
    hover(panel, qtbot, 0, opposed)
    assert panel.reading == "Northport · opposed: 1 claim"
    view = chart(panel)
    point = view.segment_center(0, opposed)
    where = view.plot.viewport().mapToGlobal(point)
    event = QHelpEvent(QEvent.Type.ToolTip, point, where)
    QApplication.sendEvent(view.plot.viewport(), event)
    assert QToolTip.text() == "Northport · opposed: 1 claim"
    QApplication.sendEvent(view.plot, QEvent(QEvent.Type.Leave))
    assert panel.reading == ""


def wheel(view: Chart, lines: int) -> None:
    middle = QPointF(view.plot.viewport().rect().center())
    event = QWheelEvent(
        middle,
        QPointF(view.plot.viewport().mapToGlobal(middle.toPoint())),
        QPoint(),
        QPoint(0, -120 * lines),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.plot.viewport(), event)


def test_two_hundred_actors(
    panel: DistributionPanel, sample: Any, after: After, desk: Desk, qtbot: QtBot
) -> None:
    names = [
        f"Town {number:03}, the one with the long name at the estuary" for number in range(200)
    ]

    def fill(session: object) -> None:
        for name in names:
            actor = registry.create_actor(session, name, "state")  # type: ignore[arg-type]
            edits.create_claim(
                session,  # type: ignore[arg-type]
                sample.articles[0],
                {"content": [queries.Span(0, 3)]},
                speaker_id=actor,
            )

    after(lambda: desk.act("Many", fill))
    assert len(rows(panel)) == 13
    assert rows(panel)[-1] == ("Other 190 speakers", {"Not coded": 190})
    after(lambda: bars(panel).set_options({"rows": "all"}))
    assert len(rows(panel)) == 202
    view = chart(panel)
    top = picture(panel)
    unit = view.segment_center(0, None).x()
    wheel(view, 20)
    assert picture(panel) != top
    assert view.segment_center(0, None).x() == unit
    view.plot.setFocus()
    qtbot.keyClick(view.plot, Qt.Key.Key_End)
    last = view.segment_center(201, None)
    assert view.plot.rect().contains(last)
    assert view.place_at(last) == (201, len(view.rows[201].counts) - 1)
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        qtbot.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=last)
    assert chosen.args[1].startswith(f"Claims by {rows(panel)[201][0]} (Stance: Not coded): 1 of")
    assert view.place_at(QPoint(3, last.y())) == (201, None)


@pytest.mark.parametrize("share", [1, 2])
def test_rows_grow_with_the_font(panel: DistributionPanel, after: After, share: int) -> None:
    font = panel.font()
    font.setPointSizeF(font.pointSizeF() * share)
    panel.setFont(font)
    view = chart(panel)
    step = view.segment_center(1, None).y() - view.segment_center(0, None).y()
    assert step >= panel.fontMetrics().height() * 1.5


def test_the_palette_is_followed(panel: DistributionPanel) -> None:
    light = picture(panel)
    palette = panel.palette()
    palette.setColor(QPalette.ColorRole.Base, QColor("#1a1c21"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#e6e8eb"))
    panel.setPalette(palette)
    dark = picture(panel)
    assert dark.pixelColor(2, 2) == QColor("#1a1c21")
    assert light.pixelColor(2, 2) != dark.pixelColor(2, 2)
    texts = [
        max(image.pixelColor(x, y).lightness() for x in range(60) for y in range(30))
        for image in (light, dark)
    ]
    assert texts[1] > 150


def test_an_article_without_claims_says_what_to_do(
    panel: DistributionPanel, sample: Any, desk: Desk, after: After
) -> None:
    sample.article("Fog")
    after(lambda: desk.open_article(sample.articles[2]))
    assert panel.sentence.startswith("No claims yet. Make suggestions")
    sample.claim("Northport", None, article=2, suggested=True)
    after(panel.refresh)
    assert panel.sentence == (
        "No accepted claims yet. Accept suggestions with A, or tick “With suggestions”."
    )
    after(panel.suggested_box.click)
    assert panel.sentence.startswith("1 claim to decide in this article")
    after(lambda: desk.open_article(None))
    assert panel.sentence.startswith("Open an article")
    after(desk.close)
    assert panel.sentence.startswith("Open a project")


def test_an_empty_project(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> None:
    desk, jobs = Desk(), Jobs()
    panel = DistributionPanel(desk, jobs)
    qtbot.addWidget(panel)
    with qtbot.waitSignal(panel.refreshed):
        panel.show()
    path = tmp_path_factory.mktemp("new") / "new.claimdesk"
    with qtbot.waitSignal(panel.refreshed):
        desk.open(Project.create(path))
    assert panel.sentence.startswith("Open an article")
    with qtbot.waitSignal(panel.refreshed):
        panel.project_button.click()
    assert panel.sentence.startswith("No claims in this project yet.")
    assert rows(panel) == []
    jobs.wait()
    desk.close()


def test_namesakes_have_bars_of_their_own_and_a_click_chooses_one(
    panel: DistributionPanel, desk: Desk, sample: Any, after: After, qtbot: QtBot
) -> None:
    def add(session: Any) -> list[int]:
        made = []
        for name, country, count in (("Kim", "KR", 6), ("Kim", "NO", 5), ("Nobody named", None, 7)):
            actor = registry.create_actor(session, name, "person", country=country)
            made.append(actor)
            for _ in range(count):
                edits.create_claim(
                    session, sample.articles[0], {"content": [Span(4, 20)]}, speaker_id=actor
                )
        edits.create_claim(session, sample.articles[0], {"content": [Span(4, 20)]})
        return made

    ids = []
    after(lambda: ids.extend(desk.act("Add", add).value))
    labels = [label for label, _counts in rows(panel)]
    assert labels[:3] == ["“Nobody named”", "Kim (person, KR)", "Kim (person, NO)"]
    assert labels[-1] == "Nobody named"
    for row, actor, count in ((1, ids[0], 6), (2, ids[1], 5)):
        point = chart(panel).segment_center(row, None)
        point.setX(12)
        with qtbot.waitSignal(panel.claims_chosen) as chosen:
            qtbot.mouseClick(chart(panel).plot.viewport(), Qt.MouseButton.LeftButton, pos=point)
        found = [desk.annotations[number].speaker_id for number in chosen.args[0]]
        assert found == [actor] * count
