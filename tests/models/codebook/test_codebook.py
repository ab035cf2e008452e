# SPDX-License-Identifier: MIT
"""The codebook: loading one, changing it, and what happens to the uses of what is deleted."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimdesk.models import codebook
from claimdesk.models.codebook.starter import create_project
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.settings import guideline
from claimdesk.models.text.spans import Span
from claimdesk.resources import files

BOOK: dict[str, Any] = {
    "domains": [
        {"name": "Sea", "definition": "At sea.", "colour": "#112233", "terms": ["reef", "port"]},
        {"name": "Depths", "parent": "Sea"},
    ],
    "fields": [
        {
            "key": "stance",
            "label": "Stance",
            "choices": [{"key": "for", "label": "For"}, {"key": "against", "label": "Against"}],
        },
        {"key": "urgency", "label": "Urgency", "kind": "number"},
        {"key": "stance", "label": "Stage", "layer": "domain"},
    ],
}


def names(project: Project) -> list[str]:
    with project.reading() as connection:
        return [row.name for row in queries.domains(connection).values()]


def domain(project: Project, name: str) -> queries.DomainRow:
    with project.reading() as connection:
        return next(row for row in queries.domains(connection).values() if row.name == name)


def stances(project: Project) -> tuple[queries.ChoiceRow, ...]:
    with project.reading() as connection:
        return queries.fields(connection)["stance"].choices


def test_a_new_project_has_the_starter_codebook_and_nothing_to_undo(project: Project) -> None:
    starter = files.read_json("codebooks/security.json")
    assert names(project) == [entry["name"] for entry in starter["domains"]]
    for entry in starter["domains"]:
        row = domain(project, entry["name"])
        assert row.definition == entry["definition"]
        assert set(row.terms) == set(entry["terms"])
    assert [c.key for c in stances(project)] == [
        *("supportive", "conditional", "neutral", "sceptical", "opposed")
    ]
    assert project.undo_label() is None


def test_the_starter_guideline_settles_each_stance_kind_and_domain(project: Project) -> None:
    with project.reading() as connection:
        text = guideline(connection)
    lines = text.splitlines()
    for title in ("Stance", "Kind", "Certainty", "Domains", "Who speaks"):
        assert any(line.startswith(title) for line in lines), title
    for rule in ("Conditional:", "Refusal:", "Threat:", "Denial of a fact:", "Promise:", "Demand:"):
        assert any(line.startswith(rule) and '"' in line for line in lines), rule


def test_domains_for_news_are_added_only_if_wanted(path: Path) -> None:
    create_project(path, news=True)
    with Project.open(path) as project:
        found = names(project)
        assert len(found) == len(set(found)) == 27
        assert {"Terrorism", "Humanitarian access", "Arms control and nuclear weapons"} < {*found}


def test_a_codebook_of_ones_own(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "book.json"
    file.write_text(json.dumps(BOOK), encoding="utf-8-sig")
    create_project(path, file)
    with Project.open(path) as project:
        assert names(project) == ["Sea", "Depths"]
        assert domain(project, "Depths").parent_id == domain(project, "Sea").id
        assert domain(project, "Sea").terms == ("reef", "port")
        assert project.undo_label() is None


def wrong(**changes: Any) -> Any:
    return copy.deepcopy(BOOK) | changes


WRONG = {
    "a list": ([], "not a JSON object"),
    "domains are a text": (wrong(domains="Sea"), "“domains” is not a list of objects"),
    "a domain is a text": (wrong(domains=["Sea"]), "“domains” is not a list of objects"),
    "no name": (wrong(domains=[{"colour": "#112233"}]), "“name” is missing"),
    "name is a number": (wrong(domains=[{"name": 3}]), "“name” is not a text"),
    "twice": (wrong(domains=[{"name": "Sea"}, {"name": "Sea"}]), "“Sea” occurs twice"),
    "colour": (wrong(domains=[{"name": "Sea", "colour": "blue"}]), "“blue” is not a colour"),
    "parent": (
        wrong(domains=[{"name": "Sea", "parent": "Land"}]),
        "“Land” is missing or comes after",
    ),
    "terms": (wrong(domains=[{"name": "Sea", "terms": "reef"}]), "“terms” is not a list"),
    "definition": (wrong(domains=[{"name": "Sea", "definition": [1]}]), "“definition” is not a"),
    "kind": (wrong(fields=[{"key": "k", "label": "K", "kind": "date"}]), "“kind” must be one of"),
    "layer": (wrong(fields=[{"key": "k", "label": "K", "layer": ["x"]}]), "“layer” must be one of"),
    "field twice": (wrong(fields=[{"key": "k", "label": "K"}] * 2), "“k” occurs twice"),
    "value twice": (
        wrong(fields=[{"key": "k", "label": "K", "choices": [{"key": "v", "label": "V"}] * 2}]),
        "“v” occurs twice",
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_codebook_leaves_no_project(kind: str, path: Path, tmp_path: Path) -> None:
    content, reason = WRONG[kind]
    file = tmp_path / "book.json"
    file.write_text(json.dumps(content))
    with pytest.raises(ClaimdeskError) as caught:
        create_project(path, file)
    assert str(file) in str(caught.value)
    assert reason in str(caught.value)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"domains": [', "line 1, column"),
        (b"\xff\xfe\x00", "not UTF-8 text"),
        (b"[" * 100_000, "not readable JSON"),
        (b"", "line 1"),
    ],
)
def test_what_is_no_json_leaves_no_project(
    content: bytes, reason: str, path: Path, tmp_path: Path
) -> None:
    file = tmp_path / "book.json"
    file.write_bytes(content)
    with pytest.raises(ClaimdeskError, match=reason):
        create_project(path, file)
    with pytest.raises(ClaimdeskError, match="does not exist"):
        create_project(path, tmp_path / "none.json")
    assert list(tmp_path.iterdir()) == [file]


def test_domains_are_added_renamed_ordered_and_given_terms(project: Project) -> None:
    with project.edit("Add") as session:
        added = codebook.add_domain(session, "  Reef   patrols ", colour="#112233")
        codebook.set_terms(session, added, ["patrol", " patrol ", "", "coast  guard"])
    assert names(project)[-1] == "Reef patrols"
    assert domain(project, "Reef patrols").terms == ("patrol", "coast guard")
    with project.edit("Change") as session:
        codebook.set_domain_fields(session, added, name="reef patrols", definition="At sea.")
        codebook.set_terms(session, added, ["coast guard", "cutter"])
    assert domain(project, "reef patrols").terms == ("coast guard", "cutter")
    with project.reading() as connection:
        ids = list(queries.domains(connection))
    with project.edit("Order") as session:
        codebook.order_domains(session, [added, *ids[:-1]])
    assert names(project)[0] == "reef patrols"
    for name, reason in ((" ", "needs a name"), ("SPACE", "“SPACE” already")):
        with pytest.raises(ClaimdeskError, match=reason), project.edit("x") as session:
            codebook.add_domain(session, name)
        with pytest.raises(ClaimdeskError, match=reason), project.edit("x") as session:
            codebook.set_domain_fields(session, added, name=name)


@pytest.fixture
def uses(project: Project, article: int) -> dict[str, int]:
    """A claim about domains 1 and 2, one about 1, and a mention of 1; the claims' stance is 1."""
    with project.edit("Annotate") as session:
        both = edits.create_claim(session, article, {"content": [Span(0, 5)]}, domain_ids=[1, 2])
        one = edits.create_claim(session, article, {"content": [Span(6, 9)]}, domain_ids=[1])
        mention = edits.create_domain_mention(session, article, Span(0, 3), 1)
        stance = session.connection().exec_driver_sql("SELECT min(id) FROM choice").scalar_one()
        set_code(session, [both, one], "stance", stance)
    return {"both": both, "one": one, "mention": mention, "stance": stance}


