# SPDX-License-Identifier: MIT
"""Dialogs that wait for the database: open at once, and harmless when closed before the answer."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMessageBox,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from claimdesk.gui.library.actions import ArticleActions
from claimdesk.gui.library.details import ArticleDetailsDialog
from claimdesk.gui.library.feature import LibraryFeature
from claimdesk.gui.library.filtering import FilterButton
from claimdesk.gui.library.sampling import SampleDialog
from claimdesk.gui.library.shared_details import SharedDetailsDialog
from claimdesk.gui.widgets.article_filter import FilterDialog
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.editing import edits
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Annotation, Article
from claimdesk.models.text.spans import Span
from tests.projects import create_project

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support grabbing", extend=True)


@pytest.fixture
def bench(open_window, tmp_path: Path) -> Workbench:
    """Three articles of one outlet, with a suggestion in the last two."""
    path = tmp_path / "late.claimdesk"
    create_project(path)
    with Project.open(path) as project, project.edit("Fill") as session:
        for n in range(3):
            body = f"Port {n} opened."
            sha256 = hashlib.sha256(body.encode()).hexdigest()
            session.add(Article(title=f"N{n}", body=body, sha256=sha256, outlet="Gazette"))
        session.flush()
        for article in (2, 3):
            claim = edits.create_claim(session, article, {"content": [Span(0, 4)]})
            session.get(Annotation, claim).state = "suggested"
    return open_window(path)


@pytest.fixture
def actions(bench: Workbench) -> ArticleActions:
    return bench.feature(LibraryFeature).panel.findChild(ArticleActions)


LATE = [FilterDialog, SampleDialog, SharedDetailsDialog, ArticleDetailsDialog]


def other_article(bench: Workbench) -> int:
    """An article that is not open."""
    return 3 if bench.desk.article is None or bench.desk.article.id != 3 else 2


def statuses(bench: Workbench) -> list[str]:
    with bench.desk.reading() as connection:
        return list(connection.exec_driver_sql("SELECT status FROM article ORDER BY id").scalars())


def opened(bench: Workbench, kind: type[QDialog]) -> QDialog:
    """Open a dialog as the window does."""
    panel = bench.feature(LibraryFeature).panel
    if kind is FilterDialog:
        panel.findChild(FilterButton).ask()
    elif kind is SampleDialog:
        bench.commands["draw_sample"].trigger()
    elif kind is ArticleDetailsDialog:
        panel.findChild(ArticleActions).edit_details(other_article(bench))
    else:
        panel.findChild(ArticleActions).edit_shared_details([1, 2])
    return bench.window.findChild(kind)


def confirm(dialog: QDialog):
    return dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)


def is_loading(dialog: QDialog) -> bool:
    return any(one.text() == "Loading…" and one.isVisible() for one in dialog.findChildren(QLabel))


def deliver(bench: Workbench) -> None:
    """Let all jobs end and their answers arrive."""
    bench.jobs.wait()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()


@pytest.mark.parametrize("kind", LATE)
def test_a_dialog_opens_at_once_and_fills_in_later(
    qtbot: QtBot, bench: Workbench, held, kind: type[QDialog]
) -> None:
    with held(bench.jobs):
        dialog = opened(bench, kind)
        assert dialog.isVisible()
        assert is_loading(dialog)
        assert not confirm(dialog).isEnabled()
    qtbot.waitUntil(confirm(dialog).isEnabled)
    assert not is_loading(dialog)
    assert not dialog.grab().isNull()
    if kind is FilterDialog:
        assert any(box.findText("Gazette") >= 0 for box in dialog.findChildren(QComboBox))
    elif kind is SampleDialog:
        assert dialog.size_field.maximum() == 3
        assert "3 articles" in " ".join(one.text() for one in dialog.findChildren(QLabel))
    elif kind is ArticleDetailsDialog:
        texts = [one.text() for one in dialog.findChildren(QLineEdit) if one.isEnabled()]
        assert {"Gazette", f"N{other_article(bench) - 1}"} <= set(texts)
    else:
        assert dialog.lines["outlet"].text() == "Gazette"
    dialog.reject()


def test_the_details_of_the_open_article_are_there_at_once(bench: Workbench, held) -> None:
    with held(bench.jobs):
        bench.feature(LibraryFeature).panel.findChild(ArticleActions).edit_details(
            bench.desk.article.id
        )
        dialog = bench.window.findChild(ArticleDetailsDialog)
        assert not is_loading(dialog)
        assert confirm(dialog).isEnabled()
        titles = [one.text() for one in dialog.findChildren(QLineEdit)]
        assert bench.desk.article.title in titles
    dialog.reject()


def test_nothing_is_typed_into_details_that_are_overwritten_later(bench: Workbench, held) -> None:
    with held(bench.jobs):
        dialog = opened(bench, ArticleDetailsDialog)
        assert not any(one.isEnabled() for one in dialog.findChildren(QLineEdit))
    dialog.reject()


@pytest.mark.parametrize("kind", LATE)
def test_a_dialog_that_is_closed_before_does_nothing(
    bench: Workbench, held, kind: type[QDialog]
) -> None:
    with held(bench.jobs):
        dialog = opened(bench, kind)
        dialog.reject()
    deliver(bench)
    assert not isValid(dialog)
    assert bench.desk.undo_labels()[0] == "Fill"


def test_what_is_deleted_is_counted_beside_the_window(
    qtbot: QtBot, bench: Workbench, actions: ArticleActions, held
) -> None:
    with held(bench.jobs):
        actions.delete([2, 3])
        actions.delete([2, 3])  # an impatient second key
        assert len(statuses(bench)) == 3
    qtbot.waitUntil(lambda: len(statuses(bench)) == 1)
    deliver(bench)
    assert bench.desk.undo_labels()[0] == "Delete 2 articles"
    bench.desk.undo()
    assert len(statuses(bench)) == 3


def test_done_is_asked_about_once_the_answer_is_there(
    qtbot: QtBot, bench: Workbench, actions: ArticleActions, held
) -> None:
    with held(bench.jobs):
        actions.mark([2, 3], "done")
        actions.mark([2, 3], "done")
        assert QApplication.activeModalWidget() is None
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    question = QApplication.activeModalWidget()
    assert question.text() == "2 suggestions in 2 of these articles are still to decide."
    next(b for b in question.buttons() if b.text() == "Mark as done").click()
    qtbot.waitUntil(lambda: statuses(bench)[1:] == ["done", "done"])
    deliver(bench)
    assert not isinstance(QApplication.activeModalWidget(), QMessageBox), "it is asked once"


def test_details_that_are_closed_before_the_answer_mark_nothing(
    qtbot: QtBot, bench: Workbench, held
) -> None:
    dialog = opened(bench, ArticleDetailsDialog)
    qtbot.waitUntil(confirm(dialog).isEnabled)
    status = next(b for b in dialog.findChildren(QComboBox) if b.findText("Done") >= 0)
    status.setCurrentIndex(status.findText("Done"))
    with held(bench.jobs):
        dialog.accept()
        assert dialog.isVisible()
        dialog.reject()
    deliver(bench)
    assert QApplication.activeModalWidget() is None
    assert "done" not in statuses(bench)


def test_the_project_may_be_closed_before_the_answer(
    bench: Workbench, actions: ArticleActions, held
) -> None:
    with held(bench.jobs):
        actions.mark([2, 3], "done")
        actions.delete([2])
        bench.desk.close()
    deliver(bench)
    assert bench.desk.project is None
    assert QApplication.activeModalWidget() is None
