# SPDX-License-Identifier: MIT
"""The registry as the window opens it, and with many actors."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.registry.dialog import RegistryDialog
from claimdesk.gui.registry.feature import RegistryFeature
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Actor, Alias

MANY = 20_000


def registry_of(workbench) -> RegistryDialog:
    return workbench.window.findChild(RegistryDialog)


def take_focus(qtbot, workbench) -> None:
    def focused() -> bool:
        workbench.window.activateWindow()
        workbench.view.setFocus()
        return workbench.view.hasFocus()

    qtbot.waitUntil(focused)


def test_it_opens_by_key_at_the_actor_of_the_row_and_leads_back_to_the_text(
    open_window, sample: Path, qtbot
) -> None:
    workbench = open_window(sample)
    desk, view = workbench.desk, workbench.view
    rows = [row for row in desk.annotations.values() if row.actor_id is not None]
    desk.set_current(rows[0].id)
    take_focus(qtbot, workbench)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(view, Qt.Key.Key_G, modifiers)
    qtbot.waitUntil(lambda: registry_of(workbench) is not None)
    dialog = registry_of(workbench)
    assert not dialog.isModal()
    for width in (dialog.width(), 700):
        dialog.resize(width, dialog.height())
        qtbot.waitUntil(
            lambda: dialog.table.horizontalHeader().length() == dialog.table.viewport().width()
        )
        qtbot.waitUntil(lambda: not dialog.table.horizontalScrollBar().isVisible())
    qtbot.waitUntil(lambda: dialog.table.selected() == [rows[0].actor_id])
    uses = dialog.uses.list
    qtbot.waitUntil(lambda: uses.topLevelItemCount() > 0)
    item = uses.topLevelItem(uses.topLevelItemCount() - 1)
    desk.set_current(None)
    uses.scrollToItem(item)
    place = uses.visualItemRect(item).center()
    qtbot.mouseClick(uses.viewport(), Qt.MouseButton.LeftButton, pos=place)
    current = desk.current_row()
    assert current is not None
    assert rows[0].actor_id in (current.actor_id, current.speaker_id)
    dialog.close()
    qtbot.waitUntil(lambda: registry_of(workbench) is None)
    take_focus(qtbot, workbench)
    qtbot.keyClick(view, Qt.Key.Key_R, modifiers)
    qtbot.waitUntil(lambda: registry_of(workbench) is not None)


def test_an_edit_in_the_registry_is_seen_in_the_pane(open_window, sample: Path, qtbot) -> None:
    workbench = open_window(sample)
    row = next(r for r in workbench.desk.annotations.values() if r.actor_id is not None)
    workbench.feature(RegistryFeature).show_actor_of([row.id])
    dialog = registry_of(workbench)
    qtbot.waitUntil(lambda: dialog.table.selected() == [row.actor_id])
    index = dialog.table.currentIndex()
    assert dialog.model.setData(index, "Renamed actor")
    pane = workbench.panes["actors"].model
    texts = [pane.index(place, 0).data() for place in range(pane.rowCount())]
    assert any("Renamed actor" in str(text) for text in texts)


@pytest.fixture
def many(tmp_path: Path, qapp: QApplication):
    project = Project.create(tmp_path / "many.claimdesk")
    with project.edit("Fill") as session:
        actors = [Actor(name=f"Actor {n:05d}", kind="person") for n in range(MANY)]
        session.add_all(actors)
        session.flush()
        session.add_all(Alias(actor_id=actor.id, text=f"A{actor.name[6:]}") for actor in actors)
    desk = Desk()
    desk.open(project)
    yield desk
    desk.close()


class Beats:
    """The longest time that the event loop did not come round, in CPU seconds of this thread."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.thread_time()
        self._timer = QTimer()
        self._timer.timeout.connect(self.beat)
        self._timer.start(0)

    def beat(self) -> None:
        now = time.thread_time()
        self.longest = max(self.longest, now - self._last)
        self._last = now


@pytest.mark.drill
def test_twenty_thousand_actors_do_not_freeze_the_window(many: Desk, qtbot) -> None:
    jobs = Jobs()
    dialog = RegistryDialog(many, jobs)
    qtbot.addWidget(dialog)
    dialog.show()
    beats = Beats()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == MANY)
    qtbot.keyClicks(dialog.filter, "a1234")
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 10)
    head = dialog.table.horizontalHeader()
    place = QPoint(20, head.height() // 2)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    dialog.filter.clear()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == MANY)
    jobs.wait()
    # A table that reads all of its rows takes seconds.
    assert beats.longest < 0.1
