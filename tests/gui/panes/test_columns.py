# SPDX-License-Identifier: MIT
"""A new column or coded field reaches all of a pane: heading, cells, filter, sorting, editor."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel, QLineEdit, QMenu

from claimdesk.gui.panes.columns import Column, Typed
from claimdesk.gui.panes.layers import ClaimCells
from claimdesk.gui.panes.model import AnnotationModel
from claimdesk.gui.panes.pane import Pane
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models import codebook
from claimdesk.models.codebook import fields
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.store.queries import AnnotationRow

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bench(open_window, sample: Path) -> Workbench:
    return open_window(sample)


def headers(pane: Pane) -> list[str]:
    columns = range(pane.model.columnCount())
    return [pane.model.headerData(c, Qt.Orientation.Horizontal) for c in columns]


def shown(pane: Pane, column: str) -> list[str]:
    place = pane.model.column(column)
    return [pane.model.index(row, place).data() for row in range(pane.model.rowCount())]


def click_header(pane: Pane, column: str) -> None:
    place = pane.model.column(column)
    pane.view.scrollTo(pane.model.index(0, place))
    header = pane.view.horizontalHeader()
    x = header.sectionViewportPosition(place) + 12
    QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(x, header.height() // 2))


def open_cell(pane: Pane, row: int, column: str) -> None:
    index = pane.model.index(row, pane.model.column(column))
    pane.view.setFocus()
    pane.view.setCurrentIndex(index)
    QTest.keyClick(pane.view, Key.Key_F2)


class WithLength(ClaimCells):
    """The claims with one more column: how many letters a claim has, which writes the note."""

    def columns(self):
        return (
            *super().columns(),
            Column(
                "length",
                "Letters",
                lambda row: str(len(row.quote("content"))),
                editor=Typed(self._write_note),
                numeric=True,
            ),
        )


def test_one_line_adds_a_column(bench: Workbench, qtbot) -> None:
    pane = Pane(bench.desk, AnnotationModel(WithLength(bench.desk)), 1, "Claims", "None")
    qtbot.addWidget(pane)
    pane.resize(1600, 400)
    with qtbot.waitActive(pane):
        pane.show()
        pane.activateWindow()
    bench.desk.open_article(bench.desk.article.id)
    assert headers(pane)[-1] == "Letters"
    lengths = shown(pane, "length")
    claims = [row for row in bench.desk.annotations.values() if row.layer == "claim"]
    assert lengths == [str(len(row.quote("content"))) for row in claims]
    click_header(pane, "length")
    assert sorted(lengths) == sorted(shown(pane, "length"))
    assert shown(pane, "length") != lengths
    pane.filter.setText(lengths[0])
    assert lengths[0] in shown(pane, "length")
    pane.filter.clear()
    open_cell(pane, 0, "length")
    [editor] = pane.view.findChildren(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "typed here")
    QTest.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: "typed here" in shown(pane, "note"))


def add_fields(bench: Workbench) -> None:
    def add(session) -> None:
        frame = fields.add_field(session, "Frame", "choice")
        for label in ("Threat", "Chance"):
            codebook.add_choice(session, frame, label, colour="#336699")
        for label, kind in (("Weight", "number"), ("Costed", "boolean"), ("Venue", "text")):
            fields.add_field(session, label, kind)

    bench.desk.act("Add fields", add)


def claims_of(bench: Workbench) -> list[AnnotationRow]:
    return [row for row in bench.desk.annotations.values() if row.layer == "claim"]


def take(words: str) -> None:
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClicks(popup.field, words)
    QTest.keyClick(popup.field, Key.Key_Return)


def test_an_own_field_is_a_column_with_filter_sort_and_editor(bench: Workbench) -> None:
    pane = bench.panes["claims"]
    before = headers(pane)
    add_fields(bench)
    assert headers(pane) == [*before[:-1], "Frame", "Weight", "Costed", "Venue", before[-1]]
    first, second = claims_of(bench)[:2]
    open_cell(pane, 0, "code frame")
    take("Threat")
    open_cell(pane, 1, "code frame")
    take("Chance")
    assert bench.desk.project.undo_label() == "Frame: Chance"
    assert shown(pane, "code frame")[:3] == ["Threat", "Chance", "—"]
    open_cell(pane, 0, "code costed")
    take("Yes")
    open_cell(pane, 0, "code weight")
    dialog = bench.window.findChildren(QInputDialog)[-1]
    dialog.setTextValue("2,5")
    dialog.accept()
    assert dict(bench.desk.annotations[first.id].codes) | {"stance": 0, "kind": 0} == {
        "stance": 0,
        "kind": 0,
        "frame": bench.desk.fields["frame"].choices[0].id,
        "costed": True,
        "weight": 2.5,
    }
    assert [shown(pane, name)[0] for name in ("code costed", "code weight")] == ["yes", "2.5"]
    click_header(pane, "code frame")
    click_header(pane, "code frame")
    assert [row for row in shown(pane, "code frame") if row != "—"] == ["Threat", "Chance"]
    pane.filter.setText("chance")
    assert second.id in pane.model.shown()
    assert first.id not in pane.model.shown()
    pane.filter.clear()
    choice = bench.desk.fields["frame"].choices[0].id
    bench.desk.act("Name", lambda s: codebook.set_choice_fields(s, choice, label="Danger"))
    assert "Danger" in shown(pane, "code frame")
    bench.desk.act("Name", lambda s: fields.rename_field(s, bench.desk.fields["frame"].id, "Lens"))
    assert "Lens" in headers(pane)
    bench.desk.act("Drop", lambda s: fields.delete_field(s, bench.desk.fields["frame"].id))
    assert headers(pane) == [*before[:-1], "Weight", "Costed", "Venue", before[-1]]
    assert pane.model.sorting is None
    assert "frame" not in bench.desk.annotations[first.id].codes


def test_columns_are_hidden_from_the_menu_of_the_heading(open_window, sample: Path) -> None:
    bench = open_window(sample)
    pane = bench.panes["claims"]
    bench.window.resizeDocks([bench.window.docks["claims"]], [1100], Qt.Orientation.Horizontal)
    QTest.qWait(50)

    def hidden(shown_in: Pane) -> list[str]:
        columns = shown_in.model.columns
        return [c.header for i, c in enumerate(columns) if shown_in.view.isColumnHidden(i)]

    assert hidden(pane) == ["Certainty"]
    header = pane.view.horizontalHeader()
    header.customContextMenuRequested.emit(QPoint(8, 8))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    by_text = {action.text(): action for action in menu.actions()}
    assert "Speaker" not in by_text
    by_text["Certainty"].trigger()
    by_text["Domains"].trigger()
    menu.close()
    assert hidden(pane) == ["Domains"]
    bench.window.close()
    bench = open_window(sample)
    again = bench.panes["claims"]
    bench.window.resizeDocks([bench.window.docks["claims"]], [1100], Qt.Orientation.Horizontal)
    QTest.qWait(50)
    assert "Domains" in hidden(again)
    assert "Certainty" not in hidden(again)


def digit_menu(bench: Workbench) -> dict[str, object]:
    menu = bench.commands.submenus["digits"]
    menu.aboutToShow.emit()
    return {action.text(): action for action in menu.actions()}


def test_digits_code_the_field_that_is_chosen(bench: Workbench, qtbot) -> None:
    add_fields(bench)
    stance = bench.desk.fields["stance"].choices[0].label
    assert bench.commands["stance_1"].text() == f"Stance: {stance}"
    offered = digit_menu(bench)
    assert [name for name, action in offered.items() if action.isChecked()] == ["Stance"]
    assert {"Frame", "Kind", "Certainty", "Stage"} <= offered.keys()
    assert "Weight" not in offered
    offered["Frame"].trigger()
    assert bench.commands["stance_1"].text() == "Frame: Threat"
    assert not bench.commands["stance_3"].isVisible()
    row = claims_of(bench)[0]
    bench.desk.set_current(row.id)
    bench.view.setFocus()
    QTest.keyClick(bench.view, Key.Key_2)
    codes = bench.desk.annotations[row.id].codes
    assert codes["frame"] == bench.desk.fields["frame"].choices[1].id
    assert codes["stance"] == row.codes["stance"]
    bench.window.docks["inspector"].show()
    bench.window.docks["inspector"].raise_()
    panel = bench.window.docks["inspector"].widget()
    qtbot.waitUntil(lambda: "1–2" in [label.text() for label in panel.findChildren(QLabel)])
    assert panel.findChild(object, "segment frame 2").isChecked()
    bench.desk.undo()
    bench.desk.undo()
    assert bench.commands["stance_1"].text() == f"Stance: {stance}"


def test_digits_can_code_domain_mentions(bench: Workbench) -> None:
    digit_menu(bench)["Stage"].trigger()
    row = next(row for row in bench.desk.annotations.values() if row.layer == "domain")
    claim = claims_of(bench)[0]
    bench.desk.set_current(claim.id)
    assert not bench.commands["stance_1"].isEnabled()
    bench.desk.set_current(row.id)
    bench.view.setFocus()
    QTest.keyClick(bench.view, Key.Key_1)
    wanted = bench.desk.fields["stage"].choices[0].id
    assert bench.desk.annotations[row.id].codes == {"stage": wanted}
    # Without its field the setting means the stance again, whatever the project holds.
    bench.desk.act("Delete", lambda session: edits.delete_annotations(session, [row.id]))
    bench.desk.undo()
    assert bench.desk.annotations[row.id].codes == {"stage": wanted}


def test_card_lists_every_field_of_the_layer(bench: Workbench, qtbot) -> None:
    add_fields(bench)
    row = claims_of(bench)[0]
    bench.desk.act("Code", lambda s: set_code(s, [row.id], "venue", "At the pier"))
    bench.window.docks["inspector"].show()
    bench.window.docks["inspector"].raise_()
    bench.desk.set_current(row.id)
    panel = bench.window.docks["inspector"].widget()
    keys = ["stance", "kind", "certainty", "frame", "weight", "costed", "venue"]

    def present() -> bool:
        return all(panel.findChild(object, f"field {key}") is not None for key in keys)

    qtbot.waitUntil(present)
    assert panel.findChild(QLineEdit, "field venue").text() == "At the pier"
    QTest.mouseClick(panel.findChild(object, "field frame"), LEFT)
    take("Chance")
    codes = bench.desk.annotations[row.id].codes
    assert codes["frame"] == bench.desk.fields["frame"].choices[1].id


def test_the_words_of_a_claim_get_the_room_that_is_left(bench: Workbench, qtbot) -> None:
    window, pane = bench.window, bench.panes["claims"]
    header = pane.view.horizontalHeader()
    for width in (300, 420, 640):
        window.resizeDocks([window.docks["claims"]], [width], Qt.Orientation.Horizontal)
        qtbot.waitUntil(lambda: not pane.view.horizontalScrollBar().isVisible())
        assert header.length() <= pane.view.viewport().width()
        assert not header.isSectionHidden(0)
        assert header.sectionSize(1) >= pane.view.viewport().width() // 4
    narrow = header.sectionSize(1)
    window.resizeDocks([window.docks["claims"]], [1100], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: pane.view.viewport().width() > 900)
    qtbot.waitUntil(lambda: header.sectionSize(1) > narrow + 100)
    last = max(n for n in range(header.count()) if not header.isSectionHidden(n))
    assert header.sectionSize(last) < header.sectionSize(1)
    qtbot.waitUntil(lambda: header.length() == pane.view.viewport().width())
    header.resizeSection(1, 150)
    window.resizeDocks([window.docks["claims"]], [900], Qt.Orientation.Horizontal)
    QTest.qWait(50)
    assert header.sectionSize(1) == 150, "a width that was chosen stays"
