# SPDX-License-Identifier: MIT
"""Names that are typed are found whatever their case and accents, in every field for names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from claimdesk.gui.annotating.picking.picker import Choice, Picker
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.library.view import LibraryPanel
from claimdesk.gui.registry.dialog import RegistryDialog
from claimdesk.gui.registry.fields import ActorField
from claimdesk.models import registry
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article

# The platform of the tests has no keyboard that a pop-up could grab.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)

NAMES = ["Łódź", "Lodz Council", "Österreich", "São Paulo", "Wałęsa", "Владимир", "İzmir", "ｱｼﾞｱ"]
TYPED = [
    ("Osterreich", "Österreich"),
    ("österreich", "Österreich"),
    (unicodedata.normalize("NFD", "ÖSTERREICH"), "Österreich"),
    ("sao paulo", "São Paulo"),
    ("Walesa", "Wałęsa"),
    ("ВЛАДИМИР", "Владимир"),
    ("izmir", "İzmir"),
    ("アジア", "ｱｼﾞｱ"),
    ("Łódź", "Łódź"),
    ("Lodz", "Lodz Council"),
]


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    project = Project.create(tmp_path / "p.claimdesk")
    with project.edit("Fill") as session:
        for number, name in enumerate(NAMES):
            registry.create_actor(session, name, "state")
            body = f"Of {name.upper()} and others."
            session.add(Article(title=f"Talks {number}", body=body, sha256=f"{number}"))
    desk = Desk()
    desk.open(project)
    yield desk
    desk.close()


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.wait()


def type_in(field: QLineEdit, text: str) -> None:
    """Press the keys of a text; QTest knows those of Latin-1 only."""
    for char in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            widget = QApplication.activePopupWidget() or field
            target = field if isinstance(widget, Picker) else widget
            QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, char))


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """A window for what is tested."""
    host = QWidget()
    qtbot.addWidget(host)
    with qtbot.waitActive(host):
        host.show()
    return host


def picker(host: QWidget, names: list[str], **how: bool) -> Picker:
    found = Picker("Who", [Choice(n, name) for n, name in enumerate(names)], host, **how)
    found.show_at(host.mapToGlobal(host.rect().center()))
    return found


def rows(found: Picker) -> list[str]:
    return [found.list.item(n).text() for n in range(found.list.count())]


@pytest.mark.parametrize(("typed", "name"), TYPED)
def test_a_picker_offers_the_name_first(host: QWidget, qtbot: QtBot, typed: str, name: str) -> None:
    found = picker(host, NAMES)
    type_in(found.field, typed)
    assert rows(found)[0] == name
    with qtbot.waitSignal(found.picked) as picked:
        qtbot.keyClick(found.field, Qt.Key.Key_Return)
    assert picked.args == [NAMES.index(name)]


def test_the_accents_that_were_typed_rank_first(host: QWidget) -> None:
    names = ["Peña", "Pena", "Zoë", "Zoe"]
    found = picker(host, names)
    for typed, expected in (("pena", "Pena"), ("peña", "Peña"), ("zo", "Zoë"), ("ZOË", "Zoë")):
        found.field.clear()
        type_in(found.field, typed)
        assert rows(found)[0] == expected
        assert len(rows(found)) == 2
    found.close()


def test_what_has_the_name_already_is_not_offered_to_be_created(host: QWidget) -> None:
    found = picker(host, ["Österreich"], creates=True)
    type_in(found.field, unicodedata.normalize("NFD", "ÖSTERREICH"))
    assert rows(found) == ["Österreich"]
    found.field.clear()
    type_in(found.field, "Osterreich")
    assert rows(found) == ["Österreich", "Create “Osterreich”"]
    found.close()


@pytest.mark.parametrize(("typed", "name"), TYPED)
def test_a_field_for_an_actor_completes_the_name(
    desk: Desk, host: QWidget, qtbot: QtBot, typed: str, name: str
) -> None:
    field = ActorField(desk, host)
    field.show()
    field.setFocus()
    type_in(field, typed)
    popup = field.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert field.text() == name
    assert field.actor() == {a.name: a.id for a in desk.actors.values()}[name]


def test_a_membership_is_set_by_a_name_in_small_letters(
    desk: Desk, jobs: Jobs, qtbot: QtBot
) -> None:
    dialog = RegistryDialog(desk, jobs)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == len(NAMES))
    ids = {actor.name: actor.id for actor in desk.actors.values()}
    assert dialog.model.setData(dialog.model.index_of(ids["Łódź"], 3), "österreich")
    row = dialog.model.row_of(ids["Łódź"])
    assert row is not None
    assert row.member_of == "Österreich"
    assert len(desk.actors) == len(NAMES)


def test_adding_an_actor_of_a_name_that_is_there_goes_to_it(
    desk: Desk, jobs: Jobs, qtbot: QtBot
) -> None:
    dialog = RegistryDialog(desk, jobs)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    type_in(dialog.filter, "владимир")
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    dialog.actions_on.add(dialog.filter.text())
    assert len(desk.actors) == len(NAMES)


@pytest.mark.parametrize(("typed", "name"), TYPED)
def test_the_registry_and_the_library_are_filtered_by_the_name(
    desk: Desk, jobs: Jobs, qtbot: QtBot, typed: str, name: str
) -> None:
    dialog, panel = RegistryDialog(desk, jobs), LibraryPanel(desk, jobs)
    for widget in (dialog, panel):
        qtbot.addWidget(widget)
        with qtbot.waitActive(widget):
            widget.show()
    typed = f"{typed} Council" if typed == "Lodz" else typed
    wanted = {"Łódź": ["Lodz Council", "Łódź"]}.get(name, [name])
    type_in(dialog.filter, typed)
    qtbot.waitUntil(lambda: len(dialog.model.ids) == len(wanted))
    assert sorted(desk.actors[i].name for i in dialog.model.ids) == wanted
    field = panel.findChild(QLineEdit)
    assert field is not None
    type_in(field, typed)
    expected = [f"Talks {NAMES.index(one)}" for one in wanted]
    qtbot.waitUntil(lambda: sorted(titles(panel)) == sorted(expected))


def titles(panel: LibraryPanel) -> list[str]:
    model = panel.findChildren(QListView)[-1].model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_actors_are_sorted_as_the_language_of_the_window_does(
    tmp_path: Path, qapp: QApplication
) -> None:
    project = Project.create(tmp_path / "p.claimdesk")
    with project.edit("Fill") as session:
        for name in ("Zebra", "Österreich", "Group 10", "Oslo", "Group 2"):
            registry.create_actor(session, name, "state")
    before, desk = QLocale(), Desk()
    desk.open(project)
    for locale, last in (("en_US", "Zebra"), ("sv_SE", "Österreich")):
        QLocale.setDefault(QLocale(locale))
        try:
            other = Desk()
        finally:
            QLocale.setDefault(before)
        with project.edit("Touch") as session:
            registry.create_actor(session, f"New in {locale}", "state")
        names = [actor.name for actor in desk.actors.values()]
        assert names[:2] == ["Group 2", "Group 10"]
        assert names[-1] == last
        other.close()
    desk.close()
    Desk()
