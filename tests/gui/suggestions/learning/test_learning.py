# SPDX-License-Identifier: MIT
"""Learning in the window: by mouse, by key and by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from claimdesk.gui.suggestions.learning import feature as learning
from claimdesk.gui.suggestions.learning import reports
from claimdesk.gui.suggestions.learning.dialog import LearningDialog
from claimdesk.gui.suggestions.learning.trainer import Trainer
from claimdesk.models.editing import edits
from claimdesk.models.learning import memory
from claimdesk.models.learning.model_store import CLAIM_MODELS, MENTION_MODELS, TrainingResult
from claimdesk.models.store.schema import Article
from claimdesk.models.suggest import preferences
from claimdesk.models.text.spans import Span

pytestmark = pytest.mark.drill

KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
PATIENCE = 120_000


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parses of the tests are not the analyst's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


REPORT = {
    "adopted": True,
    "articles": 12,
    "mentions": 1345,
    "now": {"typed": {"p": 80.0, "r": 70.0, "f": 74.7}, "untyped": {"p": 1, "r": 2, "f": 3}},
    "before": {"typed": {"p": 60.0, "r": 50.0, "f": 54.5}},
    "mistakes": {"missed": [["the <b>board</b>", "group", 7]], "spurious": [["May", "person", 9]]},
}


def opened(workbench, qtbot) -> LearningDialog:
    workbench.view.setFocus()
    qtbot.keyClick(workbench.view, Qt.Key.Key_L, KEYS)
    dialog = workbench.window.findChild(LearningDialog)
    assert dialog is not None
    return dialog


def page_of(dialog: LearningDialog, layer: str = "actor"):
    dialog.tabs.setCurrentWidget(dialog.models[layer])
    return dialog.models[layer]


def texts(tree):
    return [
        [tree.topLevelItem(row).text(column) for column in range(tree.columnCount())]
        for row in range(tree.topLevelItemCount())
    ]


def test_learning_is_started_shown_and_turned_back(open_window, taught: Path, qtbot) -> None:
    workbench = open_window(taught)
    panel = page_of(opened(workbench, qtbot))
    qtbot.waitUntil(lambda: texts(panel.list) == [["None (in use)", "", ""]])
    qtbot.mouseClick(panel.learn, Qt.MouseButton.LeftButton)
    assert panel.bar.isVisible()
    assert not panel.learn.isEnabled()
    qtbot.waitUntil(lambda: not panel.bar.isVisible(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: panel.list.topLevelItemCount() == 2)
    assert panel.message.text().startswith("Learned from your mentions: F ")
    assert texts(panel.list)[0][0] == "Version 1 (in use)"
    assert "from 10 articles with 50 mentions" in panel.about.text()
    assert [row[0] for row in texts(panel.figures)] == ["Words and kind", "Words"]

    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert "No version is in use" in panel.about.text()
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: texts(panel.list)[1][0] == "None (in use)")
    with workbench.desk.project.reading() as connection:
        assert MENTION_MODELS.active(connection) is None


def test_learning_can_be_stopped(open_window, taught: Path, qtbot) -> None:
    workbench = open_window(taught)
    panel = page_of(opened(workbench, qtbot))
    panel.learn.click()
    assert workbench.window.findChild(QProcess) is not None
    qtbot.mouseClick(panel.stop, Qt.MouseButton.LeftButton)
    assert not panel.bar.isVisible()
    assert panel.learn.isEnabled()
    with workbench.desk.project.reading() as connection:
        assert MENTION_MODELS.versions(connection) == []


def test_a_process_that_dies_is_told_and_can_be_started_again(
    open_window, taught: Path, qtbot
) -> None:
    workbench = open_window(taught)
    panel = page_of(opened(workbench, qtbot))
    panel.learn.click()
    process = next(
        p
        for p in workbench.window.findChildren(QProcess)
        if "claimdesk.models.workers.learning_worker" in p.arguments()
    )
    qtbot.waitUntil(lambda: process.state() == QProcess.ProcessState.Running)
    process.kill()
    qtbot.waitUntil(lambda: "unexpectedly" in panel.message.text())
    assert panel.learn.isEnabled()


def test_a_process_that_hangs_is_ended_and_said(open_window, taught: Path, qtbot) -> None:
    workbench = open_window(taught)
    said = '{"layer": "actor", "progress": 0.5, "step": "Reading"}'
    hanging = f"import time; print({said!r}, flush=True); time.sleep(600)"
    trainer = Trainer(
        *(workbench.desk, workbench.jobs, workbench), arguments=["-c", hanging], timeout=2.0
    )
    failed, ended = [], []
    trainer.failed.connect(failed.append)
    trainer.ended.connect(lambda: ended.append(True))
    for times in (1, 2):
        trainer.start(["actor"])
        assert trainer.busy
        qtbot.waitUntil(lambda times=times: len(ended) == times, timeout=PATIENCE)
        assert not trainer.busy
    assert failed == ["Learning no longer responded and was ended. Start it again."] * 2
    left = [process.state() for process in trainer.findChildren(QProcess)]
    assert set(left) <= {QProcess.ProcessState.NotRunning}


def test_what_fails_in_the_background_is_said(open_window, taught: Path, qtbot) -> None:
    workbench = open_window(taught)
    trainer = workbench.window.findChild(Trainer)
    trainer.failed.emit("Learning ended unexpectedly.")
    assert workbench.window.statusBar().currentMessage() == "Learning ended unexpectedly."


def test_it_learns_by_itself_after_an_article_is_done(
    open_window, taught: Path, qtbot, monkeypatch, remembered
) -> None:
    monkeypatch.setattr(learning, "_REST", 50)
    remembered.setValue("learn_when_done", True)
    workbench = open_window(taught)
    desk = workbench.desk
    desk.open_article(11)
    workbench.jobs.wait()
    told = []
    desk.status_message.connect(told.append)
    workbench.commands["done"].trigger()
    qtbot.waitUntil(
        lambda: any(words.startswith("Learned from your mentions") for words in told),
        timeout=PATIENCE,
    )
    with desk.project.reading() as connection:
        assert [v.version for v in MENTION_MODELS.versions(connection)] == [1]


def test_it_does_not_learn_where_nothing_was_finished(
    open_window, taught: Path, qtbot, monkeypatch, remembered
) -> None:
    monkeypatch.setattr(learning, "_REST", 20)
    remembered.setValue("learn_when_done", True)
    workbench = open_window(taught)
    workbench.desk.act("Note", lambda session: edits.set_article(session, 1, note="x"))
    qtbot.wait(300)
    workbench.jobs.wait()
    qtbot.wait(100)
    processes = workbench.window.findChildren(QProcess)
    assert not any("claimdesk.models.workers.learning_worker" in p.arguments() for p in processes)


def test_versions_are_shown_with_what_they_get_wrong(open_window, taught: Path, qtbot) -> None:
    workbench = open_window(taught)
    project = workbench.desk.project
    for articles in (12, 15):
        MENTION_MODELS.save(project, TrainingResult({**REPORT, "articles": articles}, b"x"))
    panel = page_of(opened(workbench, qtbot))
    qtbot.waitUntil(lambda: panel.list.topLevelItemCount() == 3)
    assert [row[0] for row in texts(panel.list)] == ["Version 2 (in use)", "Version 1", "None"]
    assert texts(panel.figures)[0] == ["Words and kind", "80.0", "70.0", "74.7", "54.5"]
    assert texts(panel.mistakes) == [
        ["too much", "May", "9", "Person"],
        ["missed", "the <b>board</b>", "7", "Group"],
    ]
    assert not panel.use.isEnabled()
    panel.list.setCurrentItem(panel.list.topLevelItem(1))
    assert "12 articles with 1345 mentions" in panel.about.text()
    qtbot.mouseClick(panel.use, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: texts(panel.list)[1][0] == "Version 1 (in use)")


@pytest.mark.parametrize("layer", ["actor", "claim"])
@pytest.mark.parametrize(
    "report",
    [
        {},
        {"now": 3, "mistakes": [], "articles": "x"},
        {"now": {"typed": {"p": "x"}}},
        {"now": {"content": None}, "mistakes": {"missed": [1, ["x"]], "bounds": "many"}},
        {"adopted": 1, "reason": {}},
    ],
)
def test_a_report_of_any_form_is_read(layer, report):
    assert reports.figures(layer, report) == []
    assert reports.mistakes(report) == []
    assert reports.origin(layer, report, "Monday") == "Learned on Monday."
    assert reports.main_figure(layer, report) is None
    assert reports.sentence(layer, report)


@pytest.fixture
def rejected(taught: Path, open_window):
    """A window on a project in which the same words were rejected twice."""
    workbench = open_window(taught)
    words = "ships"

    def reject(session):
        for article in (1, 2):
            body = (
                session.connection()
                .exec_driver_sql("SELECT body FROM article WHERE id = ?", (article,))
                .scalar_one()
            )
            start = body.index(words)
            found = edits.create_mention(session, article, Span(start, start + 5), None)
            edits.reject(session, [found])

    workbench.desk.act("Reject", reject)
    return workbench


def test_words_that_were_rejected_are_listed_and_suggested_again(rejected, qtbot) -> None:
    dialog = opened(rejected, qtbot)
    dialog.tabs.setCurrentWidget(dialog.rejected_words)
    entries = dialog.rejected_words.list
    qtbot.waitUntil(lambda: entries.topLevelItemCount() == 1)
    assert texts(entries) == [["ships", "a mention of an actor", "2 times"]]
    entries.setFocus()
    qtbot.keyClick(entries, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: entries.topLevelItemCount() == 0)
    assert rejected.desk.undo_labels()[0] == "Suggest “ships” again"
    rejected.desk.undo()
    qtbot.waitUntil(lambda: entries.topLevelItemCount() == 1)
    button = dialog.rejected_words.buttons[0]
    qtbot.waitUntil(button.isEnabled)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: entries.topLevelItemCount() == 0)
    with rejected.desk.project.reading() as connection:
        assert memory.rejected_words(connection) == []


def test_every_control_has_a_name(open_window, taught: Path, qtbot) -> None:
    dialog = opened(open_window(taught), qtbot)
    for page in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(page)
        for widget in dialog.findChildren(QWidget):
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
                words = widget.text() if isinstance(widget, QPushButton) else ""
                parents = (widget, widget.parentWidget())
                assert words or any(w.accessibleName() for w in parents), widget


CLAIMS = {
    "adopted": True,
    "articles": 52,
    "claims": 1203,
    "threshold": 0.4,
    "now": {"content": {"p": 80.0, "r": 70.0, "f": 74.7}},
    "before": None,
    "mistakes": {
        "missed": [{"cue": "float", "count": 3, "example": "She floated a plan"}],
        "spurious": [],
        "bounds": 12,
        "source": 0,
    },
}


def limit(workbench):
    with workbench.desk.reading() as connection:
        return preferences.threshold(connection)


def test_claims_have_their_report_and_their_limit(open_window, taught: Path, qtbot) -> None:
    workbench = open_window(taught)
    CLAIM_MODELS.save(workbench.desk.project, TrainingResult(CLAIMS, b"x"))
    dialog = opened(workbench, qtbot)
    panel, bar = dialog.models["claim"], dialog.threshold
    assert dialog.tabs.currentWidget() is panel
    qtbot.waitUntil(lambda: panel.list.topLevelItemCount() == 2)
    assert "52 articles with 1203 claims" in panel.about.text()
    assert texts(panel.figures) == [["Content", "80.0", "70.0", "74.7", "–"]]
    assert texts(panel.mistakes) == [
        ["other bounds", "", "12", ""],
        ["missed", "float", "3", "She floated a plan"],
    ]
    assert (bar.slider.value(), bar.value.text()) == (40, "from 40 % on")
    assert not bar.advised.isEnabled()
    bar.slider.setFocus()
    qtbot.keyClick(bar.slider, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: limit(workbench) == 0.45)
    assert workbench.desk.undo_labels()[0] == "Change how sure claims have to be"
    qtbot.mouseClick(bar.advised, Qt.MouseButton.LeftButton)
    assert limit(workbench) is None
    assert bar.slider.value() == 40


def test_suggestions_follow_the_limit_by_key(open_window, taught: Path, qtbot) -> None:
    workbench = open_window(taught)
    desk = workbench.desk
    desk.open_article(11)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    workbench.view.setFocus()
    with qtbot.waitSignal(workbench.suggesting.finished, timeout=PATIENCE) as finished:
        qtbot.keyClick(workbench.view, Qt.Key.Key_Up, both)
    assert finished.args == [11]
    assert limit(workbench) == 0.1
    with qtbot.waitSignal(workbench.suggesting.finished, timeout=PATIENCE):
        qtbot.keyClick(workbench.view, Qt.Key.Key_Down, both)
    assert limit(workbench) == 0.05
    desk.undo()
    assert limit(workbench) == 0.1


def test_words_that_were_accepted_become_terms_or_are_dismissed(
    open_window, taught: Path, qtbot
) -> None:
    workbench = open_window(taught)
    desk = workbench.desk

    def annotate(session):
        for article in (1, 2, 3):
            body = session.get_one(Article, article).body
            for words in ("ships left", "the port"):
                start = body.index(words)
                span = Span(start, start + len(words))
                edits.create_domain_mention(session, article, span, 1)

    desk.act("Annotate", annotate)
    dialog = opened(workbench, qtbot)
    dialog.tabs.setCurrentWidget(dialog.terms)
    entries = dialog.terms.list
    name = desk.domains[1].name
    qtbot.waitUntil(lambda: entries.topLevelItemCount() == 2)
    assert texts(entries) == [["ships left", name, "3 of 3"], ["the port", name, "3 of 3"]]
    entries.setFocus()
    qtbot.keyClick(entries, Qt.Key.Key_Return)
    assert "ships left" in desk.domains[1].terms
    qtbot.waitUntil(lambda: entries.topLevelItemCount() == 1)
    dismiss = dialog.terms.buttons[1]
    qtbot.waitUntil(dismiss.isEnabled)
    qtbot.mouseClick(dismiss, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: entries.topLevelItemCount() == 0)
    assert desk.undo_labels()[0] == "Do not propose “the port” as a term"
    desk.undo()
    qtbot.waitUntil(lambda: entries.topLevelItemCount() == 1)
