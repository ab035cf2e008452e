# SPDX-License-Identifier: MIT
"""What the desk holds is what the project file has, after every kind of edit."""

from __future__ import annotations

from pathlib import Path

from claimdesk.gui.workbench import Workbench
from claimdesk.models import editing, queries, registry
from claimdesk.models.registry import merge_actors


def same_as_the_file(workbench: Workbench) -> bool:
    with workbench.desk.reading() as connection:
        stored = queries.actors(connection)
    return list(workbench.desk.actors.items()) == list(stored.items())


def test_actors_stay_as_they_are_in_the_file(open_window, sample: Path) -> None:
    workbench = open_window(sample)
    desk = workbench.desk
    first, second, third = list(desk.actors)[:3]
    edits = [
        lambda session: registry.create_actor(session, "Ägäis", "place"),
        lambda session: registry.create_actor(session, "zulu", "group"),
        lambda session: registry.set_kind(session, first, "group"),
        lambda session: registry.rename_actor(session, first, "Zanzibar"),
        lambda session: merge_actors(session, second, [third]),
        lambda session: editing.set_actor(session, list(desk.annotations)[:1], first),
    ]
    for number, edit in enumerate(edits):
        desk.act(f"Edit {number}", edit)
        assert same_as_the_file(workbench)
    for _ in edits:
        desk.undo()
        assert same_as_the_file(workbench)
