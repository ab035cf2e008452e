# SPDX-License-Identifier: MIT
"""Projects of QualCoder and Taguette: documents, codes, codings and memos."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from claimdesk.models.exchange.formats import guess_format, import_paths
from claimdesk.models.exchange.mapping_questions import mapping_questions
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project

QUALCODER = """
CREATE TABLE project (databaseversion text, date text, memo text, about text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text,
    owner text, date text);
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text,
    supercatid integer);
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text,
    date text, color text);
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text,
    pos0 integer, pos1 integer, owner text, date text, memo text, important integer);
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer,
    memo text, owner text, date text);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text,
    id integer);
CREATE TABLE cases (caseid integer primary key, name text, memo text);
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer);
CREATE TABLE journal (jid integer primary key, name text, jentry text);
"""
TAGUETTE = """
CREATE TABLE projects (id integer primary key, name text);
CREATE TABLE documents (id integer primary key, name text, description text, filename text,
    project_id integer, contents text);
CREATE TABLE tags (id integer primary key, project_id integer, path text, description text);
CREATE TABLE highlights (id integer primary key, document_id integer, start_offset integer,
    end_offset integer, snippet text);
CREATE TABLE highlight_tags (highlight_id integer, tag_id integer);
CREATE TABLE commands (id integer primary key, user_login text, payload text);
"""
BODY = "🇯🇵 Japan agreed.\nNorway waits, Norway watches."


def make(path, schema, **tables):
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(schema)
        for table, rows in tables.items():
            for row in rows:
                marks = ", ".join("?" * len(row))
                names = ", ".join(row)
                connection.execute(
                    f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values())
                )
        connection.commit()
    return path


def read(path, folder):
    with Project.create(folder / "p.claimdesk") as opened:
        report = import_paths(opened, [path])
        with opened.reading() as connection:
            domains = queries.domains(connection)
            articles = [
                queries.article(connection, one) for one in sorted(queries.article_ids(connection))
            ]
            found = [
                (domains[row.domain_id].name, row.quote("evidence"), row.annotator, row.note)
                for one in articles
                for row in queries.article_annotations(connection, one.id)
            ]
    tree = [
        (row.name, row.parent_id and domains[row.parent_id].name, row.definition)
        for row in domains.values()
    ]
    return report, tree, articles, sorted(found, key=repr)


def coding(cid, start, end, words, **more):
    return {"cid": cid, "fid": 1, "seltext": words, "pos0": start, "pos1": end, **more}


@pytest.mark.parametrize("units", [0, 2], ids=["code-points", "utf-16"])
def test_a_qualcoder_project(units, tmp_path):
    folder = tmp_path / "study.qda"
    folder.mkdir()
    norway = BODY.index("Norway")
    make(
        folder / "data.qda",
        QUALCODER,
        source=[
            {"id": 1, "name": "One", "fulltext": BODY, "memo": "First talk"},
            {"id": 2, "name": "a.png", "mediapath": "/images/a.png"},
        ],
        code_cat=[
            # A circle, which no program should write.
            {"catid": 1, "name": "Sea", "memo": "All of it", "supercatid": 2},
            {"catid": 2, "name": "World", "supercatid": 1},
        ],
        code_name=[
            {"cid": 1, "name": "Routes", "catid": 1, "memo": "By ship", "color": "#FF0000"},
            {"cid": 2, "name": "Sea"},
        ],
        code_text=[
            coding(1, 3 + units, 8 + units, "Japan", owner="Ann", memo="Why?", important=1),
            coding(2, norway + units, norway + 6 + units, "Norway", owner="Ben"),
            # The words stand elsewhere once.
            coding(1, 1, 8, "watches", owner="Ben"),
            coding(2, 500, 600, "", owner="Ben"),
        ],
        annotation=[{"fid": 1, "pos0": 3, "pos1": 8, "memo": "Look again"}],
        attribute=[
            {"name": "Outlet", "attr_type": "file", "value": "The Sun", "id": 1},
            {"name": "Age", "attr_type": "case", "value": "40", "id": 7},
        ],
        cases=[{"caseid": 7, "name": "Mara"}],
        case_text=[{"caseid": 7, "fid": 1}],
        journal=[{"name": "Day 1", "jentry": "…"}],
    )
    assert guess_format(folder).name == guess_format(folder / "data.qda").name == "qualcoder"
    report, tree, articles, found = read(folder, tmp_path)
    assert found == [
        ("Routes", "Japan", "Ann", "Why?\nImportant"),
        ("Routes", "watches", "Ben", None),
        ("Sea (2)", "Norway", "Ben", None),
    ]
    assert tree == [
        ("World", None, None),
        ("Sea", "World", "All of it"),
        ("Routes", "Sea", "By ship"),
        ("Sea (2)", None, None),
    ]
    (article,) = articles
    assert (article.title, article.outlet) == ("One", "The Sun")
    assert article.note.split("\n")[0] == "First talk"
    assert article.note.split("\n")[2:] == ["Case: Mara", "Age: 40"]
    assert {loss.key for loss in report.left_out} == {
        "files without a text",
        "entries of the journal",
    }
    assert len(report.warnings) == 3


def test_a_taguette_project(tmp_path):
    html = "<h1>Talks 🇯🇵</h1><p>Japan &amp; <b>Norway</b> agreed.</p><p>They waited.</p>"
    text = "Talks 🇯🇵Japan & Norway agreed.They waited."

    def highlight(own, words):
        start = len(text[: text.index(words)].encode())
        end = start + len(words.encode())
        return {
            "id": own,
            "document_id": 1,
            "start_offset": start,
            "end_offset": end,
            "snippet": f"<p>{words.replace('&', '&amp;')}</p>",
        }

    path = make(
        tmp_path / "t.sqlite3",
        TAGUETTE,
        projects=[{"id": 1, "name": "P"}],
        documents=[
            {"id": 1, "name": "One", "description": "A talk", "project_id": 1, "contents": html}
        ],
        tags=[
            {"id": 1, "project_id": 1, "path": "sea", "description": "All of it"},
            {"id": 2, "project_id": 1, "path": "sea.routes", "description": ""},
        ],
        highlights=[
            highlight(1, "Japan & Norway"),
            highlight(2, "agreed.They waited"),
            highlight(3, "Talks"),
        ],
        highlight_tags=[
            {"highlight_id": 1, "tag_id": 1},
            {"highlight_id": 1, "tag_id": 2},
            {"highlight_id": 2, "tag_id": 2},
        ],
        commands=[
            {
                "user_login": "ann",
                "payload": json.dumps({"type": "highlight_add", "highlight_id": 1}),
            },
            {"user_login": "ben", "payload": "[" * 9},
        ],
    )
    assert guess_format(path).name == "taguette"
    report, tree, articles, found = read(path, tmp_path)
    assert found == [
        ("sea", "Japan & Norway", "ann", None),
        ("sea.routes", "Japan & Norway", "ann", None),
        ("sea.routes", "agreed. They waited", None, None),
    ]
    assert tree == [("sea", None, "All of it"), ("sea.routes", "sea", None)]
    assert articles[0].body == "Talks 🇯🇵\nJapan & Norway agreed.\nThey waited."
    assert (articles[0].title, articles[0].note) == ("One", "A talk")
    assert [loss.key for loss in report.left_out] == ["highlights without a tag"]


def test_codes_become_actors_parts_of_claims_notes_or_nothing(tmp_path):
    body = "Norland agrees: it will pay. Aside."
    names = ("Norland", "Countries", "Position", "Memo", "Noise", "Money")
    path = make(
        tmp_path / "p.sqlite3",
        TAGUETTE,
        projects=[{"id": 1, "name": "p"}],
        documents=[
            {"id": 1, "name": "story", "project_id": 1, "contents": f"<p>{body}</p>"},
        ],
        tags=[
            {"id": n, "project_id": 1, "path": name, "description": f"About {name}"}
            for n, name in enumerate(names, 1)
        ],
        highlights=[
            {"id": n, "document_id": 1, "start_offset": a, "end_offset": b, "snippet": body[a:b]}
            for n, (a, b) in enumerate(
                [(16, 18), (0, 7), (16, 27), (29, 34), (29, 34), (24, 27)], 1
            )
        ],
        highlight_tags=[{"highlight_id": n, "tag_id": n} for n in range(1, 7)],
    )
    (question,) = mapping_questions([path])
    assert {(item.name, item.count, item.examples, item.guess) for item in question.items} >= {
        ("Norland", 1, ("it",), "domain:Norland"),
        ("Countries", 1, ("Norland",), "domain:Countries"),
    }
    mapping = [("Norland", "state:Norland"), ("Countries", "state"), ("Position", "content")]
    mapping += [("Memo", "note"), ("Noise", "skip"), ("Money", "domain:Money")]
    with Project.create(tmp_path / "p.claimdesk") as project:
        report = import_paths(project, [path], mapping=mapping)
        with project.reading() as connection:
            (article,) = queries.article_ids(connection)
            actors = [actor.name for actor in queries.actors(connection).values()]
            domains = [(d.name, d.definition) for d in queries.domains(connection).values()]
            rows = queries.article_annotations(connection, article)
            note = queries.article(connection, article).note
    assert actors == ["Norland"]
    assert domains == [("Money", "About Money")]
    assert sorted((row.layer, row.pieces[0].quote) for row in rows) == [
        ("actor", "Norland"),
        ("actor", "it"),
        ("claim", "it will pay"),
        ("domain", "pay"),
    ]
    assert "Memo: Aside" in note
    assert {loss.key: n for loss, n in report.left_out.items()} == {"codings “Noise”": 1}


@pytest.mark.parametrize("name", ["qualcoder", "taguette"])
def test_a_database_of_something_else_or_half_a_file_is_refused(name, tmp_path):
    other = make(tmp_path / "other.db", "CREATE TABLE a (b text);")
    half = make(tmp_path / "half.db", QUALCODER if name == "qualcoder" else TAGUETTE)
    half.write_bytes(half.read_bytes()[:5000])
    with Project.create(tmp_path / "p.claimdesk") as project:
        for path in (other, half):
            report = import_paths(project, [path], format_name=name)
            assert str(path) in report.failed[0].reason
        assert project.undo_label() is None
