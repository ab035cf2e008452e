# SPDX-License-Identifier: MIT
"""Many at once by real keys in the real window: one step, counted, with Undo, nothing doubled."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlmodel import Session

from claimdesk.gui.annotating.picking.picker import Picker
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.registry import create_actor
from claimdesk.models.search.matching import Query, matches
from claimdesk.models.search.patterns import PatternProcess
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Annotation, Article, DomainMention, Mention, SpanRow
from claimdesk.models.text.spans import Span, anchor
from tests.projects import create_project

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
FILLER = "\n\n".join(f"Waves roll on for {n} days, and nothing else is new." for n in range(60))
BODIES = (
    f"🇯🇵 Vantor met Oswin. The Vantor pact holds; Vantors differ.\n\n{FILLER}\n\nVantor’s reef.",
    "協力 with Vantor, again Vantor.",
)


def suggest(session: Session, article: int, layer: str, words: str, target: int) -> None:
    """A suggestion for every occurrence of `words`, as the suggester writes them."""
    body = BODIES[article - 1]
    for span in matches(body, Query(words, whole_word=True), PatternProcess()):
        row = Annotation(article_id=article, layer=layer, state="suggested", origin="rule:test")
        session.add(row)
        session.flush()
        found = anchor(body, span)
        role = "mention" if layer == "actor" else "evidence"
        session.add(
            SpanRow(
                annotation_id=row.id,
                role=role,
                start=found.start,
                end=found.end,
                quote=found.quote,
                prefix=found.prefix,
                suffix=found.suffix,
            )
        )
        if layer == "actor":
            session.add(Mention(id=row.id, actor_id=target))
        else:
            session.add(DomainMention(id=row.id, domain_id=target))
    session.flush()


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A project with two articles and the actors Vantor and Oswin."""
    path = tmp_path / "bulk.claimdesk"
    create_project(path)
    with Project.open(path) as project, project.edit("Fill") as session:
        for number, body in enumerate(BODIES):
            sha256 = hashlib.sha256(body.encode()).hexdigest()
            date = f"2024-01-0{9 - number}"
            session.add(Article(title=f"N{number}", published_on=date, body=body, sha256=sha256))
            session.flush()
        create_actor(session, "Vantor", "state")
        create_actor(session, "Oswin", "person")
    return path


@pytest.fixture
def suggested(plain: Path) -> Path:
    """The same with suggestions: every Vantor as Vantor, Oswin, and pact as a domain."""
    with Project.open(plain) as project:
        with project.reading() as connection:
            domain = next(iter(queries.domains(connection)))
        with project.unrecorded() as (connection, _told), Session(connection) as session:
            suggest(session, 1, "actor", "Vantor", 1)
            suggest(session, 2, "actor", "Vantor", 1)
            suggest(session, 1, "actor", "Oswin", 2)
            suggest(session, 1, "domain", "pact", domain)
            suggest(session, 1, "domain", "reef", domain)
    return plain


def ready(workbench: Workbench) -> None:
    # A button of the welcome page that waits for its deletion may still have the keyboard.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    workbench.window.activateWindow()
    assert QTest.qWaitForWindowActive(workbench.window)
    workbench.view.setFocus()


