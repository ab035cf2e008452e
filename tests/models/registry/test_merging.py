# SPDX-License-Identifier: MIT
"""Merging, splitting and deleting actors, and undoing it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimdesk.models import registry
from claimdesk.models.editing import edits
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.registry import listing
from claimdesk.models.registry.actors import memberships
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Addressee, Article, Partner, recorded_tables
from claimdesk.models.text.spans import Span

TEXT = "Oceana said Lowland agreed. Old Oceana and Lowland spoke of reefs with the Lowlanders."


def add_article(project: Project, title: str = "Talks") -> int:
    with project.edit("Add an article") as session:
        article = Article(title=title, body=TEXT, sha256="0" * 64)
        session.add(article)
        session.flush()
        return article.id


def actor(project: Project, actor_id: int) -> listing.RegistryRow | None:
    with project.reading() as connection:
        return listing.actor_rows(connection, [actor_id]).get(actor_id)


def uses(project: Project, actor_id: int) -> list[tuple[str, str]]:
    with project.reading() as connection:
        found = listing.uses(connection, actor_id)
    return [(use.role, use.quote) for use in found]


def state(project: Project) -> dict[str, list[tuple]]:
    with project.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
            for table in recorded_tables()
        }


def build(project: Project) -> dict[str, int]:
    """Three states, the text coded with them in every way that names an actor."""
    article = add_article(project)
    with project.edit("Code") as session:
        one = registry.create_actor(session, "Oceana", "state", aliases=["Old Oceana"])
        two = registry.create_actor(
            session, "Lowland", "state", country="NL", aliases=["the Lowlanders", "Old Oceana"]
        )
        member = registry.create_actor(session, "Reef Board", "organization")
        registry.set_member_of(session, member, two)
        registry.set_note(session, two, "Low.")
        first = edits.create_mention(session, article, Span(0, 6), one)
        second = edits.create_mention(session, article, Span(12, 19), two)
        third = edits.create_mention(session, article, Span(28, 38), one)
        claim = edits.create_claim(
            session,
            article,
            {"source": [Span(28, 38)], "content": [Span(51, 65)]},
            speaker_id=one,
        )
        other = edits.create_claim(session, article, {"content": [Span(12, 26)]}, speaker_id=two)
        domain = edits.create_domain_mention(session, article, Span(60, 65), None)
        session.add_all(Addressee(claim_id=claim, actor_id=actor) for actor in (one, two, member))
        session.add(Addressee(claim_id=other, actor_id=two))
        session.add_all(Partner(domain_mention_id=domain, actor_id=actor) for actor in (one, two))
    return dict(
        article=article, one=one, two=two, member=member, first=first, second=second, third=third,
        claim=claim, other=other, domain=domain,
    )  # fmt: skip


@pytest.fixture
def ids(project: Project) -> dict[str, int]:
    return build(project)


def test_a_merge_moves_everything_and_is_one_step_of_undo(project, ids) -> None:
    before = state(project)
    with project.edit("Merge") as session:
        registry.merge_actors(session, ids["one"], [ids["two"], ids["two"], ids["one"]])
    row = actor(project, ids["one"])
    assert (row.name, row.country, row.note) == ("Oceana", "NL", "Low.")
    assert set(row.aliases) == {"Old Oceana", "the Lowlanders", "Lowland"}
    assert actor(project, ids["two"]) is None
    assert actor(project, ids["member"]).member_of == "Oceana"
    assert sorted(uses(project, ids["one"])) == [
        ("addressee", "Lowland agreed"),
        ("addressee", "spoke of reefs"),
        ("mention", "Lowland"),
        ("mention", "Oceana"),
        ("mention", "Old Oceana"),
        ("partner", "reefs"),
        ("speaker", "Lowland agreed"),
        ("speaker", "spoke of reefs"),
    ]
    assert uses(project, ids["member"]) == [("addressee", "spoke of reefs")]
    after = state(project)
    project.undo()
    assert state(project) == before
    project.redo()
    assert state(project) == after


def test_the_preview_counts_what_a_merge_will_move(project, ids) -> None:
    other = add_article(project, "More talks")
    with project.edit("Code") as session:
        edits.create_mention(session, other, Span(12, 19), ids["two"])
        gone = edits.create_mention(session, other, Span(43, 50), ids["two"])
        edits.reject(session, [gone])
    with project.reading() as connection:
        found = registry.impact_of(connection, [ids["two"]])
    assert (found.mentions, found.claims, found.articles) == (2, 1, 2)
    assert (found.addressed, found.partners, found.members, found.aliases) == (2, 1, 1, 2)


def test_three_become_one_though_two_of_them_name_the_same_claim(project, ids) -> None:
    with project.edit("Merge") as session:
        registry.merge_actors(session, ids["member"], [ids["one"], ids["two"]])
    roles = [role for role, quote in uses(project, ids["member"]) if quote == "spoke of reefs"]
    assert sorted(roles) == ["addressee", "speaker"]
    assert actor(project, ids["member"]).member_of_id is None


def test_a_merge_never_makes_an_actor_a_member_of_itself(project) -> None:
    with project.edit("Add") as session:
        a, b, c = (registry.create_actor(session, name, "group") for name in "ABC")
        registry.set_member_of(session, a, b)
        registry.set_member_of(session, b, c)
        with pytest.raises(ClaimdeskError, match="can't be a member"):
            registry.set_member_of(session, c, a)
        with pytest.raises(ClaimdeskError, match="of itself"):
            registry.set_member_of(session, c, c)
    with project.edit("Merge") as session:
        registry.merge_actors(session, a, [c])
        assert memberships(session, b) == [a]
        assert memberships(session, a) == []


def test_nothing_to_merge_is_refused(project, ids) -> None:
    with pytest.raises(ClaimdeskError, match="at least two"), project.edit("Merge") as session:
        registry.merge_actors(session, ids["one"], [ids["one"]])
    with pytest.raises(ClaimdeskError, match="gone"), project.edit("Merge") as session:
        registry.merge_actors(session, ids["one"], [999])


def test_a_split_takes_an_alias_with_its_mentions_and_their_claims(project, ids) -> None:
    before = state(project)
    with project.edit("Split") as session:
        created = registry.split_actor(session, ids["one"], "Old Oceana", aliases=["Old Oceana"])
    row = actor(project, created)
    assert (row.name, row.kind, row.aliases) == ("Old Oceana", "state", ())
    assert sorted(uses(project, created)) == [
        ("addressee", "spoke of reefs"),
        ("mention", "Old Oceana"),
        ("speaker", "spoke of reefs"),
    ]
    assert sorted(uses(project, ids["one"])) == [("mention", "Oceana"), ("partner", "reefs")]
    project.undo()
    assert state(project) == before


def test_a_split_takes_chosen_annotations_only(project, ids) -> None:
    with project.edit("Split") as session:
        created = registry.split_actor(
            session, ids["one"], "Isle", "place", annotations=[ids["first"], ids["second"]]
        )
    assert uses(project, created) == [("mention", "Oceana")]
    assert uses(project, ids["two"])[0] == ("mention", "Lowland")
    assert actor(project, created).kind == "place"
    with pytest.raises(ClaimdeskError, match="Choose what"), project.edit("Split") as session:
        registry.split_actor(session, ids["one"], "Isle", aliases=["unknown"])


@pytest.mark.parametrize("replaced", [True, False])
def test_a_deleted_actor_is_replaced_or_its_annotations_name_nobody(project, ids, replaced) -> None:
    before = state(project)
    with project.edit("Delete") as session:
        registry.delete_actor(session, ids["two"], ids["one"] if replaced else None)
    with project.reading() as connection:
        rows = {row.id: row for row in queries.article_annotations(connection, ids["article"])}
    assert rows[ids["second"]].actor_id == (ids["one"] if replaced else None)
    assert rows[ids["other"]].speaker_id == (ids["one"] if replaced else None)
    assert actor(project, ids["member"]).member_of == ("Oceana" if replaced else "")
    assert actor(project, ids["one"]).aliases == ("Old Oceana",)
    project.undo()
    assert state(project) == before
    with pytest.raises(ClaimdeskError, match="replace itself"), project.edit("x") as session:
        registry.delete_actor(session, ids["one"], ids["one"])


step = st.tuples(
    st.sampled_from(["merge", "split", "delete", "replace", "rename", "aliases"]),
    st.lists(st.integers(0, 9), min_size=3, max_size=3),
    st.sampled_from(["Oceana", "Lowland", "Old Oceana", "Isle", "the Lowlanders"]),
)


@pytest.mark.drill
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(step, min_size=1, max_size=8))
def test_any_merges_and_splits_can_be_undone_and_redone(steps) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Project.create(Path(folder) / "p.claimdesk") as project,
    ):
        build(project)
        states = [state(project)]
        for act, places, name in steps:
            try:
                with project.edit(act) as session:
                    do(session, act, places, name)
            except ClaimdeskError:
                assert state(project) == states[-1]
            now = state(project)
            if now != states[-1]:
                states.append(now)
        for expected in reversed(states[:-1]):
            project.undo()
            assert state(project) == expected
        for expected in states[1:]:
            project.redo()
            assert state(project) == expected


def do(session, act: str, places: list[int], name: str) -> None:
    sql = session.connection().exec_driver_sql
    actors = [row[0] for row in sql("SELECT id FROM actor ORDER BY id")]
    if not actors:
        return
    one, two, three = (actors[place % len(actors)] for place in places)
    if act == "merge":
        registry.merge_actors(session, one, [two, three])
    elif act == "split":
        named = [row[0] for row in sql("SELECT id FROM mention WHERE actor_id = ?", (one,))]
        registry.split_actor(session, one, name, annotations=named[:1], aliases=[name])
    elif act == "delete":
        registry.delete_actor(session, one)
    elif act == "replace":
        registry.delete_actor(session, one, two)
    elif act == "rename":
        registry.rename_actor(session, one, name)
    else:
        registry.set_aliases(session, one, [name, "Isle", "Lowland"])
