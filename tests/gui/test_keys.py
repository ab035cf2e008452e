# SPDX-License-Identifier: MIT
"""Every key of annotating, pressed in the real window."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimdesk.gui.annotating.picking.picker import Picker
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models import registry
from claimdesk.models.articles.importing import import_text
from claimdesk.models.editing import edits
from claimdesk.models.exchange.formats import import_paths
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.suggest.data import (
    ActorEntry,
    ClaimSuggestion,
    MentionSuggestion,
    Pipeline,
    Suggestions,
)
from claimdesk.models.suggest.runs import Run
from claimdesk.models.text.spans import Span
from tests.projects import create_project

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
TEXT = (
    "Minister Ada Holm said Norland’s 3,5 billion plan won’t fail. "
    "Tomas Ek said robots would help the cafe\u0301 owners.\n"
    "Ada Holm warned that cyber attacks grow.\n"
)
FIRST, SECOND, THIRD = "Norland’s 3,5 billion plan won’t fail", "robots would help", "cyber attacks"


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def suggestions() -> Suggestions:
    holm, ek = ActorEntry("Ada Holm", "person"), ActorEntry("Tomas Ek", "person")
    by = (0.9, "rule:test", "because")
    return Suggestions(
        mentions=tuple(MentionSuggestion(span(a.name), a, *by) for a in (holm, ek)),
        claims=tuple(
            ClaimSuggestion((), (), (span(words),), speaker, *by)
            for words, speaker in ((FIRST, holm), (SECOND, ek), (THIRD, holm))
        ),
    )


@pytest.fixture(scope="module")
def suggested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of two articles, one with three claims and two mentions suggested; to be copied."""
    folder = tmp_path_factory.mktemp("keys")
    path = folder / "keys.claimdesk"
    create_project(path)
    (folder / "one.txt").write_text(TEXT, encoding="utf-8")
    (folder / "two.txt").write_text("Ports close.\n\nShips wait outside.\n", encoding="utf-8")
    with Project.open(path) as project:
        import_paths(project, [folder / "two.txt", folder / "one.txt"])
        number = _suggested_article(project)
        with project.reading() as connection:
            assert queries.article(connection, number).body.startswith(TEXT.strip())
        run = Run(project, number, Pipeline("test", "1"))
        run.add(suggestions())
        run.finish()
    return path


def _suggested_article(project: Project) -> int:
    with project.reading() as connection:
        bodies = {i: queries.article(connection, i).body for i in (1, 2)}
    return next(i for i, body in bodies.items() if body.startswith("Minister"))


@pytest.fixture
def workbench(open_window, suggested: Path, tmp_path: Path) -> Workbench:
    """A window on two articles; the open one has three claims and two mentions suggested."""
    path = tmp_path / "keys.claimdesk"
    shutil.copyfile(suggested, path)
    opened = open_window(path)
    opened.desk.open_article(_suggested_article(opened.desk.project))
    opened.view.setFocus()
    return opened


def press(workbench: Workbench, key: Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(QApplication.focusWidget() or workbench.view, key, modifier)


def picker() -> Picker:
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, Picker)
    return popup


def pick(typed: str, key: Key = Key.Key_Return, modifier: Qt.KeyboardModifier = NONE) -> None:
    field = picker().field
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, key, modifier)


def row(workbench: Workbench, words: str) -> AnnotationRow:
    """The annotation about exactly these words, or whose first piece they are."""
    rows = workbench.desk.annotations.values()
    return next(r for r in rows if any(p.quote == words for p in r.pieces))


def begin(workbench: Workbench, words: str) -> int:
    found = row(workbench, words).id
    workbench.desk.set_current(found)
    return found


def current(workbench: Workbench) -> AnnotationRow:
    found = workbench.desk.current_row()
    assert found is not None
    return found


def pieces(workbench: Workbench) -> list[str]:
    return [piece.quote for piece in current(workbench).pieces if piece.role != "source"]


Case = TypeVar("Case")


