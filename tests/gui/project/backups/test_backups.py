# SPDX-License-Identifier: MIT
"""Backups, restoring, checking and what is told of the open project."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from claimdesk.gui.project.backups.check_dialog import CheckDialog, RepairReportDialog
from claimdesk.gui.project.backups.dialog import BackupsDialog
from claimdesk.gui.widgets import dialogs
from claimdesk.models.editing import edits
from claimdesk.models.messages.errors import NotSaved
from claimdesk.models.store import project_file
from claimdesk.models.store.backups.backups import list_backups, make_backup
from claimdesk.models.store.integrity.report import CheckStopped
from claimdesk.models.store.project import Project
from tests.gui.conftest import answer, name_file, question

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answers to the questions that wait, taken from the front; each question is put at the end."""
    answers: list[str] = []

    def choose(_parent: object, question: str, _actions: object) -> str:
        answers.append(question)
        return answers.pop(0)

    monkeypatch.setattr(dialogs, "wait_for_choice", choose)
    return answers


def backups_dialog(workbench, qtbot) -> BackupsDialog:
    qtbot.keyClick(workbench.window, Qt.Key.Key_B, CONTROL_SHIFT)
    qtbot.waitUntil(lambda: workbench.window.findChild(BackupsDialog) is not None)
    return workbench.window.findChild(BackupsDialog)


def a_claim(workbench):
    return next(r for r in workbench.desk.annotations.values() if r.layer == "claim")


def note(workbench, text: str) -> int:
    row = a_claim(workbench)
    workbench.desk.act(f"Note {text}", lambda session: edits.set_note(session, [row.id], text))
    return row.id


def test_opening_makes_a_verified_backup_that_can_be_restored(
    open_window, sample: Path, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbench = open_window(sample)
    qtbot.waitUntil(lambda: len(list_backups(sample)) == 1)
    noted = a_claim(workbench).note
    row = note(workbench, "to be lost")
    dialog = backups_dialog(workbench, qtbot)
    qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 1)
    assert dialog.list.topLevelItem(0).text(2) == "1"
    qtbot.waitUntil(lambda: "Note to be lost" in dialog.difference.text())
    qtbot.waitUntil(dialog.restore.isEnabled)
    qtbot.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    assert "Nothing is deleted" in answer("Restore")
    qtbot.waitUntil(lambda: workbench.desk.project is not None)
    qtbot.waitUntil(lambda: workbench.desk.article is not None)
    assert workbench.desk.annotations[row].note == noted
    assert any("restored" in text for text in workbench.notices.texts())
    qtbot.waitUntil(workbench.view.hasFocus)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert workbench.desk.current is not None, "the keys act on the text again"
    (aside,) = sample.parent.glob("sample replaced *")
    with contextlib.closing(sqlite3.connect(aside / sample.name)) as connection:
        found = connection.execute("SELECT id FROM annotation WHERE note = 'to be lost'")
        assert found.fetchall() == [(row,)]


def test_a_backup_by_hand_is_listed(open_window, sample: Path, qtbot) -> None:
    workbench = open_window(sample)
    qtbot.waitUntil(lambda: len(list_backups(sample)) == 1)
    note(workbench, "one")
    dialog = backups_dialog(workbench, qtbot)
    qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 1)
    qtbot.mouseClick(dialog.now, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 2)
    qtbot.waitUntil(lambda: "same as the current project" in dialog.difference.text())
    assert not dialog.restore.isEnabled()
    dialog.counts["latest"].setValue(3)
    dialog.counts["latest"].editingFinished.emit()
    dialog.close()
    assert workbench.window.settings.value("backups/latest") == 3


