# SPDX-License-Identifier: MIT
"""Articles are shown before they come in: looked at, changed, and written in one step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton
from shiboken6 import isValid

from claimdesk.gui.library.encodings import EncodingDialog
from claimdesk.gui.library.importing import import_copied_page, import_files
from claimdesk.gui.library.preview.columns_dialog import ColumnsDialog
from claimdesk.gui.library.preview.dialog import PreviewDialog
from claimdesk.gui.library.preview.model import (
    DATE,
    KIND,
    LANGUAGE,
    OUTLET,
    PROBLEMS,
    TAKE_COLUMN,
    TITLE,
    WORDS,
    PreviewModel,
)
from claimdesk.gui.library.results import ImportProblems
from claimdesk.models.editing import edits
from claimdesk.models.store import queries
from claimdesk.models.text.spans import Span

STORY = (
    "Two ports opened a joint watch room on Sunday. The minister said that it would keep ships"
    " apart in the fog, and that both coast guards had trained for a year before they agreed who"
    " would answer the radio at night."
)
OTHER = (
    "The council voted for a new bridge. It will be built over the old ferry line, the mayor"
    " said, since nobody had repaired the boats for ten years and the river had become too low."
)


@pytest.fixture
def window(window):
    window.resize(1280, 800)
    return window


@pytest.fixture
def preview(desk, jobs, window, settings, qtbot) -> Callable[..., PreviewDialog]:
    """Imports paths and returns the dialog that shows what was read."""

    def show(*paths: Path) -> PreviewDialog:
        import_files(desk, jobs, list(paths), window, settings)
        qtbot.waitUntil(lambda: window.findChild(PreviewDialog) is not None, timeout=20_000)
        return window.findChild(PreviewDialog)

    return show


def stored(desk) -> list[tuple]:
    with desk.project.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT title, published_on, outlet, language, body FROM article ORDER BY id"
        )
        return [tuple(row) for row in rows]


def links(desk) -> list[tuple]:
    with desk.project.reading() as connection:
        sql = "SELECT article_id, first_id FROM article_version ORDER BY id"
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


def cell(dialog: PreviewDialog, row: int, column: int) -> str:
    return dialog.model.index(row, column).data()


def ticked(dialog: PreviewDialog) -> list[bool]:
    rows = range(dialog.model.rowCount())
    states = (
        dialog.model.index(row, TAKE_COLUMN).data(Qt.ItemDataRole.CheckStateRole) for row in rows
    )
    return [state == Qt.CheckState.Checked for state in states]


def button(parent, text: str) -> QPushButton:
    found = (b for b in parent.findChildren(QPushButton) if b.text().replace("&", "") == text)
    return next(found)


def click(qtbot, parent, text: str) -> None:
    qtbot.mouseClick(button(parent, text), Qt.MouseButton.LeftButton)


def choose(box: QComboBox, data: object) -> None:
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def is_underlined(dialog, words: str) -> bool:
    found = dialog.text.document().find(words)
    return found.charFormat().fontUnderline()


def test_a_comparison_that_arrives_late_is_not_shown(preview, held, tmp_path, jobs, qtbot):
    (tmp_path / "1.txt").write_text(f"Ports open a room\n\n{STORY}\n", "utf-8")
    (tmp_path / "2.txt").write_text(f"Ports open a room today\n\n{STORY} More later.\n", "utf-8")
    (tmp_path / "3.txt").write_text(f"A bridge\n\n{OTHER}\n", "utf-8")
    dialog = preview(tmp_path)
    with held(jobs):
        dialog.table.selectRow(1)
        dialog.table.selectRow(2)
    jobs.wait()
    qtbot.wait(1)
    assert dialog.text.toPlainText() == f"A bridge\n\n{OTHER}"
    with held(jobs):
        dialog.table.selectRow(1)
        dialog.reject()
    jobs.wait()
    qtbot.waitUntil(lambda: not isValid(dialog))


def test_the_tick_of_the_current_line_looks_like_that_of_any_chosen_line(preview, tmp_path, qtbot):
    (tmp_path / "1.txt").write_text(f"Ports open a room\n\n{STORY}\n", "utf-8")
    dialog = preview(tmp_path / "1.txt")
    table = dialog.table
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)

    def looks() -> list[QImage]:
        pictures = []
        for column in (TITLE, TAKE_COLUMN):
            table.setCurrentIndex(dialog.model.index(0, column))
            area = table.visualRect(dialog.model.index(0, TAKE_COLUMN))
            pictures.append(table.viewport().grab(area).toImage())
        return pictures

    def are_alike() -> bool:
        first, second = looks()
        return bool(first == second)

    # The window may become the active one, which changes colours, between two pictures.
    qtbot.waitUntil(are_alike)


def test_what_was_read_is_shown_changed_and_written_in_one_step(
    desk, preview, tmp_path, qtbot, window
):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "1.txt").write_text(f"Ports open a room\n\n{STORY}\n", "utf-8")
    (folder / "2.txt").write_text(f"Ports open a room\n\n{STORY}\n", "utf-8")
    (folder / "3.txt").write_text(f"Ports open a room today\n\n{STORY} More later.\n", "utf-8")
    (folder / "4.txt").write_text(f"A bridge\n\n03/04/2024\n\n{OTHER}\n", "utf-8")
    (folder / "5.txt").write_bytes(b"")
    dialog = preview(folder)
    assert stored(desk) == [], "nothing is written yet"
    assert [cell(dialog, row, TITLE) for row in range(5)] == [
        "Ports open a room",
        "Ports open a room",
        "Ports open a room today",
        "A bridge",
        "5.txt",
    ]
    assert [cell(dialog, 3, column) for column in (LANGUAGE, WORDS, KIND)] == ["en", "40", "TXT"]
    assert "The same as “Ports open a room”" in cell(dialog, 1, PROBLEMS)
    assert "% the same as “Ports open a room”" in cell(dialog, 2, PROBLEMS)
    assert "03/04/2024" in cell(dialog, 3, PROBLEMS)
    assert "empty" in cell(dialog, 4, PROBLEMS)
    assert ticked(dialog) == [True, False, True, True, False], "the same text comes in once"
    assert button(dialog, "Import 3 articles").isDefault()

    # What differs from the article that it is nearly the same as.
    dialog.table.selectRow(2)
    assert dialog.text.toPlainText().startswith("Ports open a room today")
    qtbot.waitUntil(lambda: is_underlined(dialog, "More later"))
    dialog.table.selectRow(3)
    assert dialog.text.toPlainText() == f"A bridge\n\n03/04/2024\n\n{OTHER}"

    # The date is asked for once; a title is edited in its cell, the outlet for all selected.
    box = next(b for b in dialog.questions.findChildren(QComboBox))
    choose(box, True)
    assert cell(dialog, 3, DATE) == "2024-04-03"
    dialog.table.setCurrentIndex(dialog.model.index(3, TITLE))
    qtbot.keyClick(dialog.table, Qt.Key.Key_F2)
    editor = dialog.table.findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "The bridge")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.table.findChild(QLineEdit) is None)
    click(qtbot, dialog, "Select all")
    qtbot.keyClicks(dialog.value, "The Herald")
    click(qtbot, dialog, "Set for selected")
    assert {cell(dialog, row, OUTLET) for row in range(4)} == {"The Herald"}

    # A wrong date is refused with a sentence.
    dialog.table.selectRow(0)
    choose(dialog.field, "published_on")
    dialog.value.setText("3.4.24")
    click(qtbot, dialog, "Set for selected")
    assert cell(dialog, 0, DATE) == ""
    dialog.table.selectRow(3)
    click(qtbot, dialog, "Import 3 articles")
    qtbot.waitUntil(lambda: len(stored(desk)) == 3)
    assert [row[:4] for row in stored(desk)] == [
        ("Ports open a room", None, "The Herald", "en"),
        ("Ports open a room today", None, "The Herald", "en"),
        ("The bridge", "2024-04-03", "The Herald", "en"),
    ]
    assert links(desk) == [(2, 1)]
    qtbot.waitUntil(lambda: desk.article is not None)
    desk.undo()
    assert stored(desk) == []


def test_duplicates_are_left_out_linked_or_taken_as_chosen(desk, preview, tmp_path, qtbot, window):
    (tmp_path / "a.txt").write_text(f"Ports open a room\n\n{STORY}\n", "utf-8")
    dialog = preview(tmp_path / "a.txt")
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)  # Enter imports
    qtbot.waitUntil(lambda: len(stored(desk)) == 1)
    qtbot.waitUntil(lambda: window.findChild(PreviewDialog) is None)
    (tmp_path / "b.txt").write_text(f"Ports open a room\n\n{STORY}\n", "utf-8")
    (tmp_path / "c.txt").write_text(f"Ports open a room\n\n{STORY} It was said.\n", "utf-8")
    (tmp_path / "d.txt").write_text(f"A bridge\n\n{OTHER}\n", "utf-8")
    dialog = preview(*(tmp_path / f"{name}.txt" for name in "bcd"))
    assert "in the project" in cell(dialog, 0, PROBLEMS)
    assert "in the project" in cell(dialog, 1, PROBLEMS)
    assert ticked(dialog) == [False, True, True]
    choose(dialog.listed, "duplicates")
    assert dialog.model.rowCount() == 2
    dialog.table.selectRow(0)
    choose(dialog.duplicates.choice, "link")
    dialog.table.selectRow(1)
    choose(dialog.duplicates.choice, "skip")
    assert ticked(dialog) == [True, False]
    choose(dialog.listed, "all")
    dialog.table.selectRow(2)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert ticked(dialog) == [True, False, False]
    click(qtbot, dialog, "Import 1 article")
    qtbot.waitUntil(lambda: len(stored(desk)) == 2)
    first, again = stored(desk)
    assert first[4] == again[4], "the same text, published twice"
    assert links(desk) == [(2, 1)]


def test_annotations_are_carried_over_to_a_version_of_an_article(
    desk, preview, tmp_path, qtbot, window
):
    (tmp_path / "a.txt").write_text(f"Ports open a room\n\n{STORY} {OTHER}\n", "utf-8")
    click(qtbot, preview(tmp_path / "a.txt"), "Import 1 article")
    qtbot.waitUntil(lambda: len(stored(desk)) == 1)
    qtbot.waitUntil(lambda: window.findChild(PreviewDialog) is None)
    body = stored(desk)[0][4]

    def at(words: str) -> Span:
        return Span(body.index(words), body.index(words) + len(words))

    with desk.project.edit("Annotate") as session:
        edits.create_claim(session, 1, {"content": [at("it would keep ships apart in the fog")]})
        edits.create_claim(session, 1, {"content": [at("a new bridge")]})
    for name, more in (("b", "It was said again."), ("c", "Nobody asked.")):
        text = f"{STORY} {OTHER} {more}".replace("a new bridge", "nothing at all")
        (tmp_path / f"{name}.txt").write_text(f"Ports open a room\n\n{text}\n", "utf-8")
        dialog = preview(tmp_path / f"{name}.txt")
        assert dialog.duplicates.carries.isVisible()
        if name == "c":
            qtbot.mouseClick(dialog.duplicates.carries, Qt.MouseButton.LeftButton)
        click(qtbot, dialog, "Import 1 article")
        qtbot.waitUntil(lambda number=2 + (name == "c"): len(stored(desk)) == number)
        qtbot.waitUntil(lambda: window.findChild(PreviewDialog) is None)
        if name == "b":
            qtbot.waitUntil(lambda: window.findChild(ImportProblems) is not None)
            problems = window.findChild(ImportProblems)
            assert "Review lost places" in problems.findChild(QPlainTextEdit).toPlainText()
            click(qtbot, problems, "Close")
    with desk.project.reading() as connection:
        rows = queries.article_annotations(connection, 2)
        assert queries.article_annotations(connection, 3) == []
    assert [(len(row.pieces), len(row.waiting)) for row in rows] == [(1, 0), (0, 1)]
    desk.undo()
    desk.undo()
    assert len(stored(desk)) == 1


@pytest.mark.drill  # waits for four processes that read
def test_columns_are_shown_changed_and_remembered(desk, preview, settings, tmp_path, qtbot, window):
    rows = "".join(f"Kopf {n};{'Der Rat hat es so beschlossen. ' * 20};{n}\n" for n in range(3))
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text("Zeile;Meldung;Nr\n" + rows.replace("Kopf", name), "utf-8")
    dialog = preview(tmp_path / "one.csv")
    assert dialog.model.rowCount() == 3
    assert cell(dialog, 0, TITLE) != "one.csv 0"
    click(qtbot, dialog, "Change…")
    columns = dialog.findChild(ColumnsDialog)
    choose(columns.boxes[0], "text")
    click(qtbot, columns, "Use these columns")
    assert columns.isVisible(), "two columns cannot hold the text"
    choose(columns.boxes[0], "title")
    click(qtbot, columns, "Use these columns")
    qtbot.waitUntil(lambda: cell(dialog, 0, TITLE) == "one.csv 0", timeout=20_000)
    qtbot.waitUntil(dialog.isEnabled)
    click(qtbot, dialog, "Cancel")
    qtbot.waitUntil(lambda: window.findChild(PreviewDialog) is None)
    again = preview(tmp_path / "two.csv")
    assert [cell(again, row, TITLE) for row in range(3)] == [f"two.csv {n}" for n in range(3)]
    again.reject()
    assert stored(desk) == []


def test_an_encoding_that_is_not_sure_is_chosen(desk, preview, tmp_path, qtbot):
    for number in range(2):
        (tmp_path / f"{number}.txt").write_bytes(f"Žádná reč {number}, řekla.".encode("cp1250"))
    dialog = preview(tmp_path / "0.txt", tmp_path / "1.txt")
    assert "encoding" in cell(dialog, 0, PROBLEMS)
    click(qtbot, dialog, "Encoding…")
    qtbot.waitUntil(lambda: dialog.findChild(EncodingDialog) is not None)
    asked = dialog.findChild(EncodingDialog)
    names = [asked.list.item(row).text() for row in range(asked.list.count())]
    asked.list.setCurrentRow(names.index("Windows-1250 (Central Europe)"))
    click(qtbot, asked, "Use this reading")
    qtbot.waitUntil(lambda: "encoding" not in cell(dialog, 0, PROBLEMS))
    qtbot.waitUntil(dialog.isEnabled)
    assert dialog.model.rowCount() == 2
    click(qtbot, dialog, "Import 2 articles")
    qtbot.waitUntil(lambda: len(stored(desk)) == 2)
    assert [row[4] for row in stored(desk)] == [f"Žádná reč {n}, řekla." for n in range(2)]


def test_cancelled_nothing_comes_in_and_switched_off_nothing_is_asked(
    desk, jobs, preview, settings, window, tmp_path, qtbot
):
    told: list[str] = []
    desk.status_message.connect(told.append)
    (tmp_path / "a.txt").write_text(f"Ports open a room\n\n{STORY}\n", "utf-8")
    dialog = preview(tmp_path / "a.txt")
    qtbot.mouseClick(dialog.always, Qt.MouseButton.LeftButton)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert told == ["Import cancelled; nothing was added."]
    assert stored(desk) == []
    qtbot.waitUntil(lambda: window.findChild(PreviewDialog) is None)
    import_files(desk, jobs, [tmp_path / "a.txt"], window, settings)
    qtbot.waitUntil(lambda: len(stored(desk)) == 1)
    assert window.findChild(PreviewDialog) is None


def test_a_copied_page_is_read_with_its_markup(desk, jobs, settings, window, qtbot):
    copied = QMimeData()
    copied.setHtml(
        "<meta charset='utf-8'><nav><a href='/'>Home</a></nav><article><h1>Ports open a room</h1>"
        f"<p>By Ada Quill</p><p>{STORY}</p><p>{OTHER}</p></article><script>alert(1)</script>"
    )
    copied.setText(f"Home\nPorts open a room\nBy Ada Quill\n{STORY}\n{OTHER}")
    QGuiApplication.clipboard().setMimeData(copied)
    assert import_copied_page(desk, jobs, window, settings)
    qtbot.waitUntil(lambda: window.findChild(PreviewDialog) is not None, timeout=20_000)
    dialog = window.findChild(PreviewDialog)
    assert cell(dialog, 0, TITLE) == "Ports open a room"
    click(qtbot, dialog, "Import 1 article")
    qtbot.waitUntil(lambda: len(stored(desk)) == 1)
    body = stored(desk)[0][4]
    assert STORY in body
    assert "alert" not in body
    with desk.project.reading() as connection:
        assert connection.exec_driver_sql("SELECT origin FROM article").scalar() is None
    QGuiApplication.clipboard().clear()
    assert not import_copied_page(desk, jobs, window, settings)


def test_what_the_table_asks_of_its_model_does_not_grow_with_the_import(
    desk, preview, tmp_path, qtbot, monkeypatch
):
    asked: list[int] = []
    flags, data = PreviewModel.flags, PreviewModel.data

    def counted(original):
        def run(self, index, *more):
            asked.append(index.row())
            return original(self, index, *more)

        return run

    monkeypatch.setattr(PreviewModel, "flags", counted(flags))
    monkeypatch.setattr(PreviewModel, "data", counted(data))
    counts = []
    for name, count in (("few", 60), ("many", 300)):
        folder = tmp_path / name
        folder.mkdir()
        for number in range(count):
            (folder / f"{number}.txt").write_text(f"Story {number}\n\n{OTHER} {number}", "utf-8")
        dialog = preview(folder)
        qtbot.waitExposed(dialog)
        asked.clear()
        click(qtbot, dialog, "Select all")
        dialog.value.setText("The Herald")
        click(qtbot, dialog, "Set for selected")
        dialog.table.sortByColumn(TITLE, Qt.SortOrder.DescendingOrder)
        dialog.grab()
        counts.append(len(asked))
        assert cell(dialog, count - 1, OUTLET) == "The Herald"
        dialog.reject()
        qtbot.waitUntil(lambda open_dialog=dialog: not isValid(open_dialog))
    few, many = counts
    assert many < 1.5 * few
