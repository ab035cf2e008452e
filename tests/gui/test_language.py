# SPDX-License-Identifier: MIT
"""The window says what can't be suggested for an article in a language that nothing here reads."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDialogButtonBox

from claimdesk.gui.library.details import ArticleDetailsDialog
from claimdesk.models.articles.importing import import_text
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from tests.projects import create_project

GERMAN = (
    "Neue Gespräche\n\nDie Ministerin sagte am Montag in Wien, das Abkommen sei noch nicht fertig. "
    "Man müsse über die Kosten reden, und zwar bald, wie es aus ihrem Umfeld hieß.\n"
)
ENGLISH = "New talks\n\nThe minister said on Monday that the pact was not ready yet.\n"


def test_the_notice_comes_and_goes_with_the_language(open_window, tmp_path, qtbot):
    path = tmp_path / "mixed.claimdesk"
    create_project(path)
    with Project.open(path) as project:
        for text in (GERMAN, ENGLISH):
            import_text(project, text)
    bench = open_window(path)
    desk = bench.desk
    ids = {row.title: row.id for row in articles_of(desk)}
    first, second = ids["Neue Gespräche"], ids["New talks"]
    desk.open_article(first)
    qtbot.waitUntil(lambda: bool(bench.notices.texts()))
    assert "German" in bench.notices.texts()[0]
    assert "English" in bench.notices.texts()[0]
    qtbot.waitUntil(lambda: desk.article.language == "de")
    desk.open_article(second)
    assert bench.notices.texts() == []
    desk.open_article(first)
    qtbot.waitUntil(lambda: bool(bench.notices.texts()))

    bench.notices.notice("language").buttons[0].click()
    dialog = bench.window.findChild(ArticleDetailsDialog)
    dialog.findChild(QComboBox).setCurrentText("en")
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).click()
    # What an analyst said stays, whatever the text looks like.
    qtbot.waitUntil(lambda: desk.article.language == "en")
    qtbot.waitUntil(lambda: bench.notices.texts() == [])
    desk.open_article(second)
    desk.open_article(first)
    qtbot.wait(500)
    assert desk.article.language == "en"
    assert bench.notices.texts() == []


def articles_of(desk):
    with desk.project.reading() as connection:
        return queries.articles(connection)
