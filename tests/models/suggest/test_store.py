# SPDX-License-Identifier: MIT
"""Where suggestions go: they replace one another, and never what an analyst decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from claimdesk.models import registry
from claimdesk.models.articles.importing import import_text
from claimdesk.models.editing import edits
from claimdesk.models.learning.knowledge import read_knowledge
from claimdesk.models.store import queries
from claimdesk.models.store.history import Changes
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.suggest import runs
from claimdesk.models.suggest.data import (
    ActorEntry,
    ClaimSuggestion,
    DomainEntry,
    DomainSuggestion,
    MentionSuggestion,
    Pipeline,
    Suggestions,
)
from claimdesk.models.suggest.engine import Engine
from claimdesk.models.text.spans import Span
from claimdesk.resources.files import read_text
from tests.projects import create_project

pytestmark = pytest.mark.drill

PIPELINE = Pipeline("words", "1.2", {"size": "small"})
LINDT = ActorEntry("Mara Lindt", "person", "NO", ("Lindt", "Ms Lindt"))
QUANTUM = DomainEntry("Quantum technologies")


@pytest.fixture
def batch(text: str) -> Suggestions:
    """A mention, a claim and a domain mention."""

    def at(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    because = (0.1 + 0.2, "rule:test", "because")
    return Suggestions(
        (MentionSuggestion(at("Mara Lindt"), LINDT, *because),),
        (
            ClaimSuggestion(
                (at("Mara Lindt"),),
                (at("added"),),
                (at("We agree"), at("quantum clocks come next")),
                LINDT,
                *because,
                stance="supportive",
                kind="prediction",
                domains=(QUANTUM, DomainEntry("Nothing like it")),
            ),
        ),
        (DomainSuggestion(at("quantum clocks"), QUANTUM, *because),),
    )


def suggest(project: Project, article: int, *batches: Suggestions) -> dict[str, AnnotationRow]:
    """Write one run; the annotations of the article by layer."""
    run = runs.Run(project, article, PIPELINE)
    for each in batches:
        run.add(each)
    run.finish()
    return layers(project, article)


def layers(project: Project, article: int) -> dict[str, AnnotationRow]:
    with project.reading() as connection:
        found = queries.article_annotations(connection, article)
    assert len({row.layer for row in found}) == len(found)
    return {row.layer: row for row in found}


def actors(project: Project) -> list[queries.ActorRow]:
    with project.reading() as connection:
        return list(queries.actors(connection).values())


def test_suggestions_are_written_whole_and_are_no_step_of_undo(
    project: Project, article: int, batch: Suggestions
) -> None:
    steps = project.undo_label()
    found = suggest(project, article, batch)
    assert project.undo_label() == steps
    [actor] = actors(project)
    assert (actor.name, actor.kind, actor.country) == ("Mara Lindt", "person", "NO")
    assert (actor.state, actor.aliases) == ("suggested", ("Lindt", "Ms Lindt"))
    claim = found["claim"]
    with project.reading() as connection:
        fields, domains = queries.fields(connection), queries.domains(connection)
        run = connection.exec_driver_sql("SELECT pipeline, version, settings FROM suggestion_run")
        assert tuple(run.one()) == ("words", "1.2", '{"size": "small"}')
    assert claim.quote("content") == "We agree … quantum clocks come next"
    assert claim.speaker_id == found["actor"].actor_id == actor.id
    assert [c.key for c in fields["stance"].choices if c.id == claim.codes.get("stance")] == [
        "supportive"
    ]
    assert [c.key for c in fields["kind"].choices if c.id == claim.codes.get("kind")] == [
        "prediction"
    ]
    assert [domains[i].name for i in claim.domain_ids] == ["Quantum technologies"]
    assert domains[found["domain"].domain_id].name == "Quantum technologies"
    for row in found.values():
        assert (row.state, row.score, row.origin) == ("suggested", 0.1 + 0.2, "rule:test")
        assert row.reason == "because"


def test_all_who_speak_together_are_suggested_accepted_and_taken_back_together(
    project: Project, article: int, batch: Suggestions
) -> None:
    others = ActorEntry("Reef Board", "group"), ActorEntry("Port Union", "organization")
    claim = replace(batch.claims[0], speakers=(LINDT, *others, LINDT))
    found = suggest(project, article, Suggestions((), (claim,)))["claim"]
    names = {actor.id: actor.name for actor in actors(project)}
    assert [names[i] for i in found.speaker_ids] == ["Mara Lindt", "Reef Board", "Port Union"]
    assert suggest(project, article) == {}
    assert actors(project) == []
    found = suggest(project, article, Suggestions((), (claim,)))["claim"]
    with project.edit("Accept") as session:
        edits.accept(session, [found.id])
    assert {actor.state for actor in actors(project)} == {"accepted"}
    project.undo()
    assert {actor.state for actor in actors(project)} == {"suggested"}
    project.redo()
    with project.edit("One alone") as session:
        edits.set_speaker(session, [found.id], found.speaker_id)
    suggest(project, article)
    assert len(actors(project)) == 3, "undo may name them again"


def test_a_new_run_replaces_what_nobody_touched(
    project: Project, article: int, batch: Suggestions
) -> None:
    first = suggest(project, article, batch)
    second = suggest(project, article, batch)
    assert first.keys() == second.keys()
    assert not {row.id for row in first.values()} & {row.id for row in second.values()}
    assert len(actors(project)) == 1
    assert suggest(project, article) == {}


def test_a_proposed_actor_goes_with_the_last_suggestion_that_names_it(
    project: Project, article: int, batch: Suggestions
) -> None:
    with project.edit("Add") as session:
        kept = registry.create_actor(session, "Oceana", "state")
        named = registry.create_actor(session, "Reef Board", "group", state="suggested")
    suggest(project, article, batch)
    assert {actor.name for actor in actors(project)} == {"Mara Lindt", "Oceana", "Reef Board"}
    told: list[Changes] = []
    project.observe(told.append)
    suggest(project, article)
    # What an edit made is left alone, proposed or not.
    assert {actor.id for actor in actors(project)} == {kept, named}
    assert any("actor" in changes.rows for changes in told)


@pytest.mark.parametrize("decision", [edits.accept, edits.reject])
def test_what_was_decided_stays_and_is_not_suggested_again(
    project: Project, article: int, batch: Suggestions, decision: Callable
) -> None:
    first = suggest(project, article, batch)
    with project.edit("Decide") as session:
        decision(session, [row.id for row in first.values()])
    decided = layers(project, article)
    assert suggest(project, article, batch) == decided


def test_a_claim_that_shares_half_its_content_with_a_decided_one_is_the_same(
    project: Project, article: int, batch: Suggestions, text: str
) -> None:
    first = suggest(project, article, batch)
    start = text.index("quantum clocks")
    with project.edit("Correct") as session:
        edits.set_role(session, first["claim"].id, "content", [Span(start, start + 24)])
    again = suggest(project, article, Suggestions(claims=batch.claims))
    assert again["claim"].id == first["claim"].id
    assert again["claim"].state == "accepted"


def test_an_edit_made_before_a_new_run_is_undone_after_it(
    project: Project, article: int, batch: Suggestions
) -> None:
    first = suggest(project, article, batch)
    with project.edit("Accept the claim") as session:
        edits.accept(session, [first["claim"].id])
    second = suggest(project, article, batch)
    assert second["claim"].id == first["claim"].id
    assert second["actor"].id != first["actor"].id
    project.undo()
    assert layers(project, article)["claim"].state == "suggested"
    third = suggest(project, article, batch)
    assert third["claim"].id == first["claim"].id
    project.redo()
    assert layers(project, article)["claim"].state == "accepted"


def test_deleting_and_undoing_an_article_keeps_its_suggestions(
    project: Project, article: int, batch: Suggestions
) -> None:
    before = suggest(project, article, batch)
    with project.edit("Delete") as session:
        edits.delete_article(session, article)
    assert layers(project, article) == {}
    project.undo()
    assert layers(project, article) == before


def test_batches_add_up_and_the_same_is_taken_once(
    project: Project, article: int, batch: Suggestions
) -> None:
    both = suggest(project, article, Suggestions(mentions=batch.mentions), batch)
    assert set(both) == {"actor", "claim", "domain"}


def test_a_suggestion_names_the_actor_that_is_there(
    project: Project, article: int, batch: Suggestions
) -> None:
    with project.edit("Add") as session:
        known = registry.create_actor(session, "M. Lindt", "person", aliases=["MARA LINDT"])
    assert suggest(project, article, batch)["actor"].actor_id == known
    assert len(actors(project)) == 1


def test_observers_hear_what_came_and_what_went(
    project: Project, article: int, batch: Suggestions
) -> None:
    first = suggest(project, article, batch)
    told: list[Changes] = []
    project.observe(told.append)
    second = suggest(project, article, batch)
    ids = {row.id for row in [*first.values(), *second.values()]}
    assert frozenset().union(*(changes.annotations for changes in told)) == ids
    assert all(changes.articles == {article} for changes in told)


def test_an_article_that_went_meanwhile_gets_nothing(
    project: Project, article: int, batch: Suggestions
) -> None:
    run = runs.Run(project, article, PIPELINE)
    with project.edit("Delete") as session:
        edits.delete_article(session, article)
    run.add(batch)
    run.finish()
    with project.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM annotation").scalar() == 0


def test_an_article_that_goes_during_a_run_ends_it(
    project: Project, article: int, batch: Suggestions
) -> None:
    run = runs.Run(project, article, PIPELINE)
    run.add(Suggestions(mentions=batch.mentions))
    with project.edit("Delete") as session:
        edits.delete_article(session, article)
    run.add(Suggestions(domains=batch.domains))
    run.finish()
    with project.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM annotation").scalar() == 0


def test_a_deleted_suggestion_comes_back_with_its_proposed_actor(
    project: Project, article: int, batch: Suggestions
) -> None:
    first = suggest(project, article, batch)
    with project.edit("Delete") as session:
        edits.delete_annotations(session, [first["actor"].id])
    assert suggest(project, article) == {}
    project.undo()
    assert layers(project, article) == {"actor": first["actor"]}
    assert [actor.name for actor in actors(project)] == ["Mara Lindt"]


def test_what_is_decided_during_a_run_is_not_suggested_by_it(
    project: Project, article: int, batch: Suggestions
) -> None:
    run = runs.Run(project, article, PIPELINE)
    run.add(Suggestions())
    with project.edit("Annotate") as session:
        edits.create_mention(session, article, batch.mentions[0].span, None)
    run.add(Suggestions(mentions=batch.mentions))
    run.finish()
    with project.reading() as connection:
        [row] = queries.article_annotations(connection, article)
    assert row.state == "accepted"


def test_a_suggester_knows_the_registry_and_the_codebook(project: Project) -> None:
    with project.edit("Add") as session:
        created = registry.create_actor(session, "Oceana", "state", aliases=["the archipelago"])
    with project.reading() as connection:
        knowledge = read_knowledge(connection, "fr")
    assert knowledge.actors == (ActorEntry("Oceana", "state", None, ("the archipelago",), created),)
    assert "quantum sensor" in next(d for d in knowledge.domains if d.name == QUANTUM.name).terms
    assert knowledge.language == "fr"


def test_articles_that_are_done_are_left_alone(project: Project, add_article: Callable) -> None:
    one, two, three = (add_article(project, body=f"Text {i}") for i in range(3))
    with project.edit("Done") as session:
        edits.set_article(session, two, status="done")
    assert set(runs.pending(project, [], also_done=False)) == {one, three}
    assert set(runs.pending(project, [], also_done=True)) == {one, two, three}
    assert set(runs.pending(project, [two], also_done=False)) == {two}


def test_suggesting_again_without_an_edit_gives_the_same(tmp_path: Path) -> None:
    create_project(tmp_path / "p.claimdesk")
    engine = Engine.load()
    with Project.open(tmp_path / "p.claimdesk") as project:
        import_text(project, read_text("sample/article.txt"))
        found = []
        for _time in range(2):
            with project.reading() as connection:
                article = queries.article(connection, 1)
                known = read_knowledge(connection)
            run = runs.Run(project, 1, engine.pipeline)
            run.add(engine.suggest_all(article.body, known))
            run.finish()
            with project.reading() as connection:
                rows = queries.article_annotations(connection, 1)
                names = queries.actors(connection)
            found.append(
                [(r.layer, r.pieces, getattr(names.get(r.actor_id), "name", None)) for r in rows]
            )
    assert sorted(found[0], key=repr) == sorted(found[1], key=repr)
