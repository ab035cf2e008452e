# SPDX-License-Identifier: MIT
"""A codebook goes from one project to another as a file, and is merged there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimdesk.models import codebook
from claimdesk.models.codebook import fields
from claimdesk.models.codebook.file import (
    Book,
    BookChoice,
    BookDomain,
    BookField,
    parse_book,
    project_book,
    read_book,
)
from claimdesk.models.codebook.starter import create_project
from claimdesk.models.editing import edits
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.settings import guideline, set_guideline
from claimdesk.models.text.spans import Span


def book_of(project: Project) -> Book:
    with project.reading() as connection:
        return project_book(connection)


def own(project: Project) -> None:
    """Give a project all that a codebook can hold."""
    with project.edit("Fill") as session:
        set_guideline(session, "# Claims\n\nOne claim, one speaker. 協力\n")
        top = codebook.add_domain(session, "Fisheries", colour="#117733")
        inner = codebook.add_domain(session, "Quotas", parent_id=top)
        codebook.set_terms(session, inner, ["quota", "total allowable catch"])
        codebook.move_domain(session, top, None, 0)
        frame = fields.add_field(session, "Frame", "choice")
        codebook.add_choice(session, frame, "Threat", colour="#882255")
        fields.set_letter(session, frame, "f")
        for label, kind in (("Urgency", "number"), ("Costed", "boolean"), ("Venue", "text")):
            fields.add_field(session, label, kind)


def test_a_new_project_reads_what_export_writes(project: Project, tmp_path: Path) -> None:
    own(project)
    file, copy = tmp_path / "book.json", tmp_path / "copy.claimdesk"
    written = codebook.export_codebook(project, file)
    assert written == book_of(project) == read_book(file)
    create_project(copy, file)
    with Project.open(copy) as other:
        assert book_of(other) == written
        assert other.undo_label() is None
        with other.reading() as connection:
            assert guideline(connection) == "# Claims\n\nOne claim, one speaker. 協力"
            assert list(fields.letters(connection).values()) == ["F"]


def test_importing_merges_and_deletes_nothing(
    project: Project, article: int, tmp_path: Path, rows: Callable
) -> None:
    own(project)
    file = tmp_path / "book.json"
    codebook.export_codebook(project, file)
    content = json.loads(file.read_text(encoding="utf-8"))
    content["domains"] = [
        {"name": "fisheries", "definition": "Catching fish."},
        {"name": "Reefs", "parent": "fisheries", "terms": ["reef"]},
        {"name": "Quotas", "parent": "Reefs", "terms": ["quota", "catch share"]},
    ]
    content["fields"] = [
        {
            "key": "frame",
            "label": "Framing",
            "letter": "G",
            "choices": [
                {"key": "threat", "label": "A threat"},
                {"key": "chance", "label": "A chance"},
            ],
        },
        {"key": "urgency", "label": "Urgency", "kind": "text"},
        {"key": "horizon", "label": "Horizon", "kind": "number", "letter": "H"},
    ]
    content["guideline"] = "Two speakers, two claims."
    book = parse_book(content, "x")
    before = rows(project)
    with project.reading() as connection:
        plan = codebook.plan_import(connection, book)
    assert [(s.action, s.thing, s.name, s.details) for s in plan] == [
        ("change", "domain", "Fisheries", ("definition",)),
        ("add", "domain", "Reefs", ()),
        ("change", "domain", "Quotas", ("1 term", "parent")),
        ("change", "field", "Frame", ("label",)),
        ("change", "value", "Frame: A threat", ("label",)),
        ("add", "value", "Frame: A chance", ()),
        ("leave", "field", "Urgency", ("kind",)),
        ("add", "field", "Horizon", ()),
        ("leave", "guideline", "", ()),
    ]
    with project.edit("Import") as session:
        assert codebook.import_book(session, book) == plan
    after = book_of(project)
    assert {d.name for d in before_names(before)} <= {d.name for d in after.domains}
    found = {domain.name: domain for domain in after.domains}
    assert found["Fisheries"].colour == "#117733"
    assert found["Fisheries"].definition == "Catching fish."
    assert found["Quotas"].parent == "Reefs"
    assert found["Quotas"].terms == ("quota", "total allowable catch", "catch share")
    assert after.guideline.startswith("# Claims")
    with project.reading() as connection:
        assert set(fields.letters(connection).values()) == {"F", "H"}
        again = codebook.plan_import(connection, book, replace_guideline=True)
    assert {(s.action, s.thing) for s in again} == {
        ("same", "domain"),
        ("same", "field"),
        ("same", "value"),
        ("leave", "field"),
        ("change", "guideline"),
    }
    project.undo()
    assert rows(project) == before


def before_names(before: dict) -> list[BookDomain]:
    return [BookDomain(row[1]) for row in before["domain"]]


def test_a_tree_that_contradicts_that_of_the_project_makes_no_circle(project: Project) -> None:
    with project.edit("Fill") as session:
        one = codebook.add_domain(session, "One")
        codebook.add_domain(session, "Two", parent_id=one)
    book = parse_book({"domains": [{"name": "Two"}, {"name": "One", "parent": "Two"}]}, "x")
    with project.edit("Import") as session:
        steps = codebook.import_book(session, book)
    assert [(s.action, s.details) for s in steps] == [("same", ()), ("leave", ("parent",))]


def test_uses_stay_when_a_codebook_is_imported(project: Project, article: int) -> None:
    with project.edit("Annotate") as session:
        claim = edits.create_claim(session, article, {"content": [Span(0, 5)]}, domain_ids=[1])
    with project.edit("Import") as session:
        codebook.import_book(session, book_of(project))
        codebook.load_codebook(session, {"domains": [{"name": "New"}]}, "x")
    with project.reading() as connection:
        [row] = queries.annotations_by_id(connection, [claim])
    assert row.domain_ids == (1,)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"domains": [{"name": "Sea"}, {"name": "Land", "colour": 3}]}, "domain “Land”: “3”"),
        (
            {"fields": [{"key": "k", "label": "K", "letter": "ab"}]},
            "field “k”: “ab” is not a single",
        ),
        (
            {"fields": [{"key": "k", "label": "K", "choices": [{"key": "v"}]}]},
            "field “k”: value “v”: “label” is missing",
        ),
        ({"guideline": ["x"]}, "“guideline” is not a text"),
        ({"domains": [{"name": "S\ud800"}]}, "invalid character"),
        (
            {"domains": [{"name": "S", "terms": ["a\0"]}]},
            "domain “S”: “terms” contains an invalid character",
        ),
    ],
)
def test_errors_name_the_file_and_the_place(content: dict, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "book.json"
    file.write_text(json.dumps(content))
    with pytest.raises(ClaimdeskError) as caught:
        read_book(file)
    assert str(caught.value).startswith(f"{file} is not a codebook: ")
    assert reason in str(caught.value)


def test_a_file_that_can_not_be_written_is_left_as_it_is(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ClaimdeskError, match="would replace a project"):
        codebook.export_codebook(project, project.path)
    with pytest.raises(ClaimdeskError, match="is not a folder"):
        codebook.export_codebook(project, tmp_path / "no" / "book.json")


TEXT = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
COLOUR = st.none() | st.from_regex("#[0-9a-f]{6}", fullmatch=True)
CHOICES = st.lists(
    st.builds(BookChoice, TEXT, TEXT, st.none() | TEXT, COLOUR),
    max_size=4,
    unique_by=(lambda c: c.key, lambda c: c.label.casefold()),
).map(tuple)


@st.composite
def books(draw: Callable) -> Book:
    names = draw(st.lists(TEXT, max_size=6, unique_by=str.casefold))
    domains = []
    for number, name in enumerate(names):
        # Only the domain before or one of its parents, so that the order is that of the tree.
        chain = [None]
        if number:
            above = domains[-1]
            while above is not None:
                chain.append(above.name)
                above = next((d for d in domains if d.name == above.parent), None)
        domains.append(
            BookDomain(
                name,
                draw(st.sampled_from(chain)),
                draw(st.none() | TEXT),
                draw(COLOUR),
                tuple(draw(st.lists(TEXT, max_size=3, unique=True))),
            )
        )
    labels = draw(st.lists(TEXT, max_size=4, unique_by=str.casefold))
    coded = []
    for number, label in enumerate(labels):
        kind = draw(st.sampled_from(["choice", "number", "boolean", "text"]))
        choices = draw(CHOICES) if kind == "choice" else ()
        letter = draw(st.sampled_from([None, "ABCD"[number]]))
        coded.append(BookField("claim", f"own_{number}", label, kind, letter, choices))
    return Book(tuple(domains), tuple(coded), draw(st.just("") | TEXT))


@pytest.mark.drill
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(books())
def test_every_codebook_comes_back_as_it_went(tmp_path_factory: object, book: Book) -> None:
    folder = tmp_path_factory.mktemp("book")  # type: ignore[attr-defined]
    with Project.create(folder / "a.claimdesk") as project:
        with project.edit("Import") as session:
            codebook.import_book(session, book)
        assert book_of(project) == book
        codebook.export_codebook(project, folder / "book.json")
        with project.reading() as connection:
            plan = codebook.plan_import(connection, read_book(folder / "book.json"))
        assert {step.action for step in plan} <= {"same"}
