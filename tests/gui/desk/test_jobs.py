# SPDX-License-Identifier: MIT
"""Jobs run elsewhere; what comes of them arrives in the window's thread, the newest only."""

from __future__ import annotations

import logging
import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from claimdesk.gui.desk.jobs import Jobs
from claimdesk.models.messages.errors import ClaimdeskError


@pytest.fixture
def jobs(qapp: object) -> Jobs:
    return Jobs()


def test_a_result_comes_back_to_the_thread_that_asked(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[tuple[int, int, int]] = []

    def add(a: int, b: int) -> tuple[int, int]:
        return a + b, threading.get_ident()

    jobs.run(add, 2, 3, done=lambda found: seen.append((*found, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    total, worked_in, told_in = seen[0]
    assert total == 5
    assert worked_in != threading.get_ident()
    assert told_in == threading.get_ident()


def test_an_error_comes_back_to_its_handler(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[tuple[Exception, int]] = []

    def fail() -> None:
        raise ClaimdeskError("The file is gone.")

    jobs.run(
        fail,
        done=lambda _: pytest.fail("it did not work"),
        failed=lambda error: seen.append((error, threading.get_ident())),
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert str(seen[0][0]) == "The file is gone."
    assert seen[0][1] == threading.get_ident()


def test_an_error_without_a_handler_is_logged_and_told(
    jobs: Jobs, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ClaimdeskError("The disk is full.")

    with caplog.at_level(logging.ERROR), qtbot.waitSignal(jobs.failed) as told:
        jobs.run(fail, name="count")
    assert told.args == ["The disk is full."]
    assert "The disk is full." in caplog.text


@pytest.mark.parametrize("name", ["count", ""])
def test_only_the_newest_under_a_name_reports(jobs: Jobs, qtbot: QtBot, name: str) -> None:
    seen: list[int] = []
    ran: list[int] = []
    hold = threading.Event()

    def work(number: int) -> int:
        hold.wait(10)
        ran.append(number)
        return number

    for number in range(5):
        jobs.run(work, number, done=seen.append, name=name)
    hold.set()
    jobs.wait()
    qtbot.waitUntil(lambda: 4 in seen)
    qtbot.wait(20)
    assert sorted(ran) == [0, 1, 2, 3, 4]
    assert sorted(seen) == ([4] if name else [0, 1, 2, 3, 4])


def test_a_late_early_one_does_not_overtake_the_newest(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[str] = []
    hold = threading.Event()

    def slow() -> str:
        hold.wait(10)
        return "old"

    jobs.run(slow, done=seen.append, name="count")
    jobs.run(lambda: "new", done=seen.append, name="count")
    qtbot.waitUntil(lambda: seen == ["new"])
    hold.set()
    jobs.wait()
    qtbot.wait(20)
    assert seen == ["new"]


def test_no_thread_outlives_its_jobs(qtbot: QtBot) -> None:
    parent = QObject()
    jobs = Jobs(parent)
    started, ended = threading.Event(), threading.Event()

    def work() -> None:
        started.set()
        threading.Event().wait(0.2)
        ended.set()

    jobs.run(work, done=lambda _: pytest.fail("nobody is there to be told"))
    assert started.wait(5)
    shiboken6.delete(parent)
    assert ended.is_set()
    qtbot.wait(20)


def test_one_that_is_gone_is_not_called(jobs: Jobs, qtbot: QtBot) -> None:
    class Listener(QObject):
        def hear(self, _result: int) -> None:
            pytest.fail("it is gone")

    listener, seen = Listener(), []
    hold = threading.Event()
    jobs.run(hold.wait, 10, done=listener.hear)
    shiboken6.delete(listener)
    hold.set()
    jobs.wait()
    jobs.run(lambda: 1, done=seen.append)
    qtbot.waitUntil(lambda: seen == [1])