def in_turn(workbench: Workbench, cases: Iterable[Case]) -> Iterator[Case]:
    """Yield each case for the same window, and undo afterwards what it edited."""
    before = workbench.desk.undo_labels()[0]
    for case in cases:
        yield case
        while workbench.desk.undo_labels()[0] != before:
            workbench.desk.undo()


# Going through and deciding.


def test_accept_reject_and_skip_go_on_to_the_next_claim(workbench) -> None:
    cases = [(Key.Key_A, "accepted"), (Key.Key_X, "rejected"), (Key.Key_Space, "suggested")]
    for key, state in in_turn(workbench, cases):
        first = begin(workbench, FIRST)
        assert current(workbench).state == "suggested"
        press(workbench, key)
        assert workbench.desk.annotations[first].state == state, key
        assert current(workbench).quote("content") == SECOND, key


def test_tab_and_shift_tab_go_forth_and_back(workbench) -> None:
    begin(workbench, FIRST)
    press(workbench, Key.Key_Tab)
    assert current(workbench).quote("content") == SECOND
    press(workbench, Key.Key_Backtab, SHIFT)
    assert current(workbench).start < row(workbench, SECOND).start


def test_down_and_up_move_in_a_list(workbench) -> None:
    begin(workbench, FIRST)
    workbench.panes["claims"].view.setFocus()
    press(workbench, Key.Key_Down)
    assert current(workbench).quote("content") == SECOND
    press(workbench, Key.Key_Up)
    assert current(workbench).quote("content") == FIRST


def test_delete_and_undo_and_redo(workbench) -> None:
    first = begin(workbench, FIRST)
    press(workbench, Key.Key_Delete)
    assert first not in workbench.desk.annotations
    press(workbench, Key.Key_Z, CONTROL)
    assert first in workbench.desk.annotations
    press(workbench, Key.Key_Z, CONTROL | SHIFT)
    assert first not in workbench.desk.annotations
    press(workbench, Key.Key_Z, CONTROL)
    press(workbench, Key.Key_Y, CONTROL)
    assert first not in workbench.desk.annotations


# From a selection.


def test_m_marks_a_mention_of_a_new_actor(workbench) -> None:
    workbench.view.select_span(span("Norland"))
    press(workbench, Key.Key_M)
    pick("", Key.Key_2, CONTROL)
    pick("state")
    found = row(workbench, "Norland")
    assert (found.layer, found.state) == ("actor", "accepted")
    assert workbench.desk.actors[found.actor_id].kind == "state"


def test_a_new_actor_is_called_as_its_name_is_read(workbench) -> None:
    body = "Envoys of the Reef\nLi\u00adons met on Monday, and Tomas Varga left.\n\nThe end."
    assert import_text(workbench.desk.project, body)
    with workbench.desk.project.reading() as connection:
        number = max(queries.article_ids(connection))
    workbench.desk.open_article(number)
    start = body.index("Reef")
    workbench.view.select_span(Span(start, body.index(" met")))
    press(workbench, Key.Key_M)
    assert picker().list.currentItem().text().startswith("Create “Reef Lions”")
    pick("", Key.Key_2, CONTROL)
    pick("group")
    found = row(workbench, "Reef\nLi\u00adons")
    assert workbench.desk.actors[found.actor_id].name == "Reef Lions"


def test_c_marks_a_claim_and_offers_who_is_named_beside_it(workbench) -> None:
    workbench.view.select_span(span("attacks grow"))
    press(workbench, Key.Key_C)
    pick("")
    made = current(workbench)
    assert made.quote("content") == "attacks grow"
    assert workbench.desk.actor_name(made.speaker_id) == "Ada Holm"
    assert [p.span for p in made.role("source")] == [
        Span(TEXT.rindex("Ada"), TEXT.rindex("Ada") + 8)
    ]


def test_d_marks_words_about_a_domain(workbench) -> None:
    workbench.view.select_span(span("robots"))
    press(workbench, Key.Key_D)
    pick("robo")
    found = row(workbench, "robots")
    assert workbench.desk.domains[found.domain_id].name == "Robotics"


