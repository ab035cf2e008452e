# SPDX-License-Identifier: MIT
"""Articles come in from real files, from what is dropped, and from pasted text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressDialog,
    QPushButton,
)

from claimdesk.gui.library import importing
from claimdesk.gui.library import progress as import_progress
from claimdesk.gui.library.encodings import EncodingDialog
from claimdesk.gui.library.importing import dropped_paths, import_files
from claimdesk.gui.library.pasting import PasteDialog
from claimdesk.gui.library.results import ImportProblems
from claimdesk.models.exchange.formats import readable_formats
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from tests.gui.conftest import name_file

STORY = "Ports open a watch room\n\nTwo ports opened a joint watch room on Sunday.\n"


def titles(desk) -> list[str]:
    with desk.project.reading() as connection:
        return [row.title for row in queries.articles(connection)]


def button(parent, text: str) -> QPushButton:
    found = (b for b in parent.findChildren(QPushButton) if b.text().replace("&", "") == text)
    return next(found)


def test_files_come_in_with_nothing_to_click(desk, jobs, window, told, tmp_path, qtbot):
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Story {number}\n\nText {number}.", "utf-8")
    (tmp_path / "again.txt").write_bytes(b"Story 1\r\n\r\nText 1.\r\n")
    import_files(desk, jobs, [tmp_path / "0.txt", tmp_path], window)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["3 articles imported, 1 was in the project already."]
    assert sorted(titles(desk)) == ["Story 0", "Story 1", "Story 2"]
    assert desk.article is not None
    assert not window.findChildren(ImportProblems)
    assert not [d for d in window.findChildren(QProgressDialog) if d.isVisible()]
    assert desk.project.undo_label() is not None
    desk.undo()
    assert titles(desk) == []


def test_files_that_failed_are_listed_and_can_be_copied(desk, jobs, window, told, tmp_path, qtbot):
    (tmp_path / "good.txt").write_text(STORY, "utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    import_files(desk, jobs, [tmp_path], window)
    qtbot.waitUntil(lambda: bool(window.findChildren(ImportProblems)))
    dialog = window.findChild(ImportProblems)
    assert dialog.findChild(QLabel).text() == "1 article imported, 2 could not be read."
    listed = dialog.findChild(QPlainTextEdit).toPlainText()
    assert "empty.txt" in listed
    assert "picture.txt" in listed
    assert "good.txt" not in listed
    assert len(listed.splitlines()) == 2
    qtbot.mouseClick(button(dialog, "Copy"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == listed
    assert titles(desk) == ["Ports open a watch room"]
    qtbot.mouseClick(button(dialog, "Close"), Qt.MouseButton.LeftButton)
    assert desk.article.title == "Ports open a watch room"


def test_a_path_that_is_gone_and_a_folder_without_texts_give_one_sentence(
    desk, jobs, window, tmp_path, qtbot
):
    folder = tmp_path / "nothing here"
    folder.mkdir()
    for path in (tmp_path / "gone.txt", folder):
        import_files(desk, jobs, [path], window)
        qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(ImportProblems)))
        dialog = next(d for d in window.findChildren(ImportProblems) if d.isVisible())
        listed = dialog.findChild(QPlainTextEdit).toPlainText()
        assert path.name in listed
        assert len(listed.splitlines()) == 1
        dialog.close()
        qtbot.waitUntil(lambda: not window.findChildren(ImportProblems))
    assert titles(desk) == []


def test_cancel_adds_nothing(desk, jobs, window, told, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(import_progress, "_SHOW_AFTER", 0)
    for number in range(1500):
        (tmp_path / f"{number}.txt").write_text(f"Story {number}\n\nText {number}. " * 40, "utf-8")
    import_files(desk, jobs, [tmp_path], window)
    progress = window.findChild(QProgressDialog)
    qtbot.waitUntil(progress.isVisible)
    qtbot.mouseClick(button(progress, "Cancel"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["Import cancelled; nothing was added."]
    assert titles(desk) == []
    assert desk.project.undo_label() is None


def test_another_project_is_left_alone_by_an_import_under_way(
    desk, jobs, window, told, tmp_path, qtbot
):
    for number in range(300):
        (tmp_path / f"{number}.txt").write_text(f"Story {number}\n\nText {number}. " * 40, "utf-8")
    import_files(desk, jobs, [tmp_path], window)
    desk.open(Project.create(tmp_path / "other.claimdesk"))
    jobs.wait()
    qtbot.waitUntil(lambda: not window.findChildren(QProgressDialog))
    assert titles(desk) == []
    assert told == []


def test_only_files_of_this_machine_are_taken_from_a_drop(tmp_path):
    data = QMimeData()
    here = tmp_path / "日本 語.txt"
    data.setUrls(
        [
            QUrl.fromLocalFile(str(here)),
            QUrl("https://example.org/a.txt"),
            QUrl.fromLocalFile(str(here)),
            QUrl.fromLocalFile(str(tmp_path)),
        ]
    )
    assert dropped_paths(data) == [here, tmp_path]
    data.setText("only text")
    assert dropped_paths(QMimeData()) == []


def test_the_file_dialogs_give_paths(window, qtbot, tmp_path):
    window.show()
    (tmp_path / "a.txt").write_text("A.", encoding="utf-8")
    chosen: list[object] = []
    importing.choose_files(window, chosen.append)
    dialog = QApplication.activeModalWidget()
    offered = dialog.selectedNameFilter().partition("(")[2].rstrip(")").split()
    for known in readable_formats():
        assert {f"*{end}" for end in known.extensions} <= set(offered), known.name
    assert {"*.tgz", "*.qdpx", "*.dna", "*.xmi", "*.spacy"} <= set(offered)
    name_file(tmp_path / "a.txt")
    importing.choose_folder(window, chosen.append)
    name_file(tmp_path)
    importing.choose_folder(window, chosen.append)
    qtbot.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape)
    assert chosen == [[tmp_path / "a.txt"], tmp_path]


def test_a_corpus_is_known_by_its_content_and_an_unknown_file_gives_one_line(
    desk, jobs, window, tmp_path, qtbot
):
    (tmp_path / "corpus.download").write_text('{"text": "Ana saw Oslo.", "label": [[0, 3, "PER"]]}')
    (tmp_path / "field notes.mx24").write_bytes(b"SQLite format 3\x00" + bytes(200))
    other = tmp_path / "other.claimdesk"
    other.write_bytes(desk.project.path.read_bytes())
    sent = [tmp_path / "corpus.download", tmp_path / "field notes.mx24", other]
    import_files(desk, jobs, sent, window)
    qtbot.waitUntil(lambda: bool(window.findChildren(ImportProblems)))
    boxes = window.findChild(ImportProblems).findChildren(QPlainTextEdit)
    failed, notes = boxes[0].toPlainText().splitlines(), boxes[-1].toPlainText().splitlines()
    assert len(failed) == 2
    assert "is a project of MAXQDA, which only that program reads; export it there" in failed[0]
    assert failed[1].endswith("is a Claimdesk project, not plain text; open it instead.")
    assert notes[0].endswith(
        "corpus.download: It is read as doccano JSONL, texts with labelled spans."
    )
    window.findChild(ImportProblems).close()


@pytest.fixture
def pasting(desk, qtbot):
    QGuiApplication.clipboard().clear()
    dialog = PasteDialog(desk)
    with qtbot.waitActive(dialog):
        dialog.show()
    return dialog


def line(dialog, label: str) -> QLineEdit:
    found = next(w for w in dialog.findChildren(QLabel) if w.text().replace("&", "") == label)
    return found.buddy()


def warning(dialog) -> str:
    return " ".join(w.text() for w in dialog.findChildren(QLabel) if "⚠" in w.text())


def paste(qtbot, dialog, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    field = dialog.findChild(QPlainTextEdit)
    field.selectAll()
    qtbot.keySequence(field, "Ctrl+V")


def test_pasted_text_becomes_an_article_in_one_step(pasting, desk, qtbot):
    paste(qtbot, pasting, "Ports open\u00a0a room\n\nBy Ada Quill\n\nIt was said. 「協力」 🚢\n")
    qtbot.waitUntil(lambda: line(pasting, "Author").text() == "Ada Quill")
    assert line(pasting, "Title").text() == "Ports open\u00a0a room"
    qtbot.keyClicks(line(pasting, "Outlet"), "Kestrel")
    qtbot.keyClicks(line(pasting, "Date"), "2024-05-31")
    qtbot.keyClick(line(pasting, "Date"), Qt.Key.Key_Return)
    article = desk.article
    assert (article.outlet, article.published_on) == ("Kestrel", "2024-05-31")
    assert article.body == "Ports open\u00a0a room\n\nBy Ada Quill\n\nIt was said. 「協力」 🚢"
    desk.undo()
    assert titles(desk) == []
    assert desk.project.undo_label() is None


def test_a_text_is_pasted_by_keys_alone(pasting, desk, qtbot):
    assert QApplication.focusWidget() is pasting.findChild(QPlainTextEdit)
    qtbot.keyClicks(QApplication.focusWidget(), "Ports open a room.")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    passed = []
    for _turn in range(7):
        passed.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    names = ("Title", "Outlet", "Author", "Date")
    assert passed[1:5] == [line(pasting, name) for name in names]
    assert passed[5:] == [button(pasting, "Add article"), button(pasting, "Cancel")]
    assert QApplication.focusWidget() is passed[0]
    qtbot.keyClick(passed[0], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.article.body == "Ports open a room."


def test_a_title_that_was_typed_is_not_guessed_over(pasting, desk, qtbot):
    qtbot.keyClicks(line(pasting, "Title"), "My own")
    paste(qtbot, pasting, STORY)
    qtbot.mouseClick(button(pasting, "Add article"), Qt.MouseButton.LeftButton)
    assert titles(desk) == ["My own"]


def test_a_wrong_date_no_text_and_a_double_are_refused_in_a_sentence(pasting, desk, qtbot):
    add = button(pasting, "Add article")
    qtbot.mouseClick(add, Qt.MouseButton.LeftButton)
    assert "empty" in warning(pasting)
    paste(qtbot, pasting, STORY)
    assert warning(pasting) == ""
    qtbot.keyClicks(line(pasting, "Date"), "31.5.2024")
    qtbot.mouseClick(add, Qt.MouseButton.LeftButton)
    assert "31.5.2024" in warning(pasting)
    assert titles(desk) == []
    line(pasting, "Date").clear()
    qtbot.mouseClick(add, Qt.MouseButton.LeftButton)
    assert len(titles(desk)) == 1
    again = PasteDialog(desk)
    qtbot.addWidget(again)
    again.show()
    paste(qtbot, again, STORY)
    qtbot.mouseClick(button(again, "Add article"), Qt.MouseButton.LeftButton)
    assert "Ports open a watch room" in warning(again)
    assert len(titles(desk)) == 1


def test_the_first_article_that_came_in_is_opened(desk, jobs, window, told, tmp_path, qtbot):
    for name in ("a", "b", "c", "d"):
        (tmp_path / f"{name}.txt").write_text(f"Story {name}\n\nText {name}.", "utf-8")
    import_files(desk, jobs, [tmp_path / "a.txt"], window)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert desk.article.title == "Story a"
    import_files(desk, jobs, [tmp_path / "b.txt", tmp_path / "c.txt"], window)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert desk.article.title == "Story b"
    import_files(desk, jobs, [tmp_path / "a.txt"], window)
    qtbot.waitUntil(lambda: len(told) == 3)
    assert desk.article.title == "Story b", "nothing came in"


def test_an_article_that_was_opened_meanwhile_stays_open(desk, jobs, window, told, tmp_path, qtbot):
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(f"Story {name}\n\nText {name}.", "utf-8")
    import_files(desk, jobs, [tmp_path / "a.txt", tmp_path / "b.txt"], window)
    qtbot.waitUntil(lambda: len(told) == 1)
    import_files(desk, jobs, [tmp_path / "c.txt"], window)
    desk.open_article(2)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert desk.article.title == "Story b"


def test_what_was_copied_is_there_when_the_dialog_opens(desk, qtbot):
    QGuiApplication.clipboard().setText("Ports open a room\n\nBy Ada Quill\n\nIt was said.\n")
    dialog = PasteDialog(desk)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "It was said." in dialog.findChild(QPlainTextEdit).toPlainText()
    assert line(dialog, "Title").text() == "Ports open a room"
    assert line(dialog, "Author").text() == "Ada Quill"
    qtbot.keyClicks(dialog.findChild(QPlainTextEdit), "Another text.")
    assert dialog.findChild(QPlainTextEdit).toPlainText() == "Another text."


def test_copied_files_and_blanks_are_no_text(desk, qtbot, tmp_path):
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.txt"))])
    files.setText(str(tmp_path / "a.txt"))
    blank = QMimeData()
    blank.setText(" \n\t")
    for data in (files, blank):
        QGuiApplication.clipboard().setMimeData(data)
        dialog = PasteDialog(desk)
        qtbot.addWidget(dialog)
        assert dialog.findChild(QPlainTextEdit).toPlainText() == ""


def test_what_a_corpus_counts_and_what_was_skipped_is_told(
    desk, jobs, window, told, tmp_path, qtbot
):
    (tmp_path / "a.txt").write_text("😀 Mara Lindt spoke.", "utf-8")
    (tmp_path / "a.ann").write_text("T1\tPerson 3 13\tMara Lindt\nT2\tGPE 5 5\t\n", "utf-8")
    import_files(desk, jobs, [tmp_path], window)
    qtbot.waitUntil(lambda: bool(window.findChildren(ImportProblems)))
    assert told == ["1 article imported, 1 annotation added."]
    dialog = window.findChild(ImportProblems)
    skipped, notes = (box.toPlainText() for box in dialog.findChildren(QPlainTextEdit))
    assert "a.ann: Line 2: there are no words from 5 to 5" in skipped
    assert "UTF-16 units" in notes


def test_the_encoding_is_asked_once_with_a_preview(desk, jobs, window, told, tmp_path, qtbot):
    for number in range(3):
        text = f"Žádná reč {number}, řekla."
        (tmp_path / f"{number}.txt").write_bytes(text.encode("cp1250"))
    import_files(desk, jobs, [tmp_path], window)
    qtbot.waitUntil(lambda: window.findChild(EncodingDialog) is not None)
    dialog = window.findChild(EncodingDialog)
    assert dialog.list.count() > 1
    names = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    dialog.list.setCurrentRow(names.index("Windows-1250 (Central Europe)"))
    assert dialog.preview.toPlainText() == "Žádná reč 0, řekla."
    assert dialog.for_all.isChecked()
    qtbot.mouseClick(button(dialog, "Use this reading"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["3 articles imported."]
    with desk.project.reading() as connection:
        bodies = {queries.article(connection, row.id).body for row in queries.articles(connection)}
    assert "Žádná reč 2, řekla." in bodies


def test_an_import_can_be_cancelled_where_the_encoding_is_asked(
    desk, jobs, window, told, tmp_path, qtbot
):
    before = titles(desk)
    (tmp_path / "short.txt").write_bytes("Žádná reč, řekla.".encode("cp1250"))
    import_files(desk, jobs, [tmp_path / "short.txt"], window)
    qtbot.waitUntil(lambda: window.findChild(EncodingDialog) is not None)
    dialog = window.findChild(EncodingDialog)
    qtbot.mouseClick(button(dialog, "Cancel import"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["Import cancelled; nothing was added."]
    assert titles(desk) == before


def test_the_window_can_be_closed_while_an_import_asks(open_window, sample, tmp_path, qtbot):
    bench = open_window(sample)
    (tmp_path / "short.txt").write_bytes("Žádná reč, řekla.".encode("cp1250"))
    import_files(bench.desk, bench.jobs, [tmp_path / "short.txt"], bench.window)
    qtbot.waitUntil(lambda: bench.window.findChild(EncodingDialog) is not None)
    assert bench.window.close()
