# SPDX-License-Identifier: MIT
"""CSV as a spreadsheet program reads it: one row per claim, no formulas, nothing lost silently."""

from __future__ import annotations

import csv

import pytest

from claimdesk.models import codebook, editing, registry
from claimdesk.models.articles.text import body_hash
from claimdesk.models.exchange.csv import COLUMNS, safe_cell
from claimdesk.models.exchange.formats import export_project
from claimdesk.models.project import Project, set_annotator
from claimdesk.models.schema import Article
from claimdesk.models.spans import Span

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
            full = editing.create_claim(
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
            editing.set_claim(session, [full], stance_id=1)
            editing.set_note(session, [full], "\tnote\r\nof two lines")
            bare = editing.create_claim(session, 1, {"content": [Span(45, 52)]})
            editing.reject(session, [bare])
            editing.create_mention(session, 1, Span(0, 1), speaker)
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
        "source offsets": "0-11",
        "cue offsets": "15-19",
        "content offsets": "21-36; 38-44",
        "article id": "1",
        "claim id": "1",
    }
    assert report == {
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
    assert report["claims"] == 2
    assert "rejected claims" not in report["left_out"]


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
