# SPDX-License-Identifier: MIT
"""Databases of Discourse Network Analyzer: what they say comes in; what can't be read is named.

Claims go out as statements.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from claimdesk.models.analysis.distribution import distribution
from claimdesk.models.cli.commands import app
from claimdesk.models.exchange.corpus_export import read_corpus
from claimdesk.models.exchange.dna_tables import PASSWORD
from claimdesk.models.exchange.formats import export_project, import_corpus, import_paths
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Choice, Claim
from tests.projects import create_project

pytestmark = pytest.mark.drill

NOON = 1_700_481_600
"""2023-11-20 at 12:00."""
TEXT = "\ufeff🛰 Title\r\n\r\nNorland backs the pact. Erna Vik 🙂 doubts it.\r\nNobody knows.  "


def units(part, text=TEXT):
    """Return where a part of a text is in UTF-16 units."""
    start = text.index(part)
    return tuple(len(text[:end].encode("utf-16-le")) // 2 for end in (start, start + len(part)))


SCHEMA = """
CREATE TABLE SETTINGS(Property TEXT, Value TEXT);
CREATE TABLE CODERS(ID INTEGER PRIMARY KEY, Name TEXT);
CREATE TABLE DOCUMENTS(ID INTEGER PRIMARY KEY, Title TEXT, Text TEXT, Coder INTEGER, Author TEXT,
  Source TEXT, Section TEXT, Notes TEXT, Type TEXT, Date INTEGER);
CREATE TABLE STATEMENTTYPES(ID INTEGER PRIMARY KEY, Label TEXT);
CREATE TABLE VARIABLES(ID INTEGER PRIMARY KEY, Variable TEXT, DataType TEXT, StatementTypeId INT);
CREATE TABLE STATEMENTS(ID INTEGER PRIMARY KEY, StatementTypeId INTEGER, DocumentId INTEGER,
  Start INTEGER, Stop INTEGER, Coder INTEGER);
CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY, StatementId INT, VariableId INT, Value INT);
CREATE TABLE DATAINTEGER(ID INTEGER PRIMARY KEY, StatementId INT, VariableId INT, Value INT);
CREATE TABLE DATALONGTEXT(ID INTEGER PRIMARY KEY, StatementId INT, VariableId INT, Value TEXT);
CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY, StatementId INT, VariableId INT, Entity INT);
CREATE TABLE ENTITIES(ID INTEGER PRIMARY KEY, VariableId INT, Value TEXT, ChildOf INTEGER);
CREATE TABLE ATTRIBUTEVARIABLES(ID INTEGER PRIMARY KEY, VariableId INT, AttributeVariable TEXT);
CREATE TABLE ATTRIBUTEVALUES(ID INTEGER PRIMARY KEY, EntityId INT, AttributeVariableId INT,
  AttributeValue TEXT);