def test_the_second_opener_may_read_the_newest_backup(open_window, sample: Path, qtbot) -> None:
    make_backup(sample)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; "
            "from claimdesk.models.store.project import Project; "
            "p = Project.open(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()",
            str(sample),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ},
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"open"
        workbench = open_window(None)
        assert not workbench.projects.open(sample)
        assert "open" in answer("Read the newest backup")
        qtbot.waitUntil(lambda: workbench.desk.article is not None)
        notice = workbench.notices.notice("read only")
        assert notice is not None
        assert "backup of" in notice.label.text()
        assert not workbench.projects.open(sample)
        qtbot.keyClick(question(), Qt.Key.Key_Return)  # which cancels
        assert workbench.desk.project is not None
    finally:
        holder.communicate()


def test_what_can_only_be_read_is_worked_on_in_a_copy(
    open_window, sample: Path, qtbot, tmp_path: Path
) -> None:
    sample.chmod(0o444)
    workbench = open_window(sample)
    notice = workbench.notices.notice("read only")
    assert notice is not None
    qtbot.mouseClick(notice.buttons[0], Qt.MouseButton.LeftButton)
    named = tmp_path / "named.claimdesk"
    name_file(named)
    qtbot.waitUntil(lambda: workbench.desk.project.path == named)
    assert workbench.notices.notice("read only") is None
    qtbot.waitUntil(lambda: bool(workbench.desk.annotations))
    note(workbench, "in the copy")


