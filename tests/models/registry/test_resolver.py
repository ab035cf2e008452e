# SPDX-License-Identifier: MIT
"""A name means the same actor wherever it comes from."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from claimdesk.models import codebook, registry
from claimdesk.models.analysis.distribution import distribution
from claimdesk.models.editing import edits
from claimdesk.models.exchange.formats import export_project, import_corpus
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.registry import ActorResolver, listing, spreadsheet
from claimdesk.models.search import library
from claimdesk.models.store import queries
from claimdesk.models.store.history.deleted import deleted_items
from claimdesk.models.store.history.listing import StepFilter, steps
from claimdesk.models.store.project import Project
from claimdesk.models.suggest import runs
from claimdesk.models.suggest.data import ActorEntry, MentionSuggestion, Pipeline, Suggestions
from claimdesk.models.text.spans import Span

NAMES = [
    ("Österreich", "ÖSTERREICH"),
    ("Österreich", unicodedata.normalize("NFD", "österreich")),
    ("Église de France", "ÉGLISE DE FRANCE"),
    ("Łódź", "łÓDŹ"),
    ("İstanbul", unicodedata.normalize("NFD", "İSTANBUL")),
    ("Άννας", "ΆΝΝΑΣ"),
    ("Владимир", "ВЛАДИМИР"),
    ("Việt Nam", unicodedata.normalize("NFD", "VIỆT NAM")),
    ("トヨタ", "ﾄﾖﾀ"),
    ("Straßenbund", "STRASSENBUND"),
    ("Soft Party", "Soft\u00ad\u00a0Party"),
]


def actors(project: Project) -> list[str]:
    with project.reading() as connection:
        return [actor.name for actor in queries.actors(connection).values()]


def add(project: Project, name: str, kind: str = "state", **more: object) -> int:
    with project.edit("Add") as session:
        return registry.create_actor(session, name, kind, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "typed"), NAMES)
def test_one_actor_is_found_by_every_form_of_its_name(
    project: Project, article: int, name: str, typed: str, tmp_path: Path
) -> None:
    known = add(project, name)
    alias = add(project, "Other", aliases=[f"The {name}"])
    with project.edit("Find") as session:
        assert registry.ActorResolver.of(session.connection()).find(typed) == known
        assert registry.ActorResolver.of(session.connection()).find(f"  THE {typed}") == alias
    file = tmp_path / "actors.csv"
    file.write_text(f"name,kind,member of\n{typed},state,\nNew,group,{typed}\n", "utf-8")
    with project.edit("Import") as session:
        done = spreadsheet.import_actors(session, spreadsheet.read_actors(file), file)
    assert (done.added, done.unchanged) == (1, 1)
    run = runs.Run(project, article, Pipeline("words", "1", {}))
    mention = MentionSuggestion(Span(0, 7), ActorEntry(typed, "state"), 1.0, "rules", "")
    run.add(Suggestions(mentions=(mention,)))
    run.finish()
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "t.txt").write_text(f"{typed} spoke.\n", "utf-8")
    (folder / "t.ann").write_text(f"T1\tState 0 {len(typed)}\t{typed}\n", "utf-8")
    import_corpus(project, folder)
    assert sorted(actors(project)) == sorted([name, "New", "Other"])


def test_a_corpus_tells_two_of_one_name_apart_by_kind(project: Project) -> None:
    state, person = add(project, "Jordan"), add(project, "JORDAN", "person")
    with project.reading() as connection:
        found = ActorResolver.of(connection)
    assert found.find("jordan") == state
    assert found.find("jordan", "person") == person
    assert found.find("jordan", "group") == state
    assert found.namesakes("jordan", "group") == []


def test_a_name_goes_before_an_alias_and_the_oldest_first(project: Project) -> None:
    add(project, "Republic", aliases=["Łódź"])
    second, _third = add(project, "ŁÓDŹ", "place"), add(project, "Łódź", "place")
    with project.edit("Find") as session:
        assert registry.ActorResolver.of(session.connection()).find("łódź") == second
        assert registry.ActorResolver.of(session.connection()).find("łódź", "state") == second


@pytest.mark.parametrize("name", ["", " \u200b", "\u00ad"])
def test_a_name_that_nobody_sees_is_refused(project: Project, name: str) -> None:
    with pytest.raises(ClaimdeskError, match="needs a name"), project.edit("Add") as session:
        registry.create_actor(session, name, "state")


@pytest.mark.parametrize(("name", "typed"), NAMES)
def test_the_registry_is_filtered_whatever_case_and_accents(
    project: Project, name: str, typed: str
) -> None:
    known = add(project, name)
    add(project, "Elsewhere")
    plain = {"Österreich": "Osterreich", "Łódź": "Lodz", "Việt Nam": "viet nam"}.get(name, typed)
    for words in (name, typed, plain):
        with project.reading() as connection:
            assert listing.actor_ids(connection, words) == [known]


def test_actors_are_listed_and_exported_in_the_order_of_a_dictionary(
    project: Project, tmp_path: Path
) -> None:
    expected = ["Éclair", "Edam", "Group 2", "Group 10", "Österreich", "Zebra"]
    for name in reversed(expected):
        add(project, name)
    assert actors(project) == expected
    spreadsheet.export_actors(project, tmp_path / "a.csv")
    lines = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == expected


@pytest.mark.parametrize(("name", "typed"), NAMES)
def test_history_and_deleted_items_are_found_by_every_form(
    project: Project, add_article: Callable[..., int], name: str, typed: str
) -> None:
    article = add_article(project, f"{name} spoke.", title=name)
    with project.edit(f"Add {name}") as session:
        actor = registry.create_actor(session, name, "state")
        domain = codebook.add_domain(session, name)
        mention = edits.create_mention(session, article, Span(0, len(name)), actor)
    with project.reading() as connection:
        assert [s.label for s in steps(connection, StepFilter(words=f"add {typed}"))] == [
            f"Add {name}"
        ]
        assert library.article_ids(connection, typed) == [article]
    with project.edit("Delete") as session:
        sql = session.connection().exec_driver_sql
        sql("DELETE FROM annotation WHERE id = ?", (mention,))
        sql("DELETE FROM article WHERE id = ?", (article,))
        sql("DELETE FROM domain WHERE id = ?", (domain,))
        sql("DELETE FROM actor WHERE id = ?", (actor,))
    with project.reading() as connection:
        for table in ("annotation", "article", "domain", "actor"):
            wanted = 0 if table == "annotation" else 1
            assert len(deleted_items(connection, table, words=typed)) == wanted, table
            assert deleted_items(connection, table, words="elsewhere") == []


@pytest.mark.parametrize(("name", "typed"), NAMES)
def test_the_codebook_has_a_name_once(project: Project, name: str, typed: str) -> None:
    with project.edit("Add") as session:
        codebook.add_domain(session, name)
    with pytest.raises(ClaimdeskError, match="already"), project.edit("Add") as session:
        codebook.add_domain(session, typed)


def test_equally_frequent_values_are_counted_in_the_order_of_a_dictionary(
    project: Project, article: int
) -> None:
    expected = ["Éclair", "Edam", "Group 2", "Group 10", "Österreich", "Zebra"]
    for name in reversed(expected):
        speaker = add(project, name)
        with project.edit("Claim") as session:
            content = {"content": [Span(0, 7)]}
            edits.create_claim(session, article, content, speaker_id=speaker)
    with project.reading() as connection:
        assert [row["speaker"] for row in distribution(connection, ["speaker"])] == expected


def test_an_exported_project_joins_one_that_writes_its_names_otherwise(
    project: Project, tmp_path: Path
) -> None:
    add(project, "Österreich")
    with project.edit("Add") as session:
        codebook.add_domain(session, "Ökologie")
    with Project.create(tmp_path / "other.claimdesk") as other:
        add(other, "ÖSTERREICH")
        with other.edit("Add") as session:
            codebook.add_domain(session, "ÖKOLOGIE")
        export_project(other, "jsonl", tmp_path / "other.jsonl", state="all")
    import_corpus(project, tmp_path / "other.jsonl")
    assert actors(project) == ["Österreich"]
    with project.reading() as connection:
        names = [row.name for row in queries.domains(connection).values()]
    assert [name for name in names if name.startswith("Ö")] == ["Ökologie"]
