# SPDX-License-Identifier: MIT
"""The details of an article are edited in one step, and checked before."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLabel, QLineEdit, QPlainTextEdit

from claimdesk.gui.article.header import ArticleHeader
from claimdesk.gui.library.details import ArticleDetailsDialog


@pytest.fixture
def article(desk, add_articles) -> int:
    found = add_articles({"title": "Talks", "outlet": "Kestrel", "published_on": "2024-05-12"})[0]
    desk.open_article(found)
    return found


@pytest.fixture
def dialog(desk, jobs, article, qtbot):
    dialog = ArticleDetailsDialog(desk, jobs, article)
    with qtbot.waitActive(dialog):
        dialog.show()
    return dialog


def field(dialog, label: str):
    found = (w for w in dialog.findChildren(QLabel) if w.text().replace("&", "") == label)
    return next(found).buddy()


def retype(qtbot, line: QLineEdit, text: str) -> None:
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)


def press(qtbot, dialog, which=QDialogButtonBox.StandardButton.Ok) -> None:
    box = dialog.findChild(QDialogButtonBox)
    qtbot.mouseClick(box.button(which), Qt.MouseButton.LeftButton)


def warning(dialog) -> str:
    return " ".join(w.text() for w in dialog.findChildren(QLabel) if "⚠" in w.text())


def test_all_fields_are_saved_in_one_step(dialog, desk, qtbot):
    for label, text in (
        ("Title", "Other talks"),
        ("Author", "Ada Quill"),
        ("Agency", "Quill Wire"),
        ("Date", "2024-02-29T09:30"),
        ("Web address", "https://example.org/a?b=c"),
    ):
        retype(qtbot, field(dialog, label), text)
    retype(qtbot, field(dialog, "Outlet"), "")
    qtbot.keyClick(field(dialog, "Status"), Qt.Key.Key_End)
    note = field(dialog, "Note")
    assert isinstance(note, QPlainTextEdit)
    qtbot.keyClicks(note, "Check the date")
    language = field(dialog, "Language")
    assert isinstance(language, QComboBox)
    retype(qtbot, language.lineEdit(), "de-CH")
    press(qtbot, dialog)
    found = desk.article
    assert (found.title, found.author, found.agency) == ("Other talks", "Ada Quill", "Quill Wire")
    assert (found.outlet, found.published_on, found.language) == (None, "2024-02-29T09:30", "de-CH")
    assert (found.status, found.note) == ("done", "Check the date")
    assert found.url == "https://example.org/a?b=c"
    desk.undo()
    assert (desk.article.title, desk.article.outlet) == ("Talks", "Kestrel")


def test_the_date_may_be_empty_but_not_wrong(dialog, desk, qtbot):
    for wrong in ("2023-02-29", "20240512", "May 2024", "2024-5-12"):
        retype(qtbot, field(dialog, "Date"), wrong)
        press(qtbot, dialog)
        assert wrong in warning(dialog)
        assert dialog.isVisible()
        assert field(dialog, "Date").hasFocus()
    assert desk.article.published_on == "2024-05-12"
    retype(qtbot, field(dialog, "Date"), "")
    press(qtbot, dialog)
    assert desk.article.published_on is None


def test_a_title_is_needed_and_a_language_is_a_code(dialog, desk, qtbot):
    retype(qtbot, field(dialog, "Title"), "  ")
    press(qtbot, dialog)
    assert "title" in warning(dialog)
    retype(qtbot, field(dialog, "Title"), "Talks")
    retype(qtbot, field(dialog, "Language").lineEdit(), "German!")
    press(qtbot, dialog)
    assert "language" in warning(dialog)


def test_cancel_and_ok_without_a_change_are_no_step_of_undo(dialog, desk, jobs, article, qtbot):
    before = desk.project.undo_label()
    retype(qtbot, field(dialog, "Title"), "Never mind")
    press(qtbot, dialog, QDialogButtonBox.StandardButton.Cancel)
    again = ArticleDetailsDialog(desk, jobs, article)
    again.show()
    press(qtbot, again)
    assert desk.article.title == "Talks"
    assert desk.project.undo_label() == before


def test_the_time_of_an_article_is_shown_with_its_date(desk, add_articles, qtbot):
    header = ArticleHeader(desk)
    qtbot.addWidget(header)
    header.resize(1200, 90)
    header.show()
    dates = ("2024-05-12T09:30:00", "2024-05-12T00:00:00", "2024-05-12")
    lines = []
    for number, published in enumerate(dates):
        fields = {"title": f"Talks {number}", "published_on": published, "sha256": str(number)}
        desk.open_article(add_articles(fields)[0])
        lines.append(" ".join(label.text() for label in header.findChildren(QLabel)))
    times = ["9:30" in line for line in lines]
    assert times == [True, False, False]
    assert all("12" in line and "2024" in line for line in lines)
