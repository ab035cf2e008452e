# SPDX-License-Identifier: MIT
"""The actors of a project."""

from __future__ import annotations

import pytest

from claimdesk.models import registry
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project


def actor(project: Project, actor_id: int) -> queries.ActorRow:
    with project.reading() as connection:
        return queries.actors(connection)[actor_id]


def test_an_actor_has_each_alias_once(project: Project) -> None:
    with project.edit("Add") as session:
        created = registry.create_actor(
            session,
            "  Republic  of Oceana ",
            "state",
            country="JP",
            aliases=["Oceana", "Oceana ", "", "Republic of Oceana"],
        )
        registry.add_alias(session, created, " Oceana")
        registry.add_alias(session, created, "the archipelago")
    row = actor(project, created)
    assert (row.name, row.kind, row.country) == ("Republic of Oceana", "state", "JP")
    assert row.aliases == ("Oceana", "the archipelago")


def test_actors_are_found_by_name_before_alias_whatever_the_case(project: Project) -> None:
    with project.edit("Add") as session:
        alias = registry.create_actor(session, "Harbour Ministry", "organization", aliases=["HM"])
        name = registry.create_actor(session, "HM", "person")
        assert registry.ActorResolver.of(session.connection()).find("hm ") == name
        assert registry.ActorResolver.of(session.connection()).find("HARBOUR ministry") == alias
        assert registry.ActorResolver.of(session.connection()).find("nobody") is None


def test_a_renamed_actor_is_still_found_by_its_old_name(project: Project) -> None:
    with project.edit("Add") as session:
        created = registry.create_actor(session, "Oceana", "state", state="suggested")
    with project.edit("Rename") as session:
        registry.rename_actor(session, created, "Republic of Oceana")
    assert actor(project, created).aliases == ("Oceana",)
    assert actor(project, created).state == "accepted"
    with project.edit("Back") as session:
        registry.rename_actor(session, created, "Oceana")
    assert actor(project, created).name == "Oceana"
    assert actor(project, created).aliases == ("Republic of Oceana",)
    project.undo()
    project.undo()
    assert (actor(project, created).name, actor(project, created).state) == ("Oceana", "suggested")


def test_what_is_no_name_or_kind_is_refused(project: Project) -> None:
    with project.edit("Add") as session:
        created = registry.create_actor(session, "Oceana", "state")
    for name, kind, reason in (("  ", "state", "needs a name"), ("A", "ship", "“ship” is not")):
        with pytest.raises(ClaimdeskError, match=reason), project.edit("x") as session:
            registry.create_actor(session, name, kind)
    with pytest.raises(ClaimdeskError, match="needs a name"), project.edit("x") as session:
        registry.rename_actor(session, created, " ")
    with pytest.raises(ClaimdeskError, match="is not a kind"), project.edit("x") as session:
        registry.set_kind(session, created, "ship")
    with project.edit("Set") as session:
        registry.set_kind(session, created, "alliance")
    assert actor(project, created).kind == "alliance"
