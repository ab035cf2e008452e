# SPDX-License-Identifier: MIT
"""The annotation card shows all of the current annotation and changes it like every other place."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QMessageBox,
    QWidget,
)

from claimdesk.gui.annotating.card.panel import InspectorPanel
from claimdesk.gui.annotating.card.parts import LikelyValues
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.codebook import fields
from claimdesk.models.editing import edits
from claimdesk.models.store import queries
from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.store.schema import Annotation
from claimdesk.models.text.spans import Span

Key = Qt.Key


@pytest.fixture
def bench(open_window, sample: Path) -> Workbench:
    workbench = open_window(sample)
    workbench.window.docks["inspector"].raise_()
    QApplication.processEvents()
    return workbench


def panel_of(workbench: Workbench) -> InspectorPanel:
    found = workbench.window.findChild(InspectorPanel)
    assert found is not None
    return found


def show(qtbot, workbench: Workbench, row: AnnotationRow) -> InspectorPanel:
    panel = panel_of(workbench)
    workbench.desk.set_current(row.id)
    words = " ".join(row.pieces[0].quote.split())
    qtbot.waitUntil(lambda: any(words in text for text in told(panel)))
    return panel


def told(panel: InspectorPanel) -> list[str]:
    """All that the panel shows and tells a screen reader."""
    page = panel.currentWidget()
    labels = [
        label.text() for label in [page, *page.findChildren(QLabel)] if hasattr(label, "text")
    ]
    return labels + [b.accessibleName() for b in page.findChildren(QAbstractButton)]


def part(panel: InspectorPanel, name: str) -> QWidget:
    found = panel.findChild(QWidget, name)
    assert found is not None, f"no {name}"
    return found


def claims(workbench: Workbench) -> list[AnnotationRow]:
    return [row for row in workbench.desk.annotations.values() if row.layer == "claim"]


def test_nothing_chosen_says_what_to_do(qtbot, bench: Workbench) -> None:
    panel = panel_of(bench)
    qtbot.waitUntil(lambda: any("Click an annotation" in text for text in told(panel)))
    shown = told(panel)
    assert {"M", "Mention of an actor", "C", "D", "Tab"} <= set(shown)


def test_a_claim_is_shown_with_every_span_field_and_its_history(qtbot, bench: Workbench) -> None:
    row = claims(bench)[0]
    bench.desk.act("Try a note", lambda s: edits.set_note(s, [row.id], "weigh again"))
    panel = show(qtbot, bench, bench.desk.annotations[row.id])
    qtbot.waitUntil(lambda: any("Try a note" in text for text in told(panel)))
    shown = "\n".join(told(panel))
    for piece in row.pieces:
        assert " ".join(piece.quote.split()) in shown
    assert bench.desk.actor_name(row.speaker_id) in shown
    assert f"Note: “{row.note}” → “weigh again”" in shown
    assert part(panel, "field note").text() == "weigh again"


def heights(panel: InspectorPanel, words: Collection[str]) -> list[tuple[int, str]]:
    """Where labels of the card are, from the top: the middle of each, and its words."""
    found = [
        (label.mapTo(panel, label.rect().center()).y(), label.text())
        for label in panel.currentWidget().findChildren(QLabel)
        if label.isVisible() and label.text() in words
    ]
    return sorted(found)


def test_the_card_says_what_why_and_in_one_sentence_and_has_one_order(
    qtbot, bench: Workbench
) -> None:
    row = claims(bench)[1]
    panel = show(qtbot, bench, row)
    assert f"Claim · accepted · 2 of {len(claims(bench))}" in told(panel)
    sentence = part(panel, "sentence").text()
    assert f"<b>{bench.desk.actor_name(row.speaker_id)}</b>" in sentence
    assert f"<i>{row.quote('cue')}</i>" in sentence
    order = ("Speaker", "Stance", "Domains", "Kind", "Certainty", "To whom", "Note")
    keys = ("S", "1–5", "Shift+D", "K", "Y", "W", "N")
    named, capped = heights(panel, order), heights(panel, keys)
    assert [text for _y, text in named] == list(order)
    assert [text for _y, text in capped] == list(keys)
    assert all(abs(one[0] - other[0]) < 8 for one, other in zip(named, capped, strict=True))
    card, claims_list = bench.window.docks["inspector"], bench.window.docks["claims"]
    assert card.y() < claims_list.y(), "it is at the head of the column"


def test_a_stance_is_one_click_and_accept_goes_on(qtbot, bench: Workbench) -> None:
    first, second = claims(bench)[:2]
    bench.desk.act(
        "Undecide",
        lambda session: [
            setattr(session.get(Annotation, row.id), "state", "suggested")
            for row in (first, second)
        ],
    )
    panel = show(qtbot, bench, first)
    QTest.mouseClick(part(panel, "segment stance 4"), Qt.MouseButton.LeftButton)
    chosen = bench.desk.fields["stance"].choices[3]
    assert bench.desk.annotations[first.id].codes["stance"] == chosen.id
    qtbot.waitUntil(lambda: f"Stance: {chosen.label}" in told(panel))
    QTest.mouseClick(part(panel, "accept"), Qt.MouseButton.LeftButton)
    assert bench.desk.annotations[first.id].state == "accepted"
    assert bench.desk.current == second.id, "it goes on"


def test_several_are_edited_together(qtbot, bench: Workbench) -> None:
    rows = claims(bench)[:12]
    bench.desk.act(
        "Undecide",
        lambda session: setattr(session.get(Annotation, rows[0].id), "state", "suggested"),
    )
    bench.desk.select([row.id for row in rows])
    panel = panel_of(bench)
    qtbot.waitUntil(lambda: "12 claims, mixed" in told(panel))
    assert "Speaker: mixed" in told(panel) or "Speakers: mixed" in told(panel)
    QTest.mouseClick(part(panel, "field kind"), Qt.MouseButton.LeftButton)
    pick("Promise")
    QTest.mouseClick(part(panel, "reject"), Qt.MouseButton.LeftButton)
    after = [bench.desk.annotations[row.id] for row in rows]
    assert {bench.desk.choice_label("kind", row.codes["kind"]) for row in after} == {"Promise"}
    assert {row.state for row in after} == {"rejected"}
    bench.commands["undo"].trigger()
    bench.commands["undo"].trigger()
    kinds = [bench.desk.annotations[row.id].codes.get("kind") for row in rows]
    assert kinds == [row.codes.get("kind") for row in rows]


def test_a_project_that_cannot_be_written_says_why(qtbot, bench: Workbench) -> None:
    bench.desk.project.read_only_reason = "The disk is write-protected."
    panel = show(qtbot, bench, claims(bench)[0])
    assert "The disk is write-protected." in told(panel)
    assert not part(panel, "accept").isEnabled()
    assert not part(panel, "field speaker").isEnabled()


def test_a_note_typed_here_is_one_step_that_undo_takes_back(qtbot, bench: Workbench) -> None:
    row = claims(bench)[0]
    panel = show(qtbot, bench, row)
    note = part(panel, "field note")
    assert isinstance(note, QLineEdit)
    note.setFocus()
    note.selectAll()
    QTest.keyClicks(note, "a x 1 typed")
    QTest.keyClick(note, Key.Key_Return)
    assert bench.desk.annotations[row.id].note == "a x 1 typed"
    bench.commands["undo"].trigger()
    assert bench.desk.annotations[row.id] == row


def test_accept_and_reject_work_here_and_keep_the_focus(qtbot, bench: Workbench) -> None:
    row = claims(bench)[0]
    panel = show(qtbot, bench, row)
    QTest.mouseClick(part(panel, "reject"), Qt.MouseButton.LeftButton)
    assert bench.desk.annotations[row.id].state == "rejected"
    qtbot.waitUntil(lambda: any("State: accepted → rejected" in t for t in told(panel)))
    part(panel, "accept").setFocus()
    QTest.keyClick(part(panel, "accept"), Key.Key_Space)
    assert bench.desk.annotations[row.id].state == "accepted"


def test_a_piece_is_shown_by_a_click_and_removed_by_its_button(qtbot, bench: Workbench) -> None:
    row = claims(bench)[0]
    end = max(piece.span.end for piece in row.pieces)
    extra = Span(end + 40, end + 55)
    bench.desk.act("Add", lambda s: edits.add_span(s, row.id, "content", extra))
    panel = show(qtbot, bench, bench.desk.annotations[row.id])
    name = f"content {extra.start}"
    qtbot.waitUntil(lambda: panel.findChild(QWidget, f"remove {name}") is not None)
    with qtbot.waitSignal(panel.span_clicked) as clicked:
        QTest.mouseClick(part(panel, f"show {name}"), Qt.MouseButton.LeftButton)
    assert clicked.args == [extra]
    QTest.mouseClick(part(panel, f"remove {name}"), Qt.MouseButton.LeftButton)
    assert bench.desk.annotations[row.id].pieces == row.pieces
    qtbot.waitUntil(lambda: any("Taken from the content" in text for text in told(panel)))


def test_fields_open_the_same_pickers_as_the_keys(qtbot, bench: Workbench) -> None:
    row = claims(bench)[0]
    panel = show(qtbot, bench, row)
    QTest.mouseClick(part(panel, "field speaker"), Qt.MouseButton.LeftButton)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    field = part(panel, "field speaker")
    below = field.mapToGlobal(field.rect().bottomLeft())
    assert abs(popup.y() - below.y()) < 10, "it opens at the field"
    popup.field.selectAll()
    QTest.keyClicks(popup.field, "Japan")
    QTest.keyClick(popup.field, Key.Key_Return)
    assert bench.desk.actor_name(bench.desk.annotations[row.id].speaker_id) == "Japan"


def test_all_speakers_are_shown_and_what_became_of_them_is_told(qtbot, bench: Workbench) -> None:
    row = claims(bench)[0]
    first = bench.desk.actor_name(row.speaker_id)
    names = {actor.name: actor.id for actor in bench.desk.actors.values()}
    other = next(name for name in names if name not in (first, "Japan"))
    panel = show(qtbot, bench, row)
    for further in (["Japan"], ["Japan", other], [other]):
        speakers = [row.speaker_id, *(names[name] for name in further)]
        bench.desk.act("Try", lambda s, ids=speakers: edits.set_speakers(s, [row.id], ids))
    value = f"Speakers: {first}, {other}"
    qtbot.waitUntil(lambda: value in told(panel))
    qtbot.waitUntil(lambda: any("Speaker removed: Japan" in text for text in told(panel)))
    assert any("A speaker was added" in text for text in told(panel))


def test_addressees_are_picked_and_undone(qtbot, bench: Workbench) -> None:
    row = claims(bench)[0]
    panel = show(qtbot, bench, row)
    QTest.mouseClick(part(panel, "field parties"), Qt.MouseButton.LeftButton)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClicks(popup.field, "Japan")
    QTest.keyClick(popup.field, Key.Key_Return)
    QTest.keyClick(popup.field, Key.Key_Return)

    def addressees() -> list[str]:
        with bench.desk.reading() as connection:
            found = queries.annotation_details(connection, row.id)
        return [bench.desk.actor_name(i) for i in found.addressee_ids]

    assert addressees() == ["Japan"]
    qtbot.waitUntil(lambda: any(text == "To whom: Japan" for text in told(panel)))
    bench.commands["undo"].trigger()
    assert addressees() == []


def pick(words: str) -> None:
    """Type into the picker that is open, and take what is found."""
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClicks(popup.field, words)
    QTest.keyClick(popup.field, Key.Key_Return)


def test_stage_and_partners_of_a_domain_are_picked_here_and_by_key(qtbot, bench: Workbench) -> None:
    row = next(r for r in bench.desk.annotations.values() if r.layer == "domain")
    panel = show(qtbot, bench, row)
    QTest.mouseClick(part(panel, "field stage"), Qt.MouseButton.LeftButton)
    pick("under")
    stage = bench.desk.annotations[row.id].codes.get("stage")
    assert bench.desk.choice_label("stage", stage) == "Under way"
    bench.view.setFocus()
    QTest.keyClick(bench.view, Key.Key_W)
    pick("Japan")
    pick("")
    qtbot.waitUntil(lambda: any(text == "With whom: Japan" for text in told(panel)))
    qtbot.waitUntil(lambda: any(text == "Stage: Under way" for text in told(panel)))
    bench.commands["undo"].trigger()
    bench.commands["undo"].trigger()
    assert bench.desk.annotations[row.id] == row


def test_certainty_is_coded_by_key_and_shown(qtbot, bench: Workbench) -> None:
    row = claims(bench)[0]
    panel = show(qtbot, bench, row)
    choice = bench.desk.fields["certainty"].choices[-1]
    bench.view.setFocus()
    QTest.keyClick(bench.view, Key.Key_Y)
    pick(choice.label)
    assert bench.desk.annotations[row.id].codes.get("certainty") == choice.id
    qtbot.waitUntil(lambda: f"Certainty: {choice.label}" in told(panel))


def test_every_control_is_named_for_screen_readers(qtbot, bench: Workbench) -> None:
    panel = show(qtbot, bench, claims(bench)[0])
    for control in panel.currentWidget().findChildren(QWidget):
        if control.focusPolicy() & Qt.FocusPolicy.TabFocus and control.isVisible():
            assert control.accessibleName() or getattr(control, "text", str)(), control


def press(words: str) -> None:
    """Press a button of the question that will be open, once it is."""

    timer = QTimer(QApplication.instance())

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            timer.stop()
            asked.append(box.text())
            next(button for button in box.buttons() if button.text() == words).click()

    timer.timeout.connect(look)
    timer.start(10)


asked: list[str] = []


def type_number(panel: InspectorPanel, text: str) -> None:
    line = part(panel, "field weight")
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Key.Key_Return)


def test_numbers_are_kept_shown_and_recorded_with_every_digit(qtbot, bench: Workbench) -> None:
    row = claims(bench)[0]
    bench.desk.act("Add", lambda s: fields.add_field(s, "Weight", "number"))
    panel = show(qtbot, bench, row)

    def value() -> object:
        with bench.desk.project.reading() as connection:
            [now] = queries.annotations_by_id(connection, [row.id])
        return now.codes.get("weight")

    def shown() -> str:
        line = part(panel, "field weight")
        assert isinstance(line, QLineEdit)
        return line.text()

    for typed, number, text in (
        ("123456.78", 123456.78, "123456.78"),
        ("2500000", 2500000.0, "2500000"),
        ("12 345,5", 12345.5, "12345.5"),
    ):
        type_number(panel, typed)
        qtbot.waitUntil(lambda number=number: value() == number)
        qtbot.waitUntil(lambda text=text: shown() == text)
    qtbot.waitUntil(lambda: "Own field: 2500000 → 12345.5" in "\n".join(told(panel)))
    asked.clear()
    press("12345")
    type_number(panel, "12,345")
    qtbot.waitUntil(lambda: value() == 12345.0)
    assert asked == ["“12,345” can be read in two ways. Which number is meant for Weight?"]
    qtbot.waitUntil(lambda: shown() == "12345")
    press("Cancel")
    type_number(panel, "1.000")
    qtbot.waitUntil(lambda: len(asked) == 2 and shown() == "12345")
    assert value() == 12345.0
    press("1.25")
    type_number(panel, "1.250")
    qtbot.waitUntil(lambda: value() == 1.25 and shown() == "1.25")
    # Confirmed as it is, it is not an edit.
    before = bench.desk.project.undo_label()
    QTest.keyClick(part(panel, "field weight"), Key.Key_Return)
    assert (value(), bench.desk.project.undo_label()) == (1.25, before)


def test_long_names_of_likely_domains_do_not_widen_the_card(qtbot) -> None:
    label = LikelyValues(["Artificial intelligence and autonomy", "Cyber defence"], "Ctrl+Alt+1")
    qtbot.addWidget(label)
    whole = label.fontMetrics().horizontalAdvance("Artificial intelligence and autonomy")
    assert label.minimumSizeHint().width() < 0.7 * whole
