# SPDX-License-Identifier: MIT
"""Every coded field is set and read in one way, wherever its values are stored."""

from __future__ import annotations

import pytest

from claimdesk.models.codebook import add_choice, fields
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import code_text, set_code
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.text.spans import Span


@pytest.fixture
def claims(project: Project, article: int) -> list[int]:
    with project.edit("Annotate") as session:
        spans = [{"content": [Span(start, start + 4)]} for start in (0, 5)]
        return [edits.create_claim(session, article, span) for span in spans]


@pytest.fixture
def mention(project: Project, article: int) -> int:
    with project.edit("Annotate") as session:
        return edits.create_domain_mention(session, article, Span(0, 4), 1)


def rows(project: Project, ids: list[int]) -> list[AnnotationRow]:
    with project.reading() as connection:
        return queries.annotations_by_id(connection, ids)


def codebook(project: Project) -> dict[str, queries.FieldRow]:
    with project.reading() as connection:
        return queries.fields(connection)


def make_own_fields(project: Project) -> None:
    with project.edit("Add") as session:
        frame = fields.add_field(session, "Frame", "choice")
        add_choice(session, frame, "Threat")
        for label, kind in (("Weight", "number"), ("Costed", "boolean"), ("Venue", "text")):
            fields.add_field(session, label, kind)


def test_all_fields_are_coded_read_and_undone_alike(project: Project, claims: list[int]) -> None:
    make_own_fields(project)
    book = codebook(project)
    values = {
        **{key: book[key].choices[-1].id for key in ("stance", "kind", "certainty", "frame")},
        "weight": 2.5,
        "costed": False,
        "venue": "At the pier",
    }
    texts = {
        **{key: book[key].choices[-1].label for key in ("stance", "kind", "certainty", "frame")},
        "weight": "2.5",
        "costed": "no",
        "venue": "At the pier",
    }
    for key, value in values.items():
        with project.edit("Code") as session:
            set_code(session, claims, key, value)
    for row in rows(project, claims):
        assert row.codes == values
        assert {key: code_text(book[key], row.codes[key]) for key in values} == texts
    for key in values:
        with project.edit("Clear") as session:
            set_code(session, claims[:1], key, None)
    assert [dict(row.codes) for row in rows(project, claims)] == [{}, values]
    for _unused in values:
        project.undo()
    assert [dict(row.codes) for row in rows(project, claims)] == [values, values]


def test_coding_decides_a_suggestion(project: Project, claims: list[int]) -> None:
    make_own_fields(project)
    for claim, key, value in ((claims[0], "weight", 1), (claims[1], "stance", 1)):
        with project.edit("Suggest") as session:
            session.connection().exec_driver_sql("UPDATE annotation SET state = 'suggested'")
        with project.edit("Code") as session:
            set_code(session, [claim], key, value)
        [row] = rows(project, [claim])
        assert row.state == "accepted"


@pytest.mark.parametrize("key", ["stance", "frame", "stage"])
def test_a_value_of_another_field_is_refused(
    project: Project, claims: list[int], mention: int, key: str
) -> None:
    make_own_fields(project)
    other = codebook(project)["kind"].choices[0].id
    ids = [mention] if key == "stage" else claims
    before = rows(project, ids)
    for value in (other, True, "Threat", 1.5, 10**6):
        with pytest.raises(ClaimdeskError, match="no such value"), project.edit("x") as session:
            set_code(session, ids, key, value)
    assert rows(project, ids) == before


def test_a_field_of_another_layer_is_refused(
    project: Project, claims: list[int], mention: int
) -> None:
    stance = codebook(project)["stance"].choices[0].id
    for ids in ([mention], [*claims, mention]):
        with pytest.raises(ClaimdeskError, match="field of claims"), project.edit("x") as session:
            set_code(session, ids, "stance", stance)
    with pytest.raises(ClaimdeskError, match="no longer exists"), project.edit("x") as session:
        set_code(session, claims, "mood", stance)


def test_equal_keys_of_two_layers_are_two_fields(
    project: Project, claims: list[int], mention: int
) -> None:
    with project.edit("Add") as session:
        session.connection().exec_driver_sql(
            "INSERT INTO field (layer, key, label, kind, position) "
            "VALUES ('domain', 'stance', 'Stance there', 'text', 99)"
        )
    with project.edit("Code") as session:
        set_code(session, [mention], "stance", "aside")
        set_code(session, claims, "stance", codebook(project)["stance"].choices[0].id)
    [row] = rows(project, [mention])
    assert row.codes == {"stance": "aside"}
    assert all(isinstance(row.codes["stance"], int) for row in rows(project, claims))


def test_a_field_that_digits_code_is_remembered_by_name(project: Project) -> None:
    make_own_fields(project)
    book = codebook(project)

    def chosen() -> str | None:
        with project.reading() as connection:
            field = fields.digit_field(connection, queries.fields(connection))
        return field.key if field is not None else None

    assert chosen() == "stance"
    with project.edit("Choose") as session:
        fields.set_digit_field(session, book["frame"])
    assert chosen() == "frame"
    with pytest.raises(ClaimdeskError, match="no list of values"), project.edit("x") as session:
        fields.set_digit_field(session, book["weight"])
    with project.edit("Delete") as session:
        fields.delete_field(session, book["frame"].id)
    assert chosen() == "stance"
    project.undo()
    assert chosen() == "frame"
