# SPDX-License-Identifier: MIT
"""What the window does when something unexpected goes wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.exceptions import capture_exceptions

from claimdesk.gui.app import application
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.window.crash import reports as crash_reports
from claimdesk.gui.window.crash.dialog import CrashDialog
from claimdesk.gui.window.crash.guard import Guard
from claimdesk.gui.window.main_window import MainWindow


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "reports"
    monkeypatch.setattr(crash_reports, "folder", lambda: folder)
    return folder


@pytest.fixture
def window(qtbot, tmp_path: Path, reports: Path) -> Iterator[MainWindow]:
    application([], "light")
    window = MainWindow(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    window.show()
    yield window


@pytest.fixture
def guard(window: MainWindow) -> Iterator[Guard]:
    guard = Guard(window)
    guard.install()
    yield guard
    guard.remove()


def fail(words: str = "secret words of an article, which are long") -> None:
    raise ValueError(f"“{words}”")


def dialogs_of(window: MainWindow) -> list[CrashDialog]:
    return window.findChildren(CrashDialog)


def test_an_error_in_a_slot_is_told_reported_and_the_window_goes_on(
    qtbot, window: MainWindow, guard: Guard, reports: Path
) -> None:
    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: len(dialogs_of(window)) == 1)
    dialog = dialogs_of(window)[0]
    assert "ValueError at test_guard.py" in dialog.message.text()
    assert "saved" in dialog.message.text()
    (report,) = reports.iterdir()
    assert "secret" not in report.read_text()
    qtbot.keyClicks(dialog.note, "I pressed C")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: dialogs_of(window) == [])
    assert "I pressed C" in report.read_text()
    assert window.isVisible()


def test_errors_that_repeat_pile_up_no_dialogs(
    qtbot, window: MainWindow, guard: Guard, reports: Path
) -> None:
    for _ in range(20):
        QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: len(dialogs_of(window)) == 1)
    qtbot.waitUntil(lambda: "20 times" in dialogs_of(window)[0].counted.text())
    assert len(dialogs_of(window)) == 1
    assert len(list(reports.iterdir())) == 3
    dialogs_of(window)[0].accept()
    qtbot.waitUntil(lambda: dialogs_of(window) == [])
    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: "same error" in window.statusBar().currentMessage())
    assert dialogs_of(window) == []


def test_errors_of_threads_and_of_jobs_are_told_in_the_window(
    qtbot, window: MainWindow, guard: Guard
) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(dialogs_of(window)) == 1)
    dialogs_of(window)[0].accept()
    qtbot.waitUntil(lambda: dialogs_of(window) == [])
    jobs = Jobs(window)
    jobs.unexpected = guard.take
    told: list[Exception] = []

    def divide() -> float:
        return 1 / 0

    jobs.run(divide, failed=told.append)
    qtbot.waitUntil(lambda: len(dialogs_of(window)) == 1)
    assert isinstance(told[0], ZeroDivisionError)
    assert "ZeroDivisionError" in dialogs_of(window)[0].message.text()


def test_the_window_can_be_closed_in_order(qtbot, window: MainWindow, guard: Guard) -> None:
    closed: list[bool] = []
    window.closing.append(lambda: closed.append(True))
    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: len(dialogs_of(window)) == 1)
    buttons = dialogs_of(window)[0].findChildren(QPushButton)
    button = next(b for b in buttons if b.text() == "&Close Claimdesk")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: closed == [True])
    assert not window.isVisible()


def test_after_the_guard_other_hooks_hear_again(qtbot, window: MainWindow) -> None:
    with capture_exceptions() as caught:
        guard = Guard(window)
        guard.install()
        guard.remove()
        QTimer.singleShot(0, fail)
        qtbot.waitUntil(lambda: len(caught) == 1)