CREATE TABLE REGEXES(Label TEXT);
"""
ROWS = {
    "SETTINGS": [("version", "3.0.11")],
    "CODERS": [(1, "Ana"), (2, "Bo")],
    "DOCUMENTS": [
        (1, "Pact", TEXT, 1, "A. Writer", "The Post", "News", "", "", NOON),
        (2, "", "Second text here.", 2, "", "", "", "", "", 10**15),
        (3, "Empty", "", 2, "", "", "", "", "", NOON),
    ],
    "STATEMENTTYPES": [(1, "Statement"), (2, "Remark")],
    "VARIABLES": [
        (1, "person", "short text", 1),
        (2, "organization", "short text", 1),
        (3, "concept", "short text", 1),
        (4, "agreement", "boolean", 1),
        (5, "year", "integer", 1),
        (6, "Quoted here", "boolean", 1),
        (7, "remark", "long text", 2),
    ],
    "ENTITIES": [
        (1, 2, "", None),
        (2, 2, "Norland", None),
        (3, 1, "Erna Vik", None),
        (4, 3, "The pact", None),
        (5, 3, "", None),
        (6, 3, "Unused", None),
        (7, 1, "", None),
    ],
    "ATTRIBUTEVARIABLES": [(1, 2, "Type"), (2, 2, "Alias"), (3, 2, "Region")],
    "ATTRIBUTEVALUES": [(1, 2, 1, "country"), (2, 2, 2, "Nordland"), (3, 2, 3, "North")],
    "STATEMENTS": [
        (1, 1, 1, *units("Norland backs the pact."), 2),
        (2, 1, 1, *units("Erna Vik 🙂 doubts it."), 1),
        (3, 2, 1, *units("🛰 Title"), 1),
        (4, 1, 1, 5, 5000, 1),
        (5, 1, 2, 0, 17, None),
    ],
    "DATASHORTTEXT": [
        (1, 1, 1, 3),
        (2, 1, 2, 2),
        (3, 1, 3, 4),
        (4, 2, 1, 3),
        (5, 2, 2, 1),
        (6, 2, 3, 5),
    ],
    "DATABOOLEAN": [(1, 1, 4, 1), (2, 2, 4, 0), (3, 1, 6, 1), (4, 2, 6, 0)],
    "DATAINTEGER": [(1, 1, 5, 3), (2, 2, 5, -2)],
    "DATALONGTEXT": [(1, 3, 7, "Look at this.")],
    "REGEXES": [("[Pp]act",)],
}


def write_dna(path, changes="", rows=ROWS):
    with sqlite3.connect(path) as connection:
        connection.executescript(SCHEMA)
        for table, values in rows.items():
            for row in values:
                marks = ", ".join("?" * len(row))
                connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)
        connection.executescript(changes)
    connection.close()
    return path


@pytest.fixture
def project(tmp_path):
    create_project(tmp_path / "p.claimdesk")
    with Project.open(tmp_path / "p.claimdesk") as project:
        yield project


def rows(project, statement):
    with project.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(statement)]


def counts(project, *by):
    with project.reading() as connection:
        return {tuple(row[f] for f in by): row["claims"] for row in distribution(connection, by)}


def test_statements_become_claims_with_all_that_is_said_of_them(project, tmp_path):
    path = write_dna(tmp_path / "a.dna")
    before = path.read_bytes()
    report = import_corpus(project, path)
    assert (report.articles, report.annotations) == (2, 3)
    by = ("speaker", "domain", "stance", "person", "year_own", "Quoted here", "annotator")
    assert counts(project, *by) == {
        ("Norland", "The pact", "supportive", "Erna Vik", 3, 1, "Bo"): 1,
        (None, None, "opposed", "Erna Vik", -2, 0, "Ana"): 1,
        (None,) * 7: 1,
    }
    quotes = rows(project, "SELECT role, quote FROM span ORDER BY id")
    assert quotes == [
        ("content", "Norland backs the pact."),
        ("content", "Erna Vik 🙂 doubts it."),
        ("content", "Second text here."),
    ]
    articles = rows(project, "SELECT title, published_on, author, outlet, note FROM article")
    assert articles == [
        (
            "Pact",
            "2023-11-20T12:00:00",
            "A. Writer",
            "The Post",
            "Section: News\nRemark “🛰 Title”: Look at this.",
        ),
        ("Second text here.", None, None, None, None),
    ]
    assert counts(project, "date", "week", "quarter") == {
        ("2023-11-20", "2023-11-20", "2023-Q4"): 2,
        (None, None, None): 1,
    }
    actors = rows(project, "SELECT name, kind, note FROM actor")
    assert actors == [("Norland", "state", "Region: North")]
    assert rows(project, "SELECT text FROM alias") == [("Nordland",)]
    said = json.dumps([note.reason for note in (*report.warnings, *report.notes)])
    for part in ("Statement 4", "10000000", "Empty", "Remark", "[Pp]act", "year", "The pact"):
        assert part in said
    left = {loss.key: count for loss, count in report.left_out.items() if count}
    assert left == {
        "statements": 1,
        "documents": 1,
        "patterns": 1,
        "entities without a statement": 1,
    }
    assert check(project.path)["ok"]
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("a.dna-*"))


def test_variables_called_like_fields_of_claims_need_no_codebook(tmp_path):
    more = {
        "VARIABLES": [(8, "kind", "short text", 1), (9, "certainty", "integer", 1)],
        "ENTITIES": [(9, 8, "strong", None)],
        "DATASHORTTEXT": [(9, 1, 8, 9)],
        "DATAINTEGER": [(9, 1, 9, 4)],
    }
    path = write_dna(tmp_path / "a.dna", rows={k: [*v, *more.get(k, [])] for k, v in ROWS.items()})
    with Project.create(tmp_path / "empty.claimdesk") as empty:
        report = import_paths(empty, [path])
        assert (report.failed, report.annotations) == ([], 3)
        statement = (
            "SELECT label, number, text FROM field_value JOIN field ON field.id = field_id "
            "WHERE key LIKE 'kind%' OR key LIKE 'certainty%' ORDER BY label"
        )
        assert rows(empty, statement) == [("certainty", 4.0, None), ("kind", None, "strong")]


def test_a_variable_can_be_something_else(project, tmp_path):
    path = write_dna(tmp_path / "a.dna")
    mapping = [("person", "speaker"), ("organization", "speaker"), ("quoted here", "stance")]
    import_paths(project, [path], mapping=mapping)
    assert counts(project, "speaker", "stance", "agreement") == {
        ("Erna Vik", "supportive", 1): 1,
        ("Norland", "supportive", 1): 1,
        ("Erna Vik", "opposed", 0): 1,
        (None, None, None): 1,
    }
    kinds = rows(project, "SELECT name, kind FROM actor ORDER BY name")
    assert kinds == [("Erna Vik", "person"), ("Norland", "state")]


@pytest.mark.parametrize("starter", [True, False])
def test_variables_called_like_fields_of_ours_keep_their_values(starter, tmp_path):
    changes = (
        "UPDATE VARIABLES SET Variable = 'certainty' WHERE ID = 5;"
        "INSERT INTO VARIABLES VALUES (9, 'kind', 'short text', 1);"
        "INSERT INTO ENTITIES VALUES (20, 9, 'hot', NULL);"
        "INSERT INTO DATASHORTTEXT VALUES (50, 1, 9, 20);"
    )
    target = tmp_path / "p.claimdesk"
    if starter:
        create_project(target)
    else:
        Project.create(target).close()
    with Project.open(target) as project:
        report = import_paths(project, [write_dna(tmp_path / "a.dna", changes)])
        assert (report.annotations, report.failed) == (3, [])
        number = "SELECT number FROM field_value JOIN field ON field.id = field_id"
        found = rows(project, f"{number} WHERE label LIKE 'certainty%' ORDER BY field_value.id")
        assert found == [(3.0,), (-2.0,)]
        hot = "SELECT (SELECT count(*) FROM annotation WHERE note LIKE '%kind: hot%') + "
        assert rows(project, f"{hot} (SELECT count(*) FROM field_value WHERE text = 'hot')") == [
            (1,)
        ]


def test_the_command_line_names_what_it_cannot_map(project, tmp_path):
    path = write_dna(tmp_path / "a.dna")
    project.close()

    def run(*words):
        return CliRunner().invoke(app, ["import", str(project.path), *words])

    assert run(str(path), "--map", "person").exit_code == 2
    assert run(str(path), "--map", "person=cue").exit_code == 1
    for word, said in (("nobody=speaker", "concept"), ("year=domain", "year")):
        failed = run(str(path), "--map", word)
        assert failed.exit_code != 0
        assert said in json.loads(failed.stdout)["failed"][0]["reason"]
    found = run(str(path), "--map", "person=speaker")
    assert found.exit_code == 0
    assert json.loads(found.stdout)["annotations"] == 3


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ("UPDATE SETTINGS SET Value = '2.0 beta 25'; DROP TABLE ENTITIES;", "2.0 beta 25"),
        ("UPDATE SETTINGS SET Value = '4.1'", "4.1"),
        ("DROP TABLE STATEMENTTYPES", "STATEMENTTYPES"),
        (
            "DROP TABLE CODERS; DROP TABLE VARIABLES; CREATE VIEW VARIABLES AS WITH RECURSIVE "
            "n(ID) AS (SELECT 1 UNION ALL SELECT ID + 1 FROM n) SELECT ID, 'a' AS Variable, "
            "'integer' AS DataType, 1 AS StatementTypeId FROM n",
            "VARIABLES",
        ),
        ("ALTER TABLE STATEMENTS RENAME COLUMN Stop TO Ende", "Stop"),
    ],
)
def test_other_files_are_refused_and_change_nothing(project, tmp_path, changes, said):
    path = write_dna(tmp_path / "a.dna", changes)
    with pytest.raises(ClaimdeskError, match=said.replace("[", r"\[")) as caught:
        import_corpus(project, path)
    assert str(path) in str(caught.value)
    assert rows(project, "SELECT count(*) FROM article") == [(0,)]


def test_damaged_files_and_odd_values_do_no_harm(project, tmp_path):
    path = write_dna(tmp_path / "a.dna")
    data = bytearray(path.read_bytes())
    broken = tmp_path / "b.dna"
    for cut in (100, 4096, len(data) // 2):
        broken.write_bytes(data[:cut])
        with pytest.raises(ClaimdeskError, match=r"b\.dna"):
            import_corpus(project, broken)
    odd = write_dna(
        tmp_path / "c.dna",
        """
        UPDATE DOCUMENTS SET Title = x'ff00fe', Date = 'soon', Source = 7 WHERE ID = 1;
        UPDATE STATEMENTS SET Start = 'a' WHERE ID = 2;
        UPDATE DATAINTEGER SET Value = 9223372036854775807 WHERE ID = 1;
        UPDATE DATABOOLEAN SET Value = 'maybe' WHERE ID = 1;
        UPDATE DATASHORTTEXT SET Entity = 99 WHERE ID = 2;
        UPDATE STATEMENTS SET DocumentId = 99 WHERE ID = 5;
        """,
    )
    report = import_corpus(project, odd)
    assert report.annotations == 1
    assert {loss.key: n for loss, n in report.left_out.items() if n}["statements"] == 3
    assert rows(project, "SELECT outlet, published_on FROM article WHERE id = 1") == [("7", None)]
    assert check(project.path)["ok"]


GENERATED = importlib.util.spec_from_file_location(
    "generated", Path(__file__).parent / "generated.py"
)
AGREEMENT = {"supportive": 1, "conditional": 1, "opposed": 0, "sceptical": 0}


def test_a_database_comes_back_as_it_was(project, tmp_path):
    import_corpus(project, write_dna(tmp_path / "a.dna"))
    written = export_project(project, "dna", tmp_path / "b.dna")
    assert (written.articles, written.claims) == (2, 2)
    losses = {loss.key: count for loss, count in written.left_out.items()}
    assert losses["claims neither for nor against"] == 1
    assert losses["articles without a date"] == 1
    create_project(tmp_path / "q.claimdesk")
    with Project.open(tmp_path / "q.claimdesk") as other:
        assert import_corpus(other, tmp_path / "b.dna").annotations == 2
        by = ("speaker", "domain", "stance", "person", "year_own", "Quoted here", "annotator")
        before = counts(project, *by)
        del before[(None,) * 7]
        assert counts(other, *by) == before
        kept = "SELECT title, body, published_on, author, outlet FROM article"
        assert rows(other, kept) == rows(project, kept)
        assert rows(other, "SELECT name, kind FROM actor") == [("Norland", "state")]
        assert "Section: News" in rows(other, "SELECT note FROM article")[0][0]


def fill(project, seed):
    """Fill a project with everything, and with claims of every stance."""
    generated = importlib.util.module_from_spec(GENERATED)
    GENERATED.loader.exec_module(generated)
    with project.edit("Fill") as session:
        generated.fill(session, Random(seed))
        for number, key in enumerate(AGREEMENT):
            choice = Choice(field_id=1, key=key, label=key.title(), position=10 + number)
            session.add(choice)
            session.flush()
            for claim in session.exec(select(Claim).where(Claim.id % 5 == number)):
                claim.stance_id = choice.id


def statements(project):
    """Return what the accepted claims for or against something say, statement by statement."""
    with read_corpus(project, ("accepted",)) as corpus:
        return [
            (words, speaker, domain, agreement, claim.annotator or "Admin")
            for one in corpus.articles()
            for claim in one.annotations
            for words, agreement in words_and_agreement(one.article.body, claim)
            for speaker in [" ".join(a.name.split()) for a in claim.speakers] or [""]
            for domain in [d.name for d in claim.domains] or [""]
        ]


def words_and_agreement(body, claim):
    stance = claim.code("stance")
    pieces = claim.spans.get("content") or [piece for own in claim.spans.values() for piece in own]
    if claim.layer == "claim" and pieces and stance and stance.value in AGREEMENT:
        words = body[min(pieces).start : max(piece.end for piece in pieces)]
        yield words, AGREEMENT[stance.value]


def written_statements(connection):
    found = connection.execute(
        "SELECT d.Text, s.Start, s.Stop, a.Value, b.Value, c.Value, o.Name FROM STATEMENTS s "
        "JOIN DOCUMENTS d ON d.ID = s.DocumentId JOIN CODERS o ON o.ID = s.Coder "
        "JOIN DATASHORTTEXT x ON x.StatementId = s.ID AND x.VariableId = 1 "
        "JOIN ENTITIES a ON a.ID = x.Entity "
        "JOIN DATASHORTTEXT y ON y.StatementId = s.ID AND y.VariableId = 2 "
        "JOIN ENTITIES b ON b.ID = y.Entity "
        "JOIN DATABOOLEAN c ON c.StatementId = s.ID AND c.VariableId = 3 ORDER BY s.ID"
    )
    for text, start, stop, *rest in found:
        words = text.encode("utf-16-le")[2 * start : 2 * stop]
        yield (words.decode("utf-16-le"), *rest)


def test_every_claim_for_or_against_goes_out(tmp_path):
    compared = 0
    for seed in range(6):
        folder = tmp_path / str(seed)
        folder.mkdir()
        with Project.create(folder / "p.claimdesk") as project:
            fill(project, seed)
            report = export_project(project, "dna", folder / "a.dna")
            wanted = statements(project)
            accepted = (
                "SELECT count(*) FROM annotation WHERE layer = 'claim' AND state = 'accepted'"
            )
            claims = rows(project, accepted)[0][0]
        compared += len(wanted)
        lost = {loss.key: count for loss, count in report.left_out.items()}
        neither = lost.get("claims neither for nor against", 0)
        assert claims == report.claims + neither + lost.get("claims without text", 0)
        with closing(sqlite3.connect(folder / "a.dna")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            assert list(written_statements(connection)) == wanted
            # That program expects a value of every variable in each statement.
            variables = connection.execute("SELECT count(*) FROM VARIABLES").fetchone()[0]
            values = connection.execute(
                "SELECT count(*) FROM (SELECT StatementId FROM DATABOOLEAN UNION ALL "
                "SELECT StatementId FROM DATAINTEGER UNION ALL "
                "SELECT StatementId FROM DATALONGTEXT UNION ALL "
                "SELECT StatementId FROM DATASHORTTEXT) GROUP BY StatementId"
            ).fetchall()
            assert values == [(variables,)] * len(wanted)
        create_project(folder / "q.claimdesk")
        with Project.open(folder / "q.claimdesk") as other:
            assert import_corpus(other, folder / "a.dna").annotations == len(wanted)
            assert sorted(statements(other)) == sorted(wanted)
            assert check(other.path)["ok"]
    assert compared > 20


def test_coders_sign_in_with_the_documented_password(project, tmp_path):
    import_corpus(project, write_dna(tmp_path / "a.dna"))
    export_project(project, "dna", tmp_path / "b.dna")
    with closing(sqlite3.connect(tmp_path / "b.dna")) as connection:
        coders = dict(connection.execute("SELECT Name, Password FROM CODERS"))
    assert coders.keys() == {"Admin", "Ana", "Bo"}
    (stored,) = set(coders.values())
    salt, wanted = (raw := base64.b64decode(stored))[:16], raw[16:]
    digest = salt + PASSWORD.encode()
    for _round in range(100_000):
        digest = hashlib.sha256(digest).digest()
    assert digest == wanted
