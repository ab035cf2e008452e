# SPDX-License-Identifier: MIT
"""The analyst's own fields: made, valued, counted, ordered and deleted with their values."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from claimdesk.models import codebook
from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.analysis.distribution import distribution
from claimdesk.models.codebook import fields
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.exchange.formats import export_project, import_corpus
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.coded_fields import CodeValue
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import CodedField
from claimdesk.models.text.numbers import number_text
from claimdesk.models.text.spans import Span


def field(project: Project, key: str) -> queries.FieldRow:
    with project.reading() as connection:
        return queries.fields(connection)[key]


def add(project: Project, label: str, kind: str) -> int:
    with project.edit("Add a field") as session:
        return fields.add_field(session, label, kind)


def give(project: Project, ids: list[int], field_id: int, value: CodeValue | None) -> None:
    with project.edit("Code") as session:
        row = session.get(CodedField, field_id)
        set_code(session, ids, row.key if row is not None else "gone", value)


def values(project: Project, article: int) -> dict[int, dict[int, CodeValue]]:
    """Codes by annotation and id of the field."""
    with project.reading() as connection:
        ids = {key: field.id for key, field in queries.fields(connection).items()}
        rows = queries.article_annotations(connection, article)
    return {row.id: {ids[k]: v for k, v in row.codes.items()} for row in rows if row.codes}


@pytest.fixture
def claims(project: Project, article: int) -> list[int]:
    with project.edit("Annotate") as session:
        spans = [{"content": [Span(start, start + 4)]} for start in (0, 5, 10)]
        return [edits.create_claim(session, article, span) for span in spans]


def test_values_of_every_kind_are_kept_and_read_back(
    project: Project, article: int, claims: list[int]
) -> None:
    urgency = add(project, "Urgency", "number")
    costed = add(project, "Costed?", "boolean")
    venue = add(project, "Venue", "text")
    frame = add(project, "Frame", "choice")
    with project.edit("Add a value") as session:
        threat = codebook.add_choice(session, frame, "Threat")
    one, two, three = claims
    give(project, [one, two], urgency, 3)
    give(project, [two], urgency, " 4,5 ")
    give(project, claims, costed, False)
    give(project, [one], costed, True)
    give(project, [one], venue, "  At the pier ")
    give(project, [three, one], frame, threat)
    assert values(project, article) == {
        one: {urgency: 3.0, costed: True, venue: "At the pier", frame: threat},
        two: {urgency: 4.5, costed: False},
        three: {costed: False, frame: threat},
    }
    with project.reading() as connection:
        [row] = queries.annotations_by_id(connection, [two])
        assert row.codes == {"urgency": 4.5, "costed": False}
        assert fields.field_uses(connection, costed) == 3
        assert fields.used_texts(connection, venue) == ["At the pier"]
    give(project, claims, costed, None)
    give(project, [one], venue, "   ")
    assert values(project, article)[one] == {urgency: 3.0, frame: threat}


def test_each_value_is_one_step_of_undo(
    project: Project, article: int, claims: list[int], rows: Callable
) -> None:
    urgency = add(project, "Urgency", "number")
    give(project, claims[:2], urgency, 1)
    before = rows(project)
    give(project, claims, urgency, 2)
    after = rows(project)
    project.undo()
    assert rows(project) == before
    project.redo()
    assert rows(project) == after


def test_a_value_makes_a_suggestion_a_decision(
    project: Project, article: int, claims: list[int]
) -> None:
    urgency = add(project, "Urgency", "number")
    with project.edit("x") as session:
        session.connection().exec_driver_sql("UPDATE annotation SET state = 'suggested'")
    give(project, claims[:1], urgency, 1)
    with project.reading() as connection:
        states = {row.id: row.state for row in queries.article_annotations(connection, article)}
    assert [states[claim] for claim in claims] == ["accepted", "suggested", "suggested"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("number", "many"),
        ("number", "1.000,5,5"),
        ("number", float("inf")),
        ("number", float("nan")),
        ("number", True),
        ("boolean", "yes"),
        ("boolean", 1),
        ("text", 3),
        ("choice", 1),
        ("choice", "Threat"),
        ("choice", True),
    ],
)
def test_a_value_of_another_kind_is_refused(
    project: Project, article: int, claims: list[int], kind: str, value: fields.Value
) -> None:
    own = add(project, "Own", kind)
    give_wrong = pytest.raises(ClaimdeskError, match="“Own”")
    with give_wrong:
        give(project, claims, own, value)
    assert values(project, article) == {}


def test_only_annotations_of_the_layer_have_the_field(
    project: Project, article: int, claims: list[int]
) -> None:
    own = add(project, "Own", "number")
    with project.edit("Annotate") as session:
        mention = edits.create_mention(session, article, Span(0, 3), None)
    with pytest.raises(ClaimdeskError, match="field of claims"):
        give(project, [claims[0], mention], own, 1)
    with pytest.raises(ClaimdeskError, match="no longer exists"):
        give(project, claims, own + 50, 1)


def test_names_and_keys_are_free(project: Project) -> None:
    with pytest.raises(ClaimdeskError, match="“stance” already"):
        add(project, "stance", "text")
    with pytest.raises(ClaimdeskError, match="needs a name"):
        add(project, "  ", "text")
    with pytest.raises(ClaimdeskError, match="not a kind"):
        add(project, "When", "date")
    month, outlet = add(project, "Month", "number"), add(project, "Outlet!", "text")
    assert (field(project, "month_2").id, field(project, "outlet_2").id) == (month, outlet)
    with project.edit("Rename") as session:
        fields.rename_field(session, month, " Year   of  entry ")
    assert field(project, "month_2").label == "Year of entry"
    with pytest.raises(ClaimdeskError, match="already"), project.edit("x") as session:
        fields.rename_field(session, month, "OUTLET!")


def test_deleting_a_field_deletes_its_values_and_comes_back(
    project: Project, article: int, claims: list[int], rows: Callable
) -> None:
    urgency = add(project, "Urgency", "number")
    give(project, claims, urgency, 2)
    with project.edit("Key") as session:
        fields.set_letter(session, urgency, "u")
    before = rows(project)
    with project.edit("Delete") as session:
        fields.delete_field(session, urgency)
    assert values(project, article) == {}
    with project.reading() as connection:
        assert fields.letters(connection) == {}
    project.undo()
    assert rows(project) == before
    with pytest.raises(ClaimdeskError, match="every project"), project.edit("x") as session:
        fields.delete_field(session, field(project, "stance").id)


def test_letters_belong_to_one_field(project: Project) -> None:
    one, two = add(project, "One", "number"), add(project, "Two", "number")
    with project.edit("Keys") as session:
        fields.set_letter(session, one, "u")
        fields.set_letter(session, one, "v")
        fields.set_letter(session, two, "U")
    with project.reading() as connection:
        assert fields.letters(connection) == {one: "V", two: "U"}
    for wrong in ("V", "", "ab", "?"):
        with pytest.raises(ClaimdeskError), project.edit("x") as session:
            fields.set_letter(session, two, wrong)


def test_own_fields_keep_the_order_they_are_put_in(project: Project) -> None:
    ids = [add(project, label, "number") for label in ("One", "Two", "Three")]
    with project.edit("Order") as session:
        fields.order_fields(session, [ids[2], ids[0], ids[1]])
    with project.reading() as connection:
        rows = queries.fields(connection).values()
    assert [row.label for row in fields.own_fields(rows)] == ["Three", "One", "Two"]
    assert [row.key for row in rows][:4] == ["stance", "kind", "certainty", "stage"]


def test_the_same_key_in_two_layers_hides_neither(project: Project) -> None:
    with project.edit("Add") as session:
        stage = fields.add_field(session, "Stance of the partners", "text", layer="domain")
        session.connection().exec_driver_sql(
            f"UPDATE field SET key = 'stance', position = -1 WHERE id = {stage}"
        )
    with project.reading() as connection:
        found = queries.fields(connection)
    assert found["stance"].layer == "claim"
    assert found["stance"].choices
    assert found["domain.stance"].id == stage
    assert len(found) == 5


def test_figures_count_by_own_fields(project: Project, article: int, claims: list[int]) -> None:
    urgency, frame = add(project, "Urgency", "number"), add(project, "Frame", "choice")
    costed, venue = add(project, "Costed", "boolean"), add(project, "Venue", "text")
    with project.edit("Add a value") as session:
        threat = codebook.add_choice(session, frame, "A threat")
    give(project, claims[:2], urgency, 3)
    give(project, claims[:1], frame, threat)
    give(project, claims[1:], costed, True)
    give(project, claims[2:], venue, "Pier")
    with project.reading() as connection:
        assert distribution(connection, ["urgency"]) == [
            {"urgency": 3.0, "claims": 2},
            {"urgency": None, "claims": 1},
        ]
        assert distribution(
            connection, ["frame", "costed"], ClaimFilter.having({"urgency": 3.0})
        ) == [
            {"frame": None, "costed": 1.0, "claims": 1},
            {"frame": "a_threat", "costed": None, "claims": 1},
        ]
        assert distribution(connection, ["venue"], ClaimFilter.having({"costed": 1})) == [
            {"venue": None, "claims": 1},
            {"venue": "Pier", "claims": 1},
        ]


@pytest.mark.parametrize(
    "text", ["123456.78", "2500000", "0.1", "-12 345,5", "1e-7", "9007199254740992", "12.3450"]
)
def test_a_typed_number_goes_out_and_comes_back_as_it_was(
    project: Project, article: int, claims: list[int], tmp_path: Path, text: str
) -> None:
    weight = add(project, "Weight", "number")
    give(project, claims[:1], weight, text)
    kept = values(project, article)[claims[0]][weight]
    shown = number_text(kept)
    export_project(project, "jsonl", tmp_path / "out.jsonl")
    export_project(project, "csv", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["Weight"] == shown
    with Project.create(tmp_path / "back.claimdesk") as back:
        import_corpus(back, tmp_path / "out.jsonl")
        assert values(back, article)[claims[0]][weight] == kept
    give(project, claims[:1], weight, shown if text != "12.3450" else kept)
    assert values(project, article)[claims[0]][weight] == kept


@pytest.mark.parametrize("wrong", ["12,345", "9007199254740993", 2**53 + 1, 10**400])
def test_a_number_that_would_change_is_refused(
    project: Project, article: int, claims: list[int], wrong: fields.Value
) -> None:
    weight = add(project, "Weight", "number")
    with pytest.raises(ClaimdeskError, match=r"can be 12345 or 12.345|more digits"):
        give(project, claims, weight, wrong)
    assert values(project, article) == {}
