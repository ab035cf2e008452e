# SPDX-License-Identifier: MIT
"""CSV as a spreadsheet program reads it: one row per claim, no formulas, nothing lost silently."""

from __future__ import annotations

import csv

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimdesk.models import codebook, registry
from claimdesk.models.codebook import choices, fields
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.exchange import xlsx_format
from claimdesk.models.exchange.claim_table import COLUMNS
from claimdesk.models.exchange.formats import export_project
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.project import Project, set_annotator
from claimdesk.models.store.schema import Addressee, Article, CodedField
from claimdesk.models.text.cells import needs_mark, safe_cell
from claimdesk.models.text.normalization import body_hash
from claimdesk.models.text.spans import Span

BODY = "=A minister 🇯🇵 said “it,\nwill\tgrow”; and on.\n@Nobody else."


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "p.claimdesk") as project:
        set_annotator(project, "Ana")
        with project.edit("Fill") as session:
            codebook.load_codebook(
                session,
                {
                    "domains": [{"name": "Sea"}, {"name": "-Air"}],
                    "fields": [
                        {
                            "key": "stance",
                            "label": "Stance",
                            "choices": [{"key": "yes", "label": "Supportive, mostly"}],
                        }
                    ],
                },
                "here",
            )
            speaker = registry.create_actor(session, "+Minister", "person", country="JP")
            session.add(
                Article(title='Title "in" quotes', body=BODY, sha256=body_hash(BODY), outlet="=1+1")
            )
            session.flush()
            full = edits.create_claim(
                session,
                1,
                {
                    "source": [Span(0, 11)],
                    "cue": [Span(15, 19)],
                    "content": [Span(21, 36), Span(38, 44)],
                },
                speaker_id=speaker,
                domain_ids=[2, 1],
            )
            set_code(session, [full], "stance", 1)
            edits.set_note(session, [full], "\tnote\r\nof two lines")
            bare = edits.create_claim(session, 1, {"content": [Span(45, 52)]})
            edits.reject(session, [bare])
            edits.create_mention(session, 1, Span(0, 1), speaker)
        yield project


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_row_says_all_of_a_claim(project, tmp_path):
    report = export_project(project, "csv", tmp_path / "claims.csv")
    (row,) = read(tmp_path / "claims.csv")
    assert tuple(row) == COLUMNS
    assert row == {
        "article": 'Title "in" quotes',
        "outlet": "'=1+1",
        "date": "",
        "speaker": "'+Minister",
        "speaker kind": "person",
        "country": "JP",
        "stance": "Supportive, mostly",
        "kind": "",
        "certainty": "",
        "domains": "'-Air; Sea",
        "source": "'=A minister",
        "cue": BODY[15:19],
        "content": " … ".join(" ".join(BODY[a:b].split()) for a, b in [(21, 36), (38, 44)]),
        "note": "note\r\nof two lines",
        "state": "accepted",
        "origin": "analyst",
        "annotator": "Ana",
        "source offsets": "[0,11)",
        "cue offsets": "[15,19)",
        "content offsets": "[21,36); [38,44)",
        "article id": "1",
        "claim id": "1",
        "speaker id": "1",
        "addressees": "",
        "speakers": "'+Minister",
    }
    assert report.as_json() == {
        "format": "csv",
        "output": str(tmp_path / "claims.csv"),
        "articles": 1,
        "annotations": 1,
        "claims": 1,
        "left_out": {
            "accepted actor mentions": 1,
            "rejected claims": 1,
            "steps of the history": 1,
        },
    }


def test_all_states(project, tmp_path):
    report = export_project(project, "csv", tmp_path / "claims.csv", state="all")
    rows = read(tmp_path / "claims.csv")
    assert [row["state"] for row in rows] == ["accepted", "rejected"]
    assert rows[1]["speaker"] == rows[1]["source"] == ""
    assert report.claims == 2
    assert "rejected claims" not in report.as_json()["left_out"]


def test_the_file_begins_with_a_byte_order_mark(project, tmp_path):
    export_project(project, "csv", tmp_path / "claims.csv")
    assert (tmp_path / "claims.csv").read_bytes().startswith(b"\xef\xbb\xbfarticle,outlet")


@pytest.mark.parametrize(
    "text",
    [
        "=1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "=cmd|' /C calc'!A0",
    ],
)
def test_no_cell_is_a_formula(text):
    assert safe_cell(text) == "'" + text
    assert safe_cell("a" + text) == "a" + text


def test_unknown_is_empty():
    assert safe_cell(None) == ""
    assert safe_cell(0) == "0"


VALUES = [
    "007",
    "3/4",
    "3-6",
    "1e5",
    "1.000",
    "12:30",
    "May 5",
    "5. März",
    "3月4日",
    "１２",
    "TRUE",
]
VALUES += ["$100", "5 %", "1 1/2", "(5)", "10:15 AM", "1,000", "5 EUR", "1-Jan"]


@pytest.mark.parametrize("text", VALUES)
def test_what_looks_like_a_number_or_a_date_stays_a_text(text):
    assert safe_cell(text) == f"'{text}"
    assert safe_cell(f"'{text}") == f"''{text}"