def test_u_and_t_set_the_parts_of_a_claim(workbench) -> None:
    for key, role in in_turn(workbench, [(Key.Key_U, "cue"), (Key.Key_T, "content")]):
        begin(workbench, THIRD)
        workbench.view.select_span(span("warned"))
        press(workbench, key)
        assert current(workbench).quote(role) == "warned"


def test_s_with_a_selection_sets_source_and_speaker(workbench) -> None:
    begin(workbench, THIRD)
    workbench.view.select_span(span("Tomas Ek"))
    press(workbench, Key.Key_S)
    assert current(workbench).quote("source") == "Tomas Ek"
    assert workbench.desk.actor_name(current(workbench).speaker_id) == "Tomas Ek"


def test_s_with_unknown_words_makes_a_new_speaker(workbench) -> None:
    begin(workbench, THIRD)
    workbench.view.select_span(span("owners"))
    press(workbench, Key.Key_S)
    pick("")
    speaker = current(workbench).speaker_id
    assert workbench.desk.actor_name(speaker) == "owners"
    assert workbench.desk.actors[speaker].kind == "group", "judged by its name, asked for nothing"
    assert current(workbench).quote("source") == "owners"


def test_c_offers_a_name_beside_the_claim_that_is_no_actor_yet(workbench) -> None:
    """Taking it creates the actor and makes the name the source, in one key."""
    body = (
        "Harbour Minister Vera Toll said the quays stay open.\n\nMarket traders say they doubt it."
    )
    open_text(workbench, body)
    for content, name, kind in (
        ("the quays stay open", "Vera Toll", "person"),
        ("they doubt it", "Market traders", "group"),
    ):
        start = body.index(content)
        workbench.view.select_span(Span(start, start + len(content)))
        press(workbench, Key.Key_C)
        assert picker().list.item(0).text().startswith(f"Create “{name}”")
        pick("", Key.Key_1, CONTROL)
        made = current(workbench)
        actor = workbench.desk.actors[made.speaker_id]
        assert (actor.name, actor.kind, made.words("source")) == (name, kind, name)


def open_text(workbench: Workbench, body: str) -> None:
    assert import_text(workbench.desk.project, body)
    with workbench.desk.project.reading() as connection:
        number = max(queries.article_ids(connection))
    workbench.desk.open_article(number)


# Coding a claim.


def domains_of(workbench: Workbench, number: int) -> list[str]:
    found = workbench.desk.annotations[number]
    return [workbench.desk.domains[n].name for n in found.domain_ids]


def test_l_makes_another_claim_like_the_last(workbench) -> None:
    first = begin(workbench, FIRST)
    press(workbench, Key.Key_4)
    press(workbench, Key.Key_D, SHIFT)
    pick("robo", Key.Key_Return, SHIFT)
    assert workbench.desk.current != first
    workbench.view.select_span(span("warned"))
    press(workbench, Key.Key_L)
    made, last = current(workbench), workbench.desk.annotations[first]
    assert made.quote("content") == "warned" and made.id != first
    assert (made.speaker_ids, made.codes) == (last.speaker_ids, last.codes)
    assert domains_of(workbench, made.id) == ["Robotics"]
    press(workbench, Key.Key_Z, CONTROL)
    assert made.id not in workbench.desk.annotations


def test_only_one_domain_or_none_in_one_key(workbench) -> None:
    first = begin(workbench, FIRST)
    only = CONTROL | ALT
    press(workbench, Key.Key_D, SHIFT)
    pick("robo", Key.Key_Return, SHIFT)
    for key, rest in ((Key.Key_1, 1), (Key.Key_0, 0)):
        workbench.desk.set_current(first)
        press(workbench, Key.Key_D, SHIFT)
        pick("diplo", key, only)
        assert len(domains_of(workbench, first)) == rest
        assert workbench.desk.current != first, "the next is wanted"
    # The card names likely domains, each with its digit.
    workbench.desk.set_current(first)
    likely = workbench.coding.likely_domains()
    press(workbench, Key.Key_2, only)
    assert workbench.desk.annotations[first].domain_ids == (likely[1],)
    assert workbench.desk.current != first


