# SPDX-License-Identifier: MIT
"""Lists of actors in an order, and where they are used."""

from __future__ import annotations

import pytest

from claimdesk.models import registry
from claimdesk.models.editing import edits
from claimdesk.models.registry import listing
from claimdesk.models.store.project import Project
from claimdesk.models.text.spans import Span


@pytest.fixture
def ids(project: Project, article: int) -> dict[str, int]:
    with project.edit("Add") as session:
        found = {
            "é": registry.create_actor(session, "Élan Group", "group", aliases=["Straße 9"]),
            "b": registry.create_actor(session, "board", "organization", country="JP"),
            "c": registry.create_actor(session, "Council", "organization", state="suggested"),
        }
        registry.set_member_of(session, found["b"], found["é"])
        registry.set_note(session, found["b"], "Meets in May")
        for place in (0, 8):
            edits.create_mention(session, article, Span(place, place + 5), found["b"])
        edits.create_claim(session, article, {"content": [Span(0, 5)]}, speaker_id=found["é"])
        gone = edits.create_mention(session, article, Span(0, 3), found["c"])
        edits.reject(session, [gone])
        registry_state = "UPDATE actor SET state = 'suggested' WHERE id = ?"
        session.connection().exec_driver_sql(registry_state, (found["c"],))
    return found


def listed(project: Project, ids: dict[str, int], *args: str, **more: bool) -> str:
    back = {number: letter for letter, number in ids.items()}
    with project.reading() as connection:
        return "".join(back[i] for i in listing.actor_ids(connection, *args, **more))


@pytest.mark.parametrize(
    ("order", "descending", "expected"),
    [
        ("name", False, "bcé"),
        ("name", True, "écb"),
        ("country", False, "bcé"),
        ("country", True, "bcé"),
        ("member_of", True, "bcé"),
        ("mentions", True, "bcé"),
        ("claims", True, "ébc"),
        ("aliases", True, "ébc"),
        ("state", False, "cbé"),
        ("note", False, "bcé"),
        ("kind", False, "ébc"),
    ],
)
def test_actors_are_sorted_by_any_column_unknown_ones_last(
    project: Project, ids: dict[str, int], order: str, descending: bool, expected: str
) -> None:
    assert listed(project, ids, "", order, descending=descending) == expected


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("ÉLAN", "bé"),
        ("strasse", "é"),
        ("jp may", "b"),
        ("organization coun", "c"),
        ("100%", ""),
        ("\u00ad élan", "bé"),
        ("\ufdfa", ""),
        ("_", ""),
        ("'", ""),
    ],
)
def test_every_word_of_the_search_occurs_whatever_the_case(
    project: Project, ids: dict[str, int], search: str, expected: str
) -> None:
    assert listed(project, ids, search) == expected


def test_uses_are_counted_and_listed_without_rejected_ones(
    project: Project, ids: dict[str, int], text: str
) -> None:
    with project.reading() as connection:
        counts = listing.use_counts(connection)
        found = listing.uses(connection, ids["b"])
        assert listing.uses(connection, ids["b"], 1) == found[:1]
        assert listing.uses(connection, ids["c"]) == []
    assert counts == {
        ids["b"]: listing.UseCount(2, 0),
        ids["é"]: listing.UseCount(0, 1),
    }
    assert [use.quote for use in found] == [text[0:5], text[8:13]]
    assert {(use.title, use.role, use.state) for use in found} == {("Talks", "mention", "accepted")}