def found(project: Project, annotation_id: int) -> queries.AnnotationRow:
    with project.reading() as connection:
        [row] = queries.annotations_by_id(connection, [annotation_id])
    return row


def test_deleting_a_domain_moves_its_uses(
    project: Project, uses: dict[str, int], rows: Callable
) -> None:
    before = rows(project)
    with project.reading() as connection:
        assert codebook.domain_uses(connection, 1) == (2, 1)
    with project.edit("Delete") as session:
        codebook.delete_domain(session, 1, 2)
    assert found(project, uses["both"]).domain_ids == (2,)
    assert found(project, uses["one"]).domain_ids == (2,)
    assert found(project, uses["mention"]).domain_id == 2
    project.undo()
    assert rows(project) == before


def test_deleting_a_domain_without_another_clears_its_uses(
    project: Project, uses: dict[str, int], rows: Callable
) -> None:
    before = rows(project)
    with project.edit("Delete") as session:
        codebook.delete_domain(session, 1, None)
    assert found(project, uses["both"]).domain_ids == (2,)
    assert found(project, uses["one"]).domain_ids == ()
    assert found(project, uses["mention"]).domain_id is None
    project.undo()
    assert rows(project) == before


@pytest.mark.parametrize("replaced", [True, False])
def test_deleting_a_value_moves_or_clears_its_uses(
    project: Project, uses: dict[str, int], rows: Callable, replaced: bool
) -> None:
    before = rows(project)
    with project.reading() as connection:
        assert codebook.choice_uses(connection, uses["stance"]) == 2
    other = stances(project)[2].id if replaced else None
    with project.edit("Delete") as session:
        codebook.delete_choice(session, uses["stance"], other)
    assert found(project, uses["one"]).codes.get("stance") == other
    assert uses["stance"] not in [choice.id for choice in stances(project)]
    project.undo()
    assert rows(project) == before


def test_values_get_keys_that_stay(project: Project) -> None:
    with project.reading() as connection:
        field = queries.fields(connection)["stance"].id
    with project.edit("Add") as session:
        first = codebook.add_choice(session, field, "Wait & see", colour="#445566")
        codebook.add_choice(session, field, "Wait - see!")
        codebook.set_choice_fields(session, first, label="Waiting")
        codebook.order_choices(session, [first, *(choice.id for choice in stances(project))])
    keys = {choice.key: choice.label for choice in stances(project)}
    assert next(iter(keys)) == "wait_see"
    assert keys["wait_see"] == "Waiting"
    assert keys["wait_see_2"] == "Wait - see!"
    with pytest.raises(ClaimdeskError, match="needs a name"), project.edit("x") as session:
        codebook.add_choice(session, field, "  ")