@pytest.mark.parametrize(
    "text", ["COVID-19", "Group 10", "[3,6)", "‘5’ or so", "May I?", "10 words"]
)
def test_other_texts_stay_as_they_are(text):
    assert safe_cell(text) == text


@given(st.text("=+-@'0123456789./: aJnMy\t", max_size=8))
def test_a_marked_cell_is_read_back(text):
    cell = safe_cell(text)
    assert (cell[1:] if cell[:1] == "'" and needs_mark(cell.lstrip("'")) else cell) == text


def test_numbers_are_written_with_every_digit():
    assert [safe_cell(n) for n in (2500000.0, 123456.78, -5.0, 1e-7, -3)] == [
        "2500000",
        "123456.78",
        "-5",
        "0.0000001",
        "-3",
    ]


LONG = "𝔘" * 20_000


@pytest.fixture
def odd(project):
    """The project with addressees, own fields and texts that spreadsheets would change."""
    with project.edit("Own fields") as session:
        session.get_one(Article, 1).title = "007"
        session.get_one(Article, 1).published_on = "2024-03-04"
        kim = registry.create_actor(session, "3/4", "group")
        lee = registry.create_actor(session, "Lee", "person")
        session.add_all(Addressee(claim_id=1, actor_id=actor) for actor in (kim, lee))
        edits.add_speaker(session, [1], lee)
        kinds = {"Weight": "number", "stance": "text", "Sure": "boolean", "Tone": "choice"}
        kinds |= {"Long": "text", "Odd": "text"}
        # A label that a column of every project has is told apart.
        ids = {label: fields.add_field(session, label + ".", k) for label, k in kinds.items()}
        fields.rename_field(session, ids["stance"], "Speaker")
        calm = choices.add_choice(session, ids["Tone"], "=calm")
        values = {"Weight": -123456.78, "stance": "3-6", "Sure": False, "Tone": calm}
        values |= {"Long": LONG, "Odd": "=1+1 _x0041_ \x0b end"}
        for label, value in values.items():
            set_code(session, [1], session.get_one(CodedField, ids[label]).key, value)
    return project


OWN = ["Weight.", "Speaker (2)", "Sure.", "Tone.", "Long.", "Odd."]


def test_addressees_and_own_fields_are_columns(odd, tmp_path):
    report = export_project(odd, "csv", tmp_path / "claims.csv")
    (row,) = read(tmp_path / "claims.csv")
    assert tuple(row) == (*COLUMNS, *OWN)
    assert row["addressees"] == "3/4; Lee"
    assert (row["speaker"], row["speakers"]) == ("'+Minister", "'+Minister; Lee")
    assert (row["article"], row["date"]) == ("'007", "2024-03-04")
    assert [row[name] for name in OWN[:4]] == ["-123456.78", "'3-6", "no", "'=calm"]
    assert row["Long."] == LONG
    assert not {"addressees", "values of own fields"} & report.as_json()["left_out"].keys()


def test_a_workbook_holds_texts_as_texts(odd, tmp_path):
    report = export_project(odd, "xlsx", tmp_path / "claims.xlsx")
    assert (report.articles, report.claims) == (1, 1)
    assert report.as_json()["left_out"]["ends of texts of more than 32,767 characters"] == 1
    assert report.as_json()["left_out"]["texts with control characters"] == 1
    sheet = openpyxl.load_workbook(tmp_path / "claims.xlsx").active
    head, row = sheet.iter_rows()
    cells = {name.value: cell for name, cell in zip(head, row, strict=True)}
    assert tuple(cells) == (*COLUMNS, *OWN)
    expected = {
        "article": "007",
        "outlet": "=1+1",
        "speaker": "+Minister",
        "date": "2024-03-04",
        "Speaker (2)": "3-6",
        "Tone.": "=calm",
        "source offsets": "[0,11)",
        "addressees": "3/4; Lee",
    }
    for name, text in expected.items():
        assert (cells[name].data_type, cells[name].value) == ("s", text), name
    assert cells["Weight."].value == -123456.78
    assert (cells["Weight."].data_type, cells["claim id"].data_type) == ("n", "n")
    assert cells["Odd."].value == "=1+1 _x005F_x0041_ \ufffd end"
    long = cells["Long."].value
    assert len(long.encode("utf-16-le")) // 2 <= 32_767
    assert long.endswith("𝔘…")
    assert not any(cell.data_type == "f" for cell in row)


def test_a_workbook_that_does_not_read_back_is_not_kept(project, tmp_path, monkeypatch):
    (tmp_path / "claims.xlsx").write_text("old")
    monkeypatch.setattr(
        xlsx_format, "text_cell", lambda sheet, value: "else" if value == "accepted" else value
    )
    with pytest.raises(ClaimdeskError, match="did not read back"):
        export_project(project, "xlsx", tmp_path / "claims.xlsx")
    assert (tmp_path / "claims.xlsx").read_text() == "old"