def test_shift_t_splits_a_claim(workbench) -> None:
    begin(workbench, FIRST)
    whole = current(workbench)
    content = whole.quote("content")
    cut = content.index(" ", len(content) // 2)
    start = whole.role("content")[0].span.start
    workbench.view.select_span(Span(start + cut, start + cut))
    before = set(workbench.desk.annotations)
    press(workbench, Key.Key_T, SHIFT)
    (second,) = set(workbench.desk.annotations) - before
    parts = [workbench.desk.annotations[n] for n in (whole.id, second)]
    assert " ".join(part.quote("content") for part in parts) == content
    assert parts[0].speaker_ids == parts[1].speaker_ids == whole.speaker_ids
    press(workbench, Key.Key_Z, CONTROL)
    # Pieces become claims of their own.
    workbench.desk.set_current(whole.id)
    workbench.view.select_span(span("warned"))
    press(workbench, Key.Key_P)
    press(workbench, Key.Key_T, SHIFT)
    assert current(workbench).quote("content") == content
    assert row(workbench, "warned").speaker_ids == whole.speaker_ids


@pytest.mark.parametrize("into_the_word", [1, -1])
def test_a_claim_is_never_cut_inside_a_word(workbench, into_the_word: int) -> None:
    begin(workbench, FIRST)
    content = current(workbench).role("content")[0]
    *_words, last = content.quote.split()
    word = content.span.start + content.quote.rindex(last)
    caret = word + 1 if into_the_word > 0 else content.span.end - 1
    workbench.view.select_span(Span(caret, caret))
    before = set(workbench.desk.annotations)
    press(workbench, Key.Key_T, SHIFT)
    (second,) = set(workbench.desk.annotations) - before
    assert workbench.desk.annotations[second].quote("content") == last
    assert current(workbench).quote("content") == content.quote.removesuffix(last).rstrip()


def said_by(workbench: Workbench) -> list[str | None]:
    return [workbench.desk.actor_name(number) for number in current(workbench).speaker_ids]


def test_shift_s_ticks_all_who_say_it_together(workbench) -> None:
    begin(workbench, FIRST)
    press(workbench, Key.Key_S, SHIFT)
    pick("ek")
    QTest.keyClick(picker().field, Key.Key_Return)
    assert said_by(workbench) == ["Ada Holm", "Tomas Ek"]
    assert current(workbench).state == "accepted"
    shown = workbench.panes["claims"].model
    cells = {shown.index(0, column).data() for column in range(shown.columnCount())}
    assert "Ada Holm, Tomas Ek" in cells

    # S shows the list of a joint claim; who is unticked and ticked again speaks last.
    press(workbench, Key.Key_S)
    for _ in range(2):
        QTest.keyClick(picker().field, Key.Key_1, ALT)
    QTest.keyClick(picker().field, Key.Key_Return)
    assert said_by(workbench) == ["Tomas Ek", "Ada Holm"]
    press(workbench, Key.Key_S)
    pick("Port union")
    assert said_by(workbench) == ["Tomas Ek", "Ada Holm", "Port union"]

    # Another source does not take the others away.
    workbench.view.select_span(span("Minister Ada Holm"))
    press(workbench, Key.Key_S)
    assert current(workbench).quote("source") == "Minister Ada Holm"
    assert len(said_by(workbench)) == 3
    workbench.view.clear_selection()
    press(workbench, Key.Key_S)
    for digit in (Key.Key_1, Key.Key_3):
        QTest.keyClick(picker().field, digit, ALT)
    QTest.keyClick(picker().field, Key.Key_Return)
    assert said_by(workbench) == ["Ada Holm"]
    for _ in range(5):
        press(workbench, Key.Key_Z, CONTROL)
    assert (said_by(workbench), current(workbench).state) == (["Ada Holm"], "suggested")


def test_s_picks_another_speaker(workbench) -> None:
    begin(workbench, FIRST)
    press(workbench, Key.Key_S)
    pick("ek")
    assert workbench.desk.actor_name(current(workbench).speaker_id) == "Tomas Ek"
    assert current(workbench).state == "accepted"


def test_digits_code_the_stance(workbench) -> None:
    for number in in_turn(workbench, [1, 2, 3, 4, 5]):
        begin(workbench, FIRST)
        assert "stance" not in current(workbench).codes
        press(workbench, Key(Key.Key_0 + number))
        choice = workbench.desk.fields["stance"].choices[number - 1]
        assert current(workbench).codes.get("stance") == choice.id


def test_0_and_k_pick_stance_and_kind(workbench) -> None:
    begin(workbench, FIRST)
    press(workbench, Key.Key_0)
    pick("opp")
    press(workbench, Key.Key_K)
    pick("den")
    desk = workbench.desk
    assert desk.choice_label("stance", current(workbench).codes.get("stance")) == "Opposed"
    assert desk.choice_label("kind", current(workbench).codes.get("kind")) == "Denial"


def domains(workbench: Workbench, annotation: int) -> list[str]:
    ids = workbench.desk.annotations[annotation].domain_ids
    return [workbench.desk.domains[number].name for number in ids]


def test_shift_d_takes_one_domain_or_several(workbench) -> None:
    first = begin(workbench, FIRST)
    press(workbench, Key.Key_D, SHIFT)
    pick("robo", Key.Key_Tab)
    pick("space")
    pick("")
    assert sorted(domains(workbench, first)) == ["Robotics", "Space"]
    press(workbench, Key.Key_D, SHIFT)
    QTest.keyClick(picker().field, Key.Key_Return)
    assert len(domains(workbench, first)) == 2, "Enter alone leaves what is ticked"
    press(workbench, Key.Key_D, SHIFT)
    pick("cyber")
    pick("")
    assert len(domains(workbench, first)) == 3, "what is typed is added"
    press(workbench, Key.Key_D, SHIFT)
    pick("robo", Key.Key_Tab)
    pick("")
    assert len(domains(workbench, first)) == 2, "only unticking takes away"
    assert "Robotics" not in domains(workbench, first)


def test_shift_enter_takes_and_goes_on_and_r_repeats_the_domains(workbench) -> None:
    first = begin(workbench, FIRST)
    press(workbench, Key.Key_D, SHIFT)
    pick("robo", Key.Key_Return, SHIFT)
    assert domains(workbench, first) == ["Robotics"]
    second = current(workbench)
    assert second.quote("content") == SECOND
    press(workbench, Key.Key_R)
    assert domains(workbench, second.id) == ["Robotics"]
    assert workbench.desk.annotations[second.id].state == "accepted"
    assert current(workbench).quote("content") == THIRD


def test_an_end_is_moved_by_a_clause(workbench) -> None:
    first = begin(workbench, FIRST)
    content = workbench.desk.annotations[first].role("content")[0].span
    press(workbench, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    moved = workbench.desk.annotations[first].quote("content")
    assert moved == f"{FIRST}. Tomas Ek said robots would help the cafe\u0301 owners"
    workbench.commands["undo"].trigger()
    assert workbench.desk.annotations[first].role("content")[0].span == content


def test_a_digit_takes_or_ticks_the_row_it_stands_at(workbench) -> None:
    first, second = [r for r in workbench.desk.annotations.values() if r.layer == "claim"][:2]
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    workbench.desk.set_current(first.id)
    press(workbench, Key.Key_D, SHIFT)
    rows = [picker().list.item(i).data(Qt.ItemDataRole.UserRole) for i in range(9)]
    QTest.keyClick(picker().field, Key.Key_3, control)
    assert workbench.desk.annotations[first.id].domain_ids == (rows[2],)
    assert workbench.desk.current != first.id, "it goes on to the next suggestion"
    workbench.desk.set_current(second.id)
    before = workbench.desk.annotations[second.id].domain_ids
    press(workbench, Key.Key_D, SHIFT)
    rows = [picker().list.item(i).data(Qt.ItemDataRole.UserRole) for i in range(9)]
    other = next(i for i, number in enumerate(rows) if number not in before)
    QTest.keyClick(picker().field, Key(Key.Key_1 + other), alt)
    press(workbench, Key.Key_Return)
    assert workbench.desk.annotations[second.id].domain_ids == (*before, rows[other])
    workbench.desk.set_current(second.id)
    press(workbench, Key.Key_S)
    QTest.keyClick(picker().field, Key.Key_2, control)
    assert workbench.desk.current == second.id, "a speaker is not the last thing to code"


def test_escape_leaves_a_picker_without_a_change(workbench) -> None:
    first = begin(workbench, FIRST)
    before = workbench.desk.annotations[first]
    press(workbench, Key.Key_S)
    pick("ek", Key.Key_Escape)
    assert workbench.desk.annotations[first] == before


# Bounds and pieces.


def test_ends_are_nudged_by_word_and_by_character(workbench) -> None:
    cases = [
        ([(Key.Key_Right, SHIFT)], "3,5 billion plan won’t fail"),
        ([(Key.Key_Right, SHIFT)] * 2, "billion plan won’t fail"),
        ([(Key.Key_Left, SHIFT)], "said Norland’s 3,5 billion plan won’t fail"),
        ([(Key.Key_Left, ALT)], "Norland’s 3,5 billion plan won’t"),
        ([(Key.Key_Left, ALT)] * 2, "Norland’s 3,5 billion plan"),
        ([(Key.Key_Left, ALT), (Key.Key_Right, ALT)], FIRST),
        ([(Key.Key_Right, CONTROL | SHIFT)], FIRST[1:]),
        ([(Key.Key_Left, CONTROL | ALT)], FIRST[:-1]),
        ([(Key.Key_Right, CONTROL | ALT)], FIRST + "."),
        ([(Key.Key_Left, CONTROL | SHIFT)] * 2, "d " + FIRST),
    ]
    for keys, left in in_turn(workbench, cases):
        begin(workbench, FIRST)
        assert pieces(workbench) == [FIRST]
        for key, modifier in keys:
            press(workbench, key, modifier)
        assert pieces(workbench) == [left], keys


def test_a_word_with_a_combining_mark_is_one_word(workbench) -> None:
    begin(workbench, SECOND)
    for _press in range(2):
        press(workbench, Key.Key_Right, ALT)
    assert pieces(workbench) == ["robots would help the cafe\u0301"]


def test_p_adds_a_piece_and_shift_p_takes_it_away(workbench) -> None:
    begin(workbench, SECOND)
    workbench.view.select_span(span("owners"))
    press(workbench, Key.Key_P)
    assert pieces(workbench) == [SECOND, "owners"]
    press(workbench, Key.Key_P, SHIFT)
    assert pieces(workbench) == [SECOND]
    press(workbench, Key.Key_Z, CONTROL)
    workbench.view.select_span(span("robots"))
    press(workbench, Key.Key_P, SHIFT)
    assert pieces(workbench) == ["owners"], "the piece that the selection touches goes"


# Overlaps.


def click(workbench: Workbench, point: int) -> None:
    cursor = workbench.view.textCursor()
    cursor.setPosition(point)
    place = workbench.view.cursorRect(cursor).center() + QPoint(3, 0)
    QTest.qWait(QApplication.doubleClickInterval() + 10)
    QTest.mouseClick(workbench.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_overlapping_annotations_are_all_reached_by_click_and_by_key(workbench) -> None:
    for words in ("billion plan", "3,5 billion plan won’t"):
        workbench.view.select_span(span(words))
        press(workbench, Key.Key_C)
        pick("", Key.Key_Escape)
    wanted = {row(workbench, w).id for w in (FIRST, "billion plan", "3,5 billion plan won’t")}
    workbench.desk.set_current(None)
    clicked = set()
    for _click in range(3):
        click(workbench, TEXT.index("plan"))
        clicked.add(workbench.desk.current)
    assert clicked == wanted

    # Offscreen, a pop-up that closes may leave no window active, and shortcuts need one.
    workbench.window.activateWindow()
    assert QTest.qWaitForWindowActive(workbench.window)
    workbench.view.setFocus()
    workbench.desk.set_current(None)
    reached = set()
    for _press in range(len(workbench.desk.annotations) + 1):
        QTest.keyClick(workbench.view, Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        reached.add(workbench.desk.current)
    assert wanted <= reached


# Articles.


def test_ctrl_page_keys_go_to_the_next_and_previous_article(workbench) -> None:
    here = workbench.desk.article.id
    keys = [Key.Key_PageDown, Key.Key_PageUp]
    QTest.qWait(50)
    press(workbench, keys[0], CONTROL)
    if workbench.desk.article.id == here:
        keys.reverse()
        press(workbench, keys[0], CONTROL)
    assert workbench.desk.article.id != here
    workbench.view.setFocus()
    press(workbench, keys[1], CONTROL)
    assert workbench.desk.article.id == here


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter])
def test_ctrl_enter_marks_the_article_as_done(workbench, key: Key) -> None:
    here = workbench.desk.article.id
    waiting = [row.id for row in workbench.desk.annotations.values() if row.state == "suggested"]
    workbench.desk.act("Decide", lambda session: edits.accept(session, waiting))
    press(workbench, key, CONTROL)
    with workbench.desk.project.reading() as connection:
        assert queries.article(connection, here).status == "done"


def test_a_proposed_actor_is_named_by_the_corrected_words(workbench) -> None:
    """It follows the bounds of the mention that proposed it, and becomes one that is known."""
    desk = workbench.desk
    mention, claim = row(workbench, "Tomas Ek").id, row(workbench, SECOND).id
    proposed = row(workbench, "Tomas Ek").actor_id
    begin(workbench, "Tomas Ek")
    press(workbench, Key.Key_Right, ALT)
    assert pieces(workbench) == ["Tomas Ek said"]
    assert desk.actor_name(proposed) == "Tomas Ek said"
    press(workbench, Key.Key_Left, ALT)
    assert desk.actor_name(proposed) == "Tomas Ek"
    desk.act("Add", lambda session: registry.create_actor(session, "Ek", "person"))
    known = next(number for number, actor in desk.actors.items() if actor.name == "Ek")
    before = dict(desk.actors), dict(desk.annotations)
    press(workbench, Key.Key_Right, SHIFT)
    assert pieces(workbench) == ["Ek"]
    assert proposed not in desk.actors, "nothing names it any more"
    assert desk.annotations[mention].actor_id == known
    assert desk.annotations[claim].speaker_id == known
    workbench.commands["undo"].trigger()
    assert (desk.actors, desk.annotations) == before
    # A title is no part of a name, and an actor that more than these words name keeps its own.
    holm = row(workbench, "Ada Holm").actor_id
    begin(workbench, "Ada Holm")
    press(workbench, Key.Key_Left, SHIFT)
    assert pieces(workbench) == ["Minister Ada Holm"]
    assert desk.actor_name(holm) == "Ada Holm"
    desk.act("Accept", lambda session: edits.accept(session, [row(workbench, THIRD).id]))
    press(workbench, Key.Key_Left, ALT)
    assert pieces(workbench) == ["Minister Ada"]
    assert (desk.actor_name(holm), desk.annotations[desk.current].actor_id) == ("Ada Holm", holm)


# A note, and leaving.


def test_n_types_a_note_on_the_card_and_escape_leaves(workbench, qtbot) -> None:
    begin(workbench, FIRST)
    press(workbench, Key.Key_N)
    assert QApplication.activeModalWidget() is None
    QTest.keyClicks(QApplication.focusWidget(), "to check")
    press(workbench, Key.Key_Return)
    assert current(workbench).note == "to check"
    assert workbench.view.hasFocus()
    press(workbench, Key.Key_N)
    QTest.keyClicks(QApplication.focusWidget(), " again")
    press(workbench, Key.Key_Escape)
    assert (current(workbench).note, workbench.view.hasFocus()) == ("to check", True)

    press(workbench, Key.Key_Escape)
    assert workbench.desk.current is None
    press(workbench, Key.Key_Home, CONTROL)
    press(workbench, Key.Key_Right, CONTROL | SHIFT)
    assert workbench.view.selected_span() == Span(0, len("Minister"))
    press(workbench, Key.Key_Escape)
    assert workbench.view.selected_span() is None
