# SPDX-License-Identifier: MIT
"""What other programs read: the schema of Claimdesk JSONL, data frames, TEI."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import shutil
from pathlib import Path
from random import Random

import pytest
from lxml import etree

import claimdesk
from claimdesk.models.exchange.formats import export_project
from claimdesk.models.exchange.frames import open_project
from claimdesk.models.exchange.jsonl_schema import line_schema
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.resources import files

_SPEC = importlib.util.spec_from_file_location("generated", Path(__file__).parent / "generated.py")
generated = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(generated)

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
TYPES = {
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, int | float) and not isinstance(v, bool),
    "string": lambda v: isinstance(v, str),
    "boolean": lambda v: isinstance(v, bool),
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "null": lambda v: v is None,
}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("programs") / "one.claimdesk"
    with Project.create(path) as project, project.edit("Fill") as session:
        generated.fill(session, Random(5))
    return path


def fits(schema, value, root):
    """Whether a value fits a JSON Schema of the few words that ours uses."""
    if "$ref" in schema:
        return fits(root["$defs"][schema["$ref"].rpartition("/")[2]], value, root)
    if "oneOf" in schema:
        return sum(fits(each, value, root) for each in schema["oneOf"]) == 1
    if "const" in schema or "enum" in schema:
        return value in schema.get("enum", [schema.get("const")])
    types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if not any(TYPES[each](value) for each in types):
        return False
    if isinstance(value, list):
        return all(fits(schema["items"], each, root) for each in value)
    if isinstance(value, dict):
        known = schema["properties"]
        return set(schema.get("required", ())) <= value.keys() <= known.keys() and all(
            fits(known[key], each, root) for key, each in value.items()
        )
    if isinstance(value, str):
        return len(value) <= schema.get("maxLength", len(value))
    return value is None or value >= schema.get("minimum", value)


def test_every_line_fits_the_schema_that_is_shipped(path, tmp_path):
    shipped = files.read_json("schemas/claimdesk-jsonl.schema.json")
    assert shipped == line_schema()
    with Project.read(path) as project:
        export_project(project, "jsonl", tmp_path / "o.jsonl", state="all")
    lines = [json.loads(line) for line in (tmp_path / "o.jsonl").open(encoding="utf-8")]
    assert {line.get("table") for line in lines} >= {"article", "annotation", "choice", "actor"}
    assert [line for line in lines if not fits(shipped, line, shipped)] == []
    wrong = [{"table": "article", "row": {}}, {**lines[1], "more": 1}, {"end": {"lines": "2"}}, []]
    assert not any(fits(shipped, line, shipped) for line in wrong)


def test_a_project_as_frames(path):
    before = path.read_bytes()
    with open_project(path, kind="dict") as project:
        claims, speakers = project["claims"], project["claim_speakers"]
        assert set(project.names) >= {"articles", "claims", "spans", "mentions", "actors"}
        assert set(project.describe("claims")) <= set(claims)
        assert claims["state"] == ["accepted"] * len(claims["claim_id"]) != []
        assert {"tone", "weight", "seen"} <= claims.keys()
        assert set(speakers["claim_id"]) <= set(claims["claim_id"])
        assert set(speakers["actor_id"]) <= set(project["actors"]["actor_id"])
        with pytest.raises(ClaimdeskError, match="no table “people”; choose one of articles"):
            project["people"]
    with open_project(path, states=("accepted", "suggested", "rejected"), kind="dict") as project:
        assert len(project["claims"]["claim_id"]) > len(claims["claim_id"])
    assert path.read_bytes() == before
    for wrong in ({"states": ("done",)}, {"kind": "frames"}):
        with pytest.raises(ClaimdeskError):
            open_project(path, **wrong)


def test_the_package_opens_a_project_without_changing_it(path):
    before = path.read_bytes()
    with claimdesk.open(path, kind="rows") as project, Project.open(path):
        claims = project.claims
        assert claims == project["claims"] != []
        assert set(project.describe("claims")) <= set(claims[0])
        assert {row["state"] for row in claims} == {"accepted"}
        assert "claim_speakers" in dir(project)
        assert not hasattr(project, "people")
    with claimdesk.open(path, kind="dict") as project:
        assert project.claims["claim_id"] == [row["claim_id"] for row in claims]
    assert path.read_bytes() == before


def test_the_examples_of_the_manual_run(path, tmp_path, monkeypatch, capsys):
    shutil.copyfile(path, tmp_path / "study.claimdesk")
    monkeypatch.chdir(tmp_path)
    manual = files.read_text("manual/data.md")
    blocks = re.findall(r"```python\n(.*?)```", manual, re.DOTALL)
    plain = [each for each in blocks if not each.startswith("# with pandas")]
    known: dict = {}
    for block in plain:
        exec(compile(block, "data.md", "exec"), known)
    shown = capsys.readouterr().out
    assert len(plain) >= 6
    assert f"{len(known['claims'])} claims" in shown
    assert "suggested" in shown


def test_r_finds_the_tables_and_columns_that_the_manual_reads(path, tmp_path):
    """What the snippet for R names is there; R itself is not needed to know that."""
    with Project.read(path) as project:
        export_project(project, "tables", tmp_path / "study-tables")
    manual = files.read_text("manual/data.md")
    (snippet,) = re.findall(r"```r\n(.*?)```", manual, re.DOTALL)
    columns: set[str] = set()
    for table in re.findall(r'read\("(\w+)"\)', snippet):
        with (tmp_path / "study-tables" / f"{table}.csv").open(encoding="utf-8-sig") as file:
            columns |= set(next(csv.reader(file)))
    asked = set(re.findall(r'by = "(\w+)"', snippet)) | {"stance", "published_on", "name"}
    assert asked <= columns


def test_tei_names_the_segments_of_each_annotation(path, tmp_path):
    with Project.read(path) as project:
        report = export_project(project, "tei", tmp_path / "o.xml", state="all")
        with project.reading() as connection:
            bodies = {
                f"article-{one}": queries.article(connection, one).body
                for one in queries.article_ids(connection)
            }
            words = {
                (row.layer, role): quote
                for one in queries.article_ids(connection)
                for row in queries.article_annotations(connection, one)
                for role in {piece.role for piece in row.pieces}
                for quote in ["".join(piece.quote for piece in row.role(role))]
            }
    root = etree.parse(tmp_path / "o.xml").getroot()
    assert root.tag == f"{TEI}teiCorpus"
    texts = {
        one.get(ID): "".join(one.find(f".//{TEI}ab").itertext()) for one in root.iter(f"{TEI}TEI")
    }
    assert texts == bodies
    ids = [each.get(ID) for each in root.iter() if each.get(ID)]
    assert len(ids) == len(set(ids))
    segments = {each.get(ID): each.text for each in root.iter(f"{TEI}seg")}
    annotations = list(root.iter(f"{TEI}annotation"))
    assert len(annotations) == report.annotations > 0
    said = set()
    for each in annotations:
        for note in each.iter(f"{TEI}note"):
            targets = [one.removeprefix("#") for one in (note.get("corresp") or "").split()]
            assert set(targets) <= set(ids)
            if note.get("type") == "role":
                said.add("".join(segments[one] for one in targets))
    assert set(words.values()) <= said