def press(key: Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def told(workbench: Workbench) -> str:
    """What the toast says; nothing was asked before."""
    assert QApplication.activeModalWidget() is None
    return workbench.toast.label.text() if workbench.toast.isVisible() else ""


def select(workbench: Workbench, words: str) -> None:
    start = workbench.desk.article.body.index(words)
    workbench.view.select_span(Span(start, start + len(words)))


def rows(workbench: Workbench, layer: str = "actor") -> list[queries.AnnotationRow]:
    return [row for row in workbench.desk.annotations.values() if row.layer == layer]


def current(workbench: Workbench, words: str) -> queries.AnnotationRow:
    found = next(row for row in workbench.desk.annotations.values() if row.pieces[0].quote == words)
    workbench.desk.set_current(found.id)
    return found


def test_every_occurrence_of_the_selection(open_window, plain: Path) -> None:
    workbench = open_window(plain)
    ready(workbench)
    select(workbench, "Vantor")
    press(Key.Key_M, SHIFT)
    assert told(workbench) == "3 occurrences of “Vantor” annotated as Vantor"
    assert [(row.quote("mention"), row.state, row.actor_id) for row in rows(workbench)] == [
        ("Vantor", "accepted", 1)
    ] * 3
    statuses: list[str] = []
    workbench.desk.status_message.connect(statuses.append)
    ready(workbench)
    select(workbench, "Vantor")
    press(Key.Key_M, SHIFT)
    assert statuses == ["Every “Vantor” is annotated already."]
    QTest.mouseClick(workbench.toast.button, Qt.MouseButton.LeftButton)
    assert rows(workbench) == []


def test_an_unknown_actor_is_asked_for_with_the_count(open_window, plain: Path) -> None:
    workbench = open_window(plain)
    ready(workbench)
    select(workbench, "reef")
    press(Key.Key_M, SHIFT)
    picker = QApplication.activePopupWidget()
    assert isinstance(picker, Picker)
    assert picker.field.placeholderText() == "Annotate 1 occurrence as which actor?"
    picker.field.clear()
    QTest.keyClicks(picker.field, "Osw")
    QTest.keyClick(picker.field, Key.Key_Return)
    (row,) = rows(workbench)
    assert (row.quote("mention"), row.actor_id) == ("reef", 2)


def test_from_a_suggestion_all_are_accepted_and_none_doubled(open_window, suggested: Path) -> None:
    workbench = open_window(suggested)
    ready(workbench)
    before = dict(workbench.desk.annotations)
    current(workbench, "Vantor")
    press(Key.Key_M, SHIFT)
    found = [row for row in rows(workbench) if row.actor_id == 1]
    assert [row.state for row in found] == ["accepted"] * 3
    assert len(workbench.desk.annotations) == len(before)
    workbench.commands["undo"].trigger()
    assert workbench.desk.annotations == before


def test_over_the_project(open_window, suggested: Path, qtbot) -> None:
    workbench = open_window(suggested)
    ready(workbench)
    current(workbench, "Vantor")
    press(Key.Key_M, SHIFT | CONTROL)
    said = "5 occurrences of “Vantor” in 2 articles annotated as Vantor"
    qtbot.waitUntil(lambda: told(workbench) == said)
    workbench.desk.open_article(2)
    assert [row.state for row in rows(workbench)] == ["accepted"] * 2
    workbench.commands["undo"].trigger()
    assert [row.state for row in rows(workbench)] == ["suggested"] * 2


def test_every_occurrence_as_domain(open_window, plain: Path) -> None:
    workbench = open_window(plain)
    ready(workbench)
    select(workbench, "Vantor")
    press(Key.Key_D, SHIFT)
    picker = QApplication.activePopupWidget()
    assert picker.field.placeholderText() == "Annotate 3 occurrences as which domain?"
    QTest.keyClicks(picker.field, "Deterrence")
    QTest.keyClick(picker.field, Key.Key_Return)
    assert len(rows(workbench, "domain")) == 3
    workbench.commands["undo"].trigger()
    assert rows(workbench, "domain") == []


def test_the_domains_of_a_claim_keep_their_key(open_window, sample: Path) -> None:
    workbench = open_window(sample)
    ready(workbench)
    claim = rows(workbench, "claim")[0]
    workbench.desk.set_current(claim.id)
    press(Key.Key_D, SHIFT)
    picker = QApplication.activePopupWidget()
    assert picker.field.placeholderText() == "Domains of the claim"
    QTest.keyClick(picker.field, Key.Key_Escape)


def test_accept_all_like_this_in_the_article(open_window, suggested: Path) -> None:
    workbench = open_window(suggested)
    ready(workbench)
    before = dict(workbench.desk.annotations)
    current(workbench, "Vantor")
    press(Key.Key_A, SHIFT)
    assert told(workbench) == "3 suggestions of “Vantor” as Vantor accepted in 1 article"
    states = {row.quote("mention"): row.state for row in rows(workbench)}
    assert states == {"Vantor": "accepted", "Oswin": "suggested"}
    assert workbench.desk.current_row().quote("mention") == "Oswin", "on to the next suggestion"
    workbench.desk.open_article(2)
    assert {row.state for row in rows(workbench)} == {"suggested"}
    workbench.desk.open_article(1)
    QTest.mouseClick(workbench.toast.button, Qt.MouseButton.LeftButton)
    assert workbench.desk.annotations == before


def test_reject_all_like_this_in_the_project(open_window, suggested: Path) -> None:
    workbench = open_window(suggested)
    ready(workbench)
    current(workbench, "Vantor")
    press(Key.Key_X, SHIFT | ALT)
    assert told(workbench) == "5 suggestions of “Vantor” as Vantor rejected in 2 articles"
    assert {r.state for r in rows(workbench) if r.actor_id == 1} == {"rejected"}
    workbench.desk.open_article(2)
    assert {row.state for row in rows(workbench)} == {"rejected"}
    workbench.commands["undo"].trigger()
    assert {row.state for row in rows(workbench)} == {"suggested"}


def test_from_what_is_decided_to_the_rest_of_the_project(open_window, suggested: Path) -> None:
    workbench = open_window(suggested)
    statuses: list[str] = []
    workbench.desk.status_message.connect(statuses.append)
    ready(workbench)
    current(workbench, "Vantor")
    press(Key.Key_A, SHIFT)
    current(workbench, "Vantor")
    press(Key.Key_A, SHIFT)
    assert statuses == ["No similar suggestions left in this article."]
    press(Key.Key_A, SHIFT | ALT)
    assert told(workbench) == "2 suggestions of “Vantor” as Vantor accepted in 1 article"
    workbench.desk.open_article(2)
    assert {row.state for row in rows(workbench)} == {"accepted"}
    current(workbench, "Vantor")
    press(Key.Key_A, SHIFT | ALT)
    assert statuses[1:] == ["No similar suggestions left."]


@pytest.mark.parametrize(
    ("key", "modifier", "wanted"),
    [
        (Key.Key_A, CONTROL | SHIFT, ["accepted", "suggested"]),
        (Key.Key_X, CONTROL | SHIFT, ["rejected", "suggested"]),
        (Key.Key_Delete, CONTROL | SHIFT, ["suggested"]),
    ],
)
def test_what_a_pane_shows(open_window, suggested: Path, key, modifier, wanted) -> None:
    workbench = open_window(suggested)
    ready(workbench)
    before = dict(workbench.desk.annotations)
    pane = workbench.panes["domains"]
    pane.filter.setText("pact")
    workbench.window.docks["domains"].raise_()
    pane.view.setFocus()
    press(key, modifier)
    assert QApplication.activeModalWidget() is None, "it is in sight"
    assert [row.state for row in rows(workbench, "domain")] == wanted
    workbench.commands["undo"].trigger()
    assert workbench.desk.annotations == before


@pytest.mark.parametrize("key", [Key.Key_A, Key.Key_X, Key.Key_Delete])
def test_what_a_closed_group_hides_is_counted_and_can_be_undone(
    open_window, suggested: Path, key: Key
) -> None:
    workbench = open_window(suggested)
    ready(workbench)
    before = dict(workbench.desk.annotations)
    workbench.panes["domains"].view.setFocus()
    press(key, CONTROL | SHIFT)
    assert QApplication.activeModalWidget() is None, "nothing is asked"
    many = "2 annotations" if key == Key.Key_Delete else "2 suggestions"
    assert workbench.toast.isVisible()
    assert f"{many} under “Domains” " in workbench.toast.label.text()
    assert workbench.desk.annotations != before
    QTest.mouseClick(workbench.toast.button, Qt.MouseButton.LeftButton)
    assert workbench.desk.annotations == before
    assert not workbench.toast.isVisible()


def test_all_shown_is_about_the_list_of_what_is_chosen(open_window, suggested: Path) -> None:
    workbench = open_window(suggested)
    ready(workbench)
    told: list[str] = []
    workbench.desk.status_message.connect(told.append)
    before = dict(workbench.desk.annotations)
    press(Key.Key_X, CONTROL | SHIFT)
    assert told == ["Click the list first whose rows you mean."]
    assert workbench.desk.annotations == before
    current(workbench, "pact")
    workbench.window.docks["domains"].raise_()
    press(Key.Key_X, CONTROL | SHIFT)
    assert {row.state for row in rows(workbench, "domain")} == {"rejected"}
    assert {row.state for row in rows(workbench, "actor")} == {"suggested"}
