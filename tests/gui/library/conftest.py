# SPDX-License-Identifier: MIT
"""A desk with a real project, and what its panels and dialogs need."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot
from sqlalchemy import insert

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article

BODY = "The mayor said the harbour would open again in spring, whatever the weather."


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    desk = Desk()
    desk.open(Project.create(tmp_path / "p.claimdesk"))
    yield desk
    desk.close()


@pytest.fixture
def jobs(desk: Desk) -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.wait()


@pytest.fixture
def held() -> Callable[[Jobs], AbstractContextManager[None]]:
    """Lets no job begin while a block lasts: answers of the database are late."""

    @contextmanager
    def hold(jobs: Jobs) -> Iterator[None]:
        free = threading.Event()
        for _more_than_there_are_threads in range(8):
            jobs.run(free.wait)
        try:
            yield
        finally:
            free.set()

    return hold


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    return window


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    """Settings that nothing was kept in yet."""
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def told(desk: Desk) -> list[str]:
    """What the status bar said so far."""
    texts: list[str] = []
    desk.status_message.connect(texts.append)
    return texts


@pytest.fixture
def add_articles(desk: Desk) -> Callable[..., list[int]]:
    """Adds articles, each from the columns given, in one edit; gives their ids."""

    def add(*articles: dict[str, str]) -> list[int]:
        with desk.project.edit("Add articles") as session:
            rows = [
                {
                    "title": f"Article {number}",
                    "body": BODY,
                    "language": "en",
                    "status": "unread",
                    "sha256": f"{number}",
                    "created": "2024-01-01T00:00:00.000Z",
                    "outlet": None,
                    "published_on": None,
                    **article,
                }
                for number, article in enumerate(articles)
            ]
            session.execute(insert(Article), rows)
        with desk.project.reading() as connection:
            found = connection.exec_driver_sql("SELECT id FROM article ORDER BY id").all()
        return [row[0] for row in found][-len(articles) :]

    return add
