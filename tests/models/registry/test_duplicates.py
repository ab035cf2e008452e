# SPDX-License-Identifier: MIT
"""Which actors are proposed as one and the same, and which never."""

from __future__ import annotations

import pytest

from claimdesk.models import registry
from claimdesk.models.registry import duplicates
from claimdesk.models.store.project import Project

Spec = tuple[str, str, str | None, tuple[str, ...]]


def spec(name: str, kind: str, country: str | None = None, *aliases: str) -> Spec:
    return name, kind, country, aliases


def found(project: Project, *actors: Spec) -> list[tuple[str, str, str]]:
    names = {}
    with project.edit("Add") as session:
        for name, kind, country, aliases in actors:
            made = registry.create_actor(session, name, kind, country=country, aliases=aliases)
            names[made] = name
    with project.reading() as connection:
        proposals = duplicates.likely_duplicates(connection)
    return [(names[p.first], names[p.second], p.reason) for p in proposals]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (spec("Harbour Board", "organization"), spec("harbour  board", "group"), "same name"),
        (spec("Ministry of Reefs", "organization"), spec("Reefs Ministry", "group"), "same words"),
        (spec("José Marín", "person"), spec("Jose Marin", "person"), "same words"),
        (spec("Coral Union", "alliance"), spec("CU", "organization"), "initials"),
        (spec("Sea Rescue Force", "organization"), spec("S.R.F.", "organization"), "initials"),
        (spec("Force of the Reefs (FRX)", "group"), spec("FRX", "group"), "“FRX” is a name of"),
        (spec("Minato Kihara", "person"), spec("Kihara", "person"), "surname"),
        (spec("Sun Ning", "person"), spec("Sun", "person"), "surname"),
        (spec("B. Coral III", "person"), spec("Ann B. Coral III", "person"), "shorter form"),
        (spec("Ann Coral", "person"), spec("Ann B. Coral Jr.", "person"), "shorter form"),
        (spec("Olena Zelenkova", "person"), spec("Olena Zelenkowa", "person"), "almost alike"),
        (spec("Coast Guard", "group"), spec("Patrols", "group", None, "Coast Guard"), "of both"),
        (
            spec("Reef Watch", "group", None, "the reef people"),
            spec("Wardens", "group", None, "Reef People"),
            "also called",
        ),
    ],
)
def test_likely_duplicates_are_proposed_with_a_reason(
    project: Project, one: Spec, other: Spec, reason: str
) -> None:
    proposals = found(project, one, other)
    assert [(first, second) for first, second, _reason in proposals] == [(one[0], other[0])]
    assert reason in proposals[0][2]


@pytest.mark.parametrize(
    "actors",
    [
        (spec("Iran", "state"), spec("Iraq", "state")),
        (spec("Austria", "state"), spec("Australia", "state")),
        (spec("Austria", "place"), spec("Australia", "place")),
        (spec("Austrian Navy", "organization"), spec("Australian Navy", "organization")),
        (spec("North Reef Council", "group"), spec("South Reef Council", "group")),
        (spec("5th Harbour Brigade", "group"), spec("7th Harbour Brigade", "group")),
        (spec("Ministry of Reefs", "group", "JP"), spec("Reefs Ministry", "group", "FR")),
        (spec("Korea", "state", "KR"), spec("Korea", "state", "KP")),
        (spec("Maria Holt", "person"), spec("Mario Holt", "person")),
        (spec("Holt", "person"), spec("Ann Holt", "person"), spec("Bo Holt", "person")),
        (spec("A. Holt", "person"), spec("Ann B. Holt", "person"), spec("Ada Holt", "person")),
        (spec("Bo Holt", "person"), spec("Ann B. Holt", "person")),
        (spec("Ann Holt", "person", None, "Holt"), spec("Bo Holt", "person", None, "Holt")),
        (spec("Kihara", "place"), spec("Minato Kihara", "person")),
        (spec("Sea Rescue Force", "organization"), spec("SRF", "person")),
    ],
)
def test_what_only_looks_alike_is_not(project: Project, actors: tuple[Spec, ...]) -> None:
    assert found(project, *actors) == []


def test_what_was_dismissed_is_remembered_in_the_project_and_can_be_undone(
    project: Project,
) -> None:
    actors = (spec("Reef Board", "group"), spec("Board of Reef", "group"), spec("RB", "group"))
    assert len(found(project, *actors)) == 2
    with project.reading() as connection:
        proposals = duplicates.likely_duplicates(connection)
    for proposal in proposals:
        with project.edit("Not the same") as session:
            duplicates.dismiss(session, proposal.second, proposal.first)
    path = project.path
    project.close()
    with Project.open(path) as again:
        with again.reading() as connection:
            assert duplicates.likely_duplicates(connection) == []
        again.undo()
        with again.reading() as connection:
            assert duplicates.likely_duplicates(connection) == proposals[1:]


@pytest.mark.parametrize("value", ["", "{", "{}", "[1]", '[["a", 1]]', "[[1, 2, 3]]"])
def test_a_damaged_memory_is_forgotten(project: Project, value: str) -> None:
    found(project, spec("Reef Board", "group"), spec("Board of Reef", "group"))
    with project.edit("Damage") as session:
        session.connection().exec_driver_sql(
            "INSERT INTO setting(key, value) VALUES (?, ?)", (duplicates.DISMISSED, value)
        )
    with project.reading() as connection:
        assert len(duplicates.likely_duplicates(connection)) == 1