def test_an_unclean_end_is_told_and_checked(open_window, sample: Path, qtbot) -> None:
    subprocess.run(
        [
            sys.executable,
            "-c",
            "import os, sys; from pathlib import Path\n"
            "from claimdesk.models.store.project import Project\n"
            "project = Project.open(Path(sys.argv[1]))\n"
            "with project.edit('x') as session:\n"
            "    session.connection().exec_driver_sql(\"UPDATE article SET note = 'x'\")\n"
            "os._exit(1)",
            str(sample),
        ],
        check=False,
    )
    workbench = open_window(sample)
    qtbot.waitUntil(lambda: any("is intact" in text for text in workbench.notices.texts()))


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What came of each full check of a project; none begins before `go` is in the list."""
    outcomes: list[str] = []
    verify = Project.verify

    def noted(project: Project, *more: Callable) -> dict:
        while "go" not in outcomes:
            time.sleep(0.01)
        report = verify(project, *more)
        outcomes.append("sound" if report["ok"] else "damaged")
        return report

    monkeypatch.setattr(Project, "verify", noted)
    return outcomes


def test_opening_checks_what_was_not_checked_once(
    open_window, sample: Path, qtbot, checks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_file, "_CHECKED_AT_ONCE", 0)
    workbench = open_window(sample)
    assert not workbench.desk.project.is_verified
    dialog = backups_dialog(workbench, qtbot)
    dialog.counts["latest"].setValue(3)
    dialog.counts["latest"].editingFinished.emit()
    dialog.close()
    checks.append("go")
    qtbot.waitUntil(lambda: workbench.desk.project.is_verified)
    qtbot.waitUntil(lambda: len(list_backups(sample)) == 1)
    workbench.jobs.wait()
    workbench.window.close()
    assert checks == ["go", "sound"]


def test_damage_that_is_found_after_opening_is_told(
    open_window, sample: Path, qtbot, checks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with contextlib.closing(sqlite3.connect(sample)) as connection, connection:
        connection.execute("UPDATE seal SET digest = digest + 1 WHERE table_name = 'actor'")
    monkeypatch.setattr(project_file, "_CHECKED_AT_ONCE", 0)
    workbench = open_window(sample)
    checks.append("go")
    qtbot.waitUntil(lambda: any("is damaged" in text for text in workbench.notices.texts()))
    assert workbench.desk.project.read_only_reason
    workbench.jobs.wait()
    workbench.window.close()
    assert checks == ["go", "damaged"]


def test_a_check_finds_damage_and_a_repair_saves_the_rest(
    open_window, sample: Path, qtbot, tmp_path: Path
) -> None:
    workbench = open_window(sample)
    dialog = CheckDialog(workbench.desk, workbench.jobs, workbench.window)
    dialog.show()
    qtbot.waitUntil(lambda: "Everything is intact" in dialog.message.text())
    dialog.close()
    with contextlib.closing(sqlite3.connect(sample)) as connection, connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            if "annotation" in name:
                connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE annotation SET note = 'forged' WHERE id = 3")
    workbench.commands["check"].trigger()
    checking = workbench.window.findChildren(CheckDialog)[-1]
    qtbot.waitUntil(lambda: checking.problems.count() > 0)
    qtbot.mouseClick(checking.repair, Qt.MouseButton.LeftButton)
    named = tmp_path / "named.claimdesk"
    name_file(named)
    qtbot.waitUntil(lambda: workbench.window.findChild(RepairReportDialog) is not None)
    assert workbench.desk.project.path == named
    assert "Articles: 1" in workbench.window.findChild(RepairReportDialog).message.text()
    workbench.window.findChild(RepairReportDialog).close()


def test_a_check_can_be_stopped_half_way(
    open_window, sample: Path, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbench = open_window(sample)
    half_way = threading.Event()
    outcomes: list[str] = []
    verify = Project.verify

    def slow(project: Project, stopped: Callable[[], bool], progress: Callable[..., object]):
        def wait(compared: int, total: int) -> None:
            progress(compared, total)
            half_way.set()
            while not stopped():
                time.sleep(0.01)

        try:
            return verify(project, stopped, wait)
        except CheckStopped:
            outcomes.append("stopped")
            raise

    monkeypatch.setattr(Project, "verify", slow)
    workbench.commands["check"].trigger()
    dialog = workbench.window.findChildren(CheckDialog)[-1]
    qtbot.waitUntil(half_way.is_set, timeout=60_000)
    qtbot.waitUntil(lambda: 0 < dialog.progress.value() < dialog.progress.maximum())
    qtbot.mouseClick(dialog.closer, Qt.MouseButton.LeftButton)
    workbench.jobs.wait()
    assert outcomes == ["stopped"]
    assert workbench.desk.project.read_only_reason is None


def test_an_edit_that_the_disk_refused_is_done_again_or_in_a_copy(
    open_window,
    sample: Path,
    tmp_path: Path,
    chosen: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    named = tmp_path / "named.claimdesk"
    # This one waits, as the question does.
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_more: (str(named), ""))
    workbench = open_window(sample)
    refused = [True, True]
    edit = Project.edit

    @contextlib.contextmanager
    def refusing(project: Project, label: str):
        if project.path == sample and refused:
            refused.pop()
            raise NotSaved(f"{project.path}: the disk is full.", label, retry=True)
        with edit(project, label) as session:
            yield session

    monkeypatch.setattr(Project, "edit", refusing)
    chosen[:] = ["again", "copy"]
    row = note(workbench, "typed")
    assert "the disk is full" in chosen[0]
    assert workbench.desk.project.path == named
    assert workbench.desk.annotations[row].note == "typed"
    refused.append(True)
    assert workbench.projects.open(sample)
    chosen[:] = [""]
    noted = a_claim(workbench).note
    row = note(workbench, "given up")
    assert workbench.desk.annotations[row].note == noted


def test_an_undo_that_the_disk_refused_is_done_again(
    open_window, sample: Path, chosen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    workbench = open_window(sample)
    noted = a_claim(workbench).note
    row = note(workbench, "typed")
    undo, refused = Project.undo, [True]

    def refusing(project: Project, edit: int | None = None):
        if refused:
            refused.pop()
            raise NotSaved(f"{project.path}: the disk is full.", "Undo", retry=True)
        return undo(project, edit)

    monkeypatch.setattr(Project, "undo", refusing)
    chosen.append("again")
    workbench.commands["undo"].trigger()
    assert "the disk is full" in chosen[0]
    assert workbench.desk.annotations[row].note == noted


def test_the_promises_can_be_read(open_window, qtbot) -> None:
    workbench = open_window(None)
    workbench.commands["promises"].trigger()
    dialog = next(w for w in workbench.window.children() if type(w).__name__ == "PromisesDialog")
    assert dialog.isVisible()
    dialog.close()
