# SPDX-License-Identifier: MIT
"""What the desk holds is what the project file has, after every kind of edit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert

from claimdesk.gui.annotating.picking import ranking
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models import registry
from claimdesk.models.codebook import set_choice_fields, set_domain_fields
from claimdesk.models.editing import edits as editing
from claimdesk.models.messages.errors import ClaimdeskError, NotSaved
from claimdesk.models.registry import delete_actor, merge_actors, split_actor
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Actor


def same_as_the_file(workbench: Workbench) -> bool:
    with workbench.desk.reading() as connection:
        stored = queries.actors(connection)
    by_name = registry.ActorResolver(stored.values())
    names = {name for row in stored.values() for name in (row.name, *row.aliases)}
    for name in {*names, "Ägäis", "zulu", "Zanzibar", "Zweite", "Seconda", "Second", "Sansibar"}:
        assert workbench.desk.resolver.find(name.upper()) == by_name.find(name)
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
        lambda session: registry.set_aliases(session, second, ["Zweite", "Seconda", "Second"]),
        lambda session: registry.set_aliases(session, second, ["Second", "Seconda"]),
        # What is taken from an actor does not change its own row.
        lambda session: split_actor(session, second, "Zeta", aliases=["Seconda"]),
        lambda session: merge_actors(session, second, [third]),
        lambda session: editing.set_actor(session, list(desk.annotations)[:1], first),
        lambda session: registry.set_aliases(session, first, ["Sansibar"]),
        lambda session: delete_actor(session, first, second),
    ]
    for number, edit in enumerate(edits):
        desk.act(f"Edit {number}", edit)
        assert same_as_the_file(workbench)
    for _ in edits:
        desk.undo()
        assert same_as_the_file(workbench)


def test_a_name_is_found_without_going_through_all_actors(
    open_window, sample: Path, steps: Callable[[Callable[[], object]], int]
) -> None:
    desk = open_window(sample).desk

    def cost(number: int) -> int:
        with desk.project.edit("Many") as session:
            rows = [{"name": f"Łódź {number} {i}", "kind": "place"} for i in range(number)]
            session.execute(insert(Actor), rows)
        assert desk.resolver.find(f"łódź {number} 7")
        return steps(lambda: ranking.actor_named(f"the ŁÓDŹ {number} 8", desk.resolver))

    assert cost(1000) == cost(10)

    # A change of few actors goes into what is known of the others.
    actor = desk.resolver.find("łódź 10 3")
    desk.act("Rename", lambda session: registry.rename_actor(session, actor, "Lodge"))
    assert steps(lambda: desk.resolver.find("LODGE")) < 100


def test_only_what_is_called_or_coloured_otherwise_is_told(open_window, sample: Path) -> None:
    desk = open_window(sample).desk
    actor, domain = next(iter(desk.actors)), next(iter(desk.domains))
    stance = desk.fields["stance"].choices[0].id
    told: list[frozenset[tuple[str, int]]] = []
    desk.names_changed.connect(told.append)
    set_state = "UPDATE actor SET state = 'suggested' WHERE id = ?"
    for number, edit in enumerate(
        [
            lambda session: registry.rename_actor(session, actor, "Zanzibar"),
            lambda session: registry.set_colour(session, [actor], "#112233"),
            lambda session: session.connection().exec_driver_sql(set_state, (actor,)),
            lambda session: set_domain_fields(session, domain, name="Seabed"),
            lambda session: set_choice_fields(session, stance, label="Warmly for it"),
            lambda session: editing.reject(session, list(desk.annotations)[:1]),
        ]
    ):
        desk.act(f"Edit {number}", edit)
    assert told[:4] == [{("actor", actor)}, {("actor", actor)}, set(), {("domain", domain)}]
    assert ("choice", stance) in told[4]
    assert not any(kind in ("actor", "domain") for kind, _ in told[4])
    assert len(told) == 5


def test_an_edit_that_returns_nothing_is_told_from_one_that_failed(
    open_window, sample: Path, shown_errors: list[str]
) -> None:
    desk = open_window(sample).desk
    saved: list[str] = []
    desk.saved.connect(saved.append)

    def refuse(_session: object) -> int:
        raise ClaimdeskError("That name is taken.")

    nothing = desk.act("Do nothing", lambda _session: None)
    assert nothing is not None and nothing.value is None
    assert desk.act("Refuse", refuse) is None
    assert (saved, shown_errors) == (["Do nothing"], ["That name is taken."])
    shown_errors.clear()
    desk.close()
    assert desk.act("Too late", lambda _session: 1) is None


def test_an_edit_and_an_undo_are_retried_as_often_as_is_wished(
    open_window, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_window(sample).desk
    answers, asked = [True, True, False], []

    def prompt(error: NotSaved) -> bool:
        asked.append(error.label)
        return answers[len(asked) - 1]

    def refuse(label: str):
        raise NotSaved("The disk is full.", label, retry=True)

    desk.retry_prompt = prompt
    with monkeypatch.context() as patch:
        patch.setattr(Project, "edit", lambda _project, label: refuse(label))
        assert desk.act("Note", lambda _session: 1) is None
    assert asked == ["Note", "Note", "Note"]
    answers, asked = [True, False], []
    with monkeypatch.context() as patch:
        patch.setattr(Project, "undo", lambda _project: refuse("Undo"))
        desk.undo()
    assert asked == ["Undo", "Undo"]
