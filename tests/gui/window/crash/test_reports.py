# SPDX-License-Identifier: MIT
"""Reports of unexpected errors: what they hold, and what they must not."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from claimdesk.gui.window.crash import reports

SECRET = "The minister said that the reef patrols would grow at once."


def failing(words: str) -> BaseException:
    try:
        with create_engine("sqlite://").connect() as connection:
            connection.execute(text("SELECT nothing FROM nowhere WHERE x = :x"), {"x": words})
    except SQLAlchemyError as cause:
        try:
            raise ValueError(f"can't place “{words}” or {words!r} in it") from cause
        except ValueError as error:
            return error
    raise AssertionError


def test_a_report_says_where_it_happened_and_no_word_of_an_article() -> None:
    report = reports.report(failing(SECRET), "the window", {"Qt": "6.0"})
    assert "minister" not in report
    assert "ValueError: can't place" in report
    assert "OperationalError" in report
    assert "test_reports.py" in report
    for word in ("claimdesk", "Python", "SQLite", "Qt 6.0"):
        assert word in report


def test_reports_are_kept_with_notes_and_not_for_ever(tmp_path: Path) -> None:
    folder = tmp_path / "logs" / "reports"
    paths = [reports.keep(f"report {n}", folder) for n in range(40)]
    kept = sorted(folder.iterdir())
    assert len(kept) == 30
    assert paths[-1] in kept
    assert paths[0] not in kept
    assert paths[-1] is not None
    reports.add_note(paths[-1], " I pressed C ")
    assert "I pressed C\n" in paths[-1].read_text()


def test_a_folder_that_cannot_be_written_gives_no_report(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert reports.keep("report", tmp_path / "file" / "reports") is None


def test_the_same_fault_is_told_from_another() -> None:
    assert reports.fault(failing("a")) == reports.fault(failing("b"))
    assert reports.fault(KeyError("a")) != reports.fault(failing("b"))
