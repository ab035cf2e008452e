# SPDX-License-Identifier: MIT
"""Moving, merging and recoding domains: nothing is lost, and each is one step of undo."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimdesk.models import codebook
from claimdesk.models.codebook import Scope
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article, recorded_tables
from claimdesk.models.text.spans import Span

BOOK = {
    "domains": [
        {"name": "Sea", "terms": ["reef", "port"]},
        {"name": "Depths", "parent": "Sea", "terms": ["trench"], "definition": "Below 200 m."},
        {"name": "Cables", "parent": "Depths", "terms": ["cable", "reef"]},
        {"name": "Air", "terms": ["wing"]},
        {"name": "Orbit", "parent": "Air"},
    ],
    "fields": [
        {
            "key": "stance",
            "label": "Stance",
            "choices": [{"key": "for", "label": "For"}, {"key": "against", "label": "Against"}],
        },
    ],
}
SEA, DEPTHS, CABLES, AIR, ORBIT = 1, 2, 3, 4, 5


def fill(project: Project) -> None:
    """Claims of every pair of domains and a mention of each, in two articles."""
    with project.edit("Fill") as session:
        codebook.load_codebook(session, BOOK, "book.json")
        for outlet in ("Harbour Post", "Daily Buoy"):
            body = f"{outlet} " + "word " * 60
            sha256 = hashlib.sha256(body.encode()).hexdigest()
            article = Article(title=outlet, outlet=outlet, body=body, sha256=sha256)
            session.add(article)
            session.flush()
            assert article.id is not None
            for first in range(1, 6):
                for second in range(first, 6):
                    place = 5 * first + second
                    content = {"content": [Span(place, place + 4)]}
                    edits.create_claim(session, article.id, content, domain_ids=[first, second])
                edits.create_domain_mention(session, article.id, Span(first, first + 3), first)


@pytest.fixture
def project(path: Path) -> Project:
    with Project.create(path) as opened:
        fill(opened)
        yield opened


def tree(project: Project) -> list[tuple[str, str | None]]:
    with project.reading() as connection:
        rows = queries.domains(connection)
    return [(r.name, rows[r.parent_id].name if r.parent_id else None) for r in rows.values()]


def claim_domains(project: Project) -> dict[int, set[int]]:
    with project.reading() as connection:
        return {
            row.id: set(row.domain_ids)
            for article in (1, 2)
            for row in queries.article_annotations(connection, article)
            if row.layer == "claim"
        }


def move(project: Project, domain: int, parent: int | None, place: int | None = None) -> None:
    with project.edit("Move") as session:
        codebook.move_domain(session, domain, parent, place)


def test_domains_move_with_what_is_inside_them(project: Project) -> None:
    move(project, DEPTHS, AIR, 0)
    assert tree(project) == [
        ("Sea", None),
        ("Air", None),
        ("Depths", "Air"),
        ("Cables", "Depths"),
        ("Orbit", "Air"),
    ]
    move(project, DEPTHS, None, 0)
    assert [name for name, _ in tree(project)] == ["Depths", "Cables", "Sea", "Air", "Orbit"]
    move(project, SEA, CABLES)
    assert tree(project)[:3] == [("Depths", None), ("Cables", "Depths"), ("Sea", "Cables")]


@pytest.mark.parametrize("parent", [SEA, DEPTHS, CABLES])
def test_a_domain_never_goes_into_itself(project: Project, rows: Callable, parent: int) -> None:
    before = rows(project)
    with pytest.raises(ClaimdeskError, match="inside itself"):
        move(project, SEA, parent)
    with pytest.raises(ClaimdeskError, match="itself"), project.edit("x") as session:
        codebook.set_domain_fields(session, SEA, parent_id=parent)
    with pytest.raises(ClaimdeskError, match="gone"):
        move(project, 99, None)
    assert rows(project) == before


def test_merging_carries_uses_terms_and_children(project: Project, rows: Callable) -> None:
    before, claims = rows(project), claim_domains(project)
    with project.reading() as connection:
        found = codebook.uses_of(connection, [SEA, DEPTHS])
    assert found == codebook.DomainUses(claims=18, mentions=4, terms=3, children=1)
    with project.edit("Merge") as session:
        codebook.merge_domains(session, [SEA, DEPTHS], CABLES)
    assert tree(project) == [("Cables", None), ("Air", None), ("Orbit", "Air")]
    with project.reading() as connection:
        cables = queries.domains(connection)[CABLES]
        mentions = codebook.domain_uses(connection, CABLES)[1]
    assert set(cables.terms) == {"reef", "port", "trench", "cable"}
    assert cables.definition == "Below 200 m."
    assert mentions == 6
    merged = {c: {CABLES if d in (SEA, DEPTHS) else d for d in ds} for c, ds in claims.items()}
    assert claim_domains(project) == merged
    project.undo()
    assert rows(project) == before


def test_merging_without_terms_leaves_those_of_the_target(project: Project) -> None:
    with project.edit("Merge") as session:
        codebook.merge_domains(session, [SEA], AIR, terms=False)
    with project.reading() as connection:
        air = queries.domains(connection)[AIR]
    assert (air.terms, air.definition) == (("wing",), None)
    assert ("Depths", "Air") in tree(project)
    for wrong in ([AIR], [99]):
        with pytest.raises(ClaimdeskError, match="two different"), project.edit("x") as session:
            codebook.merge_domains(session, wrong, AIR)


@pytest.mark.parametrize("scope", [Scope(), Scope(article_id=2), Scope(outlet="Harbour Post")])
@pytest.mark.parametrize("target", [AIR, None])
def test_recoding_changes_the_uses_in_its_scope_alone(
    project: Project, rows: Callable, scope: Scope, target: int | None
) -> None:
    before, claims = rows(project), claim_domains(project)
    with project.reading() as connection:
        counted = codebook.uses_of(connection, [SEA], scope)
        article_of = {
            row.id: article
            for article in (1, 2)
            for row in queries.article_annotations(connection, article)
        }
    articles = {2} if scope.article_id else {1} if scope.outlet else {1, 2}
    assert (counted.claims, counted.mentions) == (5 * len(articles), len(articles))
    with project.edit("Recode") as session:
        codebook.recode_domain(session, SEA, target, scope)
    for claim, found in claim_domains(project).items():
        wanted = claims[claim]
        if article_of[claim] in articles and SEA in wanted:
            wanted = (wanted - {SEA}) | ({target} if target else set())
        assert found == wanted
    assert len(tree(project)) == 5
    project.undo()
    assert rows(project) == before


def test_recoding_a_value_in_one_article(project: Project, rows: Callable) -> None:
    with project.edit("Code") as session:
        set_code(session, list(claim_domains(project)), "stance", 1)
    before = rows(project)
    with project.edit("Recode") as session:
        codebook.recode_choice(session, 1, 2, Scope(article_id=1))
    with project.reading() as connection:
        assert [codebook.choice_uses(connection, choice) for choice in (1, 2)] == [15, 15]
        assert codebook.choice_uses(connection, 2, Scope(outlet="Daily Buoy")) == 0
    project.undo()
    assert rows(project) == before
    with pytest.raises(ClaimdeskError, match="another value"), project.edit("x") as session:
        codebook.recode_choice(session, 1, 1)


def test_examples_are_accepted_ones_newest_first(project: Project) -> None:
    with project.reading() as connection:
        found = codebook.domain_examples(connection, ORBIT)
    ids = [example.annotation_id for example in found]
    assert ids == sorted(ids, reverse=True)
    assert {example.article for example in found} == {"Harbour Post", "Daily Buoy"}
    assert all(example.quote for example in found)
    assert len(found) == 12
    claims = [i for i in ids[2:] if i in claim_domains(project)]
    with project.edit("Decide") as session:
        edits.reject(session, ids[:2])
        set_code(session, claims, "stance", 2)
    with project.reading() as connection:
        rest = codebook.domain_examples(connection, ORBIT, limit=3)
        coded = codebook.choice_examples(connection, 2)
    assert [example.annotation_id for example in rest] == ids[2:5]
    claims = claim_domains(project)
    assert [e.annotation_id for e in coded] == [i for i in ids[2:] if i in claims]


DOMAIN = st.integers(1, 5)
CHANGE = st.one_of(
    st.tuples(st.just("move"), DOMAIN, st.none() | DOMAIN, st.integers(0, 4)),
    st.tuples(st.just("merge"), DOMAIN, DOMAIN, st.booleans()),
    st.tuples(st.just("recode"), DOMAIN, st.none() | DOMAIN, st.sampled_from([None, 1, 2])),
    st.tuples(st.just("delete"), DOMAIN, st.none() | DOMAIN, st.none()),
)


def apply(project: Project, change: tuple) -> bool:
    kind, domain, other, more = change
    with project.reading() as connection:
        known = set(queries.domains(connection))
    if kind in ("recode", "delete") and not {domain, other} <= {*known, None}:
        return False
    try:
        with project.edit(kind) as session:
            if kind == "move":
                codebook.move_domain(session, domain, other, more)
            elif kind == "merge":
                codebook.merge_domains(session, [domain], other, terms=more)
            elif kind == "recode":
                codebook.recode_domain(session, domain, other, Scope(article_id=more))
            else:
                codebook.delete_domain(session, domain, other)
    except ClaimdeskError:
        return False
    return True


def everything(project: Project) -> dict[str, list]:
    with project.reading() as connection:
        return {
            table.name: sorted((tuple(r) for r in connection.execute(table.select())), key=repr)
            for table in recorded_tables()
        }


@pytest.mark.drill
@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(st.lists(CHANGE, min_size=1, max_size=6))
def test_any_changes_keep_the_annotations_and_can_be_undone_and_redone(changes: list) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Project.create(Path(folder) / "p.claimdesk") as project,
    ):
        fill(project)
        states = [everything(project)]
        for change in changes:
            if apply(project, change) and everything(project) != states[-1]:
                states.append(everything(project))
            now = everything(project)
            assert [row[0] for row in now["annotation"]] == [
                row[0] for row in states[0]["annotation"]
            ]
            with project.reading() as connection:
                parents = {r.id: r.parent_id for r in queries.domains(connection).values()}
            assert codebook.in_tree_order(parents) == list(parents)
            for domain in parents:
                assert parents[domain] not in codebook.inside(parents, domain)
        for state in reversed(states[:-1]):
            while everything(project) != state:
                assert project.undo() is not None
        while project.redo_label() is not None:
            project.redo()
        assert everything(project) == states[-1]
