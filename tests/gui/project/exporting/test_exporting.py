# SPDX-License-Identifier: MIT
"""An export from the window says that it is complete, and what the format has no place for."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMessageBox, QToolButton

from claimdesk.gui.project.exporting.exporting import ExportDialog
from claimdesk.gui.widgets.article_filter import FilterDialog
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.cli import main
from claimdesk.models.exchange.profiles import ExportProfile, save_profile
from claimdesk.models.search import library
from claimdesk.models.search.library import ArticleFilter
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article
from claimdesk.models.store.settings import put_setting

LEFT = Qt.MouseButton.LeftButton


def with_articles(path: Path) -> Path:
    """Add articles of other outlets to the project; return it."""
    texts = (("Gazette", "The ferry sails."), ("Gazette", "It rains."), ("Herald", "No ferry."))
    with Project.open(path) as project, project.edit("Add") as session:
        for number, (outlet, body) in enumerate(texts):
            session.add(
                Article(
                    title=f"Article {number}",
                    body=body,
                    outlet=outlet,
                    language="en",
                    status="unread",
                    sha256=hashlib.sha256(body.encode()).hexdigest(),
                    created="2024-01-01T00:00:00.000Z",
                )
            )
    return path


def written(
    qtbot, bench: Workbench, dialog: ExportDialog, output: Path
) -> tuple[QMessageBox.Icon, str]:
    """Export, and close the message about what was left out; its icon and text."""
    seen: list[tuple[QMessageBox.Icon, str]] = []

    def look() -> bool:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            seen.append((box.icon(), box.text()))
            box.accept()
        return bool(seen)

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(20)
    dialog.write(bench.desk.project, output)
    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
    timer.stop()
    return seen[0]


def test_a_good_export_is_no_warning(qtbot, open_window, sample: Path, tmp_path: Path) -> None:
    bench: Workbench = open_window(sample)
    told: list[str] = []
    bench.desk.status_message.connect(told.append)
    dialog = ExportDialog(bench.desk, bench.jobs, bench.window)
    dialog.format.setCurrentIndex(dialog.format.findData("xlsx"))
    dialog.show()
    icon, text = written(qtbot, bench, dialog, tmp_path / "claims.xlsx")
    assert icon == QMessageBox.Icon.Information
    assert text.startswith("The export is complete: ")
    assert "accepted actor mentions" in text
    assert told == [f"Exported to {tmp_path / 'claims.xlsx'}"]
    assert (tmp_path / "claims.xlsx").exists()


def test_choices_are_saved_as_a_profile_run_again_and_deleted(
    qtbot, open_window, sample: Path, tmp_path: Path
) -> None:
    bench: Workbench = open_window(sample)

    def opened() -> ExportDialog:
        dialog = ExportDialog(bench.desk, bench.jobs, bench.window)
        dialog.show()
        return dialog

    dialog = opened()
    assert not dialog.profiles.save.isEnabled()
    dialog.format.setCurrentIndex(dialog.format.findData("csv"))
    condition(qtbot, dialog, "Layer", "Claim")
    condition(qtbot, dialog, "Layer", "Claim")
    qtbot.keyClicks(dialog.profiles.names.lineEdit(), "For the paper")
    qtbot.mouseClick(dialog.profiles.save, LEFT)
    assert problems(dialog) == ["⚠ There are two conditions on “Layer”; remove one of them."]
    remove_last(qtbot, dialog)
    assert problems(dialog) == []
    condition(qtbot, dialog, "Stance", "supportive")
    qtbot.mouseClick(dialog.profiles.save, LEFT)
    assert problems(dialog) == []
    assert bench.desk.project.undo_label() == "Save export profile For the paper"
    dialog.reject()

    again = opened()
    qtbot.keyClick(again.profiles.names, Qt.Key.Key_Down)
    assert again.format.currentData() == "csv"
    assert shown_conditions(again) == [("Layer", "Claim"), ("Stance", "Supportive")]
    written(qtbot, bench, again, tmp_path / "claims.csv")
    with (tmp_path / "claims.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["stance"] for row in csv.DictReader(file)} == {"Supportive"}

    last = opened()
    qtbot.keyClick(last.profiles.names, Qt.Key.Key_Down)
    qtbot.mouseClick(last.profiles.delete, LEFT)
    assert last.profiles.names.count() == 0
    assert not last.profiles.delete.isEnabled()
    bench.desk.undo()
    last.reject()
    assert opened().profiles.names.count() == 1


def test_articles_are_chosen_by_the_filter_of_the_library_and_counted(
    qtbot, open_window, sample: Path, tmp_path: Path
) -> None:
    bench: Workbench = open_window(with_articles(sample))
    with bench.desk.reading() as connection:
        outlets = library.outlets(connection)
        total = library.count(connection, ArticleFilter())
        of_one = library.count(connection, ArticleFilter(outlet=outlets[0]))
    assert 0 < of_one < total
    dialog = ExportDialog(bench.desk, bench.jobs, bench.window)
    dialog.format.setCurrentIndex(dialog.format.findData("tables"))
    dialog.show()
    qtbot.waitUntil(lambda: says(dialog, f"All {total} articles"))
    entries(dialog)["&Filter…"].trigger()
    asked = dialog.findChild(FilterDialog)
    qtbot.waitUntil(lambda: bool(asked.findChildren(QComboBox)))
    box = next(b for b in asked.findChildren(QComboBox) if b.findText(outlets[0]) >= 0)
    box.setCurrentIndex(box.findText(outlets[0]))
    asked.accept()
    qtbot.waitUntil(lambda: says(dialog, f"{of_one} of {total} articles"))
    assert says(dialog, f"Outlet: {outlets[0]}")
    qtbot.keyClicks(dialog.profiles.names.lineEdit(), "One outlet")
    qtbot.mouseClick(dialog.profiles.save, LEFT)

    again = ExportDialog(bench.desk, bench.jobs, bench.window)
    again.show()
    qtbot.keyClick(again.profiles.names, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: says(again, f"{of_one} of {total} articles"))
    again.write(bench.desk.project, tmp_path / "window")
    qtbot.waitUntil((tmp_path / "window" / "articles.csv").exists)
    assert outlets_in(tmp_path / "window") == [outlets[0]] * of_one

    arguments = ["export", sample, "--profile", "One outlet", "--output", tmp_path / "command"]
    with contextlib.redirect_stdout(io.StringIO()):
        assert main([str(one) for one in arguments]) == 0
    assert outlets_in(tmp_path / "command") == [outlets[0]] * of_one


def outlets_in(folder: Path) -> list[str]:
    with (folder / "articles.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["outlet"] for row in csv.DictReader(file)]


def test_an_export_of_nothing_and_of_the_whole_project_say_so(
    qtbot, open_window, sample: Path
) -> None:
    bench: Workbench = open_window(with_articles(sample))
    with bench.desk.reading() as connection:
        total = library.count(connection, ArticleFilter())
    dialog = ExportDialog(bench.desk, bench.jobs, bench.window)
    dialog.format.setCurrentIndex(dialog.format.findData("csv"))
    dialog.show()
    condition(qtbot, dialog, "Author", "Nobody At All")
    qtbot.waitUntil(lambda: says(dialog, f"0 of {total} articles"))
    choose = next(b for b in dialog.buttons.buttons() if "Choose" in b.text())
    assert not choose.isEnabled()
    dialog.format.setCurrentIndex(dialog.format.findData("jsonl"))
    qtbot.waitUntil(lambda: says(dialog, f"All {total} articles"))
    assert choose.isEnabled()
    assert not dialog.filter.isEnabled()
    assert dialog.filter.toolTip() == "This format holds the whole project."
    dialog.format.setCurrentIndex(dialog.format.findData("csv"))
    qtbot.waitUntil(lambda: says(dialog, f"0 of {total} articles"))
    remove_last(qtbot, dialog)
    qtbot.waitUntil(lambda: says(dialog, f"All {total} articles"))


def test_a_kept_filter_and_a_field_that_is_gone(qtbot, open_window, sample: Path) -> None:
    bench: Workbench = open_window(with_articles(sample))
    kept = json.dumps({"Words": ArticleFilter(words="ferry").to_json()})
    bench.desk.act("Keep", lambda session: put_setting(session, "library.filters", kept))
    profile = ExportProfile("csv", "all", {"colour": "red"})
    bench.desk.act("Save", lambda session: save_profile(session, "Old", profile))
    with bench.desk.reading() as connection:
        total = library.count(connection, ArticleFilter())
        some = library.count(connection, ArticleFilter(words="ferry"))
    assert 0 < some < total
    dialog = ExportDialog(bench.desk, bench.jobs, bench.window)
    dialog.show()
    dialog.format.setCurrentIndex(dialog.format.findData("csv"))
    entries(dialog)["Words"].trigger()
    qtbot.waitUntil(lambda: says(dialog, f"{some} of {total} articles"))
    assert says(dialog, "Words: ferry")
    entries(dialog)["&Show all articles"].trigger()
    qtbot.waitUntil(lambda: says(dialog, f"All {total} articles"))
    qtbot.keyClick(dialog.profiles.names, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: problems(dialog) != [])
    assert problems(dialog) == ["⚠ There is no field “colour” to choose by."]
    remove_last(qtbot, dialog)
    assert problems(dialog) == []


def entries(dialog: ExportDialog) -> dict[str, QAction]:
    menu = dialog.filter.menu()
    menu.aboutToShow.emit()
    return {action.text(): action for action in menu.actions()}


def says(dialog: ExportDialog, text: str) -> bool:
    labels = dialog.findChildren(QLabel)
    return any(label.isVisible() and label.text() == text for label in labels)


def rows(dialog: ExportDialog) -> list[QComboBox]:
    """The lists of fields and values, two for each condition."""
    boxes = dialog.conditions.findChildren(QComboBox)
    return [box for box in boxes if box.isVisible()]


def condition(qtbot, dialog: ExportDialog, field: str, value: str) -> None:
    qtbot.mouseClick(dialog.conditions.add, LEFT)
    boxes = rows(dialog)
    boxes[-2].setFocus()
    boxes[-2].setCurrentIndex(boxes[-2].findText(field))
    boxes[-2].activated.emit(boxes[-2].currentIndex())
    boxes[-1].lineEdit().selectAll()
    qtbot.keyClicks(boxes[-1].lineEdit(), value)


def remove_last(qtbot, dialog: ExportDialog) -> None:
    buttons = [b for b in dialog.conditions.findChildren(QToolButton) if b.isVisible()]
    qtbot.mouseClick(buttons[-1], LEFT)


def shown_conditions(dialog: ExportDialog) -> list[tuple[str, str]]:
    texts = [box.currentText() for box in rows(dialog)]
    return list(zip(texts[::2], texts[1::2], strict=True))


def problems(dialog: ExportDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.text().startswith("⚠")]
