# SPDX-License-Identifier: MIT
"""Tidy tables: keys join, cells stay what they are, and the codebook and the actors come back."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook

from claimdesk.models.exchange.formats import export_project, guess_format, import_paths
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project

_SPEC = importlib.util.spec_from_file_location("generated", Path(__file__).parent / "generated.py")
generated = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(generated)

NAMES = ("tables", "tables-xlsx", "tables-sqlite")
KEYS = {
    "claims": ("article_id", "articles"),
    "claim_speakers": ("actor_id", "actors"),
    "claim_domains": ("domain_id", "domains"),
    "mentions": ("article_id", "articles"),
    "domain_mentions": ("article_id", "articles"),
    "aliases": ("actor_id", "actors"),
    "terms": ("domain_id", "domains"),
}


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "one.claimdesk") as project:
        with project.edit("Fill") as session:
            generated.fill(session, Random(5))
        yield project


def tables(name, path):
    """All rows by table, as dictionaries of texts."""
    if name == "tables":
        found = {
            file.stem: list(csv.DictReader(file.open(encoding="utf-8", newline="")))
            for file in path.glob("*.csv")
        }
    elif name == "tables-xlsx":
        found = {}
        for sheet in load_workbook(io.BytesIO(path.read_bytes()), read_only=True):
            head, *rows = sheet.iter_rows(values_only=True)
            found[sheet.title] = [dict(zip(head, row, strict=False)) for row in rows]
    else:
        with closing(sqlite3.connect(path)) as connection:
            connection.row_factory = sqlite3.Row
            names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
            names = [each for each in names if not each.startswith("sqlite_")]
            found = {
                each: [dict(row) for row in connection.execute(f'SELECT * FROM "{each}"')]
                for each in names
            }
    return {
        table: [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows]
        for table, rows in found.items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_keys_join_and_words_are_those_of_the_text(name, project, tmp_path):
    report = export_project(project, name, tmp_path / "out", state="all")
    found = tables(name, tmp_path / "out")
    assert len(found["articles"]) == report.articles
    assert len(found["claims"]) == report.claims > 0
    assert found["claims"][0].keys() >= {"speaker", "stance", "content", "tone", "weight", "seen"}
    for table, (column, other) in KEYS.items():
        key = next(iter(found[other][0]))
        assert {row[column] for row in found[table]} - {""} <= {row[key] for row in found[other]}
    with project.reading() as connection:
        bodies = {
            str(one): queries.article(connection, one).body
            for one in queries.article_ids(connection)
        }
    for span in found["spans"]:
        words = bodies[span["article_id"]][int(span["start"]) : int(span["end"])]
        assert span["words"].lstrip("'").replace("_x005F_", "_") == words
    codes = {(row["field"], row.get("value")) for row in found["codebook"]}
    for claim in found["claims"]:
        assert not claim["stance"] or ("stance", claim["stance"]) in codes


@pytest.mark.parametrize("name", NAMES)
def test_codebook_and_actors_come_back(name, project, tmp_path):
    output = tmp_path / f"out{'.xlsx' if name == 'tables-xlsx' else ''}"
    export_project(project, name, output, state="all")
    assert guess_format(output).name == name
    with Project.create(tmp_path / "two.claimdesk") as other:
        report = import_paths(other, [output])
        assert (report.failed, report.articles, report.annotations) == ([], 0, 0)
        assert said(other) == said(project)
        other.undo()
        assert said(other) == ([], [], [])


def said(project):
    with project.reading() as connection:
        actors = queries.actors(connection).values()
        domains = queries.domains(connection)
        fields = queries.fields(connection).values()
        return (
            sorted((a.name, a.kind, a.country or "", a.aliases) for a in actors),
            [
                (d.name, d.parent_id and domains[d.parent_id].name, d.definition, d.terms)
                for d in domains.values()
            ],
            sorted(
                (f.layer, f.key, f.label, f.kind, tuple((c.key, c.label) for c in f.choices))
                for f in fields
            ),
        )


def test_the_package_describes_each_column_and_cells_are_no_formulas(project, tmp_path):
    export_project(project, "tables", tmp_path / "out", state="all")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        with (tmp_path / "out" / resource["path"]).open(encoding="utf-8", newline="") as file:
            head = next(csv.reader(file))
            cells = [cell for row in csv.reader(file) for cell in row]
        assert head == [field["name"] for field in resource["schema"]["fields"]]
        assert set(resource["schema"]["primaryKey"]) <= set(head)
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]


@pytest.mark.parametrize(
    ("table", "content", "said"),
    [
        ("actors", "actor_id,name,kind\n1,Mara,wizard\n", "row 2"),
        ("codebook", "layer,field,field_kind\nclaim,tone,colour\n", "tone"),
        ("domains", "domain_id,name,parent_id,colour\n1,Sea,,red\n", "Sea"),
    ],
)
def test_a_wrong_table_is_named_and_nothing_changes(table, content, said, tmp_path):
    folder = tmp_path / "t"
    folder.mkdir()
    (folder / f"{table}.csv").write_text(content, "utf-8")
    with Project.create(tmp_path / "p.claimdesk") as project:
        report = import_paths(project, [folder], format_name="tables")
        assert said in report.failed[0].reason
        assert project.undo_label() is None
        with pytest.raises(ClaimdeskError, match="folder"):
            export_project(project, "tables", folder / "no" / "out")
